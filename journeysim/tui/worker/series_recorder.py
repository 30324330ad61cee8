"""Series recorder: a run's log as the screen shows it: figures day by day, who left when and why.

Enters: the rows of a log, as they are written. Decides nothing, draws nothing; the figures of the
last day are the metrics of the command line to the last digit.
"""

from __future__ import annotations

from collections.abc import Callable
from copy import copy
from math import ceil, fsum

import numpy as np

from journeysim import metrics
from journeysim.engine.daily import tally
from journeysim.engine.daily.count import counted
from journeysim.engine.daily.tally import SEATED
from journeysim.engine.log import PERSON, ROW, Array, EventLog, Outcome
from journeysim.events import KINDS, EventType, Refers, holding
from journeysim.metrics.flows import MONEY
from journeysim.metrics.observed import Observed
from journeysim.metrics.records import STARTED, Records
from journeysim.metrics.service import LATE
from journeysim.metrics.staffing import busy
from journeysim.metrics.steps import accumulated
from journeysim.scenario.world import Encoded
from journeysim.tui.figures import CHANNEL_FIGURES, FIGURES, TICK
from journeysim.tui.recording import WORK, WORTH, Recording, seated
from journeysim.units import minutes

TICKS_A_DAY = 10
"""Events a day that the ticker keeps."""

_TICKER_EVENTS = tuple(kind.kind for kind in KINDS if kind.sign is not None)
_MONEY_EVENTS = holding("value", Refers.RUNNING_COST, Refers.HANDLING, Refers.WORK)
"""Kinds of whose rows money is reckoned one by one; of the others the sum is enough."""

_FOR_TICKER, _FOR_MONEY = 1, 2

_IS_VALUED = np.isin(
    np.arange(max(EventType) + 1),
    (
        *(*MONEY, *_MONEY_EVENTS, EventType.JOINED, EventType.LEFT, EventType.ELSEWHERE),
        *(
            EventType.LOST_PROSPECT,
            EventType.ANSWERED,
            *holding("value", Refers.HANDLING),
            *holding("value", Refers.WORK),
        ),
    ),
)
"""Kinds of whose rows it is reckoned what the customers of the end are worth, and what work there was."""


Count = Callable[[Array, Array, int, tally.Tally], tally.Tally]
"""Counts rows, as `count.counted` does."""


def plain() -> Count:
    """Counting in Python."""
    return counted


class SeriesRecorder:
    """The days of a run as far as they are counted.

    events: with those of ticker and seats; count_by: makes what counts, `count.counted` or the
    like of it.
    """

    def __init__(
        self,
        encoded: Encoded,
        horizon: float,
        warmup: float,
        events: bool,
        count_by: Callable[[], Count] = plain,
    ) -> None:
        self.encoded = encoded
        self.horizon = horizon
        self.events = events
        self.count_by = count_by
        self.counting = count_by()
        self.started = NONE_YET
        channels = len(encoded.names.channels)
        marks = {_FOR_TICKER: _TICKER_EVENTS if events else (), _FOR_MONEY: _MONEY_EVENTS}
        self.tally = tally.begun(ceil(horizon), channels, warmup, LATE, marks)
        self.money_rows: list[Array] = []
        self.ticks: list[Array] = []
        self.seats: list[Array] = []
        self.valued: list[Array] = []

    def copy(self) -> SeriesRecorder:
        """Another one that goes on from here by itself."""
        other = copy(self)
        other.counting = self.count_by()
        other.tally = tally.copied(self.tally)
        other.money_rows, other.ticks = [*self.money_rows], [*self.ticks]
        other.seats, other.valued = [*self.seats], [*self.valued]
        return other

    def of(self, encoded: Encoded) -> SeriesRecorder:
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
            if self.events:
                self.tally.seated[seated(self.started)] = 1
        marks = np.zeros(len(rows), dtype=np.uint8)
        self.tally = self.counting(rows, marks, ceil(day) + 1, self.tally)
        self.money_rows.append(rows[marks & _FOR_MONEY != 0])
        self.valued.append(rows[_IS_VALUED[rows["kind"]]])
        if self.events:
            self.ticks.append(_last_of_each_day(rows[marks & _FOR_TICKER != 0]))
            self.seats.append(_ticks(rows[marks & SEATED != 0]))

    def recording(self, day: float) -> Recording:
        """What is recorded up to the day taken last."""
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
        money_rows = np.concatenate(self.money_rows) if self.money_rows else np.empty(0, dtype=ROW)
        self.money_rows = [money_rows]
        pay = _running(money_rows, np.minimum(np.arange(count + 1.0), day), self.tally.warmup)
        column["profit"][:] -= pay
        column["cost"][:] = pay - column["cost"]
        column["wait_p95"][:] *= minutes(1.0)
        if day >= self.horizon:
            self._measure(money_rows, column)
        left, causes = self.tally.left[: self.started], self.tally.causes[: self.started]
        nothing = np.empty(0, dtype=TICK)
        ticks, seats = (np.concatenate([nothing, *rows]) for rows in (self.ticks, self.seats))
        return Recording(days, channels, left.copy(), causes.copy(), ticks, seats)

    def worth(self, people: Array, discount_rate: float) -> Array:
        """The figures of `WORTH` at the horizon; people: the roster as it stands then."""
        log = EventLog(np.concatenate(self.valued) if self.valued else np.empty(0, dtype=ROW))
        outcome = Outcome(log, people, self.encoded, 0, self.horizon, self.tally.warmup, 1.0)
        money = [name for name in WORTH if name != WORK]
        measured = metrics.evaluate(outcome, [metrics.find(name) for name in money], discount_rate)
        work = fsum(
            part.talks + part.care for part in busy(Observed(Records(outcome), self.horizon))
        )
        return np.array([*(measured[name] for name in money), work])

    def _measure(self, money_rows: Array, column: dict[str, Array]) -> None:
        """On the last day money is what the metrics say, not sums in another order.

        They read a log in which each kind is as short as its exact sum allows.
        """
        summed = [kind for kind in np.flatnonzero(self.tally.parts) if kind not in _MONEY_EVENTS]
        short = np.zeros(sum(self.tally.parts[summed]), dtype=ROW)
        short["time"] = self.tally.warmup
        short["kind"] = np.repeat(summed, self.tally.parts[summed])
        sums = [self.tally.sums[kind, : self.tally.parts[kind]] for kind in summed]
        short["money"] = np.concatenate(sums) if sums else 0.0
        log = EventLog(np.concatenate([short, money_rows]))
        nobody = np.empty(0, dtype=PERSON)
        outcome = Outcome(log, nobody, self.encoded, 0, self.horizon, self.tally.warmup, 1.0)
        names = ("profit", "service_cost", "care_cost", "programmes")
        measured = metrics.evaluate(outcome, [metrics.find(name) for name in names])
        column["profit"][-1] = measured["profit"]
        column["cost"][-1] = fsum(measured[name] for name in names[1:])


NONE_YET = -1
"""Customers of day 0, before any row is counted."""


def recorded(outcome: Outcome, events: bool) -> Recording:
    """A run up to its horizon; events: with those of ticker and seats."""
    recorder = SeriesRecorder(outcome.encoded, outcome.horizon, outcome.warmup, events)
    recorder.take(outcome.log.rows, outcome.horizon)
    return recorder.recording(outcome.horizon)


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
    """The last few of these events on each day, and what concerns nobody in particular."""
    day = np.floor(rows["time"])
    later = np.concatenate([day[TICKS_A_DAY:], np.full(min(TICKS_A_DAY, len(day)), np.inf)])
    return _ticks(rows[(later != day) | (rows["customer"] < 0)])


def _ticks(rows: Array) -> Array:
    ticks = np.empty(len(rows), dtype=TICK)
    for name in TICK.names or ():
        ticks[name] = rows[name]
    return ticks
