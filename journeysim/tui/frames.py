"""Frames: a run's log as the screen shows it: one row of figures a day, and who left when and why.

Enters: the outcome of a run, or of the part of it that has been lived. Decides nothing, draws
nothing; the figures of the last day are the metrics of the command line to the last digit.
"""

from __future__ import annotations

from collections.abc import Iterable
from math import ceil
from typing import NamedTuple

import numpy as np

from journeysim import metrics
from journeysim.engine.log import Array, Outcome
from journeysim.events import Kind
from journeysim.metrics.records import STARTED
from journeysim.metrics.service import LATE
from journeysim.metrics.steps import accumulated
from journeysim.tui.figures import CHANNEL_FIGURES, FIGURES, TICK
from journeysim.units import minutes

SEATS = 40
"""Customers who get a numbered seat: spread evenly over those of day 0."""

TICKS_A_DAY = 10
"""Events a day that the ticker keeps."""

_WEEK = 7
_MOST_LOOKS, _OFTEN = 60, 28
_OPEN, _WAITING, _SERVED, _SILENT, _CLOSED = range(5)
_STATE = {
    Kind.FAILURE: _OPEN,
    Kind.REQUEST: _OPEN,
    Kind.FOUND: _OPEN,
    Kind.CONTACT: _WAITING,
    Kind.OVERFLOWED: _WAITING,
    Kind.ESCALATED: _WAITING,
    Kind.ANSWERED: _SERVED,
    Kind.ABANDONED: _OPEN,
    Kind.TURNED_AWAY: _OPEN,
    Kind.UNRESOLVED: _OPEN,
    Kind.SILENT: _SILENT,
    Kind.INTERCEPTED: _CLOSED,
    Kind.HEALED: _CLOSED,
    Kind.RESOLVED: _CLOSED,
    Kind.SELF_SERVED: _CLOSED,
    Kind.GAVE_UP: _CLOSED,
    Kind.CUT_SHORT: _CLOSED,
}
"""Where a matter stands after each kind of event."""

_SUMS = {
    "failures": (Kind.FAILURE,),
    "requests": (Kind.REQUEST,),
    "prevented": (Kind.PREVENTED,),
    "intercepted": (Kind.INTERCEPTED,),
    "silenced": (Kind.SILENT,),
    "found": (Kind.FOUND,),
    "healed": (Kind.HEALED,),
    "contacts": (Kind.CONTACT,),
    "answered": (Kind.ANSWERED,),
    "resolved": (Kind.RESOLVED,),
    "unresolved": (Kind.UNRESOLVED,),
    "given_up": (Kind.GAVE_UP,),
    "lost_patience": (Kind.ABANDONED, Kind.TURNED_AWAY),
    "touches": (Kind.TOUCHED,),
}
_COSTS = (Kind.TOUCHED, Kind.INTERCEPTED, Kind.SET_UP)
_TOLD = (
    Kind.FAILURE,
    Kind.PREVENTED,
    Kind.INTERCEPTED,
    Kind.SILENT,
    Kind.FOUND,
    Kind.RESOLVED,
    Kind.UNRESOLVED,
    Kind.ABANDONED,
    Kind.TURNED_AWAY,
    Kind.GAVE_UP,
    Kind.REFERRED,
    Kind.WOKEN,
    Kind.LEFT,
)


class Frames(NamedTuple):
    """One run as arrays.

    days: (days + 1, FIGURES); channels: (days + 1, channels, CHANNEL_FIGURES); left and causes: the
    day each customer of day 0 left (infinite for those who stay) and mainly why; ticks and seats:
    rows of `TICK`, the last events of each day and all of those who have a seat.
    """

    days: Array
    channels: Array
    left: Array
    causes: Array
    ticks: Array
    seats: Array


def frames(outcome: Outcome, told: bool) -> Frames:
    """The frames of a run up to its horizon; told: with the events for ticker and seats."""
    rows, end = outcome.log.rows, outcome.horizon
    count = ceil(end)
    days = np.zeros((count + 1, len(FIGURES)))
    at = np.minimum(np.arange(count + 1.0), end)
    day = np.minimum(np.floor(rows["time"]).astype(np.int64) + 1, count)
    column = {name: days[:, index] for index, name in enumerate(FIGURES)}
    kind = rows["kind"]

    def summed(chosen: Array, weights: Array | None = None) -> Array:
        return np.cumsum(np.bincount(day[chosen], weights, count + 1))

    joined, gone = kind == Kind.JOINED, kind == Kind.LEFT
    first = joined & (rows["number"] == STARTED)
    column["started"][:] = started = int(np.count_nonzero(first))
    of_day_0 = np.zeros(int(rows["customer"].max(initial=-1)) + 1, dtype=bool)
    of_day_0[rows["customer"][first]] = True
    column["stayed"][:] = started - summed(gone & of_day_0[rows["customer"]])
    column["left"][:] = summed(gone)
    column["active"][:] = started + summed(joined & ~first) - column["left"]
    for name, kinds in _SUMS.items():
        column[name][:] = summed(_among(kind, kinds))
    column["annoying"][:] = summed((kind == Kind.TOUCHED) & (rows["attempt"] == 1))
    counted = rows["time"] >= outcome.warmup
    pay = _running(rows, kind, np.maximum(at, outcome.warmup), outcome.warmup)
    column["profit"][:] = summed(counted, rows["money"][counted]) - pay
    touched = counted & _among(kind, _COSTS)
    column["cost"][:] = pay - summed(touched, rows["money"][touched])
    column["wait_p95"][:] = _late(rows, kind, at, outcome.warmup)
    channels = np.zeros((count + 1, len(outcome.encoded.names.channels), len(CHANNEL_FIGURES)))
    _stand(rows, kind, column, channels)
    _queue_sums(rows, kind, day, channels)
    _as_measured(outcome, column)
    left, causes = _leaving(rows, kind, first)
    ticks = seats = np.empty(0, dtype=TICK)
    if told:
        ticks, seats = _ticks(rows, kind, day), _seats(rows, started)
    return Frames(days, channels, left, causes, ticks, seats)


def _among(kind: Array, kinds: Iterable[int]) -> Array:
    """Which rows are of these kinds."""
    table = np.zeros(max(Kind) + 1, dtype=bool)
    table[list(kinds)] = True
    return table[kind]


def _running(rows: Array, kind: Array, at: Array, warmup: float) -> Array:
    """Pay and programme costs from the warm-up to each day."""
    spent = np.zeros(len(at))
    staffed, programmes = rows[kind == Kind.STAFFED], rows[kind == Kind.PROGRAMME]
    lines = [staffed[staffed["slot"] == slot] for slot in np.unique(staffed["slot"])]
    since = np.concatenate(([warmup], at))
    for line in (*lines, programmes):
        sums = accumulated(line["time"], line["value"], since)
        spent += sums[1:] - sums[0]
    return spent


def _late(rows: Array, kind: Array, at: Array, warmup: float) -> Array:
    """Minutes that 95 % of the waits so far did not exceed, reckoned anew each day at first, later now and then."""
    waits = rows[_among(kind, (Kind.ANSWERED, Kind.ABANDONED, Kind.TURNED_AWAY))]
    waits = waits[waits["time"] >= warmup]
    found = np.full(len(at), np.nan)
    ends = np.searchsorted(waits["time"], at)
    apart = max(_WEEK, len(at) // _MOST_LOOKS)
    looks = {*range(min(_OFTEN, len(at))), *range(0, len(at), apart), len(at) - 1}
    for day in sorted(looks):
        if ends[day]:
            found[day:] = minutes(float(np.quantile(waits["value"][: ends[day]], LATE)))
    return found


def _stand(rows: Array, kind: Array, column: dict[str, Array], channels: Array) -> None:
    """How many matters stand where: at midnight, and at most on each day for lines and talks."""
    table = np.full(max(Kind) + 1, -1)
    for each, stands in _STATE.items():
        table[each] = stands
    state: Array = table[kind]
    chosen = np.flatnonzero(state >= 0)
    cases, state = rows[chosen], state[chosen]
    gone = rows[kind == Kind.LEFT]
    never = len(column["problem"]) - 0.5
    leaving = np.full(int(rows["customer"].max(initial=-1)) + 1, never)
    leaving[gone["customer"]] = gone["time"]
    order = np.lexsort((chosen, cases["number"], cases["slot"], cases["customer"]))
    cases, state = cases[order], state[order]
    until = leaving[cases["customer"]]
    same = np.ones(max(0, len(cases) - 1), dtype=bool)
    for name in ("customer", "slot", "number"):
        same &= cases[name][1:] == cases[name][:-1]
    until[:-1][same] = np.minimum(cases["time"][1:], until[:-1])[same]
    for name, wanted in (("problem", _OPEN), ("silent", _SILENT)):
        here = (state == wanted) & (until > cases["time"])
        begun = np.bincount(_midnight(cases["time"][here]), minlength=len(column[name]) + 1)
        over = np.bincount(_midnight(until[here]), minlength=len(column[name]) + 1)
        column[name][:] = np.cumsum(begun - over)[: len(column[name])]
    served = (state == _SERVED) & (until > cases["time"])
    column["served"][:] = _most(cases["time"][served], until[served], len(column["served"]))
    waiting = (state == _WAITING) & (until > cases["time"])
    column["waiting"][:] = _most(cases["time"][waiting], until[waiting], len(column["waiting"]))
    for place in range(channels.shape[1]):
        here = waiting & (cases["place"] == place)
        longest = CHANNEL_FIGURES.index("longest")
        channels[:, place, longest] = _most(cases["time"][here], until[here], len(channels))


def _midnight(times: Array) -> Array:
    """The first day at whose end a time is past."""
    return np.floor(times).astype(np.int64) + 1


def _most(begin: Array, end: Array, count: int) -> Array:
    """How many are there at once, at most, on each day before its midnight."""
    times = np.concatenate([begin, end])
    steps = np.concatenate([np.ones(len(begin)), -np.ones(len(end))])
    order = np.lexsort((steps, times))
    there = np.cumsum(steps[order])
    most = np.zeros(count + 1)
    np.maximum.at(most, np.minimum(_midnight(times[order]), count), there)
    return most[:count]


def _queue_sums(rows: Array, kind: Array, day: Array, channels: Array) -> None:
    """Sums of each channel since day 0: answered, minutes they waited, those who did not."""
    count = len(channels)
    for place in range(channels.shape[1]):
        here = rows["place"] == place
        for index, name in enumerate(CHANNEL_FIGURES):
            if name == "answered" or name == "waited":
                chosen = here & (kind == Kind.ANSWERED)
                weights = minutes(1.0) * rows["value"][chosen] if name == "waited" else None
            elif name == "lost_patience":
                chosen, weights = here & _among(kind, _SUMS["lost_patience"]), None
            else:
                continue
            channels[:, place, index] = np.cumsum(np.bincount(day[chosen], weights, count))
    staffed = rows[kind == Kind.STAFFED]
    for place in range(channels.shape[1]):
        mine = staffed[staffed["slot"] == place]
        most = np.zeros(count + 1)
        np.maximum.at(most, np.minimum(_midnight(mine["time"]), count), mine["number"])
        channels[:, place, CHANNEL_FIGURES.index("agents")] = most[:count]


def _as_measured(outcome: Outcome, column: dict[str, Array]) -> None:
    """On the last day the figures are the metrics themselves, not sums in another order."""
    names = ("profit", "wait_p95", "service_cost", "care_cost")
    found = metrics.evaluate(outcome, [metrics.find(name) for name in names])
    column["profit"][-1], column["wait_p95"][-1] = found["profit"], found["wait_p95"]
    column["cost"][-1] = found["service_cost"] + found["care_cost"]


def _leaving(rows: Array, kind: Array, first: Array) -> tuple[Array, Array]:
    """When each customer of day 0 left, and mainly why (-1 for those who stay)."""
    count = int(np.count_nonzero(first))
    left, causes = np.full(count, np.inf), np.full(count, -1, dtype=np.int8)
    gone = rows[kind == Kind.LEFT]
    theirs = gone[gone["customer"] < count]
    left[theirs["customer"]] = theirs["time"]
    causes[theirs["customer"]] = theirs["slot"]
    return left, causes


def _ticks(rows: Array, kind: Array, day: Array) -> Array:
    """The last few events of each day that are worth telling."""
    chosen = np.flatnonzero(_among(kind, _TOLD))
    following = np.concatenate([chosen[TICKS_A_DAY:], np.full(min(TICKS_A_DAY, len(chosen)), -1)])
    last = day[following] != day[chosen]
    last[following < 0] = True
    return _told(rows[chosen[last]])


def _seats(rows: Array, started: int) -> Array:
    """Everything that happens to those who have a seat."""
    has_seat = np.zeros(int(rows["customer"].max(initial=-1)) + 2, dtype=bool)
    has_seat[seated(started)] = True
    return _told(rows[has_seat[rows["customer"]]])


def seated(started: int) -> Array:
    """The customers who have a seat, in the order of their seats."""
    count = min(SEATS, started)
    return np.arange(count) * started // max(1, count)


def _told(rows: Array) -> Array:
    told = np.empty(len(rows), dtype=TICK)
    for name in TICK.names or ():
        told[name] = rows[name]
    return told
