"""Lessons: what a scenario file says of them, as notes for the teacher and sheets for the class."""

from __future__ import annotations

from textwrap import fill

from journeysim.errors import UsageError
from journeysim.scenario import shipped
from journeysim.scenario.scenario import Scenario, load
from journeysim.scenario.tables import Lesson

KINDS = {
    "say": "Say",
    "predict": "Predict",
    "run": "Run",
    "reveal": "Reveal",
    "debrief": "Talk",
    "world": "Elsewhere",
}
"""The kinds of beats, as they are announced."""

_WIDTH = 78


def lesson_named(name: str, scenario: str | None) -> tuple[Scenario, Lesson]:
    """A lesson by its name, in one scenario or among those that ship. Raises UsageError."""
    places = [scenario] if scenario else shipped.names()
    known = []
    for place in places:
        loaded = load(place)
        for lesson in loaded.tables.lessons:
            if lesson.name == name:
                return loaded, lesson
            known.append(lesson.name)
    raise UsageError(f"no lesson {name!r}; known: {', '.join(known) or 'none'}")


def listed() -> list[tuple[str, str, str]]:
    """Every shipped lesson: (name, scenario, title)."""
    return [
        (lesson.name, name, lesson.title)
        for name in shipped.names()
        for lesson in load(name).tables.lessons
    ]


def notes(scenario: Scenario, lesson: Lesson) -> str:
    """What the teacher wants to know; never shown on the projector."""
    parts = [f"{lesson.title}\n{'=' * len(lesson.title)}", f"journeysim lesson {lesson.name}"]
    parts += [
        _filled(f"Meets the belief: {lesson.misconception}"),
        _filled(f"Asks: {lesson.question}"),
    ]
    labels = _labels(scenario)
    dials = "; ".join(labels.get(key, key) for key in lesson.dials)
    parts.append(_filled(f"Dials: {dials}"))
    if lesson.notes:
        parts.append("\n\n".join(_filled(part) for part in lesson.notes.strip().split("\n\n")))
    rows, passed = beat_rows(lesson), minutes_of(lesson)
    total = f", {passed} minutes together" if passed else ""
    parts.append(f"Beats{total}; enter goes from one to the next:\n" + "\n".join(rows))
    return "\n\n".join(parts) + "\n"


def minutes_of(lesson: Lesson) -> int:
    """How long all beats take together, as far as it is said."""
    return sum(int(beat.minutes or 0) for beat in lesson.beats)


def beat_rows(lesson: Lesson) -> list[str]:
    """Every beat as the teacher's notes say it."""
    rows, passed, votes = [], 0, 0
    for number, beat in enumerate(lesson.beats, 1):
        until = f" to day {beat.until:g}" if beat.until is not None else ""
        until += f" in {beat.world}" if beat.world else ""
        votes += beat.kind == "predict"
        until += " again" if beat.kind == "predict" and votes > 1 else ""
        words = f" {beat.text}" if beat.text else ""
        begun, passed = passed, passed + (beat.minutes or 0)
        at = f", minute {begun} to {passed}" if beat.minutes else ""
        rows.append(_filled(f"{number}. {KINDS[beat.kind]}{until}{at}:{words}".rstrip(":"), "   "))
    return rows


def handout(scenario: Scenario, lesson: Lesson) -> str:
    """A sheet to fill in before anything is shown."""
    labels = _labels(scenario)
    line = "_" * 60
    parts = [
        f"{lesson.title}\n{'=' * len(lesson.title)}",
        _filled(lesson.question),
        "What can be turned:\n" + "\n".join(f"  - {labels.get(key, key)}" for key in lesson.dials),
        "Before the run\n--------------",
        "Which way will it go?   [ ] more stay   [ ] no difference   [ ] fewer stay",
        f"Why? {line}",
        "How many of 1,000 more, or fewer, stay because of it?   ______",
        "After talking: ______ more / fewer of 1,000, because " + "_" * 24,
        "After the run\n-------------",
        "What happened?   ______ of 1,000   My guess was ______ off.",
        f"Which mechanism did it? {line[:40]}",
        f"In which firm would it be different? {line[:30]}",
        "Name, table or seat: ____________________",
    ]
    return "\n\n".join(parts) + "\n"


def _labels(scenario: Scenario) -> dict[str, str]:
    return {dial.key: dial.label or dial.key for dial in scenario.tables.dials}


def _filled(text: str, indent: str = "") -> str:
    return fill(" ".join(text.split()), _WIDTH, subsequent_indent=indent)
