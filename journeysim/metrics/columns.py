"""Columns: portable functions and laws of many numbers at once, with the bits of one at a time.

The same arithmetic as `portable`, `distributions` and `streams`, on arrays: none of it rounds otherwise.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from journeysim import portable, streams
from journeysim.distributions import encoded, quantile, quantiles
from journeysim.distributions.encoded import Family
from journeysim.engine.log import Array
from journeysim.metrics.discounting import exp_of

_SMALLEST = 2.2250738585072014e-308


def logs(numbers: Array) -> Array:
    """Natural logarithms; numbers: shape (n,), positive, finite and not subnormal."""
    mantissas, exponents = np.frexp(numbers)
    low = mantissas < portable._ROOT_HALF
    shifts: Any = exponents - low
    near: Any = np.where(low, 2.0 * mantissas, mantissas) - 1.0
    result: Array = np.asarray(portable._near_one(near, shifts))
    return result


def powers(bases: Array, exponents: Array) -> Array:
    """Each base to the power of its exponent; bases: shape (n,), not below 0; exponents: likewise."""
    usual = (bases >= _SMALLEST) & np.isfinite(bases) & (bases != 1.0)
    usual &= (exponents != 0.0) & (exponents != 1.0)
    result = np.empty(len(bases))
    result[usual] = exp_of(exponents[usual] * logs(bases[usual]))
    for place in np.flatnonzero(~usual).tolist():
        result[place] = portable.power(float(bases[place]), float(exponents[place]))
    return result


def uniforms(keys: Array, purpose: int) -> Array:
    """The uniform number of each key for a purpose, as `streams.uniform` draws it; keys: shape (n,)."""
    z = keys.astype(np.uint64) + np.uint64(purpose * streams._BY_PURPOSE & streams._MASK)
    z = (z ^ (z >> np.uint64(30))) * np.uint64(streams._MIX_ONE)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(streams._MIX_TWO)
    drawn: Array = (((z ^ (z >> np.uint64(31))) >> np.uint64(12)) + 0.5) * streams._UNIT
    return drawn


def normal_quantiles(us: Array) -> Array:
    """The standard normal quantile of each; us: shape (n,), within (0, 1)."""
    q = us - 0.5
    middle = np.abs(q) <= 0.425
    result = np.empty(len(us))
    result[middle] = quantiles._central(q[middle])  # type: ignore[arg-type]
    q = q[~middle]
    roots = np.sqrt(-logs(np.where(q < 0.0, us[~middle], 1.0 - us[~middle])))
    near = roots <= 5.0
    sizes = np.empty(len(roots))
    sizes[near] = quantiles._near_tail(roots[near])  # type: ignore[arg-type]
    sizes[~near] = quantiles._far_tail(roots[~near])  # type: ignore[arg-type]
    result[~middle] = np.where(q < 0.0, -sizes, sizes)
    return result


def quantiles_of(law: Any, table: Any, us: Array) -> Array:
    """The value of a law at each uniform number; us: shape (n,), within (0, 1)."""
    if law.kind == Family.LOGNORMAL:
        return np.asarray(law.a * exp_of(law.b * normal_quantiles(us)))
    if law.kind == Family.GAMMA:
        return np.asarray(law.a * exp_of(_interpolated(law, np.array(table), normal_quantiles(us))))
    if law.kind == Family.CONSTANT:
        return np.full(len(us), law.a)
    return np.array([quantile(law, table, u) for u in us.tolist()])


def _interpolated(law: Any, table: Array, zs: Array) -> Array:
    """`encoded.interpolated` between the knots of a law, at each z."""
    last = law.entries - 1
    position = (zs + encoded._REACH) * (last / (2.0 * encoded._REACH))
    within = (position > 0.0) & (position < last)
    knot = np.where(within, np.floor(position), 0.0)
    t = position - knot
    at = law.first + 2 * knot.astype(np.int64)
    start, rise = table[at], table[at + 1]
    chord = table[at + 2] - start
    early, late = chord - rise, chord - table[at + 3]
    smooth = start + t * (rise + t * (2.0 * early + late - t * (early + late)))
    ends = np.where(position > 0.0, table[law.first + 2 * last], table[law.first])
    result: Array = np.where(within, smooth, ends)
    return result
