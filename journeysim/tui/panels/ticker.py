"""Ticker: what happened to whom, the latest last."""

from __future__ import annotations

from typing import ClassVar

import numpy as np
from rich.style import Style
from rich.text import Text
from textual.widget import Widget

from journeysim.causes import CAUSES
from journeysim.events import KINDS, EventType, Refers
from journeysim.scenario.world import Names
from journeysim.tui import wording
from journeysim.tui.panels.panel import PanelKey, Place
from journeysim.tui.style import Palette
from journeysim.tui.view import View


class Ticker(Widget):
    """The latest events of the first run under your policy."""

    PLACE: ClassVar[Place] = "tab"
    KEY: ClassVar[PanelKey | None] = PanelKey("events", "f6", "the events")
    CLICK: ClassVar[str] = ""
    SIZES: ClassVar[str] = ""
    DEFAULT_CSS = """
    Ticker {
        border: round $edge; border-title-color: $quiet; height: 1fr; width: 1fr; padding: 0 1;
    }
    """

    view: View | None = None

    def on_mount(self) -> None:
        """Name the panel."""
        self.border_title = "Events"

    def show(self, view: View) -> None:
        """Show this moment."""
        self.view = view
        self.refresh()

    def render(self) -> Text:
        """As many events as there are rows."""
        if self.view is None:
            return Text()
        return listing(self.view, self.content_size.height, self.content_size.width)


def listing(view: View, rows: int, width: int) -> Text:
    """The latest events before today's midnight."""
    text = Text(style=Style(color=view.palette.text), no_wrap=True, overflow="ellipsis", end="")
    if view.you.first is None or len(view.you.first.ticks) == 0:
        return text
    ticks = view.you.first.ticks
    last = int(np.searchsorted(ticks["time"], max(0, view.lived), side="left"))
    lines = [_row(tick, view.names, view.palette) for tick in ticks[max(0, last - rows) : last]]
    for line in lines:
        _cut(line, width)
    return text.append_text(Text("\n").join(lines))


def latest(view: View) -> str:
    """The last event before today's midnight, in a few words."""
    return listing(view, 1, 200).plain.partition(" ")[2].strip()


def _cut(line: Text, width: int) -> None:
    """Leave out the words that there is no room for."""
    if line.cell_len > width:
        kept = wording.shortened(line.plain, width)
        line.right_crop(len(line) - len(kept) + 1)
        line.append("…")


def _row(tick: np.void, names: Names, palette: Palette) -> Text:
    kind = EventType(int(tick["kind"]))
    sign, colour = KINDS[kind - 1].sign or (" ", "text")
    text = Text(f"{wording.moment(float(tick['time'])):<7} ", palette.quiet)
    text.append(f"{sign} ", getattr(palette, colour))
    if tick["customer"] >= 0:
        text.append(f"#{int(tick['customer']) + 1:04d} ", palette.quiet)
    return text.append(event_words(kind, int(tick["slot"]), names), palette.text)


def event_words(kind: EventType, slot: int, names: Names) -> str:
    """One event in words."""
    meaning = KINDS[kind - 1]
    words = meaning.short or meaning.text
    if kind == EventType.LEFT:
        return f"{words}: {CAUSES[slot].screen if 0 <= slot < len(CAUSES) else 'unknown'}"
    if meaning.slot.refers is Refers.PROBLEM:
        known = 0 <= slot < len(names.problems)
        return f"{names.problems[slot].replace('_', ' ') if known else 'it'}: {words}"
    return words
