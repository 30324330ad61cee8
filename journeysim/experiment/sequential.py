"""Sequential analysis: when to stop adding replications, and what each look at the data costs.

Replications double from look to look, and the error allowed is shared by all looks that were
planned, so that looking again never makes a false verdict likelier. The plan depends on counts
alone: never on clocks, workers or the engine.

Source: group-sequential testing with the Bonferroni inequality; Law, Simulation Modeling and
Analysis, 9.4 and 10.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from journeysim.engine.choice import SIMPY, Jobs
from journeysim.experiment.replicate import MeasureTask, Progress, Result, perform_all
from journeysim.scenario.scenario import Scenario

LEAST = 2
"""Fewer replications tell nothing about luck; a look at them is none."""


def planned(first: int, most: int) -> tuple[int, ...]:
    """The counts of replications to look at: `first`, doubled until `most`, which is the last.

    A first look at a single replication is left out, unless there is no other.
    """
    counts = [min(first, most)]
    while counts[-1] < most:
        counts.append(min(2 * counts[-1], most))
    return tuple(count for count in counts if count >= LEAST) or (counts[-1],)


@dataclass(frozen=True)
class Sample:
    """What was measured so far: by policy, one result a replication, from replication 0 on."""

    scenario: Scenario
    metrics: tuple[str, ...]
    results: Mapping[str, tuple[Result, ...]] = field(default_factory=dict)

    def done(self, policy: str) -> int:
        """How many replications of a policy there are."""
        return len(self.results.get(policy, ()))

    def values(self, policy: str, metric: str) -> tuple[float, ...]:
        """One metric of one policy, one number a replication."""
        index = self.metrics.index(metric)
        return tuple(result.values[index] for result in self.results.get(policy, ()))

    @property
    def events(self) -> int:
        """How many events were simulated."""
        return sum(result.events for results in self.results.values() for result in results)

    def events_after(self, policies: Sequence[str], count: int) -> int:
        """How many events there will be, roughly, when these policies have so many replications.

        Each goes on at its mean so far; a policy that has not run yet counts for nothing.
        """
        total = self.events
        for policy in policies:
            results = self.results.get(policy, ())
            missing = max(0, count - len(results))
            if results:
                total += missing * sum(result.events for result in results) // len(results)
        return total


def extended(
    sample: Sample,
    policies: Sequence[str],
    count: int,
    *,
    jobs: Jobs = None,
    progress: Progress | None = None,
    engine: str = SIMPY,
    curves: bool = True,
    max_events: int | None = None,
) -> Sample:
    """The sample with these policies run up to `count` replications; what is there is kept.

    curves: keep the daily curves of every run, too. max_events: no run may have more. Raises
    LostWorkError (WorkLimitError for a run with more events), EngineError.
    """
    tasks = [
        MeasureTask(sample.scenario, policy, number, sample.metrics, engine, max_events, curves)
        for number in range(count)
        for policy in policies
        if number >= sample.done(policy)
    ]
    grown = {policy: list(results) for policy, results in sample.results.items()}
    for result in perform_all(tasks, jobs, progress):
        grown.setdefault(result.policy, []).append(result)
    every = {policy: tuple(results) for policy, results in grown.items()}
    return Sample(sample.scenario, sample.metrics, every)
