"""Plan: what is due and when, a calendar whose slice of the day under way is a heap.

`at` puts something on the plan. What is due in the slice of the day under way lies in a small
binary heap in the order of (time, due, key, rank); what comes later waits, in no order, on the
pages of its slot of the calendar, a wheel of slices that comes round again and again. So no heap is
ever large, and a slice that begins reads a page or two.
"""

from __future__ import annotations

from math import ceil, inf
from typing import Any

from journeysim.engine.compiled.layouts import PAGE
from journeysim.engine.compiled.live import Status
from journeysim.engine.state import NOBODY

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
        gauge.spare_timer = sim.timers[place].row
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
        put_off(sim, number, time, place, row)


def slice_of(sim: Any, time: float) -> int:
    """The slice of a day that a time lies in, counted from day 0; a later time, no earlier one."""
    return int(min(time, FAR) * sim.gauge[0].slices)


def put_off(sim: Any, number: int, time: float, place: int, row: int) -> None:
    """Write something on a page of its slot of the calendar, until its slice begins."""
    slot = sim.wheel[number & (len(sim.wheel) - 1)]
    if slot.page == NOBODY or slot.written == PAGE:
        page = new_page(sim)
        sim.pages[page].before = slot.page
        slot.page = page
        slot.written = 0
    page, line = sim.pages[slot.page], slot.written
    page.time[line] = time
    page.place[line] = place
    page.row[line] = row
    slot.written = line + 1


def new_page(sim: Any) -> int:
    """An empty page."""
    gauge = sim.gauge[0]
    page = gauge.spare_page
    if page == NOBODY:
        page = gauge.pages
        gauge.pages = gauge.pages + 1
    else:
        gauge.spare_page = sim.pages[page].before
    return page  # type: ignore[no-any-return]


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
    """The next slice of the day begins: what its pages hold comes near, if it is its turn."""
    gauge = sim.gauge[0]
    gauge.turn = gauge.turn + 1
    slot = sim.wheel[gauge.turn & (len(sim.wheel) - 1)]
    number, written = slot.page, slot.written
    slot.page = NOBODY
    slot.written = 0
    while number != NOBODY:
        page = sim.pages[number]
        for line in range(written):
            time, place, row = page.time[line], page.place[line], page.row[line]
            its_slice = slice_of(sim, time)
            if its_slice == gauge.turn:
                bring_near(sim, time, place)
            else:
                put_off(sim, its_slice, time, place, row)
        before = page.before
        page.before = gauge.spare_page
        gauge.spare_page = number
        number, written = before, PAGE
    look_ahead(sim)


def look_ahead(sim: Any) -> None:
    """Ask for what the slice after this one will read: what is due then, and whom it concerns."""
    coming = sim.gauge[0].turn + 1
    slot = sim.wheel[coming & (len(sim.wheel) - 1)]
    number, written = slot.page, slot.written
    while number != NOBODY:
        page = sim.pages[number]
        for line in range(written):
            if slice_of(sim, page.time[line]) == coming:
                fetch_ahead(sim.timers[page.place[line]])
                fetch_ahead(sim.people[page.row[line]])
        number, written = page.before, PAGE


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
    sim.timers[place].row = sim.gauge[0].spare_timer
    sim.gauge[0].spare_timer = place


STEPS = (
    precedes, at, slice_of, new_page, put_off, bring_near, comes_before, look_ahead, begin_slice, take_first, give_back,
)  # fmt: skip
