"""Plan: what is due and when, a calendar whose slice of the day under way is a heap.

`at` puts something on the plan. What is due in the slice of the day under way lies in a small
binary heap in the order of (time, due, key, rank); what comes later waits, in no order, in its slot
of the calendar, a wheel of slices that comes round again and again. So no heap is ever large.
"""

from __future__ import annotations

from math import ceil, inf
from typing import Any

from journeysim.engine.compiled.live import Status
from journeysim.engine.state import NOBODY
from journeysim.events import Due

NO_TIME = int(Status.NO_TIME)

FAR = 1e6
"""Days: everything later shares one slice, which no run reaches."""


def precedes(timers: Any, one: int, other: int) -> bool:
    """Of two things due at the same time, does one come before the other?"""
    mine, theirs = timers[one], timers[other]
    if mine.due != theirs.due:
        return mine.due < theirs.due  # type: ignore[no-any-return]
    if mine.key != theirs.key:
        return mine.key < theirs.key  # type: ignore[no-any-return]
    return mine.rank < theirs.rank  # type: ignore[no-any-return]


def at(
    sim: Any,
    time: float,
    due: int,
    key: int,
    order: int,
    row: int = 0,
    a: int = 0,
    b: int = 0,
    x: float = 0.0,
    y: float = 0.0,
) -> None:
    """Plan something; an infinite time never comes."""
    grid = sim.world.grid
    if grid > 0.0 and time < inf:
        time = ceil(time / grid) * grid
    if not time < inf:
        if not time >= 0.0:
            sim.gauge[0].status = NO_TIME
            sim.gauge[0].detail = due
        return
    gauge = sim.gauge[0]
    place = gauge.spare_timer
    if place == NOBODY:
        place = gauge.timers
        gauge.timers = gauge.timers + 1
    else:
        gauge.spare_timer = sim.links[place]
    timer = sim.timers[place]
    timer.time = time
    timer.due = due
    timer.key = key
    timer.rank = order
    timer.row = row
    timer.a = a
    timer.b = b
    timer.x = x
    timer.y = y
    gauge.planned = gauge.planned + 1
    number = slice_of(sim, time)
    if number <= gauge.turn:
        bring_near(sim, time, place)
    else:
        put_off(sim, number, place)


def slice_of(sim: Any, time: float) -> int:
    """The slice of a day that a time lies in, counted from day 0; a later time, no earlier one."""
    return int(min(time, FAR) * sim.gauge[0].slices)


def put_off(sim: Any, number: int, place: int) -> None:
    """Lay something in its slot of the calendar, until its slice begins."""
    slot = number & (len(sim.wheel) - 1)
    sim.links[place] = sim.wheel[slot]
    sim.wheel[slot] = place


def bring_near(sim: Any, time: float, place: int) -> None:
    """Put something into the heap of the slice under way."""
    plan, timers, child = sim.plan, sim.timers, sim.gauge[0].near
    sim.gauge[0].near = child + 1
    last = plan[child]
    last.time = time
    last.place = place
    while child > 0:
        parent = (child - 1) >> 1
        above = plan[parent]
        if above.time < time:
            break
        if above.time == time and not precedes(timers, place, above.place):
            break
        plan[child] = above
        child = parent
    mine = plan[child]
    mine.time = time
    mine.place = place


def comes_before(sim: Any, until: float) -> bool:
    """Is anything planned before a time? Begins slices until the first such event is near."""
    gauge = sim.gauge[0]
    while gauge.near == 0:
        if gauge.planned == 0 or gauge.turn >= slice_of(sim, until):
            return False
        begin_slice(sim)
    return sim.plan[0].time < until  # type: ignore[no-any-return]


def begin_slice(sim: Any) -> None:
    """The next slice of the day begins: what lies in its slot comes near, if it is its turn.

    What is needed is asked for ahead: first what is due, then whom it concerns.
    """
    gauge, timers = sim.gauge[0], sim.timers
    gauge.turn = gauge.turn + 1
    slot = gauge.turn & (len(sim.wheel) - 1)
    first = sim.wheel[slot]
    sim.wheel[slot] = NOBODY
    place = first
    while place != NOBODY:
        fetch_ahead(timers[place])
        place = sim.links[place]
    place = first
    while place != NOBODY:
        following, time = sim.links[place], timers[place].time
        number = slice_of(sim, time)
        if number == gauge.turn:
            bring_near(sim, time, place)
            row = timers[place].row
            fetch_ahead(sim.people[row])
            if timers[place].due == Due.FAILURE:
                fetch_ahead(sim.shields[row][0])
        else:
            put_off(sim, number, place)
        place = following


def fetch_ahead(_record: Any) -> None:
    """Compiled: the processor begins to fetch a record that will be read soon (see `machine`)."""


def take_first(sim: Any) -> int:
    """Take the first event off the plan; the place of what is due, which the caller gives back."""
    gauge, plan, timers = sim.gauge[0], sim.plan, sim.timers
    first = plan[0].place
    gauge.planned = gauge.planned - 1
    gauge.near = gauge.near - 1
    size = gauge.near
    time, place = plan[size].time, plan[size].place
    parent, child = 0, 1
    while child < size:
        soonest, beside = plan[child].time, child + 1
        if beside < size:
            other = plan[beside].time
            if other < soonest or (
                other == soonest and precedes(timers, plan[beside].place, plan[child].place)
            ):
                child, soonest = beside, other
        if time < soonest or (time == soonest and precedes(timers, place, plan[child].place)):
            break
        plan[parent] = plan[child]
        parent = child
        child = 2 * parent + 1
    mine = plan[parent]
    mine.time = time
    mine.place = place
    return first  # type: ignore[no-any-return]


def give_back(sim: Any, place: int) -> None:
    """What was due has been read; its place is free."""
    sim.links[place] = sim.gauge[0].spare_timer
    sim.gauge[0].spare_timer = place


STEPS = (
    precedes, at, slice_of, put_off, bring_near, comes_before, begin_slice, take_first, give_back,
)  # fmt: skip
