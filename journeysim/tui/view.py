"""View: everything the panels show, frozen. A panel reads a view and nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from math import fsum, isfinite, nan

import numpy as np
import numpy.typing as npt

from journeysim.experiment.estimate import ANYTHING, Estimate, difference, intervals
from journeysim.experiment.family import ALONE, IntervalFamily
from journeysim.model.money import NumberStyle
from journeysim.numerals import PLAIN
from journeysim.scenario.world import Names
from journeysim.tui.dials import ScaledDial
from journeysim.tui.figures import FIGURES
from journeysim.tui.plan import DialChange
from journeysim.tui.recording import WORTH, Recording
from journeysim.tui.style import NIGHT, Palette

Array = npt.NDArray[np.float64]

WINDOW = 28
"""Days over which flows are counted."""

LEAST_RUNS = 4
"""Paired runs before chance is told: of two or three it says nothing that holds."""


class PlayState(StrEnum):
    """What the world on the screen is doing."""

    STARTING = "starting"
    PAUSED = "paused"
    RUNNING = "running"
    FINISHED = "finished"
    DIED = "died"


@dataclass(frozen=True)
class LineSeries:
    """What is known of one line.

    days: one row a day from day 0, columns as in `FIGURES`: the first run, the one that is watched,
    as far as it has come; runs: the days of each whole run, for leads; first: all of the first run;
    whole: all of each whole run.
    """

    label: str
    days: Array
    runs: tuple[Array, ...] = ()
    first: Recording | None = None
    whole: tuple[Recording, ...] = ()

    @property
    def last(self) -> int:
        """The last day known; -1 if none is."""
        return len(self.days) - 1

    def of(self, figure: str) -> Array:
        """One figure, day by day."""
        return self.days[:, FIGURES.index(figure)]

    def on(self, figure: str, day: int) -> float:
        """One figure on a day."""
        return float(self.days[day, FIGURES.index(figure)])

    def lived(self, figure: str, day: int, window: int | None = None) -> float:
        """One figure of the first run on a day; with a window, what it has grown by in it."""
        days = self.days if self.first is None else self.first.days
        column = days[:, FIGURES.index(figure)]
        before = 0.0 if window is None else float(column[max(0, day - window)])
        return float(column[day]) - before

    def most(self, figure: str, day: int, window: int) -> float:
        """The most that a figure of the first run came to in the days before a day."""
        days = self.days if self.first is None else self.first.days
        return float(days[max(0, day - window + 1) : day + 1, FIGURES.index(figure)].max())

    def observed(self, figure: str, day: int) -> tuple[float, ...]:
        """One figure on a day in each run; retention is a share of the customers of day 0."""
        runs = self.runs or (self.days,)
        if figure == "retention":
            return tuple(float(_retention(run)[day]) for run in runs)
        return tuple(self._at(run, figure, day) for run in runs)

    def _at(self, run: Array, figure: str, day: int) -> float:
        return float(run[day, FIGURES.index(figure)])

    def mean(self, figure: str, day: int) -> float:
        """One figure on a day, its mean over the runs that have it, as the command line reckons it."""
        values = [value for value in self.observed(figure, day) if isfinite(value)]
        return fsum(values) / len(values) if values else nan

    @cached_property
    def retention(self) -> Array:
        """The share of the customers of day 0 who are still there, day by day: the mean of the runs."""
        if not self.runs:
            return _retention(self.days)
        mean: Array = np.mean([_retention(run) for run in self.runs], axis=0)
        return mean


def _retention(days: Array) -> Array:
    """The share of day-0 customers still there, day by day; nobody has left where there are none."""
    stayed, started = (days[:, FIGURES.index(name)] for name in ("stayed", "started"))
    return np.divide(stayed, started, out=np.ones(len(days)), where=started > 0.0)


@dataclass(frozen=True)
class Lead:
    """Retention under *you* minus under the baseline, day by day, over paired runs.

    low, high: the ends of each day's interval, NaN for one run.
    """

    n: int
    mean: Array
    low: Array
    high: Array


@dataclass(frozen=True)
class DialReading:
    """A dial with its value now and the value under the baseline policy; idle: why it would move
    nothing, "" if it may move something; costs: what it costs a year, "" where that is not known."""

    dial: ScaledDial
    value: float
    baseline: float
    idle: str = ""
    costs: str = ""


@dataclass(frozen=True)
class OtherBranch:
    """A branch that is not on the screen, dimmed: its name and its retention."""

    name: str
    retention: Array


@dataclass(frozen=True)
class View:
    """One moment of the screen.

    day: the last day that has been lived; forked: is there more than one line; speed: days per
    second wanted, pace: reached; unseen: what *you* do otherwise than the baseline that no dial shows; assumed: the lead over draws of
    chance and assumptions, "" while none are drawn; wanted: paired runs to come to; secret: the future, the lead and
    every difference are hidden; policy: what *you* are called; world: the named world that a lesson or the user went over to; given: where the baseline ends, None
    until it is known; lowest: the least that either line comes to; former: both lines before a dial
    of the world was turned; guessed: how many guesses are locked, of how many expected (0 if nobody said); marks: where each would end; earlier: those of the vote before; numbers: how their owner writes them; family: what the interval of each difference holds together with; notice: a sentence for the user, "" if there is none.
    """

    title: str
    state: PlayState
    day: int
    horizon: int
    speed: int
    pace: float
    seed: int
    currency: str
    you: LineSeries
    baseline: LineSeries
    forked: bool
    readings: tuple[DialReading, ...]
    changes: tuple[DialChange, ...]
    names: Names
    unseen: tuple[str, ...] = ()
    assumed: str = ""
    wanted: int = 1
    branch: str = "A"
    others: tuple[OtherBranch, ...] = ()
    policy: str = ""
    world: str = ""
    given: float | None = None
    lowest: float = 1.0
    former: Array | None = None
    guessed: int = 0
    expected: int = 0
    marks: tuple[float, ...] = ()
    earlier: tuple[float, ...] = ()
    secret: bool = False
    swapped: bool = False
    present: bool = False
    signs: str = ""
    zoomed: bool = False
    engine: str = ""
    numbers: NumberStyle = PLAIN
    family: IntervalFamily = ALONE
    notice: str = ""
    palette: Palette = NIGHT

    @property
    def lived(self) -> int:
        """The last day lived of which both lines are known; -1 if there is none."""
        return min(self.day, self.you.last, self.baseline.last)

    @property
    def ahead(self) -> int:
        """The last day known of both lines, the future included."""
        return min(self.you.last, self.baseline.last)

    @property
    def is_known(self) -> bool:
        """Are both lines known to the horizon, and may it be told?"""
        return self.ahead == self.horizon and not self.secret

    @property
    def compares(self) -> bool:
        """Is there a difference that may be told?"""
        return self.forked and not self.secret

    def difference(self, figure: str, day: int) -> Estimate:
        """You minus the baseline in a figure on a day, over paired runs."""
        ours, theirs = self.you.observed(figure, day), self.baseline.observed(figure, day)
        within = (0.0, 1.0) if figure == "retention" else ANYTHING
        return self._so_far(difference(ours, theirs, self.family.confidence, within))

    def worth(self, figure: str) -> Estimate | None:
        """You minus the baseline in one of `WORTH`; None while a run of the pair is not over."""
        place, pair = WORTH.index(figure), (self.you.whole, self.baseline.whole)
        if not self.you.whole or any(len(run.worth) <= place for runs in pair for run in runs):
            return None
        ours, theirs = ([float(run.worth[place]) for run in runs] for runs in pair)
        return self._so_far(difference(ours, theirs, self.family.confidence, ANYTHING))

    @property
    def tells_chance(self) -> bool:
        """Are enough runs in for an interval? That of two of four is so wide that it hides the lines."""
        return len(self.you.runs) >= min(LEAST_RUNS, self.wanted)

    def _so_far(self, known: Estimate) -> Estimate:
        return known if self.tells_chance else Estimate(known.mean, nan, nan, known.n)

    def lead(self, day: int) -> float:
        """Mean retention under *you* minus under the baseline on a day known of both."""
        return self.difference("retention", day).mean if self.forked else 0.0

    @property
    def leads(self) -> Lead:
        """The lead day by day."""
        last = self.ahead + 1
        if not self.forked or last == 0:
            return Lead(len(self.you.runs), np.zeros(last), *_unknown(last))
        if not self.you.runs:
            gap = self.you.retention[:last] - self.baseline.retention[:last]
            return Lead(1, gap, *_unknown(last))
        pairs = zip(self.you.runs, self.baseline.runs, strict=True)
        gaps = np.array([_retention(one) - _retention(two) for one, two in pairs])[:, :last]
        ends = _unknown(last)
        if self.tells_chance:
            ends = intervals(gaps, self.family.confidence, (-1.0, 1.0))
        return Lead(len(gaps), gaps.mean(axis=0), *ends)


def _unknown(days: int) -> tuple[Array, Array]:
    """The ends of intervals that nobody knows yet."""
    return np.full(days, np.nan), np.full(days, np.nan)
