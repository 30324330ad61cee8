"""Spending: how the amount of a purchase varies, as a distribution of the language.

Lognormal where that fits; else the data's own twentieths, which keep their mean exactly. Amounts
are taken to vary between purchases, not between customers.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from journeysim.calibration.likelihood import REACH

Array = npt.NDArray[Any]

FITS = 0.08
"""The greatest distance of shares (Kolmogorov) at which a lognormal counts as fitting."""

CLOSE = 0.03
"""How far the lognormal's mean may lie from the mean of the data, relative to it."""

PARTS = 20
_LEAST = 10


class Spending(NamedTuple):
    """A fitted distribution of amounts. parts: mean amounts of equal shares, empty if lognormal.

    distance: of the lognormal from the data; interval: of the mean amount (of a lognormal by Cox's
    method).
    """

    mean: float
    sigma: float
    lognormal_mean: float
    distance: float
    interval: tuple[float, float]
    parts: tuple[float, ...]
    purchases: int


def fit(amounts: Array) -> Spending | None:
    """The distribution of amounts above zero; None where there are too few."""
    known = amounts[np.isfinite(amounts)]
    if len(known) < _LEAST:
        return None
    mean = float(known.mean())
    half = REACH * float(known.std(ddof=1)) / len(known) ** 0.5
    logs = np.sort(np.log(known))
    middle, sigma = float(logs.mean()), float(logs.std())
    lognormal_mean = float(np.exp(middle + 0.5 * sigma * sigma))
    distance = _distance(logs, middle, sigma)
    fits = distance <= FITS and abs(lognormal_mean / mean - 1.0) <= CLOSE
    variance = sigma * sigma
    spread = float(np.exp(REACH * np.sqrt((variance + variance * variance / 2.0) / len(known))))
    ends = (max(mean - half, 1e-9), mean + half)
    if fits:
        ends = (lognormal_mean / spread, lognormal_mean * spread)
    parts = () if fits else _twentieths(known)
    return Spending(mean, sigma, lognormal_mean, distance, ends, parts, len(known))


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
