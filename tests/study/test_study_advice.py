"""Advice: how much its second range may cost decides what ends a comparison, and nothing else does."""

from __future__ import annotations

import pytest
from worlds import world

from journeysim.engine.choice import COMPILED, SIMPY
from journeysim.experiment.compare import Experiment, default_metrics, measure
from journeysim.experiment.draws import BUDGET, CEILING
from journeysim.study.advice import NOT_LOOKED_FOR, ClosingAdvice, advise
from journeysim.study.ask import Ask


@pytest.fixture(scope="module")
def experiment() -> Experiment:
    """Caring raises its prices: that pays, unless people mind more than is taken here."""
    scenario = world("garage", "population.customers=30", "run.days=30 d").with_values(
        {"run": {"replications": 4}, "policies": {"caring": {"price": {"level": 1.2}}}}, "a test"
    )
    names = default_metrics(scenario)
    return measure(scenario, scenario.policies, names, replications=4, jobs=1)


def closing(
    experiment: Experiment,
    budget: int,
    ceiling: int,
    monkeypatch: pytest.MonkeyPatch,
    jobs: int = 1,
) -> ClosingAdvice:
    monkeypatch.setitem(BUDGET, SIMPY, budget)
    monkeypatch.setitem(CEILING, SIMPY, ceiling)
    return advise(experiment, experiment.scenario.baseline, Ask(engine=SIMPY, jobs=jobs))


def test_a_large_firm_hears_of_what_nobody_measured_and_not_what_would_turn_it(
    experiment: Experiment, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where ten draws are all there can be, they are the ten of whoever can afford more."""
    ten = 2 * 10 * experiment.events // (4 * len(experiment.policies)) + 1
    small = closing(experiment, ten, 0, monkeypatch)
    large = closing(experiment, 0, ten, monkeypatch)
    vast = closing(experiment, 0, 0, monkeypatch)
    assert small.draws is not None
    assert small.draws.count == 10
    assert large.draws == small.draws
    assert large.lines == (*small.lines[:2], NOT_LOOKED_FOR)
    assert f"Over 10 draws of chance and {large.assumed} assumed figures: " in large.lines[1]
    assert small.turns is not None
    assert large.turns is None
    assert vast.lines[1].endswith(f"Chance only; {vast.assumed} assumed figures not counted.")


def test_draws_are_the_same_whoever_makes_them(
    experiment: Experiment, monkeypatch: pytest.MonkeyPatch
) -> None:
    ten = 2 * 10 * experiment.events // (4 * len(experiment.policies)) + 1
    one, two = (closing(experiment, 0, ten, monkeypatch, jobs) for jobs in (1, 2))
    assert one == two


def test_a_page_of_a_large_firm_says_as_much_as_the_comparison(
    experiment: Experiment, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where draws of all policies are too many for a page, those of the pair are made, by any engine."""
    ten = 2 * 10 * experiment.events // (4 * len(experiment.policies)) + 1
    compared = closing(experiment, 0, ten, monkeypatch)
    monkeypatch.setitem(CEILING, COMPILED, ten)
    ask = Ask(engine=SIMPY, jobs=1)
    paged = advise(experiment, experiment.scenario.baseline, ask, budget=1)
    assert paged == compared
    monkeypatch.setitem(CEILING, COMPILED, 0)
    vast = advise(experiment, experiment.scenario.baseline, ask, budget=1)
    assert vast.draws is None
