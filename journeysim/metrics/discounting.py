"""Discounting: e**x of many numbers at once, with the bits of `portable.exp` for each of them.

NumPy's own exponential may differ in the last bit from one processor or version to the next.
"""

from __future__ import annotations

import numpy as np

from journeysim import portable
from journeysim.engine.log import Array

_WITHIN = 690.0
"""Exponents up to this, either way, give numbers far from the ends of the doubles."""

_BLOCK = 4_096
"""Numbers reckoned at once: so few that all in between stays close to the processor, in memory that is
there already."""

_MANTISSA, _BIAS = 52, 1023
"""Bits of a double's mantissa, and what its exponent is written as too much."""

_ROOTS = np.array(portable._ROOTS)
_ROOTS_REST = np.array(portable._ROOTS_REST)


def exp_of(exponents: Array) -> Array:
    """e to the power of each number; exponents: any shape, without unit."""
    if not np.all(np.abs(exponents) <= _WITHIN):
        every = [portable.exp(float(x)) for x in exponents.reshape(-1)]
        return np.array(every).reshape(exponents.shape)
    if exponents.ndim != 1 or len(exponents) <= _BLOCK:
        return _exp_within(exponents)
    result = np.empty(len(exponents))
    for begin in range(0, len(exponents), _BLOCK):
        part = slice(begin, begin + _BLOCK)
        result[part] = _exp_within(exponents[part])
    return result


def _exp_within(exponents: Array) -> Array:
    n = np.floor(exponents * portable._PER_STEP + 0.5)
    r = (exponents - n * portable._STEP_HIGH) - n * portable._STEP_LOW
    z = r * r
    beyond = 4.1666666666666664e-02 + r * 8.3333333333333332e-03 + z * 1.3888888888888889e-03
    near = r + z * (0.5 + r * 1.6666666666666666e-01 + z * beyond)
    step = n.astype(np.int64)
    place = step & 31
    root = _ROOTS[place]
    scale = ((step >> 5) + _BIAS << _MANTISSA).view(np.float64)  # a power of two, written as bits
    return (root + (_ROOTS_REST[place] + root * near)) * scale  # type: ignore[no-any-return]
