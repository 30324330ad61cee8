"""Why: the numbers on the screen in sentences, on a card."""

from __future__ import annotations

from journeysim.tui.overlays.card import Card, rows
from journeysim.tui.stage import Group, Stage, screen_key
from journeysim.tui.why import sentences, title


def _open(stage: Stage) -> None:
    view = stage.view()
    stage.show(Card(title(view), rows(sentences(view), stage.palette)))


SCREEN = screen_key("why", "w", "why: the numbers in sentences", _open, Group.ASKING, "Why")
