"""Init: a firm of one's own from a few answers; figures it knows are shown by the firm as it is today.

Takes answers as they were read, never asks; writes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from journeysim.calibration import questionnaire, targets
from journeysim.calibration.answers import Literal
from journeysim.calibration.fitted_firm import FittedFirm
from journeysim.calibration.fitting import Calibration, Fitted
from journeysim.calibration.questionnaire import Question
from journeysim.calibration.search import Target
from journeysim.calibration.search_directions import PATIENCE, STAFFING
from journeysim.errors import UsageError
from journeysim.scenario.scenario import load
from journeysim.study.progress import SILENT, Progress

A_YEAR = 366.0
"""Days over which the firm as it is today must show the figures that were answered."""

QUESTIONS = questionnaire.QUESTIONS

answered = questionnaire.answered


@dataclass(frozen=True)
class NewFirm:
    """A firm made of answers. missed: figures that it does not show, in words; unknown: questions
    without an answer, for which usual numbers stand in."""

    firm: FittedFirm
    missed: tuple[str, ...]
    unknown: tuple[str, ...]


def answers_in(path: Path) -> dict[str, Any]:
    """The answers in a TOML file. Raises UsageError naming what cannot be read."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise UsageError(f"{path}: cannot be read: {error.strerror}") from None
    except UnicodeError:
        raise UsageError(f"{path}: is not text in utf-8; save it as UTF-8") from None
    return questionnaire.from_text(str(path), text)


def answers_of(given: Mapping[str, Any]) -> dict[str, Any]:
    """The answers by key, as text or as numbers. Raises UsageError naming what is none."""
    table = {
        key: Literal(value) if isinstance(value, float) else value for key, value in given.items()
    }
    return questionnaire.from_table("answers", table)


def asked_of(ask: Callable[[Question], Any]) -> dict[str, Any]:
    """The answers to every question, asked one by one."""
    return {question.key: ask(question) for question in QUESTIONS}


def init(
    answers: Mapping[str, Any], *, engine: str = "auto", progress: Progress = SILENT
) -> NewFirm:
    """A scenario of the kind of firm that was answered, turned by the answers."""
    scenario = load(questionnaire.scenario_for(answers))
    values = questionnaire.turned(scenario, answers)
    settled = [
        Fitted(question.text, float(answers[question.key]), None, question.unit, "your answer")
        for question in QUESTIONS
        if question.turn is not None and answers.get(question.key) is not None
    ]
    base = Calibration(scenario).with_more(settled, values)
    known = STAFFING if answers.get("agents") is not None else PATIENCE
    with progress.counting("moving knobs") as counter:
        calibration, fits = targets.fit_targets(
            base,
            _in_order(questionnaire.figures(answers)),
            engine=engine,
            progress=counter,
            days=A_YEAR,
            givens=(known,),
        )
    missed = [f"{each.target.metric}={each.target.text}: {each.rest}" for each in fits if each.rest]
    calibration = calibration.with_more((), {}, [f"not shown: {each}" for each in missed])
    unknown = tuple(each.key for each in QUESTIONS if answers.get(each.key) is None)
    return NewFirm(FittedFirm(calibration, target_fits=tuple(fits)), tuple(missed), unknown)


def _in_order(aims: list[Target]) -> list[Target]:
    """What moves contacts first, then who waits, then who stays."""
    order = ("problems_rate", "abandonment", "retention@365d")
    return sorted(aims, key=lambda aim: order.index(aim.metric))
