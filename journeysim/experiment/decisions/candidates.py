"""Candidates: policies made by turning levers of one that exists, side by side in few scenarios.

A candidate includes the policy it is made from, dated changes and all, and says its own levers on
top. Candidates of one scenario share its run-in, its luck and its other policies. Runs nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from journeysim.scenario.merging import Table
from journeysim.scenario.scenario import Scenario
from journeysim.scenario.tables import BASELINE, MOST_POLICIES

PREFIX = "candidate"
_ORIGIN = "a candidate"


class TriedPolicy(NamedTuple):
    """A policy to be tried, and the scenario that holds it."""

    scenario: Scenario
    policy: str


def candidates(scenario: Scenario, policy: str, levers: Sequence[Table]) -> list[TriedPolicy]:
    """One candidate a table of levers, each laid over the policy; in as few scenarios as hold them.

    Raises ScenarioError for levers that cannot be.
    """
    includes = {} if policy == BASELINE else {"includes": [policy]}
    there = scenario.tables.policies
    room = MOST_POLICIES - len(there)
    every: list[TriedPolicy] = []
    for start in range(0, len(levers), room):
        made = {
            f"{PREFIX}_{number}": {**includes, **table}
            for number, table in enumerate(levers[start : start + room], start + 1)
        }
        held = scenario.with_values({"policies": made}, _ORIGIN)
        every += [TriedPolicy(held, name) for name in made]
    return every
