"""Loop: the kernel. Takes the first planned event, carries out its step, until a day or no room.

Ordinary Python: it runs uncompiled on the same arrays, with breakpoints. It never allocates; it
returns FULL before an event that might need more room than there is, and is called again.
"""

from __future__ import annotations

from math import inf
from typing import Any

from journeysim.engine.compiled import hooks, plan
from journeysim.engine.compiled.hooks import PLAIN, REGULAR, TOUCH
from journeysim.engine.compiled.live import CASES, ERRANDS, LOG, PEOPLE, PLAN, Status
from journeysim.engine.steps import care, contacts, customer, firm, roster, trouble
from journeysim.engine.steps import hooks as asked
from journeysim.events import PlannedEvent

SPARE = 128
"""Rows, plans and places any event may need beside what grows with lines and people."""

DONE, FULL, STOPPED = int(Status.DONE), int(Status.FULL), int(Status.STOPPED)

POLLED = 4096
"""Events between two looks at the stop flag."""

MANY = 16
"""Events between two looks at the room, as long as there is enough for that many."""


def by_reference(live: Any) -> Any:
    """The same run, handed on by its address where the code is compiled (see `machine`)."""
    return live


def run(live: Any, until: float, stop: Any) -> int:
    """Work off everything planned before a time (days). Returns a `Status`."""
    sim = by_reference(live)
    gauge = sim.gauge[0]
    if gauge.begun == 0:
        gauge.begun = 1
        gauge.replan = 1
        firm.open_doors(sim)
    if gauge.replan != 0:
        gauge.replan = 0
        plan_changes(sim)
    events, ease = POLLED, 0
    while True:
        if not plan.comes_before(sim, until):
            if sim.gauge[0].now < until and until < inf:
                sim.gauge[0].now = until
            return DONE
        events += 1
        if events >= POLLED:
            events = 0
            if stop[0] != 0:
                return STOPPED
        if ease == 0:
            ease = MANY if has_room(sim, MANY) else 1
            if ease == 1 and not has_room(sim, 1):
                return FULL
        ease -= 1
        act(sim)
        if gauge.status != 0:
            return int(gauge.status)


def plan_changes(sim: Any) -> None:
    """Plan the dated changes still to come; a change planned twice takes effect once."""
    for phase in range(1, len(sim.world.phases)):
        day = sim.world.phases[phase].day
        if day >= sim.gauge[0].now:
            asked.plan_change(sim, day)


def has_room(sim: Any, events: int) -> bool:
    """Is there room for whatever the next events may bring? If not, notes what is short."""
    gauge = sim.gauge[0]
    waiting = 0
    for slot in range(len(sim.lines)):
        waiting += sim.lines[slot].waiting
    waiting, errands = waiting + 2 * events, gauge.errands + 8 * events
    rows = events * (SPARE + 8 * waiting + 2 * errands)
    plans = events * (SPARE + 4 * waiting)
    if len(sim.world.phases) > 1:
        plans += gauge.people * (1 + len(sim.rations))
    short = LOG if gauge.logged + rows > len(sim.log) else 0
    if gauge.timers + plans > len(sim.timers):
        short = short | PLAN
    if gauge.people + 8 * events + waiting > len(sim.people):
        short = short | PEOPLE
    if gauge.cases + 8 * events > len(sim.cases):
        short = short | CASES
    if errands > len(sim.errands):
        short = short | ERRANDS
    gauge.short = short
    return bool(short == 0)


def act(sim: Any) -> None:
    """The first planned event takes place."""
    sim.gauge[0].now = sim.plan[0].time
    place = plan.take_first(sim)
    timer = sim.timers[place]
    due, key, order = timer.due, timer.key, timer.rank
    row, a, b, x, y = timer.row, timer.a, timer.b, timer.x, timer.y
    plan.give_back(sim, place)
    if due == PlannedEvent.OCCASION:
        person = sim.people[row]
        when = customer.occasion(sim, person)
        plan.at(sim, when, PlannedEvent.OCCASION, key, person.occasions, row)
    elif due == PlannedEvent.TOUCH:
        come_due(sim, sim.people[row], order, a, b, x)
    elif due == PlannedEvent.FAILURE:
        go_wrong(sim, sim.people[row], order, a, x, y)
    elif due == PlannedEvent.CONTACT:
        pursue(sim, sim.people[row], sim.cases[a])
    elif due == PlannedEvent.TALKED:
        finish(sim, sim.people[row], sim.cases[a], PlannedEvent.TALKED)
    elif due == PlannedEvent.IMPATIENT:
        lose_patience(sim, row, order, sim.cases[a])
    elif due == PlannedEvent.HEAL:
        heal(sim, row, order, sim.cases[a])
    else:
        act_of_the_firm(sim, due, key, order, row, a, b, x, y)


def act_of_the_firm(
    sim: Any, due: int, key: int, order: int, row: int, a: int, b: int, x: float, y: float
) -> None:
    """What is seldom due, or not of one customer's own making, takes place."""
    if due == PlannedEvent.WORKED:
        if a == TOUCH:
            number = (order >> 16) & 0xFFFFFFFF
            care.worked(sim, sim.people[row], b, (order >> 48) - 64, number >> 4, number & 15)
        else:
            care.let_go(sim, b)
    elif due == PlannedEvent.STAFF:
        roster.next_quarter(sim, key, order)
    elif due == PlannedEvent.RETURN:
        customer.bring_back(sim, sim.people[row], a, x, y)
    elif due == PlannedEvent.ARRIVAL:
        customer.arrive(sim, row, key, a)
    elif due == PlannedEvent.PROSPECT:
        customer.looks_in(sim, order)
        when = customer.next_prospect(sim, x, order + 1)
        plan.at(sim, when, PlannedEvent.PROSPECT, sim.root, order + 1, 0, 0, 0, when)
    elif due == PlannedEvent.MIDNIGHT:
        firm.midnight(sim, a)
    else:
        firm.change(sim)


def go_wrong(sim: Any, person: Any, order: int, by_rate: int, rate: float, when: float) -> None:
    """A candidate comes due, and the next one of its stream is planned."""
    kind, number = order >> 48, (order >> 16) & 0xFFFFFFFF
    if person.active != 0:
        trouble.happen(sim, person, kind, number)
        if by_rate != 0:
            hooks.next_trouble(sim, person, kind, number + 1, when, rate)


def come_due(sim: Any, person: Any, order: int, what: int, version: int, x: float) -> None:
    """A touch comes due: planned once, regularly, or after a silence."""
    slot, number = (order >> 48) - 64, (order >> 16) & 0xFFFFFFFF
    if what == PLAIN:
        care.due(sim, person, slot, number >> 4, number & 15)
    elif what == REGULAR:
        care.period(sim, person, slot, x, number >> 4, version)
    else:
        care.silence(sim, person, slot, x, version)


def pursue(sim: Any, person: Any, case: Any) -> None:
    """An attempt to reach the firm; what ends it is planned, or the case goes on at once."""
    when = contacts.turn_to_firm(sim, person, case)
    if when != contacts.WAITS:
        hooks.go_on(sim, person, case, when)


def finish(sim: Any, person: Any, case: Any, how: int) -> None:
    """An attempt ends, and the case goes on."""
    hooks.go_on(sim, person, case, contacts.ended(sim, person, case, how))


def lose_patience(sim: Any, row: int, order: int, case: Any) -> None:
    """Somebody hangs up, if it is still this wait of this case."""
    if case.in_line != 0 and case.row == row and contacts.order(case) == order:
        finish(sim, sim.people[row], case, PlannedEvent.IMPATIENT)


def heal(sim: Any, row: int, order: int, case: Any) -> None:
    """A silent problem goes away, if its case is still the same."""
    same = case.row == row and case.kind == order >> 48
    if same and case.number == (order >> 16) & 0xFFFFFFFF:
        trouble.heal(sim, sim.people[row], case)


STEPS = (
    plan_changes, has_room, come_due, go_wrong, pursue, finish, lose_patience, heal,
    act_of_the_firm, act,
)  # fmt: skip
