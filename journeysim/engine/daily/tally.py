"""Tally: what is counted of a log day by day: which figures there are, and the arrays that hold them.

Holds and copies; `count` does the counting.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from math import inf
from typing import Any, NamedTuple

import numpy as np

from journeysim.engine.log import Array
from journeysim.engine.state import NOBODY
from journeysim.events import KINDS, EventType, Refers, Stands, holding

FIGURES = (
    "started",
    "stayed",
    "active",
    "left",
    "profit",
    "cost",
    "wait_p95",
    "problem",
    "silent",
    "waiting",
    "served",
    "failures",
    "requests",
    "prevented",
    "intercepted",
    "silenced",
    "found",
    "healed",
    "contacts",
    "answered",
    "resolved",
    "unresolved",
    "given_up",
    "lost_patience",
    "touches",
    "annoying",
)
"""Of one day: customers of day 0, those of them still there, all who are there and all who left;
profit, and cost (service, care, programmes), so far; the wait that 95 % did not exceed so far, in minutes;
matters open and unspoken at midnight; the longest line and most talks at once that day; the rest
are counts since day 0."""

CHANNEL_FIGURES = ("longest", "answered", "waited", "lost_patience", "agents")
"""Of one day and channel: the longest line; since day 0 the contacts answered, the minutes they
waited, those who did not wait; the most agents at work that day."""

COUNTED = {
    EventType.FAILURE: "failures",
    EventType.REQUEST: "requests",
    EventType.PREVENTED: "prevented",
    EventType.INTERCEPTED: "intercepted",
    EventType.SILENT: "silenced",
    EventType.FOUND: "found",
    EventType.HEALED: "healed",
    EventType.CONTACT: "contacts",
    EventType.ANSWERED: "answered",
    EventType.RESOLVED: "resolved",
    EventType.UNRESOLVED: "unresolved",
    EventType.GAVE_UP: "given_up",
    EventType.ABANDONED: "lost_patience",
    EventType.TURNED_AWAY: "lost_patience",
    EventType.TOUCHED: "touches",
    EventType.LEFT: "left",
}
"""The figure that counts each kind."""

OPEN, SILENT, WAITING, SERVED, CLOSED = map(int, Stands)
STANDS = {each.kind: int(each.stands) for each in KINDS if each.stands is not None}
"""Where a matter stands after each kind of event."""

COSTS = holding("money", Refers.CARE_COST)
"""Kinds whose money is a cost of care."""

SEATED = 128
"""The mark of a row of somebody who has a seat; smaller bits are marks of kinds."""

SLOT, NUMBER, STATE, PLACE, NEXT = range(5)
"""What is known of a matter: whose failure it is, where it stands, the customer's next one."""

COLUMN, STAND, MARK, COST = range(4)
"""What is known of a kind."""

DAY, TOP, SPARE, LOW, HIGH, MOVED = range(6)
"""What the hand points at: the day under way, matters ever taken and the first given back, waits
in each heap, and whether anything moved since the last look."""

PARTS = 40
"""Floats that do not overlap and add up to any sum of floats, at most."""

_ROOM = 64
"""Matters and waits there is room for at first."""


class Tally(NamedTuple):
    """What has been counted so far.

    days: (days + 2, FIGURES), what is a count or sum since day 0 by the day it fell on; channels:
    (days + 2, channels, CHANNEL_FIGURES), likewise, waits in days; left, causes: of each customer,
    the day they left (infinite if they have not) and mainly why; seated: who has a seat; first:
    each customer's first matter in `cases`, whose rows are `SLOT` to `NEXT`; standing: matters in
    each state, then those waiting in each channel, then agents at work there; low, high: the
    shorter waits, largest first, and the longer ones, smallest first, as heaps; sums, parts: exact
    sums of money by kind after the warm-up, as so many floats each; table: of each kind, its
    column, where a matter stands, its marks, and if it is a cost; hand: the day under way and what
    is taken of the other arrays; clock: the time of the last row.
    """

    warmup: float
    late: float
    days: Array
    channels: Array
    left: Array
    causes: Array
    seated: Array
    first: Array
    cases: Array
    standing: Array
    low: Array
    high: Array
    sums: Array
    parts: Array
    table: Array
    hand: Array
    clock: Array


def begun(
    days: int, channels: int, warmup: float, late: float, marks: Mapping[int, Iterable[int]]
) -> Tally:
    """Nothing counted yet. late: the share of waits a late one exceeds; marks: kinds by their bit."""
    kinds = max(EventType) + 1
    table = np.zeros((kinds, 4), dtype=np.int64)
    table[:, (COLUMN, STAND)] = -1
    for kind, name in COUNTED.items():
        table[kind, COLUMN] = FIGURES.index(name)
    for kind, stands in STANDS.items():
        table[kind, STAND] = stands
    for bit, marked in marks.items():
        table[list(marked), MARK] |= bit
    table[list(COSTS), COST] = 1
    hand = np.zeros(6, dtype=np.int64)
    hand[SPARE] = NOBODY
    return Tally(
        warmup=float(warmup),
        late=float(late),
        days=np.zeros((days + 2, len(FIGURES))),
        channels=np.zeros((days + 2, channels, len(CHANNEL_FIGURES))),
        left=np.full(1, np.inf),
        causes=np.full(1, NOBODY, dtype=np.int8),
        seated=np.zeros(1, dtype=np.int8),
        first=np.full(1, NOBODY, dtype=np.int32),
        cases=np.zeros((_ROOM, 5), dtype=np.int64),
        standing=np.zeros(CLOSED + 2 * channels, dtype=np.int64),
        low=np.zeros(_ROOM),
        high=np.zeros(_ROOM),
        sums=np.zeros((kinds, PARTS)),
        parts=np.zeros(kinds, dtype=np.int64),
        table=table,
        hand=hand,
        clock=np.full(1, -1.0),
    )


class Event(NamedTuple):
    """One row of a log for code that is not compiled, which reads it much faster than an array."""

    time: float
    value: float
    money: float
    customer: int
    number: int
    slot: int
    attempt: int
    place: int
    kind: int
    marks: int


def events(rows: Array) -> list[Event]:
    """The rows of a log one by one."""
    return list(map(Event._make, rows.tolist()))


def with_people(tally: Tally, count: int) -> Tally:
    """The same with room for so many customers."""
    if count <= len(tally.left):
        return tally
    count = max(count, len(tally.left) * 5 // 4)
    larger: dict[str, Any] = {}
    for name, blank in (("left", inf), ("causes", NOBODY), ("seated", 0), ("first", NOBODY)):
        before: Array = getattr(tally, name)
        larger[name] = np.full(count, blank, dtype=before.dtype)
        larger[name][: len(before)] = before
    return tally._replace(**larger)


def grown(tally: Tally) -> Tally:
    """The same with twice the room in whatever is full."""
    larger: dict[str, Any] = {}
    for name, place in (("cases", TOP), ("low", LOW), ("high", HIGH)):
        before: Array = getattr(tally, name)
        if tally.hand[place] + 1 >= len(before):
            larger[name] = np.zeros((2 * len(before), *before.shape[1:]), before.dtype)
            larger[name][: len(before)] = before
    return tally._replace(**larger)


def with_channels(tally: Tally, count: int) -> Tally:
    """The same with room for so many channels."""
    before = tally.channels.shape[1]
    if count <= before:
        return tally
    days = np.zeros((len(tally.channels), count, len(CHANNEL_FIGURES)))
    days[:, :before] = tally.channels
    standing = np.zeros(CLOSED + 2 * count, dtype=np.int64)
    for new, old in ((CLOSED, CLOSED), (CLOSED + count, CLOSED + before)):
        standing[new : new + before] = tally.standing[old : old + before]
    standing[:CLOSED] = tally.standing[:CLOSED]
    return tally._replace(channels=days, standing=standing)


def copied(tally: Tally) -> Tally:
    """Another one that stands where this one does."""
    copies: dict[str, Any] = {}
    for name, value in tally._asdict().items():
        copies[name] = value.copy() if isinstance(value, np.ndarray) else value
    return Tally(**copies)
