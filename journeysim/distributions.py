"""Random quantities as quantile functions: one uniform number in, one value out.

Drawing by inversion keeps the streams of random numbers aligned: every draw uses exactly one
uniform number, whatever the law, and a larger number never gives a smaller value. Three layers:

* exact functions (`normal_quantile`, `gamma_quantile`, `beta_quantile` and the incomplete gamma
  and beta functions below them), used to build tables and to check them;
* the encoded form, a `Law` of six numbers beside a shared flat table of floats, which `quantile`
  evaluates in a few microseconds, in Python and compiled by Numba to the same bits;
* the friendly form: `gamma(mean=12.0, shape=0.5)` gives a `Distribution`, which knows its mean
  and encodes itself.

The gamma and the beta law are tabulated at evenly spaced z, the standard normal quantile of u:
the logarithm of a gamma value, and the logit of a beta value, are smooth in z far into both
tails, and cubic Hermite interpolation between the knots holds 1e-6 everywhere. The range of z
covers every u = (k + 1/2) / 2**52; a u closer to 0 or 1 than |z| = 8.25 gets the value there.

All arithmetic is that of `journeysim.portable`: the same bits on every machine.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache
from itertools import accumulate
from typing import Any, Final, NamedTuple

from journeysim.portable import exp, log, log1p, power

__all__ = [
    "RULES",
    "Distribution",
    "Family",
    "Law",
    "aged_beta",
    "bernoulli",
    "beta",
    "beta_log_tails",
    "beta_quantile",
    "constant",
    "empirical",
    "exponential",
    "gamma",
    "gamma_log_tails",
    "gamma_quantile",
    "log_gamma",
    "lognormal",
    "never",
    "normal_quantile",
    "quantile",
    "uniform",
    "weibull",
]

_INF: Final = math.inf
_LN2: Final = 0.6931471805599453
_LOG_ROOT_TWO_PI: Final = 0.9189385332046728

_REACH: Final = 8.25  # the knots span z = -8.25 ... 8.25; u = 2**-53 lies at z = -8.21
_PER_UNIT: Final = 32  # knots per unit of z, a power of two: their spacing is exact
_PER_UNIT_STEEP: Final = 128  # for a beta law all but confined to 0 and 1, steep in between


# --- exact functions -----------------------------------------------------------------------------


def normal_quantile(u: float) -> float:
    """Standard normal quantile, relative error about 1e-15.

    Args:
        u: probability in (0, 1), a scalar.

    Returns:
        z with P(Z <= z) = u, without unit; -inf for u <= 0 and inf for u >= 1. Never raises.

    Source: M. J. Wichura, Algorithm AS 241 (PPND16), Applied Statistics 37 (1988) 477-484.
    """
    q = u - 0.5
    if -0.425 <= q <= 0.425:
        r = 0.180625 - q * q
        square = r * r
        above = (3.3871328727963666080 + r * 1.3314166789178437745e2) + square * (
            1.9715909503065514427e3 + r * 1.3731693765509461125e4
        )
        beyond = (4.5921953931549871457e4 + r * 6.7265770927008700853e4) + square * (
            3.3430575583588128105e4 + r * 2.5090809287301226727e3
        )
        above = above + square * square * beyond
        below = (1.0 + r * 4.2313330701600911252e1) + square * (
            6.8718700749205790830e2 + r * 5.3941960214247511077e3
        )
        beyond = (2.1213794301586595867e4 + r * 3.9307895800092710610e4) + square * (
            2.8729085735721942674e4 + r * 5.2264952788528545610e3
        )
        below = below + square * square * beyond
        return q * above / below
    tail = u if q < 0.0 else 1.0 - u
    if tail <= 0.0:
        return -_INF if q < 0.0 else _INF
    r = math.sqrt(-log(tail))
    if r <= 5.0:
        r -= 1.6
        above = 2.27238449892691845833e-2 + r * 7.74545014278341407640e-4
        above = 1.27045825245236838258 + r * (2.41780725177450611770e-1 + r * above)
        above = 5.76949722146069140550 + r * (3.64784832476320460504 + r * above)
        above = 1.42343711074968357734 + r * (4.63033784615654529590 + r * above)
        below = 5.47593808499534494600e-4 + r * 1.05075007164441684324e-9
        below = 1.48103976427480074590e-1 + r * (1.51986665636164571966e-2 + r * below)
        below = 1.67638483018380384940 + r * (6.89767334985100004550e-1 + r * below)
        below = 1.0 + r * (2.05319162663775882187 + r * below)
    else:
        r -= 5.0
        above = 2.71155556874348757815e-5 + r * 2.01033439929228813265e-7
        above = 2.65321895265761230930e-2 + r * (1.24266094738807843860e-3 + r * above)
        above = 1.78482653991729133580 + r * (2.96560571828504891230e-1 + r * above)
        above = 6.65790464350110377720 + r * (5.46378491116411436990 + r * above)
        below = 1.42151175831644588870e-7 + r * 2.04426310338993978564e-15
        below = 7.86869131145613259100e-4 + r * (1.84631831751005468180e-5 + r * below)
        below = 1.36929880922735805310e-1 + r * (1.48753612908506148525e-2 + r * below)
        below = 1.0 + r * (5.99832206555887937690e-1 + r * below)
    return -(above / below) if q < 0.0 else above / below


@lru_cache(maxsize=1024)
def log_gamma(x: float) -> float:
    """Logarithm of the gamma function, error below 1e-14 * max(1, |result|).

    Args:
        x: argument above 0, a scalar without unit.

    Returns:
        ln Gamma(x). Never raises for x > 0.

    Source: Stirling's series, DLMF 5.11.1, after raising x to at least 10 by DLMF 5.5.1.
    """
    product = 1.0
    while x < 10.0:
        product *= x
        x += 1.0
    w = 1.0 / (x * x)
    series = 1.0 / 1188.0 - w * (691.0 / 360360.0 - w * (1.0 / 156.0 - w * (3617.0 / 122400.0)))
    series = 1.0 / 360.0 - w * (1.0 / 1260.0 - w * (1.0 / 1680.0 - w * series))
    series = (1.0 / 12.0 - w * series) / x
    return (x - 0.5) * log(x) - x + (_LOG_ROOT_TWO_PI + series - log(product))


def _log_complement(log_share: float) -> float:
    """ln(1 - e**log_share) for log_share <= 0, stable at both ends."""
    if log_share >= 0.0:
        return -_INF
    if log_share < -_LN2:
        return log1p(-exp(log_share))
    # 1 - e**t = -expm1(t), summed as a series: the terms fall by at least 0.7 / 2 each.
    term = log_share
    total = term
    n = 2.0
    while abs(term) > 1e-17 * abs(total):
        term *= log_share / n
        total += term
        n += 1.0
    return log(-total)


def gamma_log_tails(shape: float, log_x: float) -> tuple[float, float, float]:
    """Both tails and the density of the unit-scale gamma law, as logarithms, at e**log_x.

    Relative error of the tails about 1e-14 * (1 + shape / 100).

    Args:
        shape: shape parameter above 0, without unit.
        log_x: logarithm of the value, at most 700.

    Returns:
        ln P(X <= x), ln P(X > x), and the log density of ln X there. Never raises.

    Source: DLMF 8.11.4 (series, for x < shape + 1) and 8.9.2 (continued fraction, above).
    """
    x = exp(log_x)
    log_density = shape * log_x - x - log_gamma(shape)
    if x < shape + 1.0:
        term = 1.0 / shape
        total = term
        n = shape
        while term > 1e-17 * total:
            n += 1.0
            term *= x / n
            total += term
        log_p = min(0.0, log_density + log(total))
        return log_p, _log_complement(log_p), log_density
    # Modified Lentz evaluation of 1 / (x + 1 - s - 1 (1 - s) / (x + 3 - s - ...)).
    b = x + 1.0 - shape
    d = 1.0 / b
    fraction = d
    c = _INF
    change = 0.0
    n = 0.0
    while abs(change - 1.0) > 4e-16 and n < 10000.0:
        n += 1.0
        a = n * (shape - n)
        b += 2.0
        d = 1.0 / (b + a * d)
        c = b + a / c
        change = c * d
        fraction *= change
    log_q = min(0.0, log_density + log(fraction))
    return _log_complement(log_q), log_q, log_density


def beta_log_tails(a: float, b: float, logit_x: float) -> tuple[float, float, float]:
    """Both tails and the density of the beta law, as logarithms, at x = 1 / (1 + e**-logit_x).

    Relative error of the tails about 1e-14 * (1 + (a + b) / 100).

    Args:
        a: first shape parameter above 0, without unit.
        b: second shape parameter above 0, without unit.
        logit_x: ln(x / (1 - x)), any finite number: x may be closer to 0 or 1 than a double.

    Returns:
        ln P(X <= x), ln P(X > x), and the log density of logit X there. Never raises.

    Source: DLMF 8.17.22 (continued fraction), by 8.17.4 on the side where it converges fast.
    """
    spread = log1p(exp(-abs(logit_x)))
    log_x = -spread + min(0.0, logit_x)
    log_y = -spread - max(0.0, logit_x)
    log_density = a * log_x + b * log_y + log_gamma(a + b) - log_gamma(a) - log_gamma(b)
    x = exp(log_x)
    swapped = x * (a + b + 2.0) > a + 1.0
    if swapped:
        a, b = b, a
        x = exp(log_y)
    # Modified Lentz evaluation of 1 / (1 + d1 / (1 + d2 / (1 + ...))).
    c = 1.0
    d = 1.0 / (1.0 - (a + b) * x / (a + 1.0))
    fraction = d
    change = 0.0
    m = 0.0
    while abs(change - 1.0) > 4e-16 and m < 10000.0:
        m += 1.0
        even = m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m))
        d = 1.0 / (1.0 + even * d)
        c = 1.0 + even / c
        change = c * d
        odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0))
        d = 1.0 / (1.0 + odd * d)
        c = 1.0 + odd / c
        change *= c * d
        fraction *= change
    near = min(0.0, log_density + log(fraction / a))
    far = _log_complement(near)
    if swapped:
        return far, near, log_density
    return near, far, log_density


def _halley_step(gap: float, rate: float, bend: float) -> float:
    """The step of Halley's method towards gap = 0; rate is the slope, bend = slope' / slope.

    Both tails of ln X (gamma) and of logit X (beta) are log-concave, so that Newton's method
    converges from anywhere; the limits here only tame the first steps.
    """
    if abs(gap) >= 2.0 * abs(rate):
        return -2.0 if (gap > 0.0) == (rate > 0.0) else 2.0
    newton = gap / rate
    return -newton / (1.0 - 0.5 * max(-1.0, min(1.0, newton * bend)))


def _gamma_root(shape: float, log_tail: float, upper: bool, start: float) -> float:
    """ln x at which the (upper or lower) tail of the gamma law has the given logarithm."""
    w = start
    step = 1.0
    rounds = 0
    while abs(step) > 1e-6 and rounds < 200:
        rounds += 1
        log_p, log_q, log_density = gamma_log_tails(shape, w)
        reached = log_q if upper else log_p
        rate = exp(log_density - reached)
        if upper:
            rate = -rate
        step = _halley_step(reached - log_tail, rate, shape - exp(w) - rate)
        w += step
    return w


def _beta_root(a: float, b: float, log_tail: float, upper: bool, start: float) -> float:
    """logit x at which the (upper or lower) tail of the beta law has the given logarithm."""
    w = start
    step = 1.0
    rounds = 0
    while abs(step) > 1e-6 and rounds < 200:
        rounds += 1
        log_p, log_q, log_density = beta_log_tails(a, b, w)
        reached = log_q if upper else log_p
        rate = exp(log_density - reached)
        if upper:
            rate = -rate
        step = _halley_step(reached - log_tail, rate, a - (a + b) / (1.0 + exp(-w)) - rate)
        w += step
    return w


def _gamma_start(shape: float, z: float, log_u: float) -> float:
    """A first guess at ln x: the better of the left-tail asymptote and Wilson-Hilferty (1931)."""
    w = (log_u + log_gamma(shape + 1.0)) / shape
    root = 1.0 - 1.0 / (9.0 * shape) + z / (3.0 * math.sqrt(shape))
    if root > 0.0:
        w = max(w, log(shape) + 3.0 * log(root))
    return w


def _beta_start(a: float, b: float, z: float, log_u: float, log_q: float) -> float:
    """A first guess at logit x: a power tail where that is close, else nearly normal."""
    if a < 1.0 or b < 1.0:
        left = exp(a * (log(a) - log(a + b))) / a
        right = exp(b * (log(b) - log(a + b))) / b
        log_x = (log_u + log(a * (left + right))) / a
        log_y = (log_q + log(b * (left + right))) / b
        if log_x < log_y:
            return log_x - _log_complement(min(log_x, -1e-3))
        return _log_complement(min(log_y, -1e-3)) - log_y
    log_scale = log_gamma(a) + log_gamma(b) - log_gamma(a + b)
    log_x = (log_u + log_scale + log(a)) / a
    log_y = (log_q + log_scale + log(b)) / b
    if log_x < -1e-3 and (b - 1.0) * exp(log_x) < 0.4:
        return log_x - _log_complement(log_x)
    if log_y < -1e-3 and (a - 1.0) * exp(log_y) < 0.4:
        return _log_complement(log_y) - log_y
    v = 1.0 / (2.0 * a - 1.0)  # Abramowitz & Stegun 26.5.22
    w = 1.0 / (2.0 * b - 1.0)
    h = 2.0 / (v + w)
    k = (z * z - 3.0) / 6.0
    t = z * math.sqrt(max(0.0, h + k)) / h - (w - v) * (k + 5.0 / 6.0 - 2.0 / (3.0 * h))
    return log(a) - log(b) + 2.0 * t


def gamma_quantile(shape: float, u: float) -> float:
    """Quantile of the gamma law with scale 1, relative error below 1e-10 (shapes 0.05 to 500).

    Args:
        shape: shape parameter above 0, without unit.
        u: probability in (0, 1), a scalar; 0 and 1 give the ends 0 and inf.

    Returns:
        x >= 0 with P(X <= x) = u; 0.0 where x would underflow. Never raises for shape > 0.

    Source: Halley's method on the log tail as a function of ln x; tails of `gamma_log_tails`.
    """
    if u <= 0.0:
        return 0.0
    if u >= 1.0:
        return _INF
    log_u = log(u)
    log_tail = log_u if u <= 0.5 else log(1.0 - u)
    start = _gamma_start(shape, normal_quantile(u), log_u)
    return exp(_gamma_root(shape, log_tail, u > 0.5, start))


def beta_quantile(a: float, b: float, u: float) -> float:
    """Quantile of the beta law, relative error below 1e-10 (shapes 0.05 to 500).

    Args:
        a: first shape parameter above 0, without unit.
        b: second shape parameter above 0, without unit.
        u: probability in (0, 1), a scalar; 0 and 1 give the ends 0 and 1.

    Returns:
        x in [0, 1] with P(X <= x) = u; 0.0 or 1.0 where a double can come no closer. Never raises
        for a, b > 0.

    Source: Halley's method on the log tail as a function of logit x; tails of `beta_log_tails`.
    """
    if u <= 0.0:
        return 0.0
    if u >= 1.0:
        return 1.0
    log_u = log(u)
    log_q = log1p(-u)
    start = _beta_start(a, b, normal_quantile(u), log_u, log_q)
    upper = u > 0.5
    return 1.0 / (1.0 + exp(-_beta_root(a, b, log_q if upper else log_u, upper, start)))


# --- tables --------------------------------------------------------------------------------------


@lru_cache
def _normal_knots(per_unit: int) -> tuple[tuple[float, float, float], ...]:
    """Each knot z with ln P(Z <= z) and ln P(Z > z), from the gamma law of Z**2 / 2."""
    right = [(0.0, -_LN2, -_LN2)]
    for index in range(1, math.floor(_REACH * per_unit) + 1):
        z = index / per_unit
        _, log_beyond, _ = gamma_log_tails(0.5, 2.0 * log(z) - _LN2)
        log_upper = log_beyond - _LN2
        right.append((z, _log_complement(log_upper), log_upper))
    left = [(-z, upper, lower) for z, lower, upper in right[:0:-1]]
    return (*left, *right)


@lru_cache(maxsize=512)
def _gamma_knots(shape: float) -> tuple[float, ...]:
    """ln x of the unit-scale gamma law at each knot z, interleaved with its rise per knot."""
    grid = _normal_knots(_PER_UNIT)
    log_scale = -log_gamma(shape)
    knots: list[float] = []
    w = _gamma_start(shape, *grid[0][:2])
    for z, log_lower, log_upper in grid:
        upper = z > 0.0
        w = _gamma_root(shape, log_upper if upper else log_lower, upper, w)
        log_density = log_scale + shape * w - exp(w)
        rise = exp(-0.5 * z * z - _LOG_ROOT_TWO_PI - log_density) / _PER_UNIT
        knots += (w, rise)
        w += rise * (1.0 - 0.5 * (z / _PER_UNIT + (shape - exp(w)) * rise))  # towards the next
    return tuple(knots)


@lru_cache(maxsize=512)
def _beta_knots(a: float, b: float) -> tuple[float, ...]:
    """logit x of the beta law at each knot z, interleaved with its rise per knot."""
    per_unit = _PER_UNIT if max(a, b) >= 0.25 else _PER_UNIT_STEEP
    grid = _normal_knots(per_unit)
    log_scale = log_gamma(a + b) - log_gamma(a) - log_gamma(b)
    knots: list[float] = []
    w = _beta_start(a, b, *grid[0])
    for z, log_lower, log_upper in grid:
        upper = z > 0.0
        w = _beta_root(a, b, log_upper if upper else log_lower, upper, w)
        spread = log1p(exp(-abs(w)))
        log_density = log_scale + a * (min(0.0, w) - spread) - b * (max(0.0, w) + spread)
        rise = exp(-0.5 * z * z - _LOG_ROOT_TWO_PI - log_density) / per_unit
        knots += (w, rise)
        w += rise * (1.0 - 0.5 * (z / per_unit + (a - (a + b) / (1.0 + exp(-w))) * rise))
    return tuple(knots)


# --- the encoded form ----------------------------------------------------------------------------


class Family(IntEnum):
    """The families of laws; the comment says what a `Law` of that kind holds."""

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


class Law(NamedTuple):
    """One law as six numbers, ready for `quantile`; a NumPy record of the same fields does too."""

    kind: int  # a value of Family
    a: float = 0.0  # parameters, by kind: see Family
    b: float = 0.0
    c: float = 0.0  # spare
    first: int = 0  # where its numbers begin in the shared table
    # How many knots or steps (of two numbers each); this field hides the method tuple.count.
    count: int = 0  # type: ignore[assignment]


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


def quantile(law: Law, table: Sequence[float], u: float) -> float:
    """The value of a law at one uniform number: the smallest x with P(X <= x) >= u.

    Never decreasing in u, up to rounding in the last digits. Relative errors, for every
    u = (k + 1/2) / 2**52: about 1e-15 for the closed forms (times 1 + |ln x| where a power is
    taken), below 1e-6 for gamma and beta; for beta it is the odds x / (1 - x) that hold 1e-6,
    hence x near 0 as well as 1 - x near 1, the latter up to the spacing 1.1e-16 of doubles there.

    Args:
        law: the encoded law (`Distribution.encoded`), read by attribute only.
        table: the table it was encoded into, read by index only.
        u: uniform number in the open interval (0, 1), a scalar.

    Returns:
        The value, in the unit of the law's parameters: 0.0 or 1.0 for BERNOULLI, inf for NEVER.
        Never raises for a law from `Distribution.encoded`.

    Source: inversion, L. Devroye, Non-Uniform Random Variate Generation (1986), chapter II.2.
    """
    if law.count == 0:
        return _closed(law, u)
    return _tabled(law, table, u)


def _closed(law: Law, u: float) -> float:
    """`quantile` of a law that needs no table."""
    kind = law.kind
    if kind == _EXPONENTIAL:
        return law.a * -log(1.0 - u)
    if kind == _LOGNORMAL:
        return law.a * exp(law.b * normal_quantile(u))
    if kind == _CONSTANT:
        return law.a
    if kind == _BERNOULLI:
        return 1.0 if 1.0 - u < law.a else 0.0
    if kind == _UNIFORM:
        return law.a + law.b * u
    if kind == _WEIBULL:
        return law.a * power(-log(1.0 - u), law.b)
    return _INF


def _tabled(law: Law, table: Sequence[float], u: float) -> float:
    """`quantile` of a law that lies in the table."""
    kind = law.kind
    if kind == _GAMMA:
        return law.a * exp(interpolated(table, law.first, law.count, normal_quantile(u)))
    if kind == _BETA:
        return 1.0 / (1.0 + exp(-interpolated(table, law.first, law.count, normal_quantile(u))))
    low = law.first
    high = low + law.count - 1
    while low < high:
        middle = (low + high) // 2
        if table[middle] < u:
            low = middle + 1
        else:
            high = middle
    return table[low + law.count]


RULES: Final[tuple[Callable[..., Any], ...]] = (
    normal_quantile, interpolated, _closed, _tabled, quantile,
)  # fmt: skip
"""What the engines call, each after those it calls; `journeysim.portable.RULES` comes before."""


# --- the friendly form ---------------------------------------------------------------------------

_NAMES: Final = {
    Family.CONSTANT: ("value",),
    Family.UNIFORM: ("low", "high"),
    Family.EXPONENTIAL: ("mean",),
    Family.GAMMA: ("mean", "shape"),
    Family.LOGNORMAL: ("mean", "sigma"),
    Family.WEIBULL: ("mean", "shape"),
    Family.BETA: ("a", "b"),
    Family.BERNOULLI: ("share",),
    Family.EMPIRICAL: ("values", "weights"),
    Family.NEVER: (),
}


@dataclass(frozen=True, slots=True, repr=False)
class Distribution:
    """A law with friendly parameters: made by `gamma`, `beta`, ..., which check them.

    Equal laws compare and hash alike, and the representation is the call that makes the law.

    Attributes:
        kind: the family.
        arguments: the arguments of the constructor, in its order.
    """

    kind: Family
    arguments: tuple[float | tuple[float, ...], ...]

    @property
    def parameters(self) -> dict[str, float | tuple[float, ...]]:
        """The parameters by name, as the constructor takes them."""
        return dict(zip(_NAMES[self.kind], self.arguments, strict=True))

    def __repr__(self) -> str:
        given = ", ".join(f"{name}={value!r}" for name, value in self.parameters.items())
        return f"{self.kind.name.lower()}({given})"

    def mean(self) -> float:
        """The expected value, in the unit of the parameters; inf for `never`. Never raises."""
        match self.kind, self.arguments:
            case Family.UNIFORM, (float(low), float(high)):
                return low + 0.5 * (high - low)
            case Family.BETA, (float(a), float(b)):
                return a / (a + b)
            case Family.EMPIRICAL, (tuple(values), tuple(weights)):
                products = (v * w for v, w in zip(values, weights, strict=True))
                return math.fsum(products) / math.fsum(weights)
            case _, (float(first), *_):  # the value, the mean or the share
                return first
        return _INF

    def encoded(self, table: list[float]) -> Law:
        """Encode for `quantile`, appending to the shared table what the law needs.

        Numbers the table already holds are used again: gamma laws of one shape share their knots.

        Args:
            table: the shared flat table; grows by 1058 floats for a new gamma shape or beta law
                (4226 for a beta law with a, b < 0.25), by two per distinct value for an empirical
                law, and by nothing for the others.

        Returns:
            The law, valid with this table (or a copy of it) only. Never raises.
        """
        kind = int(self.kind)
        match self.kind, self.arguments:
            case Family.UNIFORM, (float(low), float(high)):
                return Law(kind, low, high - low)
            case Family.GAMMA, (float(mean), float(shape)):
                knots = _gamma_knots(shape)
                first = _placed(knots, table)
                return Law(kind, mean / shape, first=first, count=len(knots) // 2)
            case Family.LOGNORMAL, (float(mean), float(sigma)):
                return Law(kind, mean * exp(-0.5 * sigma * sigma), sigma)
            case Family.WEIBULL, (float(mean), float(shape)):
                return Law(kind, mean * exp(-log_gamma(1.0 + 1.0 / shape)), 1.0 / shape)
            case Family.BETA, (float(a), float(b)):
                knots = _beta_knots(a, b)
                return Law(kind, first=_placed(knots, table), count=len(knots) // 2)
            case Family.EMPIRICAL, (tuple(values), tuple(weights)):
                sums = tuple(accumulate(weights))
                shares = tuple(part / sums[-1] for part in sums)
                return Law(kind, first=_placed(shares + values, table), count=len(values))
            case _, (float(only),):
                return Law(kind, only)
        return Law(kind)


def _placed(numbers: tuple[float, ...], table: list[float]) -> int:
    """The index at which the table holds these numbers, appended at its end if it did not."""
    wanted = list(numbers)
    start = 0
    for _ in range(table.count(wanted[0])):
        start = table.index(wanted[0], start)
        if table[start : start + len(wanted)] == wanted:
            return start
        start += 1
    table.extend(wanted)
    return len(table) - len(wanted)


def _checked(what: str, value: float, low: float, high: float) -> float:
    """The value as a float, or a ValueError that names what it is and its range."""
    number = float(value)
    if not low <= number <= high:
        raise ValueError(f"{what} must lie between {low:g} and {high:g}, got {value!r}")
    return number + 0.0  # one zero, not two


_HUGE: Final = 1e100
_MEANS: Final = (1e-100, _HUGE)
_SHAPES: Final = (0.01, 10_000.0)


def constant(value: float) -> Distribution:
    """Always the same value, in any unit.

    Raises:
        ValueError: value not within -1e100 ... 1e100.
    """
    return Distribution(Family.CONSTANT, (_checked("value of constant", value, -_HUGE, _HUGE),))


def uniform(low: float, high: float) -> Distribution:
    """Evenly between low and high, both in the same unit.

    Raises:
        ValueError: not -1e100 <= low <= high <= 1e100.
    """
    low = _checked("low of uniform", low, -_HUGE, _HUGE)
    return Distribution(Family.UNIFORM, (low, _checked("high of uniform", high, low, _HUGE)))


def exponential(mean: float) -> Distribution:
    """Exponential with the given mean, in any unit: waiting without memory.

    Raises:
        ValueError: mean not within 1e-100 ... 1e100.
    """
    return Distribution(Family.EXPONENTIAL, (_checked("mean of exponential", mean, *_MEANS),))


def gamma(mean: float, shape: float) -> Distribution:
    """Gamma with the given mean (any unit) and shape; the standard deviation is mean / sqrt(shape).

    Raises:
        ValueError: mean not within 1e-100 ... 1e100 or shape not within 0.01 ... 10000.
    """
    mean = _checked("mean of gamma", mean, *_MEANS)
    return Distribution(Family.GAMMA, (mean, _checked("shape of gamma", shape, *_SHAPES)))


def lognormal(mean: float, sigma: float) -> Distribution:
    """Lognormal with the given arithmetic mean (any unit); sigma is the sd of the logarithm.

    A sigma of 0 gives `constant(mean)`.

    Raises:
        ValueError: mean not within 1e-100 ... 1e100 or sigma not within 0 ... 10.
    """
    mean = _checked("mean of lognormal", mean, *_MEANS)
    sigma = _checked("sigma of lognormal", sigma, 0.0, 10.0)
    if sigma == 0.0:
        return constant(mean)
    return Distribution(Family.LOGNORMAL, (mean, sigma))


def weibull(mean: float, shape: float) -> Distribution:
    """Weibull with the given mean (any unit); the hazard falls with time for shape < 1.

    Raises:
        ValueError: mean not within 1e-100 ... 1e100 or shape not within 0.05 ... 1000.
    """
    mean = _checked("mean of weibull", mean, *_MEANS)
    return Distribution(Family.WEIBULL, (mean, _checked("shape of weibull", shape, 0.05, 1000.0)))


def beta(a: float, b: float) -> Distribution:
    """Beta on (0, 1), a share without unit, with mean a / (a + b).

    Raises:
        ValueError: a or b not within 0.01 ... 10000.
    """
    a = _checked("a of beta", a, *_SHAPES)
    return Distribution(Family.BETA, (a, _checked("b of beta", b, *_SHAPES)))


def aged_beta(a: float, b: float, occasions: int) -> Distribution:
    """What is known of the share lost per occasion, among those who survived so many occasions.

    If each customer is lost at every occasion with a probability of their own, drawn from
    beta(a, b), then the survivors of n occasions have beta(a, b + n): the careless leave first.

    Args:
        a: first parameter of the beta law of newcomers, without unit.
        b: second parameter of the beta law of newcomers, without unit.
        occasions: decisions survived, a count of 0 or more.

    Raises:
        ValueError: occasions negative, or a or b + occasions not within 0.01 ... 10000.

    Source: P. S. Fader & B. G. S. Hardie, "How to project customer retention", Journal of
    Interactive Marketing 21 (2007): the shifted-beta-geometric law.
    """
    b = _checked("b of beta", b, *_SHAPES)
    return beta(a, b + _checked("occasions", occasions, 0.0, _SHAPES[1]))


def bernoulli(share: float) -> Distribution:
    """1 with the given probability, else 0; the 1s are at the upper end of u.

    Raises:
        ValueError: share not within 0 ... 1.
    """
    return Distribution(Family.BERNOULLI, (_checked("share of bernoulli", share, 0.0, 1.0),))


def empirical(values: Sequence[float], weights: Sequence[float]) -> Distribution:
    """The given values, each as often as its weight says: a step function, never in between.

    Args:
        values: what can occur, in any unit and order; repeated values add up their weights.
        weights: how often, relative to their sum; values of weight 0 are left out.

    Raises:
        ValueError: the lengths differ, nothing has a weight, a value is not within
            -1e100 ... 1e100, or a weight is not within 0 ... 1e100.
    """
    if len(values) != len(weights):
        raise ValueError(
            f"empirical needs one weight per value, got {len(values)} values"
            f" and {len(weights)} weights"
        )
    together: dict[float, float] = {}
    for value, weight in zip(values, weights, strict=True):
        value = _checked("value of empirical", value, -_HUGE, _HUGE)
        weight = _checked("weight of empirical", weight, 0.0, _HUGE)
        if weight > 0.0:
            together[value] = together.get(value, 0.0) + weight
    if not together:
        raise ValueError("empirical needs at least one value with a weight above 0")
    ordered = sorted(together)
    return Distribution(Family.EMPIRICAL, (tuple(ordered), tuple(together[v] for v in ordered)))


def never() -> Distribution:
    """The event that does not come: always inf."""
    return Distribution(Family.NEVER, ())
