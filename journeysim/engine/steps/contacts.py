"""Contacts: the moments of a case, from the first attempt to turn to the firm until it is over.

Each attempt finds the channel closed, helps itself, is answered at once or waits; waiting ends by
an agent, by lost patience or by closing time; a talk ends resolved, passed on, tried again or given
up. A step that says when the next attempt comes says infinity for never.
"""

from __future__ import annotations

from math import inf
from typing import Any

from journeysim.causes import Cause
from journeysim.engine.steps import account, care, customer, firm, hooks, roster
from journeysim.engine.steps.draw import drawn
from journeysim.engine.steps.hooks import Sim, clock
from journeysim.events import ASKED, FIRST, IN_TIME, WARM, EventType, PlannedEvent, rank
from journeysim.model import experience as feelings
from journeysim.model import problems, service
from journeysim.model.care import AFTER_RESOLUTION
from journeysim.model.customer import Case, Customer
from journeysim.model.hours import reopening
from journeysim.streams import Purpose, uniform

MOST_ATTEMPTS = 500
"""Nobody tries more often than this, whatever the shares of retries say."""

WAITS = -1.0
"""In place of a time: an agent, patience or closing time will end this attempt."""


def luck(purpose: int, person: Customer, case: Case) -> float:
    """The uniform of one attempt for a purpose."""
    return uniform(person.key, purpose, case.kind, case.number, case.attempt)


def order(case: Case) -> int:
    """The place of a case's attempt among equal times of one customer."""
    return rank(case.kind, case.number, case.attempt)


def note(
    sim: Sim,
    kind: int,
    case: Case,
    place: int = 0,
    marks: int = 0,
    value: float = 0.0,
    money: float = 0.0,
) -> None:
    """Write a row about a case."""
    hooks.note(
        sim, kind, case.row, case.kind, case.number, case.attempt, place, marks, value, money
    )


def is_there(person: Customer) -> bool:
    """A customer, or a prospect who still looks."""
    return person.active != 0 or person.looking != 0


def opened(sim: Sim, person: Customer, kind: int, number: int) -> Case:
    """A new case of a customer."""
    case = hooks.new_case(sim)
    case.row = person.row
    case.kind = kind
    case.number = number
    case.opened_at = clock(sim)
    return case


def drop(sim: Sim, case: Case) -> None:
    """A case that is over and in no list gives its place back."""
    case.open = 0
    if case.linked == 0:
        case.next_silent = sim.firm[0].spare_case
        sim.firm[0].spare_case = case.place


def begin(sim: Sim, person: Customer, case: Case) -> None:
    """The customer will turn to the firm, some time after the problem."""
    problem = sim.world.problems[case.kind]
    case.channel = elsewhere(sim, person, problem.channel)
    u = luck(Purpose.CONTACT, person, case)
    delay = drawn(sim, problem.contact_after, u)
    hooks.begin_case(sim, person, case, clock(sim) + delay)


def turn_to_firm(sim: Sim, person: Customer, case: Case) -> float:
    """One attempt: when to come again if it is closed, WAITS, or infinite if the case is over."""
    if not is_there(person):
        case.open = 0
        return inf
    if helps_themselves(sim, person, case):
        return inf
    line = sim.lines[case.channel]
    if line.opens == 0:
        opens = sim.world.channels[sim.firm[0].phase][case.channel].opens
        return reopening(opens, clock(sim), luck(Purpose.REOPENING, person, case))
    note(sim, EventType.CONTACT, case, case.channel)
    attempt(sim, person, case)
    return WAITS


def attempt(sim: Sim, person: Customer, case: Case) -> None:
    """Turn to a channel: answered at once, or into its line, or over to another open one's."""
    phase = sim.firm[0].phase
    channel = sim.world.channels[phase][case.channel]
    waiting = sim.lines[case.channel].waiting
    if leads(channel.overflow_to) and waiting >= channel.overflow_at:
        there = elsewhere(sim, person, channel.overflow_to)
        if sim.lines[there].opens != 0:
            case.channel = there
            note(sim, EventType.OVERFLOWED, case, there)
            channel = sim.world.channels[phase][there]
    line = sim.lines[case.channel]
    case.since = clock(sim)
    case.waited = 0.0
    case.called_back = 0
    if roster.is_free(line) and line.opens != 0:
        answer(sim, person, case)
        return
    if channel.call_back > 0.0:
        mean = channel.mean_handling
        wait = service.expected_wait(line.waiting, line.present, mean)
        accepts = luck(Purpose.CALL_BACK, person, case) < channel.call_back
        case.called_back = 1 if wait >= channel.call_back_from and accepts else 0
    priority = service.priority(channel.discipline, case.severity, person.worth)
    roster.stand_in_line(sim, case.channel, case, priority)
    patience = inf
    if case.called_back == 0:
        u = luck(Purpose.PATIENCE, person, case)
        patience = drawn(sim, channel.patience, u)
    hooks.plan_patience(sim, clock(sim) + patience, person, case)


def leads(channel: Any) -> bool:
    """Does a reference lead anywhere?"""
    return bool(channel >= 0)


def elsewhere(sim: Sim, person: Customer, channel: Any) -> int:
    """The channel that another one means for this customer's segment."""
    there: int = sim.world.segments[person.segment].redirect[channel]
    return there


def answer(sim: Sim, person: Customer, case: Case) -> None:
    """An agent takes the contact; its end is planned."""
    world, phase = sim.world, sim.firm[0].phase
    line = sim.lines[case.channel]
    line.busy = line.busy + 1
    case.served = case.served + 1
    case.since = clock(sim)
    note(sim, EventType.ANSWERED, case, case.channel, value=case.waited)
    law = world.channels[phase][case.channel].handling
    talk = drawn(sim, law, luck(Purpose.HANDLING, person, case))
    problem = world.problems[case.kind]
    handling = talk * problem.handling_factor * service.handling_factor(world.phases[phase].service)
    hooks.plan_talk(sim, clock(sim) + handling, person, case)


def answer_waiting(sim: Sim, slot: int, case: Case) -> None:
    """The next in line is answered, on the phone or by a call back."""
    person = sim.people[case.row]
    if not is_there(person):
        hooks.turn_away(sim, person, case)
        return
    waited = clock(sim) - case.since
    if case.called_back != 0:
        note(sim, EventType.CALLED_BACK, case, slot, value=waited)
    else:
        case.waited = waited
    answer(sim, person, case)


def helps_themselves(sim: Sim, person: Customer, case: Case) -> bool:
    """At first, some look for the answer themselves, at any hour, and some find it."""
    channel = sim.world.channels[sim.firm[0].phase][case.channel]
    if case.attempt != 0 or channel.self_service == 0.0:
        return False
    if luck(Purpose.SELF_SERVICE, person, case) >= channel.self_service:
        return False
    if luck(Purpose.SELF_SOLVED, person, case) >= channel.self_service_success:
        return False
    problem, taste, now = sim.world.problems[case.kind], sim.world.experience, clock(sim)
    note(sim, EventType.SELF_SERVED, case, case.channel, money=problem.earns)
    if not problems.is_request(problem):
        given = feelings.recovery(taste, now - case.opened_at, 1, 0.0)
        account.settle(taste, person, case, given, now)
    close(sim, person, case)
    return True


def ended(sim: Sim, person: Customer, case: Case, how: int) -> float:
    """An attempt ends by talk, impatience or closing time: when the next one comes."""
    slot = case.channel
    if how == PlannedEvent.IMPATIENT:
        roster.step_out(sim, slot, case)
    if how == PlannedEvent.CLOSING:
        return turned_away(sim, person, case)
    if not is_there(person):
        when = cut_short(sim, case, how)
    elif how == PlannedEvent.TALKED:
        when = talked(sim, person, case)
    else:
        when = impatient(sim, person, case)
    if how == PlannedEvent.TALKED:
        line = sim.lines[slot]
        line.busy = line.busy - 1
        roster.serve(sim, slot)
    return when


def over(sim: Sim, person: Customer, case: Case) -> None:
    """No further attempt comes: what is still open is given up."""
    if case.open != 0 and is_there(person):
        give_up(sim, person, case)
    drop(sim, case)


def training_now(sim: Sim) -> float:
    """How far training has taken hold."""
    world, phase = sim.world, sim.firm[0].phase
    firm_ = world.phases[phase].service
    before, since = world.phases[phase].trained, world.phases[phase].trained_at
    return service.trained(before, firm_.training, firm_.training_ramp, clock(sim) - since)


def talked(sim: Sim, person: Customer, case: Case) -> float:
    """A talk ends: what it leaves behind, and when the customer tries again."""
    world, phase, now = sim.world, sim.firm[0].phase, clock(sim)
    taste, house = world.experience, world.phases[phase].service
    channel, problem = world.channels[phase][case.channel], world.problems[case.kind]
    training = training_now(sim)
    skill = service.resolution(house, channel, problem.resolution_factor, training, person.known)
    resolved = luck(Purpose.RESOLVED, person, case) < skill
    warm = luck(Purpose.WARM, person, case) < service.warmth(house, channel, training)
    asked = problems.is_request(problem)
    tolerated = feelings.tolerated_wait(taste, feelings.promise_now(taste, person, now))
    in_time = case.waited <= tolerated
    weight = taste.request_weight if asked else 1.0
    patience_lost = feelings.waiting_debit(taste, case.waited, tolerated)
    account.worsen(taste, person, Cause.WAITING, patience_lost, now)
    if not warm:
        account.worsen(taste, person, Cause.COLD, taste.cold * weight, now)
    if case.served > 1:
        account.worsen(taste, person, Cause.EFFORT, taste.effort * weight, now)
    account.learn(taste, person, house.knowledge)
    marks = WARM if warm else 0
    marks = marks + (IN_TIME if in_time else 0)
    marks = marks + (FIRST if case.served == 1 else 0)
    marks = marks + (ASKED if asked else 0)
    value = now - case.since
    if resolved:
        note(sim, EventType.RESOLVED, case, case.channel, marks, value, problem.earns)
        resolve(sim, person, case, warm, in_time)
        return inf
    note(sim, EventType.UNRESOLVED, case, case.channel, marks, value)
    account.worsen(taste, person, Cause.UNRESOLVED, taste.unresolved * weight, now)
    return unresolved(sim, person, case)


def resolve(sim: Sim, person: Customer, case: Case, warm: bool, in_time: bool) -> None:
    """The matter is settled: what is given back, given away and sold on top."""
    world, now = sim.world, clock(sim)
    taste, house = world.experience, world.phases[sim.firm[0].phase].service
    if problems.is_request(world.problems[case.kind]):
        if warm and in_time:
            account.please(taste, person, taste.warm_request, now)
    else:
        delay = now - case.opened_at
        given = feelings.recovery(taste, delay, 1 if warm else 0, house.goodwill_bonus)
        account.settle(taste, person, case, given, now)
        if house.goodwill > 0.0:
            note(sim, EventType.GOODWILL, case, case.channel, money=-house.goodwill)
        if warm:
            account.trust(taste, person, taste.trust_returned * case.trust_lost, now)
            if person.failures == 1 and person.recovered == 0:
                account.reward(taste, person, taste.reported_bonus, now)
            person.recovered = person.recovered + 1
            firm.tell(sim, person, case.kind, case.number, 1)
    segment = world.segments[person.segment]
    sells = warm and house.cross_sell > 0.0
    if sells and luck(Purpose.CROSS_SELL, person, case) < house.cross_sell:
        amount = segment.cross_sell_value
        money = amount * segment.margin
        hooks.note(sim, EventType.CROSS_SOLD, person.row, place=-1, value=amount, money=money)
    close(sim, person, case)


def close(sim: Sim, person: Customer, case: Case) -> None:
    """The case is over and well; a prospect decides, a settled failure may set a touch off."""
    case.open = 0
    person.last_seen = clock(sim)
    if person.looking != 0:
        customer.decide_to_join(sim, person, 1)
    elif not problems.is_request(sim.world.problems[case.kind]):
        care.trigger(sim, person, AFTER_RESOLUTION, case.number, case.kind)


def unresolved(sim: Sim, person: Customer, case: Case) -> float:
    """The matter stays open: passed on at once, tried again later, or given up."""
    world, now = sim.world, clock(sim)
    channel = world.channels[sim.firm[0].phase][case.channel]
    taste, problem = world.experience, world.problems[case.kind]
    person.last_seen = now
    if leads(channel.escalates_to) and case.attempt < MOST_ATTEMPTS:
        if luck(Purpose.ESCALATE, person, case) < channel.escalation:
            case.channel = elsewhere(sim, person, channel.escalates_to)
            note(sim, EventType.ESCALATED, case, case.channel)
            account.worsen(taste, person, Cause.EFFORT, taste.passed_on, now)
            case.attempt = case.attempt + 1
            return now
    if luck(Purpose.RETRY, person, case) >= problem.retries:
        return inf
    u = luck(Purpose.RETRY_DELAY, person, case)
    return again(sim, person, case, now + drawn(sim, problem.retry_after, u))


def impatient(sim: Sim, person: Customer, case: Case) -> float:
    """Patience is at its end: when the customer tries again."""
    now, taste = clock(sim), sim.world.experience
    channel = sim.world.channels[sim.firm[0].phase][case.channel]
    note(sim, EventType.ABANDONED, case, case.channel, value=now - case.since)
    account.worsen(taste, person, Cause.WAITING, taste.abandonment, now)
    if luck(Purpose.REDIAL, person, case) >= channel.redial:
        return inf
    delay = luck(Purpose.REDIAL_DELAY, person, case) * channel.redial_within
    return again(sim, person, case, now + delay)


def turned_away(sim: Sim, person: Customer, case: Case) -> float:
    """Closing time (or their turn, when they are gone): they come again on the next open day."""
    if not is_there(person):
        return cut_short(sim, case, PlannedEvent.CLOSING)
    now, taste = clock(sim), sim.world.experience
    waited = now - case.since
    note(sim, EventType.TURNED_AWAY, case, case.channel, value=waited)
    tolerated = feelings.tolerated_wait(taste, feelings.promise_now(taste, person, now))
    debit = feelings.waiting_debit(taste, waited, tolerated)
    account.worsen(taste, person, Cause.WAITING, debit, now)
    opens = sim.world.channels[sim.firm[0].phase][case.channel].opens
    return again(sim, person, case, reopening(opens, now, luck(Purpose.REOPENING, person, case)))


def cut_short(sim: Sim, case: Case, how: int) -> float:
    """The contact ends, but its customer has left the firm meanwhile; nobody tries again."""
    case.open = 0
    handling = clock(sim) - case.since if how == PlannedEvent.TALKED else 0.0
    note(sim, EventType.CUT_SHORT, case, case.channel, value=handling)
    return inf


def again(sim: Sim, person: Customer, case: Case, when: float) -> float:
    """One more attempt at a time, perhaps by another channel; nobody tries for ever."""
    channel = sim.world.channels[sim.firm[0].phase][case.channel]
    if case.attempt >= MOST_ATTEMPTS:
        return inf
    if leads(channel.switch_to) and luck(Purpose.SWITCH, person, case) < channel.switch:
        case.channel = elsewhere(sim, person, channel.switch_to)
    case.attempt = case.attempt + 1
    return when


def give_up(sim: Sim, person: Customer, case: Case) -> None:
    """The customer gives up on the matter; the firm may pay back what it cannot mend."""
    world, now = sim.world, clock(sim)
    taste, house = world.experience, world.phases[sim.firm[0].phase].service
    problem = world.problems[case.kind]
    note(sim, EventType.GAVE_UP, case, money=-problem.loses)
    if problems.is_request(problem):
        account.worsen(taste, person, Cause.WAITING, taste.given_up_request, now)
    elif luck(Purpose.REFUND, person, case) < house.refund:
        amount = house.refund_share * world.segments[person.segment].basket_mean
        note(sim, EventType.REFUNDED, case, value=amount, money=-amount)
        account.settle(taste, person, case, taste.recovery_refund, now)
    case.open = 0
    firm.tell(sim, person, case.kind, case.number, 0)
    if person.looking != 0:
        customer.decide_to_join(sim, person, 0)


STEPS = (
    luck, order, note, is_there, opened, drop, begin, turn_to_firm, attempt, leads, elsewhere,
    answer, answer_waiting, helps_themselves, ended, over, training_now, talked, resolve, close,
    unresolved, impatient, turned_away, cut_short, again, give_up,
)  # fmt: skip
