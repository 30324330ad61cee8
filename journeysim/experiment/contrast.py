"""Contrast: a policy against a baseline in one metric, measured in any number of worlds.

The luck is the same in all of them, so that what moves from world to world is the worlds' doing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from journeysim.engine.choice import SIMPY, Jobs
from journeysim.experiment.family import ALONE, IntervalFamily
from journeysim.experiment.replicate import MeasureTask, Progress, perform_all
from journeysim.scenario.scenario import Scenario

REPLICATIONS = 2
"""Enough to tell how far a difference moves, because the luck does not."""


@dataclass(frozen=True)
class Contrast:
    """Which difference is looked at, in which world, with how many replications, and who runs it.

    family: what its interval holds together with; first: replications before it are left out; plain:
    the difference in the world itself, replication by replication, where it is at hand.
    """

    scenario: Scenario
    policy: str
    baseline: str
    metric: str
    replications: int = REPLICATIONS
    engine: str = SIMPY
    jobs: Jobs = None
    family: IntervalFamily = ALONE
    first: int = 0
    plain: tuple[float, ...] = ()


def paired(
    contrast: Contrast, worlds: Sequence[Scenario], progress: Progress | None = None
) -> list[tuple[list[float], list[float]]]:
    """What the policy and the baseline show in every world, replication by replication."""
    count = contrast.replications - contrast.first
    tasks = [
        MeasureTask(world, policy, number, (contrast.metric,), contrast.engine, curves=False)
        for world in worlds
        for policy in (contrast.policy, contrast.baseline)
        for number in range(contrast.first, contrast.replications)
    ]
    values = [result.values[0] for result in perform_all(tasks, contrast.jobs, progress)]
    return [
        (values[start : start + count], values[start + count : start + 2 * count])
        for start in range(0, len(values), 2 * count)
    ]
