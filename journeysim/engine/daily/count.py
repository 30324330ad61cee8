"""Count: a log counted day by day in one pass, as far as it is written, and on from there.

Enters: the rows of a log, in order, a stretch at a time. Leaves: figures in a `Tally`. Ordinary
Python on arrays and columns, so that it runs compiled and uncompiled alike; it decides nothing and
never looks back at what it has counted.
"""

from __future__ import annotations

from math import floor, inf
from typing import Any

from journeysim.engine.daily.running import add_exactly, add_wait, late_wait
from journeysim.engine.daily.tally import (
    CHANNEL_FIGURES,
    CLOSED,
    COLUMN,
    COST,
    DAY,
    FIGURES,
    HIGH,
    LOW,
    MARK,
    MOVED,
    NEXT,
    NUMBER,
    OPEN,
    PLACE,
    SEATED,
    SERVED,
    SILENT,
    SLOT,
    SPARE,
    STAND,
    STATE,
    TOP,
    WAITING,
    Tally,
    events,
    grown,
)
from journeysim.engine.log import Array
from journeysim.engine.state import NOBODY
from journeysim.events import EventType

STARTED = 0
"""`JOINED.number` of those who are customers on day 0."""

_STAYED, _ACTIVE, _PROFIT, _COST = map(FIGURES.index, ("stayed", "active", "profit", "cost"))
_LATE, _ANNOYING = map(FIGURES.index, ("wait_p95", "annoying"))
_PROBLEM, _SILENT = map(FIGURES.index, ("problem", "silent"))
_WAITING, _SERVED = map(FIGURES.index, ("waiting", "served"))
_LONGEST, _ANSWERED, _WAITED, _LOST, _AGENTS = range(len(CHANNEL_FIGURES))
_JOINED, _LEFT, _STAFFED, _TOUCHED = map(
    int, (EventType.JOINED, EventType.LEFT, EventType.STAFFED, EventType.TOUCHED)
)
_IS_ANSWERED, _ABANDONED = map(int, (EventType.ANSWERED, EventType.ABANDONED))
_TURNED_AWAY = int(EventType.TURNED_AWAY)


def count(rows: Any, marks: Any, begin: int, until: int, tally: Any) -> int:
    """Count the rows of a log from position `begin` on; then close the days before `until`.

    Writes each row's marks. Returns how many rows are counted: fewer than all if there is no room
    for the next.
    """
    hand, table, days, standing = tally.hand, tally.table, tally.days, tally.standing
    row = begin
    while row < len(rows):
        if (
            hand[TOP] + 1 >= len(tally.cases)
            or hand[LOW] + 1 >= len(tally.low)
            or hand[HIGH] + 1 >= len(tally.high)
        ):
            return row
        event = rows[row]
        now, what, who = event.time, event.kind, event.customer
        if now > tally.clock[0]:
            if hand[MOVED] != 0:
                look(tally)
            if now >= hand[DAY]:
                pass_days(tally, floor(now) + 1)
            tally.clock[0] = now
        day = hand[DAY]
        mark = table[what, MARK]
        if who >= 0 and tally.seated[who] != 0:
            mark = mark | SEATED
        marks[row] = mark
        if table[what, COLUMN] >= 0:
            days[day, table[what, COLUMN]] += 1.0
        if what == _TOUCHED and event.attempt == 1:
            days[day, _ANNOYING] += 1.0
        if now >= tally.warmup:
            amount = event.money
            if amount != 0.0:
                days[day, _PROFIT] += amount
                if table[what, COST] != 0:
                    days[day, _COST] += amount
                add_exactly(tally, what, amount)
            if what in (_IS_ANSWERED, _ABANDONED, _TURNED_AWAY):
                add_wait(tally, event.value)
        if what == _IS_ANSWERED:
            tally.channels[day, event.place, _ANSWERED] += 1.0
            tally.channels[day, event.place, _WAITED] += event.value
        elif what in (_ABANDONED, _TURNED_AWAY):
            tally.channels[day, event.place, _LOST] += 1.0
        elif what == _STAFFED:
            standing[CLOSED + tally.channels.shape[1] + event.slot] = event.number
            hand[MOVED] = 1
        elif what == _JOINED and event.number != STARTED:
            days[day, _ACTIVE] += 1.0
        elif what == _LEFT:
            if who < days[0, 0]:
                days[day, _STAYED] += 1.0
            leave(tally, who, now)
            tally.causes[who] = event.slot
        if table[what, STAND] >= 0 and tally.left[who] == inf:
            move(tally, who, event.slot, event.number, table[what, STAND], event.place)
        row += 1
    if hand[DAY] < until:
        if hand[MOVED] != 0:
            look(tally)
        pass_days(tally, until)
    return row


def counted(rows: Array, marks: Array, until: int, known: Tally) -> Tally:
    """Count all rows into a tally, write their marks, and pass the days up to one.

    marks: shape (rows,). Returns the tally, grown where need be.
    """
    waiting, done = events(rows), 0
    while (done := count(waiting, marks, done, until, known)) < len(rows):
        known = grown(known)
    return known


def look(tally: Any) -> None:
    """What stands now may be the most of the day. Equal times are one moment: only their end counts."""
    hand, standing, channels = tally.hand, tally.standing, tally.channels
    day = hand[DAY]
    hand[MOVED] = 0
    tally.days[day, _WAITING] = max(tally.days[day, _WAITING], float(standing[WAITING]))
    tally.days[day, _SERVED] = max(tally.days[day, _SERVED], float(standing[SERVED]))
    count = channels.shape[1]
    for place in range(count):
        here = standing[CLOSED + place]
        channels[day, place, _LONGEST] = max(channels[day, place, _LONGEST], float(here))
        agents = standing[CLOSED + count + place]
        channels[day, place, _AGENTS] = max(channels[day, place, _AGENTS], float(agents))


def pass_days(tally: Any, until: int) -> None:
    """Days end at midnight, up to the one under way from now on; what stands goes over into it."""
    days, standing = tally.days, tally.standing
    late = late_wait(tally)
    while tally.hand[DAY] < until and tally.hand[DAY] < len(days) - 1:
        day = tally.hand[DAY]
        days[day, _PROBLEM] = float(standing[OPEN])
        days[day, _SILENT] = float(standing[SILENT])
        days[day, _LATE] = late
        tally.hand[DAY] = day + 1
        look(tally)


def move(tally: Any, who: int, kind: int, number: int, stands: int, place: int) -> None:
    """A matter stands somewhere else now; it begins if it is new, and is forgotten once closed."""
    cases, hand = tally.cases, tally.hand
    before, case = NOBODY, tally.first[who]
    while case != NOBODY and (cases[case, SLOT] != kind or cases[case, NUMBER] != number):
        before, case = case, cases[case, NEXT]
    if case != NOBODY:
        step(tally, case, -1)
        if stands == CLOSED:
            if before == NOBODY:
                tally.first[who] = cases[case, NEXT]
            else:
                cases[before, NEXT] = cases[case, NEXT]
            cases[case, NEXT] = hand[SPARE]
            hand[SPARE] = case
            return
    elif stands == CLOSED:
        return
    else:
        case = hand[SPARE]
        if case == NOBODY:
            case = hand[TOP]
            hand[TOP] = case + 1
        else:
            hand[SPARE] = cases[case, NEXT]
        cases[case, SLOT] = kind
        cases[case, NUMBER] = number
        cases[case, NEXT] = tally.first[who]
        tally.first[who] = case
    cases[case, STATE] = stands
    cases[case, PLACE] = place
    step(tally, case, 1)


def step(tally: Any, case: int, by: int) -> None:
    """One matter more or less stands where this one does."""
    state = tally.cases[case, STATE]
    tally.standing[state] += by
    if state == WAITING:
        tally.standing[CLOSED + tally.cases[case, PLACE]] += by
    tally.hand[MOVED] = 1


def leave(tally: Any, who: int, now: float) -> None:
    """A customer leaves, and all their matters with them."""
    case = tally.first[who]
    while case != NOBODY:
        step(tally, case, -1)
        following = tally.cases[case, NEXT]
        tally.cases[case, NEXT] = tally.hand[SPARE]
        tally.hand[SPARE] = case
        case = following
    tally.first[who] = NOBODY
    tally.left[who] = now


STEPS = (look, pass_days, move, step, leave)
"""What `count` reaches here."""
