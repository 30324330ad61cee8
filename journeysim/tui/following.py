"""Following: the notes of a lesson on a second terminal, beat by beat, as the class goes on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from journeysim.scenario.scenario import Scenario
from journeysim.scenario.tables import Lesson
from journeysim.tui.classroom import LessonProgress
from journeysim.tui.headline import guesses_in
from journeysim.tui.lessons import beat_rows, notes


def followed(
    scenario: Scenario, lesson: Lesson, heard: Iterable[LessonProgress | None]
) -> Iterator[str]:
    """What to print as the lesson goes on; heard: how far it has come, again and again. Ends with it."""
    yield notes(scenario, lesson)
    rows = beat_rows(lesson)
    before: LessonProgress | None = None
    for now in heard:
        if now is None or now == before:
            continue
        if now.over:
            if before is not None:
                yield "The lesson is over."
                return
            continue
        if 0 <= now.beat < len(rows) and (before is None or before.beat != now.beat):
            after = rows[now.beat + 1] if now.beat + 1 < len(rows) else "the end"
            yield f"\n> {rows[now.beat]}\n  then {after}"
        if now.guesses and (before is None or before.guesses != now.guesses):
            yield f"  {guesses_in(now.guesses, now.expected)}"
        before = now
