"""Care: touches by the firm that reached people, and those that did not."""

from __future__ import annotations

import numpy as np

from journeysim.events import EventType
from journeysim.metrics.metric import Metric, ratio
from journeysim.metrics.observed import Observed
from journeysim.metrics.retention import customer_years


def touches(observed: Observed) -> float:
    """Touches that reached somebody."""
    return float(observed.count(EventType.TOUCHED))


def touches_rate(observed: Observed) -> float:
    """Touches per 100 years of customers' time."""
    return ratio(100.0 * touches(observed), customer_years(observed))


def touches_expired(observed: Observed) -> float:
    """Touches that nobody found time for."""
    return float(observed.count(EventType.TOUCH_EXPIRED))


def touches_over_capacity(observed: Observed) -> float:
    """Touches beyond what was planned for a day."""
    return float(observed.count(EventType.TOUCH_OVER_CAPACITY))


def fatigue_share(observed: Observed) -> float:
    """Touches that came on top of the ideal dose and did harm, over touches."""
    touched = observed.rows(EventType.TOUCHED)
    return ratio(int(np.count_nonzero(touched["attempt"] == 1)), len(touched))


def referrals(observed: Observed) -> float:
    """Friends that customers brought; they join some days later."""
    return float(observed.count(EventType.REFERRED))


METRICS = (
    Metric("touches", "count", "", "touches that reached somebody", "", touches),
    Metric(
        "touches_rate",
        "per 100 customer-years",
        "",
        "touches per 100 years of customers' time",
        "time of customers",
        touches_rate,
    ),
    Metric(
        "touches_expired", "count", "lower", "touches nobody found time for", "", touches_expired
    ),
    Metric(
        "touches_over_capacity",
        "count",
        "lower",
        "touches beyond their daily capacity",
        "",
        touches_over_capacity,
    ),
    Metric(
        "fatigue_share",
        "share",
        "lower",
        "touches beyond the ideal dose, which annoy",
        "touches",
        fatigue_share,
    ),
    Metric("referrals", "count", "higher", "friends that customers brought", "", referrals),
)
"""The metrics of this family."""
