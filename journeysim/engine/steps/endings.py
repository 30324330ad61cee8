"""Endings: how an attempt to reach the firm ends, and what that leaves behind.

A talk ends resolved, passed on, tried again or given up; a wait by lost patience or at closing time.
A step that says when the next attempt comes says infinity for never.
"""

from __future__ import annotations

from math import inf

from journeysim.causes import Cause
from journeysim.engine.state import NOBODY
from journeysim.engine.steps import account, agents, cases, extras, joining, triggers, word_of_mouth
from journeysim.engine.steps.cases import case_uniform, is_there, record_case
from journeysim.engine.steps.dealings import dealings_with
from journeysim.engine.steps.hooks import Sim, clock
from journeysim.engine.steps.variate import after, variate
from journeysim.events import ASKED, FIRST, IN_TIME, WARM, EventType, PlannedEvent
from journeysim.model import agents as rules
from journeysim.model import experience as feelings
from journeysim.model import problems
from journeysim.model.care import AFTER_RESOLUTION
from journeysim.model.customer import NOT_REACHED, Case, Customer
from journeysim.model.service import goodwill, kept
from journeysim.streams import Purpose

MOST_ATTEMPTS = 500
"""Nobody tries more often than this, whatever the shares of retries say."""


def talked(sim: Sim, person: Customer, case: Case) -> float:
    """A talk ends: what it leaves behind, and when the customer tries again."""
    world, phase, now = sim.world, sim.firm[0].phase, clock(sim)
    experience, service = world.experience, world.phases[phase].service
    channel, problem = world.channels[phase][case.channel], world.problems[case.kind]
    training, leeway = agents.training_so_far(sim), agents.leeway(sim, person)
    factor, known = problem.resolution_factor, person.known
    skill = rules.resolution(service, channel, factor, training, known, leeway)
    resolved = case_uniform(sim, Purpose.RESOLVED, person, case) < skill
    warmth = rules.warmth(service, channel, training, leeway)
    if not problems.is_request(problem) and extras.is_tried(sim, person, case):
        warmth = warmth * world.phases[phase].sales.extra_warmth
    warm = case_uniform(sim, Purpose.WARM, person, case) < warmth
    tolerated, weighs = cases.tolerated(sim, person, case), weight(sim, case)
    in_time = case.waited <= tolerated
    if not in_time:
        kept_waiting(sim, person, case, feelings.waiting_debit(experience, case.waited, tolerated))
    if not warm:
        case.cold = 1
        account.worsen(experience, person, Cause.COLD, experience.cold * weighs, now)
    if case.served > 1:
        account.worsen(experience, person, Cause.EFFORT, experience.effort * weighs, now)
    account.learn(experience, person, kept(service))
    marks = WARM if warm else 0
    marks = marks + (IN_TIME if in_time else 0)
    marks = marks + (FIRST if case.served == 1 else 0)
    marks = marks + (ASKED if problems.is_request(problem) else 0)
    value = now - case.since
    if resolved:
        record_case(sim, EventType.RESOLVED, case, case.channel, marks, value, problem.earns)
        resolve(sim, person, case, warm, in_time)
        return inf
    record_case(sim, EventType.UNRESOLVED, case, case.channel, marks, value)
    account.worsen(experience, person, Cause.UNRESOLVED, experience.unresolved * weighs, now)
    return unresolved(sim, person, case)


def weight(sim: Sim, case: Case) -> float:
    """How much of a stated debit is left at once: by the severity of a failure, nothing by a question.

    A question leaves what it was like when it is over, see `answer_question`.
    """
    if problems.is_request(sim.world.problems[case.kind]):
        return 0.0
    return feelings.weight_of(sim.world.experience, case.severity)


def kept_waiting(sim: Sim, person: Customer, case: Case, debit: float) -> None:
    """Somebody waited longer than they tolerate: of a question it is kept until it is over."""
    case.kept_waiting = 1
    weighed = debit * weight(sim, case)
    account.worsen(sim.world.experience, person, Cause.WAITING, weighed, clock(sim))


def answer_question(sim: Sim, person: Customer, case: Case, settled: int) -> None:
    """A question is over; what it was like goes into the average of all that was ever asked."""
    experience, now = sim.world.experience, clock(sim)
    grievance = feelings.question_grievance(
        experience, settled, case.served, case.kept_waiting, case.cold, case.tried
    )
    account.answer(experience, person, dealings_with(sim, person), grievance, now)


def resolve(sim: Sim, person: Customer, case: Case, warm: bool, in_time: bool) -> None:
    """The matter is settled: what is given back, given away and sold on top."""
    world, now = sim.world, clock(sim)
    experience, service = world.experience, world.phases[sim.firm[0].phase].service
    if problems.is_request(world.problems[case.kind]):
        if warm and in_time:
            remembered = feelings.questions_now(experience, dealings_with(sim, person), now)
            credit = experience.warm_request / (1.0 + remembered)
            account.please(experience, person, credit, now)
    else:
        delay = now - case.opened_at
        basket = world.segments[person.segment].basket_mean
        amount = goodwill(service)
        bonus = feelings.goodwill_bonus(experience, amount, basket)
        given = feelings.recovery(experience, delay, 1 if warm else 0, bonus)
        account.settle(experience, person, case, given, now)
        if amount > 0.0:
            record_case(sim, EventType.GOODWILL, case, case.channel, money=-amount)
        if warm:
            account.trust(experience, person, experience.trust_returned * case.trust_lost, now)
            if person.failures == 1 and person.recovered == 0:
                account.reward(experience, person, experience.reported_bonus, now)
            person.recovered = 1
    tries = warm and extras.is_tried(sim, person, case)
    close(sim, person, case)
    if tries:
        u = case_uniform(sim, Purpose.ACCEPT_EXTRA, person, case)
        extras.offer(sim, person, NOBODY, u)


def close(sim: Sim, person: Customer, case: Case) -> None:
    """The case is over and well; a prospect decides, a settled failure may set a touch off."""
    case.open = 0
    person.last_seen = clock(sim)
    asked = problems.is_request(sim.world.problems[case.kind])
    if asked:
        answer_question(sim, person, case, 1)
    if person.looking != 0:
        joining.decide_to_join(sim, person, 1)
    elif not asked:
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
            weighed = experience.passed_on * weight(sim, case)
            account.worsen(experience, person, Cause.EFFORT, weighed, now)
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
    kept_waiting(sim, person, case, experience.abandonment)
    if case_uniform(sim, Purpose.REDIAL, person, case) >= channel.redial:
        return inf
    delay = case_uniform(sim, Purpose.REDIAL_DELAY, person, case) * channel.redial_within
    return again(sim, person, case, now + delay)


def turned_away(sim: Sim, person: Customer, case: Case) -> float:
    """Closing time: they come again when it is open. Or their turn, when they are gone, or do not
    answer the call back."""
    if not is_there(person):
        return cut_short(sim, case, PlannedEvent.CLOSING)
    if case.called_back == NOT_REACHED:
        return impatient(sim, person, case)
    now, experience = clock(sim), sim.world.experience
    waited = now - case.since
    record_case(sim, EventType.TURNED_AWAY, case, case.channel, value=waited)
    tolerated = cases.tolerated(sim, person, case)
    if waited > tolerated:
        kept_waiting(sim, person, case, feelings.waiting_debit(experience, waited, tolerated))
    return again(sim, person, case, cases.back_when_open(sim, Purpose.AWAY, person, case))


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
        answer_question(sim, person, case, 0)
        books = person.active != 0 and problem.books > 0.0
        if books and case_uniform(sim, Purpose.BOOKS, person, case) < problem.books:
            person.lost_booking = 1
    elif case_uniform(sim, Purpose.REFUND, person, case) < service.refund:
        amount = service.refund_share * world.segments[person.segment].basket_mean
        record_case(sim, EventType.REFUNDED, case, value=amount, money=-amount)
        account.settle(experience, person, case, experience.recovery_refund, now)
    else:
        word_of_mouth.warn(sim, person, case)
    case.open = 0
    if person.looking != 0:
        joining.decide_to_join(sim, person, 0)


STEPS = (
    talked, weight, kept_waiting, answer_question, resolve, close, unresolved, impatient,
    turned_away, cut_short, again, give_up,
)  # fmt: skip
