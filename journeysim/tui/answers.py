"""Answers: what each dial of a lesson does in each world, computed for the teacher's sheet: one page."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import fill

from journeysim.numerals import spelled, style_of
from journeysim.report.statement import EARNED
from journeysim.scenario.scenario import Scenario
from journeysim.scenario.tables import Lesson
from journeysim.tui import wording
from journeysim.tui.dials import ScaledDial
from journeysim.tui.direct import opened
from journeysim.tui.session.session import Session
from journeysim.tui.view_builder import view_of
from journeysim.tui.why import fates
from journeysim.tui.wording import OF

_WIDTH = 78


def answer_sheet(scenario: Scenario, lesson: Lesson, engine: str = "auto") -> str:
    """What the class will see, dial by dial and world by world: people of 1,000 and money."""
    session = opened(scenario, scenario.baseline, engine)
    view = view_of(session)
    head = f"{lesson.title}: answers"
    parts = [f"{head}\n{'=' * len(head)}", fill(lesson.question, _WIDTH)]
    stay = wording.count(OF * (view.given or 0.0))
    parts.append(
        f"Under “{view.baseline.label}” {stay} of {wording.count(OF)} are still here on day "
        f"{session.horizon}.\nEach dial alone, turned on day 0; {wording.paired(len(view.you.runs))}."
    )
    for key, value in _turns(session, lesson):
        dial = session.dials.dials[key]
        parts.append("\n".join((f"{dial.label}: {dial.text(value)}", *_rows(session, dial, value))))
    parts.append("?: too close to call. Other luck: --seed; other sizes: journeysim play.")
    return spelled("\n\n".join(parts) + "\n", style_of(scenario))


def _turns(session: Session, lesson: Lesson) -> Iterator[tuple[str, float]]:
    """Every dial of a lesson with the value that its beats turn it to; else one more of what is counted,
    and the farther end of everything else."""
    dials = session.dials.dials
    beaten = {key: to for beat in reversed(lesson.beats) for key, to in beat.turn.items()}
    for key in lesson.dials:
        name = key if key in dials else f"{key}.mean"
        dial, base = dials[name], session.dials.baseline(dials[name], 0)
        ends = sorted((dial.low, dial.high), key=lambda end: abs(end - base))
        otherwise = dial.nudged(base, 1) if dial.kind == "count" else ends[-1]
        yield name, dial.shown_of(beaten[key]) if key in beaten else otherwise


def _rows(session: Session, dial: ScaledDial, value: float) -> Iterator[str]:
    worlds = ["", *(name for name in session.scenario.worlds if name != "evidence")]
    worlds = [
        name for name in worlds if not name or not session.scenario.tables.worlds[name].changes
    ]
    for world in worlds:
        session.choose(session.against)
        session.step(-session.horizon)
        session.believe(world)
        session.load([(dial.key, value)])
        session.step(session.horizon)
        view = view_of(session)
        name = f"  {(world or 'as the file says').replace('_', ' ')}"
        if not view.forked:
            yield f"{name:<24}moves nothing"
            continue
        lead, counts, money = view.difference("retention", view.horizon), fates(view, view.horizon), view.worth(EARNED)  # fmt: skip
        people = f"{round(OF * lead.mean):+d}{' ?' if wording.is_open(lead) else ''}"
        both = "" if counts is None else f"{counts.kept} kept, {counts.lost} driven away"
        earned = ""
        if money is not None:
            unsure = " ?" if wording.is_open(money) else ""
            earned = f"{wording.signed_money(money.mean)} {view.currency}{unsure}"
        yield f"{name:<24}{people:>7}  {both:<26}{earned:>16}"
