"""Run: what each policy of a scenario leads to, with intervals."""

from __future__ import annotations

from dataclasses import dataclass

from rich.console import Console

from journeysim.experiment.compare import Experiment
from journeysim.report.text.run import Division, print_run
from journeysim.report.to_json import Finding
from journeysim.scenario.scenario import Scenario
from journeysim.study.ask import Ask
from journeysim.study.experiments import reading
from journeysim.study.findings import Reading
from journeysim.study.measure import division, measured, plausible_worlds
from journeysim.study.progress import SILENT, Progress


@dataclass(frozen=True)
class PolicyRuns:
    """Policies measured in one world.

    plausible: the same in drawn worlds, where assumptions were asked about; division: what results
    were split by.
    """

    experiment: Experiment
    plausible: tuple[Experiment, ...] = ()
    division: Division | None = None

    @property
    def finding(self) -> Finding:
        """What goes into a document."""
        wanted = self.experiment.scenario.tables.run.replications
        return Finding(self.experiment, wanted, plausible=self.plausible)


def run(scenario: Scenario, ask: Ask, progress: Progress = SILENT) -> PolicyRuns:
    """Measure the policies asked for, or every named one. Raises UsageError."""
    policies = ask.chosen(scenario)
    experiment = measured(scenario, policies, ask, progress)
    worlds = plausible_worlds(scenario, policies, experiment, ask, progress)
    return PolicyRuns(experiment, tuple(worlds), division(scenario, ask))


def _show(page: Console, result: PolicyRuns, full: bool) -> None:
    print_run(page, result.experiment, result.division)


READING: Reading[PolicyRuns] = reading(_show)
"""How a run is read."""
