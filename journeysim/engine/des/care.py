"""Care: touches from the moment something sets them off to what they leave behind.

Reach and audience are checked before any agent is reserved. Work waits in the line of the channel
that does it and is dropped when it is too late.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING, Any

from journeysim.engine.des import account, contacts, roster
from journeysim.events import Cause, Due, Kind, rank
from journeysim.model import care as rules
from journeysim.model import experience as feelings
from journeysim.model.care import (
    AFTER_SILENCE,
    EVERY,
    NTH_PURCHASE,
    ON_DATE,
    Touch,
)
from journeysim.model.customer import TYPES, Case, Customer
from journeysim.streams import Purpose, uniform

if TYPE_CHECKING:
    from journeysim.engine.des.loop import Simulation
    from journeysim.engine.des.roster import Errand, Line

TOUCH_RANK = 64
"""Touches come after problems among equal times of one customer."""


@dataclass(slots=True)
class Ration:
    """One touch as it stands: what was begun today, and which plan of it is in force."""

    day: int = -1
    begun: int = 0
    version: int = 0


def luck(
    purpose: Purpose, person: Customer, touch: Touch, ordinal: int, kind: int, slot: int = 0
) -> float:
    """The uniform of a touch: named by what set it off, never by its place in a list."""
    name = touch.trigger + 8 * touch.luck + (slot << 16)  # type: ignore[operator]
    return uniform(person.key, purpose, name, ordinal, kind)


def trigger(sim: Simulation, person: Customer, what: Any, ordinal: int, kind: int) -> None:
    """Something has happened that may set touches off."""
    for slot, touch in sim.set_off[what]:
        if what == NTH_PURCHASE and ordinal % touch.nth != 0:
            continue
        plan(sim, person, slot, ordinal, kind, sim.now + touch.delay)


def plan(
    sim: Simulation, person: Customer, slot: int, ordinal: int, kind: int, when: float
) -> None:
    """A touch comes due at a time."""
    order = rank(TOUCH_RANK + slot, ordinal * TYPES + kind, 0)
    sim.timeline.call(when, Due.TOUCH, person.key, order, due, sim, person, slot, ordinal, kind)


def arm(sim: Simulation, slot: int) -> None:
    """Start the clock of a touch that time sets off, for everybody who is there."""
    sim.touches[slot].version += 1
    for person in sim.people:
        if person.active != 0:
            arm_for(sim, person, slot)


def arm_for(sim: Simulation, person: Customer, slot: int) -> None:
    """Start the clock of a touch for one customer."""
    touch = sim.world.touches[sim.phase][slot]
    if touch.reach == 0.0:
        return
    if touch.trigger == EVERY:
        since = max(0.0, person.joined_at)
        first = since + luck(Purpose.PERIOD, person, touch, 0, 0) * touch.every
        number = max(0, ceil((sim.now - first) / touch.every))
        plan_period(sim, person, slot, first, number)
    elif touch.trigger == AFTER_SILENCE:
        since = max(person.last_seen, 0.0)
        waits = sim.now <= since + touch.every
        plan_silence(sim, person, slot, since if waits else sim.now)
    elif touch.trigger == ON_DATE and sim.now <= touch.on:
        plan(sim, person, slot, 0, 0, touch.on)


def plan_period(sim: Simulation, person: Customer, slot: int, first: float, number: int) -> None:
    """The number-th of a customer's regular touches; their times do not depend on when begun."""
    touch, version = sim.world.touches[sim.phase][slot], sim.touches[slot].version
    sim.timeline.call(
        first + number * touch.every,
        Due.TOUCH,
        person.key,
        rank(TOUCH_RANK + slot, number * TYPES, 0),
        period,
        sim,
        person,
        slot,
        first,
        number,
        version,
    )


def period(
    sim: Simulation, person: Customer, slot: int, first: float, number: int, version: int
) -> None:
    """A regular touch comes due, and the next is planned."""
    if version == sim.touches[slot].version and person.active != 0:
        due(sim, person, slot, number, 0)
        plan_period(sim, person, slot, first, number + 1)


def plan_silence(sim: Simulation, person: Customer, slot: int, since: float) -> None:
    """Look again when a silence that began then would be long enough."""
    touch, version = sim.world.touches[sim.phase][slot], sim.touches[slot].version
    order = rank(TOUCH_RANK + slot, 0, 0)
    sim.timeline.call(
        since + touch.every,
        Due.TOUCH,
        person.key,
        order,
        silence,
        sim,
        person,
        slot,
        since,
        version,
    )


def silence(sim: Simulation, person: Customer, slot: int, since: float, version: int) -> None:
    """A silence may have lasted long enough; after the touch a new one is counted."""
    if version != sim.touches[slot].version or person.active == 0:
        return
    if person.last_seen > since:
        plan_silence(sim, person, slot, person.last_seen)
        return
    due(sim, person, slot, person.occasions, 0)
    plan_silence(sim, person, slot, sim.now)


def due(sim: Simulation, person: Customer, slot: int, ordinal: int, kind: int) -> None:
    """A touch comes due: for this customer? reached? within capacity? by whom?"""
    touch, now = sim.world.touches[sim.phase][slot], sim.now
    if person.active == 0 or not is_meant(sim, person, touch):
        return
    if luck(Purpose.REACH, person, touch, ordinal, kind) >= touch.reach:
        return
    ration = sim.touches[slot]
    today = int(now)
    if ration.day != today:
        ration.day, ration.begun = today, 0
    if ration.begun >= touch.capacity:
        sim.note(Kind.TOUCH_OVER_CAPACITY, person.row, slot, ordinal)
        return
    ration.begun += 1
    if touch.staff == 0.0:
        deliver(sim, person, slot, ordinal, kind)
        return
    channel = contacts.elsewhere(sim, person, touch.channel)
    line = sim.lines[channel]
    line.errands.append(roster.Errand(person, slot, ordinal, kind, now))
    roster.serve(sim, line)


def is_meant(sim: Simulation, person: Customer, touch: Touch) -> bool:
    """Is the customer in the touch's audience?"""
    if rules.is_for_all(touch.audience):
        return True
    taste, now = sim.world.experience, sim.now
    return rules.in_audience(
        touch.audience,
        touch.audience.segments,  # type: ignore[arg-type]
        person.segment,
        feelings.satisfaction_now(taste, person, now),
        feelings.trust_now(taste, person, now),
        now - person.joined_at,
        person.worth,
        person.risk_score,
    )


def start_errand(sim: Simulation, line: Line, errand: Errand) -> None:
    """An agent begins with an errand, unless it is too late or its customer is gone."""
    person, slot = errand.person, errand.slot
    touch = sim.world.touches[sim.phase][slot]
    if person.active == 0:
        return
    if sim.now - errand.since > touch.expires:
        sim.note(Kind.TOUCH_EXPIRED, person.row, slot, errand.ordinal, place=line.slot)
        return
    line.busy += 1
    sim.note(
        Kind.TOUCH_STARTED, person.row, slot, errand.ordinal, place=line.slot, value=touch.staff
    )
    order = rank(TOUCH_RANK + slot, errand.ordinal * TYPES + errand.kind, 0)
    sim.timeline.call(
        sim.now + touch.staff, Due.WORKED, person.key, order, worked, sim, line, errand
    )


def worked(sim: Simulation, line: Line, errand: Errand) -> None:
    """The work is done: the customer is reached, the agent free again."""
    if errand.person.active != 0:
        deliver(sim, errand.person, errand.slot, errand.ordinal, errand.kind, line.slot)
    line.busy -= 1
    roster.serve(sim, line)


def drop_expired(sim: Simulation, line: Line) -> None:
    """Errands that nobody found time for are dropped and counted."""
    kept = []
    for errand in line.errands:
        touch = sim.world.touches[sim.phase][errand.slot]
        if errand.person.active == 0:
            continue
        if sim.now - errand.since > touch.expires:
            sim.note(
                Kind.TOUCH_EXPIRED, errand.person.row, errand.slot, errand.ordinal, place=line.slot
            )
        else:
            kept.append(errand)
    line.errands.clear()
    line.errands.extend(kept)


def deliver(
    sim: Simulation, person: Customer, slot: int, ordinal: int, kind: int, place: int = -1
) -> None:
    """A touch reaches its customer; each of its effects, in a fixed order."""
    world, now = sim.world, sim.now
    taste, touch = world.experience, world.touches[sim.phase][slot]
    knowing = world.service[sim.phase].knowledge_touch
    credit = rules.strength(taste, touch.credit, touch.personal, knowing, person.known)
    trust = rules.strength(taste, touch.trust, touch.personal, knowing, person.known)
    burden = feelings.burden_now(taste, person, now)
    welcome = feelings.welcome(taste, burden)
    if touch.burden > 0.0:
        person.burden = burden + touch.burden
        person.burden_at = now
    sim.note(
        Kind.TOUCHED,
        person.row,
        slot,
        ordinal,
        1 if welcome < 0.0 else 0,
        place,
        value=credit * welcome,
        money=-touch.cost,
    )
    if welcome >= 0.0:
        account.please(taste, person, credit * welcome, now)
        account.shrink(taste, person, 1.0 - credit * welcome, now)
        account.trust(taste, person, trust * welcome, now)
    else:
        account.sour(taste, person, credit * -welcome, now)
        stands = feelings.debit_now(taste, person, Cause.OVERCONTACT, now)
        debit = feelings.overcontact_debit(taste, welcome, stands)
        account.add(taste, person, Cause.OVERCONTACT, debit, now)
    protect(sim, person, touch)
    if touch.finds > 0.0:
        find(sim, person, touch, slot, ordinal)
    if touch.offer_lasts > 0.0:
        person.offer = rules.running_offer(taste, touch.offer, person.offer_response)
        person.offer_until = now + touch.offer_lasts
        sim.note(Kind.OFFERED, person.row, slot, value=person.offer)
    wake = touch.wake * taste.wake_effect
    if wake > 0.0 and person.woken == 0:
        person.woken = 1
        person.wake = wake
        sim.note(Kind.WOKEN, person.row, slot, value=wake)
    running = person.discount if now < person.discount_until else 0.0
    if touch.discount > 0.0 and touch.discount >= running:
        person.discount = touch.discount
        person.discount_until = now + touch.lasts
    extras(sim, person, touch, slot, ordinal, kind)


def protect(sim: Simulation, person: Customer, touch: Touch) -> None:
    """Protection runs against the problem types the touch names; the stronger one counts."""
    now, until = sim.now, sim.now + touch.lasts
    for kind in range(len(sim.world.problems)):
        given = rules.protection(sim.world.experience, touch.protects[kind])  # type: ignore[index]
        if given > 0.0:
            running = person.shield[kind] if now < person.shield_until[kind] else 0.0
            if given >= running:
                person.shield[kind] = given
                person.shield_until[kind] = until


def extras(
    sim: Simulation, person: Customer, touch: Touch, slot: int, ordinal: int, kind: int
) -> None:
    """An extra sale, a new member of the community."""
    segment = sim.world.segments[person.segment]
    if touch.cross_sell > 0.0:
        if luck(Purpose.ACCEPT, person, touch, ordinal, kind) < touch.cross_sell:
            amount = segment.cross_sell_value
            sim.note(
                Kind.CROSS_SOLD, person.row, place=slot, value=amount, money=amount * segment.margin
            )
    if touch.community > 0.0 and person.member == 0:
        if luck(Purpose.COMMUNITY, person, touch, ordinal, kind) < touch.community:
            credit = feelings.credit_now(sim.world.experience, person, sim.now)
            if credit > 0.0:
                person.credit, person.credit_at = credit, sim.now
            person.member = 1
            sim.note(Kind.MEMBER, person.row, slot)


def find(sim: Simulation, person: Customer, touch: Touch, slot: int, ordinal: int) -> None:
    """Somebody asks: silent problems may come out and become contacts."""
    taste, now = sim.world.experience, sim.now
    at, before = person.first_silent, -1
    while at >= 0:
        case = sim.silent[at]
        following = case.next_silent
        u = uniform(person.key, Purpose.FIND, case.kind, case.number, ordinal)
        found = case.open != 0 and u < touch.finds
        if found:
            left = feelings.hit_left(taste, person, case, now)
            account.add(taste, person, Cause.SILENT, -left, now)
            account.add(taste, person, Cause.UNRESOLVED, left, now)
            case.silent = 0
            case.hit, case.hit_at, case.hit_shrunk = left, now, person.shrunk
            contacts.note(sim, Kind.FOUND, case, slot)
            contacts.begin(sim, person, case)
        if found or case.open == 0:
            if before < 0:
                person.first_silent = following
            else:
                sim.silent[before].next_silent = following
        else:
            before = at
        at = following


def intercepted(sim: Simulation, person: Customer, case: Case) -> bool:
    """Somebody notices the failure and has a hand free for it."""
    for slot, touch in sim.interceptions:
        u = luck(Purpose.REACH, person, touch, case.number, case.kind)
        if not is_meant(sim, person, touch) or u >= touch.reach:
            continue
        channel = contacts.elsewhere(sim, person, touch.channel)
        line = sim.lines[channel]
        if not roster.is_free(line):
            sim.note(Kind.INTERCEPT_MISSED, person.row, case.kind, case.number, slot, line.slot)
            continue
        line.busy += 1
        sim.note(
            Kind.INTERCEPTED,
            person.row,
            case.kind,
            case.number,
            slot,
            line.slot,
            value=touch.staff,
            money=-touch.cost,
        )
        order = rank(TOUCH_RANK + slot, case.number * TYPES + case.kind, 0)
        sim.timeline.call(sim.now + touch.staff, Due.WORKED, person.key, order, let_go, sim, line)
        return True
    return False


def let_go(sim: Simulation, line: Line) -> None:
    """Whoever intercepted a problem is free again."""
    line.busy -= 1
    roster.serve(sim, line)
