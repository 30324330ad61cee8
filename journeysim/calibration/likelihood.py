"""Likelihood: the greatest of a smooth function of positive parameters, and how sharp it is.

Works on the logarithms of the parameters within bounds, from several starts, so that scales do not
matter and no step leaves the range of the language. Intervals come from the curvature.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from journeysim.errors import UsageError

Array = npt.NDArray[Any]

REACH = 1.959963984540054
_STEP = 1e-3
_AT_A_BOUND = 1e-3


Loss = Callable[[Array], float]
Slope = Callable[[Array], Array]
Limits = Sequence[tuple[float, float]]


class Part(NamedTuple):
    """The log-likelihood of a part of large data, and its derivatives."""

    log_likelihood: Loss
    slope: Slope | None = None


class Maximum(NamedTuple):
    """Where the likelihood is greatest. covariance: of the logarithms of the parameters, or None
    where the data do not determine them; at_bound: which of them lie at the end of their range."""

    values: tuple[float, ...]
    log_likelihood: float
    covariance: Array | None
    at_bound: tuple[bool, ...]

    def interval(self, gradient: Sequence[float], value: float) -> tuple[float, float] | None:
        """The 95 % interval of a positive quantity; gradient: of its logarithm, in the logarithms."""
        held = any(at_end and slope for at_end, slope in zip(self.at_bound, gradient, strict=True))
        if self.covariance is None or held:
            return None
        slope = np.asarray(gradient, dtype=float)
        variance = float(slope @ self.covariance @ slope)
        if not 0.0 <= variance < 100.0:
            return None
        spread = float(np.exp(REACH * np.sqrt(variance)))
        return value / spread, value * spread


def maximum(
    log_likelihood: Callable[[Array], float],
    starts: Sequence[Sequence[float]],
    bounds: Sequence[tuple[float, float]],
    sample: Part | None = None,
    slope: Slope | None = None,
) -> Maximum:
    """The maximum over positive parameters within bounds. Raises UsageError if there is none.

    slope: the derivatives in the parameters, else by differences; sample: the same two for a part of
    large data, on which the starts are tried; the whole then only settles the best of them.
    """
    limits = [(float(np.log(low)), float(np.log(high))) for low, high in bounds]
    loss = _loss(log_likelihood)
    if sample is None:
        best = _exact(loss, _best(loss, starts, limits, slope), limits)
    else:
        near = _best(_loss(sample.log_likelihood), starts, limits, sample.slope)
        best = _along(loss, near.x, limits, slope)
    if best is None or not np.isfinite(best.fun) or best.fun >= 1e299:
        raise UsageError("the model cannot be fitted to these data")
    at_bound = tuple(
        bool(x - low < _AT_A_BOUND or high - x < _AT_A_BOUND)
        for x, (low, high) in zip(best.x, limits, strict=True)
    )
    values = tuple(
        min(max(float(np.exp(x)), low), high) for x, (low, high) in zip(best.x, bounds, strict=True)
    )
    return Maximum(values, -float(best.fun), _covariance(loss, best.x, at_bound), at_bound)


def _loss(log_likelihood: Callable[[Array], float]) -> Callable[[Array], float]:
    """What is to be made small, of the logarithms of the parameters."""

    def loss(logs: Array) -> float:
        value = -log_likelihood(np.exp(logs))
        return value if np.isfinite(value) else 1e300

    return loss


def _best(
    loss: Loss, starts: Sequence[Sequence[float]], limits: Limits, slope: Slope | None
) -> Any:
    """The best end of all starts along the slope."""
    ends = [_along(loss, np.log(np.asarray(at, dtype=float)), limits, slope) for at in starts]
    return min(ends, key=lambda end: float(end.fun) if np.isfinite(end.fun) else np.inf)


def _along(loss: Loss, start: Array, limits: Limits, slope: Slope | None) -> Any:
    """The end of a start along the slope, of the logarithms of the parameters."""
    from scipy.optimize import minimize

    downwards = None if slope is None else lambda logs: -slope(np.exp(logs)) * np.exp(logs)
    return minimize(loss, start, method="L-BFGS-B", jac=downwards, bounds=limits, options={"maxfun": 120})  # fmt: skip


def _exact(loss: Loss, near: Any, limits: Limits) -> Any:
    """An end made exact by a simplex."""
    from scipy.optimize import minimize

    return minimize(
        loss, near.x, method="Nelder-Mead", bounds=limits,
        options={"xatol": 1e-7, "fatol": 1e-9, "maxiter": 4000, "maxfev": 4000},
    )  # fmt: skip


def _covariance(
    loss: Callable[[Array], float], at: Array, at_bound: tuple[bool, ...]
) -> Array | None:
    """The inverse of the curvature, by central differences; parameters at a bound are held."""
    free = [index for index, held in enumerate(at_bound) if not held]
    size = len(at)
    curvature = np.zeros((len(free), len(free)))
    for row, i in enumerate(free):
        for column, j in enumerate(free[: row + 1]):
            corners = 0.0
            for one in (1, -1):
                for other in (1, -1):
                    moved = at.copy()
                    moved[i] += one * _STEP
                    moved[j] += other * _STEP
                    corners += one * other * loss(moved)
            curvature[row, column] = curvature[column, row] = corners / (4.0 * _STEP * _STEP)
    try:
        if not free or np.linalg.eigvalsh(curvature).min() <= 0.0:
            return None
        inverse = np.linalg.inv(curvature)
    except np.linalg.LinAlgError:
        return None
    whole = np.zeros((size, size))
    whole[np.ix_(free, free)] = inverse
    return whole
