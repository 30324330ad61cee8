"""Compare: the policies of a scenario against a baseline, pair by pair."""

from __future__ import annotations

from dataclasses import dataclass

from rich.console import Console

from journeysim.experiment.compare import Experiment, differences
from journeysim.report import mirror
from journeysim.report.text.compare import print_comparison
from journeysim.report.text.run import Division
from journeysim.report.to_json import Finding
from journeysim.scenario.scenario import Scenario
from journeysim.study.advice import ClosingAdvice, advise
from journeysim.study.ask import Ask
from journeysim.study.experiments import reading
from journeysim.study.findings import Reading
from journeysim.study.measure import division, look_at, measured, plausible_worlds
from journeysim.study.mirror import broken
from journeysim.study.progress import SILENT, Progress


@dataclass(frozen=True)
class Comparison:
    """Policies against a baseline in one world.

    plausible: the same in drawn worlds, where assumptions were asked about; division: what results
    were split by; advice: what it comes to, where that was asked for; warning: what a firm's mirror says against it.
    """

    experiment: Experiment
    baseline: str
    plausible: tuple[Experiment, ...] = ()
    division: Division | None = None
    advice: ClosingAdvice | None = None
    warning: str = ""

    @property
    def finding(self) -> Finding:
        """What goes into a document."""
        experiment = self.experiment
        wanted = max(experiment.scenario.tables.run.replications, experiment.replications)
        return Finding(experiment, wanted, differences(experiment, self.baseline), self.plausible)


def policies_of(scenario: Scenario, ask: Ask) -> tuple[str, ...]:
    """The policies that are measured, the baseline first. Raises UsageError."""
    return tuple(dict.fromkeys((ask.base(scenario), *ask.chosen(scenario))))


def compare(scenario: Scenario, ask: Ask, progress: Progress = SILENT) -> Comparison:
    """Measure the baseline and the policies asked for, until it is settled or enough.

    Raises UsageError.
    """
    base, policies = ask.base(scenario), policies_of(scenario, ask)
    experiment = measured(scenario, policies, ask, progress, look_at(scenario, base, ask))
    worlds = plausible_worlds(scenario, policies, experiment, ask, progress)
    advice = advise(experiment, base, ask, progress) if ask.advised else None
    seen = experiment.observations.get(scenario.baseline)
    off = () if seen is None else broken(scenario, seen)
    return Comparison(
        experiment, base, tuple(worlds), division(scenario, ask), advice, mirror.warning(off)
    )


def _show(page: Console, result: Comparison, full: bool) -> None:
    if result.warning:
        page.print(result.warning, style="yellow", markup=False)
    print_comparison(
        page, result.experiment, result.baseline, result.advice.lines if result.advice else (),
        result.plausible, result.division, full,
    )  # fmt: skip


READING: Reading[Comparison] = reading(_show)
"""How a comparison is read."""
