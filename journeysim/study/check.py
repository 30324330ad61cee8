"""Check: the claims of scenarios put to the test, and what changed against something older.

Judges suite by suite; whoever is interrupted keeps what was judged so far.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import Any

from rich.console import Console

from journeysim.errors import LostWorkError
from journeysim.experiment import baselines
from journeysim.experiment.changes import Checked, values_of
from journeysim.experiment.verdicts import begun, trial
from journeysim.report import to_json
from journeysim.report.annotations import workflow_commands
from journeysim.report.text.check import print_check
from journeysim.report.to_history import history_line
from journeysim.report.to_junit import junit
from journeysim.report.to_sarif import sarif
from journeysim.report.to_summary import summary
from journeysim.study.ask import Ask, Frame
from journeysim.study.check_changes import compared
from journeysim.study.check_plan import CHANGED, PLAIN, Suite, Terms, plan
from journeysim.study.columns import Array, Series, tidy
from journeysim.study.measure import announce, engine_for
from journeysim.study.progress import SILENT, Progress
from journeysim.study.rendering import html_of, text_of
from journeysim.study.revisions import head


class Conclusion(StrEnum):
    """What a check amounts to."""

    PASS = "pass"
    FAIL = "fail"
    UNDECIDED = "undecided"
    INCOMPLETE = "incomplete"
    INTERRUPTED = "interrupted"
    BROKE_OFF = "broke off"


EXIT_CODES = {
    Conclusion.PASS: 0,
    Conclusion.FAIL: 1,
    Conclusion.UNDECIDED: 3,
    Conclusion.INCOMPLETE: 4,
    Conclusion.INTERRUPTED: 130,
    Conclusion.BROKE_OFF: 70,
}
"""What a build may conclude from a check that was not hindered in any other way."""

_WORST_FIRST = (Conclusion.INCOMPLETE, Conclusion.FAIL, Conclusion.UNDECIDED, Conclusion.PASS)


@dataclass(frozen=True, repr=False)
class CheckResult:
    """What was judged and what changed, suite by suite.

    engine: the one asked for; lost: work that could not be done, in words; ended_by: what ended it
    early, "" for nothing; early: how that counts.
    """

    checked: tuple[Checked, ...]
    engine: str = "auto"
    fail_on: frozenset[str] = frozenset()
    lost: tuple[str, ...] = ()
    ended_by: str = ""
    early: Conclusion | None = None

    @property
    def outcome(self) -> Conclusion:
        """The worst of what was found, unless it ended early."""
        if self.early is not None or self.lost:
            return self.early or Conclusion.INCOMPLETE
        counts = {one.counts_as for each in self.checked for one in each.trial.judgements}
        if CHANGED in self.fail_on and any(each.changed for each in self.checked):
            counts.add("fail")
        return min(
            [Conclusion.PASS, *(Conclusion(each) for each in counts & {"fail", "undecided"})],
            key=_WORST_FIRST.index,
        )

    @property
    def ending(self) -> str:
        """Why not everything was looked at to the end, "" where it was."""
        return "; ".join(filter(None, (*self.lost, self.ended_by)))

    def ended(self, outcome: Conclusion, ending: str) -> CheckResult:
        """The same, ended early: what was not looked at to the end is undecided."""
        reason = outcome.value if outcome is Conclusion.INTERRUPTED else "the run broke off"
        checked = tuple(replace(each, trial=each.trial.ended(reason)) for each in self.checked)
        return replace(self, checked=checked, ended_by=ending or reason, early=outcome)

    def show(self, page: Console, full: bool = False) -> None:
        """Print it as the command does."""
        print_check(page, self.checked, self.outcome.value)

    def __repr__(self) -> str:
        """What it is, in a line."""
        return f"<CheckResult of {len(self.checked)}: {self.outcome.value}>"

    def __str__(self) -> str:
        """What the command prints."""
        return text_of(self.show).rstrip("\n")

    def _repr_html_(self) -> str:
        """What the command prints, for a notebook."""
        return html_of(self.show)

    def columns(self) -> dict[str, Array]:
        """What was observed, one value a row: world, policy, replication, metric, value, scenario."""
        return tidy(
            Series(each.scenario.world, policy, metric, values, {"scenario": each.scenario.name})
            for each in self.checked
            for policy, seen in values_of(
                each.trial.sample, tuple(each.trial.sample.results)
            ).items()
            for metric, values in seen.items()
        )

    def document(self, exit_code: int | None = None) -> str:
        """The JSON document. exit_code: what the process ends with, if not with the outcome."""
        return to_json.text(self.data(exit_code))

    def data(self, exit_code: int | None = None) -> dict[str, Any]:
        """The same as a dict."""
        code = EXIT_CODES[self.outcome] if exit_code is None else exit_code
        return to_json.plain(to_json.checks(self.checked, engine=self.engine, exit_code=code))

    def junit(self) -> str:
        """The verdicts as a JUnit file."""
        return junit(self.checked, self.ending)

    def summary(self) -> str:
        """The verdicts and changes in Markdown."""
        return summary(self.checked, self.outcome.value, self.ending)

    def sarif(self, root: Path) -> str:
        """The claims that did not pass as a SARIF log. root: the folder that files are named from."""
        return sarif(self.checked, root, self.ending)

    def history_line(self) -> str:
        """The line that this check adds to a history, of the commit that is checked out here."""
        return history_line(self.checked, self.outcome.value, head(Path.cwd()))

    def baseline(self) -> str:
        """What was measured, to be kept."""
        return baselines.baseline(self.checked)

    def annotations(self, root: Path) -> list[str]:
        """Workflow commands for GitHub Actions. root: the folder that files are named from."""
        return workflow_commands(self.checked, root)


def check(
    sources: Sequence[str],
    frame: Frame,
    ask: Ask,
    terms: Terms = PLAIN,
    progress: Progress = SILENT,
) -> CheckResult:
    """Judge the claims of scenarios. Raises ScenarioError and UsageError before anything runs."""
    *_, last = checking(plan(sources, frame, ask, terms), ask, terms, progress)
    return last


def checking(
    suites: Sequence[Suite], ask: Ask, terms: Terms = PLAIN, progress: Progress = SILENT
) -> Iterator[CheckResult]:
    """Judge suites one by one; yields how far it has come, the last is the result.

    Lost work is said, and makes the result incomplete.
    """
    every = [
        Checked(each.scenario, begun(each.sample, each.claims), path=each.path) for each in suites
    ]
    state = CheckResult(tuple(every), ask.engine, terms.fail_on)
    yield state
    for place, suite in enumerate(suites):
        try:
            for checked in _judged(suite, ask, terms, progress):
                every[place] = checked
                yield (state := replace(state, checked=tuple(every)))
        except LostWorkError as error:
            every[place] = replace(every[place], trial=every[place].trial.ended("work was lost"))
            lost = (*state.lost, str(error))
            yield (state := replace(state, checked=tuple(every), lost=lost))


def _judged(suite: Suite, ask: Ask, terms: Terms, progress: Progress) -> Iterator[Checked]:
    """How far the judging of one suite has come; the last is the result."""
    scenario = suite.scenario
    first = scenario.tables.run.replications
    also = ask.chosen(scenario) if terms.keeps or suite.differs else ()
    policies = len({*also, *(name for each in suite.claims for name in each.policies)})
    most = max((each.looks[-1] for each in suite.claims), default=first)
    engine = engine_for(scenario, policies * first, ask, progress)
    announce(scenario, policies, first, engine, ask, progress, most)
    state = begun(suite.sample, suite.claims)
    with progress.counting(scenario.name) as counter:
        for state in trial(
            suite.sample,
            suite.claims,
            engine_for=lambda runs: engine_for(scenario, max(1, runs), ask, progress),
            also=also,
            first=first,
            jobs=ask.jobs,
            progress=counter,
            max_events=ask.max_events,
        ):
            yield Checked(scenario, state, path=suite.path)
    yield compared(suite, state, ask, terms, progress)
