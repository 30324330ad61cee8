"""Event heap: which of two events comes first, and the small binary heap of those soon due."""

from __future__ import annotations

from typing import Any

from journeysim.engine.state import NOBODY
from journeysim.events import PlannedEvent
from journeysim.streams import child_key

STAFF, ARRIVAL = int(PlannedEvent.STAFF), int(PlannedEvent.ARRIVAL)

OCCASION = int(PlannedEvent.OCCASION)
"""What is planned where an event has no place: whose it is says everything else."""


def type_of_event(sim: Any, place: int) -> int:
    """What is planned at a place; at none, an occasion."""
    what: int = OCCASION
    if place != NOBODY:
        what = sim.events[place].what
    return what


def key_of(sim: Any, what: int, place: int, row: int) -> int:
    """What orders events of one type that are planned for the same time (see `steps.plans`)."""
    key: int = sim.people[row].key
    if what == ARRIVAL:
        key = child_key(key, sim.events[place].a)
    elif what == STAFF:
        key = sim.events[place].a
    return key


def precedes(sim: Any, place: int, row: int, other: int, its_row: int) -> bool:
    """Of two events planned for the same time, does one come before the other?"""
    what, its = type_of_event(sim, place), type_of_event(sim, other)
    if what != its:
        return bool(what < its)
    key, its_key = key_of(sim, what, place, row), key_of(sim, what, other, its_row)
    if key != its_key:
        return bool(key < its_key)
    return bool(place != NOBODY and sim.events[place].order < sim.events[other].order)


def heap_push(sim: Any, time: float, place: int, row: int) -> None:
    """Put an event into the heap of the slice under way."""
    heap, child = sim.heap, sim.counters[0].near
    sim.counters[0].near = child + 1
    while child > 0:
        parent = (child - 1) >> 1
        above = heap[parent]
        if above.time < time:
            break
        if above.time == time and not precedes(sim, place, row, above.place, above.row):
            break
        heap[child] = above
        child = parent
    mine = heap[child]
    mine.time = time
    mine.place = place
    mine.row = row


def heap_pop(sim: Any) -> None:
    """Take the first event off the heap."""
    counters, heap = sim.counters[0], sim.heap
    counters.planned = counters.planned - 1
    counters.near = counters.near - 1
    size = counters.near
    last = heap[size]
    time, place, row = last.time, last.place, last.row
    parent, child = 0, 1
    while child < size:
        first, beside = heap[child], child + 1
        if beside < size:
            other = heap[beside]
            if other.time < first.time or (
                other.time == first.time
                and precedes(sim, other.place, other.row, first.place, first.row)
            ):
                child, first = beside, other
        if time < first.time or (
            time == first.time and precedes(sim, place, row, first.place, first.row)
        ):
            break
        heap[parent] = first
        parent = child
        child = 2 * parent + 1
    mine = heap[parent]
    mine.time = time
    mine.place = place
    mine.row = row


STEPS = (type_of_event, key_of, precedes, heap_push, heap_pop)
