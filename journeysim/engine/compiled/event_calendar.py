"""Event calendar: what is planned and when, a bucket queue whose bucket under way is a heap.

`insert` puts an event into the calendar. What is due in the slice of the day under way lies in a
small binary heap in the order of (time, type, key, rank); what comes later waits, in no order, in
the chunks of its bucket, and buckets come round again and again. So no heap is ever large, and a
slice that begins reads a chunk or two.
"""

from __future__ import annotations

from math import ceil, inf
from typing import Any

from journeysim.engine.compiled.layouts import CHUNK
from journeysim.engine.compiled.run_state import Status
from journeysim.engine.state import NOBODY

NO_TIME = int(Status.NO_TIME)

FAR = 1e6
"""Days: everything later shares one slice, which no run reaches."""


def precedes(events: Any, one: int, other: int) -> bool:
    """Of two events planned for the same time, does one come before the other?"""
    mine, theirs = events[one], events[other]
    if mine.what != theirs.what:
        return bool(mine.what < theirs.what)
    if mine.key != theirs.key:
        return bool(mine.key < theirs.key)
    return bool(mine.order < theirs.order)


def insert(
    sim: Any,
    time: float,
    what: int,
    key: int,
    order: int,
    row: int = 0,
    a: int = 0,
    b: int = 0,
    x: float = 0.0,
    y: float = 0.0,
) -> None:
    """Plan an event; an infinite time never comes."""
    grid = sim.world.grid
    if grid > 0.0 and time < inf:
        time = ceil(time / grid) * grid
    if not time < inf:
        if not time >= 0.0:
            sim.counters[0].status = NO_TIME
            sim.counters[0].detail = what
        return
    counters = sim.counters[0]
    place = counters.spare_event
    if place == NOBODY:
        place = counters.events
        counters.events = counters.events + 1
    else:
        counters.spare_event = sim.events[place].row
    event = sim.events[place]
    event.time = time
    event.what = what
    event.key = key
    event.order = order
    event.row = row
    event.a = a
    event.b = b
    event.x = x
    event.y = y
    counters.planned = counters.planned + 1
    number = slice_of(sim, time)
    if number <= counters.slice:
        heap_push(sim, time, place)
    else:
        bucket_push(sim, number, time, place, row)


def slice_of(sim: Any, time: float) -> int:
    """The slice of a day that a time lies in, from the first; a later time, no earlier one."""
    return int((min(time, FAR) - sim.world.start) * sim.counters[0].slices)


def bucket_push(sim: Any, number: int, time: float, place: int, row: int) -> None:
    """Put an event into the bucket of its slice, until that begins."""
    bucket = sim.buckets[number & (len(sim.buckets) - 1)]
    if bucket.chunk == NOBODY or bucket.filled == CHUNK:
        chunk = new_chunk(sim)
        sim.chunks[chunk].before = bucket.chunk
        bucket.chunk = chunk
        bucket.filled = 0
    chunk, line = sim.chunks[bucket.chunk], bucket.filled
    chunk.time[line] = time
    chunk.place[line] = place
    chunk.row[line] = row
    bucket.filled = line + 1


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


def heap_push(sim: Any, time: float, place: int) -> None:
    """Put an event into the heap of the slice under way."""
    heap, events, child = sim.heap, sim.events, sim.counters[0].near
    sim.counters[0].near = child + 1
    last = heap[child]
    last.time = time
    last.place = place
    while child > 0:
        parent = (child - 1) >> 1
        above = heap[parent]
        if above.time < time:
            break
        if above.time == time and not precedes(events, place, above.place):
            break
        heap[child] = above
        child = parent
    mine = heap[child]
    mine.time = time
    mine.place = place


def comes_before(sim: Any, until: float) -> bool:
    """Is anything planned before a time? Begins slices until the first such event is near."""
    counters = sim.counters[0]
    while counters.near == 0:
        if counters.planned == 0 or counters.slice >= slice_of(sim, until):
            return False
        begin_slice(sim)
    return bool(sim.heap[0].time < until)


def begin_slice(sim: Any) -> None:
    """The next slice begins: what its bucket holds goes into the heap, if it is its turn."""
    counters = sim.counters[0]
    counters.slice = counters.slice + 1
    bucket = sim.buckets[counters.slice & (len(sim.buckets) - 1)]
    number, filled = bucket.chunk, bucket.filled
    bucket.chunk = NOBODY
    bucket.filled = 0
    while number != NOBODY:
        chunk = sim.chunks[number]
        for line in range(filled):
            time, place, row = chunk.time[line], chunk.place[line], chunk.row[line]
            its_slice = slice_of(sim, time)
            if its_slice == counters.slice:
                heap_push(sim, time, place)
            else:
                bucket_push(sim, its_slice, time, place, row)
        before = chunk.before
        chunk.before = counters.spare_chunk
        counters.spare_chunk = number
        number, filled = before, CHUNK
    look_ahead(sim)


def look_ahead(sim: Any) -> None:
    """Ask for what the slice after this one will read: what is due then, and whom it concerns."""
    coming = sim.counters[0].slice + 1
    bucket = sim.buckets[coming & (len(sim.buckets) - 1)]
    number, filled = bucket.chunk, bucket.filled
    while number != NOBODY:
        chunk = sim.chunks[number]
        for line in range(filled):
            if slice_of(sim, chunk.time[line]) == coming:
                fetch_ahead(sim.events[chunk.place[line]])
                fetch_ahead(sim.people[chunk.row[line]])
        number, filled = chunk.before, CHUNK


def fetch_ahead(_record: Any) -> None:
    """Compiled: the processor begins to fetch a record that will be read soon (`intrinsics`)."""


def heap_pop(sim: Any) -> int:
    """Take the first event off the heap; its place, which the caller gives back."""
    counters, heap, events = sim.counters[0], sim.heap, sim.events
    first: int = heap[0].place
    counters.planned = counters.planned - 1
    counters.near = counters.near - 1
    size = counters.near
    time, place = heap[size].time, heap[size].place
    parent, child = 0, 1
    while child < size:
        soonest, beside = heap[child].time, child + 1
        if beside < size:
            other = heap[beside].time
            if other < soonest or (
                other == soonest and precedes(events, heap[beside].place, heap[child].place)
            ):
                child, soonest = beside, other
        if time < soonest or (time == soonest and precedes(events, place, heap[child].place)):
            break
        heap[parent] = heap[child]
        parent = child
        child = 2 * parent + 1
    mine = heap[parent]
    mine.time = time
    mine.place = place
    return first


def give_back(sim: Any, place: int) -> None:
    """An event has been read; its place is free."""
    sim.events[place].row = sim.counters[0].spare_event
    sim.counters[0].spare_event = place


STEPS = (
    precedes, insert, slice_of, new_chunk, bucket_push, heap_push, comes_before, look_ahead,
    begin_slice, heap_pop, give_back,
)  # fmt: skip
