"""Word of mouth: what is told of the firm, and the name that this gives it."""

from __future__ import annotations

from journeysim.engine.steps.hooks import Sim, clock, record
from journeysim.events import EventType
from journeysim.model import talk
from journeysim.model.customer import Case, Customer
from journeysim.streams import Purpose, uniform


def rumour(sim: Sim) -> float:
    """What is said of the firm now, as a log reputation."""
    since = clock(sim) - sim.firm[0].rumour_at
    return talk.rumour_now(sim.world.talk, sim.firm[0].rumour, since)


def reputation_now(sim: Sim) -> float:
    """The firm's name, 1 on day 0."""
    return talk.reputation(rumour(sim), sim.firm[0].usual_rumour)


def begin_reputation(sim: Sim) -> None:
    """From now on the firm's name is held against what is said today."""
    sim.firm[0].usual_rumour = rumour(sim)


def praise(sim: Sim, person: Customer, number: int, lift: float) -> None:
    """A purchase without trouble may be spoken well of."""
    rules = sim.world.talk
    if rules.praise == 0.0 or person.frequency == 0.0:
        return
    gap = sim.world.segments[person.segment].gap_days / person.frequency
    if uniform(person.key, Purpose.PRAISE, 0, number) < talk.praise_chance(rules, gap, lift):
        told(sim, person, 1, rules.told_good)


def warn(sim: Sim, person: Customer, case: Case) -> None:
    """A failure that stays as it is may be told, the likelier the worse it is."""
    rules = sim.world.talk
    luck = sim.world.problems[case.kind].luck
    chance = talk.telling_chance(rules, case.hit, sim.world.experience.usual_severity)
    if uniform(person.key, Purpose.TELL, luck, case.number) < chance:
        told(sim, person, 0, rules.told_bad)


def told(sim: Sim, person: Customer, good: int, people: float) -> None:
    """So many people hear of an experience, and the firm's name moves."""
    rules, now = sim.world.talk, clock(sim)
    record(sim, EventType.TOLD, person.row, 1 if good != 0 else -1, value=people)
    if rules.hit > 0.0:
        before = rumour(sim)
        sim.firm[0].rumour = talk.rumour_after(rules, before, good, people)
        sim.firm[0].rumour_at = now


def scandal(sim: Sim) -> None:
    """What breaks in the world of now, if anything does, moves the firm's name once."""
    rules = sim.world.talk
    if rules.scandal != 0.0:
        sim.firm[0].rumour = talk.struck(rumour(sim), rules.scandal)
        sim.firm[0].rumour_at = clock(sim)


STEPS = (rumour, reputation_now, begin_reputation, praise, warn, told, scandal)
