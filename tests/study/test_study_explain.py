"""Explain goes on as a comparison does, where its difference is too close to call and nobody said how long."""

from __future__ import annotations

import pytest
from worlds import world

from journeysim.engine.choice import SIMPY
from journeysim.scenario.scenario import Scenario
from journeysim.study.explain import AskExplain, explain


def firm(customers: int) -> Scenario:
    return world(
        "garage", f"population.customers={customers}", "run.days=60 d", "run.replications=2"
    )


def ask(replications: int | None = None) -> AskExplain:
    return AskExplain(
        engine=SIMPY, jobs=1, before="wait_and_see", after="caring", metrics=("retention",),
        replications=replications,
    )  # fmt: skip


def test_a_difference_too_close_to_call_is_looked_at_as_long_as_a_comparison_looks() -> None:
    found = explain(firm(120), ask())
    assert found.replications == 4
    assert explain(firm(120), ask(2)).replications == 2


def test_the_first_runs_are_those_of_a_shorter_look() -> None:
    long, short = explain(firm(120), ask()), explain(firm(120), ask(2))
    for more, fewer in zip(long.explanations[0].parts, short.explanations[0].parts, strict=True):
        assert more.group == fewer.group
        assert more.by_replication[:2] == pytest.approx(fewer.by_replication)


def test_nothing_goes_on_where_both_are_the_same() -> None:
    same = AskExplain(engine=SIMPY, jobs=1, before="caring", after="caring")
    assert explain(firm(120), same).replications == 2
