"""Care: touches from the moment something sets them off to what they leave behind.

Reach and audience are checked before any agent is reserved. Work waits in the line of the channel
that does it and is dropped when it is too late.
"""

from __future__ import annotations

from math import ceil
from typing import Any

from journeysim.causes import Cause
from journeysim.engine.state import NOBODY
from journeysim.engine.steps import account, contacts, hooks, roster
from journeysim.engine.steps.hooks import Sim, clock, note
from journeysim.events import EventType
from journeysim.model import care as rules
from journeysim.model import experience as feelings
from journeysim.model.care import AFTER_SILENCE, EVERY, NTH_PURCHASE, ON_DATE, Touch
from journeysim.model.customer import Case, Customer
from journeysim.scenario.tables import MOST_TOUCHES
from journeysim.streams import Purpose, uniform


def luck(purpose: int, person: Customer, touch: Any, ordinal: int, kind: int) -> float:
    """The uniform of a touch: named by what set it off, never by its place in a list."""
    return uniform(person.key, purpose, touch.trigger + 8 * touch.luck, ordinal, kind)


def trigger(sim: Sim, person: Customer, what: int, ordinal: int, kind: int) -> None:
    """Something has happened that may set touches off, of whose reach the customer is."""
    phase = sim.firm[0].phase
    set_off = sim.world.phases[phase].set_off
    for place in range(what * MOST_TOUCHES, (what + 1) * MOST_TOUCHES):
        slot = set_off[place]
        if slot < 0:
            return
        touch = sim.world.touches[phase][slot]
        if what != NTH_PURCHASE or ordinal % touch.nth == 0:
            if luck(Purpose.REACH, person, touch, ordinal, kind) < touch.reach:
                hooks.plan_touch(sim, clock(sim) + touch.delay, person, slot, ordinal, kind)


def arm(sim: Sim, slot: int) -> None:
    """Start the clock of a touch that time sets off, for everybody who is there."""
    sim.rations[slot].version = sim.rations[slot].version + 1
    if not is_armed(sim, slot):
        return
    for row in range(hooks.head_count(sim)):
        if sim.people[row].active != 0:
            arm_for(sim, sim.people[row], slot)


def arm_for(sim: Sim, person: Customer, slot: int) -> None:
    """Start the clock of a touch for one customer."""
    if not is_armed(sim, slot):
        return
    touch: Any = sim.world.touches[sim.firm[0].phase][slot]
    now = clock(sim)
    if touch.trigger == EVERY:
        since = max(0.0, person.joined_at)
        first = since + luck(Purpose.PERIOD, person, touch, 0, 0) * touch.every
        number = max(0, ceil((now - first) / touch.every))
        plan_period(sim, person, slot, first, number)
    elif touch.trigger == AFTER_SILENCE:
        since = max(0.0, person.last_seen)
        if now > since + touch.every:
            since = now
        plan_silence(sim, person, slot, since)
    elif now <= touch.on:
        hooks.plan_period(sim, touch.on, person, slot, 0.0, 0, sim.rations[slot].version)


def is_armed(sim: Sim, slot: int) -> bool:
    """Is it a touch that time sets off, and in force?"""
    touch: Any = sim.world.touches[sim.firm[0].phase][slot]
    by_time = touch.trigger == EVERY or touch.trigger == AFTER_SILENCE or touch.trigger == ON_DATE
    return bool(by_time and touch.reach > 0.0)


def plan_period(sim: Sim, person: Customer, slot: int, first: float, number: int) -> None:
    """The number-th of a customer's regular touches; their times do not depend on when begun."""
    touch = sim.world.touches[sim.firm[0].phase][slot]
    when = first + number * touch.every
    hooks.plan_period(sim, when, person, slot, first, number, sim.rations[slot].version)


def period(sim: Sim, person: Customer, slot: int, first: float, number: int, version: int) -> None:
    """A touch that time sets off comes due; if it is a regular one, the next is planned."""
    if version == sim.rations[slot].version and person.active != 0:
        touch: Any = sim.world.touches[sim.firm[0].phase][slot]
        due(sim, person, slot, number, 0)
        if touch.trigger == EVERY:
            plan_period(sim, person, slot, first, number + 1)


def plan_silence(sim: Sim, person: Customer, slot: int, since: float) -> None:
    """Look again when a silence that began then would be long enough."""
    touch = sim.world.touches[sim.firm[0].phase][slot]
    version = sim.rations[slot].version
    hooks.plan_silence(sim, since + touch.every, person, slot, since, version)


def silence(sim: Sim, person: Customer, slot: int, since: float, version: int) -> None:
    """A silence may have lasted long enough; after the touch a new one is counted."""
    if version != sim.rations[slot].version or person.active == 0:
        return
    if person.last_seen > since:
        plan_silence(sim, person, slot, person.last_seen)
        return
    touch = sim.world.touches[sim.firm[0].phase][slot]
    quiet = clock(sim) - max(0.0, person.last_seen)
    due(sim, person, slot, rules.silence_ordinal(touch, person.occasions, quiet), 0)
    plan_silence(sim, person, slot, clock(sim))


def due(sim: Sim, person: Customer, slot: int, ordinal: int, kind: int) -> None:
    """A touch comes due: for this customer? reached? within capacity? by whom?"""
    touch, now = sim.world.touches[sim.firm[0].phase][slot], clock(sim)
    if person.active == 0 or not is_meant(sim, person, touch):
        return
    if luck(Purpose.REACH, person, touch, ordinal, kind) >= touch.reach:
        return
    ration, today = sim.rations[slot], int(now)
    if ration.day != today:
        ration.day = today
        ration.begun = 0
    if ration.begun >= touch.capacity:
        note(sim, EventType.TOUCH_OVER_CAPACITY, person.row, slot, ordinal)
        return
    ration.begun = ration.begun + 1
    if touch.staff == 0.0:
        deliver(sim, person, slot, ordinal, kind, -1)
        return
    add_errand(sim, contacts.elsewhere(sim, person, touch.channel), person, slot, ordinal, kind)


def is_meant(sim: Sim, person: Customer, touch: Touch) -> bool:
    """Is the customer in the touch's audience?"""
    audience = touch.audience
    if rules.is_for_all(audience):
        return True
    taste, now = sim.world.experience, clock(sim)
    return rules.in_audience(
        audience,
        person.segment,
        feelings.satisfaction_now(taste, person, now),
        feelings.trust_now(taste, person, now),
        now - person.joined_at,
        person.worth,
        person.risk_score,
    )


def add_errand(
    sim: Sim, channel: int, person: Customer, slot: int, ordinal: int, kind: int
) -> None:
    """Care work is put to a line's agents."""
    place = hooks.new_errand(sim)
    errand, line = sim.errands[place], sim.lines[channel]
    errand.row = person.row
    errand.slot = slot
    errand.ordinal = ordinal
    errand.kind = kind
    errand.since = clock(sim)
    errand.following = NOBODY
    if line.first_errand == NOBODY:
        line.first_errand = place
    else:
        sim.errands[line.last_errand].following = place
    line.last_errand = place
    roster.serve(sim, channel)


def give_back(sim: Sim, place: int) -> None:
    """An errand that is done or dropped gives its place back."""
    sim.errands[place].following = sim.firm[0].spare_errand
    sim.firm[0].spare_errand = place


def start_errand(sim: Sim, channel: int) -> None:
    """An agent begins with the first errand, unless it is too late or its customer is gone."""
    line = sim.lines[channel]
    place = line.first_errand
    errand = sim.errands[place]
    person, slot = sim.people[errand.row], errand.slot
    ordinal, kind, since = errand.ordinal, errand.kind, errand.since
    line.first_errand = errand.following
    if line.first_errand == NOBODY:
        line.last_errand = NOBODY
    give_back(sim, place)
    if person.active == 0:
        return
    touch, now = sim.world.touches[sim.firm[0].phase][slot], clock(sim)
    if now - since > touch.expires:
        note(sim, EventType.TOUCH_EXPIRED, person.row, slot, ordinal, place=channel)
        return
    line.busy = line.busy + 1
    note(sim, EventType.TOUCH_STARTED, person.row, slot, ordinal, place=channel, value=touch.staff)
    hooks.plan_work(sim, now + touch.staff, person, channel, slot, ordinal, kind)


def worked(sim: Sim, person: Customer, channel: int, slot: int, ordinal: int, kind: int) -> None:
    """The work is done: the customer is reached, the agent free again."""
    if person.active != 0:
        deliver(sim, person, slot, ordinal, kind, channel)
    let_go(sim, channel)


def let_go(sim: Sim, channel: int) -> None:
    """An agent is free again."""
    sim.lines[channel].busy = sim.lines[channel].busy - 1
    roster.serve(sim, channel)


def drop_expired(sim: Sim, channel: int) -> None:
    """Errands that nobody found time for are dropped and counted."""
    line, now = sim.lines[channel], clock(sim)
    place, before = line.first_errand, NOBODY
    while place != NOBODY:
        errand = sim.errands[place]
        following, person = errand.following, sim.people[errand.row]
        touch = sim.world.touches[sim.firm[0].phase][errand.slot]
        late = now - errand.since > touch.expires
        if person.active != 0 and not late:
            before = place
        else:
            if person.active != 0:
                note(
                    sim,
                    EventType.TOUCH_EXPIRED,
                    person.row,
                    errand.slot,
                    errand.ordinal,
                    place=channel,
                )
            if before == NOBODY:
                line.first_errand = following
            else:
                sim.errands[before].following = following
            if following == NOBODY:
                line.last_errand = before
            give_back(sim, place)
        place = following


def deliver(sim: Sim, person: Customer, slot: int, ordinal: int, kind: int, place: int) -> None:
    """A touch reaches its customer; each of its effects, in a fixed order."""
    world, now, phase = sim.world, clock(sim), sim.firm[0].phase
    taste, touch = world.experience, world.touches[phase][slot]
    knowing = world.phases[phase].service.knowledge_touch
    credit = rules.strength(taste, touch.credit, touch.personal, knowing, person.known)
    trust = rules.strength(taste, touch.trust, touch.personal, knowing, person.known)
    burden = feelings.burden_now(taste, person, now)
    welcome = feelings.welcome(taste, burden)
    if touch.burden > 0.0:
        person.burden = burden + touch.burden
        person.burden_at = now
    beyond = 1 if welcome < 0.0 else 0
    felt = credit * welcome
    note(sim, EventType.TOUCHED, person.row, slot, ordinal, beyond, place, 0, felt, -touch.cost)
    if welcome >= 0.0:
        if not rules.only_repays(touch):
            account.please(taste, person, felt, now)
        account.shrink(taste, person, 1.0 - felt, now)
        account.trust(taste, person, trust * welcome, now)
    else:
        account.sour(taste, person, -felt, now)
        if touch.burden > 0.0:
            stands = feelings.debit_now(taste, person, Cause.OVERCONTACT, now)
            debit = feelings.overcontact_debit(taste, welcome, stands)
            account.add(taste, person, Cause.OVERCONTACT, debit, now)
    protect(sim, person, touch)
    if touch.finds > 0.0:
        find(sim, person, touch, slot, ordinal)
    tempt(sim, person, touch, slot)
    extras(sim, person, touch, slot, ordinal, kind)


def tempt(sim: Sim, person: Customer, touch: Touch, slot: int) -> None:
    """An offer begins to run, somebody is woken, a discount applies."""
    taste, now = sim.world.experience, clock(sim)
    if touch.offer_lasts > 0.0:
        person.offer = rules.running_offer(taste, touch.offer, person.offer_response)
        person.offer_until = now + touch.offer_lasts
        note(sim, EventType.OFFERED, person.row, slot, value=person.offer)
    wake = touch.wake * taste.wake_effect
    if wake > 0.0 and person.woken == 0:
        person.woken = 1
        person.wake = wake
        note(sim, EventType.WOKEN, person.row, slot, value=wake)
    running = person.discount if now < person.discount_until else 0.0
    if touch.discount > 0.0 and touch.discount >= running:
        person.discount = touch.discount
        person.discount_until = now + touch.lasts


def protect(sim: Sim, person: Customer, touch: Any) -> None:
    """Protection runs against the problem types the touch names; the stronger one counts."""
    now = clock(sim)
    for kind in range(len(sim.world.problems)):
        given = rules.protection(sim.world.experience, touch.protects[kind])
        if given > 0.0:
            shield = sim.shields[person.row][kind]
            running = shield.strength if now < shield.until else 0.0
            if given >= running:
                shield.strength = given
                shield.until = now + touch.lasts
                person.shielded_until = max(person.shielded_until, shield.until)


def extras(sim: Sim, person: Customer, touch: Touch, slot: int, ordinal: int, kind: int) -> None:
    """An extra sale, a new member of the community."""
    segment, now = sim.world.segments[person.segment], clock(sim)
    if touch.cross_sell > 0.0:
        if luck(Purpose.ACCEPT, person, touch, ordinal, kind) < touch.cross_sell:
            amount = segment.cross_sell_value
            money = amount * segment.margin
            note(sim, EventType.CROSS_SOLD, person.row, place=slot, value=amount, money=money)
    if touch.community > 0.0 and person.member == 0:
        if luck(Purpose.COMMUNITY, person, touch, ordinal, kind) < touch.community:
            if person.credit > 0.0:
                account.age(sim.world.experience, person, now)
            person.member = 1
            note(sim, EventType.MEMBER, person.row, slot)


def find(sim: Sim, person: Customer, touch: Touch, slot: int, ordinal: int) -> None:
    """Somebody asks: silent problems may come out and become contacts."""
    taste, now = sim.world.experience, clock(sim)
    place, before = person.first_silent, NOBODY
    while place != NOBODY:
        case = sim.cases[place]
        following = case.next_silent
        u = uniform(person.key, Purpose.FIND, case.kind, case.number, ordinal)
        found = case.open != 0 and u < touch.finds
        if found or case.open == 0:
            if before == NOBODY:
                person.first_silent = following
            else:
                sim.cases[before].next_silent = following
            case.linked = 0
        else:
            before = place
        if found:
            left = feelings.hit_left(taste, person, case, now)
            account.add(taste, person, Cause.SILENT, -left, now)
            account.add(taste, person, Cause.UNRESOLVED, left, now)
            case.silent = 0
            case.hit = left
            case.hit_at = now
            case.hit_shrunk = person.shrunk
            contacts.note(sim, EventType.FOUND, case, slot)
            contacts.begin(sim, person, case)
        elif case.open == 0:
            contacts.drop(sim, case)
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
        u = luck(Purpose.REACH, person, touch, case.number, case.kind)
        if not is_meant(sim, person, touch) or u >= touch.reach:
            continue
        channel = contacts.elsewhere(sim, person, touch.channel)
        line = sim.lines[channel]
        kind, number = case.kind, case.number
        if not roster.is_free(line):
            note(sim, EventType.INTERCEPT_MISSED, person.row, kind, number, slot, channel)
            continue
        line.busy = line.busy + 1
        cost = -touch.cost
        note(
            sim,
            EventType.INTERCEPTED,
            person.row,
            kind,
            number,
            slot,
            channel,
            0,
            touch.staff,
            cost,
        )
        when = clock(sim) + touch.staff
        hooks.plan_let_go(sim, when, person, channel, slot, number, kind)
        return True
    return False


STEPS = (
    luck, trigger, arm, arm_for, is_armed, plan_period, period, plan_silence, silence, due,
    is_meant, add_errand, give_back, start_errand, worked, let_go, drop_expired, deliver, tempt,
    protect, extras, find, intercepted,
)  # fmt: skip
