"""Firm: what concerns nobody in particular: dated changes, midnight, and what is said outside."""

from __future__ import annotations

from journeysim.engine.steps import care, customer, hooks, roster
from journeysim.engine.steps.hooks import Sim, clock, note
from journeysim.events import EventType
from journeysim.model import talk
from journeysim.model.customer import Customer
from journeysim.streams import Purpose, uniform


def open_doors(sim: Sim) -> None:
    """The first moment of a run: costs, staff, people, care."""
    enter_phase(sim)
    for slot in range(len(sim.lines)):
        roster.restaff(sim, slot)
    hooks.plan_midnight(sim, 1)
    customer.begin(sim)
    for slot in range(len(sim.rations)):
        care.arm(sim, slot)


def enter_phase(sim: Sim) -> None:
    """What a phase costs from its first moment on."""
    world, phase = sim.world, sim.firm[0].phase
    before = world.phases[phase - 1].programme if phase > 0 else 0.0
    if world.phases[phase].programme != before:
        note(sim, EventType.PROGRAMME, -1, value=world.phases[phase].programme)
    for slot in range(len(sim.rations)):
        cost = world.phases[phase].set_ups[slot]
        if cost > 0.0:
            note(sim, EventType.SET_UP, -1, slot, money=-cost)


def change(sim: Sim) -> None:
    """A dated change takes effect, if it is one that has not yet."""
    world, before = sim.world, sim.firm[0].phase
    phase, now = before, clock(sim)
    while phase + 1 < len(world.phases) and world.phases[phase + 1].day <= now:
        phase = phase + 1
    if phase == before:
        return
    sim.firm[0].phase = phase
    note(sim, EventType.POLICY, -1, number=phase)
    enter_phase(sim)
    for slot in range(len(sim.lines)):
        roster.restaff(sim, slot)
    for slot in range(len(sim.rations)):
        if world.phases[phase].begins[slot] != world.phases[before].begins[slot]:
            care.arm(sim, slot)


def midnight(sim: Sim, day: int) -> None:
    """Care work that came too late is dropped."""
    for slot in range(len(sim.lines)):
        care.drop_expired(sim, slot)
    hooks.plan_midnight(sim, day + 1)


def reputation_now(sim: Sim) -> float:
    """The firm's name, 1 when nothing is said."""
    since = clock(sim) - sim.firm[0].rumour_at
    return talk.reputation(talk.rumour_now(sim.world.talk, sim.firm[0].rumour, since))


def tell(sim: Sim, person: Customer, kind: int, number: int, good: int) -> None:
    """A person tells others of an experience, if they are one to tell."""
    rules, now = sim.world.talk, clock(sim)
    if uniform(person.key, Purpose.TELL, kind, number, good) >= rules.telling:
        return
    told = rules.told_good if good != 0 else rules.told_bad
    note(sim, EventType.TOLD, person.row, 1 if good != 0 else -1, value=told)
    if rules.hit > 0.0:
        since = now - sim.firm[0].rumour_at
        before = talk.rumour_now(rules, sim.firm[0].rumour, since)
        sim.firm[0].rumour = talk.rumour_after(rules, before, good)
        sim.firm[0].rumour_at = now


STEPS = (open_doors, enter_phase, change, midnight, reputation_now, tell)
