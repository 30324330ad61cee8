"""Answers: documents of solve, optimize and pilot that a report takes along, if they are of its scenario.

The page then costs no minute more, and comes out the same. Which scenario an answer is of is told by
the digest of all values in force; how often it was run may differ.
"""

from __future__ import annotations

import os
import shlex
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

from journeysim import metrics
from journeysim.errors import UsageError
from journeysim.report.saved import MOST_BYTES, PlacedAnswer, SavedAnswer, saved_answer
from journeysim.scenario.claims import claim
from journeysim.scenario.in_small import everybody
from journeysim.scenario.scenario import Scenario
from journeysim.study.ask import Frame, flags, in_every_world
from journeysim.study.findings import Findings


class AnswerFile(NamedTuple):
    """A document by its name, without its folder."""

    name: str
    written: bytes


def answer_files(paths: Sequence[Path]) -> list[AnswerFile]:
    """The documents at some paths. Raises UsageError."""
    files: list[AnswerFile] = []
    for path in paths:
        try:
            with path.open("rb") as stream:
                files.append(AnswerFile(path.name, stream.read(MOST_BYTES + 1)))
        except (OSError, ValueError) as error:
            why = (error.strerror if isinstance(error, OSError) else None) or str(error)
            raise UsageError(f"cannot read {path}: {why}") from None
    return files


def files_of(answers: Sequence[Findings[Any] | str | os.PathLike[str]]) -> list[AnswerFile]:
    """Answers that were found just now, or documents at paths. Raises UsageError."""
    files: list[AnswerFile] = []
    for place, each in enumerate(answers, start=1):
        if isinstance(each, Findings):
            files.append(AnswerFile(f"answer_{place}.json", each.document().encode()))
        else:
            files += answer_files([Path(each)])
    return files


def placed(
    scenario: Scenario, source: str, frame: Frame, files: Sequence[AnswerFile]
) -> tuple[PlacedAnswer, ...]:
    """Documents as answers about a scenario.

    source: what the scenario is called in a command; frame: which world of it, and what is set there.
    Raises UsageError for what is no answer, or one about another scenario.
    """
    names = [each.name for each in files]
    if twice := [name for name in names if names.count(name) > 1]:
        raise UsageError(f"--with {twice[0]}: twice; give answers names of their own")
    every: list[tuple[str | None, Scenario]] = [(None, scenario)]
    if files:
        every += [(each.world, each) for each in in_every_world(scenario)]
    return tuple(_placed(every, source, frame, each) for each in files)


def _placed(
    every: Sequence[tuple[str | None, Scenario]], source: str, frame: Frame, file: AnswerFile
) -> PlacedAnswer:
    saved = saved_answer(file.written, file.name)
    _refuse_no_claim(saved, file.name)
    for world, scenario in every:
        if _digest(scenario, saved) == saved.sha256:
            words = replace(frame, world=world or frame.world, replications=None).words()
            command = shlex.join(["journeysim", saved.kind, source, *saved.asked, *words])
            return PlacedAnswer(file.name, file.written, saved, world, command)
    raise UsageError(f"{file.name}: {_why_not(every[0][1], saved)}; make it again, or leave it out")


def _refuse_no_claim(saved: SavedAnswer, name: str) -> None:
    """Raise UsageError where what was asked cannot be read."""
    if saved.solve is None:
        return
    try:
        metrics.find(claim(saved.solve.claim).metric)
    except (ValueError, UsageError) as error:
        raise UsageError(f"{name}: solve.for: {error}") from None


def _why_not(scenario: Scenario, saved: SavedAnswer) -> str:
    """What an answer is about that this report is not."""
    tables = scenario.tables
    for what, ours, theirs in (
        ("scenario", scenario.name, saved.name),
        ("world", scenario.world or "none", saved.world or "none"),
        ("days", f"{tables.run.days:g}", f"{saved.days:g}"),
        ("customers", f"{tables.population.customers}", f"{saved.customers}"),
    ):
        if ours != theirs:
            return f"is about another {what}, {theirs}, and this report about {ours}"
    return f"is about {saved.name} as it is no longer, or with other settings (its sha256 differs)"


def moved(answer: PlacedAnswer, scenario: Scenario) -> AnswerFile:
    """The same document, said of a scenario that holds the same values in one file."""
    theirs = _digest(scenario, answer.saved)
    written = answer.written.replace(answer.saved.sha256.encode(), theirs.encode())
    return AnswerFile(answer.file, written)


def _digest(scenario: Scenario, saved: SavedAnswer) -> str:
    """That of a scenario as an answer was made of it: hours are found with all customers simulated."""
    whole = everybody(scenario) if saved.shifts is not None else scenario
    return whole.sha256_at(saved.replications)


def with_words(answers: Sequence[PlacedAnswer]) -> list[str]:
    """The answers as the command of a report says them."""
    return [word for each in answers for word in flags(("--with", each.file))]
