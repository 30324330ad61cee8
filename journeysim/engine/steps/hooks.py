"""Hooks: everything a step asks of the engine that runs it: the time, a row in the log, a place
for somebody new, and something planned for later.

Each hook hands over to the engine's method of the same name; a compiled engine replaces these
functions by its own, under the same names.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from journeysim.engine.state import Errand, Firm, Line, Ration
from journeysim.model.customer import Case, Customer, Shield
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
    def shields(self) -> Sequence[Sequence[Shield]]: ...
    @property
    def cases(self) -> Sequence[Case]: ...
    @property
    def lines(self) -> Sequence[Line]: ...
    @property
    def errands(self) -> Sequence[Errand]: ...
    @property
    def rations(self) -> Sequence[Ration]: ...
    def clock(self) -> float: ...
    def note(
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
    def new_case(self) -> Case: ...
    def new_errand(self) -> int: ...
    def begin_life(self, person: Customer, first: float) -> None: ...
    def begin_trouble(self, person: Customer, kind: int, rate: float) -> None: ...
    def begin_case(self, person: Customer, case: Case, when: float) -> None: ...
    def begin_prospects(self) -> None: ...
    def plan_failure(self, when: float, person: Customer, kind: int, number: int) -> None: ...
    def plan_return(
        self, when: float, person: Customer, number: int, paid: float, margin: float
    ) -> None: ...
    def plan_arrival(self, when: float, parent: int, key: int, ordinal: int) -> None: ...
    def plan_heal(self, when: float, person: Customer, case: Case) -> None: ...
    def plan_touch(
        self, when: float, person: Customer, slot: int, ordinal: int, kind: int
    ) -> None: ...
    def plan_period(
        self, when: float, person: Customer, slot: int, first: float, number: int, version: int
    ) -> None: ...
    def plan_silence(
        self, when: float, person: Customer, slot: int, since: float, version: int
    ) -> None: ...
    def plan_work(
        self, when: float, person: Customer, line: int, slot: int, ordinal: int, kind: int
    ) -> None: ...
    def plan_let_go(
        self, when: float, person: Customer, line: int, slot: int, number: int, kind: int
    ) -> None: ...
    def plan_staff(self, when: float, line: int, version: int) -> None: ...
    def plan_change(self, when: float) -> None: ...
    def plan_midnight(self, day: int) -> None: ...
    def plan_patience(self, when: float, person: Customer, case: Case) -> None: ...
    def plan_talk(self, when: float, person: Customer, case: Case) -> None: ...
    def turn_away(self, person: Customer, case: Case) -> None: ...


def clock(sim: Sim) -> float:
    """The time in days."""
    return sim.clock()


def note(
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
    sim.note(kind, row, slot, number, attempt, place, marks, value, money)


def head_count(sim: Sim) -> int:
    """How many people are on the roster."""
    return sim.head_count()


def new_person(sim: Sim) -> Customer:
    """A new person at the end of the roster, everything at its default."""
    return sim.new_person()


def new_case(sim: Sim) -> Case:
    """A new case, everything at its default but its place."""
    return sim.new_case()


def new_errand(sim: Sim) -> int:
    """The place of a new errand."""
    return sim.new_errand()


def begin_life(sim: Sim, person: Customer, first: float) -> None:
    """A customer will come to an occasion at a time, and then to the next ones."""
    sim.begin_life(person, first)


def begin_trouble(sim: Sim, person: Customer, kind: int, rate: float) -> None:
    """Candidates of a problem type will come at a rate, from now on."""
    sim.begin_trouble(person, kind, rate)


def begin_case(sim: Sim, person: Customer, case: Case, when: float) -> None:
    """A customer will turn to the firm at a time, until the case is over."""
    sim.begin_case(person, case, when)


def begin_prospects(sim: Sim) -> None:
    """Prospects will look in."""
    sim.begin_prospects()


def plan_failure(sim: Sim, when: float, person: Customer, kind: int, number: int) -> None:
    """A candidate that a purchase brought comes due."""
    sim.plan_failure(when, person, kind, number)


def plan_return(
    sim: Sim, when: float, person: Customer, number: int, paid: float, margin: float
) -> None:
    """A purchase is brought back."""
    sim.plan_return(when, person, number, paid, margin)


def plan_arrival(sim: Sim, when: float, parent: int, key: int, ordinal: int) -> None:
    """A referred friend becomes a customer."""
    sim.plan_arrival(when, parent, key, ordinal)


def plan_heal(sim: Sim, when: float, person: Customer, case: Case) -> None:
    """A silent problem goes away by itself."""
    sim.plan_heal(when, person, case)


def plan_touch(sim: Sim, when: float, person: Customer, slot: int, ordinal: int, kind: int) -> None:
    """A touch comes due."""
    sim.plan_touch(when, person, slot, ordinal, kind)


def plan_period(
    sim: Sim, when: float, person: Customer, slot: int, first: float, number: int, version: int
) -> None:
    """A regular touch comes due, the number-th since the first."""
    sim.plan_period(when, person, slot, first, number, version)


def plan_silence(
    sim: Sim, when: float, person: Customer, slot: int, since: float, version: int
) -> None:
    """A silence may have lasted long enough."""
    sim.plan_silence(when, person, slot, since, version)


def plan_work(
    sim: Sim, when: float, person: Customer, line: int, slot: int, ordinal: int, kind: int
) -> None:
    """Work on a touch ends."""
    sim.plan_work(when, person, line, slot, ordinal, kind)


def plan_let_go(
    sim: Sim, when: float, person: Customer, line: int, slot: int, number: int, kind: int
) -> None:
    """Whoever put an intercepted problem right is free again."""
    sim.plan_let_go(when, person, line, slot, number, kind)


def plan_staff(sim: Sim, when: float, line: int, version: int) -> None:
    """The staffing of a line changes."""
    sim.plan_staff(when, line, version)


def plan_change(sim: Sim, when: float) -> None:
    """A dated change takes effect."""
    sim.plan_change(when)


def plan_midnight(sim: Sim, day: int) -> None:
    """A day begins."""
    sim.plan_midnight(day)


def plan_patience(sim: Sim, when: float, person: Customer, case: Case) -> None:
    """The patience of somebody in line ends, unless they are answered before."""
    sim.plan_patience(when, person, case)


def plan_talk(sim: Sim, when: float, person: Customer, case: Case) -> None:
    """A talk ends; whoever was waiting for it waits no more."""
    sim.plan_talk(when, person, case)


def turn_away(sim: Sim, person: Customer, case: Case) -> None:
    """Somebody in line is turned away, and goes on from there at once."""
    sim.turn_away(person, case)
