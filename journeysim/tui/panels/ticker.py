"""Ticker: what happened to whom, the latest last."""

from __future__ import annotations

from typing import ClassVar, Literal

import numpy as np
from rich.style import Style
from rich.text import Text
from textual.widget import Widget

from journeysim.events import CAUSE_NAMES, Kind
from journeysim.scenario.world import Names
from journeysim.tui import wording
from journeysim.tui.style import Palette
from journeysim.tui.view import View

SIGNS = {
    Kind.FAILURE: ("!", "baseline"),
    Kind.PREVENTED: ("♥", "better"),
    Kind.INTERCEPTED: ("♥", "better"),
    Kind.SILENT: ("·", "quiet"),
    Kind.FOUND: ("?", "better"),
    Kind.RESOLVED: ("✓", "better"),
    Kind.UNRESOLVED: ("~", "baseline"),
    Kind.ABANDONED: ("↯", "worse"),
    Kind.TURNED_AWAY: ("↯", "worse"),
    Kind.GAVE_UP: ("↯", "worse"),
    Kind.REFERRED: ("+", "better"),
    Kind.WOKEN: ("!", "worse"),
    Kind.LEFT: ("✗", "worse"),
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

    PLACE: ClassVar[Literal["below"]] = "below"
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
    kind = Kind(int(tick["kind"]))
    sign, colour = SIGNS.get(kind, (" ", "text"))
    text = Text(f"d{tick['time']:<6.1f} ", palette.quiet)
    text.append(f"{sign} ", getattr(palette, colour))
    text.append(f"#{int(tick['customer']) + 1:04d} ", palette.quiet)
    return text.append(said(kind, int(tick["slot"]), names), palette.text)


def said(kind: Kind, slot: int, names: Names) -> str:
    """One event in words."""
    problem = names.problems[slot].replace("_", " ") if 0 <= slot < len(names.problems) else "it"
    words = {
        Kind.FAILURE: f"{problem}: went wrong",
        Kind.PREVENTED: f"{problem}: prevented",
        Kind.INTERCEPTED: f"{problem}: noticed and put right unasked",
        Kind.SILENT: f"{problem}: says nothing",
        Kind.FOUND: f"{problem}: asked, and it came out",
        Kind.RESOLVED: f"{problem}: settled",
        Kind.UNRESOLVED: f"{problem}: talked, not settled",
        Kind.ABANDONED: f"{problem}: hung up waiting",
        Kind.TURNED_AWAY: f"{problem}: still in line at closing",
        Kind.GAVE_UP: f"{problem}: gave up",
        Kind.REFERRED: "brought a friend",
        Kind.WOKEN: "was reminded that one can leave",
        Kind.LEFT: f"left: {cause_words(slot)}",
        Kind.CONTACT: f"{problem}: turned to the firm",
        Kind.ANSWERED: f"{problem}: was answered",
        Kind.REQUEST: f"{problem}: asks",
        Kind.PURCHASE: "bought",
        Kind.ELSEWHERE: "bought elsewhere this once",
        Kind.TOUCHED: "was reached by care",
        Kind.TOUCH_STARTED: "somebody makes time for care",
        Kind.TOUCH_EXPIRED: "care came too late",
        Kind.TOLD: "tells others",
        Kind.OFFERED: "has a running offer",
        Kind.MEMBER: "joined the community",
        Kind.HEALED: f"{problem}: went away by itself",
        Kind.GOODWILL: f"{problem}: got a goodwill amount",
        Kind.REFUNDED: f"{problem}: got money back",
        Kind.RETURNED: "brought a purchase back",
        Kind.ESCALATED: f"{problem}: was passed on",
        Kind.OVERFLOWED: f"{problem}: was passed to another line",
        Kind.CALLED_BACK: f"{problem}: was called back",
        Kind.SELF_SERVED: f"{problem}: helped themselves",
        Kind.INTERCEPT_MISSED: f"{problem}: noticed, but nobody was free",
        Kind.CROSS_SOLD: "bought an extra",
    }
    return words.get(kind, kind.name.lower().replace("_", " "))
