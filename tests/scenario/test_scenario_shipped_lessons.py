"""The lessons of the shipped scenarios: they fit into a class, and the sheet tells nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from journeysim.cli.main import main
from journeysim.errors import UsageError
from journeysim.scenario import shipped
from journeysim.scenario.scenario import load
from journeysim.tui import lessons


def test_a_class_of_45_minutes_is_the_demo_and_the_beats() -> None:
    plan = (Path(__file__).parents[2] / "docs" / "class_45.md").read_text(encoding="utf-8")
    (row,) = [line for line in plan.splitlines() if "`journeysim lesson flat_tyre` |" in line]
    begun = int(row.split("|")[1])
    scenario, lesson = lessons.lesson_named("flat_tyre", None)
    assert begun + sum(beat.minutes or 0 for beat in lesson.beats) == 45
    assert f"Beats, {45 - begun} minutes together" in lessons.notes(scenario, lesson)


@pytest.mark.parametrize("name", [name for name, _, _ in lessons.listed()])
def test_the_minutes_of_a_lessons_beats_are_those_of_its_notes(name: str) -> None:
    _, lesson = lessons.lesson_named(name, None)
    words = {"Thirteen": 13, "Nineteen": 19, "Forty-two": 42}
    said = words[lesson.notes.split()[0]]
    assert sum(beat.minutes or 0 for beat in lesson.beats) == said


@pytest.mark.parametrize("name", shipped.names())
def test_every_shipped_scenario_teaches_a_lesson(name: str) -> None:
    scenario = load(name)
    assert scenario.tables.lessons
    for lesson in scenario.tables.lessons:
        kinds = [beat.kind for beat in lesson.beats]
        assert kinds.index("predict") < kinds.index("reveal") < kinds.index("debrief")
        assert 1 <= len(lesson.dials) <= 3
        assert lesson.misconception
        assert lesson.question.endswith("?")
        assert all(beat.minutes for beat in lesson.beats)


def test_notes_are_the_teachers_and_the_sheet_tells_nothing(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["lesson", "flat_tyre", "--notes"]) == 0
    told = capsys.readouterr().out
    assert "Meets the belief" in told
    assert main(["lesson", "flat_tyre", "--handout"]) == 0
    sheet = capsys.readouterr().out
    assert "Before the run" in sheet
    lesson = load("car_service_centre").tables.lessons[0]
    assert lesson.misconception.split()[0:4] != sheet.split()[0:4]
    assert " ".join(lesson.misconception.split()[:6]) not in " ".join(sheet.split())
    assert max(map(len, (told + sheet).splitlines())) <= 80


def test_lessons_are_listed_and_unknown_ones_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["lesson"]) == 0
    assert len(capsys.readouterr().out.splitlines()) == len(lessons.listed()) >= 6
    with pytest.raises(UsageError, match="known: the_label"):
        lessons.lesson_named("nothing", None)
    assert main(["lesson", "flat_tyre"]) == 2
    assert "needs a terminal" in capsys.readouterr().err
