"""Sales: what the manner of selling does to conversion and basket, from attentive to pushy."""

from __future__ import annotations

from math import inf

import pytest

from journeysim.model.sales import (
    Sales,
    advice_cost,
    advice_effect,
    attempts_remembered,
    conversion_factor,
    extra_chance,
    extra_debit,
    manner,
    sale_factor,
)

SALES = Sales()


@pytest.mark.parametrize(
    ("push", "conversion", "amount"),
    [(0.0, 1.0, 1.0), (1.0, 1.25, 1.15), (0.4, 1.1, 1.06), (-1.0, 0.96, 0.97), (-0.5, 0.98, 0.985)],
)
def test_pushing_sells_more_and_advice_a_little_less(
    push: float, conversion: float, amount: float
) -> None:
    """1 + 0.25 push and 1 + 0.15 push; 1 - 0.04 advice and 1 - 0.03 advice."""
    selling = Sales(push=push)
    assert conversion_factor(selling) == pytest.approx(conversion)
    assert sale_factor(selling, manner(selling, first=1)) == pytest.approx(amount)


def test_later_sales_get_their_share_of_the_manner() -> None:
    selling = Sales(push=0.8, later_sales=0.5)
    assert manner(selling, first=1) == 0.8
    assert manner(selling, first=0) == 0.4


@pytest.mark.parametrize(("advice", "effect"), [(0.0, 0.0), (0.5, 0.7310586), (1.0, 1.0)])
def test_the_second_half_of_attention_does_less(advice: float, effect: float) -> None:
    """(1 - exp(-2 a)) / (1 - exp(-2))."""
    assert advice_effect(SALES, advice) == pytest.approx(effect)


@pytest.mark.parametrize(
    ("advice", "pay", "cost"), [(0.0, 624.0, 0.0), (1.0, 624.0, 3.4666667), (0.5, 360.0, 1.0)]
)
def test_advice_takes_eight_minutes_of_somebodys_pay(
    advice: float, pay: float, cost: float
) -> None:
    """pay: a day."""
    assert advice_cost(SALES, advice, pay) == pytest.approx(cost)


@pytest.mark.parametrize(
    ("attempts", "since", "left"),
    [(0.0, 5.0, 0.0), (3.0, 0.0, 3.0), (3.0, 180.0, 1.1036383), (0.5, 180.0, 0.1839397)],
)
def test_attempts_to_sell_an_extra_are_forgotten(
    attempts: float, since: float, left: float
) -> None:
    """attempts exp(-days / 180 d)."""
    assert attempts_remembered(SALES, attempts, since) == pytest.approx(left)


@pytest.mark.parametrize(
    ("attempts", "since", "chance", "debit"),
    [
        (0.0, inf, 0.06, 0.0),
        (1.0, inf, 0.0220728, 0.0063212),
        (3.0, 180.0, 0.0029872, 0.0095021),
        (0.0, 179.0, 0.0, 0.0),
    ],
)
def test_the_more_attempts_the_fewer_extras_and_the_more_annoyance(
    attempts: float, since: float, chance: float, debit: float
) -> None:
    """0.06 exp(-attempts), none within 180 d of the last; 0.01 (1 - exp(-attempts))."""
    assert extra_chance(SALES, attempts, since) == pytest.approx(chance, abs=1e-7)
    assert extra_debit(SALES, attempts) == pytest.approx(debit, abs=1e-7)
