"""Strip: the other panels in a line, each with its news; choosing one opens it above."""

from __future__ import annotations

from typing import ClassVar

from rich.style import Style
from rich.text import Text

from journeysim.tui import wording
from journeysim.tui.panels.panel import PanelKey, Place
from journeysim.tui.panels.queues import at_a_glance
from journeysim.tui.panels.ticker import latest
from journeysim.tui.view import WINDOW, View
from journeysim.tui.widgets.spots import Spot, Spots

_ROOMY, _LEAST = 140, 14


class Strip(Spots):
    """One line of tabs."""

    PLACE: ClassVar[Place] = "strip"
    KEY: ClassVar[PanelKey | None] = None
    CLICK: ClassVar[str] = "queues"
    SIZES: ClassVar[str] = "MainScreen.-present Strip { display: none; }"
    DEFAULT_CSS = "Strip { height: 1; padding: 0 1; }"

    def show(self, view: View) -> None:
        """Show this moment."""
        self.put(tabs(view, self.size.width or 80))


def tabs(view: View, width: int) -> tuple[Spot, ...]:
    """The tabs with what is new in each, cut to one line."""
    if view.lived < 0 or view.you.first is None:
        return ()
    left = wording.count(view.you.lived("left", view.lived, WINDOW))
    silent = wording.count(view.you.lived("silent", view.lived))
    prevented = wording.count(
        view.you.lived("prevented", view.lived, WINDOW)
        + view.you.lived("intercepted", view.lived, WINDOW)
    )
    journey = f"{silent} say nothing, {left} left"
    if width >= _ROOMY:
        journey = f"{prevented} prevented, {journey} in {WINDOW} d"
    parts = [
        ("F8", "Queue", at_a_glance(view), "queues"),
        ("F5", "Journey", journey, "map"),
        ("F6", "Events", latest(view) if width >= 100 else "", "events"),
        ("F7", "Changes", str(len(view.changes)) if width >= 100 else "", "changes"),
        ("F4", "Lead", "", "lead"),
    ]
    room = width - 2 - sum(len(f" │ {face} {name}") for face, name, _, _ in parts)
    spots: list[Spot] = []
    for index, (face, name, news, key) in enumerate(parts):
        words = news
        if len(words) >= room:
            cuts = room > _LEAST and name == "Events"
            words = wording.shortened(words, room - 1) if cuts else ""
        room -= len(words) + bool(words)
        text = Text(" │ " if index else "", view.palette.edge)
        text.append(face, Style(color=view.palette.you, bold=True))
        text.append(f" {name}", Style(color=view.palette.strong, bold=True))
        text.append(f" {words}" if words else "", view.palette.text)
        spots.append(Spot(text, key))
    return tuple(spots)
