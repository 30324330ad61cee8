"""The shipped scenarios on both engines: event for event the same, to the last bit."""

from __future__ import annotations

import pytest
from engines import GRIDS, both

from journeysim.scenario import shipped
from journeysim.scenario.scenario import load

SMALL = (
    "population.customers=120",
    'population.prospects="0.3 per d"',
    'run.days="200 d"',
    'run.run_in="28 d"',
)


@pytest.mark.parametrize("name", shipped.names())
def test_every_shipped_policy_is_the_same_on_both(name: str) -> None:
    scenario = load(name, settings=SMALL)
    for number, policy in enumerate(scenario.policies):
        grid = scenario.with_settings([f'run.grid="{GRIDS[number % len(GRIDS)]}"'])
        assert both(grid, policy, number) == ""


@pytest.mark.slow
@pytest.mark.parametrize("name", shipped.names())
@pytest.mark.parametrize("world", [None, "as_the_author_says", "least_favourable"])
def test_every_shipped_policy_and_world_in_full_is_the_same_on_both(
    name: str, world: str | None
) -> None:
    """At exact times, and on one of the grids, where ties abound."""
    scenario = load(name, world=world)
    for number, policy in enumerate(scenario.policies):
        for grid in (GRIDS[0], GRIDS[1 + number % (len(GRIDS) - 1)]):
            assert both(scenario.with_settings([f'run.grid="{grid}"']), policy) == ""
