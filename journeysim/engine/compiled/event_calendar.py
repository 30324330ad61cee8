"""Event calendar: what is planned and when, in the order of (time, type, key, rank).

What is due in the slice of the day under way lies in a small binary heap. What comes later in the
window of days under way waits, in no order, in the bucket of its slice; what comes later still in
that of its window, which is poured into those of its slices when it begins. So no heap is large and
no event moves often. An occasion has no record of its own: whose it is says everything else.
"""

from __future__ import annotations

from math import ceil, inf
from typing import Any

from journeysim.engine.compiled import event_heap
from journeysim.engine.compiled.event_heap import OCCASION, heap_push
from journeysim.engine.compiled.layouts import CHUNK
from journeysim.engine.compiled.run_state import HEAP, WINDOWS, Status
from journeysim.engine.state import NOBODY

NO_TIME = int(Status.NO_TIME)

FAR = 1e6
"""Days: everything later shares one slice, which no run reaches."""


def insert(
    sim: Any,
    time: float,
    what: int,
    order: int,
    row: int = 0,
    a: int = 0,
    b: int = 0,
    x: float = 0.0,
    y: float = 0.0,
) -> None:
    """Plan an event; an infinite time never comes."""
    time = time_to_come(sim, time, what)
    if time == inf:
        return
    place = new_event(sim)
    event = sim.events[place]
    event.what = what
    event.order = order
    event.a = a
    event.b = b
    event.x = x
    event.y = y
    put(sim, time, place, row)


def insert_occasion(sim: Any, time: float, row: int) -> None:
    """Plan the next occasion of a customer, who never has two."""
    time = time_to_come(sim, time, OCCASION)
    if time < inf:
        put(sim, time, NOBODY, row)


def time_to_come(sim: Any, time: float, what: int) -> float:
    """A time, or the next one of the grid; infinite if it never comes. No time ends the run."""
    grid: float = sim.world.grid
    if not time < inf:
        if not time >= 0.0:
            sim.counters[0].status, sim.counters[0].detail = NO_TIME, what
        return inf
    return ceil(time / grid) * grid if grid > 0.0 else time


def new_event(sim: Any) -> int:
    """A free place for an event."""
    counters = sim.counters[0]
    place: int = counters.spare_event
    if place == NOBODY:
        place = counters.events
        counters.events = counters.events + 1
    else:
        counters.spare_event = sim.events[place].a
    return place


def give_back(sim: Any, place: int) -> None:
    """An event has been read; its place is free."""
    sim.events[place].a = sim.counters[0].spare_event
    sim.counters[0].spare_event = place


def put(sim: Any, time: float, place: int, row: int) -> None:
    """Put a planned event where it waits."""
    counters = sim.counters[0]
    counters.planned = counters.planned + 1
    number = slice_of(sim, time)
    if number <= counters.slice:
        heap_push(sim, time, place, row)
    else:
        wait(sim, number, time, place, row)


def slice_of(sim: Any, time: float) -> int:
    """The slice of a day that a time lies in, from the first; a later time, no earlier one."""
    return int((min(time, FAR) - sim.world.start) * sim.counters[0].slices)


def wait(sim: Any, number: int, time: float, place: int, row: int) -> None:
    """Put an event into the bucket of its slice, or of its window if that has not begun."""
    counters = sim.counters[0]
    window = number >> counters.bits
    within = (1 << counters.bits) - 1
    if window == counters.window:
        bucket_push(sim, number & within, time, place, row)
    else:
        bucket_push(sim, within + 1 + (window & (WINDOWS - 1)), time, place, row)


def bucket_push(sim: Any, number: int, time: float, place: int, row: int) -> None:
    """Put an event into a bucket, until that begins."""
    bucket = sim.buckets[number]
    line = bucket.count % CHUNK
    if line == 0:
        chunk = new_chunk(sim)
        sim.chunks[chunk].before = bucket.chunk
        bucket.chunk = chunk
    bucket.count = bucket.count + 1
    chunk = sim.chunks[bucket.chunk]
    chunk.time[line] = time
    chunk.place[line] = place
    chunk.row[line] = row


def new_chunk(sim: Any) -> int:
    """An empty chunk."""
    counters = sim.counters[0]
    chunk: int = counters.spare_chunk
    if chunk == NOBODY:
        chunk = counters.chunks
        counters.chunks = counters.chunks + 1
    else:
        counters.spare_chunk = sim.chunks[chunk].before
    return chunk


def free_chunk(sim: Any, number: int) -> int:
    """A chunk has been read; the one before it in its bucket."""
    chunk, counters = sim.chunks[number], sim.counters[0]
    before: int = chunk.before
    chunk.before = counters.spare_chunk
    counters.spare_chunk = number
    return before


def comes_before(sim: Any, until: float) -> bool:
    """Is anything planned before a time? Begins slices until the first such event is near.

    Where the heap has no room for a slice, that is noted, and nothing is near.
    """
    counters = sim.counters[0]
    while counters.near == 0:
        if counters.planned == 0 or counters.slice >= slice_of(sim, until):
            return False
        if not begin_slice(sim):
            return False
    return bool(sim.heap[0].time < until)


def begin_slice(sim: Any) -> bool:
    """The next slice begins: what its bucket holds goes into the heap, if that has room."""
    counters = sim.counters[0]
    coming = counters.slice + 1
    if coming >> counters.bits != counters.window:
        begin_window(sim, coming >> counters.bits)
    bucket = sim.buckets[coming & ((1 << counters.bits) - 1)]
    number, count = bucket.chunk, bucket.count
    if count > len(sim.heap):
        counters.short = HEAP
        return False
    counters.slice = coming
    bucket.chunk = NOBODY
    bucket.count = 0
    while count > 0:
        chunk, first = sim.chunks[number], (count - 1) // CHUNK * CHUNK
        for line in range(count - first):
            heap_push(sim, chunk.time[line], chunk.place[line], chunk.row[line])
        number, count = free_chunk(sim, number), first
    look_ahead(sim)
    return True


def begin_window(sim: Any, window: int) -> None:
    """A window begins: what waits for it goes into the buckets of its slices."""
    counters = sim.counters[0]
    counters.window = window
    bucket = sim.buckets[(1 << counters.bits) + (window & (WINDOWS - 1))]
    number, count = bucket.chunk, bucket.count
    bucket.chunk = NOBODY
    bucket.count = 0
    while count > 0:
        chunk, first = sim.chunks[number], (count - 1) // CHUNK * CHUNK
        for line in range(count - first):
            time, place, row = chunk.time[line], chunk.place[line], chunk.row[line]
            wait(sim, slice_of(sim, time), time, place, row)
        number, count = free_chunk(sim, number), first


def look_ahead(sim: Any) -> None:
    """Ask for what the slice after this one will read: what is due then, and whom it concerns."""
    counters = sim.counters[0]
    coming = counters.slice + 1
    if coming >> counters.bits != counters.window:
        return
    bucket = sim.buckets[coming & ((1 << counters.bits) - 1)]
    number, count = bucket.chunk, bucket.count
    while count > 0:
        chunk, first = sim.chunks[number], (count - 1) // CHUNK * CHUNK
        for line in range(count - first):
            if chunk.place[line] != NOBODY:
                fetch_ahead(sim.events[chunk.place[line]])
            fetch_ahead(sim.people[chunk.row[line]])
        number, count = chunk.before, first


def fetch_ahead(_record: Any) -> None:
    """Compiled: the processor begins to fetch a record that will be read soon (`intrinsics`)."""


STEPS = (
    *event_heap.STEPS,
    new_event, give_back, time_to_come, slice_of, new_chunk, free_chunk, bucket_push, wait, put, insert,
    insert_occasion, begin_window, look_ahead, begin_slice, comes_before,
)  # fmt: skip
