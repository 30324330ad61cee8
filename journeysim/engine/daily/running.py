"""Running: sums and a quantile of numbers that keep coming: exact, whatever their order.

Rules on the arrays of a `Tally`, compiled and uncompiled alike.
"""

from __future__ import annotations

from math import floor, nan
from typing import Any

from journeysim.engine.daily.tally import HIGH, LOW


def add_exactly(tally: Any, kind: int, amount: float) -> None:
    """Add to a sum without rounding. Source: Shewchuk, Discrete Comput. Geom. 18 (1997) 305."""
    parts, kept, x = tally.parts[kind], 0, amount
    for index in range(parts):
        y = tally.sums[kind, index]
        if abs(x) < abs(y):
            x, y = y, x
        high = x + y
        low = y - (high - x)
        if low != 0.0:
            tally.sums[kind, kept] = low
            kept += 1
        x = high
    tally.sums[kind, kept] = x
    tally.parts[kind] = kept + 1


def add_wait(tally: Any, wait: float) -> None:
    """One more wait, among the shorter or the longer ones, so that `late_wait` is at their border."""
    hand, low, high = tally.hand, tally.low, tally.high
    known = hand[LOW] + hand[HIGH]
    if hand[LOW] == 0 or wait <= low[0]:
        rise(low, hand[LOW], -1.0, wait)
        hand[LOW] += 1
    else:
        rise(high, hand[HIGH], 1.0, wait)
        hand[HIGH] += 1
    shorter = floor(tally.late * known) + 1
    while hand[LOW] < shorter:
        hand[HIGH] -= 1
        rise(low, hand[LOW], -1.0, high[0])
        sink(high, hand[HIGH], 1.0)
        hand[LOW] += 1
    while hand[LOW] > shorter:
        hand[LOW] -= 1
        rise(high, hand[HIGH], 1.0, low[0])
        sink(low, hand[LOW], -1.0)
        hand[HIGH] += 1


def late_wait(tally: Any) -> float:
    """The wait (days) that a share of them did not exceed, interpolated; NaN if there is none.

    Source: Hyndman and Fan, Am. Stat. 50 (1996) 361, their definition 7.
    """
    known = tally.hand[LOW] + tally.hand[HIGH]
    if known == 0:
        return nan
    shorter: float = tally.low[0]
    if tally.hand[HIGH] == 0:
        return shorter
    longer: float = tally.high[0]
    if longer == shorter:
        return shorter
    place: float = tally.late * (known - 1)
    share, apart = place - floor(place), longer - shorter
    if share >= 0.5:
        return longer - apart * (1.0 - share)
    return shorter + apart * share


def rise(heap: Any, size: int, sign: float, number: float) -> None:
    """Put a number on a heap of a size; sign: 1 has the smallest on top, -1 the largest."""
    child = size
    while child > 0:
        parent = (child - 1) >> 1
        if sign * heap[parent] <= sign * number:
            break
        heap[child] = heap[parent]
        child = parent
    heap[child] = number


def sink(heap: Any, size: int, sign: float) -> None:
    """Take the top off a heap, whose size is then this; its last number comes in its place."""
    number = heap[size]
    parent, child = 0, 1
    while child < size:
        if child + 1 < size and sign * heap[child + 1] < sign * heap[child]:
            child += 1
        if sign * number <= sign * heap[child]:
            break
        heap[parent] = heap[child]
        parent = child
        child = 2 * parent + 1
    if size > 0:
        heap[parent] = number


STEPS = (add_exactly, add_wait, late_wait, rise, sink)
"""What `count` reaches here."""
