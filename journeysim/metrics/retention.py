"""Retention: who stays, who goes and why, who comes back.

Retention looks at the customers of day 0 alone and knows no warm-up; those who join later are
counted in `survival`, `churned` and `active`.
"""

from __future__ import annotations

import numpy as np

from journeysim.engine.log import Array
from journeysim.events import EventType
from journeysim.metrics.exact_sums import exact_sum
from journeysim.metrics.metric import Metric, ratio
from journeysim.metrics.observed import YEAR, Observed
from journeysim.metrics.survival import kaplan_meier

MONTHS = 12.0
"""Months of a year."""


def retained(left: Array, day: float) -> float:
    """The share of customers of day 0 who have not left before a day; NaN if there are none.

    left: when each of them left, infinite for those who stay.
    """
    return ratio(int(np.count_nonzero(left >= day)), len(left))


def retention(observed: Observed) -> float:
    """Day-0 customers who have not left before the day, over day-0 customers."""
    customers = observed.customers
    return retained(customers.left[customers.started], observed.until)


def churn(observed: Observed) -> float:
    """What is missing to full retention."""
    return 1.0 - retention(observed)


def survival(observed: Observed) -> float:
    """Kaplan-Meier by tenure; the day is a tenure, without one it is the length of the run."""
    customers = observed.customers
    gone = customers.left < observed.horizon
    entry = customers.joined - customers.since
    end = np.minimum(customers.left, observed.horizon) - customers.since
    return kaplan_meier(entry, end, gone, observed.until)


def come_back_rate(observed: Observed) -> float:
    """Purchases over occasions; the first purchase of a newcomer is no coming back."""
    purchases = int(np.count_nonzero(observed.rows(EventType.PURCHASE)["number"]))
    missed = observed.count(EventType.ELSEWHERE) + observed.count(EventType.LEFT)
    return ratio(purchases, purchases + missed)


def churned(observed: Observed) -> float:
    """Leavers, or those whose leaving is mostly due to one cause."""
    if observed.cause is None:
        return float(observed.count(EventType.LEFT))
    return float(np.count_nonzero(observed.rows(EventType.LEFT)["slot"] == observed.cause))


def monthly_churn(observed: Observed) -> float:
    """Leavers per month of customers' time, whenever they joined."""
    return ratio(observed.count(EventType.LEFT), MONTHS * customer_years(observed))


def cause_share(observed: Observed) -> float:
    """One cause's part of the hazard that made people leave, over all causes."""
    causes = observed.rows(EventType.CAUSE)
    due = exact_sum(causes["value"][causes["slot"] == observed.cause])
    return ratio(due, observed.total(EventType.CAUSE, "value"))


def joined(observed: Observed) -> float:
    """New customers, prospects and referred friends."""
    return float(np.count_nonzero(observed.rows(EventType.JOINED)["number"]))


def active(observed: Observed) -> float:
    """Customers at the horizon, whenever they joined."""
    return float(np.count_nonzero(np.isinf(observed.customers.left)))


def customer_years(observed: Observed) -> float:
    """Time as a customer, from the warm-up to the horizon, over everybody."""
    customers = observed.customers
    begun = np.maximum(customers.joined, observed.warmup)
    days = np.maximum(np.minimum(customers.left, observed.until) - begun, 0.0)
    return exact_sum(days) / YEAR


METRICS = (
    Metric(
        "retention",
        "share",
        "higher",
        "customers of day 0 who are still active at the horizon, or on a day",
        "customers on day 0",
        retention,
        takes_day=True,
    ),
    Metric(
        "churn",
        "share",
        "lower",
        "customers of day 0 who have left by the horizon, or by a day",
        "customers on day 0",
        churn,
        takes_day=True,
    ),
    Metric(
        "survival",
        "share",
        "higher",
        "customers still there after this tenure, whenever they joined (Kaplan-Meier)",
        "customers observed at every tenure up to it",
        survival,
        takes_day=True,
    ),
    Metric(
        "come_back_rate",
        "share",
        "higher",
        "occasions that end in a purchase here; newcomers' first purchases left out",
        "occasions",
        come_back_rate,
    ),
    Metric(
        "churned",
        "count",
        "lower",
        "customers who left, all of them or those mainly for one cause",
        "",
        churned,
        takes_cause=True,
    ),
    Metric(
        "monthly_churn",
        "share",
        "lower",
        "customers who leave in a month, of those who are there",
        "time of customers",
        monthly_churn,
    ),
    Metric(
        "cause_share",
        "share",
        "",
        "part of one cause in the accumulated hazard of those who left",
        "customers who left",
        cause_share,
        takes_cause=True,
        needs_cause=True,
    ),
    Metric("joined", "count", "higher", "new customers after day 0", "", joined),
    Metric("active", "count", "higher", "customers at the horizon", "", active),
    Metric(
        "customer_years",
        "years",
        "higher",
        "time as a customer, over everybody",
        "",
        customer_years,
    ),
)
"""The metrics of this family."""
