"""Live: a run as arrays: the world, people, cases, lines, the plan and the log of a compiled run.

Nothing allocates while a run is under way: when room runs out the kernel
says so and `roomier` gives it more.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import Any, NamedTuple

import numpy as np

from journeysim.engine.compiled.layouts import (
    ENTRY,
    LOG_ROW,
    PAGE,
    PAGE_ROW,
    SLOT,
    TIMER,
    blank,
    layout,
    on_lines,
    plain,
    type_of,
)
from journeysim.engine.log import Array
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
    pages: int = 0
    spare_page: int = NOBODY
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
    pages: Array
    timers: Array
    log: Array
    gauge: Array


EVENTS = 48
"""Rows of the log there is room for at first, a customer; room nobody writes to costs nothing."""

TURN = 64
"""Days after which the calendar's slots come round again."""

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
        found[name] = np.array([plain(value)], dtype=type_of(value))[0]
    for name in _ROWS:
        rows = getattr(world, name)
        kind = type_of(rows[0] if rows else empty[name])
        found[name] = np.array([plain(row) for row in rows], dtype=kind)
    for name in _TABLES:
        rows = getattr(world, name)
        table = np.empty((len(rows), len(rows[0])), dtype=type_of(empty[name]))
        for phase, row in enumerate(rows):
            for slot, record in enumerate(row):
                table[phase, slot] = plain(record)
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
        wheel=np.full(TURN * slices, np.array((NOBODY, 0), SLOT)),
        pages=on_lines(_pages(TURN * slices, planned), PAGE_ROW),
        timers=on_lines(planned, TIMER),
        log=on_lines(EVENTS * customers + 8192, LOG_ROW),
        gauge=gauge,
    )


def _slices(customers: int) -> int:
    """Slices of a day, a power of two, so that a slice holds a few dozen events."""
    slices = 1
    while 512 * slices < customers and slices < 4096:
        slices *= 2
    return slices


def _pages(slots: int, planned: int) -> int:
    """Pages that so many plans may take: one of a slot is not full, and one is being read."""
    return slots + planned // PAGE + 2


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
        found["log"] = on_lines(2 * len(live.log), LOG_ROW)
    if short & PLAN:
        planned = 2 * len(live.timers)
        found["timers"] = on_lines(planned, TIMER)
        found["plan"] = np.empty(planned, ENTRY)
        found["pages"] = on_lines(_pages(len(live.wheel), planned), PAGE_ROW)
    for name, array in found.items():
        array[: len(getattr(live, name))] = getattr(live, name)
    return live._replace(**found)


def copied(live: Live) -> Live:
    """The same run once more, in memory of its own; the world, which nobody changes, is shared."""
    gauge = live.gauge[0]
    counts = {"plan": "near", "pages": "pages", "timers": "timers", "log": "logged"}
    taken = {name: int(gauge[count]) for name, count in counts.items()}
    found: dict[str, Any] = {}
    for name, array in live._asdict().items():
        if name not in ("world", "root"):
            room = on_lines(array.size, array.dtype)
            count = array.dtype.itemsize * taken.get(name, array.size)
            room.view(np.uint8)[:count] = array.reshape(-1).view(np.uint8)[:count]
            found[name] = room.reshape(array.shape)
    return live._replace(**found)
