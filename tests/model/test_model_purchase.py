"""Purchase: what satisfaction does to the basket and to the choice of a competitor this once."""

from __future__ import annotations

import pytest

from journeysim.model.purchase import Purchase, basket_factor, elsewhere_chance


@pytest.mark.parametrize(("lift", "factor"), [(0.0, 1.0), (0.2, 1.02), (-0.5, 0.95), (-20.0, 0.2)])
def test_the_basket_follows_satisfaction_a_little(lift: float, factor: float) -> None:
    """1 + 0.1 lift, never below a fifth."""
    assert basket_factor(Purchase(), lift) == pytest.approx(factor)


@pytest.mark.parametrize(
    ("lift", "chance"), [(0.0, 0.2), (1.0, 0.0842238), (-1.0, 0.4046096), (-60.0, 1.0)]
)
def test_the_discontented_go_elsewhere_this_once(lift: float, chance: float) -> None:
    """Odds 0.25 x exp(-lift)."""
    assert elsewhere_chance(Purchase(elsewhere=0.2), lift, 0.0) == pytest.approx(chance)


@pytest.mark.parametrize(("log_odds", "chance"), [(0.5, 0.2918751), (-0.5, 0.1316676), (20, 1.0)])
def test_a_price_moves_the_odds_of_going_elsewhere(log_odds: float, chance: float) -> None:
    """Odds 0.25 x exp(what the price adds)."""
    assert elsewhere_chance(Purchase(elsewhere=0.2), 0.0, log_odds) == pytest.approx(chance)


def test_without_a_competitor_nobody_goes_there() -> None:
    assert elsewhere_chance(Purchase(), -1.0, 0.0) == 0.0
