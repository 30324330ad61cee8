"""Scale: even ticks that people would have chosen, and rows for labels that do not cover each other."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from math import ceil, floor
from typing import NamedTuple

_SHARES = (0.01, 0.02, 0.05, 0.1, 0.2, 0.25, 0.5)
_LITTLE = 0.1
_LEADS = (0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.25, 0.5, 1.0)
_DAYS = (1, 7, 14, 30, 60, 90, 180, 365, 730, 1825, 3650)
_WORTH = {2: 0.4, 3: 0.92}


class ShareAxis(NamedTuple):
    """An axis that begins where its lines end: even ticks, lowest first, and how many rows lie from one
    to the next, whole ones, so that even ticks look even; it goes on below the lowest of them."""

    ticks: tuple[float, ...]
    step: int

    @property
    def rows_per_share(self) -> float:
        """How many rows the whole of 1 would take."""
        return self.step / (self.ticks[1] - self.ticks[0])

    def lowest(self, rows: int) -> float:
        """The share in the middle of the last of so many rows."""
        return max(0.0, self.ticks[-1] - (rows - 1) / self.rows_per_share)


def share_axis(low: float, high: float, rows: int) -> ShareAxis:
    """The axis for a range in so many rows: of the steps that leave room between ticks, the one that
    spreads the range over most rows; few ticks have to be that much better."""
    room = max(2, rows - 1)
    apart = 3 if room >= 12 else 2
    candidates = [axis for step in _SHARES if (axis := _axis(low, high, step, room)) is not None]
    fitting = [axis for axis in candidates if axis.step >= apart]

    def spread(axis: ShareAxis) -> float:
        return axis.rows_per_share * _WORTH.get(len(axis.ticks), 1.0)

    return max(fitting or candidates[-1:], key=spread)


def _axis(low: float, high: float, step: float, room: int) -> ShareAxis | None:
    """With ticks of one step, or nothing where there is no row for each: the highest encloses the range,
    the lowest is the last one above its end, or the one below where it would be alone."""
    last = max(1, ceil(high / step - 1e-9))
    lowest = min(low, (last - 1) * step)
    apart = floor(room / (last - lowest / step) + 1e-9)
    first = ceil(lowest / step - 1e-9)
    ticks = tuple(round(k * step, 9) for k in range(first, last + 1))
    return ShareAxis(ticks, apart) if apart >= 1 else None


def lead_ticks(low: float, high: float, rows: int) -> tuple[float, ...]:
    """Even ticks around a range of differences; zero is always one of them."""
    room = max(2, rows - 1)
    low, high = min(low, 0.0), max(high, 0.0)
    if -low < _LITTLE * high:
        low = 0.0
    if high < _LITTLE * -low:
        high = 0.0
    for step in _LEADS:
        first, last = floor(low / step + 1e-9), ceil(high / step - 1e-9)
        if last - first <= room:
            return tuple(round(k * step, 9) for k in range(first, max(last, first + 1) + 1))
    return (-1.0, 0.0, 1.0)


def day_ticks(horizon: int, most: int) -> tuple[int, ...]:
    """Even days from 0 to the horizon, at most so many."""
    steps = [step for step in _DAYS if horizon // step + 1 <= max(2, most)]
    step = steps[0] if steps else horizon
    return tuple(range(0, horizon + 1, max(1, step)))


def apart(wanted: Sequence[int], values: Sequence[float], height: int) -> list[int]:
    """A row for each of several values, the greatest highest and none twice: pushed down from those wanted,
    and up again from the lowest of so many rows."""
    rows = list(wanted)
    order = sorted(range(len(rows)), key=lambda index: -values[index])
    for above, below in pairwise(order):
        rows[below] = max(rows[below], rows[above] + 1)
    floor = height - 1
    for index in reversed(order):
        rows[index] = min(rows[index], floor)
        floor = rows[index] - 1
    return rows
