"""Estimates: means of independent replications with intervals that hold where they are skewed, too.

An observation is one number a replication. Values that do not exist (an empty denominator) are
left out and counted. Nothing here knows what is being measured, nor draws anything: the same
observations give the same interval.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import fsum, inf, isnan, nan, sqrt

import numpy as np

from journeysim.distributions import beta_quantile
from journeysim.engine.log import Array
from journeysim.errors import ExperimentError

CONFIDENCE = 0.95
MOST = 100_000
"""More replications than this are out of reach."""

NOT_ZERO, NOT_ZERO_OF_FEW = 8, 12
"""Where some observations are nothing, so many must be something before an interval is trusted: the
latter where nothing is the rule."""

ENOUGH = 128
"""With so many replications what happens in one of twenty has been seen often enough."""

Range = tuple[float, float]
ANYTHING: Range = (-inf, inf)


@dataclass(frozen=True)
class Estimate:
    """A mean with its interval; n is the number of replications it rests on.

    low and high are NaN where one replication says nothing about luck. thin: too few observations
    are anything but nothing for the interval to be trusted.
    """

    mean: float
    low: float
    high: float
    n: int
    thin: bool = False

    @property
    def half(self) -> float:
        """How far the interval reaches from the mean, at its farther end."""
        return max(self.high - self.mean, self.mean - self.low)

    @property
    def settled(self) -> bool:
        """Does the interval leave out zero, and may be trusted?"""
        return not self.thin and (self.low > 0.0 or self.high < 0.0)


@lru_cache(maxsize=1024)
def t_quantile(freedom: int, confidence: float) -> float:
    """How many standard errors an interval of this confidence reaches to either side.

    Source: T^2 follows from the beta distribution, Abramowitz & Stegun 26.7.1.
    """
    share = beta_quantile(freedom / 2.0, 0.5, 1.0 - confidence)
    return sqrt(freedom * (1.0 - share) / share)


def reach(count: int, confidence: float) -> float:
    """How many standard deviations of one observation an interval for the mean of so many reaches."""
    return t_quantile(count - 1, confidence) / sqrt(count)


def half_width(observations: Sequence[float], confidence: float = CONFIDENCE) -> float:
    """Half the t-interval for the mean of independent replications, in their unit.

    Raises ExperimentError below two. Source: Law, Simulation Modeling and Analysis, 4.5.
    """
    n = len(observations)
    if n < 2:
        raise ExperimentError("an interval needs at least two replications")
    return t_quantile(n - 1, confidence) * sqrt(variance(observations) / n)


def pooled_half_width(groups: Sequence[Sequence[float]], confidence: float = CONFIDENCE) -> float:
    """Half the t-interval for the mean of a group, from how all of them differ within themselves.

    0 where no group has two observations. Every group is as large as the first.
    """
    freedom = sum(len(each) - 1 for each in groups)
    if freedom < 1:
        return 0.0
    pooled = fsum((len(each) - 1) * variance(each) for each in groups if len(each) > 1) / freedom
    return t_quantile(freedom, confidence) * sqrt(pooled / len(groups[0]))


def shared(confidence: float, among: int) -> float:
    """The confidence of one interval so that `among` of them hold together (Bonferroni)."""
    return 1.0 - (1.0 - confidence) / among


def variance(observations: Sequence[float]) -> float:
    """The unbiased variance of two observations or more."""
    mean = fsum(observations) / len(observations)
    return fsum((value - mean) * (value - mean) for value in observations) / (len(observations) - 1)


def skewness(observations: Sequence[float]) -> float:
    """The adjusted skewness of three observations or more; 0 where they are all alike.

    Source: Joanes & Gill 1998, the G1 of statistics packages.
    """
    n = len(observations)
    mean = fsum(observations) / n
    squares = fsum((value - mean) ** 2 for value in observations) / n
    scale = squares * sqrt(squares)
    if scale == 0.0 or n < 3:
        return 0.0
    cubes = fsum((value - mean) ** 3 for value in observations) / n
    return cubes / scale * sqrt(n * (n - 1.0)) / (n - 2.0)


def is_thin(something: int, n: int) -> bool:
    """Are too few of n observations anything but nothing for an interval to be trusted?"""
    if not 0 < something < n or n >= ENOUGH:
        return False
    return something < (NOT_ZERO_OF_FEW if 2 * something <= n else min(n, NOT_ZERO))


def bend(reach: float, skew: float, n: int) -> float:
    """How much further than a standardised reach the mean of n skewed observations may lie on the
    side of their long tail; below zero for a tail on the other side.

    Source: Johnson, Modified t tests and confidence intervals for asymmetrical populations, J. Am.
    Statist. Assoc. 73, 1978: the Cornish-Fisher expansion of Student's t to the third moment.
    """
    return skew / (6.0 * sqrt(n)) * (1.0 + 2.0 * reach * reach)


def estimate(
    observations: Sequence[float], confidence: float = CONFIDENCE, within: Range = ANYTHING
) -> Estimate:
    """The mean of what exists among the observations, with its interval.

    At either end the farther of the t-interval's and of Johnson's, which bends it by the skewness.
    within: what the mean can be at all; the interval does not go beyond.
    """
    there = [value for value in observations if not isnan(value)]
    if not there:
        return Estimate(nan, nan, nan, 0)
    n, mean = len(there), fsum(there) / len(there)
    if n < 2:
        return Estimate(mean, nan, nan, 1)
    half = half_width(there, confidence)
    something = sum(value != 0.0 for value in there)
    thin = is_thin(something, n)
    if half == 0.0:
        return Estimate(mean, mean, mean, n, thin)
    reach = t_quantile(n - 1, confidence)
    further = half / reach * bend(reach, skewness(there), n)
    low, high = mean - half - max(0.0, -further), mean + half + max(0.0, further)
    return Estimate(mean, max(low, min(within[0], mean)), min(high, max(within[1], mean)), n, thin)


def intervals(
    observations: Array, confidence: float = CONFIDENCE, within: Range = ANYTHING
) -> tuple[Array, Array]:
    """The ends of `estimate`'s interval for each column: shape (replications, columns) in, (columns,)
    out, equal but for rounding. For a curve that is drawn many times a second.

    NaN for one replication, which says nothing about luck; no observation may be NaN.
    """
    n, columns = observations.shape
    if n < 2:
        return np.full(columns, nan), np.full(columns, nan)
    mean, reach = observations.mean(axis=0), t_quantile(n - 1, confidence)
    apart = observations - mean
    squares, cubes = (apart**2).mean(axis=0), (apart**3).mean(axis=0)
    spread = np.sqrt(squares * n / (n - 1.0))
    error = spread / sqrt(n)
    skew = np.zeros(columns)
    if n > 2:
        scale = squares * np.sqrt(squares)
        varied = scale > 0.0
        skew[varied] = cubes[varied] / scale[varied] * sqrt(n * (n - 1.0)) / (n - 2.0)
    half, further = error * reach, error * bend(reach, 1.0, n) * skew
    low = mean - half - np.maximum(0.0, -further)
    high = mean + half + np.maximum(0.0, further)
    return np.clip(low, within[0], None), np.clip(high, None, within[1])


def difference(
    ours: Sequence[float],
    theirs: Sequence[float],
    confidence: float = CONFIDENCE,
    within: Range = ANYTHING,
) -> Estimate:
    """The mean paired difference, ours minus theirs: same replication, same luck.

    Both sequences are in the order of their replications. within: what either side can be. Raises
    ExperimentError if they differ in length.
    """
    if len(ours) != len(theirs):
        raise ExperimentError("paired differences need the same replications on both sides")
    apart = [one - other for one, other in zip(ours, theirs, strict=True)]
    return estimate(apart, confidence, (within[0] - within[1], within[1] - within[0]))


def replications_needed(
    observations: Sequence[float], threshold: float, confidence: float, most: int = MOST
) -> int | None:
    """About how many replications would bring the threshold out of the interval.

    If mean and spread stay what they look like now; never fewer than at the next look, which is twice
    as many, because so few more change neither. None if more than `most`, or nothing is known.
    """
    there = [value for value in observations if not isnan(value)]
    if len(there) < 2:
        return None
    mean = fsum(there) / len(there)
    spread = sqrt(variance(there))
    distance = abs(mean - threshold)

    def settles(count: int) -> bool:
        return t_quantile(count - 1, confidence) * spread < distance * sqrt(count)

    if not settles(most):
        return None
    low, high = 1, most
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if settles(middle) else (middle, high)
    return max(high, 2 * len(there))
