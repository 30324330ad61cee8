"""Elementary functions that give the same bits on every machine.

The logarithm and the exponential of a platform's mathematics library may differ in the last bit
from one processor or system to the next, and a simulation started from the same seed then drifts
apart. The functions here use only operations that IEEE 754 rounds exactly one way: ``+ - * /``,
comparisons, and splitting or scaling by powers of two. They are plain Python on scalars, and
Numba compiles them unchanged (``error_model="numpy"``, never ``fastmath``) to the same bits.

None of them raises: outside its domain a function returns nan, beyond the range inf or 0.

Source of the reductions and of the minimax coefficients of `log` and `exp`: K. C. Ng, fdlibm
(``e_log.c``, ``e_exp.c``), Sun Microsystems 1993.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, Final

__all__ = ["RULES", "exp", "halved", "log", "log1p", "parts", "power", "scaled"]

_INF: Final = math.inf
_NAN: Final = math.nan
_LARGEST: Final = 1.7976931348623157e308
_ROOT_HALF: Final = 0.7071067811865476
_LN2: Final = 0.6931471805599453
_LN2_HIGH: Final = 6.93147180369123816490e-01  # ends in 21 zero bits: k * _LN2_HIGH is exact
_LN2_LOW: Final = 1.90821492927058770002e-10
_PER_LN2: Final = 1.4426950408889634
_EXP_LARGEST: Final = 709.782712893384  # the last x whose exponential is finite
_EXP_SMALLEST: Final = -745.1332191019411  # the last x whose exponential is not rounded to 0
_TINY_POWER: Final = 7.888609052210118e-31  # 2**-100


def parts(x: float) -> tuple[float, int]:
    """A positive finite number as mantissa in [1/2, 1) and power of two. Exact.

    Compiled code reads both off the bits.
    """
    return math.frexp(x)


def scaled(x: float, k: int) -> float:
    """x times 2**k, exact while neither is subnormal; -1022 <= k <= 1024, and x in [1/4, 4].

    Compiled code writes the power of two as bits.
    """
    return math.ldexp(x, k)


def log(x: float) -> float:
    """Natural logarithm, error below 1 ulp over all doubles, subnormal ones included.

    Args:
        x: any double, a scalar without unit.

    Returns:
        ln(x); -inf at 0, inf at inf, nan for x < 0 and for nan. Never raises.

    Source: fdlibm ``e_log.c``: x = 2**k (1 + f), s = f / (2 + f), and a polynomial in s**2.
    """
    if not 0.0 < x <= _LARGEST:
        if x == 0.0:
            return -_INF
        return x if x > 0.0 else _NAN
    mantissa, k = parts(x)
    if mantissa < _ROOT_HALF:
        mantissa *= 2.0
        k -= 1
    f = mantissa - 1.0
    s = f / (2.0 + f)
    z = s * s
    rest = z * (
        6.666666666666735130e-01
        + z
        * (
            3.999999999940941908e-01
            + z
            * (
                2.857142874366239149e-01
                + z
                * (
                    2.222219843214978396e-01
                    + z
                    * (
                        1.818357216161805012e-01
                        + z * (1.531383769920937332e-01 + z * 1.479819860511658591e-01)
                    )
                )
            )
        )
    )
    half_square = 0.5 * f * f
    return k * _LN2_HIGH - ((half_square - (s * (half_square + rest) + k * _LN2_LOW)) - f)


def exp(x: float) -> float:
    """Exponential, error below 1 ulp (below 1.5 ulp where the result is subnormal).

    Args:
        x: any double, a scalar without unit.

    Returns:
        e**x; 0.0 below -745.13, inf above 709.78, nan for nan. Never raises.

    Source: fdlibm ``e_exp.c``: x = k ln 2 + r, and a rational approximation on |r| <= ln(2) / 2.
    """
    if not _EXP_SMALLEST <= x <= _EXP_LARGEST:
        if x > 0.0:
            return _INF
        return 0.0 if x < 0.0 else _NAN
    k = math.floor(x * _PER_LN2 + 0.5)
    y = _near_one(x - k * _LN2_HIGH, k * _LN2_LOW)
    if k > -1000:
        return scaled(y, k)
    return scaled(y, k + 100) * _TINY_POWER  # the product rounds a subnormal once, everywhere


def _near_one(high: float, low: float) -> float:
    """e**(high - low) for |high - low| <= ln(2) / 2: the rational approximation of `exp`."""
    r = high - low
    z = r * r
    c = r - z * (
        1.66666666666666019037e-01
        + z
        * (
            -2.77777777770155933842e-03
            + z
            * (
                6.61375632143793436117e-05
                + z * (-1.65339022054652515390e-06 + z * 4.13813679705723846039e-08)
            )
        )
    )
    return 1.0 - ((low - (r * c) / (2.0 - c)) - high)


def log1p(x: float) -> float:
    """ln(1 + x) without losing a small x, error below 3 ulp.

    Args:
        x: any double, a scalar without unit.

    Returns:
        ln(1 + x); -inf at -1, inf at inf, nan for x < -1 and for nan. Never raises.

    Source: W. Kahan's correction, in D. Goldberg, ACM Computing Surveys 23 (1991), theorem 4.
    """
    w = 1.0 + x
    if w == 1.0:
        return x
    if not 0.0 < w <= _LARGEST:
        return log(w)
    return log(w) * (x / (w - 1.0))


def power(x: float, y: float) -> float:
    """x to the power y, for x >= 0, as exp(y log x).

    The relative error is at most (2 + |y ln x|) * 2.3e-16: near 1e-15 for everyday arguments, and
    up to 2e-13 where the result nears the ends of the double range. x**0, x**1 and 1**y are exact.

    Args:
        x: base, at least 0, a scalar without unit.
        y: exponent, any double.

    Returns:
        x**y; 0**y is 0 for y > 0 and inf for y < 0; nan for x < 0. Never raises.
    """
    if y == 0.0 or x == 1.0:
        return 1.0
    if y == 1.0 and x >= 0.0:
        return x
    return exp(y * log(x))


def halved(days: float, half_life: float) -> float:
    """What is left of 1 after some days when it halves every half-life: 2**(-days / half_life).

    Exact whenever days is a whole multiple of the half-life; otherwise the error is that of the
    quotient days / half_life (relative 1.2e-16 * days / half_life) and below 2 ulp besides.

    Args:
        days: time gone by, in days (or any unit shared with half_life); negative ones grow.
        half_life: time to fall to one half, in the same unit, above 0; inf: nothing is ever lost.

    Returns:
        The share left, without unit; 1.0 for an infinite half-life; nan unless half_life > 0.
        Never raises.
    """
    if half_life == _INF:
        return 1.0
    if not half_life > 0.0:
        return _NAN
    halvings = -days / half_life
    if not -1076.0 < halvings < 1024.0:
        if halvings > 0.0:
            return _INF
        return 0.0 if halvings < 0.0 else _NAN
    k = math.floor(halvings + 0.5)
    y = _near_one((halvings - k) * _LN2, 0.0)
    if k > -1000:
        return scaled(y, k)
    return scaled(y, k + 100) * _TINY_POWER


RULES: Final[tuple[Callable[..., Any], ...]] = (log, _near_one, exp, log1p, power, halved)
"""Every function of this module, each after those it calls: the order in which to compile them."""
