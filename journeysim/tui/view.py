"""View: everything the panels show, frozen. A panel reads a view and nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from journeysim.tui.dials import Dial
from journeysim.tui.plan import Change
from journeysim.tui.style import NIGHT, Palette

Array = npt.NDArray[np.float64]

FIGURES = (
    "started",
    "stayed",
    "active",
    "left",
    "answered",
    "waited",
    "given_up",
    "problems",
    "prevented",
    "profit",
)
"""What is known of one day: customers of day 0, those of them still there, all who are there; the
rest summed up since day 0: left, contacts answered, minutes they waited, waits given up, failures,
failures prevented or put right unasked, profit."""

WINDOW = 28
"""Days over which waits and problems are averaged."""


class Phase(StrEnum):
    """What the screen is doing."""

    STARTING = "starting"
    PAUSED = "paused"
    RUNNING = "running"
    FINISHED = "finished"
    DIED = "died"


@dataclass(frozen=True)
class Track:
    """The days known of one line: one row a day from day 0, columns as in `FIGURES`."""

    label: str
    days: Array

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

    def recent(self, figure: str, day: int) -> float:
        """What a sum has grown by in the days before a day."""
        return self.on(figure, day) - self.on(figure, max(0, day - WINDOW))

    @property
    def retention(self) -> Array:
        """The share of the customers of day 0 who are still there, day by day."""
        started = self.of("started")
        return self.of("stayed") / np.maximum(started, 1.0)


@dataclass(frozen=True)
class Reading:
    """A dial with its value now and the value under the baseline policy."""

    dial: Dial
    value: float
    baseline: float


@dataclass(frozen=True)
class View:
    """One moment of the screen.

    day: the last day that has been lived; forked: is there more than one line; speed: days per
    second wanted, pace: reached; notice: a sentence for the user, "" if there is none.
    """

    title: str
    phase: Phase
    day: int
    horizon: int
    speed: int
    pace: float
    seed: int
    currency: str
    you: Track
    baseline: Track
    forked: bool
    readings: tuple[Reading, ...]
    changes: tuple[Change, ...]
    notice: str = ""
    palette: Palette = NIGHT

    @property
    def lived(self) -> int:
        """The last day lived of which both lines are known; -1 if there is none."""
        return min(self.day, self.you.last, self.baseline.last)

    @property
    def ahead(self) -> int:
        """The last day known of both lines, the future included."""
        if not self.forked:
            return self.baseline.last
        return min(self.you.last, self.baseline.last)

    def lead(self, day: int) -> float:
        """Retention under *you* minus retention under the baseline on a day known of both."""
        if not self.forked:
            return 0.0
        return float(self.you.retention[day] - self.baseline.retention[day])
