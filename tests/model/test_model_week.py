"""The week: weighted time there and back, for any weights, before day 0 and after."""

from __future__ import annotations

from itertools import accumulate
from math import inf

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journeysim.model.hours import QUARTERS, quarter_of, quarters
from journeysim.model.week import (
    GUIDES,
    ROW,
    USUAL_DAYS,
    USUAL_HOURS,
    is_flat,
    later,
    open_later,
    quarter_weights,
    row_of,
    time_at,
    weighted,
)

USUAL = quarter_weights(USUAL_DAYS, USUAL_HOURS)
WEIGHT = st.sampled_from([0.0, 0.001, 0.3, 1.0, 40.0])
DAYS = st.lists(WEIGHT, min_size=7, max_size=7).filter(any)
HOURS = st.lists(WEIGHT, min_size=24, max_size=24).filter(any)
TIMES = st.floats(-728.0, 7300.0)


def test_the_usual_day_is_given_in_per_cent() -> None:
    assert sum(USUAL_HOURS) == pytest.approx(100.0)
    assert sum(USUAL) / QUARTERS == pytest.approx(1.0)
    assert is_flat(quarter_weights([3.0] * 7, [0.2] * 24))
    assert not is_flat(USUAL)


def test_weighted_time_runs_as_fast_as_the_weights_say() -> None:
    """Sunday's tenth hour passes .45 / 5.0 of a mean day's share, times 9.7 %."""
    row = row_of(USUAL)
    sunday_at_ten = weighted(row, 6 + 11 / 24) - weighted(row, 6 + 10 / 24)
    assert sunday_at_ten == pytest.approx(0.097 * 0.45 * 7 / sum(USUAL_DAYS))


@given(DAYS, HOURS, st.integers(-100, 1000))
def test_a_week_is_as_long_as_it_is(days: list[float], hours: list[float], week: int) -> None:
    row = row_of(quarter_weights(days, hours))
    assert len(row) == ROW
    assert weighted(row, 7.0 * week) == pytest.approx(7.0 * week, abs=1e-9)


@given(DAYS, HOURS, TIMES)
def test_there_and_back(days: list[float], hours: list[float], weighted_days: float) -> None:
    """The time lies in a quarter that counts, and as much weighted time has gone by then."""
    weights = quarter_weights(days, hours)
    row = row_of(weights)
    when = time_at(row, weighted_days)
    assert weights[quarter_of(when)] > 0.0
    assert weighted(row, when) == pytest.approx(weighted_days, abs=1e-4)


@given(DAYS, HOURS, TIMES, st.floats(0.0, 30.0))
def test_later_is_never_before(
    days: list[float], hours: list[float], now: float, delay: float
) -> None:
    row = row_of(quarter_weights(days, hours))
    assert later(row, now, delay) >= now
    assert later(row, now, 0.0) == now
    assert later(row, now, delay + 0.01) >= later(row, now, delay)
    assert later(row, now, inf) == inf


@given(st.sets(st.integers(0, QUARTERS - 1), min_size=1), TIMES)
def test_only_some_quarters_may_count(some: set[int], weighted_days: float) -> None:
    """Weighted time stands still in the others, however short the rest of the week is."""
    row = row_of(tuple(float(k in some) for k in range(QUARTERS)))
    assert row[QUARTERS] == pytest.approx(len(some) / 96)
    assert quarter_of(time_at(row, weighted_days)) in some


@given(DAYS, HOURS, TIMES)
def test_the_guide_only_saves_steps(
    days: list[float], hours: list[float], weighted_days: float
) -> None:
    row = row_of(quarter_weights(days, hours))
    unguided = (*row[: QUARTERS + 1], *[0.0] * (7 * GUIDES + 1))
    assert time_at(row, weighted_days) == time_at(unguided, weighted_days)


def test_where_time_stands_still_it_goes_on_at_the_end() -> None:
    """Whoever waits no weighted time from the middle of the night comes when the night is over."""
    office = quarters("mon-fri 09:00-17:00")
    row = row_of(tuple(map(float, office)))
    assert later(row, 4.9, 1e-12) == pytest.approx(7 + 9 / 24)
    assert time_at(row, row[QUARTERS]) == pytest.approx(7 + 9 / 24)
    assert list(row[: QUARTERS + 1]) == pytest.approx([0.0, *accumulate(k / 96 for k in office)])


@pytest.mark.parametrize(
    ("now", "lag", "when"),
    [
        (4.9, 0.0, 7 + 9 / 24),
        (4.9, 0.5, 7 + 13 / 24),
        (4.9, 1.5, 8 + 13 / 24),
        (9.0, 4.5, 15 + 13 / 24),
    ],
)
def test_whom_a_closed_door_kept_out_is_back_after_open_days(
    now: float, lag: float, when: float
) -> None:
    row = row_of(tuple(map(float, quarters("mon-fri 09:00-17:00"))))
    assert open_later(row, 5, now, lag) == pytest.approx(when, abs=2e-5)
    assert open_later(row, 0, now, lag) == inf
