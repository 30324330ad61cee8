"""Care: what touches do, from the moment they come due to what they leave behind.

Reach and audience are checked before any agent is reserved. Work waits at the channel that does it
and is dropped when it is too late.
"""

from __future__ import annotations

from math import floor
from typing import Any

from journeysim.causes import Cause
from journeysim.distributions import normal_quantile
from journeysim.engine.state import NOBODY
from journeysim.engine.steps import (
    account,
    answering,
    cases,
    extras,
    plans,
    stations,
    triggers,
    work_items,
)
from journeysim.engine.steps.dealings import burden_of, dealings_with, running_discount
from journeysim.engine.steps.hooks import Sim, clock, record
from journeysim.engine.steps.triggers import touch_uniform
from journeysim.events import EventType
from journeysim.model import care as rules
from journeysim.model import experience as feelings
from journeysim.model.care import EVERY, Touch
from journeysim.model.customer import Case, Customer
from journeysim.streams import Purpose, uniform


def period(sim: Sim, person: Customer, slot: int, first: float, number: int, version: int) -> None:
    """A touch that time sets off comes due; if it is a regular one, the next is planned."""
    if version == sim.quotas[slot].version and person.active != 0:
        touch: Any = sim.world.touches[sim.firm[0].phase][slot]
        due(sim, person, slot, number, 0)
        if touch.trigger == EVERY:
            triggers.plan_period(sim, person, slot, first, number + 1)


def silence(sim: Sim, person: Customer, slot: int, since: float, version: int) -> None:
    """A silence may have lasted long enough; after the touch a new one is counted."""
    if version != sim.quotas[slot].version or person.active == 0:
        return
    if person.last_seen > since:
        triggers.plan_silence(sim, person, slot, person.last_seen)
        return
    touch = sim.world.touches[sim.firm[0].phase][slot]
    quiet = clock(sim) - max(sim.world.start, person.last_seen)
    due(sim, person, slot, rules.silence_ordinal(touch, person.occasions, quiet), 0)
    triggers.plan_silence(sim, person, slot, clock(sim))


def due(sim: Sim, person: Customer, slot: int, ordinal: int, kind: int) -> None:
    """A touch comes due: for this customer? reached? within capacity? by whom?"""
    touch, now = sim.world.touches[sim.firm[0].phase][slot], clock(sim)
    if person.active == 0 or not triggers.is_meant(sim, person, touch):
        return
    if not triggers.is_reached(sim, person, touch, ordinal, kind):
        return
    quota, today = sim.quotas[slot], floor(now)
    if quota.day != today:
        quota.day = today
        quota.begun = 0
    if quota.begun >= touch.capacity:
        record(sim, EventType.TOUCH_OVER_CAPACITY, person.row, slot, ordinal)
        return
    quota.begun = quota.begun + 1
    if touch.staff == 0.0:
        deliver(sim, person, slot, ordinal, kind, -1)
        return
    channel = cases.channel_for(sim, person, touch.channel)
    work_items.add_item(sim, channel, person, slot, ordinal, kind)
    answering.serve(sim, channel)


def worked(sim: Sim, person: Customer, channel: int, slot: int, ordinal: int, kind: int) -> None:
    """The work is done: the customer is reached, the agent free again."""
    if person.active != 0:
        deliver(sim, person, slot, ordinal, kind, channel)
    answering.release_agent(sim, channel)


def deliver(sim: Sim, person: Customer, slot: int, ordinal: int, kind: int, place: int) -> None:
    """A touch reaches its customer; each of its effects, in a fixed order."""
    world, now, phase = sim.world, clock(sim), sim.firm[0].phase
    experience, care = world.experience, world.phases[phase].care
    touch: Any = world.touches[phase][slot]
    effort = rules.effort(care, touch)
    taken = 0.0
    if effort > 0.0:
        taken = effort * account.recall(care, sim.memories[person.row][touch.alike], now)
    credit = rules.strength(experience, touch.credit, taken)
    trust = rules.strength(experience, touch.trust, taken)
    burden = burden_of(sim, person)
    welcome = feelings.welcome(experience, burden)
    if touch.burden > 0.0:
        dealings = dealings_with(sim, person)
        dealings.burden = burden + rules.burden(care, touch, person.known)
        dealings.burden_at = now
    beyond = 1 if welcome < 0.0 else 0
    felt = credit * welcome
    record(sim, EventType.TOUCHED, person.row, slot, ordinal, beyond, place, 0, felt, -touch.cost)
    if welcome >= 0.0:
        if not rules.only_repays(touch):
            account.please(experience, person, felt, now)
        account.shrink(experience, person, 1.0 - felt, now)
        account.trust(experience, person, trust * welcome, now)
    else:
        account.reduce_credit(experience, person, -felt, now)
        if touch.burden > 0.0:
            stands = feelings.debit_now(experience, person, Cause.OVERCONTACT, now)
            debit = feelings.overcontact_debit(experience, welcome, stands)
            account.add(experience, person, Cause.OVERCONTACT, debit, now)
    if effort > 0.0:
        protect(sim, person, touch, slot, effort)
        find(sim, person, touch, slot, ordinal, kind, effort)
        invite(sim, person, touch, slot, ordinal, kind, effort)
    apply_offer(sim, person, touch, slot)
    if touch.cross_sell > 0.0:
        attempted = touch_uniform(sim, Purpose.EXTRA, person, touch, ordinal, kind)
        if attempted < touch.cross_sell:
            u = touch_uniform(sim, Purpose.ACCEPT, person, touch, ordinal, kind)
            extras.offer(sim, person, slot, u)


def protect(sim: Sim, person: Customer, touch: Touch, slot: int, effort: float) -> None:
    """Protection by this touch runs anew, unless more was put into the one that still protects."""
    now = clock(sim)
    memory = sim.memories[person.row][slot]
    running = memory.effort if now < memory.until else 0.0
    if effort >= running:
        memory.effort = effort
        memory.until = now + touch.protects_for
        person.protected_until = max(person.protected_until, memory.until)


def protection_now(sim: Sim, person: Customer, kind: int) -> float:
    """The share of a problem type's candidates that all touches together prevent now."""
    world, now, phase = sim.world, clock(sim), sim.firm[0].phase
    left = 1.0
    for slot in range(len(sim.quotas)):
        memory = sim.memories[person.row][slot]
        if now < memory.until:
            touch: Any = world.touches[phase][slot]
            given = rules.protection(world.experience, touch.protects[kind], memory.effort)
            left = left * (1.0 - given)
    return rules.protected(world.phases[phase].care, left)


def apply_offer(sim: Sim, person: Customer, touch: Touch, slot: int) -> None:
    """Somebody is woken; a discount applies, unless a higher one runs, and is taken one's own way."""
    experience, now = sim.world.experience, clock(sim)
    wake = touch.wake * experience.wake_effect
    if wake > 0.0 and person.woken == 0:
        person.woken = 1
        person.wake = wake
        record(sim, EventType.WOKEN, person.row, slot, value=wake)
    if rules.discounts(touch) and touch.discount >= running_discount(sim, person):
        dealings = dealings_with(sim, person)
        dealings.discount = touch.discount
        person.discount_until = now + touch.lasts
        own = normal_quantile(uniform(person.key, Purpose.OFFER))
        dealings.offer = rules.offer_response(experience, touch.discount, own)
        record(sim, EventType.OFFERED, person.row, slot, value=touch.discount)


def invite(
    sim: Sim, person: Customer, touch: Touch, slot: int, ordinal: int, kind: int, effort: float
) -> None:
    """A customer may become a member of the community."""
    if touch.community == 0.0 or person.member != 0:
        return
    u = touch_uniform(sim, Purpose.COMMUNITY, person, touch, ordinal, kind)
    if u < touch.community * effort:
        if person.credit > 0.0:
            account.age(sim.world.experience, person, clock(sim))
        person.member = 1
        record(sim, EventType.MEMBER, person.row, slot)


def find(
    sim: Sim, person: Customer, touch: Touch, slot: int, ordinal: int, kind: int, effort: float
) -> None:
    """Somebody asks: silent problems may come out and become contacts."""
    if touch.finds == 0.0:
        return
    experience, now = sim.world.experience, clock(sim)
    asked = (rules.draw_slot(touch) << 32) + ordinal + triggers.about(sim, touch, kind)
    place, before = person.first_silent, NOBODY
    while place != NOBODY:
        case = sim.cases[place]
        following = case.next_silent
        luck = sim.world.problems[case.kind].luck
        u = uniform(person.key, Purpose.FIND, luck, case.number, asked)
        comes_out = case.open != 0 and u < touch.finds * effort
        if comes_out or case.open == 0:
            if before == NOBODY:
                person.first_silent = following
            else:
                sim.cases[before].next_silent = following
            case.linked = 0
        else:
            before = place
        if comes_out:
            left = feelings.hit_left(experience, person, case, now)
            account.add(experience, person, Cause.SILENT, -left, now)
            account.add(experience, person, Cause.UNRESOLVED, left, now)
            case.silent = 0
            case.hit = left
            case.hit_at = now
            case.hit_shrunk = person.shrunk
            cases.record_case(sim, EventType.FOUND, case, slot)
            cases.begin(sim, person, case)
        elif case.open == 0:
            cases.drop(sim, case)
        place = following


def intercepted(sim: Sim, person: Customer, case: Case) -> bool:
    """Somebody notices the failure and has a hand free for it."""
    phase = sim.firm[0].phase
    interceptions = sim.world.phases[phase].interceptions
    for index in range(len(interceptions)):
        slot = interceptions[index]
        if slot < 0:
            return False
        touch = sim.world.touches[phase][slot]
        if not triggers.is_meant(sim, person, touch):
            continue
        if not triggers.is_reached(sim, person, touch, case.number, case.kind):
            continue
        channel = cases.channel_for(sim, person, touch.channel)
        station = sim.stations[channel]
        kind, number = case.kind, case.number
        if not stations.has_hand(sim, channel):
            record(sim, EventType.INTERCEPT_MISSED, person.row, kind, number, slot, channel)
            continue
        station.busy = station.busy + 1
        mended, work = EventType.INTERCEPTED, touch.staff
        record(sim, mended, person.row, kind, number, slot, channel, 0, work, -touch.cost)
        when = clock(sim) + work
        plans.plan_release(sim, when, person, channel, slot, number, kind)
        return True
    return False


STEPS = (
    period, silence, due, worked, deliver, apply_offer, protect, protection_now, invite, find,
    intercepted,
)  # fmt: skip
