"""Laws of the metrics: what must add up, adds up; what has no denominator, is no number."""

from __future__ import annotations

import math
from dataclasses import replace
from time import perf_counter

import numpy as np
import pytest

from journeysim.causes import CAUSE_NAMES
from journeysim.engine.log import EventLog, Outcome
from journeysim.events import EventType
from journeysim.metrics import (
    HEADLINE,
    METRICS,
    daily_cash,
    daily_retention,
    default_requests,
    evaluate,
    find,
)
from journeysim.metrics.value import STATEMENT


def values(outcome: Outcome, *names: str) -> list[float]:
    found = evaluate(outcome, [find(name) for name in names])
    return [found[name] for name in names]


def test_whoever_started_or_joined_is_active_or_has_left(run: Outcome) -> None:
    """Conservation: day 0 + joined = active + churned."""
    started = run.encoded.world.population.customers
    joined, active, churned = values(run, "joined", "active", "churned")
    assert joined > 0
    assert started + joined == active + churned
    assert active == np.count_nonzero(~np.isnan(run.people["satisfaction"]))


def test_every_metric_lies_within_the_range_it_declares(run: Outcome) -> None:
    names = run.encoded.names
    for request in default_requests(names, run.horizon):
        low, high = request.metric.range
        value = request.value(run)
        assert math.isnan(value) or low <= value <= high, (request.name, value)


def test_the_parts_of_money_add_up_to_profit(outcome: Outcome) -> None:
    """The statement's rows do; that they hold every amount once, profit counted row by row says.

    To the last bit from margin on, and to the last digit from margin at list prices.
    """
    margin, *costs = values(outcome, "margin", *STATEMENT[3:])
    profit = values(outcome, "profit")[0]
    assert all(cost >= 0 for cost in costs)
    assert costs[0] > 0 < costs[1]
    assert costs[2] > 0, "programmes"
    assert profit == math.fsum([margin, *(-cost for cost in costs)])
    listed, *costs = values(outcome, *STATEMENT)
    assert costs[0] > 0 < costs[1], "discounts and points"
    assert profit == pytest.approx(math.fsum([listed, *(-cost for cost in costs)]), rel=1e-12)


def test_profit_at_the_horizon_is_profit(outcome: Outcome) -> None:
    whole, on_the_day = values(outcome, "profit", "profit@150d")
    assert whole == on_the_day


def test_profit_up_to_a_day_is_that_of_the_run_cut_there(outcome: Outcome) -> None:
    rows = outcome.log.rows
    shorter = replace(outcome, log=EventLog(rows[rows["time"] < 77.0]), horizon=77.0)
    assert values(outcome, "profit@77d")[0] == pytest.approx(values(shorter, "profit")[0])


def test_daily_cash_passes_through_profit_on_each_day(outcome: Outcome) -> None:
    cash = daily_cash(outcome, 150)
    assert cash.shape == (150,)
    for day in (43, 50, 51, 90, 150):
        assert cash[day - 1] == pytest.approx(values(outcome, f"profit@{day}d")[0])
    assert (cash[: int(outcome.warmup)] == 0.0).all()
    assert np.isnan(daily_cash(outcome, 160)[150:]).all()


def test_daily_retention_passes_through_retention_on_each_day(outcome: Outcome) -> None:
    shares = daily_retention(outcome, 160)
    assert shares.shape == (161,)
    assert shares[0] == 1.0
    assert (np.diff(shares[:151]) <= 0.0).all()
    assert np.isnan(shares[151:]).all()
    for day in (1, 60, 150):
        assert shares[day] == values(outcome, f"retention@{day}d")[0], "to the last bit"


def test_counts_and_money_of_segments_add_up(outcome: Outcome) -> None:
    for metric in METRICS:
        if metric.by_segment and metric.unit in ("count", "money", "years") and not metric.of:
            whole, *parts = values(
                outcome,
                metric.name,
                f"{metric.name}[segment=loyal]",
                f"{metric.name}[segment=fickle]",
            )
            assert sum(parts) == pytest.approx(whole), metric.name


def test_equity_of_segments_adds_up(outcome: Outcome) -> None:
    """Each segment is valued by what all its customers did."""
    whole, *parts = values(outcome, "equity", "equity[segment=loyal]", "equity[segment=fickle]")
    assert sum(parts) == pytest.approx(whole)
    assert whole != 0.0


def test_counts_of_channels_add_up(outcome: Outcome) -> None:
    channels = outcome.encoded.names.channels
    for name in ("contacts", "escalations", "overflowed", "self_served"):
        whole, *parts = values(outcome, name, *(f"{name}.{channel}" for channel in channels))
        assert sum(parts) == whole > 0, name


def test_the_shares_of_what_became_of_contacts_stay_below_one(outcome: Outcome) -> None:
    """Also in channels that others pass contacts on to."""
    for channel in outcome.encoded.names.channels:
        ends = ("abandonment", "turned_away", "service_level")
        shares = values(outcome, *(f"{end}.{channel}" for end in ends))
        assert 0.0 <= sum(shares) <= 1.01


def test_the_shares_of_causes_sum_to_one(outcome: Outcome) -> None:
    shares = values(outcome, *(f"cause_share[cause={cause}]" for cause in CAUSE_NAMES))
    leavers = values(outcome, *(f"churned[cause={cause}]" for cause in CAUSE_NAMES))
    assert sum(shares) == pytest.approx(1.0)
    assert sum(leavers) == values(outcome, "churned")[0]


def test_an_empty_denominator_gives_nan_and_says_why(quiet: Outcome) -> None:
    for metric in METRICS:
        text = f"{metric.name}[cause=cold]" if metric.needs_cause else metric.name
        found = find(text).value(quiet)
        per_head = metric.name in ("lifetime_value", "cost_per_contact")
        money = metric.unit == "money" and not per_head
        if metric.unit in ("count", "years") or money:
            assert found == 0.0, (
                f"{metric.name}: of nothing a {metric.unit} is 0: has it another unit?"
            )
        elif metric.name != "reputation":
            assert math.isnan(found), metric.name
            assert metric.of, (
                f"{metric.name}: say in `of` what there may be none of: its denominator"
            )
            assert find(text).reason == f"no {metric.of}"
    assert np.isnan(daily_retention(quiet, 30)).all()


def test_a_day_after_the_horizon_gives_nan(run: Outcome) -> None:
    assert all(map(math.isnan, values(run, "retention@151d", "profit@151d", "survival@151d")))


def test_profit_before_the_end_of_the_warmup_is_no_number(warm: Outcome) -> None:
    assert math.isnan(values(warm, "profit@42d")[0])
    assert not math.isnan(values(warm, "profit@43d")[0])


def test_the_discount_rate_lowers_what_comes_later_and_nothing_else(run: Outcome) -> None:
    requests = default_requests(run.encoded.names, run.horizon)
    without, with_it = evaluate(run, requests, 0.0), evaluate(run, requests, 0.2)
    changed = {name for name in without if without[name] != with_it[name]}
    later = {"discounted_profit", "equity", "total_value", "future_value", "whole_value"}
    assert changed == {"lifetime_value"} | later
    assert with_it["lifetime_value"] < without["lifetime_value"]
    assert abs(with_it["equity"]) < abs(without["equity"])


def test_sums_do_not_depend_on_the_order_of_equal_times(run: Outcome) -> None:
    """All money on one day, shuffled: the same to the last bit."""
    rows = run.log.rows[
        np.isin(run.log.column("kind"), (EventType.PURCHASE, EventType.TOUCHED))
    ].copy()
    rows["time"] = 1.0
    shuffled = rows[np.random.default_rng(1).permutation(len(rows))]
    results = [
        evaluate(replace(run, log=EventLog(log)), [find("margin"), find("care_cost")])
        for log in (rows, shuffled)
    ]
    assert results[0] == results[1]


def test_headlines_and_docs_are_complete() -> None:
    names = [metric.name for metric in METRICS]
    assert len(set(names)) == len(names)
    assert set(HEADLINE) <= set(names)
    for metric in METRICS:
        documented = bool(metric.doc and metric.function.__doc__)
        assert documented, (
            f"{metric.name}: say what it is, in `doc` and in its function's docstring"
        )


def test_all_metrics_of_a_large_log_take_a_moment(run: Outcome) -> None:
    """About 200 000 rows; the bound is loose, for slow machines (0.1 s is usual)."""
    times = 12
    copies = []
    for number in range(times):
        rows = run.log.rows.copy()
        rows["customer"] += np.where(rows["customer"] >= 0, number * len(run.people), 0)
        copies.append(rows)
    rows = np.concatenate(copies)
    rows = rows[np.argsort(rows["time"], kind="stable")]
    large = replace(run, log=EventLog(rows), people=np.tile(run.people, times))
    began = perf_counter()
    evaluate(large, default_requests(run.encoded.names, run.horizon))
    assert perf_counter() - began < 1.0
