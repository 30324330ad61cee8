"""Live: a run as arrays: the world, people, cases, lines, the plan and the log of a compiled run.

The layouts are made from the states the steps know (`model.customer`, `engine.state`), so a field
is declared once. Nothing here allocates while a run is under way: when room runs out the kernel
says so and `roomier` gives it more.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from enum import IntEnum
from functools import cache
from typing import Any, NamedTuple

import numpy as np

from journeysim.engine.log import ROW, Array
from journeysim.engine.state import NOBODY, Errand, Firm, Line, Ration
from journeysim.model.customer import Case, Customer, Shield
from journeysim.scenario.world import World, templates


@dataclass(slots=True)
class Gauge:
    """The clock, what is taken of each array, and how the kernel stands."""

    now: float = 0.0
    planned: int = 0
    timers: int = 0
    spare_timer: int = NOBODY
    logged: int = 0
    people: int = 0
    cases: int = 0
    errands: int = 0
    status: int = 0
    detail: int = 0
    begun: int = 0
    replan: int = 0


class Status(IntEnum):
    """Why a kernel stopped."""

    DONE = 0
    FULL = 1
    STOPPED = 2
    TOO_MANY = 3
    NO_TIME = 4


class Live(NamedTuple):
    """A run in progress; every member but `root` is an array or a record of them."""

    world: Any
    root: int
    firm: Array
    people: Array
    shields: Array
    cases: Array
    lines: Array
    errands: Array
    rations: Array
    plan: Array
    timers: Array
    log: Array
    gauge: Array


ENTRY = np.dtype((np.record, np.dtype([("time", "f8"), ("place", "i4")], align=True)))
"""One entry of the plan: a time, and the place of what is due then; small, because they move."""

TIMER = np.dtype(
    (
        np.record,
        np.dtype(
            [
                ("key", "i8"),
                ("rank", "i8"),
                ("x", "f8"),
                ("y", "f8"),
                ("due", "i4"),
                ("row", "i4"),
                ("a", "i4"),
                ("b", "i4"),
            ],
            align=True,
        ),
    )
)
"""What is due: the order of equal times, what, of whom, and up to four parameters."""

LOG_ROW = np.dtype((np.record, np.dtype(ROW.descr, align=True)))
"""A row of the log as the kernel writes it, aligned."""


@cache
def layout(state: type) -> np.dtype[Any]:
    """The record of a state: its fields, numbers as they stand, lists as arrays of their length."""
    example = state()
    columns: list[Any] = []
    for field in fields(state):
        value = getattr(example, field.name)
        if isinstance(value, list):
            columns.append((field.name, "f8", (len(value),)))
        else:
            columns.append((field.name, "f8" if isinstance(value, float) else _width(field.name)))
    return np.dtype((np.record, np.dtype(columns, align=True)))


def _width(name: str) -> str:
    return "i8" if name in ("key", "planned", "timers", "logged") else "i4"


def blank(state: type, count: int) -> Array:
    """So many states, each at its defaults."""
    array = np.zeros(count, dtype=layout(state))
    example = state()
    for field in fields(state):
        value = getattr(example, field.name)
        if not isinstance(value, list) and value != 0:
            array[field.name] = value
    return array


def _type_of(value: Any) -> Any:
    """The NumPy type of an encoded value: a number, a row of numbers, or a record of values."""
    if hasattr(value, "_fields"):
        columns = [_column(name, getattr(value, name)) for name in value._fields]
        return np.dtype((np.record, np.dtype(columns, align=True)))
    return np.dtype("f8") if isinstance(value, float) else np.dtype("i8")


def _column(name: str, value: Any) -> Any:
    if isinstance(value, tuple) and not hasattr(value, "_fields"):
        return (name, _type_of(value[0]), (len(value),))
    return (name, _type_of(value))


def _plain(value: Any) -> Any:
    """A record as nested tuples, as NumPy takes them."""
    if isinstance(value, tuple):
        return tuple(_plain(item) for item in value)
    return value


_RECORDS = ("population", "purchase", "leaving", "experience", "talk")
_ROWS = ("segments", "problems", "phases")
_TABLES = ("channels", "touches")


def arrays(world: World) -> Any:
    """The same world with a record for each section and an array for each list of them."""
    empty = templates()
    found: dict[str, Any] = {
        "grid": world.grid,
        "max_customers": world.max_customers,
        "shop": np.array(world.shop, dtype=np.int64),
        "table": np.array(world.table, dtype=np.float64),
    }
    for name in _RECORDS:
        value = getattr(world, name)
        found[name] = np.array([_plain(value)], dtype=_type_of(value))[0]
    for name in _ROWS:
        rows = getattr(world, name)
        kind = _type_of(rows[0] if rows else empty[name])
        found[name] = np.array([_plain(row) for row in rows], dtype=kind)
    for name in _TABLES:
        rows = getattr(world, name)
        table = np.empty((len(rows), len(rows[0])), dtype=_type_of(empty[name]))
        for phase, row in enumerate(rows):
            for slot, record in enumerate(row):
                table[phase, slot] = _plain(record)
        found[name] = table
    return World(**found)


def begun(world: Any, root: int) -> Live:
    """A run before its first moment, with room for it."""
    customers = int(world.population.customers)
    kinds, touches = len(world.problems), world.touches.shape[1]
    people = customers + 1024
    planned = customers * (1 + kinds + touches) + 8192
    return Live(
        world=world,
        root=root,
        firm=blank(Firm, 1),
        people=blank(Customer, people),
        shields=np.zeros((people, max(1, kinds)), dtype=layout(Shield)),
        cases=blank(Case, 4096),
        lines=_lines(world),
        errands=blank(Errand, 4096),
        rations=blank(Ration, touches),
        plan=np.zeros(planned, dtype=ENTRY),
        timers=np.zeros(planned, dtype=TIMER),
        log=np.zeros(customers + 8192, dtype=LOG_ROW),
        gauge=blank(Gauge, 1),
    )


def _lines(world: Any) -> Array:
    lines = blank(Line, world.channels.shape[1])
    lines["slot"] = np.arange(len(lines))
    return lines


def in_world(live: Live, world: Any) -> Live:
    """The same run in a world that goes on differently, with lines and rations for what is new."""
    lines, rations = _lines(world), blank(Ration, world.touches.shape[1])
    lines[: len(live.lines)] = live.lines
    rations[: len(live.rations)] = live.rations
    live.gauge[0]["replan"] = 1
    return live._replace(world=world, lines=lines, rations=rations)


def roomier(live: Live) -> Live:
    """The same run with twice the room wherever more than half is taken."""
    gauge = live.gauge[0]
    found: dict[str, Any] = {}
    for name, state in (("people", Customer), ("cases", Case), ("errands", Errand)):
        array = getattr(live, name)
        if 2 * gauge[name] > len(array):
            found[name] = np.concatenate([array, blank(state, len(array))])
    if "people" in found:
        found["shields"] = np.concatenate([live.shields, np.zeros_like(live.shields)])
    for name, count in (("plan", "planned"), ("timers", "timers"), ("log", "logged")):
        array = getattr(live, name)
        if 2 * gauge[count] > len(array):
            found[name] = np.concatenate([array, np.zeros(len(array), dtype=array.dtype)])
    if not found:
        found["plan"] = np.concatenate([live.plan, np.zeros_like(live.plan)])
    return live._replace(**found)
