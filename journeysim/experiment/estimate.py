"""Estimates: means of independent replications with their t-intervals.

An observation is one number a replication. Values that do not exist (an empty denominator) are
left out and counted. Nothing here knows what is being measured.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import fsum, isnan, nan, sqrt

import numpy as np

from journeysim.distributions import beta_quantile
from journeysim.engine.log import Array
from journeysim.errors import ExperimentError

CONFIDENCE = 0.95
MOST = 100_000
"""More replications than this are out of reach."""


@dataclass(frozen=True)
class Estimate:
    """A mean with its interval; n is the number of replications it rests on.

    low and high are NaN where one replication says nothing about luck.
    """

    mean: float
    low: float
    high: float
    n: int

    @property
    def half(self) -> float:
        """Half the width of the interval."""
        return (self.high - self.low) / 2.0

    @property
    def settled(self) -> bool:
        """Does the interval leave out zero?"""
        return self.low > 0.0 or self.high < 0.0


def t_quantile(freedom: int, confidence: float) -> float:
    """How many standard errors an interval of this confidence reaches to either side.

    Source: T^2 follows from the beta distribution, Abramowitz & Stegun 26.7.1.
    """
    share = beta_quantile(freedom / 2.0, 0.5, 1.0 - confidence)
    return sqrt(freedom * (1.0 - share) / share)


def half_width(observations: Sequence[float], confidence: float = CONFIDENCE) -> float:
    """Half the t-interval for the mean of independent replications, in their unit.

    Raises ExperimentError below two. Source: Law, Simulation Modeling and Analysis, 4.5.
    """
    n = len(observations)
    if n < 2:
        raise ExperimentError("an interval needs at least two replications")
    return t_quantile(n - 1, confidence) * sqrt(variance(observations) / n)


def half_widths(observations: Array, confidence: float = CONFIDENCE) -> Array:
    """Half the t-interval of each column: shape (replications, columns) in, (columns,) out.

    NaN for one replication, which says nothing about luck.
    """
    n = len(observations)
    if n < 2:
        return np.full(observations.shape[1], nan)
    half: Array = t_quantile(n - 1, confidence) * observations.std(axis=0, ddof=1) / np.sqrt(n)
    return half


def shared(confidence: float, among: int) -> float:
    """The confidence of one interval so that `among` of them hold together (Bonferroni)."""
    return 1.0 - (1.0 - confidence) / among


def variance(observations: Sequence[float]) -> float:
    """The unbiased variance of two observations or more."""
    mean = fsum(observations) / len(observations)
    return fsum((value - mean) * (value - mean) for value in observations) / (len(observations) - 1)


def estimate(observations: Sequence[float], confidence: float = CONFIDENCE) -> Estimate:
    """The mean of what exists among the observations, with its interval."""
    there = [value for value in observations if not isnan(value)]
    if not there:
        return Estimate(nan, nan, nan, 0)
    mean = fsum(there) / len(there)
    if len(there) < 2:
        return Estimate(mean, nan, nan, 1)
    half = half_width(there, confidence)
    return Estimate(mean, mean - half, mean + half, len(there))


def difference(
    ours: Sequence[float], theirs: Sequence[float], confidence: float = CONFIDENCE
) -> Estimate:
    """The mean paired difference, ours minus theirs: same replication, same luck.

    Both sequences are in the order of their replications. Raises ExperimentError if they differ
    in length.
    """
    if len(ours) != len(theirs):
        raise ExperimentError("paired differences need the same replications on both sides")
    return estimate([one - other for one, other in zip(ours, theirs, strict=True)], confidence)


def replications_needed(
    observations: Sequence[float], threshold: float, confidence: float, most: int = MOST
) -> int | None:
    """About how many replications would bring the threshold out of the interval.

    If mean and spread stay what they look like now. None if more than `most`, or nothing is known.
    """
    there = [value for value in observations if not isnan(value)]
    if len(there) < 2:
        return None
    mean = fsum(there) / len(there)
    spread = sqrt(variance(there))
    distance = abs(mean - threshold)

    def told(count: int) -> bool:
        return t_quantile(count - 1, confidence) * spread < distance * sqrt(count)

    if not told(most):
        return None
    low, high = 1, most
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if told(middle) else (middle, high)
    return high
