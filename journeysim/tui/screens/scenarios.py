"""Scenarios: those that ship, to play another one."""

from __future__ import annotations

from journeysim.scenario import shipped
from journeysim.scenario.scenario import load
from journeysim.tui.overlays.choice import ChoiceCard, ChoiceItem
from journeysim.tui.stage import Group, Stage, screen_key

INTRO = "A flight simulator for keeping customers: turn what a firm does, and see who stays, and for how much."
"""What this is, in one line."""


def _open(stage: Stage) -> None:
    items = []
    for name in shipped.names():
        tables = load(name).tables
        items.append(ChoiceItem(name, tables.question, tables.story.strip()))
    names = [item.name for item in items]
    here = stage.session.scenario.name
    at = names.index(here) if here in names else 0

    def choose(name: str | None) -> None:
        if name is not None and name != here:
            stage.play_other(load(name))

    stage.show(ChoiceCard("What there is to play", items, stage.palette, at, INTRO), choose)


SCREEN = screen_key("open", "o", "what there is to play", _open, Group.CHOICE)
