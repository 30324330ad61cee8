"""Lessons: those of the scenario, to begin one."""

from __future__ import annotations

from journeysim.tui.overlays.choice import ChoiceCard, ChoiceItem
from journeysim.tui.stage import Group, Stage, screen_key

NONE = "This scenario has no lesson; [[lessons]] in its file would be one."


def _open(stage: Stage) -> None:
    lessons = stage.session.scenario.tables.lessons
    if not lessons:
        stage.say(NONE)
        return
    items = [ChoiceItem(lesson.name, lesson.title, lesson.question) for lesson in lessons]

    def choose(name: str | None) -> None:
        for lesson in lessons:
            if lesson.name == name:
                stage.teach(lesson)

    stage.show(ChoiceCard("Lessons of this scenario", items, stage.palette), choose)


SCREEN = screen_key("lesson", "e", "lessons of this scenario", _open, Group.CHOICE)
