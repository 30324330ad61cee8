"""Exact sums: a whole column added up without rounding, hence the same in any order and on any machine.

The bits are those of `math.fsum`, at a tenth of its time: blocks of numbers are split into parts so
short that NumPy adds them without any rounding, in whatever order it likes; `fsum` rounds once, over
the sums of the parts. Source: Rump, Ogita & Oishi 2008, Accurate Floating-Point Summation I,
algorithm 3.4 (ExtractVector).
"""

from __future__ import annotations

from math import frexp, fsum, ldexp

import numpy as np

from journeysim.engine.log import Array

_BITS = 14
_BLOCK = 2**_BITS
"""Numbers split at once: few enough to stay close to the processor."""

_FEW = 500
"""So few numbers `fsum` adds up as soon."""

_WITHIN = 2.0**1000
"""Numbers up to this can be split; what is larger, or no number, is left to `fsum`."""


def exact_sum(values: Array) -> float:
    """The correctly rounded sum of real numbers, which does not depend on their order.

    values: shape (n,), any real type; 0 where it is empty. As `math.fsum` does, NaN gives NaN,
    OverflowError and ValueError (both infinities) are raised.
    """
    if len(values) <= _FEW:
        return fsum(values.tolist())
    parts: list[float] = []
    rest, part = np.empty(_BLOCK), np.empty(_BLOCK)
    for begin in range(0, len(values), _BLOCK):
        block = values[begin : begin + _BLOCK]
        here, high = rest[: len(block)], part[: len(block)]
        np.copyto(here, block)
        while largest := max(float(here.max()), -float(here.min())):
            if not largest < _WITHIN:
                return fsum(values.tolist())
            # The parts are multiples of sigma / 2**53, and even all together they stay below sigma.
            sigma = ldexp(1.0, frexp(largest)[1] + _BITS + 1)
            np.add(here, sigma, out=high)
            np.subtract(high, sigma, out=high)
            np.subtract(here, high, out=here)
            parts.append(float(high.sum()))
    return fsum(parts)
