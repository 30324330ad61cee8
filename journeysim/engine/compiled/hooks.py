"""Hooks of the compiled engine: what steps ask for, on arrays. Same names as in `steps.hooks`.

`at` puts something on the plan. What is due in the slice of the day under way lies in a small
binary heap in the order of (time, due, key, rank); what comes later waits, in no order, in its slot
of the calendar, a wheel of slices that comes round again and again. So no heap is ever large.
"""

from __future__ import annotations

from math import ceil, inf
from typing import Any

from journeysim.engine.compiled.live import Status
from journeysim.engine.state import NOBODY
from journeysim.engine.steps import contacts, customer, trouble
from journeysim.events import Due, rank, touch_rank

TOO_MANY, NO_TIME = int(Status.TOO_MANY), int(Status.NO_TIME)

PLAIN, REGULAR, SILENT = 0, 1, 2
"""What kind of touch comes due."""

TOUCH, LET_GO = 0, 1
"""What kind of work ends."""

FAR = 1e6
"""Days: everything later shares one slice, which no run reaches."""


def clock(sim: Any) -> float:
    return sim.gauge[0].now  # type: ignore[no-any-return]


def head_count(sim: Any) -> int:
    return sim.gauge[0].people  # type: ignore[no-any-return]


def note(
    sim: Any,
    kind: int,
    row: int,
    slot: int = 0,
    number: int = 0,
    attempt: int = 0,
    place: int = 0,
    marks: int = 0,
    value: float = 0.0,
    money: float = 0.0,
) -> None:
    entry = sim.log[sim.gauge[0].logged]
    sim.gauge[0].logged = sim.gauge[0].logged + 1
    entry.time = sim.gauge[0].now
    entry.value = value
    entry.money = money
    entry.customer = row
    entry.number = number
    entry.slot = slot
    entry.attempt = attempt
    entry.place = place
    entry.kind = kind
    entry.marks = marks


def new_person(sim: Any) -> Any:
    row = sim.gauge[0].people
    if row >= sim.world.max_customers:
        sim.gauge[0].status = TOO_MANY
    sim.gauge[0].people = sim.gauge[0].people + 1
    person = sim.people[row]
    person.row = row
    return person


def new_case(sim: Any) -> Any:
    place = sim.firm[0].spare_case
    if place == NOBODY:
        place = sim.gauge[0].cases
        sim.gauge[0].cases = sim.gauge[0].cases + 1
    else:
        sim.firm[0].spare_case = sim.cases[place].next_silent
    case = sim.cases[place]
    case.place = place
    case.severity = 0.0
    case.hit = 0.0
    case.hit_at = 0.0
    case.hit_shrunk = 0.0
    case.trust_lost = 0.0
    case.silent = 0
    case.linked = 0
    case.open = 1
    case.attempt = 0
    case.served = 0
    case.channel = 0
    case.since = 0.0
    case.waited = 0.0
    case.in_line = 0
    case.called_back = 0
    case.priority = 0.0
    case.ahead = NOBODY
    case.behind = NOBODY
    case.next_silent = NOBODY
    return case


def new_errand(sim: Any) -> int:
    place = sim.firm[0].spare_errand
    if place == NOBODY:
        place = sim.gauge[0].errands
        sim.gauge[0].errands = sim.gauge[0].errands + 1
    else:
        sim.firm[0].spare_errand = sim.errands[place].following
    return place  # type: ignore[no-any-return]


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


def begin_life(sim: Any, person: Any, first: float) -> None:
    when = customer.next_occasion(sim, person, first)
    at(sim, when, Due.OCCASION, person.key, person.occasions, person.row)


def begin_trouble(sim: Any, person: Any, kind: int, rate: float) -> None:
    next_trouble(sim, person, kind, 0, sim.gauge[0].now, rate)


def next_trouble(sim: Any, person: Any, kind: int, number: int, before: float, rate: float) -> None:
    """The next candidate of a stream; its own time goes along, as a grid would change it."""
    when = trouble.next_candidate(sim, person, kind, number, before, rate)
    at(sim, when, Due.FAILURE, person.key, rank(kind, number, 0), person.row, 1, 0, rate, when)


def begin_case(sim: Any, person: Any, case: Any, when: float) -> None:
    go_on(sim, person, case, when)


def go_on(sim: Any, person: Any, case: Any, when: float) -> None:
    """A case goes on with an attempt at a time, or is over."""
    if when < inf:
        order = contacts.order(case)
        at(sim, when, Due.CONTACT, person.key, order, person.row, case.place)
    else:
        contacts.over(sim, person, case)


def begin_prospects(sim: Any) -> None:
    when = customer.next_prospect(sim, 0.0, 0)
    at(sim, when, Due.PROSPECT, sim.root, 0, 0, 0, 0, when)


def plan_failure(sim: Any, when: float, person: Any, kind: int, number: int) -> None:
    at(sim, when, Due.FAILURE, person.key, rank(kind, number, 0), person.row)


def plan_return(
    sim: Any, when: float, person: Any, number: int, paid: float, margin: float
) -> None:
    at(sim, when, Due.RETURN, person.key, rank(0, number, 0), person.row, number, 0, paid, margin)


def plan_arrival(sim: Any, when: float, parent: int, key: int, ordinal: int) -> None:
    at(sim, when, Due.ARRIVAL, key, 0, parent, ordinal)


def plan_heal(sim: Any, when: float, person: Any, case: Any) -> None:
    order = rank(case.kind, case.number, 0)
    at(sim, when, Due.HEAL, person.key, order, person.row, case.place)


def plan_touch(sim: Any, when: float, person: Any, slot: int, ordinal: int, kind: int) -> None:
    at(sim, when, Due.TOUCH, person.key, touch_rank(slot, ordinal, kind), person.row, PLAIN)


def plan_period(
    sim: Any, when: float, person: Any, slot: int, first: float, number: int, version: int
) -> None:
    order = touch_rank(slot, number, 0)
    at(sim, when, Due.TOUCH, person.key, order, person.row, REGULAR, version, first)


def plan_silence(sim: Any, when: float, person: Any, slot: int, since: float, version: int) -> None:
    order = touch_rank(slot, 0, 0)
    at(sim, when, Due.TOUCH, person.key, order, person.row, SILENT, version, since)


def plan_work(
    sim: Any, when: float, person: Any, line: int, slot: int, ordinal: int, kind: int
) -> None:
    order = touch_rank(slot, ordinal, kind)
    at(sim, when, Due.WORKED, person.key, order, person.row, TOUCH, line)


def plan_let_go(
    sim: Any, when: float, person: Any, line: int, slot: int, number: int, kind: int
) -> None:
    order = touch_rank(slot, number, kind)
    at(sim, when, Due.WORKED, person.key, order, person.row, LET_GO, line)


def plan_staff(sim: Any, when: float, line: int, version: int) -> None:
    at(sim, when, Due.STAFF, line, version)


def plan_change(sim: Any, when: float) -> None:
    at(sim, when, Due.CHANGE, 0, 0)


def plan_midnight(sim: Any, day: int) -> None:
    at(sim, float(day), Due.MIDNIGHT, 0, 0, 0, day)


def plan_patience(sim: Any, when: float, person: Any, case: Any) -> None:
    order = contacts.order(case)
    at(sim, when, Due.IMPATIENT, person.key, order, person.row, case.place)


def plan_talk(sim: Any, when: float, person: Any, case: Any) -> None:
    order = contacts.order(case)
    at(sim, when, Due.TALKED, person.key, order, person.row, case.place)


def turn_away(sim: Any, person: Any, case: Any) -> None:
    go_on(sim, person, case, contacts.turned_away(sim, person, case))


HOOKS = (
    clock, head_count, note, new_person, new_case, new_errand, begin_life, begin_trouble,
    begin_case, begin_prospects, plan_failure, plan_return, plan_arrival, plan_heal, plan_touch,
    plan_period, plan_silence, plan_work, plan_let_go, plan_staff, plan_change, plan_midnight,
    plan_patience, plan_talk, turn_away,
)  # fmt: skip
"""Each takes the place of the hook of the same name."""

STEPS = (
    precedes, at, slice_of, put_off, bring_near, comes_before, begin_slice, take_first, give_back,
    next_trouble, go_on,
)  # fmt: skip
