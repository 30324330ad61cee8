"""Loop: the kernel. Takes the first planned event, carries out its step, until a day or no room.

It never allocates; it returns FULL before an event that might need more room than there is, and is
called again.
What SimPy's processes do between two waits is one event here; all else is dispatched as there.
"""

from __future__ import annotations

from math import inf
from typing import Any

from journeysim.engine.compiled import event_calendar, event_heap, hooks
from journeysim.engine.compiled.layouts import CHUNK
from journeysim.engine.compiled.run_state import (
    CASES,
    CHUNKS,
    DEALINGS,
    EVENTS,
    HEAP,
    LOG,
    PEOPLE,
    WORK_ITEMS,
    Status,
)
from journeysim.engine.state import NOBODY
from journeysim.engine.steps import contacts, customer, dispatch, firm, joining, plans, trouble
from journeysim.engine.steps.cases import case_rank
from journeysim.events import PlannedEvent, unrank

SPARE = 128
"""Rows, plans and places any event may need beside what grows with queues and people."""

DONE, FULL, PAUSED = int(Status.DONE), int(Status.FULL), int(Status.PAUSED)

MANY = 16
"""Events between two looks at the room, as long as there is enough for that many."""


def run(sim: Any, until: float, most: int) -> int:
    """Work off everything planned before a time (days), but no more events than that.

    Returns a `Status`: PAUSED after so many events, to be called again.
    """
    counters = sim.counters[0]
    counters.short = 0
    if counters.begun == 0:
        counters.begun = 1
        counters.replan = 1
        firm.open_doors(sim)
    if counters.replan != 0:
        counters.replan = 0
        plan_changes(sim)
    events, ease = 0, 0
    while True:
        if not event_calendar.comes_before(sim, until):
            if counters.short != 0:
                return FULL
            if sim.counters[0].now < until and until < inf:
                sim.counters[0].now = until
            return DONE
        if events >= most:
            return PAUSED
        events += 1
        if ease == 0:
            ease = MANY if has_room(sim, MANY) else 1
            if ease == 1 and not has_room(sim, 1):
                return FULL
        ease -= 1
        act(sim)
        if counters.status != 0:
            return int(counters.status)


def plan_changes(sim: Any) -> None:
    """Plan the dated changes still to come; a change planned twice takes effect once."""
    for phase in range(1, len(sim.world.phases)):
        day = sim.world.phases[phase].day
        if day >= sim.counters[0].now:
            plans.plan_change(sim, day)


def has_room(sim: Any, events: int) -> bool:
    """Is there room for whatever the next events may bring? If not, notes what is short."""
    counters = sim.counters[0]
    waiting = 0
    for slot in range(len(sim.stations)):
        waiting += sim.stations[slot].waiting
    waiting, items = waiting + 2 * events, counters.work_items + 8 * events
    rows = events * (SPARE + 8 * waiting + 2 * items)
    planned = events * (SPARE + 4 * waiting)
    if sim.firm[0].phase + 1 < len(sim.world.phases):
        planned += counters.people * touches_to_come(sim)
    short = LOG if counters.logged + rows > len(sim.log) else 0
    if counters.near + planned > len(sim.heap):
        short = short | HEAP
    if (counters.planned + planned) // CHUNK + len(sim.buckets) + 2 > len(sim.chunks):
        short = short | CHUNKS
    if counters.events + planned > len(sim.events):
        short = short | EVENTS
    if counters.people + 8 * events + waiting > len(sim.people):
        short = short | PEOPLE
    if counters.dealings + 8 * events + waiting > len(sim.dealings):
        short = short | DEALINGS
    if counters.cases + 8 * events > len(sim.cases):
        short = short | CASES
    if items > len(sim.work_items):
        short = short | WORK_ITEMS
    counters.short = short
    return bool(short == 0)


def touches_to_come(sim: Any) -> int:
    """How many touches the changes still to come may plan for everybody there is."""
    touches, phases = 0, sim.world.phases
    for phase in range(sim.firm[0].phase + 1, len(phases)):
        for slot in range(len(sim.quotas)):
            if phases[phase].begins[slot] != phases[phase - 1].begins[slot]:
                touches += 1
    return touches


def act(sim: Any) -> None:
    """The first planned event takes place."""
    first = sim.heap[0]
    place, row = first.place, first.row
    sim.counters[0].now = first.time
    event_heap.heap_pop(sim)
    if place == NOBODY:
        event_calendar.insert_occasion(sim, customer.occasion(sim, sim.people[row]), row)
        return
    event = sim.events[place]
    what, order, a, b, x, y = event.what, event.order, event.a, event.b, event.x, event.y
    event_calendar.give_back(sim, place)
    if what == PlannedEvent.CONTACT:
        contact(sim, sim.people[row], sim.cases[a])
    elif what == PlannedEvent.TALKED:
        end_attempt(sim, sim.people[row], sim.cases[a], PlannedEvent.TALKED)
    elif what == PlannedEvent.IMPATIENT:
        lose_patience(sim, row, order, sim.cases[a])
    elif what == PlannedEvent.FAILURE and a != 0:
        candidate(sim, sim.people[row], order, x, y)
    elif what == PlannedEvent.PROSPECT:
        joining.prospect_arrival(sim, order)
        hooks.plan_prospect(sim, x, order + 1)
    else:
        dispatch.take_place(sim, what, order, row, a, b, x, y)


def candidate(sim: Any, person: Any, order: int, rate: float, when: float) -> None:
    """A candidate that comes by rate is due, and the next one of its stream is planned."""
    kind, number, _ = unrank(order)
    if person.active != 0:
        trouble.happen(sim, person, kind, number)
        hooks.plan_candidate(sim, person, kind, number + 1, when, rate)


def contact(sim: Any, person: Any, case: Any) -> None:
    """An attempt to reach the firm; what ends it is planned, or the case goes on at once."""
    when = contacts.turn_to_firm(sim, person, case)
    if when != contacts.WAITS:
        hooks.continue_case(sim, person, case, when)


def end_attempt(sim: Any, person: Any, case: Any, how: int) -> None:
    """An attempt ends, and the case goes on."""
    hooks.continue_case(sim, person, case, contacts.ended(sim, person, case, how))


def lose_patience(sim: Any, row: int, order: int, case: Any) -> None:
    """Somebody hangs up, if it is still this wait of this case."""
    if case.in_queue != 0 and case.row == row and case_rank(case) == order:
        end_attempt(sim, sim.people[row], case, PlannedEvent.IMPATIENT)


STEPS = (
    plan_changes,
    touches_to_come,
    has_room,
    candidate,
    contact,
    end_attempt,
    lose_patience,
    act,
)
