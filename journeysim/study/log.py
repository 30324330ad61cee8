"""Log: the events of policies, run after run, as files, blocks of columns or one array."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from journeysim.engine import choice
from journeysim.engine.running import run
from journeysim.experiment.holdout import held_out
from journeysim.report import seen
from journeysim.report.event_columns import Export, blocks
from journeysim.report.files import refuse_overwriting
from journeysim.report.formats import writer_of
from journeysim.scenario.in_small import refuse_days_in_small
from journeysim.scenario.scenario import Scenario
from journeysim.study.ask import Ask
from journeysim.study.columns import Array
from journeysim.study.progress import SILENT, Progress


@dataclass(frozen=True)
class AskLog(Ask):
    """What is written: without what a firm could not see (truth: that goes to a file of its own),
    and with a share of customers held out from all touches."""

    truth: bool = False
    holdout: float | None = None


@dataclass(frozen=True)
class Log:
    """The events of some policies, so many runs of each; they are lived while they are read."""

    scenario: Scenario
    policies: tuple[str, ...]
    runs: int
    engine: str
    truth: bool = False
    groups: tuple[tuple[str, str], ...] = ()

    def exports(self, tell: Callable[[seen.Pair], None] | None = None) -> Iterator[Export]:
        """One run after the other; tell: given each run with its twin, which then are parted."""
        scenario = self.scenario
        start = date.fromisoformat(scenario.tables.run.start_date)
        for policy in self.policies:
            for number in range(self.runs):
                outcome = run(scenario, policy, number, self.engine)
                several = len(self.policies) > 1
                export = Export(outcome, policy, start, several, self.groups)
                if tell is None:
                    yield export
                    continue
                same = policy == scenario.baseline
                twin = outcome if same else run(scenario, scenario.baseline, number, self.engine)
                tell(seen.Pair(export, scenario.baseline, twin))
                yield export._replace(outcome=seen.seen(outcome))

    def write(self, path: Path | str, progress: Progress = SILENT) -> int:
        """Write FILE, and with `truth` its .truth.csv; returns the number of events."""
        target = Path(path)
        write = writer_of(target)
        if self.truth:
            secrets = seen.truth_path(target)
            with seen.truth_file(secrets) as tell:
                rows = write(target, self.exports(tell))
            progress.say(f"the truth about them written to {secrets}")
        else:
            rows = write(target, self.exports())
        progress.say(f"{rows:,} events written to {target}")
        return rows

    @property
    def log(self) -> Array:
        """All events as one structured array, with the columns of the files."""
        return events(self.exports())


def log(scenario: Scenario, ask: AskLog, progress: Progress = SILENT) -> Log:
    """What will be written of the policies asked for, one run each unless more are asked for.

    Raises UsageError.
    """
    refuse_days_in_small(scenario)
    groups: tuple[tuple[str, str], ...] = ()
    if ask.holdout is not None:
        scenario, groups = held_out(scenario, ask.holdout)
    policies, count = ask.chosen(scenario), ask.replications or 1
    runs = len(policies) * count * (1 + ask.truth)
    engine = choice.chosen(ask.engine, [scenario], runs, 1)
    return Log(scenario, policies, count, engine, ask.truth, groups)


def refuse_target(target: Path, scenario: Scenario, truth: bool) -> None:
    """Raise UsageError where a file of the scenario would be written over."""
    for path in (target, seen.truth_path(target)) if truth else (target,):
        refuse_overwriting(path, scenario.document.files)


def exports(scenario: Scenario, policies: Sequence[str], engine: str) -> Iterator[Export]:
    """The first replication of policies, by the engine asked for."""
    engine_now = choice.chosen(engine, [scenario], len(policies), 1)
    yield from Log(scenario, tuple(policies), 1, engine_now).exports()


def events(runs: Iterable[Export]) -> Array:
    """Runs as one structured array; its fields are the columns of the files."""
    parts: list[Array] = []
    for export in runs:
        for block in blocks(export):
            columns = {name: np.asarray(values) for name, values in block.items()}
            parts.append(_structured(columns))
    return _joined(parts)


def _structured(columns: dict[str, Array]) -> Array:
    count = len(next(iter(columns.values())))
    kinds: list[Any] = [(name, values.dtype) for name, values in columns.items()]
    rows: Array = np.empty(count, dtype=kinds)
    for name, values in columns.items():
        rows[name] = values
    return rows


def _joined(parts: Sequence[Array]) -> Array:
    return np.concatenate(parts) if parts else np.empty(0)
