"""Curves: retention and money day by day over replications, with their intervals.

Each day's interval stands for itself: it says where the mean of that day lies, not where a whole
curve does.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from journeysim.experiment.compare import Experiment
from journeysim.experiment.estimate import (
    ANYTHING,
    Estimate,
    difference,
    estimate,
)

POINTS = 150
"""About how many days of a curve are told; enough for any drawing."""

RETENTION = "retention"
PROFIT = "profit"
_WITHIN = {RETENTION: (0.0, 1.0), PROFIT: ANYTHING}


@dataclass(frozen=True)
class Band:
    """A curve: an estimate a day, for some of the days from the first to the last."""

    days: tuple[float, ...]
    estimates: tuple[Estimate, ...]

    @property
    def mean(self) -> tuple[float, ...]:
        """The middle line."""
        return tuple(each.mean for each in self.estimates)

    @property
    def low(self) -> tuple[float, ...]:
        """The lower edge; the middle where one replication says nothing about luck."""
        return tuple(_known(each.low, each.mean) for each in self.estimates)

    @property
    def high(self) -> tuple[float, ...]:
        """The upper edge, likewise."""
        return tuple(_known(each.high, each.mean) for each in self.estimates)


def _known(value: float, otherwise: float) -> float:
    return value if value == value else otherwise


def curve(experiment: Experiment, policy: str, what: str) -> Band:
    """A policy's own curve. what: RETENTION (shares of day-0 customers) or PROFIT (cumulative)."""
    curves, first = _curves(experiment, policy, what)
    days = _days(curves)
    within = _WITHIN[what]
    estimates = tuple(estimate([one[day] for one in curves], within=within) for day in days)
    return Band(tuple(day + first for day in days), estimates)


def lead(experiment: Experiment, policy: str, baseline: str, what: str) -> Band:
    """A policy's curve less the baseline's, pair by pair; the intervals of a day hold together with
    those of the other policies."""
    ours, first = _curves(experiment, policy, what)
    theirs, _ = _curves(experiment, baseline, what)
    confidence = experiment.family.confidence
    days = _days(ours)
    estimates = tuple(
        difference(
            [one[day] for one in ours], [other[day] for other in theirs], confidence, _WITHIN[what]
        )
        for day in days
    )
    return Band(tuple(day + first for day in days), estimates)


def _curves(
    experiment: Experiment, policy: str, what: str
) -> tuple[Sequence[Sequence[float]], float]:
    """A policy's curves and the day of their first entry: money is counted at the end of a day."""
    if what == RETENTION:
        return experiment.active[policy], 0.0
    return experiment.cash[policy], 1.0


def _days(curves: Sequence[Sequence[float]]) -> list[int]:
    """Days evenly spread, the first and the last among them."""
    last = len(curves[0]) - 1
    step = max(1, -(-last // POINTS))
    return [*range(0, last, step), last] if last >= 0 else []
