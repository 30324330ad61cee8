"""Gaps: how far a random gap between two occasions discounts what comes after it.

The mean of e**(-s X) over the law of a gap X (its Laplace transform), for each customer's own mean
gap. Exact for constant and exponential gaps; any other law stands as evenly spaced quantiles.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from math import fsum
from typing import NamedTuple

import numpy as np

from journeysim.distributions import EncodedDistribution, Family, quantile
from journeysim.engine.log import Array
from journeysim.metrics.discounting import exp_of
from journeysim.model.hours import QUARTERS, QUARTERS_A_DAY, reopening
from journeysim.scenario.world import World

_POINTS = 32


class GapLaw(NamedTuple):
    """A gap in units of its own mean: memoryless, or equally likely at each of these points."""

    memoryless: bool
    points: Array


def gap_law(law: EncodedDistribution, world: World) -> GapLaw:
    """The law of an encoded gap."""
    if law.kind == Family.EXPONENTIAL:
        return GapLaw(True, np.ones(1))
    if law.kind in (Family.CONSTANT, Family.NEVER):
        return GapLaw(False, np.ones(1))
    shares = ((point + 0.5) / _POINTS for point in range(_POINTS))
    points = np.array([quantile(law, world.table, share) for share in shares])
    return GapLaw(False, points * (_POINTS / fsum(points.tolist())))


def discounted(law: GapLaw, rate: float, means: Array) -> Array:
    """The mean of e**(-rate x gap), for gaps of these means in days; rate: per day."""
    if law.memoryless:
        return 1.0 / (1.0 + rate * means)
    total = np.zeros(len(means))
    for point in law.points.tolist():
        total += exp_of(-rate * point * means)
    return total / len(law.points)


def mean_delay(shop: Sequence[int]) -> float:
    """Days by which closed doors put an occasion off, on average; shop: flags of a week's quarters."""
    return _mean_delay(tuple(map(int, shop)))


@lru_cache(maxsize=16)
def _mean_delay(shop: tuple[int, ...]) -> float:
    if not any(shop):
        return 0.0
    times = ((quarter + 0.5) / QUARTERS_A_DAY for quarter in range(QUARTERS) if not shop[quarter])
    return fsum(reopening(shop, time, 0.5) - time for time in times) / QUARTERS
