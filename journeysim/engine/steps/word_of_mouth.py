"""Word of mouth: what is told of the firm, and the name that this gives it."""

from __future__ import annotations

from journeysim.engine.steps.hooks import Sim, clock, record
from journeysim.events import EventType
from journeysim.model import talk
from journeysim.model.customer import Customer
from journeysim.streams import Purpose, uniform


def reputation_now(sim: Sim) -> float:
    """The firm's name, 1 when nothing is said."""
    since = clock(sim) - sim.firm[0].rumour_at
    return talk.reputation(talk.rumour_now(sim.world.talk, sim.firm[0].rumour, since))


def tell(sim: Sim, person: Customer, kind: int, number: int, good: int) -> None:
    """A person tells others of an experience, if they are one to tell."""
    rules = sim.world.talk
    luck = sim.world.problems[kind].luck
    if uniform(person.key, Purpose.TELL, luck, number, good) >= rules.telling:
        return
    told(sim, person, good, rules.told_good if good != 0 else rules.told_bad)


def told(sim: Sim, person: Customer, good: int, people: float) -> None:
    """So many people hear of an experience, and the firm's name moves."""
    rules, now = sim.world.talk, clock(sim)
    record(sim, EventType.TOLD, person.row, 1 if good != 0 else -1, value=people)
    if rules.hit > 0.0:
        since = now - sim.firm[0].rumour_at
        before = talk.rumour_now(rules, sim.firm[0].rumour, since)
        sim.firm[0].rumour = talk.rumour_after(rules, before, good, people)
        sim.firm[0].rumour_at = now


def scandal(sim: Sim) -> None:
    """What breaks in the world of now, if anything does, moves the firm's name once."""
    rules, now = sim.world.talk, clock(sim)
    if rules.scandal != 0.0:
        before = talk.rumour_now(rules, sim.firm[0].rumour, now - sim.firm[0].rumour_at)
        sim.firm[0].rumour = talk.struck(before, rules.scandal)
        sim.firm[0].rumour_at = now


STEPS = (reputation_now, tell, told, scandal)
