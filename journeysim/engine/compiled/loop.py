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
from journeysim.events import Due

SPARE = 128
"""Rows, plans and places any event may need beside what grows with lines and people."""

DONE, FULL, STOPPED = int(Status.DONE), int(Status.FULL), int(Status.STOPPED)

POLLED = 4096
"""Events between two looks at the stop flag."""


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
    events = POLLED
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
        if not has_room(sim):
            return FULL
        act(sim)
        if gauge.status != 0:
            return int(gauge.status)


def plan_changes(sim: Any) -> None:
    """Plan the dated changes still to come; a change planned twice takes effect once."""
    for phase in range(1, len(sim.world.phases)):
        day = sim.world.phases[phase].day
        if day >= sim.gauge[0].now:
            asked.plan_change(sim, day)


def has_room(sim: Any) -> bool:
    """Is there room for whatever the next event may bring? If not, notes what is short."""
    gauge = sim.gauge[0]
    waiting = 0
    for slot in range(len(sim.lines)):
        waiting += sim.lines[slot].waiting
    rows = SPARE + 8 * waiting + 2 * gauge.errands
    plans = SPARE + 4 * waiting
    if sim.timers[sim.plan[0].place].due == Due.CHANGE:
        plans += gauge.people * (1 + len(sim.rations))
    short = LOG if gauge.logged + rows > len(sim.log) else 0
    if gauge.timers + plans > len(sim.timers):
        short = short | PLAN
    if gauge.people + 8 + waiting > len(sim.people):
        short = short | PEOPLE
    if gauge.cases + 8 > len(sim.cases):
        short = short | CASES
    if gauge.errands + 8 > len(sim.errands):
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
    slot, number = order >> 48, (order >> 16) & 0xFFFFFFFF
    if due == Due.OCCASION:
        person = sim.people[row]
        when = customer.occasion(sim, person)
        plan.at(sim, when, Due.OCCASION, key, person.occasions, row)
    elif due == Due.FAILURE:
        person = sim.people[row]
        if a == 0:
            trouble.happen(sim, person, slot, number)
        elif person.active != 0:
            trouble.happen(sim, person, slot, number)
            hooks.next_trouble(sim, person, slot, number + 1, y, x)
    elif due == Due.CONTACT:
        pursue(sim, sim.people[row], sim.cases[a])
    elif due == Due.TALKED:
        finish(sim, sim.people[row], sim.cases[a], Due.TALKED)
    elif due == Due.IMPATIENT:
        case = sim.cases[a]
        waits = case.in_line != 0 and case.row == row
        if waits and contacts.order(case) == order:
            finish(sim, sim.people[row], case, Due.IMPATIENT)
    elif due == Due.TOUCH:
        come_due(sim, sim.people[row], slot - 64, number, a, b, x)
    elif due == Due.WORKED:
        if a == TOUCH:
            care.worked(sim, sim.people[row], b, slot - 64, number >> 4, number & 15)
        else:
            care.let_go(sim, b)
    elif due == Due.STAFF:
        roster.next_quarter(sim, key, order)
    elif due == Due.HEAL:
        case = sim.cases[a]
        same = case.row == row and case.kind == slot and case.number == number
        if same:
            trouble.heal(sim, sim.people[row], case)
    elif due == Due.RETURN:
        customer.bring_back(sim, sim.people[row], a, x, y)
    elif due == Due.ARRIVAL:
        customer.arrive(sim, row, key, a)
    elif due == Due.PROSPECT:
        customer.looks_in(sim, order)
        when = customer.next_prospect(sim, x, order + 1)
        plan.at(sim, when, Due.PROSPECT, sim.root, order + 1, 0, 0, 0, when)
    elif due == Due.MIDNIGHT:
        firm.midnight(sim, a)
    else:
        firm.change(sim)


def come_due(
    sim: Any, person: Any, slot: int, number: int, what: int, version: int, x: float
) -> None:
    """A touch comes due: planned once, regularly, or after a silence."""
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


STEPS = (plan_changes, has_room, come_due, pursue, finish, act)
