"""Service: how free agents are, what is given, kept and found alone, what it costs, who is next."""

from __future__ import annotations

import pytest

from journeysim.model.service import (
    BY_SEVERITY,
    BY_VALUE,
    FIRST_COME,
    Service,
    customer_cost,
    expected_wait,
    goodwill,
    kept,
    leeway,
    priority,
    self_solved,
    write_off,
)


@pytest.mark.parametrize(
    ("limit", "basket", "level"),
    [
        (0, 80, 0.0),
        (24, 80, 0.6321206),
        (48, 80, 0.8646647),
        (24, 800, 0.0951626),
        (1e6, 80, 1.0),
        (24, 0, 0.0),
        (1, 80, 0.04081054),
        (0.3, 1, 0.6321206),
    ],
)
def test_a_limit_frees_agents_by_its_size_in_baskets(
    limit: float, basket: float, level: float
) -> None:
    """1 - exp(-(limit / basket) / .3)."""
    assert leeway(Service(discretion=limit), basket) == pytest.approx(level)


@pytest.mark.parametrize(
    ("limit", "rule", "given"), [(0, 0, 0), (0, 5, 5), (20, 5, 10), (20, 15, 15)]
)
def test_free_agents_give_half_of_what_they_may(limit: float, rule: float, given: float) -> None:
    assert goodwill(Service(discretion=limit, goodwill=rule)) == given


@pytest.mark.parametrize(("depth", "share"), [(0, 0.0), (0.5, 0.6321206), (1, 0.8646647)])
def test_depth_keeps_ever_less_more(depth: float, share: float) -> None:
    """1 - exp(-2 depth)."""
    assert kept(Service(knowledge=depth)) == pytest.approx(share)


@pytest.mark.parametrize(
    ("share", "invested", "chance"),
    [
        (0.14, 0, 0.14),
        (0.14, 1, 0.14000325),
        (0.14, 80_000, 0.3043514),
        (0.14, 1e9, 0.40),
        (0.6, 80_000, 0.6),
    ],
)
def test_self_service_can_be_made_to_succeed_up_to_a_ceiling(
    share: float, invested: float, chance: float
) -> None:
    """base + (.40 - base) (1 - exp(-investment / 80,000)); written off over four years."""
    service = Service(self_service_investment=invested)
    assert self_solved(service, share) == pytest.approx(chance)
    assert write_off(service) == pytest.approx(invested / 4 / 365)


@pytest.mark.parametrize(
    ("depth", "ease", "yearly"),
    [(0, 1, 0.0), (0, 0.5, 0.0), (0, 2, 0.2), (0, 2**0.5, 0.1), (0.5, 2, 0.6)],
)
def test_knowing_and_hearing_customers_costs_by_head(
    depth: float, ease: float, yearly: float
) -> None:
    """.80 a year x depth, .20 for each doubling of the ease of complaining."""
    service = Service(knowledge=depth, complaint_ease=ease)
    assert customer_cost(service) * 365.0 == pytest.approx(yearly)


def test_who_goes_first_depends_on_the_discipline() -> None:
    """Smaller goes first."""
    assert priority(FIRST_COME, 0.9, 500.0) == priority(FIRST_COME, 0.1, 5.0)
    assert priority(BY_SEVERITY, 0.9, 5.0) < priority(BY_SEVERITY, 0.1, 500.0)
    assert priority(BY_VALUE, 0.1, 500.0) < priority(BY_VALUE, 0.9, 5.0)


@pytest.mark.parametrize(
    ("ahead", "agents", "minutes"), [(0, 1, 6.0), (3, 1, 24.0), (3, 2, 12.0), (0, 0, 6.0)]
)
def test_an_announced_wait_is_rough(ahead: int, agents: int, minutes: float) -> None:
    """(ahead + 1) x mean handling / agents."""
    assert expected_wait(ahead, agents, 6.0) == pytest.approx(minutes)
