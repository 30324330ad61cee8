"""Joint: knobs moved all at once until as many figures as possible are shown, or are as near as they can be.

Least squares by a damped Gauss-Newton step, with slopes that begin at a closed form's and learn from every
try (C. G. Broyden, Mathematics of Computation 19, 1965). A try costs runs, so there are few.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import inf
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]

NEAR = 0.25
"""How near is near enough, in widths of a figure."""

_STEP = 1.2
_STILL = 2e-3
_IDLE = 0.97
"""A step that leaves more than this of what is off is the last, unless it was as long as one may be."""

_DAMPED, _MOST_DAMPED = 1e-3, 1e3


class Solution(NamedTuple):
    """Where the knobs are (x), what is shown there (y), how many tries it took, and how far each knob
    may be moved, the others following, before the figures are off by their widths (infinite where no
    figure tells)."""

    x: tuple[float, ...]
    y: Array
    tries: int
    reach: tuple[float, ...]


def solved(
    seen: Callable[[tuple[float, ...]], Array],
    wanted: Sequence[float],
    widths: Sequence[float],
    slopes: Array,
    limits: Sequence[tuple[float, float]],
    tries: int = 12,
) -> Solution:
    """The place within limits at which figures are nearest to those wanted, in widths.

    seen: what is shown at a place, shape (figures,); slopes: shape (figures, knobs), to begin with.
    A figure that cannot be measured (NaN) counts as shown.
    """
    x = np.zeros(len(limits))
    low, high = (np.array([each[side] for each in limits]) for side in (0, 1))
    jacobian = np.array(slopes, dtype=float)
    goal, scale = np.array(wanted, dtype=float), np.array(widths, dtype=float)
    y = seen(tuple(x))
    damped = _DAMPED
    made = 1
    while made < tries and len(x):
        off = _off(y, goal, scale)
        if np.all(np.abs(off) <= NEAR):
            break
        step = _step(jacobian / scale[:, None], off, damped, low - x, high - x)
        if np.max(np.abs(step)) < _STILL:
            break
        there = x + step
        there_seen = seen(tuple(there))
        made += 1
        error = np.nan_to_num(there_seen - y - jacobian @ step)
        jacobian += np.outer(error, step) / float(step @ step)
        before, after = _cost(y, goal, scale), _cost(there_seen, goal, scale)
        if after < before:
            x, y, damped = there, there_seen, max(_DAMPED, damped / 10.0)
            if after > _IDLE * before and np.max(np.abs(step)) < _STEP:
                break
        else:
            damped = min(_MOST_DAMPED, damped * 30.0)
    return Solution(tuple(float(each) for each in x), y, made, _reach(jacobian / scale[:, None]))


def _reach(jacobian: Array) -> tuple[float, ...]:
    """How far each knob may go: the square roots of the diagonal of the inverse of the normal matrix."""
    normal = jacobian.T @ jacobian
    tells = np.diag(normal) > 1e-12
    inverse = np.linalg.pinv(normal)
    return tuple(float(np.sqrt(v)) if t else inf for v, t in zip(np.diag(inverse), tells, strict=True))  # fmt: skip


def _off(y: Array, goal: Array, scale: Array) -> Array:
    return np.asarray(np.nan_to_num((y - goal) / scale))


def _cost(y: Array, goal: Array, scale: Array) -> float:
    off = _off(y, goal, scale)
    return float(off @ off)


def _step(jacobian: Array, off: Array, damped: float, low: Array, high: Array) -> Array:
    """The damped step that stays within its limits: knobs that reach one stay there, the rest go on."""
    low, high = np.maximum(low, -_STEP), np.minimum(high, _STEP)
    step = np.zeros(len(low))
    free = np.ones(len(low), dtype=bool)
    for _ in range(len(low)):
        rest = off + jacobian[:, ~free] @ step[~free]
        part = jacobian[:, free]
        normal = part.T @ part + damped * np.eye(int(free.sum()))
        step[free] = np.linalg.solve(normal, -part.T @ rest)
        beyond = free & ((step < low) | (step > high))
        step = np.clip(step, low, high)
        if not beyond.any():
            break
        free &= ~beyond
        if not free.any():
            break
    return step
