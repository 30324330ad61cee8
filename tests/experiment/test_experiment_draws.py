"""Draws: policies over chance and assumptions together, and what goes with their difference."""

from __future__ import annotations

from dataclasses import replace
from math import isnan

import pytest

from journeysim.experiment.assumptions import drawn_values, unknowns
from journeysim.experiment.compare import Experiment, measure
from journeysim.experiment.draws import Draws, affordable, draw_worlds, strongest
from journeysim.scenario.scenario import Scenario

PAIR = ("caring", "plain")


@pytest.fixture
def small(firm: Scenario) -> Scenario:
    return firm.with_settings(["population.customers=20", "run.days=30 d"])


def test_fewer_draws_are_the_first_of_more(small: Scenario) -> None:
    few, more = (draw_worlds(small, PAIR, ("profit",), count, jobs=1) for count in (2, 4))
    assert more.observations["caring"]["profit"][:2] == few.observations["caring"]["profit"]
    assert (few.count, more.count, few.assumed) == (2, 4, len(unknowns(small)))


def test_what_a_difference_hangs_on_is_found_among_all_that_is_drawn(firm: Scenario) -> None:
    """The difference falls with one knob in steps and hardly moves with another."""
    paths = [path for path, low, _, high in unknowns(firm) if low < high]
    place = [path for path, *_ in unknowns(firm)].index(paths[7])
    worth = tuple(-round(10.0 * values[place], 1) for values in drawn_values(firm, 40))
    draws = Draws(9, "retention", {"plain": {"profit": (0.0,) * 40}, "caring": {"profit": worth}})
    assert strongest(firm, draws, PAIR, "profit", 3)[0] == paths[7]


def test_nothing_goes_with_what_never_varies_or_is_unknown(firm: Scenario) -> None:
    still = Draws(9, "retention", {name: {"profit": (1.0,) * 12} for name in PAIR})
    assert len(strongest(firm, still, PAIR, "profit", 3)) == 3
    nobody = Draws(9, "retention", {name: {"profit": (float("nan"),) * 12} for name in PAIR})
    assert strongest(firm, nobody, PAIR, "profit", 3) == ()
    assert all(isnan(end) for end in nobody.range(*PAIR, "profit"))


def test_the_range_leaves_out_the_farthest_tenth() -> None:
    draws = Draws(
        1,
        "retention",
        {
            "caring": {"retention": tuple(float(number) for number in range(40))},
            "plain": {"retention": (0.0,) * 40},
        },
    )
    assert draws.range(*PAIR, "retention") == (2.0, 37.0)


@pytest.fixture
def measured(small: Scenario) -> Experiment:
    return measure(small, small.policies, ("retention", "profit"), replications=2, jobs=1)


def test_draws_cost_no_more_than_the_budget(measured: Experiment) -> None:
    events = replace(measured, events=6000, replications=2)
    assert len(events.policies) == 3
    assert affordable(events, 2, 0) == 0
    assert affordable(events, 2, 40_000) == 20
    assert affordable(events, 3, 40_000) == 13
    assert affordable(events, 2, 10**9) == 40
    assert affordable(events, 2, 15_000) == 0
    assert affordable(replace(events, events=0), 2, 10**9) == 0
    assert affordable(replace(events, events=6_000_000), 2, 4_000_000) == 0


def test_a_large_firm_gets_the_least_draws_that_tell_anything(measured: Experiment) -> None:
    """A run of a million events: ten draws of a pair are twenty million."""
    large = replace(measured, events=6_000_000, replications=2)
    assert affordable(large, 2, 4_000_000, 20_000_000) == 10
    assert affordable(large, 2, 4_000_000, 19_999_999) == 0
    assert affordable(large, 2, 30_000_000, 10**9) == 15
