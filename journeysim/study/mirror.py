"""Mirror: a firm's own figures beside those of the simulated firm, as it is today.

What the [firm] section of a scenario tells is held against a run of its baseline; nothing is moved.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from rich.console import Console

from journeysim.calibration.mirror import MirrorRow
from journeysim.calibration.sheet import told_firm
from journeysim.calibration.sheet.contradiction import Contradiction
from journeysim.calibration.sheet.reconcile import contradictions
from journeysim.calibration.sheet.unknowns import WAITS
from journeysim.engine import choice
from journeysim.engine.choice import is_vast, one_in_for, rows_lived
from journeysim.errors import EngineError, UsageError
from journeysim.experiment.compare import measure
from journeysim.numerals import spelled
from journeysim.report import mirror as report
from journeysim.report import to_json
from journeysim.report.text.page import in_style_of
from journeysim.scenario.in_small import everybody
from journeysim.scenario.scenario import Scenario
from journeysim.study.measure import engine_by
from journeysim.study.progress import SILENT, Counter, Progress

TOLD = "told"
PASS, FAIL, UNDECIDED = 0, 1, 3
MOST_RUNS, LEAST_RUNS = 8, 2
_ROWS = 5_000_000.0


@dataclass(frozen=True)
class Mirror:
    """The rows of a mirror, and facts that contradict each other. one_in: one
    customer in so many was simulated."""

    scenario: Scenario
    rows: tuple[MirrorRow, ...]
    contradictions: tuple[Contradiction, ...]
    runs: int
    engine: str
    one_in: int = 1

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
        {"facts": list(each.facts), "sentence": spelled(each.sentence), "would_be": {key: value for key, value, _ in reversed(each.would_be)}}
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
    whole = everybody(scenario)
    chosen = engine_by(scenario, runs, engine, None, progress)
    jobs = choice.processes(chosen, scenario, runs, None)
    names = tuple(dict.fromkeys(each.metric for each in figures))
    large = scenario.tables.population.customers > MOST_AT_ONCE
    times = one_in_for(scenario) if large and chosen == choice.COMPILED else 1
    if times > 1:
        progress.say(
            f"the mirror shows one in {times} customers: all of them would take more than 4 GB"
        )
    shown = whole.with_values({"run": {"one_in": times}}, "mirror") if times > 1 else whole
    with progress.counting("looking into the mirror") as counter:
        seen = _seen(shown, names, runs, jobs, chosen, counter)
    conflicts = contradictions(told_firm.picture_of(scenario))
    return Mirror(scenario, told_firm.rows(figures, seen), tuple(conflicts), runs, engine, times)


class Sizes(NamedTuple):
    """The same rows of everybody, and as policies are measured: of one in so many. weeks: for how long."""

    whole: tuple[MirrorRow, ...]
    small: tuple[MirrorRow, ...]
    weeks: int


def sizes(mirror: Mirror, scenario: Scenario, engine: str) -> Sizes:
    """The figures of a mirror in the size in which policies of a scenario are measured (`run.one_in`).

    Where the mirror itself is in small, both show what lines do in the first weeks; nothing
    where everybody is too much even for that.
    """
    figures = told_firm.figures(scenario)
    if mirror.one_in == 1:
        names = tuple(dict.fromkeys(each.metric for each in figures))
        return Sizes(mirror.rows, told_firm.rows(figures, _seen(scenario, names, 1, 1, engine)), 0)
    waits = [each for each in figures if each.metric.startswith(WAITS)]
    names = tuple(dict.fromkeys(each.metric for each in waits))
    begun = {"days": f"{7 * WEEKS} d", "warmup": "0 d"}
    both = []
    try:
        for one_in in (1, scenario.tables.run.one_in):
            firm = scenario.with_values({"run": begun | {"one_in": one_in}}, "mirror")
            both.append(told_firm.rows(waits, _seen(firm, names, 1, 1, engine)))
    except EngineError:
        return Sizes((), (), WEEKS)
    return Sizes(both[0], both[1], WEEKS)


def _seen(
    scenario: Scenario,
    names: Sequence[str],
    runs: int,
    jobs: choice.Jobs,
    engine: str,
    progress: Counter | None = None,
) -> dict[str, Sequence[float]]:
    """What the firm as it is today shows, by metric, one value a run."""
    seen = measure(
        scenario, (scenario.baseline,), tuple(names), replications=runs, jobs=jobs, engine=engine, progress=progress
    )  # fmt: skip
    return dict(seen.observations[scenario.baseline])


MOST_AT_ONCE = 2_000_000
"""Customers up to which the compiled engine holds a firm that grows for years, within its 4 GB: of two
million and a quarter more each year, for two years after a run-in, it took 2.6."""

WEEKS = 4
"""How long everybody of a vast firm is simulated, after the run-in, to hold its lines against those in small."""


def runs_for(scenario: Scenario) -> int:
    """How many runs a mirror takes: fewer of a large firm, in which chance moves figures less; of a vast
    one a single run, which tells all that can be seen."""
    if is_vast(scenario):
        return 1
    return max(LEAST_RUNS, min(MOST_RUNS, int(_ROWS / max(1.0, rows_lived(scenario)))))


def broken(scenario: Scenario, seen: Mapping[str, Sequence[float]]) -> tuple[MirrorRow, ...]:
    """The figures that what was seen of the firm as it is today is off, beyond what they may be."""
    rows = told_firm.rows(told_firm.told_figures(scenario), seen)
    return tuple(row for row in rows if row.ok is False and row.source == TOLD)
