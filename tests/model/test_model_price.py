"""Price: one index, held against the market and against what one is used to."""

from __future__ import annotations

from math import exp

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journeysim.model.price import (
    Price,
    demand_factor,
    discount_given,
    log_hazard,
    log_odds_elsewhere,
    market_gap,
    points_given,
    price_index,
    reference_after,
    surprise,
)

PLAIN = Price()


@pytest.mark.parametrize(
    ("level", "discount", "points", "index"),
    [
        (1.0, 0.0, 0.0, 1.0),
        (1.1, 0.0, 0.0, 1.1),
        (1.0, 0.1, 0.0, 0.9),
        (1.0, 0.0, 0.125, 0.9),
        (1.2, 0.25, 0.5, 0.54),
        (1.0, 1.0, 0.0, 0.0),
    ],
)
def test_list_price_discount_and_points_make_one_index(
    level: float, discount: float, points: float, index: float
) -> None:
    """level (1 - discount) (1 - points x 0.8 redeemed); what is not paid was given."""
    price = Price(level=level, points=points)
    paid = price_index(price, discount)
    assert paid == pytest.approx(index)
    given_away = discount_given(price, discount) + points_given(price, discount)
    assert level - given_away == pytest.approx(paid)


def test_the_price_of_today_is_one_to_the_bit() -> None:
    paid = price_index(PLAIN, 0.0)
    gap, surprised = (
        market_gap(PLAIN, paid),
        surprise(PLAIN, paid, reference_after(PLAIN, 1.0, paid)),
    )
    assert (paid, gap, surprised) == (1.0, 0.0, 0.0)
    assert (
        log_hazard(PLAIN, 2.0, gap, surprised)
        == log_odds_elsewhere(PLAIN, 2.0, gap, surprised)
        == 0.0
    )
    assert demand_factor(PLAIN.conversion_response, 2.0, gap) == 1.0


@pytest.mark.parametrize(
    ("market", "paid", "gap"), [(1.0, 1.1, 0.1), (1.0, 0.0, -1.0), (1.1, 1.1, 0.0), (0.5, 1.0, 1.0)]
)
def test_the_gap_is_a_share_of_the_market_price(market: float, paid: float, gap: float) -> None:
    assert market_gap(Price(market=market), paid) == pytest.approx(gap)


@pytest.mark.parametrize(
    ("paid", "reference", "felt"),
    [(1.1, 1.0, 0.15), (0.9, 1.0, -0.1), (0.9, 0.9, 0.0), (0.0, 0.05, -1.0)],
)
def test_a_rise_surprises_half_as_much_again_as_a_fall(
    paid: float, reference: float, felt: float
) -> None:
    assert surprise(PLAIN, paid, reference) == pytest.approx(felt)


@pytest.mark.parametrize(
    ("sensitivity", "gap", "surprised", "ratio"),
    [
        (1.0, 0.1, 0.0, exp(0.1)),
        (1.0, 1.0, 0.0, exp(1.0)),
        (1.0, 0.0, 1.0, exp(0.5)),
        (1.0, 0.1, 0.15, exp(0.175)),
        (2.0, 0.1, 0.15, exp(0.35)),
        (1.0, -0.1, -0.1, exp(-0.15)),
        (9.0, -1.0, -1.0, exp(-3.0)),
        (1.0, 9.0, 13.5, exp(15.75)),
        (5.0, 9.0, 13.5, exp(20.0)),
    ],
)
def test_leaving_follows_gap_and_surprise(
    sensitivity: float, gap: float, surprised: float, ratio: float
) -> None:
    """exp(e (1 g + 0.5 s)): no price keeps more than exp(-3) leaves of the hazard, any may drive away."""
    assert exp(log_hazard(PLAIN, sensitivity, gap, surprised)) == pytest.approx(ratio)


def test_a_surprise_weighs_a_quarter_in_going_elsewhere_once() -> None:
    assert log_odds_elsewhere(PLAIN, 1.0, 0.1, 0.0) == pytest.approx(0.15)
    assert log_odds_elsewhere(PLAIN, 2.0, 0.1, 0.2) == pytest.approx(0.45)


@pytest.mark.parametrize(
    ("response", "gap", "factor"),
    [(0.3, 0.1, 0.9704455), (3.0, -0.1, 1.3498588), (0.0, 5.0, 1.0), (3.0, 1.0, 0.0497871)],
)
def test_dearer_sells_less(response: float, gap: float, factor: float) -> None:
    """exp(-response x gap)."""
    assert demand_factor(response, 1.0, gap) == pytest.approx(factor, abs=1e-7)


def test_people_get_used_to_a_price_at_three_tenths_a_purchase() -> None:
    assert reference_after(PLAIN, 1.0, 1.1) == pytest.approx(1.03)
    assert reference_after(PLAIN, 1.0, 0.0) == pytest.approx(0.7)


def test_nobody_gets_used_to_nothing() -> None:
    assert reference_after(PLAIN, 0.05, 0.0) == 0.05


@given(
    paid=st.floats(0.0, 10.0),
    reference=st.floats(0.05, 10.0),
    sensitivity=st.floats(0.0, 8.0),
    market=st.floats(0.05, 20.0),
)
def test_every_price_has_a_finite_effect(
    paid: float, reference: float, sensitivity: float, market: float
) -> None:
    price = Price(market=market)
    gap, surprised = market_gap(price, paid), surprise(price, paid, reference)
    assert -3.0 <= log_hazard(price, sensitivity, gap, surprised) <= 20.0
    assert -20.0 <= log_odds_elsewhere(price, sensitivity, gap, surprised) <= 20.0
    assert 0.0 < demand_factor(3.0, sensitivity, gap) <= exp(3.0)


@given(rise=st.floats(0.001, 0.9), reference=st.floats(0.05, 5.0))
def test_a_rise_drives_away_more_than_an_equal_fall_keeps(rise: float, reference: float) -> None:
    """At an unchanged gap: loss aversion, Neumann & Boeckenholt 2014."""
    up = log_hazard(PLAIN, 1.0, 0.0, surprise(PLAIN, reference * (1.0 + rise), reference))
    down = log_hazard(PLAIN, 1.0, 0.0, surprise(PLAIN, reference * (1.0 - rise), reference))
    assert up > -down > 0.0
