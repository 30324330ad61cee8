"""sBG: contracts that come up for renewal, by the shifted-beta-geometric model.

Each customer has a chance of their own not to renew, constant in time and beta-distributed between
customers. Fitted to how many of a cohort were left after each renewal, or to single contracts.
Source: Fader & Hardie, How to project customer retention, J. Interactive Marketing 21(1), 2007.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from journeysim.calibration.histories import Purchases
from journeysim.calibration.likelihood import Maximum, maximum
from journeysim.errors import UsageError

Array = npt.NDArray[Any]

SOURCE = "shifted-beta-geometric by maximum likelihood: Fader & Hardie 2007"
LAPSED = 1.5
"""Periods without a payment after which a contract counts as ended."""

REGULAR = 0.25
"""Below this variation of their gaps, customers are taken to have contracts."""

_SHAPES = (0.01, 1000.0)
_STARTS = ((1.0, 1.0), (0.7, 4.0), (3.0, 30.0))


class Survivals(NamedTuple):
    """Contracts by the renewals they lived through: how many ended then, how many run still.

    ended[n]: contracts that were not renewed at their renewal n + 1; running[n]: contracts that
    were renewed n times and run.
    """

    ended: Array
    running: Array


class Sbg(NamedTuple):
    """The fitted model. period: of a contract, in days."""

    a: float
    b: float
    period: float
    optimum: Maximum
    contracts: int

    @property
    def mean_chance(self) -> float:
        """The share of newcomers lost at their first renewal."""
        return self.a / (self.a + self.b)

    def intervals(self) -> dict[str, tuple[float, float] | None]:
        """The 95 % intervals."""
        odds = self.optimum.interval((1, -1), self.a / self.b)
        share = None if odds is None else (odds[0] / (1 + odds[0]), odds[1] / (1 + odds[1]))
        return {
            "a": self.optimum.interval((1, 0), self.a),
            "b": self.optimum.interval((0, 1), self.b),
            "mean_chance": share,
        }


def fit(survivals: Survivals, period: float) -> Sbg:
    """Fit the model. Raises UsageError where nobody left or nobody had to decide."""
    ended, running = survivals
    if not ended.sum():
        raise UsageError("no contract ended; there is nothing to learn about leaving")
    if not (running[1:].sum() + ended[1:].sum()):
        raise UsageError("nobody renewed; at least two renewals are needed")

    def likelihood(values: Array) -> float:
        from scipy.special import betaln

        a, b = values
        n = np.arange(len(ended))
        leaving = betaln(a + 1.0, b + n) - betaln(a, b)
        staying = betaln(a, b + n) - betaln(a, b)
        return float(leaving @ ended + staying @ running)

    optimum = maximum(likelihood, _STARTS, [_SHAPES, _SHAPES])
    a, b = optimum.values
    return Sbg(a, b, period, optimum, int(ended.sum() + running.sum()))


def from_survivors(survivors: list[list[float]]) -> Survivals:
    """Cohorts, each the number of customers at the start and after every renewal."""
    longest = max(map(len, survivors))
    ended, running = np.zeros(longest), np.zeros(longest)
    for cohort in survivors:
        for n, (before, after) in enumerate(pairwise(cohort)):
            if after > before:
                raise UsageError(
                    f"a cohort grows from {before:g} to {after:g}; survivors can only become fewer"
                )
            ended[n] += before - after
        running[len(cohort) - 1] += cohort[-1]
    return Survivals(ended, running)


def from_payments(purchases: Purchases, period: float) -> Survivals:
    """Contracts from a log of payments: one ended that has not been paid for 1.5 periods."""
    who, day = purchases.who, purchases.day.astype(float)
    starts = np.flatnonzero(np.concatenate(([True], who[1:] != who[:-1])))
    counts = np.diff(np.concatenate((starts, [len(who)])))
    first, last = day[starts], day[starts + counts - 1]
    renewals = np.rint((last - first) / period).astype(int)
    over = purchases.last_day - last > LAPSED * period
    length = int(renewals.max()) + 1
    ended = np.bincount(renewals[over], minlength=length).astype(float)
    return Survivals(ended, np.bincount(renewals[~over], minlength=length).astype(float))


def regularity(purchases: Purchases) -> tuple[float, float]:
    """The median gap in days between two purchases, and the median variation of customers' gaps.

    (inf, inf) where nobody bought three times.
    """
    same = purchases.who[1:] == purchases.who[:-1]
    gaps = np.diff(purchases.day)[same].astype(float)
    who = purchases.who[1:][same]
    if not len(gaps):
        return float("inf"), float("inf")
    count = np.bincount(who)
    mean = np.bincount(who, gaps) / np.maximum(count, 1)
    square = np.bincount(who, gaps * gaps) / np.maximum(count, 1)
    several = count >= 2
    if not several.any():
        return float(np.median(gaps)), float("inf")
    spread = np.sqrt(np.maximum(0.0, square - mean * mean))[several] / mean[several]
    return float(np.median(gaps)), float(np.median(spread))
