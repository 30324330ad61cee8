"""Forecast: does the first half of a log of purchases say what the second half brought?

What each customer is expected to buy, given all that they bought until then: by the closed form of the
model, so that it costs no simulation. `checking` simulates the same: a firm that starts there.
"""

from __future__ import annotations

import numpy as np

from journeysim.calibration import bgnbd
from journeysim.calibration.checking import PART
from journeysim.calibration.histories import Purchases, histories
from journeysim.errors import UsageError

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
    seen = bgnbd.visible(known)
    expected = float(bgnbd.expected(model, seen, log.last_day - split, whole_days=True).sum())
    return expected / later - 1.0 if np.isfinite(expected) else None


def words(off: float) -> str:
    """What a forecast that misses may mean."""
    more = "more" if off < 0 else "fewer"
    return (
        f"fitted to the first half of these data, the forecast of the second half is {100 * abs(off):.0f} % off: people "
        f"came {more} often than that. A season or a promotion, people who leave otherwise than after a purchase, "
        "or customers who differ by when they joined; --check shows it day by day, --where takes a part of them, "
        "--until another end"
    )
