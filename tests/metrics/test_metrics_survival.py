"""Survival by tenure, against cases worked out by hand and against retention."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable

import numpy as np
import pytest

from journeysim.engine.log import Array, Outcome
from journeysim.events import EventType
from journeysim.metrics import daily_retention, find
from journeysim.metrics.survival import kaplan_meier


def lifetimes(*lives: tuple[float, float, bool]) -> tuple[Array, Array, Array]:
    """(entry, end, gone) of each life as three arrays."""
    entry, end, gone = zip(*lives, strict=True)
    return np.array(entry), np.array(end), np.array(gone)


def test_without_censoring_it_is_the_share_still_there() -> None:
    lives = lifetimes((0, 10, True), (0, 20, True), (0, 20, True), (0, 40, True))
    for day, share in ((10, 1.0), (10.5, 0.75), (20.5, 0.25), (40.5, 0.0), (90, 0.0)):
        assert kaplan_meier(*lives, tenure=day) == pytest.approx(share)


def test_censored_lives_count_as_long_as_they_are_seen() -> None:
    """One of four leaves, one is lost from sight, one of the last two leaves: 3/4 * 1/2."""
    lives = lifetimes((0, 10, True), (0, 15, False), (0, 20, True), (0, 30, False))
    assert kaplan_meier(*lives, tenure=25) == pytest.approx(0.375)


def test_who_comes_into_sight_later_is_at_risk_from_then_on() -> None:
    """The third life enters at 12: it is not among the two of whom one leaves at 10."""
    lives = lifetimes((0, 10, True), (0, 30, False), (12, 20, True), (12, 30, False))
    assert kaplan_meier(*lives, tenure=25) == pytest.approx(1 / 2 * 2 / 3)


def test_what_nobody_was_observed_at_is_not_known() -> None:
    assert math.isnan(kaplan_meier(*lifetimes((100, 200, True)), tenure=50))
    gap = lifetimes((0, 20, False), (100, 200, True))
    assert kaplan_meier(*gap, tenure=20) == 1.0
    assert math.isnan(kaplan_meier(*gap, tenure=21))
    assert math.isnan(kaplan_meier(*lifetimes((0, 20, False)), tenure=21))


def test_it_agrees_with_the_product_over_leavers_one_by_one(outcome: Outcome) -> None:
    log, people = outcome.log, outcome.people
    left = {row["customer"]: row["time"] for row in log.of(EventType.LEFT)}
    lives = []
    for row in log.of(EventType.JOINED):
        since = people["joined_at"][row["customer"]]
        end = left.get(row["customer"], outcome.horizon)
        lives.append((row["time"] - since, end - since, row["customer"] in left))
    share = 1.0
    for day, leavers in sorted(Counter(end for _, end, gone in lives if gone).items()):
        if day < 140:
            share *= 1 - leavers / sum(begun < day <= end for begun, end, _ in lives)
    assert find("survival@140d").value(outcome) == pytest.approx(share)


def test_of_fresh_customers_alone_it_is_retention(
    outcome_of: Callable[..., Outcome],
) -> None:
    fresh = """
    schema = 2
    title = "all begin together"
    [population]
    customers = 200
    start = "fresh"
    [purchase]
    gap = "30 d"
    [leaving]
    chance = 0.2
    """
    run = outcome_of(fresh, days=120.0)
    for day in (29, 30, 31, 60, 61, 120):
        by_tenure, by_date = (
            find(f"{name}@{day}d").value(run) for name in ("survival", "retention")
        )
        assert by_tenure == pytest.approx(by_date), day
        assert daily_retention(run, day)[day] == pytest.approx(by_date), day
    assert find("retention@30d").value(run) == 1.0 > find("retention@31d").value(run)


def test_rounding_does_not_move_leavers_across_a_day() -> None:
    """20 days after joining on day 0.3 is, as a float, a little less or more than 20."""
    lives = lifetimes((0, 20 - 3e-15, True), (0, 20, True), (0, 20 + 3e-15, True))
    assert kaplan_meier(*lives, tenure=20) == 1.0
    assert kaplan_meier(*lives, tenure=20.001) == pytest.approx(0.0)
