"""Forecast: does the first half of a log of purchases say what the second half brought?

By the closed form of the model, so that it costs no simulation; `checking` simulates the same.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from journeysim.calibration import bgnbd
from journeysim.calibration.checking import PART
from journeysim.calibration.histories import Purchases, histories
from journeysim.errors import UsageError

Array = npt.NDArray[Any]

LEAST_DAYS, LEAST_REPEATS = 60, 50
"""Days and repeat purchases in the second half below which nothing is said."""


def outside(log: Purchases, near: bgnbd.BgNbd | None = None) -> float | None:
    """Forecast over actual repeat purchases of the second half, minus one; None where too few tell.

    near: the fit to the whole log, to start from.
    """
    span = log.last_day - log.first_day
    split = log.first_day + round(PART * span)
    if span < 2 * LEAST_DAYS:
        return None
    known = histories(log, split)
    first = np.full(log.customers, np.iinfo(np.int64).max)
    np.minimum.at(first, log.who, log.day)
    cohort = first <= split
    later = int(np.count_nonzero(cohort[log.who] & (log.day > split)))
    if later < LEAST_REPEATS:
        return None
    try:
        model = bgnbd.fit(known, whole_days=True, near=near)
    except UsageError:
        return None
    ages, counts = np.unique(log.last_day - first[cohort], return_counts=True)
    before = np.maximum(0, ages - (log.last_day - split))
    expected = float((_means(model, ages) - _means(model, before)) @ counts)
    return expected / later - 1.0 if np.isfinite(expected) else None


def _means(model: bgnbd.BgNbd, ages: Array) -> Array:
    """Mean repeat purchases of a newcomer up to each age. Source: equation 9 of the model's paper."""
    from scipy.special import hyp2f1

    r, alpha, b = model.r, model.alpha, model.b
    a = model.a if abs(model.a - 1.0) > 1e-6 else model.a + 1e-5
    z = ages / (alpha + ages)
    series = hyp2f1(r, b, a + b - 1.0, z)
    kept = (1.0 - z) ** r * series
    return np.asarray((a + b - 1.0) / (a - 1.0) * (1.0 - kept))


def words(off: float) -> str:
    """What a forecast that misses may mean."""
    more = "more" if off < 0 else "fewer"
    return (
        f"fitted to the first half of these data, the forecast of the second half is {100 * abs(off):.0f} % off: people "
        f"came {more} often than that. A season or a promotion, people who leave otherwise than after a purchase, "
        "or customers who differ by when they joined; --check shows it day by day, --where takes a part of them, "
        "--until another end"
    )
