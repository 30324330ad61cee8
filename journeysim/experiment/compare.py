"""Compare: policies in one world, each measured and each against a baseline, pair by pair.

Every replication lives under every policy with the same luck, so a difference is the policy's
alone. Intervals of differences are simultaneous over the policies compared.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import fsum, isnan

from journeysim import metrics
from journeysim.engine.choice import SIMPY
from journeysim.errors import UsageError
from journeysim.experiment.estimate import CONFIDENCE, Estimate, difference, estimate
from journeysim.experiment.replicate import Progress, Result, Task, perform_all
from journeysim.scenario.scenario import Scenario
from journeysim.scenario.world import Names, names_of


@dataclass(frozen=True)
class Difference:
    """A policy against the baseline in one metric, paired."""

    policy: str
    baseline: str
    metric: str
    estimate: Estimate
    confidence: float


@dataclass(frozen=True)
class Experiment:
    """What was measured: observations by policy and metric, in the order of the replications.

    observations[policy][metric]: one number a replication. cash and active: by policy, one curve a
    replication (see `replicate.Result`).
    """

    scenario: Scenario
    policies: tuple[str, ...]
    metrics: tuple[str, ...]
    replications: int
    observations: Mapping[str, Mapping[str, tuple[float, ...]]]
    cash: Mapping[str, tuple[tuple[float, ...], ...]]
    active: Mapping[str, tuple[tuple[float, ...], ...]]
    events: int

    def estimate(self, policy: str, metric: str) -> Estimate:
        """One metric of one policy, with its own interval."""
        return estimate(self.observations[policy][metric])

    def difference(self, policy: str, baseline: str, metric: str, among: int = 1) -> Difference:
        """A paired difference; its interval holds together with `among` - 1 others."""
        ours, theirs = self.observations[policy][metric], self.observations[baseline][metric]
        confidence = 1.0 - (1.0 - CONFIDENCE) / among
        found = difference(ours, theirs, confidence)
        return Difference(policy, baseline, metric, found, CONFIDENCE)

    def payback_day(self, policy: str, baseline: str) -> float | None:
        """The day from which the policy's mean cumulative profit stays ahead; None if it never does.

        0 if it is never behind.
        """
        lead = [
            fsum(one[day] - other[day] for one, other in self._pairs(policy, baseline))
            for day in range(len(self.cash[policy][0]))
        ]
        if not lead or lead[-1] < 0.0:
            return None
        behind = [day for day, ahead in enumerate(lead) if ahead < 0.0]
        return float(behind[-1] + 2) if behind else 0.0

    def _pairs(
        self, policy: str, baseline: str
    ) -> list[tuple[tuple[float, ...], tuple[float, ...]]]:
        return list(zip(self.cash[policy], self.cash[baseline], strict=True))


@dataclass(frozen=True)
class Best:
    """The policy with the best mean, and those that cannot be told apart from it."""

    metric: str
    policy: str
    rivals: tuple[str, ...]


def measure(
    scenario: Scenario,
    policies: Sequence[str],
    wanted: Sequence[str] | None = None,
    *,
    replications: int | None = None,
    jobs: int | None = None,
    progress: Progress | None = None,
    engine: str = SIMPY,
) -> Experiment:
    """Run policies for a number of replications and measure them.

    wanted: metric names (default: all that make sense). Raises UsageError for unknown names.
    """
    policies = tuple(dict.fromkeys(scenario.policy(name) for name in policies))
    if not policies:
        raise UsageError("no policy to run")
    count = replications or scenario.tables.run.replications
    names = tuple(wanted) if wanted is not None else default_metrics(scenario)
    known = names_in(scenario)
    for name in names:
        metrics.find(name).check(known)
    tasks = [
        Task(scenario, policy, number, names, engine)
        for number in range(count)
        for policy in policies
    ]
    results = perform_all(tasks, jobs, progress)
    return _gathered(scenario, policies, names, count, results)


def default_metrics(scenario: Scenario) -> tuple[str, ...]:
    """The metrics that a table or a JSON document holds unless others are asked for."""
    wanted = metrics.default_requests(names_in(scenario), scenario.tables.run.days)
    return tuple(request.name for request in wanted)


def names_in(scenario: Scenario) -> Names:
    """The names of what is in a scenario under any of its policies."""
    phases = [phase for policy in scenario.policies for phase in scenario.phases(policy)]
    return names_of(scenario.tables, phases)


def _gathered(
    scenario: Scenario,
    policies: tuple[str, ...],
    names: tuple[str, ...],
    count: int,
    results: Sequence[Result],
) -> Experiment:
    of = {policy: [result for result in results if result.policy == policy] for policy in policies}
    return Experiment(
        scenario=scenario,
        policies=policies,
        metrics=names,
        replications=count,
        observations={
            policy: {
                name: tuple(result.values[index] for result in of[policy])
                for index, name in enumerate(names)
            }
            for policy in policies
        },
        cash={policy: tuple(result.cash for result in of[policy]) for policy in policies},
        active={policy: tuple(result.active for result in of[policy]) for policy in policies},
        events=sum(result.events for result in results),
    )


def differences(experiment: Experiment, baseline: str) -> list[Difference]:
    """Every other policy against the baseline, in every metric."""
    others = [policy for policy in experiment.policies if policy != baseline]
    return [
        experiment.difference(policy, baseline, metric, among=len(others))
        for policy in others
        for metric in experiment.metrics
    ]


def best(experiment: Experiment, metric: str) -> Best | None:
    """The best policy in a metric that has a better end, with its rivals; None without one."""
    better = metrics.find(metric).metric.better
    means = {
        policy: experiment.estimate(policy, metric).mean
        for policy in experiment.policies
        if not isnan(experiment.estimate(policy, metric).mean)
    }
    if not better or not means:
        return None
    sign = 1.0 if better == "higher" else -1.0
    first = max(means, key=lambda policy: sign * means[policy])
    rivals = tuple(
        policy
        for policy in means
        if policy != first
        and not _settled(experiment.difference(first, policy, metric, among=max(1, len(means) - 1)))
    )
    return Best(metric, first, rivals)


def _settled(difference: Difference) -> bool:
    found = difference.estimate
    return found.settled
