"""Customer: an occasion, with its decision to stay or leave, and its purchase here or elsewhere."""

from __future__ import annotations

from math import inf

from journeysim.causes import CAUSE_COUNT, Cause
from journeysim.engine.steps import account, dealings, people, pricing, purchasing
from journeysim.engine.steps.hooks import Sim, clock, record
from journeysim.events import EventType
from journeysim.model import experience as feelings
from journeysim.model import leaving as rules
from journeysim.model.customer import Customer
from journeysim.model.leaving import NO_PERIOD


def occasion(sim: Sim, person: Customer) -> float:
    """An occasion: a decision, then a purchase here or elsewhere; the time of the next.

    Infinite if the customer leaves.
    """
    experience, now, number = sim.world.experience, clock(sim), person.occasions
    account.age(experience, person, now)
    debits = feelings.debits_now(experience, person, now)
    if number >= person.decides_from and leaves(sim, person, debits):
        if now >= 0.0:
            leave(sim, person)
            return inf
        people.begin_anew(sim, person)
        debits = 0.0
    lift = person.credit + person.bonus - debits
    if not purchasing.goes_elsewhere(sim, person, number, lift):
        purchasing.buy(sim, person, number, lift, 0)
    return people.next_occasion(sim, person, now + people.gap(sim, person, number))


def leaves(sim: Sim, person: Customer, debits: float) -> bool:
    """A decision: hazard accumulates, cause by cause; at the threshold it is to leave.

    The account is up to date; the price is held against the one they were used to until now.
    """
    leaving = sim.world.leaving
    offer = dealings.running_offer(sim, person)
    of_the_day, lasting = pricing.log_hazards(sim, person)
    keep, dearer = rules.price_parts(of_the_day)
    good, distrust, harm = rules.multipliers(
        leaving, person.credit, person.bonus, person.trust, offer
    )
    per_debit = good * rules.grievance_hazard(leaving, debits)
    newness = rules.newness(leaving, max(0.0, clock(sim) - person.joined_at))
    base = newness * person.base_hazard
    core = good * base + per_debit * debits
    of_distrust = (distrust - 1.0) * core
    wake = leaving.ease * person.wake
    of_offer = (harm - 1.0) * distrust * core + wake * base
    person.wake = 0.0
    whole = core + of_distrust + of_offer
    of_price = dearer * whole
    increment = keep * whole + of_price
    grievance = per_debit * debits * distrust * harm
    used_to = rules.price_factor(lasting)
    keep_count(
        sim, person, grievance * used_to, (good * distrust * harm + wake) * newness * used_to
    )
    short = person.threshold - person.hazard
    gone = increment >= short
    part = short / increment if gone else 1.0
    kept = keep * part
    if debits != 0.0:
        for cause in range(person.aggrieved):
            person.blame[cause] = person.blame[cause] + per_debit * person.debit[cause] * kept
    if person.asked_debit != 0.0:
        of_questions = per_debit * person.asked_debit
        person.blame[Cause.QUESTIONS] = person.blame[Cause.QUESTIONS] + of_questions * kept
    if of_distrust != 0.0:
        person.blame[Cause.DISTRUST] = person.blame[Cause.DISTRUST] + of_distrust * kept
    if of_offer != 0.0:
        person.blame[Cause.OFFER] = person.blame[Cause.OFFER] + of_offer * kept
    if of_price != 0.0:
        person.blame[Cause.PRICE] = person.blame[Cause.PRICE] + of_price * part
    person.hazard = person.threshold if gone else person.hazard + increment
    return gone


def keep_count(sim: Sim, person: Customer, grievance: float, multiplied: float) -> None:
    """A decision counts among those of its year: what those who stay are worth is told by them.

    grievance: the hazard by grievances, of this decision; multiplied: what the base hazard was
    multiplied by; both as once the customer is used to the price. Nothing in a run depends on it.
    """
    period = sim.firm[0].period
    if period == NO_PERIOD:
        return
    if period != person.period:
        follows = 1.0 if period == person.period + 1 else 0.0
        person.decisions_before = person.decisions * follows
        person.aggrieved_leaving_before = person.aggrieved_leaving * follows
        person.multiplied_before = person.multiplied * follows
        person.period = period
        person.decisions = 0.0
        person.aggrieved_leaving = 0.0
        person.multiplied = 0.0
    person.decisions = person.decisions + 1.0
    person.multiplied = person.multiplied + multiplied
    if grievance != 0.0:
        chance = rules.chance_to_leave(grievance)
        person.aggrieved_leaving = person.aggrieved_leaving + chance


def leave(sim: Sim, person: Customer) -> None:
    """The customer is gone; what is not otherwise explained was competition."""
    rest = person.threshold
    for cause in range(CAUSE_COUNT):
        rest = rest - person.blame[cause]
    person.blame[Cause.COMPETITION] = max(0.0, rest)
    worst = 0
    for cause in range(CAUSE_COUNT):
        if person.blame[cause] > person.blame[worst]:
            worst = cause
    person.active = 0
    record(sim, EventType.LEFT, person.row, worst, person.occasions, value=person.threshold)
    for cause in range(CAUSE_COUNT):
        if person.blame[cause] > 0.0:
            record(sim, EventType.CAUSE, person.row, cause, value=person.blame[cause])


STEPS = (occasion, leaves, keep_count, leave)
