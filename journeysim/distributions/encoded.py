"""Encoded: a distribution as six numbers beside a shared table, evaluated at one uniform number.

The gamma and the beta law are tabulated at evenly spaced z, the standard normal quantile of u:
the logarithm of a gamma value, and the logit of a beta value, are smooth in z far into both
tails, and cubic Hermite interpolation between the knots holds 1e-6 everywhere. The range of z
covers every u = (k + 1/2) / 2**52; a u closer to 0 or 1 than |z| = 8.25 gets the value there.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from enum import IntEnum
from functools import lru_cache
from typing import Any, Final, NamedTuple

from journeysim.distributions.quantiles import (
    beta_root,
    beta_start,
    gamma_root,
    gamma_start,
    normal_quantile,
)
from journeysim.distributions.tails import (
    LN2,
    LOG_ROOT_TWO_PI,
    gamma_log_tails,
    log_complement,
    log_gamma,
)
from journeysim.portable import exp, log, log1p, power

_INF: Final = math.inf
_REACH: Final = 8.25  # the knots span z = -8.25 ... 8.25; u = 2**-53 lies at z = -8.21
_PER_UNIT: Final = 32  # knots per unit of z, a power of two: their spacing is exact
_PER_UNIT_STEEP: Final = 128  # for a beta law all but confined to 0 and 1, steep in between


class Family(IntEnum):
    """The families of laws; the comment says what an `EncodedDistribution` of that kind holds."""

    CONSTANT = 0  # a: the value
    UNIFORM = 1  # a: low, b: high - low
    EXPONENTIAL = 2  # a: mean
    GAMMA = 3  # a: scale; table: ln x of the unit law and its rise, by knot
    LOGNORMAL = 4  # a: median, b: sigma
    WEIBULL = 5  # a: scale, b: 1 / shape
    BETA = 6  # table: logit x and its rise, by knot
    BERNOULLI = 7  # a: share
    EMPIRICAL = 8  # table: the cumulative shares, then the values, count of each
    NEVER = 9  # nothing


_CONSTANT: Final = int(Family.CONSTANT)
_UNIFORM: Final = int(Family.UNIFORM)
_EXPONENTIAL: Final = int(Family.EXPONENTIAL)
_GAMMA: Final = int(Family.GAMMA)
_LOGNORMAL: Final = int(Family.LOGNORMAL)
_WEIBULL: Final = int(Family.WEIBULL)
_BETA: Final = int(Family.BETA)
_BERNOULLI: Final = int(Family.BERNOULLI)
_EMPIRICAL: Final = int(Family.EMPIRICAL)


class EncodedDistribution(NamedTuple):
    """One law as six numbers, ready for `quantile`; a NumPy record of the same fields does too."""

    kind: int  # a value of Family
    a: float = 0.0  # parameters, by kind: see Family
    b: float = 0.0
    c: float = 0.0  # spare
    first: int = 0  # where its numbers begin in the shared table
    entries: int = 0  # how many knots or steps there are, of two numbers each


def interpolated(table: Sequence[float], first: int, count: int, z: float) -> float:
    """Cubic Hermite interpolation between evenly spaced knots; beyond the ends, the end value.

    Args:
        table: flat floats, holding count pairs (value, rise per knot) from index first on.
        first: index of the first pair.
        count: number of knots, at least 2, spanning z = -8.25 ... 8.25.
        z: where to evaluate, a scalar without unit.

    Returns:
        The interpolated value, in the unit of the table's values. Never raises.
    """
    last = count - 1
    position = (z + _REACH) * (last / (2.0 * _REACH))
    if not position > 0.0:
        return table[first]
    if position >= last:
        return table[first + 2 * last]
    knot = math.floor(position)
    t = position - knot
    at = first + 2 * knot
    start = table[at]
    rise = table[at + 1]
    chord = table[at + 2] - start
    early = chord - rise
    late = chord - table[at + 3]
    return start + t * (rise + t * (2.0 * early + late - t * (early + late)))


def quantile(encoded: EncodedDistribution, table: Sequence[float], u: float) -> float:
    """The value of a law at one uniform number: the smallest x with P(X <= x) >= u.

    Never decreasing in u, up to rounding in the last digits. Relative errors, for every
    u = (k + 1/2) / 2**52: about 1e-15 for the closed forms (times 1 + |ln x| where a power is
    taken), below 1e-6 for gamma and beta; for beta it is the odds x / (1 - x) that hold 1e-6,
    hence x near 0 as well as 1 - x near 1, the latter up to the spacing 1.1e-16 of doubles there.

    Args:
        encoded: the encoded law (`Distribution.encoded`), read by attribute only.
        table: the table it was encoded into, read by index only.
        u: uniform number in the open interval (0, 1), a scalar.

    Returns:
        The value, in the unit of the law's parameters: 0.0 or 1.0 for BERNOULLI, inf for NEVER.
        Never raises for a law from `Distribution.encoded`.

    Source: inversion, L. Devroye, Non-Uniform Random Variate Generation (1986), chapter II.2.
    """
    if encoded.entries == 0:
        return _closed(encoded, u)
    return _tabled(encoded, table, u)


def _closed(encoded: EncodedDistribution, u: float) -> float:
    """`quantile` of a law that needs no table."""
    kind = encoded.kind
    if kind == _EXPONENTIAL:
        return encoded.a * -log(1.0 - u)
    if kind == _LOGNORMAL:
        return encoded.a * exp(encoded.b * normal_quantile(u))
    if kind == _CONSTANT:
        return encoded.a
    if kind == _BERNOULLI:
        return 1.0 if 1.0 - u < encoded.a else 0.0
    if kind == _UNIFORM:
        return encoded.a + encoded.b * u
    if kind == _WEIBULL:
        return encoded.a * power(-log(1.0 - u), encoded.b)
    return _INF


def _tabled(encoded: EncodedDistribution, table: Sequence[float], u: float) -> float:
    """`quantile` of a law that lies in the table."""
    kind = encoded.kind
    if kind == _GAMMA:
        return encoded.a * exp(
            interpolated(table, encoded.first, encoded.entries, normal_quantile(u))
        )
    if kind == _BETA:
        return 1.0 / (
            1.0 + exp(-interpolated(table, encoded.first, encoded.entries, normal_quantile(u)))
        )
    low = encoded.first
    high = low + encoded.entries - 1
    while low < high:
        middle = (low + high) // 2
        if table[middle] < u:
            low = middle + 1
        else:
            high = middle
    return table[low + encoded.entries]


@lru_cache
def _normal_knots(per_unit: int) -> tuple[tuple[float, float, float], ...]:
    """Each knot z with ln P(Z <= z) and ln P(Z > z), from the gamma law of Z**2 / 2."""
    right = [(0.0, -LN2, -LN2)]
    for index in range(1, math.floor(_REACH * per_unit) + 1):
        z = index / per_unit
        _, log_beyond, _ = gamma_log_tails(0.5, 2.0 * log(z) - LN2)
        log_upper = log_beyond - LN2
        right.append((z, log_complement(log_upper), log_upper))
    left = [(-z, upper, lower) for z, lower, upper in right[:0:-1]]
    return (*left, *right)


@lru_cache(maxsize=512)
def gamma_knots(shape: float) -> tuple[float, ...]:
    """ln x of the unit-scale gamma law at each knot z, interleaved with its rise per knot."""
    grid = _normal_knots(_PER_UNIT)
    log_scale = -log_gamma(shape)
    knots: list[float] = []
    w = gamma_start(shape, *grid[0][:2])
    for z, log_lower, log_upper in grid:
        upper = z > 0.0
        w = gamma_root(shape, log_upper if upper else log_lower, upper, w)
        log_density = log_scale + shape * w - exp(w)
        rise = exp(-0.5 * z * z - LOG_ROOT_TWO_PI - log_density) / _PER_UNIT
        knots += (w, rise)
        w += rise * (1.0 - 0.5 * (z / _PER_UNIT + (shape - exp(w)) * rise))  # towards the next
    return tuple(knots)


@lru_cache(maxsize=512)
def beta_knots(a: float, b: float) -> tuple[float, ...]:
    """logit x of the beta law at each knot z, interleaved with its rise per knot."""
    per_unit = _PER_UNIT if max(a, b) >= 0.25 else _PER_UNIT_STEEP
    grid = _normal_knots(per_unit)
    log_scale = log_gamma(a + b) - log_gamma(a) - log_gamma(b)
    knots: list[float] = []
    w = beta_start(a, b, *grid[0])
    for z, log_lower, log_upper in grid:
        upper = z > 0.0
        w = beta_root(a, b, log_upper if upper else log_lower, upper, w)
        spread = log1p(exp(-abs(w)))
        log_density = log_scale + a * (min(0.0, w) - spread) - b * (max(0.0, w) + spread)
        rise = exp(-0.5 * z * z - LOG_ROOT_TWO_PI - log_density) / per_unit
        knots += (w, rise)
        w += rise * (1.0 - 0.5 * (z / per_unit + (a - (a + b) / (1.0 + exp(-w))) * rise))
    return tuple(knots)


RULES: Final[tuple[Callable[..., Any], ...]] = (interpolated, _closed, _tabled, quantile)
"""What the engines call, each after those it calls; `quantiles.RULES` comes before."""
