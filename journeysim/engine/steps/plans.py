"""Plans: what is planned for later, one function each: its type, its order, what goes along.

`dispatch` says what then takes place. Events that end a wait, and those that processes wait for,
are planned by the engines.
"""

from __future__ import annotations

from journeysim.engine.steps.hooks import Sim, plan
from journeysim.events import PlannedEvent, rank, touch_rank
from journeysim.model.customer import Case, Customer

ONCE, REGULAR, SILENCE = 0, 1, 2
"""What kind of touch comes due."""

DELIVERY, RELEASE = 0, 1
"""What the end of work brings: a touch delivered, or an agent free again and no more."""


def plan_failure(sim: Sim, when: float, person: Customer, kind: int, number: int) -> None:
    """A candidate that a purchase brought comes due."""
    order = rank(kind, number, 0)
    plan(sim, when, PlannedEvent.FAILURE, person.key, order, person.row)


def plan_return(
    sim: Sim, when: float, person: Customer, number: int, paid: float, margin: float
) -> None:
    """A purchase is brought back."""
    order = rank(0, number, 0)
    plan(sim, when, PlannedEvent.RETURN, person.key, order, person.row, number, 0, paid, margin)


def plan_arrival(sim: Sim, when: float, parent: int, key: int, ordinal: int) -> None:
    """A referred friend becomes a customer."""
    plan(sim, when, PlannedEvent.ARRIVAL, key, 0, parent, ordinal)


def plan_heal(sim: Sim, when: float, person: Customer, case: Case) -> None:
    """A silent problem goes away by itself."""
    order = rank(case.kind, case.number, 0)
    plan(sim, when, PlannedEvent.HEAL, person.key, order, person.row, case.place)


def plan_touch(sim: Sim, when: float, person: Customer, slot: int, ordinal: int, kind: int) -> None:
    """A touch comes due."""
    order = touch_rank(slot, ordinal, kind)
    plan(sim, when, PlannedEvent.TOUCH, person.key, order, person.row, 0, ONCE)


def plan_regular(
    sim: Sim, when: float, person: Customer, slot: int, first: float, number: int, version: int
) -> None:
    """A regular touch comes due, the number-th since the first."""
    order = touch_rank(slot, number, 0)
    plan(sim, when, PlannedEvent.TOUCH, person.key, order, person.row, version, REGULAR, first)


def plan_look(
    sim: Sim, when: float, person: Customer, slot: int, since: float, version: int
) -> None:
    """A silence may have lasted long enough."""
    order = touch_rank(slot, 0, 0)
    plan(sim, when, PlannedEvent.TOUCH, person.key, order, person.row, version, SILENCE, since)


def plan_delivery(
    sim: Sim, when: float, person: Customer, station: int, slot: int, ordinal: int, kind: int
) -> None:
    """Work on a touch ends."""
    order = touch_rank(slot, ordinal, kind)
    plan(sim, when, PlannedEvent.WORKED, person.key, order, person.row, DELIVERY, station)


def plan_release(
    sim: Sim, when: float, person: Customer, station: int, slot: int, number: int, kind: int
) -> None:
    """Whoever put an intercepted problem right is free again."""
    order = touch_rank(slot, number, kind)
    plan(sim, when, PlannedEvent.WORKED, person.key, order, person.row, RELEASE, station)


def plan_staffing(sim: Sim, when: float, station: int, version: int) -> None:
    """The staffing of a station changes."""
    plan(sim, when, PlannedEvent.STAFF, station, version, 0, station)


def plan_change(sim: Sim, when: float) -> None:
    """A dated change takes effect."""
    plan(sim, when, PlannedEvent.CHANGE, 0, 0)


def plan_midnight(sim: Sim, day: int) -> None:
    """A day begins."""
    plan(sim, float(day), PlannedEvent.MIDNIGHT, 0, 0, 0, day)


STEPS = (
    plan_failure, plan_return, plan_arrival, plan_heal, plan_touch, plan_regular, plan_look,
    plan_delivery, plan_release, plan_staffing, plan_change, plan_midnight,
)  # fmt: skip
