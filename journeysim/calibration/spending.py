"""Spending: how the amount of a purchase varies, as a distribution of the language.

Lognormal where that fits; else the data's own twentieths, which keep their mean exactly; visits that
cost nothing count. Amounts are taken to vary between purchases, not between customers; the interval
of their mean knows that a customer's purchases are alike. A day's sum may hold several purchases:
it is divided as the gaps are.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from journeysim.calibration.bgnbd import BgNbd, active
from journeysim.calibration.histories import Histories
from journeysim.calibration.likelihood import REACH

Array = npt.NDArray[Any]

FITS = 0.08
"""The greatest distance of shares (Kolmogorov) at which a lognormal counts as fitting."""

CLOSE = 0.03
"""How far the lognormal's mean may lie from the mean of the data, relative to it."""

PARTS = 20
_LEAST = 10
_WHOLE = 1e-12


class Spending(NamedTuple):
    """A fitted distribution of amounts. parts: mean amounts of equal shares, empty if lognormal.

    distance: of the lognormal from the data; interval: of the mean amount; free: the share of visits
    that cost nothing; a_day: purchases that a day of purchase holds on average.
    """

    mean: float
    sigma: float
    lognormal_mean: float
    distance: float
    interval: tuple[float, float]
    parts: tuple[float, ...]
    purchases: int
    free: float = 0.0
    a_day: float = 1.0


def fit(amounts: Array, who: Array | None = None, a_day: float = 1.0) -> Spending | None:
    """The distribution of amounts; None where there are too few, or nobody pays.

    who: positions of customers, for the interval; a_day: purchases that a day's amount holds.
    """
    given = np.isfinite(amounts)
    known = amounts[given] / a_day
    paid = known[known > _WHOLE]
    if len(known) < _LEAST or not len(paid):
        return None
    mean, free = float(known.mean()), 1.0 - len(paid) / len(known)
    relative = _error(known, np.arange(len(known)) if who is None else who[given]) / mean
    logs = np.sort(np.log(paid))
    middle, sigma = float(logs.mean()), float(logs.std())
    lognormal_mean = float(np.exp(middle + 0.5 * sigma * sigma))
    distance = _distance(logs, middle, sigma)
    fits = free == 0.0 and distance <= FITS and abs(lognormal_mean / mean - 1.0) <= CLOSE
    center = lognormal_mean if fits else mean
    spread = float(np.exp(REACH * relative))
    parts = () if fits else _twentieths(known)
    ends = (center / spread, center * spread)
    return Spending(mean, sigma, lognormal_mean, distance, ends, parts, len(known), free, a_day)


def _error(amounts: Array, who: Array) -> float:
    """The standard error of the mean where the amounts of a customer are alike.

    Source: the ratio estimator of clusters, Cochran, Sampling Techniques, 1977, 9A.
    """
    count = np.bincount(who)
    total = np.bincount(who, amounts)
    total, count = total[count > 0], count[count > 0]
    clusters = len(count)
    if clusters < 2:
        return float(amounts.std(ddof=1) / np.sqrt(len(amounts)))
    apart = total - amounts.mean() * count
    variance = clusters / (clusters - 1.0) * float(apart @ apart)
    return float(np.sqrt(variance) / count.sum())


def purchases_a_day(model: BgNbd, histories: Histories) -> float:
    """How many purchases a day of purchase holds on average, by the fitted rates.

    Gaps are fitted to purchases, of which a day shows one at most; its amount holds them all. For a
    rate of n a day that is n / (1 - exp(-n)), about 1 + n / 2.
    """
    x = histories.repeats.astype(float)
    chance = active(model, histories)
    seen = chance * histories.age + (1.0 - chance) * histories.recency
    rate = (model.r + x) / (model.alpha + seen)
    days = x + 1.0
    return float(1.0 + 0.5 * (rate @ days) / days.sum())


def _distance(logs: Array, middle: float, sigma: float) -> float:
    """The Kolmogorov distance between the data and the lognormal fitted to them."""
    from scipy.special import ndtr

    if sigma == 0.0:
        return 0.0
    expected = ndtr((logs - middle) / sigma)
    ranks = np.arange(len(logs) + 1) / len(logs)
    return float(max(np.abs(ranks[1:] - expected).max(), np.abs(expected - ranks[:-1]).max()))


def _twentieths(amounts: Array) -> tuple[float, ...]:
    parts = np.array_split(np.sort(amounts), PARTS)
    whole = len(amounts) / PARTS
    means = [float(part.sum()) / whole for part in parts]
    return tuple(float(f"{value:.6g}") for value in means)
