"""Value: what customers bring and what they cost, as totals of the run in the firm's currency.

Profit is margin minus service, care, programmes, goodwill, refunds, sales and acquisition; discounts
are inside margin. Every row's money, and every day of pay and programme, stands in exactly one of
these rows, so they add up to profit as they stand (`STATEMENT`).
"""

from __future__ import annotations

from math import fsum

import numpy as np

from journeysim.events import EventType, Refers, holding
from journeysim.metrics.discounting import exp_of
from journeysim.metrics.exact_sums import exact_sum
from journeysim.metrics.metric import NAN, NOT_NEGATIVE, Metric, ratio
from journeysim.metrics.observed import YEAR, Observed
from journeysim.metrics.staffing import busy, pay
from journeysim.metrics.steps import integral
from journeysim.portable import log1p

MARGIN = (
    EventType.PURCHASE,
    EventType.CROSS_SOLD,
    EventType.RETURNED,
    EventType.RESOLVED,
    EventType.SELF_SERVED,
    EventType.GAVE_UP,
)
"""Where margin is earned or, with purchases returned and matters given up, lost."""


def revenue(observed: Observed) -> float:
    """Amounts paid, minus those of purchases brought back; refunds stand apart."""
    sold = observed.total(EventType.PURCHASE, "value") + observed.total(
        EventType.CROSS_SOLD, "value"
    )
    return sold - observed.total(EventType.RETURNED, "value")


def margin(observed: Observed) -> float:
    """What is left of sales and repairs before anybody is paid."""
    return fsum(observed.total(kind, "money") for kind in MARGIN)


def service_cost(observed: Observed) -> float:
    """Pay, idle time included, without care's part of it."""
    return fsum(pay(observed)) - _care_pay(observed)


def care_cost(observed: Observed) -> float:
    """Touches, and the pay of those who work on them, their idle time included."""
    return _care_pay(observed) - fsum(observed.total(kind, "money") for kind in _CARE)


def programmes(observed: Observed) -> float:
    """Running programmes, training, customer knowledge, self-service, and what it took to set up touches."""
    rows = observed.whole_run(EventType.PROGRAMME)
    running = integral(rows["time"], rows["value"], observed.warmup, observed.until)
    return running - observed.total(EventType.SET_UP, "money")


def list_margin(observed: Observed) -> float:
    """Margin as if nothing had been taken off the list price."""
    return fsum((margin(observed), discounts(observed), points(observed)))


def discounts(observed: Observed) -> float:
    """What running discounts took off the list price; margin has it already."""
    return observed.total(EventType.DISCOUNTED, "value")


def points(observed: Observed) -> float:
    """What redeemed points took off the price; margin has it already."""
    return observed.total(EventType.POINTS, "value")


def goodwill(observed: Observed) -> float:
    """Amounts given with settled failures."""
    return 0.0 - observed.total(EventType.GOODWILL, "money")


def cost_per_contact(observed: Observed) -> float:
    """Service's cost, idle time included, over all contacts, prospects' included."""
    return ratio(service_cost(observed), observed.count(EventType.CONTACT))


def refunds(observed: Observed) -> float:
    """Amounts paid back to those who gave up."""
    return 0.0 - observed.total(EventType.REFUNDED, "money")


def sales_cost(observed: Observed) -> float:
    """Advice at the sale, whether somebody bought or not."""
    return (
        0.0
        - observed.total(EventType.ADVISED, "money")
        - observed.total(EventType.LOST_PROSPECT, "money")
    )


def acquisition(observed: Observed) -> float:
    """What it cost to win those who became customers."""
    return 0.0 - observed.total(EventType.JOINED, "money")


def profit(observed: Observed) -> float:
    """The sum of the statement's rows, up to the horizon or to a day."""
    if observed.until <= observed.warmup:
        return NAN
    return fsum(
        cost(observed) if name == "margin" else -cost(observed) for name, cost in _ROWS.items()
    )


def lifetime_value(observed: Observed) -> float:
    """Margin of day-0 customers within the run, discounted to day 0, per day-0 customer.

    Counts from day 0 on, whatever the warm-up.
    """
    customers = observed.customers
    started = np.zeros(len(observed.records.outcome.people), dtype=bool)
    started[customers.row] = customers.started
    daily = log1p(observed.discount_rate) / YEAR
    parts = []
    for kind in MARGIN:
        rows = observed.whole_run(kind)
        theirs = started[rows["customer"]]
        money, time = rows["money"].compress(theirs), rows["time"].compress(theirs)
        parts.append(exact_sum(money * exp_of(-daily * time)))
    return ratio(fsum(parts), int(np.count_nonzero(customers.started)))


def purchases(observed: Observed) -> float:
    """Purchases, newcomers' first ones included."""
    return float(observed.count(EventType.PURCHASE))


def share_of_wallet(observed: Observed) -> float:
    """Paid here, over paid here or elsewhere; newcomers' first purchases left out."""
    bought = observed.rows(EventType.PURCHASE)
    here = exact_sum(bought["value"][bought["number"] != 0])
    return ratio(here, here + observed.total(EventType.ELSEWHERE, "value"))


def _care_pay(observed: Observed) -> float:
    """Each channel's pay in the proportion of care work to all work; none where nobody works."""
    shares = (part.care / (part.talks + part.care) if part.care else 0.0 for part in busy(observed))
    return fsum(paid * share for paid, share in zip(pay(observed), shares, strict=True))


_CARE = tuple(kind for kind in holding("money", Refers.CARE_COST) if kind != EventType.SET_UP)

_ROWS = {
    "margin": margin,
    "service_cost": service_cost,
    "care_cost": care_cost,
    "programmes": programmes,
    "goodwill": goodwill,
    "refunds": refunds,
    "sales_cost": sales_cost,
    "acquisition": acquisition,
}

STATEMENT = ("list_margin", "discounts", "points", *(name for name in _ROWS if name != "margin"))
"""The rows that add up to profit: margin at list prices, less each of the others."""

METRICS = (
    Metric("purchases", "count", "higher", "purchases", "", purchases, takes_day=True),
    Metric(
        "share_of_wallet",
        "share",
        "higher",
        "money spent here, of what is spent here or at a competitor",
        "spending at occasions",
        share_of_wallet,
    ),
    Metric("revenue", "money", "higher", "amounts paid, less purchases returned", "", revenue),
    Metric("margin", "money", "higher", "margin of sales and repairs", "", margin),
    Metric(
        "list_margin",
        "money",
        "higher",
        "margin before discounts and points",
        "",
        list_margin,
    ),
    Metric(
        "discounts",
        "money",
        "lower",
        "taken off the list price by discounts, in margin already",
        "",
        discounts,
        limits=NOT_NEGATIVE,
    ),
    Metric(
        "points",
        "money",
        "lower",
        "given as points that were redeemed, in margin already",
        "",
        points,
        limits=NOT_NEGATIVE,
    ),
    Metric(
        "service_cost",
        "money",
        "lower",
        "pay without care's part of it",
        "",
        service_cost,
        limits=NOT_NEGATIVE,
        by_segment=False,
    ),
    Metric(
        "cost_per_contact",
        "money",
        "lower",
        "pay without care's part of it, for each contact",
        "contacts",
        cost_per_contact,
        limits=NOT_NEGATIVE,
        by_segment=False,
        of_one=True,
    ),
    Metric(
        "care_cost",
        "money",
        "lower",
        "touches and care's part of the pay",
        "",
        care_cost,
        limits=NOT_NEGATIVE,
        by_segment=False,
    ),
    Metric(
        "programmes",
        "money",
        "lower",
        "running programmes, training, knowledge, self-service and set-ups",
        "",
        programmes,
        limits=NOT_NEGATIVE,
        by_segment=False,
    ),
    Metric(
        "goodwill",
        "money",
        "lower",
        "amounts given with settled failures",
        "",
        goodwill,
        limits=NOT_NEGATIVE,
    ),
    Metric("refunds", "money", "lower", "amounts paid back", "", refunds, limits=NOT_NEGATIVE),
    Metric(
        "sales_cost", "money", "lower", "advice at the sale", "", sales_cost, limits=NOT_NEGATIVE
    ),
    Metric(
        "acquisition",
        "money",
        "lower",
        "what it cost to win new customers",
        "",
        acquisition,
        limits=NOT_NEGATIVE,
    ),
    Metric(
        "profit",
        "money",
        "higher",
        "margin minus all costs, up to the horizon or a day",
        "days after the warm-up",
        profit,
        takes_day=True,
        by_segment=False,
    ),
    Metric(
        "lifetime_value",
        "money",
        "higher",
        "discounted margin within the run per customer of day 0",
        "customers on day 0",
        lifetime_value,
        of_one=True,
    ),
)
"""The metrics of this family."""
