"""Elementary functions that give the same bits on every machine.

The logarithm and the exponential of a platform's mathematics library may differ in the last bit
from one processor or system to the next, and a simulation started from the same seed then drifts
apart. The functions here use only operations that IEEE 754 rounds exactly one way: ``+ - * /``,
comparisons, and splitting or scaling by powers of two. They are plain Python on scalars, and
Numba compiles them unchanged (``error_model="numpy"``, never ``fastmath``) to the same bits.

None of them raises: outside its domain a function returns nan, beyond the range inf or 0.

Source of the reduction and of the minimax coefficients of `log`: K. C. Ng, fdlibm (``e_log.c``), Sun
Microsystems 1993.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, Final

__all__ = ["RULES", "exp", "halved", "log", "log1p", "parts", "power", "remainder", "scaled"]

_INF: Final = math.inf
_NAN: Final = math.nan
_LARGEST: Final = 1.7976931348623157e308
_ROOT_HALF: Final = 0.7071067811865476
_LN2: Final = 0.6931471805599453
_LN2_HIGH: Final = 6.93147180369123816490e-01  # ends in 21 zero bits: k * _LN2_HIGH is exact
_LN2_LOW: Final = 1.90821492927058770002e-10
_STEP_HIGH: Final = _LN2_HIGH / 32.0
_STEP_LOW: Final = _LN2_LOW / 32.0
_PER_STEP: Final = 46.16624130844683  # 32 / ln(2)
_EXP_LARGEST: Final = 709.782712893384  # the last x whose exponential is finite
_EXP_SMALLEST: Final = -745.1332191019411  # the last x whose exponential is not rounded to 0
_TINY_POWER: Final = 7.888609052210118e-31  # 2**-100


def _roots() -> tuple[tuple[float, ...], tuple[float, ...]]:
    """2**(j / 32) for j = 0 ... 31 as doubles, and what is missing from each to the true number.

    From integer square roots of 400 binary digits, so that no library is asked.
    """
    one = 1 << 400
    step = 2 * one
    for _ in range(5):
        step = math.isqrt(step * one)
    near, missing, root = [], [], one
    for _ in range(32):
        near.append(root / one)
        above, below = near[-1].as_integer_ratio()
        missing.append((root * below - above * one) / (one * below))
        root = root * step // one
    return tuple(near), tuple(missing)


_ROOTS, _ROOTS_REST = _roots()


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


def _near_one(f: float, k: int) -> float:
    """ln((1 + f) 2**k) for 1 + f near 1; of many at once, too."""
    s = f / (2.0 + f)
    z = s * s
    w = z * z
    even = w * (
        3.999999999940941908e-01 + w * (2.222219843214978396e-01 + w * 1.531383769920937332e-01)
    )
    odd = z * (
        6.666666666666735130e-01
        + w
        * (2.857142874366239149e-01 + w * (1.818357216161805012e-01 + w * 1.479819860511658591e-01))
    )
    rest = odd + even
    half_square = 0.5 * f * f
    return k * _LN2_HIGH - ((half_square - (s * (half_square + rest) + k * _LN2_LOW)) - f)


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
    return _near_one(mantissa - 1.0, k)


def exp(x: float) -> float:
    """Exponential, error below 0.6 ulp (below 1 ulp where the result is subnormal).

    Args:
        x: any double, a scalar without unit.

    Returns:
        e**x; 0.0 below -745.13, inf above 709.78, nan for nan. Never raises.

    Source of the reduction: P. T. P. Tang, Table-driven implementation of the exponential function,
    ACM Transactions on Mathematical Software 15 (1989): x = n ln(2) / 32 + r.
    """
    if not _EXP_SMALLEST <= x <= _EXP_LARGEST:
        if x > 0.0:
            return _INF
        return 0.0 if x < 0.0 else _NAN
    n = math.floor(x * _PER_STEP + 0.5)
    return _raised(n, (x - n * _STEP_HIGH) - n * _STEP_LOW)


def _raised(n: int, r: float) -> float:
    """2**(n / 32) e**r for |r| <= ln(2) / 64, where the series needs six terms."""
    z = r * r
    beyond = 4.1666666666666664e-02 + r * 8.3333333333333332e-03 + z * 1.3888888888888889e-03
    near = r + z * (0.5 + r * 1.6666666666666666e-01 + z * beyond)
    root = _ROOTS[n & 31]
    y = root + (_ROOTS_REST[n & 31] + root * near)
    k = n >> 5
    if k > -1000:
        return scaled(y, k)
    return scaled(y, k + 100) * _TINY_POWER  # the product rounds a subnormal once, everywhere


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
    n = math.floor(halvings * 32.0 + 0.5)
    return _raised(n, (halvings - n * 0.03125) * _LN2)


def remainder(x: float, y: float) -> float:
    """What is left of x after whole multiples of y have been taken off, with the sign of x. Exact.

    Args:
        x: any double, a scalar without unit.
        y: any double.

    Returns:
        x - n y for the whole n nearest to x / y towards 0; nan for an infinite x, for y = 0 and for
        nan. Never raises. Equal to C's `fmod`, which `%` asks for in compiled code.

    Source: long division by doubled divisors; every difference is of neighbours, so exact (Sterbenz).
    """
    rest, step = abs(x), abs(y)
    if not (rest <= _LARGEST and step > 0.0):
        return _NAN
    smallest = step
    while step <= 0.5 * rest:
        step = step + step
    while rest >= smallest:
        if rest >= step:
            rest = rest - step
        step = 0.5 * step
    if rest == 0.0:
        return 0.0 * x
    return -rest if x < 0.0 else rest


RULES: Final[tuple[Callable[..., Any], ...]] = (
    _near_one, log, _raised, exp, log1p, power, halved, remainder,
)  # fmt: skip
"""Every function of this module, each after those it calls: the order in which to compile them."""
