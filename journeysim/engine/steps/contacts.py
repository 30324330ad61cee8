"""Contacts: the moments of a case, from the first attempt to turn to the firm until it is over.

Each attempt finds the channel closed, helps itself, is answered at once or waits; waiting ends by
an agent, by lost patience or by closing time; a talk ends resolved, passed on, tried again or given
up. A step that says when the next attempt comes says infinity for never.
"""

from __future__ import annotations

from math import inf

from journeysim.causes import Cause
from journeysim.engine.steps import (
    account,
    answering,
    cases,
    hooks,
    joining,
    stations,
    triggers,
    word_of_mouth,
)
from journeysim.engine.steps.cases import case_uniform, is_there, record_case
from journeysim.engine.steps.hooks import Sim, clock
from journeysim.engine.steps.variate import after, variate
from journeysim.events import ASKED, FIRST, IN_TIME, WARM, EventType, PlannedEvent
from journeysim.model import experience as feelings
from journeysim.model import problems
from journeysim.model import service as rules
from journeysim.model.care import AFTER_RESOLUTION
from journeysim.model.customer import Case, Customer
from journeysim.model.hours import reopening
from journeysim.streams import Purpose

MOST_ATTEMPTS = 500
"""Nobody tries more often than this, whatever the shares of retries say."""

WAITS = -1.0
"""In place of a time: an agent, patience or closing time will end this attempt."""


def turn_to_firm(sim: Sim, person: Customer, case: Case) -> float:
    """One attempt: when to come again if it is closed, WAITS, or infinite if the case is over."""
    if not is_there(person):
        case.open = 0
        return inf
    if helps_themselves(sim, person, case):
        return inf
    station = sim.stations[case.channel]
    if station.opens == 0:
        opens = sim.world.channels[sim.firm[0].phase][case.channel].opens
        return reopening(opens, clock(sim), case_uniform(sim, Purpose.REOPENING, person, case))
    record_case(sim, EventType.CONTACT, case, case.channel)
    answering.attempt(sim, person, case)
    return WAITS


def helps_themselves(sim: Sim, person: Customer, case: Case) -> bool:
    """At first, some look for the answer themselves, at any hour, and some find it."""
    channel = sim.world.channels[sim.firm[0].phase][case.channel]
    if case.attempt != 0 or channel.self_service == 0.0:
        return False
    if case_uniform(sim, Purpose.SELF_SERVICE, person, case) >= channel.self_service:
        return False
    if case_uniform(sim, Purpose.SELF_SOLVED, person, case) >= channel.self_service_success:
        return False
    problem, experience, now = sim.world.problems[case.kind], sim.world.experience, clock(sim)
    record_case(sim, EventType.SELF_SERVED, case, case.channel, money=problem.earns)
    if not problems.is_request(problem):
        given = feelings.recovery(experience, now - case.opened_at, 1, 0.0)
        account.settle(experience, person, case, given, now)
    close(sim, person, case)
    return True


def ended(sim: Sim, person: Customer, case: Case, how: int) -> float:
    """An attempt ends by talk, impatience or closing time: when the next one comes."""
    slot = case.channel
    if how == PlannedEvent.IMPATIENT:
        stations.leave_queue(sim, slot, case)
    if how == PlannedEvent.CLOSING:
        return turned_away(sim, person, case)
    if not is_there(person):
        when = cut_short(sim, case, how)
    elif how == PlannedEvent.TALKED:
        when = talked(sim, person, case)
    else:
        when = impatient(sim, person, case)
    if how == PlannedEvent.TALKED:
        answering.release_agent(sim, slot)
    return when


def over(sim: Sim, person: Customer, case: Case) -> None:
    """No further attempt comes: what is still open is given up."""
    if case.open != 0 and is_there(person):
        give_up(sim, person, case)
    cases.drop(sim, case)


def training_so_far(sim: Sim) -> float:
    """How far training has taken hold."""
    world, phase = sim.world, sim.firm[0].phase
    service = world.phases[phase].service
    before, since = world.phases[phase].trained, world.phases[phase].trained_at
    return rules.trained(before, service.training, service.training_ramp, clock(sim) - since)


def talked(sim: Sim, person: Customer, case: Case) -> float:
    """A talk ends: what it leaves behind, and when the customer tries again."""
    world, phase, now = sim.world, sim.firm[0].phase, clock(sim)
    experience, service = world.experience, world.phases[phase].service
    channel, problem = world.channels[phase][case.channel], world.problems[case.kind]
    training = training_so_far(sim)
    skill = rules.resolution(service, channel, problem.resolution_factor, training, person.known)
    resolved = case_uniform(sim, Purpose.RESOLVED, person, case) < skill
    warm = case_uniform(sim, Purpose.WARM, person, case) < rules.warmth(service, channel, training)
    asked = problems.is_request(problem)
    tolerated = feelings.tolerated_wait(experience, feelings.promise_now(experience, person, now))
    in_time = case.waited <= tolerated
    weight = experience.request_weight if asked else 1.0
    patience_lost = feelings.waiting_debit(experience, case.waited, tolerated)
    account.worsen(experience, person, Cause.WAITING, patience_lost, now)
    if not warm:
        account.worsen(experience, person, Cause.COLD, experience.cold * weight, now)
    if case.served > 1:
        account.worsen(experience, person, Cause.EFFORT, experience.effort * weight, now)
    account.learn(experience, person, service.knowledge)
    marks = WARM if warm else 0
    marks = marks + (IN_TIME if in_time else 0)
    marks = marks + (FIRST if case.served == 1 else 0)
    marks = marks + (ASKED if asked else 0)
    value = now - case.since
    if resolved:
        record_case(sim, EventType.RESOLVED, case, case.channel, marks, value, problem.earns)
        resolve(sim, person, case, warm, in_time)
        return inf
    record_case(sim, EventType.UNRESOLVED, case, case.channel, marks, value)
    account.worsen(experience, person, Cause.UNRESOLVED, experience.unresolved * weight, now)
    return unresolved(sim, person, case)


def resolve(sim: Sim, person: Customer, case: Case, warm: bool, in_time: bool) -> None:
    """The matter is settled: what is given back, given away and sold on top."""
    world, now = sim.world, clock(sim)
    experience, service = world.experience, world.phases[sim.firm[0].phase].service
    if problems.is_request(world.problems[case.kind]):
        if warm and in_time:
            account.please(experience, person, experience.warm_request, now)
    else:
        delay = now - case.opened_at
        basket = world.segments[person.segment].basket_mean
        bonus = feelings.goodwill_bonus(experience, service.goodwill, basket)
        given = feelings.recovery(experience, delay, 1 if warm else 0, bonus)
        account.settle(experience, person, case, given, now)
        if service.goodwill > 0.0:
            record_case(sim, EventType.GOODWILL, case, case.channel, money=-service.goodwill)
        if warm:
            account.trust(experience, person, experience.trust_returned * case.trust_lost, now)
            if person.failures == 1 and person.recovered == 0:
                account.reward(experience, person, experience.reported_bonus, now)
            person.recovered = person.recovered + 1
            word_of_mouth.tell(sim, person, case.kind, case.number, 1)
    segment = world.segments[person.segment]
    sells = warm and service.cross_sell > 0.0
    if sells and case_uniform(sim, Purpose.CROSS_SELL, person, case) < service.cross_sell:
        amount = segment.cross_sell_value
        money = amount * segment.margin
        hooks.record(sim, EventType.CROSS_SOLD, person.row, place=-1, value=amount, money=money)
    close(sim, person, case)


def close(sim: Sim, person: Customer, case: Case) -> None:
    """The case is over and well; a prospect decides, a settled failure may set a touch off."""
    case.open = 0
    person.last_seen = clock(sim)
    if person.looking != 0:
        joining.decide_to_join(sim, person, 1)
    elif not problems.is_request(sim.world.problems[case.kind]):
        triggers.trigger(sim, person, AFTER_RESOLUTION, case.number, case.kind)


def unresolved(sim: Sim, person: Customer, case: Case) -> float:
    """The matter stays open: passed on at once, tried again later, or given up."""
    world, now = sim.world, clock(sim)
    channel = world.channels[sim.firm[0].phase][case.channel]
    experience, problem = world.experience, world.problems[case.kind]
    person.last_seen = now
    if cases.leads(channel.escalates_to) and case.attempt < MOST_ATTEMPTS:
        if case_uniform(sim, Purpose.ESCALATE, person, case) < channel.escalation:
            case.channel = cases.channel_for(sim, person, channel.escalates_to)
            record_case(sim, EventType.ESCALATED, case, case.channel)
            account.worsen(experience, person, Cause.EFFORT, experience.passed_on, now)
            case.attempt = case.attempt + 1
            return now
    if case_uniform(sim, Purpose.RETRY, person, case) >= problem.retries:
        return inf
    u = case_uniform(sim, Purpose.RETRY_DELAY, person, case)
    delay = variate(sim, problem.retry_after, u)
    return again(sim, person, case, after(sim, case.kind, now, delay))


def impatient(sim: Sim, person: Customer, case: Case) -> float:
    """Patience is at its end: when the customer tries again."""
    now, experience = clock(sim), sim.world.experience
    channel = sim.world.channels[sim.firm[0].phase][case.channel]
    record_case(sim, EventType.ABANDONED, case, case.channel, value=now - case.since)
    account.worsen(experience, person, Cause.WAITING, experience.abandonment, now)
    if case_uniform(sim, Purpose.REDIAL, person, case) >= channel.redial:
        return inf
    delay = case_uniform(sim, Purpose.REDIAL_DELAY, person, case) * channel.redial_within
    return again(sim, person, case, now + delay)


def turned_away(sim: Sim, person: Customer, case: Case) -> float:
    """Closing time (or their turn, when they are gone): they come again on the next open day."""
    if not is_there(person):
        return cut_short(sim, case, PlannedEvent.CLOSING)
    now, experience = clock(sim), sim.world.experience
    waited = now - case.since
    record_case(sim, EventType.TURNED_AWAY, case, case.channel, value=waited)
    tolerated = feelings.tolerated_wait(experience, feelings.promise_now(experience, person, now))
    debit = feelings.waiting_debit(experience, waited, tolerated)
    account.worsen(experience, person, Cause.WAITING, debit, now)
    opens = sim.world.channels[sim.firm[0].phase][case.channel].opens
    when = reopening(opens, now, case_uniform(sim, Purpose.REOPENING, person, case))
    return again(sim, person, case, when)


def cut_short(sim: Sim, case: Case, how: int) -> float:
    """The contact ends, but its customer has left the firm meanwhile; nobody tries again."""
    case.open = 0
    handling = clock(sim) - case.since if how == PlannedEvent.TALKED else 0.0
    record_case(sim, EventType.CUT_SHORT, case, case.channel, value=handling)
    return inf


def again(sim: Sim, person: Customer, case: Case, when: float) -> float:
    """One more attempt at a time, perhaps by another channel; nobody tries for ever."""
    channel = sim.world.channels[sim.firm[0].phase][case.channel]
    if case.attempt >= MOST_ATTEMPTS:
        return inf
    if cases.leads(channel.switch_to):
        if case_uniform(sim, Purpose.SWITCH, person, case) < channel.switch:
            case.channel = cases.channel_for(sim, person, channel.switch_to)
    case.attempt = case.attempt + 1
    return when


def give_up(sim: Sim, person: Customer, case: Case) -> None:
    """The customer gives up on the matter; the firm may pay back what it cannot mend."""
    world, now = sim.world, clock(sim)
    experience, service = world.experience, world.phases[sim.firm[0].phase].service
    problem = world.problems[case.kind]
    record_case(sim, EventType.GAVE_UP, case, money=-problem.loses)
    if problems.is_request(problem):
        account.worsen(experience, person, Cause.WAITING, experience.given_up_request, now)
    elif case_uniform(sim, Purpose.REFUND, person, case) < service.refund:
        amount = service.refund_share * world.segments[person.segment].basket_mean
        record_case(sim, EventType.REFUNDED, case, value=amount, money=-amount)
        account.settle(experience, person, case, experience.recovery_refund, now)
    case.open = 0
    word_of_mouth.tell(sim, person, case.kind, case.number, 0)
    if person.looking != 0:
        joining.decide_to_join(sim, person, 0)


STEPS = (
    turn_to_firm, helps_themselves, ended, over, training_so_far, talked, resolve, close,
    unresolved, impatient, turned_away, cut_short, again, give_up,
)  # fmt: skip
