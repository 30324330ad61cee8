"""Survival: how long customers stay, by tenure, from lives that are mostly not over yet.

Kaplan-Meier with delayed entry: day-0 customers come under observation at the tenure they have by
then. Source: Kaplan & Meier 1958; Klein & Moeschberger, Survival Analysis, 4.6.
"""

from __future__ import annotations

import numpy as np

from journeysim.engine.log import Array
from journeysim.metrics.metric import NAN

ROUNDING = 1e-9
"""Days: tenures are differences of times, so that whole days come out a little less or more."""


def kaplan_meier(entry: Array, end: Array, gone: Array, tenure: float) -> float:
    """The share still there at a tenure; NaN where a shorter tenure was observed of nobody.

    entry, end: tenure in days at which each came under and left observation; gone: left the firm
    then, rather than being there at the horizon. Leaving exactly at the tenure comes after it.
    """
    times, leavers = np.unique(end[gone & (end < tenure - ROUNDING)], return_counts=True)
    begun = np.searchsorted(np.sort(entry), times, side="left")
    over = np.searchsorted(np.sort(end), times, side="left")
    share = float(np.prod(1.0 - leavers / (begun - over)))
    return share if share == 0.0 or tenure <= followed(entry, end) else NAN


def followed(entry: Array, end: Array) -> float:
    """The tenure up to which, from 0 on, somebody was always under observation."""
    if len(entry) == 0 or entry.min() > 0.0:
        return 0.0
    order = np.argsort(entry)
    reach = np.maximum.accumulate(end[order])
    gaps = np.flatnonzero(entry[order][1:] > reach[:-1])
    return float(reach[gaps[0]] if len(gaps) else reach[-1])
