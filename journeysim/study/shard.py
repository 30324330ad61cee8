"""Shard: one of so many equal parts of the runs of a command, made and kept, for another to put together.

A part is whole replications, so that a run-in is lived once. Nothing is found out here: whoever gives the
same command without a shard finds all parts in the store.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from journeysim.errors import OutputError, UsageError
from journeysim.experiment.assumptions import WORLDS, plausible_worlds, tasks_in
from journeysim.experiment.keeping import Keeping
from journeysim.experiment.replicate import MeasureTask, perform_all
from journeysim.numerals import numeral
from journeysim.scenario.in_small import small_firm
from journeysim.scenario.scenario import Scenario
from journeysim.study.ask import Ask
from journeysim.study.measure import engine_for, look_at, wanted_metrics
from journeysim.study.progress import SILENT, Progress

MOST = 100_000
"""More parts than there can be replications are of no use."""

_WRITTEN = re.compile(r"([0-9]{1,6})/([0-9]{1,6})")


@dataclass(frozen=True)
class Shard:
    """Part `number` of `of`, counted from 1."""

    number: int
    of: int

    def has(self, task: MeasureTask) -> bool:
        """Is this run one of this part?"""
        return task.replication % self.of == self.number - 1

    def __str__(self) -> str:
        """As it is typed."""
        return f"{self.number}/{self.of}"


def shard_of(text: str, ask: Ask) -> Shard:
    """The part that is meant by `I/N`. Raises UsageError, also for what cannot be done in parts."""
    written = _WRITTEN.fullmatch(text)
    number, of = (int(each) for each in written.groups()) if written else (0, 0)
    if not 1 <= number <= of <= MOST:
        raise UsageError(f"--shard {text!r}: is not I/N, part I of N, as 3/40; allowed: 1/1 to N/N")
    if not isinstance(ask.jobs, Keeping):
        raise UsageError("--shard keeps its runs for another command to find; name a --store DIR")
    if ask.max_events is not None:
        raise UsageError("--max-events counts all runs; a --shard knows only its own")
    return Shard(number, of)


def make_part(
    scenario: Scenario,
    policies: tuple[str, ...],
    ask: Ask,
    shard: Shard,
    progress: Progress = SILENT,
    baseline: str | None = None,
) -> None:
    """Make and keep this part of the runs that these policies may need.

    baseline: what they are compared with, as often as it may take. Raises OutputError where a run could
    not be kept: it is lost to whoever puts the parts together.
    """
    count = scenario.tables.run.replications
    look = look_at(scenario, baseline, ask) if baseline is not None else None
    most = look.most if look else count
    names = wanted_metrics(scenario, ask)
    runs = len(policies) * most
    engine = engine_for(small_firm(scenario).scenario, max(1, runs // shard.of), ask, progress)
    tasks = [
        MeasureTask(scenario, policy, number, names, engine)
        for number in range(most)
        for policy in policies
    ]
    if ask.assumptions:
        tasks += tasks_in(list(plausible_worlds(scenario, WORLDS)), policies, names, engine)
    ours = [task for task in tasks if shard.has(task)]
    where = f" in world {scenario.world}" if scenario.world else ""
    progress.say(
        f"{scenario.name}{where}: part {shard}, {numeral(len(ours))} of {numeral(len(tasks))} runs, "
        f"engine {engine}"
    )
    assert isinstance(ask.jobs, Keeping)
    before = ask.jobs.unkept
    with progress.counting(scenario.name) as counter:
        perform_all(ours, ask.jobs, counter)
    if ask.jobs.unkept > before:
        raise OutputError(ask.jobs.trouble())
