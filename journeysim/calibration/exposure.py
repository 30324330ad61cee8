"""Exposure: how many customers there were, and for how long, in a stretch of days.

What counts are divided by. From a log of purchases: everybody from the first purchase to the last,
and on to the end by the chance to be a customer still. From contracts: from start to end.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from journeysim.calibration.bgnbd import BgNbd, active
from journeysim.calibration.histories import Histories

Array = npt.NDArray[Any]

YEAR = 365.0


class Exposure(NamedTuple):
    """Customers, one entry each: first and last day on which they surely were one, and the chance
    that they still were at the end of what was observed."""

    first: Array
    last: Array
    still: Array
    end: float

    def years(self, begin: float, end: float) -> float:
        """Customer-years between two days; outside of what was observed as many as inside."""
        low, high = max(begin, float(self.first.min())), min(end, self.end)
        if high <= low:
            low, high = float(self.first.min()), self.end
        surely = np.minimum(self.last, high) - np.maximum(self.first, low)
        perhaps = high - np.maximum(np.maximum(self.first, self.last), low)
        days = np.maximum(surely, 0.0) + self.still * np.maximum(perhaps, 0.0)
        return float(days.sum()) / YEAR * (end - begin) / max(1e-9, high - low)


def of_buyers(model: BgNbd, histories: Histories, end: float) -> Exposure:
    """The exposure of buyers."""
    first = histories.first.astype(float)
    return Exposure(first, first + histories.recency, active(model, histories), end)


def of_contracts(first: Array, last: Array, running: Array, end: float) -> Exposure:
    """The exposure of contracts with start and end."""
    return Exposure(first, last, running.astype(float), end)


def of_number(customers: float) -> Exposure:
    """The exposure of a number of customers who were there all the time."""
    return Exposure(np.zeros(1), np.zeros(1), np.full(1, customers), YEAR)
