"""Answers: how likely each answer of a survey is, of many customers at once.

Nobody is asked by drawing: what a customer is likely to answer is reckoned, so that a survey adds no
chance of its own.
"""

from __future__ import annotations

from functools import cache
from math import pi, sqrt

import numpy as np

from journeysim.engine.log import Array
from journeysim.metrics.discounting import exp_of
from journeysim.model.survey import Survey

PROMOTER, PASSIVE = 9, 7
"""The least answers of promoters and of those who are neither promoters nor detractors. Source:
Reichheld, The One Number You Need to Grow, Harvard Business Review, 2003."""

_REACH, _STEPS = 8.0, 3200
"""Standard deviations to either side that are told apart, and points between them."""


def mean_answers(survey: Survey, people: Array) -> Array:
    """What each would answer on average if the scale had no ends; people: rows of the roster."""
    lift = survey.credit * people["credit"] + people["bonus"] - people["grievances"]
    return np.asarray(survey.neutral + 10.0 * lift)


def at_least(survey: Survey, means: Array, answer: int) -> Array:
    """The chance of such an answer or a higher one; means: each customer's mean answer."""
    return normal_share((means - (answer - 0.5)) / survey.spread)


def normal_share(deviations: Array) -> Array:
    """The share of a standard normal law that lies below each of these, within 1e-10.

    From the nearest point of a table, by Taylor's series to its third term.
    """
    points, shares, densities = _table()
    within = np.clip(deviations, -_REACH, _REACH)
    place = np.floor((within + _REACH) * (_STEPS / (2.0 * _REACH)) + 0.5).astype(np.int64)
    near = points[place]
    step = within - near
    slope = 1.0 - near * step / 2.0 + (near * near - 1.0) * step * step / 6.0
    return np.asarray(shares[place] + densities[place] * step * slope)


@cache
def _table() -> tuple[Array, Array, Array]:
    """Points, the share below each by Simpson's rule between them, and the density there."""
    points = np.linspace(-_REACH, _REACH, _STEPS + 1)
    middles = (points[:-1] + points[1:]) / 2.0

    def density(x: Array) -> Array:
        return exp_of(-x * x / 2.0) / sqrt(2.0 * pi)

    ends = density(points)
    parts = (ends[:-1] + 4.0 * density(middles) + ends[1:]) / 6.0
    shares = np.concatenate([[0.0], np.cumsum(parts * (points[1] - points[0]))])
    return points, shares, ends
