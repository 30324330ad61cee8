"""Trouble: what goes wrong or is asked, from a candidate to the case it becomes."""

from __future__ import annotations

from math import inf

from journeysim.causes import Cause
from journeysim.engine.steps import account, care, cases, plans, triggers, word_of_mouth
from journeysim.engine.steps.hooks import Sim, clock, record
from journeysim.engine.steps.variate import after, is_dated, variate, when_due
from journeysim.events import EventType
from journeysim.model import experience as feelings
from journeysim.model import population, problems
from journeysim.model.care import AT_PROBLEM
from journeysim.model.customer import Case, Customer
from journeysim.portable import log
from journeysim.streams import Purpose, uniform

NEWCOMERS = 1 << 24
"""The number of the first candidate of a type that comes beside the usual ones, to a newcomer."""


def next_candidate(
    sim: Sim, person: Customer, kind: int, number: int, when: float, rate: float
) -> float:
    """When the next candidate of a type that comes by rate is due, after the one before.

    rate: a day; of a type whose rate changes by date, relative to it. Numbers from `NEWCOMERS` on are
    those of a newcomer's further ones, which come to an end.
    """
    luck = sim.world.problems[kind].luck
    lot = -log(uniform(person.key, Purpose.CANDIDATE, luck, number))
    if number >= NEWCOMERS:
        often = rate * sim.world.problems[kind].rate if is_dated(sim, kind) else rate
        since = max(when, person.joined_at)
        tenure = since - person.joined_at
        following = population.newcomers_next(sim.world.population, often, tenure, lot)
        return after(sim, kind, since, following - tenure) if following < inf else inf
    if is_dated(sim, kind):
        return when_due(sim, kind, sim.world.problems[kind].week, when, rate, lot)
    return after(sim, kind, when, lot / rate)


def happen(sim: Sim, person: Customer, kind: int, number: int) -> None:
    """A candidate comes due: prevented, or a request, or a failure."""
    if person.active == 0:
        return
    protection = 0.0
    if clock(sim) < person.protected_until:
        protection = care.protection_now(sim, person, kind)
    luck = sim.world.problems[kind].luck
    if problems.is_prevented(uniform(person.key, Purpose.PREVENT, luck, number), protection):
        record(sim, EventType.PREVENTED, person.row, kind, number, value=protection)
        return
    case = cases.opened(sim, person, kind, number)
    if problems.is_request(sim.world.problems[kind]):
        record(sim, EventType.REQUEST, person.row, kind, number)
        cases.begin(sim, person, case)
    else:
        fail(sim, person, case)
        triggers.trigger(sim, person, AT_PROBLEM, number, kind)


def fail(sim: Sim, person: Customer, case: Case) -> None:
    """Something goes wrong: noticed in time, complained about, or carried in silence."""
    now, key, kind, number = clock(sim), person.key, case.kind, case.number
    experience, problem = sim.world.experience, sim.world.problems[kind]
    case.severity = problems.severity(problem, uniform(key, Purpose.SEVERITY, problem.luck, number))
    trust = feelings.trust_now(experience, person, now)
    promise = feelings.promise_now(experience, person, now)
    debits = feelings.debits_now(experience, person, now)
    hit = feelings.failure_hit(experience, case.severity, trust, promise, debits)
    person.failures = person.failures + 1
    person.fresh_failure = 1
    record(sim, EventType.FAILURE, person.row, kind, number, value=case.severity)
    if care.intercepted(sim, person, case):
        residual = hit * (1.0 - experience.recovery_intercepted)
        account.add(experience, person, Cause.RESIDUAL, residual, now)
        cases.drop(sim, case)
        return
    case.hit = hit
    case.hit_at = now
    case.hit_shrunk = person.shrunk
    case.trust_lost = experience.trust_lost * case.severity
    account.trust(experience, person, -case.trust_lost, now)
    ease = sim.world.phases[sim.firm[0].phase].service.complaint_ease
    u = uniform(key, Purpose.COMPLAIN, problem.luck, number)
    if u < problems.complaining(problem, ease):
        account.add(experience, person, Cause.UNRESOLVED, hit, now)
        cases.begin(sim, person, case)
    else:
        account.add(experience, person, Cause.SILENT, hit, now)
        if problems.would_complain(problem, u):
            tell_the_public(sim, person, case, Purpose.HUSHED)
        stay_silent(sim, person, case)


def tell_the_public(sim: Sim, person: Customer, case: Case, purpose: int) -> None:
    """Some who cannot tell the firm tell everybody else."""
    talk, luck = sim.world.talk, sim.world.problems[case.kind].luck
    if uniform(person.key, purpose, luck, case.number, case.attempt) < talk.public:
        word_of_mouth.told(sim, person, 0, talk.told_bad * talk.public_factor)


def stay_silent(sim: Sim, person: Customer, case: Case) -> None:
    """The firm does not hear of it; perhaps it goes away by itself."""
    key, kind, number = person.key, case.kind, case.number
    problem = sim.world.problems[kind]
    case.silent = 1
    case.linked = 1
    case.next_silent = person.first_silent
    person.first_silent = case.place
    record(sim, EventType.SILENT, person.row, kind, number)
    word_of_mouth.warn(sim, person, case)
    attempt = case.attempt
    if uniform(key, Purpose.HEAL, problem.luck, number, attempt) < problem.heals:
        u = uniform(key, Purpose.HEAL_DELAY, problem.luck, number, attempt)
        when = clock(sim) + variate(sim, problem.heals_after, u)
        plans.plan_heal(sim, when, person, case)


def go_unheard(sim: Sim, person: Customer, case: Case) -> None:
    """Nobody at the firm can be told: it hurts more, stays silent, and some tell everybody else."""
    experience, now = sim.world.experience, clock(sim)
    left = feelings.hit_left(experience, person, case, now)
    account.add(experience, person, Cause.UNRESOLVED, -left, now)
    case.hit = left * experience.unheard_factor
    case.hit_at = now
    case.hit_shrunk = person.shrunk
    account.add(experience, person, Cause.SILENT, case.hit, now)
    tell_the_public(sim, person, case, Purpose.PUBLIC)
    case.attempt = case.attempt + 1
    case.tried_at = inf
    stay_silent(sim, person, case)


def heal(sim: Sim, person: Customer, case: Case) -> None:
    """A silent problem goes away by itself, if it is still there."""
    if person.active != 0 and case.open != 0 and case.silent != 0:
        experience = sim.world.experience
        account.settle(experience, person, case, experience.recovery_healed, clock(sim))
        record(sim, EventType.HEALED, person.row, case.kind, case.number)


STEPS = (next_candidate, happen, fail, tell_the_public, stay_silent, go_unheard, heal)
