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
    "per 100 customer-years",
    "min",
    "money",
    "money per year",
    "score",
]
Better = Literal["higher", "lower", ""]


@dataclass(frozen=True)
class Metric:
    """A metric and everything that tables, claims and screens need to know about it.

    of: the denominator in words, "" where there is none. by_channel: may be asked of one channel.
    by_segment: may be asked of one segment; what the firm pays as a whole may not. needs_cause:
    says nothing unless a cause is named.
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

    @property
    def reason(self) -> str:
        """Why the value is NaN when it is."""
        return f"no {self.of}" if self.of else "not within the run"


def ratio(part: float, whole: float) -> float:
    """part / whole, NaN when there is no whole."""
    return part / whole if whole else NAN
