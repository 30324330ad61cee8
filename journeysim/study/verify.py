"""Verify: an installation proven on worlds whose answers are known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from rich.console import Console

from journeysim.engine.choice import Jobs, missing
from journeysim.errors import UsageError
from journeysim.experiment.verify import verification
from journeysim.experiment.verify.answers import form_of
from journeysim.experiment.verify.verification import Law, VerifiedAnswer
from journeysim.report import verification as report
from journeysim.scenario.scenario import Scenario, load
from journeysim.study.columns import Array
from journeysim.study.findings import Reading
from journeysim.study.progress import SILENT, Progress

ENGINES = {"both": ("compiled", "simpy"), "compiled": ("compiled",), "simpy": ("simpy",)}
"""What may run the worlds."""


CODES = {"pass": 0, "fail": 1, "undecided": 3}
"""What a document says of each verdict."""


@dataclass(frozen=True)
class AskVerify:
    """By which engine, and by how many processes."""

    engine: str = "both"
    jobs: Jobs = None


@dataclass(frozen=True)
class Verification:
    """Every answer with what was simulated, and what holds exactly."""

    answers: tuple[VerifiedAnswer, ...]
    laws: tuple[Law, ...]

    @property
    def verdict(self) -> str:
        """pass, fail or undecided: the worst of all."""
        verdicts = {each.verdict for each in self.answers} | {law.verdict for law in self.laws}
        return next((each for each in ("fail", "undecided") if each in verdicts), "pass")


def worlds_of(sources: Sequence[str], settings: Sequence[str] = ()) -> list[Scenario]:
    """The worlds to look at; none: all that are shipped. Raises UsageError, ScenarioError."""
    if settings and not sources:
        raise UsageError("--set needs the WORLD that it changes")
    return [load(source, settings=settings) for source in sources]


def verify(worlds: Sequence[Scenario], ask: AskVerify, progress: Progress = SILENT) -> Verification:
    """Hold what the engines give against what is known of these worlds.

    worlds: none for all that are shipped, and what holds exactly. Raises UsageError, ScenarioError.
    """
    known = [(each, form_of(each)) for each in worlds] if worlds else verification.every_world()
    engines = ENGINES[ask.engine]
    if "compiled" in engines and (why := missing()):
        if ask.engine == "compiled":
            raise UsageError(f"the compiled engine cannot run: {why}")
        progress.say(f"SimPy alone is put to the test: {why}")
        engines = ENGINES["simpy"]
    with progress.counting("known answers") as counter:
        answers = verification.verified_answers(known, engines, ask.jobs, counter)
    laws = [] if worlds else verification.laws(engines)
    return Verification(tuple(answers), tuple(laws))


def _show(page: Console, result: Verification, full: bool) -> None:
    report.print_verification(page, result.answers, result.laws)


def _document(results: Sequence[Verification], engine: str) -> dict[str, Any]:
    (each,) = results
    code = CODES[each.verdict]
    return report.document(each.answers, each.laws, engine=engine, exit_code=code)


def _columns(results: Sequence[Verification]) -> dict[str, Array]:
    """A row an answer: world, metric, exact, what each engine gave (NaN: not asked), verdict."""
    rows = [answer for each in results for answer in each.answers]
    nothing = float("nan")
    return {
        "world": np.array([row.scenario.name for row in rows], dtype=str),
        "metric": np.array([row.answer.metric for row in rows], dtype=str),
        "exact": np.array([row.answer.exact for row in rows], dtype=np.float64),
        "compiled": np.array([row.compiled.mean if row.compiled else nothing for row in rows]),
        "simpy": np.array([row.simpy.mean if row.simpy else nothing for row in rows]),
        "verdict": np.array([row.verdict for row in rows], dtype=str),
    }


READING: Reading[Verification] = Reading(show=_show, document=_document, columns=_columns)
"""How a verification is read."""
