"""Quantiles of the normal, the gamma and the beta law, exact to many digits.

Used to build the tables that `encoded` interpolates in, and to check them.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, Final

from journeysim.distributions.tails import (
    beta_log_tails,
    gamma_log_tails,
    log_complement,
    log_gamma,
)
from journeysim.portable import exp, log, log1p

_INF: Final = math.inf


def _central(q: float) -> float:
    """`normal_quantile` near the middle, q from -0.425 to 0.425 away from it; of many at once, too."""
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


def _near_tail(r: float) -> float:
    """Its size in a tail, by the root of minus the log of the tail, up to 5; of many at once, too."""
    r = r - 1.6
    above = 2.27238449892691845833e-2 + r * 7.74545014278341407640e-4
    above = 1.27045825245236838258 + r * (2.41780725177450611770e-1 + r * above)
    above = 5.76949722146069140550 + r * (3.64784832476320460504 + r * above)
    above = 1.42343711074968357734 + r * (4.63033784615654529590 + r * above)
    below = 5.47593808499534494600e-4 + r * 1.05075007164441684324e-9
    below = 1.48103976427480074590e-1 + r * (1.51986665636164571966e-2 + r * below)
    below = 1.67638483018380384940 + r * (6.89767334985100004550e-1 + r * below)
    below = 1.0 + r * (2.05319162663775882187 + r * below)
    return above / below


def _far_tail(r: float) -> float:
    """The same beyond 5."""
    r = r - 5.0
    above = 2.71155556874348757815e-5 + r * 2.01033439929228813265e-7
    above = 2.65321895265761230930e-2 + r * (1.24266094738807843860e-3 + r * above)
    above = 1.78482653991729133580 + r * (2.96560571828504891230e-1 + r * above)
    above = 6.65790464350110377720 + r * (5.46378491116411436990 + r * above)
    below = 1.42151175831644588870e-7 + r * 2.04426310338993978564e-15
    below = 7.86869131145613259100e-4 + r * (1.84631831751005468180e-5 + r * below)
    below = 1.36929880922735805310e-1 + r * (1.48753612908506148525e-2 + r * below)
    below = 1.0 + r * (5.99832206555887937690e-1 + r * below)
    return above / below


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
        return _central(q)
    tail = u if q < 0.0 else 1.0 - u
    if tail <= 0.0:
        return -_INF if q < 0.0 else _INF
    r = math.sqrt(-log(tail))
    size = _near_tail(r) if r <= 5.0 else _far_tail(r)
    return -size if q < 0.0 else size


def _halley_step(gap: float, rate: float, bend: float) -> float:
    """The step of Halley's method towards gap = 0; rate is the slope, bend = slope' / slope.

    Both tails of ln X (gamma) and of logit X (beta) are log-concave, so that Newton's method
    converges from anywhere; the limits here only tame the first steps.
    """
    if abs(gap) >= 2.0 * abs(rate):
        return -2.0 if (gap > 0.0) == (rate > 0.0) else 2.0
    newton = gap / rate
    return -newton / (1.0 - 0.5 * max(-1.0, min(1.0, newton * bend)))


def gamma_root(shape: float, log_tail: float, upper: bool, start: float) -> float:
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


def beta_root(a: float, b: float, log_tail: float, upper: bool, start: float) -> float:
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


def gamma_start(shape: float, z: float, log_u: float) -> float:
    """A first guess at ln x: the better of the left-tail asymptote and Wilson-Hilferty (1931)."""
    w = (log_u + log_gamma(shape + 1.0)) / shape
    root = 1.0 - 1.0 / (9.0 * shape) + z / (3.0 * math.sqrt(shape))
    if root > 0.0:
        w = max(w, log(shape) + 3.0 * log(root))
    return w


def beta_start(a: float, b: float, z: float, log_u: float, log_q: float) -> float:
    """A first guess at logit x: a power tail where that is close, else nearly normal."""
    if a < 1.0 or b < 1.0:
        left = exp(a * (log(a) - log(a + b))) / a
        right = exp(b * (log(b) - log(a + b))) / b
        log_x = (log_u + log(a * (left + right))) / a
        log_y = (log_q + log(b * (left + right))) / b
        if log_x < log_y:
            return log_x - log_complement(min(log_x, -1e-3))
        return log_complement(min(log_y, -1e-3)) - log_y
    log_scale = log_gamma(a) + log_gamma(b) - log_gamma(a + b)
    log_x = (log_u + log_scale + log(a)) / a
    log_y = (log_q + log_scale + log(b)) / b
    if log_x < -1e-3 and (b - 1.0) * exp(log_x) < 0.4:
        return log_x - log_complement(log_x)
    if log_y < -1e-3 and (a - 1.0) * exp(log_y) < 0.4:
        return log_complement(log_y) - log_y
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
    start = gamma_start(shape, normal_quantile(u), log_u)
    return exp(gamma_root(shape, log_tail, u > 0.5, start))


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
    start = beta_start(a, b, normal_quantile(u), log_u, log_q)
    upper = u > 0.5
    return 1.0 / (1.0 + exp(-beta_root(a, b, log_q if upper else log_u, upper, start)))


RULES: Final[tuple[Callable[..., Any], ...]] = (
    _central, _near_tail, _far_tail, normal_quantile,
)  # fmt: skip
"""What the engines call; `journeysim.portable.RULES` comes before."""
