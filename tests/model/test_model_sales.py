"""Sales: what the manner of selling does to conversion and basket, from attentive to pushy."""

from __future__ import annotations

import pytest

from journeysim.model.sales import Sales, conversion_factor, manner, sale_factor


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
