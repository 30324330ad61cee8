"""Trouble: what goes wrong or is asked, from a candidate to the case it becomes."""

from __future__ import annotations

from journeysim.causes import Cause
from journeysim.engine.steps import account, care, contacts, firm, hooks
from journeysim.engine.steps.draw import drawn
from journeysim.engine.steps.hooks import Sim, clock, note
from journeysim.events import EventType
from journeysim.model import experience as feelings
from journeysim.model import problems
from journeysim.model.care import AT_PROBLEM
from journeysim.model.customer import Case, Customer
from journeysim.portable import log
from journeysim.streams import Purpose, uniform


def bring(sim: Sim, person: Customer, kind: int, number: int, advice: float) -> None:
    """What a purchase may bring, unless attentive advice prevents it at once."""
    problem, segment = sim.world.problems[kind], sim.world.segments[person.segment]
    chance = problem.per_purchase * problems.factor(problem, segment)
    if uniform(person.key, Purpose.OCCURS, kind, number) >= chance:
        return
    protection = problem.prevented_by_advice * advice
    if problems.is_prevented(uniform(person.key, Purpose.PREVENT, kind, number), protection):
        note(sim, EventType.PREVENTED, person.row, kind, number, value=protection)
        return
    u = uniform(person.key, Purpose.DELAY, kind, number)
    when = clock(sim) + drawn(sim, problem.delay, u)
    hooks.plan_failure(sim, when, person, kind, number)


def next_candidate(
    sim: Sim, person: Customer, kind: int, number: int, when: float, rate: float
) -> float:
    """When the next candidate of a type that comes by rate is due, after the one before."""
    return when - log(uniform(person.key, Purpose.CANDIDATE, kind, number)) / rate


def happen(sim: Sim, person: Customer, kind: int, number: int) -> None:
    """A candidate comes due: prevented, or a request, or a failure."""
    if person.active == 0:
        return
    protection = 0.0
    if clock(sim) < person.shielded_until:
        shield = sim.shields[person.row][kind]
        protection = shield.strength if clock(sim) < shield.until else 0.0
    if problems.is_prevented(uniform(person.key, Purpose.PREVENT, kind, number), protection):
        note(sim, EventType.PREVENTED, person.row, kind, number, value=protection)
        return
    case = contacts.opened(sim, person, kind, number)
    if problems.is_request(sim.world.problems[kind]):
        note(sim, EventType.REQUEST, person.row, kind, number)
        contacts.begin(sim, person, case)
    else:
        fail(sim, person, case)
        care.trigger(sim, person, AT_PROBLEM, number, kind)


def fail(sim: Sim, person: Customer, case: Case) -> None:
    """Something goes wrong: noticed in time, complained about, or carried in silence."""
    now, key, kind, number = clock(sim), person.key, case.kind, case.number
    taste, problem = sim.world.experience, sim.world.problems[kind]
    case.severity = problems.severity(problem, uniform(key, Purpose.SEVERITY, kind, number))
    trust = feelings.trust_now(taste, person, now)
    promise = feelings.promise_now(taste, person, now)
    debits = feelings.debits_now(taste, person, now)
    hit = feelings.failure_hit(taste, case.severity, trust, promise, debits)
    person.failures = person.failures + 1
    person.fresh_failure = 1
    note(sim, EventType.FAILURE, person.row, kind, number, value=case.severity)
    if care.intercepted(sim, person, case):
        account.add(taste, person, Cause.RESIDUAL, hit * (1.0 - taste.recovery_intercepted), now)
        contacts.drop(sim, case)
        firm.tell(sim, person, kind, number, 1)
        return
    case.hit = hit
    case.hit_at = now
    case.hit_shrunk = person.shrunk
    case.trust_lost = taste.trust_lost * case.severity
    account.trust(taste, person, -case.trust_lost, now)
    ease = sim.world.phases[sim.firm[0].phase].service.complaint_ease
    if uniform(key, Purpose.COMPLAIN, kind, number) < problems.complaining(problem, ease):
        account.add(taste, person, Cause.UNRESOLVED, hit, now)
        contacts.begin(sim, person, case)
    else:
        account.add(taste, person, Cause.SILENT, hit, now)
        stay_silent(sim, person, case)


def stay_silent(sim: Sim, person: Customer, case: Case) -> None:
    """The firm does not hear of it; perhaps it goes away by itself."""
    key, kind, number = person.key, case.kind, case.number
    problem = sim.world.problems[kind]
    case.silent = 1
    case.linked = 1
    case.next_silent = person.first_silent
    person.first_silent = case.place
    note(sim, EventType.SILENT, person.row, kind, number)
    firm.tell(sim, person, kind, number, 0)
    if uniform(key, Purpose.HEAL, kind, number) < problem.heals:
        u = uniform(key, Purpose.HEAL_DELAY, kind, number)
        when = clock(sim) + drawn(sim, problem.heals_after, u)
        hooks.plan_heal(sim, when, person, case)


def heal(sim: Sim, person: Customer, case: Case) -> None:
    """A silent problem goes away by itself, if it is still there."""
    if person.active != 0 and case.open != 0 and case.silent != 0:
        taste = sim.world.experience
        account.settle(taste, person, case, taste.recovery_healed, clock(sim))
        note(sim, EventType.HEALED, person.row, case.kind, case.number)


STEPS = (bring, next_candidate, happen, fail, stay_silent, heal)
