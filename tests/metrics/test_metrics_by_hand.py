"""Every main metric rebuilt from the log, row by row, without arrays: both ways must agree."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable
from dataclasses import replace

import pytest
from metrics_by_hand import (
    MARGIN,
    Seen,
    care_cost,
    come_back_rate,
    customer_years,
    cut_off,
    discounted_profit,
    feeling,
    first_contact_resolution,
    good,
    good_service_customers,
    heard,
    lifetime_value,
    lives,
    nps,
    occupancy,
    profit,
    programmes,
    repeat_contacts,
    retention,
    revenue,
    satisfaction_index,
    seen,
    service_cost,
    service_level,
    share,
    share_of_wallet,
    silent_problems,
    wait_p95,
    wait_probability,
    waits,
)

from journeysim.causes import CAUSE_NAMES
from journeysim.engine.log import Outcome
from journeysim.events import EventType
from journeysim.metrics import METRICS, find


def counted(*kinds: EventType) -> Callable[[Seen], float]:
    return lambda log: log.count(*kinds)


def of_contacts(kind: EventType) -> Callable[[Seen], float]:
    return lambda log: share(log.count(kind), log.count(EventType.CONTACT))


def yearly(kind: EventType, factor: float) -> Callable[[Seen], float]:
    return lambda log: share(factor * log.count(kind), customer_years(log))


BY_HAND: dict[str, Callable[[Seen], float]] = {
    "retention": retention,
    "churn": lambda log: 1 - retention(log),
    "come_back_rate": come_back_rate,
    "churned": counted(EventType.LEFT),
    "joined": lambda log: sum(row.number > 0 for row in log.of(EventType.JOINED)),
    "active": lambda log: sum(left == math.inf for _, _, left in lives(log).values()),
    "customer_years": customer_years,
    "monthly_churn": lambda log: share(log.count(EventType.LEFT), 12 * customer_years(log)),
    "problems": counted(EventType.FAILURE),
    "problems_rate": yearly(EventType.FAILURE, 100),
    "requests": counted(EventType.REQUEST),
    "problems_prevented": counted(EventType.PREVENTED),
    "problems_intercepted": counted(EventType.INTERCEPTED),
    "intercepts_missed": counted(EventType.INTERCEPT_MISSED),
    "silent_problems": silent_problems,
    "given_up": counted(EventType.GAVE_UP),
    "contacts": counted(EventType.CONTACT),
    "contacts_rate": yearly(EventType.CONTACT, 100),
    "contacts_per_customer": yearly(EventType.CONTACT, 1),
    "contacts_per_month": yearly(EventType.CONTACT, 1 / 12),
    "csat": lambda log: share(len(good(log)), log.count(EventType.RESOLVED, EventType.UNRESOLVED)),
    "first_contact_resolution": first_contact_resolution,
    "repeat_contacts": repeat_contacts,
    "good_service": lambda log: share(len(good(log)), log.count(EventType.CONTACT)),
    "good_service_customers": good_service_customers,
    "escalations": counted(EventType.ESCALATED),
    "overflowed": counted(EventType.OVERFLOWED),
    "self_served": counted(EventType.SELF_SERVED),
    "abandonment": of_contacts(EventType.ABANDONED),
    "turned_away": of_contacts(EventType.TURNED_AWAY),
    "still_waiting": lambda log: len(cut_off(log)[0]),
    "wait_probability": wait_probability,
    "service_level": service_level,
    "wait_mean": lambda log: share(sum(waits(log)), len(waits(log))),
    "wait_p95": wait_p95,
    "occupancy": occupancy,
    "touches": counted(EventType.TOUCHED),
    "touches_rate": yearly(EventType.TOUCHED, 100),
    "touches_expired": counted(EventType.TOUCH_EXPIRED),
    "touches_over_capacity": counted(EventType.TOUCH_OVER_CAPACITY),
    "fatigue_share": lambda log: share(
        Counter(row.attempt for row in log.of(EventType.TOUCHED))[1], log.count(EventType.TOUCHED)
    ),
    "referrals": counted(EventType.REFERRED),
    "purchases": counted(EventType.PURCHASE),
    "share_of_wallet": share_of_wallet,
    "revenue": revenue,
    "margin": lambda log: log.money(*MARGIN),
    "service_cost": service_cost,
    "care_cost": care_cost,
    "list_margin": lambda log: (
        log.money(*MARGIN)
        + sum(row.value for row in log.of(EventType.DISCOUNTED, EventType.POINTS))
    ),
    "discounts": lambda log: sum(row.value for row in log.of(EventType.DISCOUNTED)),
    "points": lambda log: sum(row.value for row in log.of(EventType.POINTS)),
    "programmes": programmes,
    "cost_per_contact": lambda log: share(service_cost(log), log.count(EventType.CONTACT)),
    "acquisition": lambda log: -log.money(EventType.JOINED),
    "goodwill": lambda log: -log.money(EventType.GOODWILL),
    "refunds": lambda log: -log.money(EventType.REFUNDED),
    "sales_cost": lambda log: -log.money(EventType.ADVISED, EventType.LOST_PROSPECT),
    "profit": profit,
    "lifetime_value": lifetime_value,
    "discounted_profit": discounted_profit,
    "satisfaction": feeling("satisfaction"),
    "trust": feeling("trust"),
    "nps": nps,
    "satisfaction_index": satisfaction_index,
    "heard_good": lambda log: heard(log, True),
    "heard_bad": lambda log: heard(log, False),
    "reputation": lambda log: log.outcome.reputation,
}
"""Each metric by its name."""

ELSEWHERE = {"survival", "cause_share", "equity", "total_value", "future_value", "whole_value"}
"""Those that have tests of their own."""


def test_no_metric_is_left_out() -> None:
    left_out = {metric.name for metric in METRICS} - set(BY_HAND) - ELSEWHERE
    assert not left_out, (
        f"{sorted(left_out)}: add a line to BY_HAND that counts it row by row (metrics_by_hand.py)"
    )


def test_the_whole_run(outcome: Outcome) -> None:
    log = seen(outcome)
    for name, by_hand in BY_HAND.items():
        assert find(name).value(outcome) == pytest.approx(by_hand(log), rel=1e-9), name


def test_one_segment(outcome: Outcome) -> None:
    log = seen(outcome, segment="fickle")
    for metric in METRICS:
        if metric.by_segment and metric.name in BY_HAND:
            found = find(f"{metric.name}[segment=fickle]").value(outcome)
            assert found == pytest.approx(BY_HAND[metric.name](log), rel=1e-9), metric.name


@pytest.mark.parametrize("channel", ["desk", "phone"])
def test_one_channel(outcome: Outcome, channel: str) -> None:
    """Of rates per customer-year and month only the contacts are the channel's."""
    log = seen(outcome, channel=channel)
    for metric in METRICS:
        if metric.by_channel and "customer-" not in metric.unit:
            found = find(f"{metric.name}.{channel}").value(outcome)
            assert found == pytest.approx(BY_HAND[metric.name](log), rel=1e-9), metric.name


def test_what_began_before_the_warmup_and_ends_after_it(run: Outcome) -> None:
    """The warm-up ends with a good talk whose contact lies before it."""
    for end in good(seen(run))[-3:]:
        cut = replace(run, warmup=end.time)
        log = seen(cut)
        for name in ("good_service_customers", "repeat_contacts", "occupancy", "silent_problems"):
            assert find(name).value(cut) == pytest.approx(BY_HAND[name](log), nan_ok=True), name


def test_retention_on_a_day_ignores_the_warmup(outcome: Outcome) -> None:
    log = seen(outcome)
    for day in (0, 17, 90, 150):
        assert find(f"retention@{day}d").value(outcome) == retention(log, day)


def test_causes_are_counted_by_the_main_one_and_shared_by_hazard(outcome: Outcome) -> None:
    log = seen(outcome)
    hazard = sum(row.value for row in log.of(EventType.CAUSE))
    for slot, cause in enumerate(CAUSE_NAMES):
        leavers = sum(row.slot == slot for row in log.of(EventType.LEFT))
        part = sum(row.value for row in log.of(EventType.CAUSE) if row.slot == slot)
        assert find(f"churned[cause={cause}]").value(outcome) == leavers
        found = find(f"cause_share[cause={cause}]").value(outcome)
        assert found == pytest.approx(part / hazard, rel=1e-9)
