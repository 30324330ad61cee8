"""Triggers: what sets touches off, by a moment or by the clock, and for whom they are meant.

Every touch that is set off is planned here; `care` says what it does when it comes due.
"""

from __future__ import annotations

from math import ceil
from typing import Any

from journeysim.engine.steps import hooks, plans
from journeysim.engine.steps.hooks import Sim, clock
from journeysim.model import care as rules
from journeysim.model import experience as feelings
from journeysim.model.care import AFTER_SILENCE, EVERY, NTH_PURCHASE, ON_DATE, Touch
from journeysim.model.customer import Customer
from journeysim.scenario.tables import MOST_TOUCHES
from journeysim.streams import Purpose, uniform


def touch_uniform(
    sim: Sim, purpose: int, person: Customer, touch: Touch, ordinal: int, kind: int
) -> float:
    """The uniform of a touch: named by what set it off, never by its place in a list."""
    return uniform(person.key, purpose, rules.draw_slot(touch), ordinal, about(sim, touch, kind))


def is_reached(sim: Sim, person: Customer, touch: Touch, ordinal: int, kind: int) -> bool:
    """Does the touch reach this customer, this time?"""
    reach = rules.reach(sim.world.phases[sim.firm[0].phase].care, touch, person.known)
    return touch_uniform(sim, Purpose.REACH, person, touch, ordinal, kind) < reach


def about(sim: Sim, touch: Touch, kind: int) -> int:
    """What names the problem that set a touch off; 0 where none did."""
    if rules.only_repays(touch) and kind < len(sim.world.problems):
        luck: int = sim.world.problems[kind].luck
        return luck
    return 0


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
            if is_reached(sim, person, touch, ordinal, kind):
                plans.plan_touch(sim, clock(sim) + touch.delay, person, slot, ordinal, kind)


def arm(sim: Sim, slot: int) -> None:
    """Start the clock of a touch that time sets off, for everybody who is there."""
    sim.quotas[slot].version = sim.quotas[slot].version + 1
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
        since = max(sim.world.start, person.joined_at)
        first = since + touch_uniform(sim, Purpose.PERIOD, person, touch, 0, 0) * touch.every
        number = max(0, ceil((now - first) / touch.every))
        plan_period(sim, person, slot, first, number)
    elif touch.trigger == AFTER_SILENCE:
        since = max(sim.world.start, person.last_seen)
        if now > since + touch.every:
            since = now
        plan_silence(sim, person, slot, since)
    elif now <= touch.on:
        plans.plan_regular(sim, touch.on, person, slot, 0.0, 0, sim.quotas[slot].version)


def is_armed(sim: Sim, slot: int) -> bool:
    """Is it a touch that time sets off, and in force?"""
    touch: Any = sim.world.touches[sim.firm[0].phase][slot]
    by_time = touch.trigger == EVERY or touch.trigger == AFTER_SILENCE or touch.trigger == ON_DATE
    return bool(by_time and touch.reach > 0.0)


def plan_period(sim: Sim, person: Customer, slot: int, first: float, number: int) -> None:
    """The number-th of a customer's regular touches; their times do not depend on when begun."""
    touch = sim.world.touches[sim.firm[0].phase][slot]
    when = first + number * touch.every
    plans.plan_regular(sim, when, person, slot, first, number, sim.quotas[slot].version)


def plan_silence(sim: Sim, person: Customer, slot: int, since: float) -> None:
    """Look again when a silence that began then would be long enough."""
    touch = sim.world.touches[sim.firm[0].phase][slot]
    version = sim.quotas[slot].version
    plans.plan_look(sim, since + touch.every, person, slot, since, version)


def is_meant(sim: Sim, person: Customer, touch: Touch) -> bool:
    """Is the customer in the touch's audience?"""
    audience = touch.audience
    if rules.is_for_all(audience):
        return True
    experience, now = sim.world.experience, clock(sim)
    return rules.in_audience(
        audience,
        person.segment,
        feelings.satisfaction_now(experience, person, now),
        feelings.trust_now(experience, person, now),
        now - person.joined_at,
        person.worth,
        person.risk_score,
    )


STEPS = (
    touch_uniform, is_reached, about, trigger, arm, arm_for, is_armed, plan_period, plan_silence, is_meant,
)  # fmt: skip
