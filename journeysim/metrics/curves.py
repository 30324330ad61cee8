"""Curves: retention and cumulative profit day by day, for charts and for the day of payback."""

from __future__ import annotations

import numpy as np

from journeysim.engine.log import Array, Outcome
from journeysim.events import EventType
from journeysim.metrics.metric import NAN
from journeysim.metrics.records import Records
from journeysim.metrics.steps import accumulated


def daily_retention(run: Outcome | Records, days: int) -> Array:
    """Retention on day 0, 1, ... days: shape (days + 1,), shares of day-0 customers.

    NaN after the horizon, and throughout if there are no customers on day 0.
    """
    records = Records.of_run(run)
    customers = records.customers
    left = np.sort(customers.left[customers.started])
    at = np.arange(days + 1.0)
    if len(left) == 0:
        return np.full(days + 1, NAN)
    shares = (len(left) - np.searchsorted(left, at, side="left")) / len(left)
    return np.where(at <= records.outcome.horizon, shares, NAN)


def daily_cash(run: Outcome | Records, days: int) -> Array:
    """Profit from the warm-up to the end of each day: shape (days,), in the firm's currency.

    Entry d is `profit` at the end of day d, so the last one is `profit@{days}d`; before the
    warm-up it is 0, after the horizon NaN.
    """
    records = Records.of_run(run)
    outcome = records.outcome
    ends = np.arange(1.0, days + 1.0)
    rows = outcome.log.rows
    first, last = np.searchsorted(rows["time"], (outcome.warmup, float(days)))
    counted = rows[first:last]
    day = counted["time"].astype(np.int64)
    cash: Array = np.cumsum(np.bincount(day, weights=counted["money"], minlength=days)[:days])
    times = np.concatenate(([outcome.warmup], np.maximum(ends, outcome.warmup)))
    staffed, programmes = records.of(EventType.STAFFED), records.of(EventType.PROGRAMME)
    lines = [staffed.compress(staffed["slot"] == slot) for slot in np.unique(staffed["slot"])]
    for line in (*lines, programmes):
        spent = accumulated(line["time"], line["value"], times)
        cash = cash - (spent[1:] - spent[0])
    return np.where(ends <= outcome.horizon, cash, NAN)
