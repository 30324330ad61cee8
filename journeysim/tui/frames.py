"""Frames: a run's log as the screen shows it: one row of figures a day, and who left when and why.

Enters: the rows of a log, as they are written. Decides nothing, draws nothing; the figures of the
last day are the metrics of the command line to the last digit.
"""

from __future__ import annotations

from collections.abc import Callable
from copy import copy
from math import ceil
from typing import Any, NamedTuple

import numpy as np

from journeysim import metrics
from journeysim.engine.daily import count, tally
from journeysim.engine.daily.tally import SEATED
from journeysim.engine.log import PERSON, ROW, Array, EventLog, Outcome
from journeysim.events import KINDS, EventType, Refers, holding
from journeysim.metrics.records import STARTED
from journeysim.metrics.service import LATE
from journeysim.metrics.steps import accumulated
from journeysim.scenario.world import Encoded
from journeysim.tui.figures import CHANNEL_FIGURES, FIGURES, TICK
from journeysim.units import minutes

SEATS = 40
"""Customers who get a numbered seat: spread evenly over those of day 0."""

TICKS_A_DAY = 10
"""Events a day that the ticker keeps."""

_TOLD = tuple(each.kind for each in KINDS if each.sign is not None)
_KEPT = holding("value", Refers.RUNNING_COST, Refers.HANDLING, Refers.WORK)
"""Kinds of whose rows money is reckoned one by one; of the others the sum is enough."""

_IS_TOLD, _IS_KEPT = 1, 2


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


class Diary:
    """The days of a run as far as they are counted.

    told: with the events for ticker and seats; counting: `count.count`, compiled or not.
    """

    def __init__(
        self,
        encoded: Encoded,
        horizon: float,
        warmup: float,
        told: bool,
        counting: Callable[..., int] | None = None,
    ) -> None:
        self.encoded = encoded
        self.horizon = horizon
        self.told = told
        self.counting = counting
        self.started = NONE_YET
        channels = len(encoded.names.channels)
        marks = {_IS_TOLD: _TOLD if told else (), _IS_KEPT: _KEPT}
        self.tally = tally.begun(ceil(horizon), channels, warmup, LATE, marks)
        self.kept: list[Array] = []
        self.ticks: list[Array] = []
        self.seats: list[Array] = []

    def copy(self) -> Diary:
        """Another one that goes on from here by itself."""
        other = copy(self)
        other.tally = tally.copied(self.tally)
        other.kept, other.ticks, other.seats = [*self.kept], [*self.ticks], [*self.seats]
        return other

    def of(self, encoded: Encoded) -> Diary:
        """The same in a world that goes on differently, maybe with further channels."""
        self.encoded = encoded
        self.tally = tally.with_channels(self.tally, len(encoded.names.channels))
        return self

    def take(self, rows: Array, day: float) -> None:
        """Count the next rows of the log, up to a day."""
        people = int(rows["customer"].max(initial=-1)) + 1
        self.tally = tally.with_people(self.tally, people)
        if self.started == NONE_YET:
            first = (rows["kind"] == EventType.JOINED) & (rows["number"] == STARTED)
            self.started = int(np.count_nonzero(first))
            self.tally.days[:, FIGURES.index("started")] = self.started
            if self.told:
                self.tally.seated[seated(self.started)] = 1
        marks = np.zeros(len(rows), dtype=np.uint8)
        counting: Any = self.counting or count.count
        events: Any = tally.events(rows) if self.counting is None else rows
        done, until = 0, ceil(day) + 1
        while True:
            done = counting(events, marks, done, until, self.tally)
            if done == len(rows):
                break
            self.tally = tally.roomier(self.tally)
        self.kept.append(rows[marks & _IS_KEPT != 0])
        if self.told:
            self.ticks.append(_last_of_each_day(rows[marks & _IS_TOLD != 0]))
            self.seats.append(_told(rows[marks & SEATED != 0]))

    def frames(self, day: float) -> Frames:
        """The frames up to the day taken last."""
        count = ceil(day)
        days = self.tally.days[: count + 1].copy()
        channels = self.tally.channels[: count + 1].copy()
        column = {name: days[:, index] for index, name in enumerate(FIGURES)}
        for name in set(FIGURES) - {
            "started",
            "wait_p95",
            "problem",
            "silent",
            "waiting",
            "served",
        }:
            np.cumsum(column[name], out=column[name])
        for index, name in enumerate(CHANNEL_FIGURES):
            if name in ("answered", "waited", "lost_patience"):
                np.cumsum(channels[:, :, index], axis=0, out=channels[:, :, index])
        channels[:, :, CHANNEL_FIGURES.index("waited")] *= minutes(1.0)
        column["stayed"][:] = self.started - column["stayed"]
        column["active"][:] += self.started - column["left"]
        kept = np.concatenate(self.kept) if self.kept else np.empty(0, dtype=ROW)
        self.kept = [kept]
        pay = _running(kept, np.minimum(np.arange(count + 1.0), day), self.tally.warmup)
        column["profit"][:] -= pay
        column["cost"][:] = pay - column["cost"]
        column["wait_p95"][:] *= minutes(1.0)
        if day >= self.horizon:
            self._measure(kept, column)
        left, causes = self.tally.left[: self.started], self.tally.causes[: self.started]
        nothing = np.empty(0, dtype=TICK)
        ticks, seats = (np.concatenate([nothing, *each]) for each in (self.ticks, self.seats))
        return Frames(days, channels, left.copy(), causes.copy(), ticks, seats)

    def _measure(self, kept: Array, column: dict[str, Array]) -> None:
        """On the last day money is what the metrics say, not sums in another order.

        They read a log in which each kind is as short as its exact sum allows.
        """
        summed = [kind for kind in np.flatnonzero(self.tally.parts) if kind not in _KEPT]
        short = np.zeros(sum(self.tally.parts[summed]), dtype=ROW)
        short["time"] = self.tally.warmup
        short["kind"] = np.repeat(summed, self.tally.parts[summed])
        found = [self.tally.sums[kind, : self.tally.parts[kind]] for kind in summed]
        short["money"] = np.concatenate(found) if found else 0.0
        log = EventLog(np.concatenate([short, kept]))
        nobody = np.empty(0, dtype=PERSON)
        outcome = Outcome(log, nobody, self.encoded, 0, self.horizon, self.tally.warmup, 1.0)
        names = ("profit", "service_cost", "care_cost")
        said = metrics.evaluate(outcome, [metrics.find(name) for name in names])
        column["profit"][-1] = said["profit"]
        column["cost"][-1] = said["service_cost"] + said["care_cost"]


NONE_YET = -1
"""Customers of day 0, before any row is counted."""


def frames(outcome: Outcome, told: bool) -> Frames:
    """The frames of a run up to its horizon; told: with the events for ticker and seats."""
    diary = Diary(outcome.encoded, outcome.horizon, outcome.warmup, told)
    diary.take(outcome.log.rows, outcome.horizon)
    return diary.frames(outcome.horizon)


def _running(rows: Array, at: Array, warmup: float) -> Array:
    """Pay and programme costs from the warm-up to each day."""
    spent = np.zeros(len(at))
    staffed, programmes = (
        rows[rows["kind"] == kind] for kind in (int(EventType.STAFFED), int(EventType.PROGRAMME))
    )
    lines = [staffed[staffed["slot"] == slot] for slot in np.unique(staffed["slot"])]
    since = np.concatenate(([warmup], np.maximum(at, warmup)))
    for line in (*lines, programmes):
        sums = accumulated(line["time"], line["value"], since)
        spent += sums[1:] - sums[0]
    return spent


def _last_of_each_day(rows: Array) -> Array:
    """The last few of these events on each day."""
    day = np.floor(rows["time"])
    later = np.concatenate([day[TICKS_A_DAY:], np.full(min(TICKS_A_DAY, len(day)), np.inf)])
    return _told(rows[later != day])


def seated(started: int) -> Array:
    """The customers who have a seat, in the order of their seats."""
    count = min(SEATS, started)
    return np.arange(count) * started // max(1, count)


def _told(rows: Array) -> Array:
    told = np.empty(len(rows), dtype=TICK)
    for name in TICK.names or ():
        told[name] = rows[name]
    return told
