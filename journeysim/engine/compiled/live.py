"""Live: a run as arrays: the world, people, cases, lines, the plan and the log of a compiled run.

The layouts are made from the states the steps know (`model.customer`, `engine.state`), so a field
is declared once. Nothing here allocates while a run is under way: when room runs out the kernel
says so and `roomier` gives it more.
"""

from __future__ import annotations

from dataclasses import fields
from enum import IntEnum
from functools import cache
from typing import Any, NamedTuple

import numpy as np

from journeysim.engine.log import ROW, Array
from journeysim.engine.state import Errand, Firm, Line, Ration
from journeysim.model.customer import Case, Customer, Shield
from journeysim.scenario.world import World, templates


class Count(IntEnum):
    """What is counted beside the arrays, by its place in `Live.counts`."""

    PLANNED = 0
    LOGGED = 1
    PEOPLE = 2
    CASES = 3
    ERRANDS = 4
    STATUS = 5
    DETAIL = 6
    BEGUN = 7
    REPLAN = 8


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
    log: Array
    counts: Array
    now: Array
    mood: Array


TIMER = np.dtype(
    (
        np.record,
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
        ),
    )
)
"""One planned event: when, the order of equal times, what, of whom, and up to four parameters."""

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
    return "i8" if name == "key" else "i4"


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
_ROWS = ("segments", "sites", "problems", "sales", "service", "care")
_TABLES = ("channels", "touches")
_NUMBERS = {"changes": "f8", "programmes": "f8", "trained": "f8", "trained_at": "f8", "table": "f8"}


def arrays(world: World) -> Any:
    """The same world with a record for each section and an array for each list of them."""
    empty = templates()
    found: dict[str, Any] = {}
    for name, value in world._asdict().items():
        if name in _RECORDS:
            found[name] = np.array([_plain(value)], dtype=_type_of(value))[0]
        elif name in _ROWS:
            kind = _type_of(value[0] if value else empty[name])
            found[name] = np.array([_plain(row) for row in value], dtype=kind)
        elif name in _TABLES:
            kind = _type_of(empty[name])
            table = np.empty((len(value), len(value[0])), dtype=kind)
            for phase, row in enumerate(value):
                for slot, record in enumerate(row):
                    table[phase, slot] = _plain(record)
            found[name] = table
        elif name in ("grid", "max_customers"):
            found[name] = value
        else:
            kind = np.dtype(_NUMBERS.get(name, "f8" if name in _FLOATS else "i8"))
            found[name] = np.array(value, dtype=kind).reshape(_shape(value, _DEPTH.get(name, 1)))
    return World(**found)


_FLOATS = ("handling", "set_ups")
_DEPTH = {
    "rosters": 3,
    "paid": 3,
    "opens": 3,
    "set_off": 3,
    "handling": 2,
    "set_ups": 2,
    "interceptions": 2,
    "begins": 2,
}


def _shape(value: Any, depth: int) -> tuple[int, ...]:
    """The shape of nested tuples of a known depth, empty ones included."""
    shape = []
    for _ in range(depth):
        shape.append(len(value))
        value = value[0] if len(value) else ()
    return tuple(shape)


def begun(world: Any, root: int) -> Live:
    """A run before its first moment, with room for it."""
    customers = int(world.population.customers)
    kinds, touches = len(world.problems), world.touches.shape[1]
    people = customers + 1024
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
        plan=np.zeros(customers * (1 + kinds + touches) + 8192, dtype=TIMER),
        log=np.zeros(customers + 8192, dtype=LOG_ROW),
        counts=np.zeros(len(Count), dtype=np.int64),
        now=np.zeros(1),
        mood=np.zeros((0, 3)),
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
    live.counts[Count.REPLAN] = 1
    return live._replace(world=world, lines=lines, rations=rations)


def roomier(live: Live) -> Live:
    """The same run with twice the room wherever more than half is taken."""
    counts = live.counts
    found: dict[str, Any] = {}
    for name, state, count in (
        ("people", Customer, Count.PEOPLE),
        ("cases", Case, Count.CASES),
        ("errands", Errand, Count.ERRANDS),
    ):
        array = getattr(live, name)
        if 2 * counts[count] > len(array):
            found[name] = np.concatenate([array, blank(state, len(array))])
    if "people" in found:
        found["shields"] = np.concatenate([live.shields, np.zeros_like(live.shields)])
    for name, count in (("plan", Count.PLANNED), ("log", Count.LOGGED)):
        array = getattr(live, name)
        if 2 * counts[count] > len(array):
            found[name] = np.concatenate([array, np.zeros(len(array), dtype=array.dtype)])
    if not found:
        found["plan"] = np.concatenate([live.plan, np.zeros_like(live.plan)])
    return live._replace(**found)
