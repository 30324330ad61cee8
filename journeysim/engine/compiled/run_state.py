"""Run state: a run as arrays: world, people, cases, stations, event calendar and log.

Nothing allocates while a run is under way: when room runs out the kernel says so and `room.grown`
gives it more. The log is the last in its memory, so that it grows where it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Any, NamedTuple

import numpy as np

from journeysim.engine.compiled.layouts import (
    BUCKET,
    CHUNK,
    CHUNK_RECORD,
    EVENT_RECORD,
    HEAP_ENTRY,
    LOG_ROW,
    blank,
    layout,
    plain,
    type_of,
)
from journeysim.engine.compiled.memory import Memory
from journeysim.engine.log import Array
from journeysim.engine.state import NOBODY, DailyQuota, Firm, Station, WorkItem
from journeysim.model.care import AFTER_SILENCE, EVERY, ON_DATE
from journeysim.model.customer import Case, Customer, Dealings, TouchMemory
from journeysim.model.week import ROW
from journeysim.scenario.encoding import templates
from journeysim.scenario.world import Encoded, World


@dataclass(slots=True)
class Counters:
    """The clock, the calendar's hand, what is taken of each array, and how the kernel stands.

    slices: of a day; slice: the one whose events lie in `heap`; window: the one it lies in, of two
    to the power `bits` slices; planned: events there are; short: what there is too little room in.
    """

    now: float = 0.0
    slices: float = 1.0
    slice: int = -1
    bits: int = 0
    window: int = 0
    near: int = 0
    planned: int = 0
    events: int = 0
    spare_event: int = NOBODY
    chunks: int = 0
    spare_chunk: int = NOBODY
    logged: int = 0
    people: int = 0
    dealings: int = 0
    cases: int = 0
    work_items: int = 0
    short: int = 0
    status: int = 0
    detail: int = 0
    begun: int = 0
    replan: int = 0


class Status(IntEnum):
    """Why a kernel stopped."""

    DONE = 0
    FULL = 1
    PAUSED = 2
    TOO_MANY = 3
    NO_TIME = 4


LOG, EVENTS, PEOPLE, CASES, WORK_ITEMS, CHUNKS, HEAP, DEALINGS = 1, 2, 4, 8, 16, 32, 64, 128
"""What may be short of room, each a bit of `Counters.short`."""


class RunState(NamedTuple):
    """A run in progress; every member but `root` is an array or a record of them.

    blank_person to blank_item: one of each as it is when new.
    """

    world: Any
    root: int
    firm: Array
    people: Array
    memories: Array
    dealings: Array
    cases: Array
    stations: Array
    work_items: Array
    quotas: Array
    blank_person: Array
    blank_memory: Array
    blank_dealings: Array
    blank_case: Array
    blank_item: Array
    heap: Array
    buckets: Array
    chunks: Array
    events: Array
    log: Array
    counters: Array


WINDOW, WINDOWS = 16, 32
"""Days of a window, and windows that have buckets of their own until they come round again; both
powers of two. What is due in the window under way has its slice, what is due later waits."""

FIRST_HEAP = 8192
"""Events of one slice there is room for at first, beside one in 16 customers: whoever waits may plan some."""

VAST = 1 << 20
"""Customers from which memory is counted: below, there is room for as many newcomers."""

MOST_SLICES = 8192
"""Slices of a day at most: each of a window has its bucket."""

_NUMBERS = ("grid", "start", "opening", "max_customers", "usual_price")
_RECORDS = ("population", "purchase", "leaving", "experience", "talk")
_TABLES = ("channels", "touches")


def arrays(world: World) -> Any:
    """The same world with a record for each section and an array for each list of them."""
    empty = templates()
    members: dict[str, Any] = {
        **{name: getattr(world, name) for name in _NUMBERS},
        "shop": np.array(world.shop, dtype=np.int64),
        "weeks": np.array(world.weeks, dtype=np.float64).reshape(-1, ROW),
        "openings": np.array(world.openings, dtype=np.float64).reshape(-1, ROW),
        "rates": _table(world.rates),
        "table": np.array(world.table, dtype=np.float64),
        "classes": _rows(world, "classes"),
        "phases": _rows(world, "phases"),
        **_of_stage(world),
    }
    for name in _TABLES:
        rows = getattr(world, name)
        table = np.empty((len(rows), len(rows[0])), dtype=type_of(empty[name]))
        for phase, row in enumerate(rows):
            for slot, record in enumerate(row):
                table[phase, slot] = plain(record)
        members[name] = table
    return World(**members)


def _of_stage(world: World) -> dict[str, Any]:
    """What of a world may change by date."""
    members: dict[str, Any] = {}
    for name in _RECORDS:
        value = getattr(world, name)
        members[name] = np.array([plain(value)], dtype=type_of(value))[0]
    return members | {name: _rows(world, name) for name in ("segments", "problems")}


def _table(rows: Sequence[Sequence[float]]) -> Array:
    return np.array(rows, dtype=np.float64).reshape(len(rows), len(rows[0]) if rows else 0)


def _rows(world: World, name: str) -> Array:
    rows = getattr(world, name)
    kind = type_of(rows[0] if rows else templates()[name])
    return np.array([plain(row) for row in rows], dtype=kind)


def staged_arrays(encoded: Encoded) -> tuple[Any, ...]:
    """The world of day 0 as arrays, and those that take its place, which share what stays."""
    first = arrays(encoded.world)
    return (first, *(first._replace(**_of_stage(world)) for _, world in encoded.later))


def begun(world: Any, root: int, memory: Memory) -> RunState:
    """A run before its first moment, with room for all but its log in a memory."""
    world = memory.held(world)
    customers = int(world.population.customers)
    touches = world.touches.shape[1]
    people = 2 * customers + 8192 if customers < VAST else customers + customers // 64 + 1024
    events = _planned(world, customers)
    slices = _slices(world, customers)
    counters = blank(Counters, memory)
    counters["slices"] = slices
    counters["bits"] = (WINDOW * slices).bit_length() - 1
    counters["now"] = world.start
    buckets = memory.empty(WINDOW * slices + WINDOWS, BUCKET)
    buckets[:] = np.array((NOBODY, 0), BUCKET)
    return RunState(
        world=world,
        root=root,
        firm=blank(Firm, memory),
        people=memory.empty(people, layout(Customer)),
        memories=memory.empty(people * touches, layout(TouchMemory)).reshape(people, touches),
        dealings=memory.empty(people if customers < VAST else customers // 8, layout(Dealings)),
        cases=memory.empty(1024 + customers * (2 if customers < VAST else 5) // 8, layout(Case)),
        stations=_stations(world, memory),
        work_items=memory.empty(4096, layout(WorkItem)),
        quotas=blank(DailyQuota, memory, touches),
        blank_person=blank(Customer, memory),
        blank_memory=blank(TouchMemory, memory),
        blank_dealings=blank(Dealings, memory),
        blank_case=blank(Case, memory),
        blank_item=blank(WorkItem, memory),
        heap=memory.empty(FIRST_HEAP + customers // 16, HEAP_ENTRY),
        buckets=buckets,
        chunks=memory.empty(_chunks(len(buckets), people + events), CHUNK_RECORD),
        events=memory.empty(events, EVENT_RECORD),
        log=memory.empty(0, LOG_ROW),
        counters=counters,
    )


def _planned(world: Any, customers: int) -> int:
    """Events that may be planned beside occasions: candidates of all streams, and touches."""
    streams = len(world.problems) * (2 if world.population.newcomer_problems > 0.0 else 1)
    triggers: Array = world.touches["trigger"]
    if customers < VAST:
        return customers * (streams + int(triggers.shape[1])) + 8192
    timed = int(np.isin(triggers, (AFTER_SILENCE, EVERY, ON_DATE)).any(axis=0).sum())
    return customers * (streams + timed) + customers // 8 + 8192


def _slices(world: Any, customers: int) -> int:
    """Slices of a day, a power of two, so that a slice holds a few dozen events.

    Some hundred customers bring so many where little happens; where much does, their occasions and
    what comes to them by rate are counted.
    """
    often = 1.0 / max(1e-9, float(world.segments["gap_days"].min()))
    a_day = customers * (often + float(world.problems["rate"].sum()))
    slices = 1
    while slices < MOST_SLICES and (512 * slices < customers or 32 * slices < a_day):
        slices *= 2
    return slices


def _chunks(buckets: int, planned: int) -> int:
    """Chunks that so many events may take: one of a bucket is not full, and one is being read."""
    return buckets + planned // CHUNK + 2


def _stations(world: Any, memory: Memory) -> Array:
    stations = blank(Station, memory, world.channels.shape[1])
    stations["slot"] = np.arange(len(stations))
    return stations


def in_world(state: RunState, world: Any, memory: Memory) -> RunState:
    """The same run in a world that goes on differently, with room for its new channels and touches."""
    stations = _stations(world, memory)
    stations[: len(state.stations)] = state.stations
    known, touches = len(state.quotas), world.touches.shape[1]
    quotas, memories = state.quotas, state.memories
    if touches > known:
        quotas = blank(DailyQuota, memory, touches)
        quotas[:known] = state.quotas
        room = memory.zeros(len(state.people) * touches, layout(TouchMemory))
        memories = room.reshape(len(state.people), touches)
        memories[:, :known] = state.memories
    state.counters[0]["replan"] = 1
    world = memory.held(world)
    return state._replace(world=world, stations=stations, quotas=quotas, memories=memories)
