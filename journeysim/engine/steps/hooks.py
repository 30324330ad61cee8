"""Hooks: everything a step asks of the engine that runs it: the time, a row in the log, a place
for somebody new, a process to begin, and something planned for later.

Each hook hands over to the engine's method of the same name; a compiled engine replaces these
functions by its own, under the same names.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from journeysim.engine.state import DailyQuota, Firm, Station, WorkItem
from journeysim.model.customer import Case, Customer, Dealings, TouchMemory
from journeysim.scenario.world import World


class Sim(Protocol):
    """A run in progress, as steps see it. All lists grow at their end; positions stay."""

    @property
    def world(self) -> World: ...
    @property
    def root(self) -> int: ...
    @property
    def firm(self) -> Sequence[Firm]: ...
    @property
    def people(self) -> Sequence[Customer]: ...
    @property
    def memories(self) -> Sequence[Sequence[TouchMemory]]: ...
    @property
    def dealings(self) -> Sequence[Dealings]: ...
    @property
    def cases(self) -> Sequence[Case]: ...
    @property
    def stations(self) -> Sequence[Station]: ...
    @property
    def work_items(self) -> Sequence[WorkItem]: ...
    @property
    def quotas(self) -> Sequence[DailyQuota]: ...
    def clock(self) -> float: ...
    def record(
        self,
        kind: int,
        row: int,
        slot: int,
        number: int,
        attempt: int,
        place: int,
        marks: int,
        value: float,
        money: float,
    ) -> None: ...
    def head_count(self) -> int: ...
    def new_person(self) -> Customer: ...
    def new_dealings(self) -> int: ...
    def new_case(self) -> Case: ...
    def new_work_item(self) -> int: ...
    def start_customer(self, person: Customer, first: float) -> None: ...
    def start_problems(self, person: Customer, kind: int, number: int, rate: float) -> None: ...
    def start_case(self, person: Customer, case: Case, when: float) -> None: ...
    def start_prospects(self) -> None: ...
    def plan(
        self,
        when: float,
        what: int,
        key: int,
        order: int,
        row: int,
        a: int,
        b: int,
        x: float,
        y: float,
    ) -> None: ...
    def plan_patience(self, when: float, person: Customer, case: Case) -> None: ...
    def plan_talk(self, when: float, person: Customer, case: Case) -> None: ...
    def turn_away(self, person: Customer, case: Case) -> None: ...


def clock(sim: Sim) -> float:
    """The time in days."""
    return sim.clock()


def record(
    sim: Sim,
    kind: int,
    row: int,
    slot: int = 0,
    number: int = 0,
    attempt: int = 0,
    place: int = 0,
    marks: int = 0,
    value: float = 0.0,
    money: float = 0.0,
) -> None:
    """Write one row of the log."""
    sim.record(kind, row, slot, number, attempt, place, marks, value, money)


def head_count(sim: Sim) -> int:
    """How many people there are in the table of people."""
    return sim.head_count()


def new_person(sim: Sim) -> Customer:
    """A new person at the end of the table, everything at its default."""
    return sim.new_person()


def new_dealings(sim: Sim) -> int:
    """The place of new dealings with somebody, everything at its default."""
    return sim.new_dealings()


def new_case(sim: Sim) -> Case:
    """A new case, everything at its default but its place."""
    return sim.new_case()


def new_work_item(sim: Sim) -> int:
    """The place of a new work item, everything at its default."""
    return sim.new_work_item()


def start_customer(sim: Sim, person: Customer, first: float) -> None:
    """A customer will come to an occasion at a time, and then to the next ones."""
    sim.start_customer(person, first)


def start_problems(sim: Sim, person: Customer, kind: int, number: int, rate: float) -> None:
    """Candidates of a problem type will come at a rate, from this number on and from now on."""
    sim.start_problems(person, kind, number, rate)


def start_case(sim: Sim, person: Customer, case: Case, when: float) -> None:
    """A customer will turn to the firm at a time, until the case is over."""
    sim.start_case(person, case, when)


def start_prospects(sim: Sim) -> None:
    """Prospects will arrive."""
    sim.start_prospects()


def plan(
    sim: Sim,
    when: float,
    what: int,
    key: int,
    order: int,
    row: int = 0,
    a: int = 0,
    b: int = 0,
    x: float = 0.0,
    y: float = 0.0,
) -> None:
    """Something takes place at a time (see `dispatch`); the rest goes along with it.

    what: a `PlannedEvent`; key, order: the order among equal times. The key is that of whom it
    concerns, of a friend who arrives their own, of staffing the station, which a holds too: so an
    engine need not keep it. b: at most 127.
    """
    sim.plan(when, what, key, order, row, a, b, x, y)


def plan_patience(sim: Sim, when: float, person: Customer, case: Case) -> None:
    """The patience of somebody in a queue ends, unless they are answered before."""
    sim.plan_patience(when, person, case)


def plan_talk(sim: Sim, when: float, person: Customer, case: Case) -> None:
    """A talk ends; whoever was waiting for it waits no more."""
    sim.plan_talk(when, person, case)


def turn_away(sim: Sim, person: Customer, case: Case) -> None:
    """Somebody in a queue is turned away, and goes on from there at once."""
    sim.turn_away(person, case)
