"""Measuring: the ledgers of two policies, replication by replication, side by side in workers."""

from __future__ import annotations

from typing import NamedTuple

from journeysim.engine.choice import SIMPY, Jobs
from journeysim.engine.log import Array
from journeysim.engine.running import run
from journeysim.experiment.replicate import Progress, carry_out
from journeysim.experiment.twins.counting import ledger
from journeysim.experiment.twins.results import Ledger, Twins
from journeysim.scenario.in_small import small_firm
from journeysim.scenario.scenario import Scenario


class _Pair(NamedTuple):
    """Two policies in one replication, and which engine runs them."""

    scenario: Scenario
    policy: str
    other: str
    replication: int
    engine: str
    max_events: int | None


def _perform(task: _Pair, stop: Array | None = None) -> Ledger:
    """The ledger of one replication; a pure function."""
    firm = small_firm(task.scenario)
    before, after = (
        run(firm.scenario, policy, task.replication, task.engine, stop, task.max_events)
        for policy in (task.policy, task.other)
    )
    return ledger(before, after).of_the_whole(firm.times, firm.pace)


def measure_twins(
    scenario: Scenario,
    before: str,
    after: str,
    *,
    replications: int | None = None,
    jobs: Jobs = None,
    progress: Progress | None = None,
    engine: str = SIMPY,
    max_events: int | None = None,
) -> Twins:
    """The ledgers of two policies, one a replication. Raises UsageError for unknown policies.

    max_events: no run may have more.
    """
    before, after = scenario.policy(before), scenario.policy(after)
    count = replications or scenario.tables.run.replications
    tasks = [_Pair(scenario, before, after, number, engine, max_events) for number in range(count)]
    return Twins(scenario, before, after, tuple(carry_out(tasks, _perform, jobs, progress)))
