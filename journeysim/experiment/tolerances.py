"""Tolerances: how far a figure may move from a kept one before that counts as a change.

Written as `1 %` (of the kept value), as `0.5 pp` (points of a share) or as a bare number (in the
metric's own unit); for all metrics or, as `METRIC=...`, for one. The last that fits a metric holds.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from math import isnan

from journeysim import metrics
from journeysim.errors import UsageError
from journeysim.experiment.estimate import Estimate

_WRITTEN = re.compile(r"(?:([^=]+)=)?\s*([0-9]{1,12}(?:\.[0-9]{1,12})?)\s*(%|pp|)\s*")
_POINTS = 0.01
_SAME = 1e-12
"""What rounding alone may add to a difference, relatively."""


@dataclass(frozen=True)
class Tolerance:
    """How far one metric, or each where it is None, may move; unit: `%`, `pp` or "" for its own."""

    metric: str | None
    size: float
    unit: str

    def fits(self, metric: str) -> bool:
        """Is it about this metric? Points are about shares only."""
        if self.metric is not None:
            return self.metric == metric
        return self.unit != "pp" or metrics.find(metric).metric.unit == "share"

    def room(self, then: float) -> float:
        """How far a figure may be from what it was, in the metric's unit."""
        if self.unit == "%":
            return abs(then) * self.size * _POINTS
        return self.size * (_POINTS if self.unit == "pp" else 1.0)


def tolerance(text: str) -> Tolerance:
    """A tolerance as written. Raises UsageError saying how it is written."""
    match = _WRITTEN.fullmatch(text.strip())
    if match is None:
        raise UsageError(
            f"--tolerance {text!r}: write '1 %' (of the kept value), '0.5 pp' (of a share) or "
            "METRIC=NUMBER"
        )
    name, number, unit = match.groups()
    metric = metrics.find(name.strip()).name if name else None
    if metric is not None and unit == "pp" and metrics.find(metric).metric.unit != "share":
        raise UsageError(f"--tolerance {text!r}: {metric} is no share; write a number or %")
    if metric is None and not unit and float(number):
        raise UsageError(f"--tolerance {text!r}: a bare number is in a metric's unit; which one?")
    return Tolerance(metric, float(number), unit)


def is_within(metric: str, then: Estimate, whole: Estimate, allowed: Sequence[Tolerance]) -> bool:
    """Is a change of the mean within what is allowed? Never, where a figure came or went."""
    fitting = [each for each in allowed if each.fits(metric)]
    if not fitting or isnan(whole.mean) or isnan(then.mean):
        return False
    room = fitting[-1].room(then.mean)
    return abs(whole.mean) <= room + _SAME * abs(then.mean)
