"""Ticker: what happened to whom, the latest last."""

from __future__ import annotations

from typing import ClassVar

import numpy as np
from rich.style import Style
from rich.text import Text
from textual.widget import Widget

from journeysim.events import CAUSE_NAMES, EventType
from journeysim.scenario.world import Names
from journeysim.tui import wording
from journeysim.tui.panels.panel import PanelKey, Place
from journeysim.tui.style import Palette
from journeysim.tui.view import View

SIGNS = {
    EventType.FAILURE: ("!", "baseline"),
    EventType.PREVENTED: ("♥", "better"),
    EventType.INTERCEPTED: ("♥", "better"),
    EventType.SILENT: ("·", "quiet"),
    EventType.FOUND: ("?", "better"),
    EventType.RESOLVED: ("✓", "better"),
    EventType.UNRESOLVED: ("~", "baseline"),
    EventType.ABANDONED: ("↯", "worse"),
    EventType.TURNED_AWAY: ("↯", "worse"),
    EventType.GAVE_UP: ("↯", "worse"),
    EventType.REFERRED: ("+", "better"),
    EventType.WOKEN: ("!", "worse"),
    EventType.LEFT: ("✗", "worse"),
}
CAUSE_WORDS = {
    "silent": "a problem never spoken of",
    "unresolved": "a problem left open",
    "residual": "what a mended problem left behind",
    "waiting": "waiting",
    "cold": "cold treatment",
    "effort": "the effort it took",
    "overcontact": "too many messages",
    "pushy": "a pushy sale",
    "offer": "being woken by an offer",
    "distrust": "broken trust",
    "competition": "reasons outside the firm",
}
"""Causes of leaving, as people say them."""


def cause_words(cause: int) -> str:
    """A cause in words."""
    return CAUSE_WORDS[CAUSE_NAMES[cause]] if 0 <= cause < len(CAUSE_NAMES) else "unknown"


class Ticker(Widget):
    """The latest events of the first run under your policy."""

    PLACE: ClassVar[Place] = "below"
    KEY: ClassVar[PanelKey | None] = PanelKey("events", "f6", "the events")
    CLICK: ClassVar[str] = ""
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
    if view.you.life is None or len(view.you.life.ticks) == 0:
        return text
    ticks = view.you.life.ticks
    last = int(np.searchsorted(ticks["time"], max(0, view.lived), side="left"))
    lines = [_row(tick, view.names, view.palette) for tick in ticks[max(0, last - rows) : last]]
    for line in lines:
        _cut(line, width)
    return text.append_text(Text("\n").join(lines))


def _cut(line: Text, width: int) -> None:
    """Leave out the words that there is no room for."""
    if line.cell_len > width:
        kept = wording.shortened(line.plain, width)
        line.right_crop(len(line) - len(kept) + 1)
        line.append("…")


def _row(tick: np.void, names: Names, palette: Palette) -> Text:
    kind = EventType(int(tick["kind"]))
    sign, colour = SIGNS.get(kind, (" ", "text"))
    text = Text(f"d{tick['time']:<6.1f} ", palette.quiet)
    text.append(f"{sign} ", getattr(palette, colour))
    text.append(f"#{int(tick['customer']) + 1:04d} ", palette.quiet)
    return text.append(said(kind, int(tick["slot"]), names), palette.text)


def said(kind: EventType, slot: int, names: Names) -> str:
    """One event in words."""
    problem = names.problems[slot].replace("_", " ") if 0 <= slot < len(names.problems) else "it"
    words = {
        EventType.FAILURE: f"{problem}: went wrong",
        EventType.PREVENTED: f"{problem}: prevented",
        EventType.INTERCEPTED: f"{problem}: noticed and put right unasked",
        EventType.SILENT: f"{problem}: says nothing",
        EventType.FOUND: f"{problem}: asked, and it came out",
        EventType.RESOLVED: f"{problem}: settled",
        EventType.UNRESOLVED: f"{problem}: talked, not settled",
        EventType.ABANDONED: f"{problem}: hung up waiting",
        EventType.TURNED_AWAY: f"{problem}: still in line at closing",
        EventType.GAVE_UP: f"{problem}: gave up",
        EventType.REFERRED: "brought a friend",
        EventType.WOKEN: "was reminded that one can leave",
        EventType.LEFT: f"left: {cause_words(slot)}",
        EventType.CONTACT: f"{problem}: turned to the firm",
        EventType.ANSWERED: f"{problem}: was answered",
        EventType.REQUEST: f"{problem}: asks",
        EventType.PURCHASE: "bought",
        EventType.ELSEWHERE: "bought elsewhere this once",
        EventType.TOUCHED: "was reached by care",
        EventType.TOUCH_STARTED: "somebody makes time for care",
        EventType.TOUCH_EXPIRED: "care came too late",
        EventType.TOLD: "tells others",
        EventType.OFFERED: "has a running offer",
        EventType.MEMBER: "joined the community",
        EventType.HEALED: f"{problem}: went away by itself",
        EventType.GOODWILL: f"{problem}: got a goodwill amount",
        EventType.REFUNDED: f"{problem}: got money back",
        EventType.RETURNED: "brought a purchase back",
        EventType.ESCALATED: f"{problem}: was passed on",
        EventType.OVERFLOWED: f"{problem}: was passed to another line",
        EventType.CALLED_BACK: f"{problem}: was called back",
        EventType.SELF_SERVED: f"{problem}: helped themselves",
        EventType.INTERCEPT_MISSED: f"{problem}: noticed, but nobody was free",
        EventType.CROSS_SOLD: "bought an extra",
    }
    return words.get(kind, kind.name.lower().replace("_", " "))
