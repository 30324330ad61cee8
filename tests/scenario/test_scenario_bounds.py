"""The greatest firms that the language takes: five million customers, a hundred thousand at the phone."""

from __future__ import annotations

import pytest
from worlds import changed

from journeysim.engine.choice import SIMPY
from journeysim.errors import JourneysimError
from journeysim.experiment.compare import measure
from journeysim.model.population import MOST_ON_DAY_0
from journeysim.model.service import MOST_AGENTS
from journeysim.scenario.scenario import Scenario

KEYS = {
    "population.customers": MOST_ON_DAY_0,
    "service.channels.phone.agents": MOST_AGENTS,
}


def test_the_bounds_are_those_of_great_firms() -> None:
    assert KEYS == {"population.customers": 5_000_000, "service.channels.phone.agents": 100_000}


@pytest.mark.parametrize("key", KEYS)
def test_a_bound_is_taken_and_one_more_is_refused_with_the_range(firm: Scenario, key: str) -> None:
    most = KEYS[key]
    tables = changed(firm, f"{key}={most}").tables
    held = {
        "population.customers": tables.population.customers,
        "service.channels.phone.agents": tables.service.channels["phone"].agents,
    }
    assert held[key] == most
    with pytest.raises(JourneysimError, match=f"{key}: {most + 1} is out of range; .*{most}"):
        changed(firm, f"{key}={most + 1}")


def test_a_change_of_staff_is_refused_beyond_the_bound(firm: Scenario) -> None:
    full = f"service.channels.phone.agents={MOST_AGENTS}"
    with pytest.raises(JourneysimError, match=f"makes {MOST_AGENTS + 1} of {MOST_AGENTS}; allowed"):
        changed(firm, full, "policies.plain.service.channels.phone.agents=+1")


def test_as_many_agents_as_there_may_be_let_nobody_wait(firm: Scenario) -> None:
    """And no engine makes a row of a hundred thousand that it would have to walk through."""
    few = ("population.customers=50", "problems.question.rate=30 per year", "run.days=60 d")
    rich = changed(firm, *few, f"service.channels.phone.agents={MOST_AGENTS}")
    seen = measure(rich, (rich.baseline,), ("wait_mean", "abandonment"), replications=2, jobs=1, engine=SIMPY)  # fmt: skip
    found = seen.observations[rich.baseline]
    assert found["wait_mean"] == (0.0, 0.0)
    assert found["abandonment"] == (0.0, 0.0)
