"""Compare: policies in one world, each measured and each against a baseline, pair by pair.

Every replication lives under every policy with the same luck, so a difference is the policy's
alone. Intervals of differences are simultaneous over the policies compared and over the looks that
were planned at them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import fsum, isnan, nan

from journeysim import metrics
from journeysim.engine.choice import SIMPY, Jobs
from journeysim.errors import UsageError
from journeysim.experiment.estimate import (
    CONFIDENCE,
    Estimate,
    estimate,
    replications_needed,
    variance,
)
from journeysim.experiment.family import IntervalFamily, paired_difference
from journeysim.experiment.headline import Headline, headline
from journeysim.experiment.replicate import Progress, Result
from journeysim.experiment.sequential import LEAST, Sample, extended, planned
from journeysim.scenario.encoding import names_of
from journeysim.scenario.scenario import Scenario
from journeysim.scenario.world import Names


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
    replication (see `replicate.Result`). looks: how often it was planned to look at them.
    """

    scenario: Scenario
    policies: tuple[str, ...]
    metrics: tuple[str, ...]
    replications: int
    observations: Mapping[str, Mapping[str, tuple[float, ...]]]
    cash: Mapping[str, tuple[tuple[float, ...], ...]]
    active: Mapping[str, tuple[tuple[float, ...], ...]]
    events: int
    looks: int = 1

    def estimate(self, policy: str, metric: str) -> Estimate:
        """One metric of one policy, with its own interval."""
        within = metrics.find(metric).metric.range
        return estimate(self.observations[policy][metric], within=within)

    @property
    def headline(self) -> Headline:
        """The metric that the comparison is about, and its day."""
        return headline(self.scenario)

    @property
    def family(self) -> IntervalFamily:
        """What the interval of each difference holds together with: the other policies, each look."""
        return IntervalFamily(max(1, len(self.policies) - 1), self.looks)

    def difference(
        self, policy: str, baseline: str, metric: str, family: IntervalFamily | None = None
    ) -> Difference:
        """A paired difference; its interval holds together with those of the family."""
        ours, theirs = self.observations[policy][metric], self.observations[baseline][metric]
        estimate = paired_difference(ours, theirs, metric, family or self.family)
        return Difference(policy, baseline, metric, estimate, CONFIDENCE)

    def needed(self, policy: str, baseline: str, metric: str) -> int | None:
        """About how many replications would settle a difference; None if it is out of reach."""
        apart = self.apart(policy, baseline, metric)
        return replications_needed(apart, 0.0, self.family.confidence)

    def apart(self, policy: str, baseline: str, metric: str) -> tuple[float, ...]:
        """A paired difference, replication by replication."""
        ours, theirs = self.observations[policy][metric], self.observations[baseline][metric]
        return tuple(one - other for one, other in zip(ours, theirs, strict=True))

    def gain(self, policy: str, baseline: str, metric: str) -> float:
        """How many times the replications a difference would take with luck of its own each.

        The variances of both sides over that of the paired difference; NaN where luck plays no
        part. Source: Law, Simulation Modeling and Analysis, 11.2 (common random numbers).
        """
        seen = self.observations
        ours, theirs = seen[policy][metric], seen[baseline][metric]
        apart = [one - other for one, other in zip(ours, theirs, strict=True)]
        if self.replications < LEAST or any(isnan(value) for value in apart):
            return nan
        paired = variance(apart)
        return (variance(ours) + variance(theirs)) / paired if paired > 0.0 else nan

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
    most: int | None = None,
    baseline: str | None = None,
    max_events: int | None = None,
    jobs: Jobs = None,
    progress: Progress | None = None,
    first: Callable[[Experiment], None] | None = None,
    engine: str = SIMPY,
) -> Experiment:
    """Run policies for a number of replications and measure them.

    wanted: metric names (default: all that make sense). most: go on in doubling looks up to so many
    replications until the headline against the baseline is settled. max_events: stop before more
    events than this; one replication of each policy is run in any case, unless one run alone has
    more: WorkLimitError. first: is shown the first replication as soon as it is there. Raises
    UsageError for unknown names.
    """
    policies = tuple(dict.fromkeys(scenario.policy(name) for name in policies))
    if not policies:
        raise UsageError("no policy to run")
    count = replications or scenario.tables.run.replications
    names = tuple(wanted) if wanted is not None else default_metrics(scenario)
    known = names_in(scenario)
    for name in names:
        metrics.find(name).check(known)
    looks = planned(count, max(count, most)) if most is not None and baseline else (count,)
    sample = Sample(scenario, names)
    if max_events is not None or first:
        sample = extended(sample, policies, 1, jobs=jobs, engine=engine, max_events=max_events)
    if first:
        first(_gathered(sample, policies, looks))
    for look in looks:
        if max_events is not None and sample.events_after(policies, look) > max_events:
            if look > looks[0]:
                break
            look = max(1, max_events // max(1, sample.events))
        sample = extended(
            sample, policies, look,
            jobs=jobs, progress=progress, engine=engine, max_events=max_events,
        )  # fmt: skip
        if look < looks[0] or (baseline and settled(_gathered(sample, policies, looks), baseline)):
            break
    return _gathered(sample, policies, looks)


def settled(experiment: Experiment, baseline: str) -> bool:
    """Can the headline of every policy be told from the baseline's, and the best from the rest?

    Policies that agree to the last bit are told apart as well as can be.
    """
    metric, _ = headline(experiment.scenario)
    if metric not in experiment.metrics:
        return True
    if open_against(experiment, baseline, metric):
        return False
    leader = best(experiment, metric)
    seen = experiment.observations
    return leader is None or all(
        seen[leader.policy][metric] == seen[rival][metric] for rival in leader.rivals
    )


def open_against(experiment: Experiment, baseline: str, metric: str) -> tuple[str, ...]:
    """The policies whose difference from the baseline luck could turn."""
    others = [policy for policy in experiment.policies if policy != baseline]
    differences = {
        policy: experiment.difference(policy, baseline, metric).estimate for policy in others
    }
    return tuple(
        policy
        for policy, apart in differences.items()
        if apart.n and not apart.settled and not apart.low == apart.high == 0.0
    )


def default_metrics(scenario: Scenario) -> tuple[str, ...]:
    """The metrics that a table or a JSON document holds unless others are asked for."""
    wanted = metrics.default_requests(names_in(scenario), scenario.tables.run.days)
    names = (request.name for request in wanted)
    return tuple(dict.fromkeys((*names, headline(scenario).metric)))


def names_in(scenario: Scenario) -> Names:
    """The names of what is in a scenario under any of its policies."""
    phases = [phase for policy in scenario.policies for phase in scenario.phases(policy)]
    return names_of(scenario.tables, phases)


def gathered(
    scenario: Scenario,
    policies: Sequence[str],
    names: tuple[str, ...],
    results: Mapping[str, Sequence[Result]],
    looks: int = 1,
) -> Experiment:
    """The experiment that these results, by policy, are."""
    return Experiment(
        scenario=scenario,
        policies=tuple(policies),
        metrics=names,
        replications=min((len(results[policy]) for policy in policies), default=0),
        observations={
            policy: {
                name: tuple(result.values[index] for result in results[policy])
                for index, name in enumerate(names)
            }
            for policy in policies
        },
        cash={policy: tuple(result.cash for result in results[policy]) for policy in policies},
        active={policy: tuple(result.active for result in results[policy]) for policy in policies},
        events=sum(result.events for policy in policies for result in results[policy]),
        looks=looks,
    )


def _gathered(sample: Sample, policies: Sequence[str], looks: Sequence[int]) -> Experiment:
    return gathered(sample.scenario, policies, sample.metrics, sample.results, len(looks))


def differences(experiment: Experiment, baseline: str) -> list[Difference]:
    """Every other policy against the baseline, in every metric."""
    others = [policy for policy in experiment.policies if policy != baseline]
    return [
        experiment.difference(policy, baseline, metric)
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
        if policy != first and not experiment.difference(first, policy, metric).estimate.settled
    )
    return Best(metric, first, rivals)
