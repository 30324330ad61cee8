"""Encoded phases: each phase's levers and what follows; what it does not have is switched off."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from math import floor, fsum
from typing import Any

from journeysim.model.agents import effort_cost, pace, paid, skilled, trained
from journeysim.model.care import TRIGGERS, Care, Touch
from journeysim.model.hours import QUARTERS, quarters
from journeysim.model.service import Channel, Service, customer_cost, write_off
from journeysim.scenario.encoder import Encoder
from journeysim.scenario.staging import StagedPhase
from journeysim.scenario.tables import MOST_TOUCHES
from journeysim.scenario.world import NOWHERE, EncodedPhase

_SHRINKAGE_STEPS = 1_000_000


def channel_of(levers: Any, name: str) -> Channel:
    """A channel, or a closed one where the phase does not have it."""
    there = levers.service.channels.get(name)
    return there if there is not None else Channel(agents=0, hours="never", pay="0 per h")  # type: ignore[arg-type]


def touch_of(levers: Any, name: str) -> Touch:
    """A touch, or one that reaches nobody where the phase does not have it."""
    there = levers.care.touches.get(name)
    return there if there is not None else Touch(reach=0.0)


def kinds_of(touches: Sequence[Sequence[Touch]]) -> tuple[int, ...]:
    """For each touch the position of the first of its kind: of those taken from the same entry of
    the catalogue, in any phase, one reminds of another; any other touch is of its own kind."""
    first: dict[str, int] = {}
    kinds = []
    for slot, row in enumerate(zip(*touches, strict=True)):
        entry = next((touch.like for touch in row if touch.like is not None), None)
        kinds.append(slot if entry is None else first.setdefault(entry, slot))
    return tuple(kinds)


@cache
def _staffing(
    agents: int, hours: str, shifts: tuple[tuple[str, int], ...], shrinkage: float
) -> dict[str, tuple[int, ...]]:
    opens = quarters(hours)
    extra = [(quarters(when), more) for when, more in shifts]
    payroll, present = [], []
    worked = 0
    share = round((1.0 - shrinkage) * _SHRINKAGE_STEPS)
    for quarter in range(QUARTERS):
        here = agents + sum(more for week, more in extra if week[quarter])
        here = max(0, here) if opens[quarter] else 0
        before = floor(worked / _SHRINKAGE_STEPS)
        worked += here * share
        payroll.append(here)
        present.append(floor(worked / _SHRINKAGE_STEPS) - before)
    if not any(present):
        opens = quarters("never")
    return {"present": tuple(present), "paid": tuple(payroll), "opens": opens}


def week(channel: Channel) -> dict[str, tuple[int, ...]]:
    """Agents at work and paid in each quarter of the week (absences are spread evenly), and when it
    is open."""
    shifts = tuple((shift.hours, shift.agents) for shift in channel.shifts)
    return _staffing(channel.agents, channel.hours, shifts, channel.shrinkage)


def following(service: Service, channel: Channel) -> dict[str, float]:
    """What follows from a channel's levers: its usual talk in days, and what a day of an agent costs."""
    cost = paid(service, channel)
    talk = float(channel.handling.distribution().mean()) * pace(service, channel)
    activity = cost + effort_cost(service, channel)
    return {"mean_handling": talk, "agent_cost": cost, "activity_cost": activity}


def encoded_phases(
    encoder: Encoder,
    phases: Sequence[StagedPhase],
    touches: Sequence[Sequence[Touch]],
    customers: int,
) -> tuple[EncodedPhase, ...]:
    """One record a phase; customers: those of day 0."""
    training, begins, set_ups = _training(phases), _begins(touches), _set_ups(touches)
    return tuple(
        EncodedPhase(
            day=float(phase.day),
            programme=_programme(phase.levers, customers),
            customer_cost=customer_cost(phase.levers.service),
            **training[index],
            turn=phase.turn,
            stage=phase.stage,
            basis=phase.basis,
            price=encoder.record(phase.levers.price),
            sales=encoder.record(phase.levers.sales),
            service=encoder.record(phase.levers.service),
            care=encoder.record(phase.levers.care),
            set_off=_set_off(touches[index]),
            interceptions=_places(
                slot
                for slot, touch in enumerate(touches[index])
                if touch.intercepts and touch.reach > 0
            ),
            begins=begins[index],
            set_ups=set_ups[index],
        )
        for index, phase in enumerate(phases)
    )


def _training(phases: Sequence[StagedPhase]) -> tuple[dict[str, float], ...]:
    """Of each phase: how far training would lift people, and from where and when on."""
    result: list[dict[str, float]] = []
    before, since, level = 0.0, float(phases[0].day), None
    for phase in phases:
        service = phase.levers.service
        goal = skilled(service)
        if level is not None and goal != level:
            before = trained(before, level, service.training_ramp, phase.day - since)
            since = phase.day
        level = goal
        result.append({"skill": goal, "trained": before, "trained_at": since})
    return tuple(result)


def _set_off(touches: Sequence[Touch]) -> tuple[int, ...]:
    """The touches in force by what sets them off; interceptions are apart."""
    places: tuple[int, ...] = ()
    for name in TRIGGERS:
        places += _places(
            slot
            for slot, touch in enumerate(touches)
            if touch.trigger == name and touch.reach > 0 and not touch.intercepts
        )
    return places


def _places(slots: Iterable[int]) -> tuple[int, ...]:
    """Positions in their order, filled up with -1."""
    places = tuple(slots)
    return places + (NOWHERE,) * (MOST_TOUCHES - len(places))


def _begins(touches: Sequence[Sequence[Touch]]) -> tuple[tuple[int, ...], ...]:
    """For each phase and touch the last phase in which the touch was changed."""
    rows: list[tuple[int, ...]] = []
    for phase, row in enumerate(touches):
        if phase == 0:
            rows.append((0,) * MOST_TOUCHES)
        else:
            before = touches[phase - 1]
            numbers = list(rows[-1])
            for slot, touch in enumerate(row):
                if touch != before[slot]:
                    numbers[slot] = phase
            rows.append(tuple(numbers))
    return tuple(rows)


def _programme(levers: Any, customers: int) -> float:
    """Running cost per day of programmes, training, knowledge, self-service and ease."""
    service: Service = levers.service
    care: Care = levers.care
    efforts = [
        effort_cost(service, channel) * fsum(week(channel)["paid"]) / QUARTERS
        for channel in service.channels.values()
    ]
    lasting = write_off(service) + customer_cost(service) * customers
    return service.programme + care.programme + fsum((*efforts, lasting))


def _set_ups(touches: Sequence[Sequence[Touch]]) -> tuple[tuple[float, ...], ...]:
    """What begins in each phase costs its set-up once."""
    rows = []
    begun: set[int] = set()
    for row in touches:
        new = [slot for slot, touch in enumerate(row) if touch.reach > 0 and slot not in begun]
        costs = [touch.set_up if slot in new else 0.0 for slot, touch in enumerate(row)]
        rows.append(tuple(costs) + (0.0,) * (MOST_TOUCHES - len(costs)))
        begun |= set(new)
    return tuple(rows)
