"""Information: what it would be worth to know what is assumed, before one has to choose.

Each draw of the assumed figures is a world with luck of its own; how much more a policy is worth there
than the baseline is what a choice is about. To know everything is worth what one would gain by
choosing anew in each world; to know one figure, what one would gain by choosing anew for each of its
values. Luck is no ignorance: it is taken out, since no study would tell it.

Source: Strong, Oakley & Brennan, Estimating multiparameter partial expected value of perfect
information from a probabilistic sensitivity analysis sample, Medical Decision Making 34, 2014.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import fsum, sqrt
from typing import NamedTuple

import numpy as np

from journeysim.distributions.quantiles import beta_quantile
from journeysim.engine.log import Array
from journeysim.experiment.estimate import CONFIDENCE, shared, variance
from journeysim.scenario.merging import Path

KNOTS = 4
"""A smooth curve through so many knots is how worth may go with one figure."""

LEAST_DRAWS = 40
"""Fewer draws tell nothing about single figures."""


class FigureWorth(NamedTuple):
    """What knowing one assumed figure is worth, in the unit of the draws; clear: is it told from a
    figure that does nothing, among all that were looked at?"""

    path: Path
    value: float
    clear: bool


@dataclass(frozen=True)
class InformationWorth:
    """What knowing is worth. everything: knowing all figures at once; figures: single ones, the most
    first; ahead: the mean by which the policy is ahead; better_in, draws: in so many of them."""

    everything: float
    figures: tuple[FigureWorth, ...]
    ahead: float
    better_in: int
    draws: int


def gained(ahead: Array) -> float:
    """What choosing anew in each case is worth over choosing once. ahead: by how much the one choice is
    ahead of the other in each case."""
    anew = fsum(np.maximum(ahead, 0.0).tolist()) / len(ahead)
    once = max(0.0, fsum(ahead.tolist()) / len(ahead))
    return max(0.0, anew - once)


def without_luck(ahead: Array, luck: float) -> Array:
    """The draws drawn together around their mean, until they vary as much less as luck makes them.

    luck: the variance that a world has from luck alone.
    """
    total = variance(ahead.tolist())
    mean = fsum(ahead.tolist()) / len(ahead)
    kept = sqrt(max(0.0, 1.0 - luck / total)) if total > 0.0 else 0.0
    result: Array = mean + (ahead - mean) * kept
    return result


def information_worth(
    paths: Sequence[Path], values: Array, ahead: Array, luck: float
) -> InformationWorth:
    """What it is worth to know. values: (draws, figures); ahead: (draws,), the policy's lead in each."""
    count = len(ahead)
    figures = []
    for path, column in zip(paths, values.T, strict=True):
        fitted, parameters, ratio = smooth(column, ahead)
        if parameters == 0:
            continue
        centre = fsum(fitted.tolist()) / count
        kept = sqrt(max(0.0, 1.0 - 1.0 / ratio)) if ratio > 1.0 else 0.0
        worth = gained(centre + (fitted - centre) * kept)
        bound = f_quantile(parameters, count - parameters - 1, shared(CONFIDENCE, len(paths)))
        figures.append(FigureWorth(path, worth, ratio > bound))
    order = sorted(figures, key=lambda each: (-each.clear, -each.value, each.path))
    return InformationWorth(
        gained(without_luck(ahead, luck)),
        tuple(order),
        fsum(ahead.tolist()) / count,
        int(np.count_nonzero(ahead > 0.0)),
        count,
    )


def smooth(figure: Array, ahead: Array) -> tuple[Array, int, float]:
    """How the lead goes with a figure: the curve at each draw, its parameters, and the F ratio of what
    it explains to what it leaves. No parameters for a figure that does not vary.

    A natural cubic spline by least squares, its knots at even shares of the draws. Source: Hastie,
    Tibshirani & Friedman, The Elements of Statistical Learning, 5.2.1.
    """
    basis = _spline(figure)
    parameters = basis.shape[1] - 1
    if parameters == 0:
        return np.full(len(ahead), fsum(ahead.tolist()) / len(ahead)), 0, 0.0
    fitted = _projected(basis, ahead)
    centre = fsum(fitted.tolist()) / len(fitted)
    left = fsum(((ahead - fitted) ** 2).tolist()) / (len(ahead) - parameters - 1)
    explained = fsum(((fitted - centre) ** 2).tolist()) / parameters
    return fitted, parameters, explained / left if left > 0.0 else float("inf")


def _projected(basis: Array, ahead: Array) -> Array:
    """What least squares makes of the lead: its part within the columns of the basis.

    Gram and Schmidt's way, each column cleared twice, with exact sums: the same bytes everywhere.
    """
    fitted = np.zeros(len(ahead))
    cleared: list[Array] = []
    for column in basis.T:
        rest = column.copy()
        for _ in range(2):
            for other in cleared:
                rest = rest - other * _dot(other, rest)
        rest = rest / sqrt(_dot(rest, rest))
        cleared.append(rest)
        fitted = fitted + rest * _dot(rest, ahead)
    return fitted


def _dot(one: Array, other: Array) -> float:
    return fsum((one * other).tolist())


def _spline(figure: Array) -> Array:
    """The basis of a natural cubic spline: (draws, parameters + 1)."""
    low, high = float(figure.min()), float(figure.max())
    if low == high:
        return np.ones((len(figure), 1))
    scaled = (figure - low) / (high - low)
    knots = np.unique(np.quantile(scaled, np.linspace(0.0, 1.0, KNOTS)))

    def beyond(knot: float) -> Array:
        past = np.maximum(scaled - knot, 0.0)
        cubes: Array = past * past * past  # the power of a library is not the same everywhere
        return cubes

    def bend(knot: float) -> Array:
        bent: Array = (beyond(knot) - beyond(knots[-1])) / (knots[-1] - knot)
        return bent

    bends = [bend(knot) - bend(knots[-2]) for knot in knots[:-2]]
    return np.column_stack([np.ones(len(figure)), scaled, *bends])


def f_quantile(above: int, below: int, confidence: float) -> float:
    """What an F ratio of nothing stays below with this confidence. Abramowitz & Stegun 26.6.2."""
    share = beta_quantile(above / 2.0, below / 2.0, confidence)
    return below * share / (above * (1.0 - share))
