"""Init: a firm of one's own from what is known of it: read, reconciled, fitted, and shown in a mirror.

Takes a sheet as it was read, never asks; writes nothing.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from rich.console import Console

from journeysim.calibration import answers
from journeysim.calibration.mirror import MirrorRow
from journeysim.calibration.sheet import (
    aims,
    candidates,
    facts,
    picture,
    questions,
    reconcile,
    rest,
    told_firm,
    world,
)
from journeysim.calibration.sheet.candidates import Candidate
from journeysim.calibration.sheet.contradiction import Contradiction
from journeysim.calibration.sheet.facts import FirmSheet
from journeysim.calibration.sheet.fit import SheetFit, fit
from journeysim.calibration.sheet.picture import FirmPicture
from journeysim.calibration.sheet.reconcile import (
    TRUSTED,
    GivesWay,
    named,
    remembering,
    settled,
    trusting,
)
from journeysim.engine.choice import one_in_for
from journeysim.errors import UsageError
from journeysim.model.money import NumberStyle
from journeysim.numerals import PLAIN, spelled, style_of
from journeysim.report import firm, firm_file, to_json
from journeysim.report.files import write_text
from journeysim.report.mirror import in_small_against
from journeysim.report.text.page import in_style_of
from journeysim.scenario.document import Document, Source
from journeysim.scenario.merging import Path as KeyPath
from journeysim.scenario.merging import Table, merged
from journeysim.scenario.scenario import Scenario, checked
from journeysim.scenario.toml_lines import lines_of
from journeysim.study.measure import engine_by
from journeysim.study.mirror import documents, mirror, sizes
from journeysim.study.progress import SILENT, Progress
from journeysim.study.rendering import html_of, text_of

QUESTIONS = questions.QUESTIONS
IN_SMALL_RUNS = 3
"""Replications of a vast firm in small: chance is as small there as in a firm of its size in full."""

_TRIES = 3
"""Runs of the whole firm that finding its knobs and its mirror take by SimPy at least."""

answered = questions.answered
asked_of = questions.asked_of


class ContradictionError(UsageError):
    """Facts that cannot hold together, and nobody said which gives way."""

    def __init__(self, conflicts: tuple[Contradiction, ...], style: NumberStyle = PLAIN) -> None:
        self.conflicts = conflicts
        keys = (key for each in conflicts for key in each.facts)
        names = "|".join(dict.fromkeys(named(key) for key in keys))
        words = "\n".join(each.text for each in conflicts)
        words = spelled(words, style)
        super().__init__(f"{words}\nSay which of your figures to trust (--trust {names}); the first that is not trusted gives way")  # fmt: skip


@dataclass(frozen=True)
class NewFirm:
    """A firm made of a sheet. contradictions: those among its facts; gave_way: which facts gave way, in
    words; rows: the mirror, of so many runs; in_small: what a vast firm shows in small against full size."""

    picture: FirmPicture
    scenario: Scenario
    values: Table
    fit: SheetFit
    candidates: tuple[Candidate, ...]
    contradictions: tuple[Contradiction, ...]
    gave_way: tuple[str, ...]
    rows: tuple[MirrorRow, ...]
    runs: int
    engine: str
    in_small: str = ""

    @property
    def unknown(self) -> tuple[str, ...]:
        """Facts for which usual numbers stand in."""
        return tuple(key for key, _ in self.picture.stand_ins())

    @property
    def is_off(self) -> bool:
        """Is a figure off by more than it may be?"""
        return any(row.ok is False and row.source == "told" for row in self.rows)

    def show(self, page: Console, full: bool = False) -> None:
        """Print it as the command does."""
        with in_style_of(page, self.scenario):
            firm.print_firm(page, self.fit, self.rows, self.runs, self.candidates, self.in_small)

    def __str__(self) -> str:
        """What the command prints."""
        return text_of(self.show).rstrip("\n")

    def __repr__(self) -> str:
        """What it is, in a line."""
        return f"<NewFirm: {self.scenario.tables.title}, {len(self.rows)} figures in its mirror>"

    def _repr_html_(self) -> str:
        """What the command prints, for a notebook."""
        return html_of(self.show)

    def text(self) -> str:
        """The scenario file."""
        made = firm_file.text(
            self.picture, self.values, self.fit, self.candidates, self.gave_way, self.in_small
        )
        return spelled(made, style_of(self.scenario))

    def write(self, path: Path | str) -> None:
        """Write the scenario file. Raises UsageError where that cannot be done."""
        write_text(Path(path), self.text())

    def data(self) -> dict[str, Any]:
        """What came of it, for programs."""
        head = to_json.envelope(
            seed=self.scenario.tables.run.seed, engine=self.engine, exit_code=int(self.is_off)
        )
        return head | firm.document(self.fit, self.rows, self.picture) | {
            "contradictions": documents(self.contradictions), "gave_way": list(self.gave_way)
        }  # fmt: skip


def sheet_in(path: Path) -> FirmSheet:
    """The sheet in a TOML file: a [firm] section, or answers to `init`'s questions by key. Raises UsageError."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise UsageError(f"{path}: cannot be read: {error.strerror}") from None
    except UnicodeError:
        raise UsageError(f"{path}: is not text in utf-8; save it as UTF-8") from None
    try:
        table = tomllib.loads(text, parse_float=answers.Literal)
    except ValueError as error:
        raise UsageError(f"{path}: is not valid TOML: {error}") from None
    source = Source(str(path), lines_of(text))
    return _sheet(table, str(path), lambda key: source.where(key))


def sheet_of(given: Mapping[str, Any], name: str = "answers") -> FirmSheet:
    """The sheet that a program gives: {"firm": {...}}, or answers by key. Raises UsageError."""
    return _sheet(dict(given), name, lambda _: name)


def _sheet(table: Table, name: str, where: Callable[[KeyPath], str]) -> FirmSheet:
    if "firm" in table or "schema" in table:
        section = table.get("firm")
        if not isinstance(section, dict):
            raise UsageError(f"{name}: has no [firm] section")
        sheet = facts.read(
            {key: value for key, value in section.items() if key != "doubted"},
            lambda path: where(("firm", *path)),
        )
        doubted = section.get("doubted") or ()
        return replace(
            sheet, gave_way=tuple(map(str, doubted)) if isinstance(doubted, list) else ()
        )
    return facts.read(
        questions.sheet_of(table, name), lambda path: where((questions.key_of(path) or path[0],))
    )


def init(
    sheet: FirmSheet,
    trust: tuple[str, ...] = (),
    *,
    gives_way: GivesWay | None = None,
    engine: str = "auto",
    progress: Progress = SILENT,
) -> NewFirm:
    """The firm of a sheet. trust: names of facts that do not give way; gives_way: who says so instead.

    Raises ContradictionError before anything is simulated.
    """
    unknown = [name for name in trust if name not in TRUSTED]
    if unknown:
        raise UsageError(f"--trust {unknown[0]}: is none of {', '.join(TRUSTED)}")
    whole = picture.picture_of(sheet)
    conflicts = tuple(reconcile.contradictions(whole))
    decides = trusting(trust) if trust or gives_way is None else gives_way
    if not trust:
        decides = remembering(sheet.gave_way, decides)
    whole, left, gave_way = settled(whole, decides)
    if left:
        raise ContradictionError(tuple(left), sheet.numbers or PLAIN)
    for note in gave_way:
        progress.say(spelled(note, sheet.numbers or PLAIN))
    values = world.values_of(whole)
    base = _scenario(values, whole)
    figures = aims.aims_of(whole)
    runner = engine_by(base, _TRIES, engine, None, progress)
    with progress.counting("moving knobs") as counter:
        fitted_knobs = fit(whole, base, figures, runner, counter)
    values = merged(values, fitted_knobs.values)
    fitted = base.with_values(fitted_knobs.values, "init")
    policies = tuple(candidates.candidates_of(whole, fitted))
    values = merged(values, firm_file.policies(policies, candidates.dials_of(whole, fitted)))
    values["firm"] = firm_file.facts_as_told(whole)
    scenario = _scenario(values, whole)
    seen = mirror(scenario, runner, None, progress) if told_firm.figures(scenario) else None
    rows = () if seen is None else rest.explained(scenario, seen.rows)
    small = ""
    if seen is not None and (times := one_in_for(scenario)) > 1:
        values = merged(values, {"run": {"one_in": times, "replications": IN_SMALL_RUNS}})
        scenario = _scenario(values, whole)
        with progress.counting("holding it against everybody"):
            whole_too = sizes(seen, scenario, runner)
        small = in_small_against(whole_too.whole, whole_too.small, whole_too.weeks, times)
    return NewFirm(
        whole, scenario, values, fitted_knobs, policies, conflicts, tuple(gave_way), rows,
        seen.runs if seen else 0, engine, small,
    )  # fmt: skip


def _scenario(values: Table, whole: FirmPicture) -> Scenario:
    """The scenario that values are, checked like a file."""
    name = firm_file.name_of(whole)
    nothing = Document(name, Path(f"{name}.toml"), {}, {}, (Source("init", {}),))
    return checked(nothing.overlaid(values, "init"))
