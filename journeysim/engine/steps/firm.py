"""Firm: what concerns nobody in particular: the first moment, dated changes, midnight."""

from __future__ import annotations

from math import floor

from journeysim.engine.steps import people, plans, staffing, triggers, word_of_mouth, work_items
from journeysim.engine.steps.hooks import Sim, clock, record
from journeysim.events import EventType
from journeysim.model.leaving import NO_PERIOD, period

NOT_ON_RECORD = -1
"""In place of a station's staffing, so that it is written down whatever it is."""


def open_doors(sim: Sim) -> None:
    """The first moment of a run: costs, staff, people, care."""
    enter_phase(sim)
    for slot in range(len(sim.stations)):
        staffing.restaff(sim, slot)
    plans.plan_midnight(sim, floor(sim.world.start) + 1)
    people.open_with_customers(sim)
    if sim.world.start >= 0.0:
        word_of_mouth.scandal(sim)
    for slot in range(len(sim.quotas)):
        triggers.arm(sim, slot)


def enter_phase(sim: Sim) -> None:
    """What a phase costs from its first moment on."""
    world, phase = sim.world, sim.firm[0].phase
    before = world.phases[phase - 1].programme if phase > world.opening else 0.0
    if world.phases[phase].programme != before:
        record(sim, EventType.PROGRAMME, -1, value=world.phases[phase].programme)
    for slot in range(len(sim.quotas)):
        cost = world.phases[phase].set_ups[slot]
        if cost > 0.0:
            record(sim, EventType.SET_UP, -1, slot, money=-cost)


def change(sim: Sim) -> None:
    """A dated change takes effect, if it is one that has not yet.

    After a run-in the first of them is day 0: from there on the log tells, of all that stands.
    """
    world, before = sim.world, sim.firm[0].phase
    phase, now = before, clock(sim)
    while phase + 1 < len(world.phases) and world.phases[phase + 1].day <= now:
        phase = phase + 1
    if phase == before:
        return
    sim.firm[0].phase = phase
    sim.firm[0].period = period_now(sim)
    opens = before < world.opening <= phase
    there, then = world.phases[phase], world.phases[before]
    if there.stage != then.stage:
        record(sim, EventType.WORLD, -1, number=there.stage)
    if there.turn != then.turn:
        record(sim, EventType.POLICY, -1, number=there.turn)
    enter_phase(sim)
    for slot in range(len(sim.stations)):
        if opens:
            sim.stations[slot].present = NOT_ON_RECORD
        staffing.restaff(sim, slot)
    if opens:
        word_of_mouth.begin_reputation(sim)
        people.open_on_day_0(sim)
    if opens or there.stage != then.stage:
        word_of_mouth.scandal(sim)
    for slot in range(len(sim.quotas)):
        if world.phases[phase].begins[slot] != world.phases[before].begins[slot]:
            triggers.arm(sim, slot)


def period_now(sim: Sim) -> int:
    """The period in which decisions count; none while the world is as it will not stay."""
    basis = sim.world.phases[sim.firm[0].phase].basis
    if basis < 0:
        return NO_PERIOD
    return period(basis, sim.world.phases[basis].day, clock(sim))


def midnight(sim: Sim, day: int) -> None:
    """A period may begin; care work that came too late is dropped."""
    sim.firm[0].period = period_now(sim)
    for slot in range(len(sim.stations)):
        work_items.drop_expired(sim, slot)
    plans.plan_midnight(sim, day + 1)


STEPS = (open_doors, enter_phase, change, period_now, midnight)
