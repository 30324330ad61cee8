"""A firm's own figures beside a scenario of it: of all its customers, or of some."""

from __future__ import annotations

import pytest
from worlds import world

from journeysim.calibration.sheet import told_firm
from journeysim.scenario.scenario import Scenario

FACTS = {
    "kind": "garage",
    "customers": 16_000,
    "new": "300 per month",
    "lost": "200 per month",
    "nps": 30,
    "channels": {"phone": {"contacts": "4000 per month", "talk": "5 min", "people": 3}},
}


def firm(customers: int) -> Scenario:
    table = {"firm": FACTS, "population": {"customers": customers}}
    return world("garage", "run.days=364 d").with_values(table, "a test")


def test_of_some_of_the_customers_fewer_join_and_the_owner_reads_it_of_all() -> None:
    """Law: a tenth of the customers shows a tenth of those who join, and shares as they are; times what
    makes it the owner's figure, both are what the owner told."""
    whole, part = (
        {each.key: each for each in told_firm.figures(firm(customers))}
        for customers in (16_000, 1_600)
    )
    assert part["new"].value == pytest.approx(whole["new"].value / 10.0)
    assert part["lost"].value == pytest.approx(whole["lost"].value)
    for key, aim in whole.items():
        assert part[key].times * part[key].value == pytest.approx(aim.times * aim.value)
    assert part["new"].times * part["new"].value == pytest.approx(300.0)
