"""Patience: how long people wait before they hang up, from waits most of which ended in an answer.

Who was answered shows only that they would have waited longer. An exponential law is fitted, and a
Weibull law beside it, which is taken where it is likelier beyond chance. Both are held against the
Kaplan-Meier estimate; where the one taken does not hold, that is said.
Sources: Brown et al., J. American Statistical Association 100, 2005; Kaplan & Meier 1958.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from journeysim.calibration.likelihood import REACH, maximum

Array = npt.NDArray[Any]

LEAST = 10
_LEAST_SHAPE = 30
_LEAST_WAITING = 20
_SHAPES = (0.1, 20.0)
_BETTER = 3.317
"""Half of the 99 % quantile of chi-square with one degree: log-likelihood a second parameter must add."""

_LUCK = 3.5
"""Standard errors that the greatest of many distances may reach by luck."""

OFF = 0.03
"""The distance from Kaplan-Meier, in shares, above which a law is said not to fit (beyond its luck)."""


class Patience(NamedTuple):
    """A law of patience, in days. shape: of a Weibull, None for an exponential.

    interval: of the mean; off, exponential_off: greatest distance from Kaplan-Meier; seen: the share
    of patience that the data show, 1 minus Kaplan-Meier at the longest wait; longest: that wait.
    """

    mean: float
    shape: float | None
    interval: tuple[float, float] | None
    off: float
    exponential_mean: float
    exponential_off: float
    seen: float
    longest: float
    fits: bool


def fit(waits: Array, left: Array) -> Patience | None:
    """The law of patience; None where too few hung up."""
    gone = int(left.sum())
    if gone < LEAST:
        return None
    mean = float(waits.sum()) / gone
    times, survival, spread = kaplan_meier(waits, left)
    off, beyond = _distance(times, survival, spread, lambda t: np.exp(-t / mean))
    half = float(np.exp(REACH / gone**0.5))
    seen, longest = float(1.0 - survival[-1]), float(waits.max())
    plain = Patience(
        mean, None, (mean / half, mean * half), off, mean, off, seen, longest, not beyond
    )
    if not (waits > 0.0).any() or gone < _LEAST_SHAPE:
        return plain
    step = _step(waits)
    inside = np.where((waits == 0.0) & left, step / 4.0, waits)
    known = inside > 0.0
    return _weibull(inside[known], left[known], times, survival, spread, plain) or plain


def _weibull(
    waits: Array, left: Array, times: Array, survival: Array, spread: Array, plain: Patience
) -> Patience | None:
    """A Weibull law, if it is better than the exponential beyond luck."""
    from scipy.special import gamma

    scale = plain.mean
    relative, gone = waits / scale, left.astype(float)
    logs = np.log(relative)

    def likelihood(values: Array) -> float:
        size, shape = values
        powered = (relative / size) ** shape
        return float(
            gone @ (np.log(shape / size) + (shape - 1.0) * (logs - np.log(size))) - powered.sum()
        )

    best = maximum(likelihood, [(1.0, 1.0), (3.0, 0.7), (0.5, 1.5)], [(1e-3, 1e4), _SHAPES])
    size, shape = best.values
    exponential = relative.sum() / gone.sum()
    alone = likelihood(np.array([exponential, 1.0]))
    if best.log_likelihood - alone < _BETTER:
        return None
    mean = scale * size * float(gamma(1.0 + 1.0 / shape))
    off, beyond = _distance(
        times, survival, spread, lambda t: np.exp(-((t / (scale * size)) ** shape))
    )
    if off >= plain.off:
        return None
    from scipy.special import digamma

    slope = -float(digamma(1.0 + 1.0 / shape)) / shape
    return plain._replace(
        mean=mean, shape=shape, interval=best.interval((1.0, slope), mean), off=off, fits=not beyond
    )


def kaplan_meier(waits: Array, left: Array) -> tuple[Array, Array, Array]:
    """Times at which people hung up, the share still waiting after each, and its standard error.

    The error is infinite where fewer than twenty were waiting: those ends show nothing.
    """
    order = np.argsort(waits, kind="stable")
    sorted_waits, gone = waits[order], left[order]
    times = np.unique(sorted_waits[gone])
    at_risk = len(waits) - np.searchsorted(sorted_waits, times, side="left")
    ends = np.searchsorted(np.sort(waits[left]), times, side="right")
    died = np.diff(np.concatenate(([0], ends)))
    survival = np.cumprod(1.0 - died / at_risk)
    hazard = np.cumsum(died / (at_risk * np.maximum(1, at_risk - died)))
    spread = survival * np.sqrt(hazard)
    return times, survival, np.where(at_risk < _LEAST_WAITING, np.inf, spread)


def _distance(times: Array, survival: Array, spread: Array, law: Any) -> tuple[float, bool]:
    """The greatest distance of a law from Kaplan-Meier, and if it is more than luck leaves.

    A law may lie anywhere within a step, and off by half of what it loses in one: of waits in whole minutes,
    steps are what rounding makes.
    """
    before, expected = np.concatenate(([1.0], survival[:-1])), law(times)
    outside = np.maximum(0.0, np.maximum(survival - expected, expected - before))
    apart = np.where(np.isfinite(spread), outside, 0.0)
    allowed = np.maximum(OFF, _LUCK * spread) + float(1.0 - law(0.5 * _step(times)))
    return float(apart.max()), bool((apart > allowed).any())


def _step(values: Array) -> float:
    """The smallest step between values and from nothing: a minute, where waits are in whole minutes."""
    return float(np.diff(np.unique(np.append(values, 0.0))).min(initial=np.inf))
