"""Contacts: a case from the first time somebody turns to the firm until it is over.

A case is a process. Each attempt finds the channel closed, helps itself, is answered at once or
waits; waiting ends by an agent, by lost patience or by closing time; a talk ends resolved, passed
on, tried again or given up.
"""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING, Any

from journeysim.engine.des import account, care, customer, roster
from journeysim.engine.des.timeline import Story
from journeysim.events import ASKED, FIRST, IN_TIME, WARM, Cause, Due, Kind, rank
from journeysim.model import experience as feelings
from journeysim.model import problems, service
from journeysim.model.care import AFTER_RESOLUTION
from journeysim.model.customer import Case, Customer
from journeysim.model.hours import reopening
from journeysim.streams import Purpose, uniform

if TYPE_CHECKING:
    import simpy

    from journeysim.engine.des.loop import Simulation
    from journeysim.engine.des.roster import Line, Waiting

MOST_ATTEMPTS = 500
"""Nobody tries more often than this, whatever the shares of retries say."""


def luck(purpose: Purpose, person: Customer, case: Case) -> float:
    """The uniform of one attempt for a purpose."""
    return uniform(person.key, purpose, case.kind, case.number, case.attempt)


def order(case: Case) -> int:
    """The place of a case's attempt among equal times of one customer."""
    return rank(case.kind, case.number, case.attempt)


def note(
    sim: Simulation,
    kind: Kind,
    case: Case,
    place: int = 0,
    marks: int = 0,
    value: float = 0.0,
    money: float = 0.0,
) -> None:
    """Write a row about a case."""
    sim.note(kind, case.customer, case.kind, case.number, case.attempt, place, marks, value, money)


def is_there(person: Customer) -> bool:
    """A customer, or a prospect who still looks."""
    return person.active != 0 or person.looking != 0


def begin(sim: Simulation, person: Customer, case: Case) -> None:
    """The customer will turn to the firm, some time after the problem."""
    problem = sim.world.problems[case.kind]
    case.channel = elsewhere(sim, person, problem.channel)
    delay = sim.draw(problem.contact_after, luck(Purpose.CONTACT, person, case))
    sim.timeline.process(pursue(sim, person, case, sim.now + delay))


def pursue(sim: Simulation, person: Customer, case: Case, when: float) -> Story:
    """One attempt after another, until the matter is settled or given up."""
    while when < inf:
        yield sim.timeline.at(when, Due.CONTACT, person.key, order(case))
        if not is_there(person):
            return
        if helps_themselves(sim, person, case):
            return
        line = sim.lines[case.channel]
        if line.opens == 0:
            opens = sim.world.opens[sim.phase][line.slot]
            when = reopening(opens, sim.now, luck(Purpose.REOPENING, person, case))
            continue
        note(sim, Kind.CONTACT, case, line.slot)
        ended = yield attempt(sim, person, case)
        line = sim.lines[case.channel]
        if ended == Due.IMPATIENT:
            line.waiting -= 1
        if not is_there(person):
            when = cut_short(sim, case, ended)
        elif ended == Due.TALKED:
            when = talked(sim, person, case)
        elif ended == Due.IMPATIENT:
            when = impatient(sim, person, case)
        else:
            when = turned_away(sim, person, case)
        if ended == Due.TALKED:
            line.busy -= 1
            roster.serve(sim, line)
    if case.open != 0 and is_there(person):
        give_up(sim, person, case)


def attempt(sim: Simulation, person: Customer, case: Case) -> simpy.Event:
    """Turn to a channel: the event is the end of the talk, or of patience while waiting for it."""
    line = sim.lines[case.channel]
    channel = sim.world.channels[sim.phase][line.slot]
    if leads(channel.overflow_to) and line.waiting >= channel.overflow_at:
        case.channel = elsewhere(sim, person, channel.overflow_to)
        note(sim, Kind.OVERFLOWED, case, case.channel)
        line = sim.lines[case.channel]
        channel = sim.world.channels[sim.phase][line.slot]
    case.since = sim.now
    case.waited = 0.0
    if roster.is_free(line) and line.opens != 0:
        return answer(sim, line, person, case)
    called_back = 0
    if channel.call_back > 0.0:
        mean = sim.world.handling[sim.phase][line.slot]
        wait = service.expected_wait(line.waiting, line.present, mean)
        if wait >= channel.call_back_from:
            called_back = 1 if luck(Purpose.CALL_BACK, person, case) < channel.call_back else 0
    priority = service.priority(channel.discipline, case.severity, person.worth)
    patience = inf
    if called_back == 0:
        patience = sim.draw(channel.patience, luck(Purpose.PATIENCE, person, case))
    ending = sim.timeline.at(sim.now + patience, Due.IMPATIENT, person.key, order(case))
    return roster.join(line, person, case, priority, called_back, ending)


def leads(channel: Any) -> bool:
    """Does a reference lead anywhere?"""
    return bool(channel >= 0)


def elsewhere(sim: Simulation, person: Customer, channel: Any) -> int:
    """The channel that another one means for this customer's segment."""
    there: int = sim.world.sites[person.segment].redirect[channel]
    return there


def answer(sim: Simulation, line: Line, person: Customer, case: Case) -> simpy.Event:
    """An agent takes the contact; the event is its end."""
    world, phase = sim.world, sim.phase
    line.busy += 1
    case.served += 1
    case.since = sim.now
    note(sim, Kind.ANSWERED, case, line.slot, value=case.waited)
    drawn = sim.draw(
        world.channels[phase][line.slot].handling, luck(Purpose.HANDLING, person, case)
    )
    problem = world.problems[case.kind]
    handling = drawn * problem.handling_factor * service.handling_factor(world.service[phase])
    return sim.timeline.at(sim.now + handling, Due.TALKED, person.key, order(case))


def answer_waiting(sim: Simulation, line: Line, waiting: Waiting) -> None:
    """The next in line is answered: their story now waits for the end of the talk."""
    case, patience = waiting.case, waiting.patience
    if waiting.called_back != 0:
        note(sim, Kind.CALLED_BACK, case, line.slot, value=sim.now - case.since)
    else:
        case.waited = sim.now - case.since
    ending = answer(sim, line, waiting.person, case)
    ending.callbacks, patience.callbacks = patience.callbacks, []


def helps_themselves(sim: Simulation, person: Customer, case: Case) -> bool:
    """At first, some look for the answer themselves, at any hour, and some find it."""
    channel = sim.world.channels[sim.phase][case.channel]
    if case.attempt != 0 or channel.self_service == 0.0:
        return False
    if luck(Purpose.SELF_SERVICE, person, case) >= channel.self_service:
        return False
    if luck(Purpose.SELF_SOLVED, person, case) >= channel.self_service_success:
        return False
    problem, taste = sim.world.problems[case.kind], sim.world.experience
    note(sim, Kind.SELF_SERVED, case, case.channel, money=problem.earns)
    if not problems.is_request(problem):
        given = feelings.recovery(taste, sim.now - case.opened_at, 1, 0.0)
        account.settle(taste, person, case, given, sim.now)
    close(sim, person, case)
    return True


def talked(sim: Simulation, person: Customer, case: Case) -> float:
    """A talk ends: what it leaves behind, and when the customer tries again (infinite: never)."""
    world, phase, now = sim.world, sim.phase, sim.now
    taste, firm = world.experience, world.service[phase]
    channel, problem = world.channels[phase][case.channel], world.problems[case.kind]
    before, since = world.training[phase]
    training = service.trained(before, firm.training, firm.training_ramp, now - since)
    skill = service.resolution(firm, channel, problem.resolution_factor, training, person.known)
    resolved = luck(Purpose.RESOLVED, person, case) < skill
    warm = luck(Purpose.WARM, person, case) < service.warmth(firm, channel, training)
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
    account.learn(taste, person, firm.knowledge)
    marks = (
        (WARM if warm else 0)
        | (IN_TIME if in_time else 0)
        | (FIRST if case.served == 1 else 0)
        | (ASKED if asked else 0)
    )
    value = now - case.since
    if resolved:
        note(sim, Kind.RESOLVED, case, case.channel, marks, value, problem.earns)
        resolve(sim, person, case, warm, in_time)
        return inf
    note(sim, Kind.UNRESOLVED, case, case.channel, marks, value)
    account.worsen(taste, person, Cause.UNRESOLVED, taste.unresolved * weight, now)
    return unresolved(sim, person, case)


def resolve(sim: Simulation, person: Customer, case: Case, warm: bool, in_time: bool) -> None:
    """The matter is settled: what is given back, given away and sold on top."""
    world, now = sim.world, sim.now
    taste, firm = world.experience, world.service[sim.phase]
    if problems.is_request(world.problems[case.kind]):
        if warm and in_time:
            account.please(taste, person, taste.warm_request, now)
    else:
        delay = now - case.opened_at
        given = feelings.recovery(taste, delay, 1 if warm else 0, firm.goodwill_bonus)
        account.settle(taste, person, case, given, now)
        if firm.goodwill > 0.0:
            note(sim, Kind.GOODWILL, case, case.channel, money=-firm.goodwill)
        if warm:
            account.trust(taste, person, taste.trust_returned * case.trust_lost, now)
            if person.failures == 1 and person.recovered == 0:
                account.reward(taste, person, taste.reported_bonus, now)
            person.recovered += 1
            sim.tell(person, case.kind, case.number, good=1)
    segment = world.segments[person.segment]
    sells = warm and firm.cross_sell > 0.0
    if sells and luck(Purpose.CROSS_SELL, person, case) < firm.cross_sell:
        amount = segment.cross_sell_value
        sim.note(Kind.CROSS_SOLD, person.row, place=-1, value=amount, money=amount * segment.margin)
    close(sim, person, case)


def close(sim: Simulation, person: Customer, case: Case) -> None:
    """The case is over and well; a prospect decides, a customer may get a touch."""
    case.open = 0
    person.last_seen = sim.now
    if person.looking != 0:
        customer.decide_to_join(sim, person, answered=1)
    else:
        care.trigger(sim, person, AFTER_RESOLUTION, case.number, case.kind)


def unresolved(sim: Simulation, person: Customer, case: Case) -> float:
    """The matter stays open: passed on at once, tried again later, or given up."""
    world, now = sim.world, sim.now
    channel, problem = world.channels[sim.phase][case.channel], world.problems[case.kind]
    person.last_seen = now
    if leads(channel.escalates_to):
        if luck(Purpose.ESCALATE, person, case) < channel.escalation:
            case.channel = elsewhere(sim, person, channel.escalates_to)
            note(sim, Kind.ESCALATED, case, case.channel)
            account.worsen(world.experience, person, Cause.EFFORT, world.experience.passed_on, now)
            case.attempt += 1
            return now
    if luck(Purpose.RETRY, person, case) >= problem.retries:
        return inf
    delay = sim.draw(problem.retry_after, luck(Purpose.RETRY_DELAY, person, case))
    return again(sim, person, case, now + delay)


def impatient(sim: Simulation, person: Customer, case: Case) -> float:
    """Patience is at its end: when the customer tries again (infinite: never)."""
    now, taste = sim.now, sim.world.experience
    channel = sim.world.channels[sim.phase][case.channel]
    note(sim, Kind.ABANDONED, case, case.channel, value=now - case.since)
    account.worsen(taste, person, Cause.WAITING, taste.abandonment, now)
    if luck(Purpose.REDIAL, person, case) >= channel.redial:
        return inf
    delay = luck(Purpose.REDIAL_DELAY, person, case) * channel.redial_within
    return again(sim, person, case, now + delay)


def cut_short(sim: Simulation, case: Case, ended: Due) -> float:
    """The contact ends, but its customer has left the firm meanwhile; nobody tries again."""
    case.open = 0
    handling = sim.now - case.since if ended == Due.TALKED else 0.0
    note(sim, Kind.CUT_SHORT, case, case.channel, value=handling)
    return inf


def turned_away(sim: Simulation, person: Customer, case: Case) -> float:
    """Closing time: the customer comes again on the next open day."""
    now, taste = sim.now, sim.world.experience
    waited = now - case.since
    note(sim, Kind.TURNED_AWAY, case, case.channel, value=waited)
    tolerated = feelings.tolerated_wait(taste, feelings.promise_now(taste, person, now))
    account.worsen(
        taste, person, Cause.WAITING, feelings.waiting_debit(taste, waited, tolerated), now
    )
    opens = sim.world.opens[sim.phase][case.channel]
    when = reopening(opens, now, luck(Purpose.REOPENING, person, case))
    return again(sim, person, case, when)


def again(sim: Simulation, person: Customer, case: Case, when: float) -> float:
    """One more attempt at a time, perhaps by another channel; nobody tries for ever."""
    channel = sim.world.channels[sim.phase][case.channel]
    if case.attempt >= MOST_ATTEMPTS:
        return inf
    if leads(channel.switch_to) and luck(Purpose.SWITCH, person, case) < channel.switch:
        case.channel = elsewhere(sim, person, channel.switch_to)
    case.attempt += 1
    return when


def give_up(sim: Simulation, person: Customer, case: Case) -> None:
    """The customer gives up on the matter; the firm may pay back what it cannot mend."""
    world, now = sim.world, sim.now
    taste, firm, problem = world.experience, world.service[sim.phase], world.problems[case.kind]
    note(sim, Kind.GAVE_UP, case, money=-problem.loses)
    if problems.is_request(problem):
        account.worsen(taste, person, Cause.WAITING, taste.given_up_request, now)
    elif luck(Purpose.REFUND, person, case) < firm.refund:
        amount = firm.refund_share * world.sites[person.segment].basket_mean
        note(sim, Kind.REFUNDED, case, value=amount, money=-amount)
        account.settle(taste, person, case, taste.recovery_refund, now)
    case.open = 0
    sim.tell(person, case.kind, case.number, good=0)
    if person.looking != 0:
        customer.decide_to_join(sim, person, answered=0)
