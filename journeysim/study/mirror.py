"""Mirror: a firm's own figures beside those of the simulated firm, as it is today.

What the [firm] section of a scenario tells is held against a run of its baseline; nothing is moved.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rich.console import Console

from journeysim.calibration.mirror import MirrorRow
from journeysim.calibration.sheet import told_firm
from journeysim.calibration.sheet.contradiction import Contradiction
from journeysim.calibration.sheet.reconcile import contradictions
from journeysim.engine import choice
from journeysim.engine.choice import rows_lived
from journeysim.errors import UsageError
from journeysim.experiment.compare import measure
from journeysim.report import mirror as report
from journeysim.report import to_json
from journeysim.report.text.page import in_style_of
from journeysim.scenario.in_small import can_be_small
from journeysim.scenario.scenario import Scenario
from journeysim.study.measure import engine_by
from journeysim.study.progress import SILENT, Progress

TOLD = "told"
PASS, FAIL, UNDECIDED = 0, 1, 3
MOST_RUNS, LEAST_RUNS = 8, 2
MOST_IN_ONE, ROWS_IN_SMALL = 32, 3_000_000.0
WHOLE = {"run": {"one_in": 1}}
_ROWS, _VAST = 5_000_000.0, 20_000_000.0


@dataclass(frozen=True)
class Mirror:
    """The rows of a mirror, and facts that contradict each other."""

    scenario: Scenario
    rows: tuple[MirrorRow, ...]
    contradictions: tuple[Contradiction, ...]
    runs: int
    engine: str

    @property
    def exit_code(self) -> int:
        """1 where a figure that was told is off by more than it may be, 3 where chance does not tell."""
        verdicts = [row.ok for row in self.rows if row.source == TOLD]
        return FAIL if False in verdicts else UNDECIDED if None in verdicts else PASS

    def show(self, page: Console, full: bool = False) -> None:
        """Print it as the command does."""
        with in_style_of(page, self.scenario):
            report.print_mirror(page, self.rows, self.runs)
            for each in self.contradictions:
                report.print_contradiction(page, each.text)

    def data(self) -> dict[str, Any]:
        """The JSON document as a dict."""
        head = to_json.envelope(
            seed=self.scenario.tables.run.seed, engine=self.engine, exit_code=self.exit_code
        )
        return head | {
            "mirror": report.document(self.rows),
            "contradictions": documents(self.contradictions),
        }

    def document(self) -> str:
        """The JSON document, byte for byte as `mirror --json` writes it."""
        return to_json.text(self.data())


def documents(conflicts: Sequence[Contradiction]) -> list[dict[str, Any]]:
    """Contradictions for programs. would_be: by fact, the first of what it would have to be."""
    return [
        {"facts": list(each.facts), "sentence": each.sentence, "would_be": {key: value for key, value, _ in reversed(each.would_be)}}
        for each in conflicts
    ]  # fmt: skip


def mirror(
    scenario: Scenario,
    engine: str = choice.AUTO,
    replications: int | None = None,
    progress: Progress = SILENT,
) -> Mirror:
    """The firm in the mirror, in full size up to a million customers. Raises UsageError where the scenario says nothing of a firm."""
    figures = told_firm.figures(scenario) if told_firm.tells(scenario) else []
    if not figures:
        raise UsageError(
            f"{scenario.name}: says nothing of a firm to hold it against; a [firm] section does, which 'journeysim "
            "init' writes"
        )
    runs = replications or runs_for(scenario)
    whole = scenario.with_values(WHOLE, "mirror") if scenario.tables.run.one_in > 1 else scenario
    chosen = engine_by(scenario, runs, engine, None, progress)
    times = one_in_for(scenario)
    is_vast = scenario.tables.population.customers > MOST_AT_ONCE
    if is_vast and times > 1 and chosen == choice.COMPILED:
        whole = scenario.with_values({"run": {"one_in": times}}, "mirror")
        progress.say(f"the mirror shows one in {times} customers: all would take more than 4 GB")
    jobs = choice.processes(chosen, scenario, runs, None)
    names = tuple(dict.fromkeys(each.metric for each in figures))
    with progress.counting("looking into the mirror") as counter:
        seen = measure(
            whole, (scenario.baseline,), names, replications=runs, jobs=jobs, engine=chosen, progress=counter
        ).observations[scenario.baseline]  # fmt: skip
    conflicts = contradictions(told_firm.picture_of(scenario))
    return Mirror(scenario, told_firm.rows(figures, seen), tuple(conflicts), runs, engine)


MOST_AT_ONCE = 1_000_000
"""Customers up to which the compiled engine holds a firm that grows, within its 4 GB."""


def runs_for(scenario: Scenario) -> int:
    """How many runs a mirror takes: fewer of a large firm, in which chance moves figures less; of a vast
    one a single run, which tells all that can be seen."""
    if rows_lived(scenario) > _VAST:
        return 1
    return max(LEAST_RUNS, min(MOST_RUNS, int(_ROWS / max(1.0, rows_lived(scenario)))))


def in_small(scenario: Scenario, engine: str) -> tuple[MirrorRow, ...]:
    """The same figures as policies are measured, one run of one in so many customers (`run.one_in`)."""
    figures = told_firm.figures(scenario)
    names = tuple(dict.fromkeys(each.metric for each in figures))
    seen = measure(
        scenario, (scenario.baseline,), names, replications=1, jobs=1, engine=engine
    ).observations[scenario.baseline]
    return tuple(told_firm.rows(figures, seen))


def one_in_for(scenario: Scenario) -> int:
    """One in how many customers are simulated where policies of this firm are compared: 1, everybody,
    unless it is vast and can be told in small."""
    rows = rows_lived(scenario)
    if rows <= _VAST or not can_be_small(scenario):
        return 1
    return min(MOST_IN_ONE, round(rows / ROWS_IN_SMALL))


def broken(scenario: Scenario, seen: Mapping[str, Sequence[float]]) -> tuple[MirrorRow, ...]:
    """The figures that what was seen of the firm as it is today is off, beyond what they may be."""
    rows = told_firm.rows(told_firm.told_figures(scenario), seen)
    return tuple(row for row in rows if row.ok is False and row.source == TOLD)
