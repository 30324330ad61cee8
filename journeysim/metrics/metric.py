"""Metric: one number that sums up a run, with its unit, its direction and its denominator.

A metric is one pure function of what was observed and one `Metric(...)` line beside it. An empty
denominator gives NaN, never zero and never an error.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from journeysim.metrics.observed import Observed

NAN = float("nan")

Unit = Literal[
    "share",
    "count",
    "years",
    "per customer-year",
    "per customer-month",
    "per 100 customer-years",
    "min",
    "money",
    "money per year",
    "score",
]
Range = tuple[float, float]
_INFINITE = float("inf")
NOT_NEGATIVE: Range = (0.0, _INFINITE)
_RANGES: dict[Unit, Range] = {
    "share": (0.0, 1.0),
    "money": (-_INFINITE, _INFINITE),
    "money per year": (-_INFINITE, _INFINITE),
}
"""What a metric can be, by its unit, where it does not say so itself; others are not negative."""

_TOTALS: tuple[Unit, ...] = ("count", "years", "money", "money per year")

Better = Literal["higher", "lower", ""]


@dataclass(frozen=True)
class Metric:
    """A metric and everything that tables, claims and screens need to know about it.

    of: the denominator in words, "" where there is none. by_channel: may be asked of one channel.
    by_segment: may be asked of one segment; what the firm pays as a whole may not. needs_cause:
    says nothing unless a cause is named. limits: what it can be, if not what its unit can.
    of_one: of one customer, contact or line, though its unit is that of totals.
    """

    name: str
    unit: Unit
    better: Better
    doc: str
    of: str
    function: Callable[[Observed], float]
    takes_day: bool = False
    takes_cause: bool = False
    by_channel: bool = False
    by_segment: bool = True
    needs_cause: bool = False
    limits: Range | None = None
    of_one: bool = False

    @property
    def is_total(self) -> bool:
        """Is it twice as much of a firm twice as large?"""
        return self.unit in _TOTALS and not self.of_one

    @property
    def range(self) -> Range:
        """The least and the most it can be; infinite ends are open."""
        return self.limits or _RANGES.get(self.unit, NOT_NEGATIVE)

    @property
    def reason(self) -> str:
        """Why the value is NaN when it is."""
        return f"no {self.of}" if self.of else "not within the run"


def ratio(part: float, whole: float) -> float:
    """part / whole, NaN when there is no whole."""
    return part / whole if whole else NAN
