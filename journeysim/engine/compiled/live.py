"""Live: a run as arrays: the world, people, cases, lines, the plan and the log of a compiled run.

The layouts are made from the states the steps know (`model.customer`, `engine.state`), so a field
is declared once. Nothing here allocates while a run is under way: when room runs out the kernel
says so and `roomier` gives it more.
"""

from __future__ import annotations

from collections.abc import Callable
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
    """The clock, the calendar's hand, what is taken of each array, and how the kernel stands.

    slices: of a day, each a slot of the calendar; turn: the slice whose events lie in `plan`;
    short: what there is too little room in.
    """

    now: float = 0.0
    slices: float = 1.0
    turn: int = 0
    near: int = 0
    planned: int = 0
    timers: int = 0
    spare_timer: int = NOBODY
    logged: int = 0
    people: int = 0
    cases: int = 0
    errands: int = 0
    short: int = 0
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


LOG, PLAN, PEOPLE, CASES, ERRANDS = 1, 2, 4, 8, 16
"""What may be short of room, each a bit of `Gauge.short`."""


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
    wheel: Array
    links: Array
    timers: Array
    log: Array
    gauge: Array


LINE = 64
"""Bytes the processor fetches at once; what is read together lies within as few as can be."""


def _whole_lines(kind: np.dtype[Any]) -> np.dtype[Any]:
    """A record that takes whole lines, so that none of an array shares its last with the next."""
    names = list(kind.names or ())
    columns = [kind.fields[name] for name in names] if kind.fields else []
    return np.dtype(
        (
            np.record,
            np.dtype(
                {
                    "names": names,
                    "formats": [column[0] for column in columns],
                    "offsets": [column[1] for column in columns],
                    "itemsize": -(-kind.itemsize // LINE) * LINE,
                    "aligned": True,
                }
            ),
        )
    )


def _on_lines(count: int, kind: np.dtype[Any], make: Callable[..., Array] = np.empty) -> Array:
    """So many records from the beginning of a line; memory nobody writes to is not taken."""
    room = make(count * kind.itemsize + LINE, dtype=np.uint8)
    start = -room.ctypes.data % LINE
    return room[start : start + count * kind.itemsize].view(kind)


ENTRY = np.dtype((np.record, np.dtype([("time", "f8"), ("place", "i4")], align=True)))
"""One entry of the plan: a time, and the place of what is due then; small, because they move."""

TIMER = _whole_lines(
    np.dtype(
        [
            ("time", "f8"),
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
    )
)
"""What is due: when, the order of equal times, what, of whom, and up to four parameters."""

EVENTS = 48
"""Rows of the log there is room for at first, a customer; room nobody writes to costs nothing."""

TURN = 64
"""Days after which the calendar's slots come round again."""

LOG_ROW = np.dtype((np.record, ROW))
"""A row of the log as the kernel writes it."""


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
    kind = np.dtype((np.record, np.dtype(columns, align=True)))
    return _whole_lines(kind) if kind.itemsize > LINE else kind


def _width(name: str) -> str:
    return "i8" if name in ("key", "turn", "near", "planned", "timers", "logged") else "i4"


def blank(state: type, count: int) -> Array:
    """So many states, each at its defaults."""
    array = _on_lines(count, layout(state), np.zeros)
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
    slices = _slices(customers)
    gauge = blank(Gauge, 1)
    gauge["slices"] = slices
    return Live(
        world=world,
        root=root,
        firm=blank(Firm, 1),
        people=blank(Customer, people),
        shields=np.zeros((people, max(1, kinds)), dtype=layout(Shield)),
        cases=blank(Case, 1024 + customers // 4),
        lines=_lines(world),
        errands=blank(Errand, 4096),
        rations=blank(Ration, touches),
        plan=np.empty(planned, dtype=ENTRY),
        wheel=np.full(TURN * slices, NOBODY, dtype=np.int32),
        links=np.empty(planned, dtype=np.int32),
        timers=_on_lines(planned, TIMER),
        log=_on_lines(EVENTS * customers + 8192, LOG_ROW),
        gauge=gauge,
    )


def _slices(customers: int) -> int:
    """Slices of a day, a power of two, so that a slice holds a few dozen events."""
    slices = 1
    while 256 * slices < customers and slices < 4096:
        slices *= 2
    return slices


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
    """The same run with twice the room in whatever is short."""
    short = live.gauge[0]["short"]
    found: dict[str, Any] = {}
    for bit, name, state in (
        (PEOPLE, "people", Customer),
        (CASES, "cases", Case),
        (ERRANDS, "errands", Errand),
    ):
        if short & bit:
            found[name] = blank(state, 2 * len(getattr(live, name)))
    if short & PEOPLE:
        found["shields"] = np.zeros((2 * len(live.people), *live.shields.shape[1:]), layout(Shield))
    if short & LOG:
        found["log"] = _on_lines(2 * len(live.log), LOG_ROW)
    if short & PLAN:
        planned = 2 * len(live.timers)
        found["timers"] = _on_lines(planned, TIMER)
        found["plan"] = np.empty(planned, ENTRY)
        found["links"] = np.empty(planned, np.int32)
    for name, array in found.items():
        array[: len(getattr(live, name))] = getattr(live, name)
    return live._replace(**found)
