"""Steps: integrals of what changes in steps: agents at work, pay per day, programme costs."""

from __future__ import annotations

import numpy as np

from journeysim.engine.log import Array


def accumulated(times: Array, levels: Array, at: Array) -> Array:
    """The integral from the beginning to each time of `at`, of a level that is 0 before the first.

    times: days, ascending, at which the level changes; levels: from then on, per day; at: days.
    """
    if len(times) == 0:
        return np.zeros(len(at))
    sums = np.concatenate(([0.0], np.cumsum(np.diff(times) * levels[:-1])))
    after = np.maximum(at - times[-1], 0.0) * levels[-1]
    return np.interp(at, times, sums) + after  # type: ignore[no-any-return]


def integral(times: Array, levels: Array, start: float, end: float) -> float:
    """The integral from start to end (days), 0 if the end comes first."""
    until = accumulated(times, levels, np.array([start, max(start, end)]))
    return float(until[1] - until[0])
