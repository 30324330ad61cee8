"""Week: when in the week people have problems and turn to the firm, as weights of its quarters.

Weighted time runs fast where much comes up and slow at night; over a whole week it is as long as
time itself. What is drawn in weighted time and mapped back keeps its law: a Poisson stream of one
rate becomes one whose rate follows the weights, and a week brings as much as before. A row holds
weighted days cumulated at 673 quarters' boundaries, then the guide: for each 192nd of a weighted
day a quarter at or before the one it lies in. Uses + - * / and floor alone, for equal bits on every
machine. Day 0 is a Monday; times before it are negative.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from itertools import accumulate
from math import floor, inf

from journeysim.model.hours import QUARTERS, QUARTERS_A_DAY

FLAT, USUAL = "flat", "usual"
USUAL_DAYS = (1.0, 1.0, 1.0, 1.0, 1.0, 0.55, 0.45)
"""Calls by day, Monday first, relative to a weekday."""

USUAL_HOURS = (
    0.3, 0.2, 0.1, 0.1, 0.2, 0.4, 1.3, 2.9, 5.9, 8.6, 9.7, 9.1,
    7.2, 7.0, 7.5, 7.8, 7.5, 6.4, 5.4, 4.6, 3.5, 2.4, 1.3, 0.6,
)  # fmt: skip
"""Per cent of a day's calls in each of its hours."""

DAYS_A_WEEK = 7.0
GUIDES = 192
"""Entries of the guide per weighted day."""

ROW = QUARTERS + 1 + 7 * GUIDES + 1
"""Numbers in a row."""

LATEST = 0.99999
"""How far into a quarter a time lies at most, so that no rounding takes it into the next."""

LEAST_WAIT = 1.0e-6
"""Nobody is back sooner, in weighted days, so that closing time itself is over."""

FAR = 1.0e9
"""A weighted time from which on nobody needs to know when exactly."""


def quarter_weights(days: Sequence[float], hours: Sequence[float]) -> tuple[float, ...]:
    """The weights of the week's quarters, their mean 1, from relative ones of days and hours."""
    of_day, of_hour = _relative(days), _relative(hours)
    every = range(QUARTERS)
    return tuple(of_day[k // QUARTERS_A_DAY] * of_hour[k % QUARTERS_A_DAY // 4] for k in every)


def is_flat(weights: Sequence[float]) -> bool:
    """Is every quarter of the week like every other?"""
    return all(weight == weights[0] for weight in weights)


@cache
def row_of(weights: tuple[float, ...]) -> tuple[float, ...]:
    """The row of a week of which some quarters may not count: weighted days and the guide."""
    sums = list(_sums(weight / QUARTERS_A_DAY for weight in weights))
    total = min(sums[-1], DAYS_A_WEEK)
    if abs(total - DAYS_A_WEEK) < 1e-9:
        total = DAYS_A_WEEK
    last = max((k for k, weight in enumerate(weights) if weight > 0.0), default=-1)
    ends = [min(each, total) if k < last else total for k, each in enumerate(sums)]
    quarters, guide, quarter = [0.0, *ends], [], 0
    for step in range(7 * GUIDES + 1):
        while quarter < QUARTERS - 1 and quarters[quarter + 1] <= (step - 1e-6) / GUIDES:
            quarter += 1
        guide.append(float(quarter))
    return (*quarters, *guide)


def _relative(values: Sequence[float]) -> tuple[float, ...]:
    mean = _sums(values)[-1] / len(values)
    return tuple(value / mean for value in values)


def _sums(values: Iterable[float]) -> tuple[float, ...]:
    """Sums so far, added from left to right on every Python."""
    return tuple(accumulate(values))


def weighted(row: Sequence[float], now: float) -> float:
    """Weighted days from day 0 until now."""
    week = floor(now / DAYS_A_WEEK)
    part = (now - DAYS_A_WEEK * week) * QUARTERS_A_DAY
    quarter = min(QUARTERS - 1, max(0, floor(part + 1e-6)))
    within = max(0.0, part - quarter) * (row[quarter + 1] - row[quarter])
    return week * row[QUARTERS] + (row[quarter] + within)


def time_at(row: Sequence[float], days: float) -> float:
    """When so many weighted days have gone by: always within a quarter that counts."""
    total = row[QUARTERS]
    week = floor(days / total)
    rest = max(0.0, days - week * total)
    if rest >= total:
        week = week + 1
        rest = 0.0
    quarter = int(row[QUARTERS + 1 + floor(rest * GUIDES)])
    while row[quarter + 1] <= rest:
        quarter = quarter + 1
    part = min(LATEST, (rest - row[quarter]) / (row[quarter + 1] - row[quarter]))
    return DAYS_A_WEEK * week + (quarter + part) / QUARTERS_A_DAY


def later(row: Sequence[float], now: float, delay: float) -> float:
    """The time at which so many weighted days more have gone by."""
    if delay <= 0.0:
        return now
    there = weighted(row, now) + delay
    if not there < FAR:
        return there
    return max(now, time_at(row, there))


def open_later(row: Sequence[float], open_days: int, now: float, lag: float) -> float:
    """When somebody is back who found it closed: after so many open days, never while it is closed.

    row: of the quarters in which somebody is there to answer; lag: in days of the mean length of
    those open_days that a week has.
    """
    if open_days == 0:
        return inf
    wait = max(LEAST_WAIT, lag * row[QUARTERS] / open_days)
    return later(row, now, wait)


RULES = (weighted, time_at, later, open_later)
