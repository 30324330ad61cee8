"""Contacts: the moments of a case, from the first attempt to turn to the firm until it is over.

Each attempt finds the channel closed, helps itself, is answered at once or waits; waiting ends by
an agent, by lost patience or by closing time (`endings` says what then becomes of it). A step that says when the next attempt comes says infinity for never.
"""

from __future__ import annotations

from math import inf

from journeysim.causes import Cause
from journeysim.engine.steps import (
    account,
    answering,
    cases,
    endings,
    stations,
    trouble,
)
from journeysim.engine.steps.cases import case_uniform, is_there, record_case
from journeysim.engine.steps.hooks import Sim, clock
from journeysim.events import EventType, PlannedEvent
from journeysim.model import experience as feelings
from journeysim.model import problems, service
from journeysim.model.customer import BY_CHOICE, FORCED, Case, Customer
from journeysim.model.hours import reopening
from journeysim.streams import Purpose

WAITS = -inf
"""In place of a time: an agent, patience or closing time will end this attempt."""


def turn_to_firm(sim: Sim, person: Customer, case: Case) -> float:
    """One attempt: when to come again if it is closed, WAITS, or infinite if the case is over."""
    if not is_there(person):
        case.open = 0
        return inf
    if helps_themselves(sim, person, case):
        return inf
    if cases.is_closed(sim, case.channel):
        return found_closed(sim, person, case)
    case.tried_at = inf
    record_case(sim, EventType.CONTACT, case, case.channel)
    answering.attempt(sim, person, case)
    return WAITS


def found_closed(sim: Sim, person: Customer, case: Case) -> float:
    """Nobody is there: when they come again, if ever it opens and they have not had enough.

    A failure that nobody at the firm can be told of for too long is told to others instead.
    """
    channel, now = sim.world.channels[sim.firm[0].phase][case.channel], clock(sim)
    opening = reopening(channel.opens, now, 0.0)
    failure = not problems.is_request(sim.world.problems[case.kind])
    case.tried_at = min(case.tried_at, now)
    if failure and opening - case.tried_at > sim.world.experience.unreachable:
        trouble.go_unheard(sim, person, case)
        return inf
    if case_uniform(sim, Purpose.DETERRED, person, case) < channel.deterred:
        return inf
    return cases.back_when_open(sim, Purpose.REOPENING, person, case)


def helps_themselves(sim: Sim, person: Customer, case: Case) -> bool:
    """At first, some look for the answer themselves, at any hour, and some find it."""
    channel = sim.world.channels[sim.firm[0].phase][case.channel]
    if case.attempt != 0 or channel.self_service == 0.0:
        return False
    inclined = case_uniform(sim, Purpose.SELF_SERVICE, person, case)
    if inclined >= channel.self_service:
        return False
    problem, experience, now = sim.world.problems[case.kind], sim.world.experience, clock(sim)
    levers = sim.world.phases[sim.firm[0].phase].service
    chance = service.self_solved(levers, problem.self_solved)
    if case_uniform(sim, Purpose.SELF_SOLVED, person, case) >= chance:
        case.tried = BY_CHOICE if inclined < levers.self_service_choice else FORCED
        forced = 1.0 if case.tried == FORCED else 0.0
        record_case(sim, EventType.SELF_FAILED, case, case.channel, value=forced)
        debit = feelings.vain_try(experience, case.tried) * endings.weight(sim, case)
        account.worsen(experience, person, Cause.EFFORT, debit, now)
        return False
    money = problem.earns - levers.self_service_cost
    record_case(sim, EventType.SELF_SERVED, case, case.channel, money=money)
    if not problems.is_request(problem):
        given = feelings.recovery(experience, now - case.opened_at, 1, 0.0)
        account.settle(experience, person, case, given, now)
    endings.close(sim, person, case)
    return True


def ended(sim: Sim, person: Customer, case: Case, how: int) -> float:
    """An attempt ends by talk, impatience or closing time: when the next one comes."""
    slot = case.channel
    if how == PlannedEvent.IMPATIENT:
        stations.leave_queue(sim, slot, case)
    if how == PlannedEvent.CLOSING:
        return endings.turned_away(sim, person, case)
    if not is_there(person):
        when = endings.cut_short(sim, case, how)
    elif how == PlannedEvent.TALKED:
        when = endings.talked(sim, person, case)
    else:
        when = endings.impatient(sim, person, case)
    if how == PlannedEvent.TALKED:
        answering.release_agent(sim, slot)
    return when


def over(sim: Sim, person: Customer, case: Case) -> None:
    """No further attempt comes: what is still open is given up."""
    if case.open != 0 and case.silent != 0:
        return
    if case.open != 0 and is_there(person):
        endings.give_up(sim, person, case)
    cases.drop(sim, case)


STEPS = (turn_to_firm, found_closed, helps_themselves, ended, over)
