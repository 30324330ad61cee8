"""Tails: the incomplete gamma and beta functions as logarithms, exact far into both tails."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import Final

from journeysim.portable import exp, log, log1p

_INF: Final = math.inf
LN2: Final = 0.6931471805599453
LOG_ROOT_TWO_PI: Final = 0.9189385332046728


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
    return (x - 0.5) * log(x) - x + (LOG_ROOT_TWO_PI + series - log(product))


def log_complement(log_share: float) -> float:
    """ln(1 - e**log_share) for log_share <= 0, stable at both ends."""
    if log_share >= 0.0:
        return -_INF
    if log_share < -LN2:
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
        return log_p, log_complement(log_p), log_density
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
    return log_complement(log_q), log_q, log_density


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
    far = log_complement(near)
    if swapped:
        return far, near, log_density
    return near, far, log_density
