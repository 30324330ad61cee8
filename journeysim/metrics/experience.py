"""Experience: how the customers who are there at the horizon feel, and what is said of the firm."""

from __future__ import annotations

import numpy as np

from journeysim.metrics.metric import Metric, ratio
from journeysim.metrics.observed import Observed
from journeysim.metrics.records import exact_sum

PROMOTER = 0.85
DETRACTOR = 0.6
"""Satisfaction above which people count as promoters, below which as detractors: assumed, after 9
and more, and 6 and less, on the usual scale from 0 to 10."""


def satisfaction(observed: Observed) -> float:
    """Mean satisfaction of the active at the horizon, 0..1."""
    people = observed.active_people
    return ratio(exact_sum(people["satisfaction"]), len(people))


def trust(observed: Observed) -> float:
    """Mean trust of the active at the horizon, -1..1."""
    people = observed.active_people
    return ratio(exact_sum(people["trust"]), len(people))


def nps(observed: Observed) -> float:
    """Promoters minus detractors in per cent of the active at the horizon, -100..100."""
    felt = observed.active_people["satisfaction"]
    promoters = int(np.count_nonzero(felt > PROMOTER))
    detractors = int(np.count_nonzero(felt < DETRACTOR))
    return ratio(100.0 * (promoters - detractors), len(felt))


def reputation(observed: Observed) -> float:
    """The factor by which talk scales the conversion of prospects, at the horizon."""
    return observed.records.outcome.reputation


METRICS = (
    Metric(
        "satisfaction",
        "score",
        "higher",
        "mean satisfaction at the horizon, 0..1",
        "active customers at the horizon",
        satisfaction,
        limits=(0.0, 1.0),
    ),
    Metric(
        "trust",
        "score",
        "higher",
        "mean trust at the horizon, -1..1",
        "active customers at the horizon",
        trust,
        limits=(-1.0, 1.0),
    ),
    Metric(
        "nps",
        "score",
        "higher",
        f"promoters (satisfaction above {PROMOTER}) minus detractors (below {DETRACTOR}), "
        "-100..100; the two limits are assumed",
        "active customers at the horizon",
        nps,
        limits=(-100.0, 100.0),
    ),
    Metric(
        "reputation",
        "score",
        "higher",
        "factor on the conversion of prospects at the horizon, 1 when nothing is said",
        "",
        reputation,
        by_segment=False,
    ),
)
"""The metrics of this family."""
