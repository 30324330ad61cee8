"""The closed forms agree with published figures, before anything is held against them."""

from __future__ import annotations

import pytest

from journeysim.experiment.verify.formulas import (
    bg_nbd_purchases,
    branching_growth,
    contract_survival,
    erlang_a,
    erlang_b,
    erlang_c,
    erlang_c_wait,
    erlang_c_within,
    margin_multiple,
    pollaczek_khinchine,
    retention_value,
)


def test_erlang_b_agrees_with_the_loss_table() -> None:
    assert erlang_b(2.0, 5) == pytest.approx(0.0367, abs=6e-5)


def test_erlang_c_agrees_with_a_worked_example() -> None:
    """Westbay, The Erlang-C formula: 360 calls per half hour, 4 minutes, 55 agents."""
    arrivals, service = 0.2, 1.0 / 240.0
    assert erlang_c(48.0, 55) == pytest.approx(0.2387, abs=6e-5)
    assert erlang_c_wait(arrivals, service, 55) == pytest.approx(8.184, abs=2e-3)
    assert erlang_c_within(arrivals, service, 55, 20.0) == pytest.approx(0.8668, abs=6e-5)


def test_erlang_c_agrees_with_the_table() -> None:
    assert erlang_c(10.0, 12) == pytest.approx(0.44939, abs=1e-5)


def test_erlang_a_agrees_with_a_worked_example() -> None:
    """Mandelbaum & Zeltyn 2005: 50 agents, 48 calls a minute of a minute, patience 2 minutes."""
    waits, abandons, wait, occupancy = erlang_a(48.0, 1.0, 50, 0.5)
    assert abandons == pytest.approx(0.031, abs=5e-4)
    assert 60.0 * wait == pytest.approx(3.7, abs=0.06)
    assert 48.0 * wait == pytest.approx(3.0, abs=0.5)
    assert occupancy == pytest.approx(0.93, abs=5e-3)
    assert waits == pytest.approx(0.46777, abs=1e-5)


def test_erlang_a_with_endless_patience_is_erlang_c() -> None:
    waits, abandons, wait, occupancy = erlang_a(3.0, 1.0, 5, 1e-12)
    assert waits == pytest.approx(erlang_c(3.0, 5))
    assert wait == pytest.approx(erlang_c_wait(3.0, 1.0, 5))
    assert abandons == pytest.approx(0.0, abs=1e-11)
    assert occupancy == pytest.approx(0.6)


def test_pollaczek_khinchine_agrees_with_a_worked_example() -> None:
    """Anderson, Sweeney & Williams: Hartlage's, 21 an hour, 2 minutes with a deviation of 1.2."""
    assert pollaczek_khinchine(21.0, 1.0 / 30.0, 0.6**2) == pytest.approx(0.0529, abs=6e-5)


def test_pollaczek_khinchine_with_exponential_service_is_erlang_c() -> None:
    assert pollaczek_khinchine(1.0, 0.75, 1.0) == pytest.approx(erlang_c_wait(1.0, 1.0 / 0.75, 1))


REGULAR = (0.631, 0.468, 0.382, 0.326, 0.289, 0.262, 0.241)
HIGH_END = (0.869, 0.743, 0.653, 0.593, 0.551, 0.517, 0.491)


@pytest.mark.parametrize(
    ("a", "b", "observed"), [(0.704, 1.182, REGULAR), (0.668, 3.806, HIGH_END)]
)
def test_contract_survival_follows_the_observed_curve(
    a: float, b: float, observed: tuple[float, ...]
) -> None:
    """Fader & Hardie 2007, table 1: the fit to the first seven years is close."""
    for year, share in enumerate(observed, start=1):
        assert contract_survival(a, b, year) == pytest.approx(share, abs=0.02)


@pytest.mark.parametrize(("years", "share"), [(1, 1 / 2), (2, 1 / 3), (3, 1 / 4), (9, 1 / 10)])
def test_contract_survival_with_even_chances_is_harmonic(years: int, share: float) -> None:
    assert contract_survival(1.0, 1.0, years) == pytest.approx(share)


@pytest.mark.parametrize(
    ("weeks", "purchases"),
    [
        (0.1429, 0.0078),
        (1.0, 0.0532),
        (3.0, 0.1506),
        (31.8571, 1.0405),
        (32.0, 1.0437),
        (78.0, 1.8576),
    ],
)
def test_bg_nbd_agrees_with_the_spreadsheet_of_its_authors(weeks: float, purchases: float) -> None:
    """Fader, Hardie & Lee 2005, CDNOW data."""
    found = bg_nbd_purchases(0.2425967, 4.413659, 0.7929869, 2.426164, weeks)
    assert found == pytest.approx(purchases, abs=6e-4)


@pytest.mark.parametrize(
    ("retention", "discount", "multiple"),
    [
        (0.6, 0.10, 1.20),
        (0.6, 0.16, 1.07),
        (0.7, 0.12, 1.67),
        (0.8, 0.10, 2.67),
        (0.8, 0.14, 2.35),
        (0.9, 0.10, 4.50),
        (0.9, 0.16, 3.46),
    ],
)
def test_the_margin_multiple_agrees_with_its_table(
    retention: float, discount: float, multiple: float
) -> None:
    """Gupta & Lehmann 2003."""
    assert margin_multiple(retention, discount) == pytest.approx(multiple, abs=0.0051)


def test_the_value_of_endless_periods_is_the_margin_multiple() -> None:
    assert retention_value(40.0, 0.8, 0.1, 500) == pytest.approx(40.0 * margin_multiple(0.8, 0.1))
    assert retention_value(40.0, 0.8, 0.1, 1) == pytest.approx(40.0 * 0.8 / 1.1)


def test_without_friends_a_branching_population_only_thins_out() -> None:
    assert branching_growth(1.0, 0.1, 0.0, 0.0) == 1.0
    assert branching_growth(1.0, 0.1, 0.0, 10.0) == pytest.approx(0.3679, abs=1e-4)
    assert branching_growth(1.0, 0.0, 0.5, 1.0) == pytest.approx(2.7183, abs=1e-4)
