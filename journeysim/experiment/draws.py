"""Draws: policies compared over chance and assumptions together.

Each draw is one plausible world with luck of its own, the same for every policy; so what is counted
over draws says how a choice fares when neither luck nor the assumed figures are known. Shares are
counted as drawn, never stretched to a hundred.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import floor, isnan, nan

import numpy as np

from journeysim import metrics
from journeysim.engine.choice import COMPILED, SIMPY, Jobs
from journeysim.engine.log import Array
from journeysim.experiment.assumptions import drawn_values, plausible_worlds, unknowns
from journeysim.experiment.compare import Experiment
from journeysim.experiment.headline import headline
from journeysim.experiment.replicate import MeasureTask, Progress, Result, perform_all
from journeysim.scenario.merging import Path
from journeysim.scenario.scenario import Scenario

MOST = 40
"""No more worlds than this are drawn unasked."""

LEAST = 10
"""Fewer draws do not show a worst tenth."""

BUDGET = {COMPILED: 4_000_000, SIMPY: 200_000}
"""Events that draws may take on top, unasked: a few seconds' worth by either engine."""

CEILING = {COMPILED: 50_000_000, SIMPY: 200_000}
"""Events that the least draws may take, where the budget leaves none: of the size of a comparison of a
large firm, which takes as long itself."""


@dataclass(frozen=True)
class Draws:
    """What the policies came to in each draw; one number a draw, in the order of the draws.

    assumed: how many figures were drawn; kept: the metric that counts the people kept.
    """

    assumed: int
    kept: str
    observations: Mapping[str, Mapping[str, tuple[float, ...]]]

    @property
    def count(self) -> int:
        """How many draws there are."""
        return max((len(v) for of in self.observations.values() for v in of.values()), default=0)

    def has(self, policies: Sequence[str]) -> bool:
        """Were all of these drawn?"""
        return all(policy in self.observations for policy in policies)

    def differences(self, policy: str, baseline: str, metric: str) -> tuple[float, ...]:
        """The paired difference in each draw in which there is one."""
        ours, theirs = self.observations[policy][metric], self.observations[baseline][metric]
        apart = (one - other for one, other in zip(ours, theirs, strict=True))
        return tuple(value for value in apart if not isnan(value))

    def better_in(self, policy: str, baseline: str, metric: str) -> int:
        """In how many draws the policy is on the better side."""
        sign = -1.0 if metrics.find(metric).metric.better == "lower" else 1.0
        return sum(sign * value > 0.0 for value in self.differences(policy, baseline, metric))

    def tenth(self, policy: str, baseline: str, metric: str) -> float:
        """What the difference comes to in the worst tenth of draws, at its better end."""
        sign = -1.0 if metrics.find(metric).metric.better == "lower" else 1.0
        differences = sorted(sign * value for value in self.differences(policy, baseline, metric))
        return sign * differences[max(0, floor(0.1 * len(differences)) - 1)]

    def range(self, policy: str, baseline: str, metric: str) -> tuple[float, float]:
        """Between what nine of ten draws of the difference lie; NaN without any."""
        differences = sorted(self.differences(policy, baseline, metric))
        if not differences:
            return nan, nan
        left_out = len(differences) // 20
        return differences[left_out], differences[len(differences) - 1 - left_out]

    def best_in(self, metric: str, other: str, worth: float) -> dict[str, int]:
        """In how many draws each policy is best when a unit of `other` is worth so much of `metric`.

        Policies that are equally good share their draws with the first of them.
        """
        count = dict.fromkeys(self.observations, 0)
        for draw in range(self.count):
            total = {
                policy: seen[metric][draw] + worth * seen[other][draw]
                for policy, seen in self.observations.items()
            }
            if not any(isnan(value) for value in total.values()):
                count[max(total, key=lambda policy: total[policy])] += 1
        return count


def affordable(experiment: Experiment, policies: int, budget: int, ceiling: int = 0) -> int:
    """How many draws of so many policies a comparison may take unasked.

    No more events than the budget; where that leaves too few to say anything, the least that does if
    they take no more than the ceiling, else 0. Counts alone decide, never a clock.
    """
    runs = experiment.replications * len(experiment.policies)
    if not runs or not experiment.events:
        return 0
    draw = policies * experiment.events / runs
    worlds = min(MOST, int(budget / draw))
    if worlds >= LEAST:
        return worlds
    return LEAST if LEAST * draw <= ceiling else 0


def strongest(
    scenario: Scenario, draws: Draws, pair: tuple[str, str], metric: str, most: int
) -> tuple[Path, ...]:
    """The assumed figures with which a paired difference goes most closely over the draws, by rank
    correlation; what to look at first, no more."""
    ours, theirs = (draws.observations[policy][metric] for policy in pair)
    apart = np.subtract(ours, theirs)
    there = ~np.isnan(apart)
    values = np.array(drawn_values(scenario, draws.count))[there]
    paths = [path for path, *_ in unknowns(scenario)]
    if not there.any():
        return ()
    close = [abs(_correlation(column, apart[there])) for column in values.T]
    order = sorted(range(len(paths)), key=lambda place: (-close[place], paths[place]))
    return tuple(paths[place] for place in order[:most])


def _correlation(one: Array, other: Array) -> float:
    """Spearman's; 0 where either does not vary."""
    ranks = [np.argsort(np.argsort(each, kind="stable"), kind="stable") for each in (one, other)]
    if np.ptp(one) == 0.0 or np.ptp(other) == 0.0:
        return 0.0
    first, second = (each - each.mean() for each in ranks)
    return float((first * second).sum() / np.sqrt((first**2).sum() * (second**2).sum()))


def draw_tasks(
    scenario: Scenario, policies: Sequence[str], wanted: Sequence[str], count: int, engine: str
) -> Iterator[MeasureTask]:
    """What has to be run for so many draws, world by world as it is asked for."""
    for number, world in enumerate(plausible_worlds(scenario, count)):
        for policy in policies:
            yield MeasureTask(world, policy, number, tuple(wanted), engine, curves=False)


def draws_of(
    scenario: Scenario, policies: Sequence[str], wanted: Sequence[str], results: Sequence[Result]
) -> Draws:
    """The draws that the results of all tasks make, in the order of the tasks."""
    return Draws(
        len(unknowns(scenario)),
        headline(scenario).metric,
        {
            policy: {
                name: tuple(result.values[place] for result in results[index :: len(policies)])
                for place, name in enumerate(wanted)
            }
            for index, policy in enumerate(policies)
        },
    )


def draw_worlds(
    scenario: Scenario,
    policies: Sequence[str],
    wanted: Sequence[str],
    count: int,
    *,
    jobs: Jobs = None,
    progress: Progress | None = None,
    engine: str = SIMPY,
) -> Draws:
    """Measure the policies in so many draws; the first draws of more are those of fewer."""
    tasks = list(draw_tasks(scenario, policies, wanted, count, engine))
    return draws_of(scenario, policies, wanted, perform_all(tasks, jobs, progress))
