"""Changes: what has been changed by hand, and when."""

from __future__ import annotations

from typing import ClassVar

from rich.style import Style
from rich.text import Text
from textual.containers import VerticalScroll
from textual.widgets import Static

from journeysim.tui.panels.panel import PanelKey, Place
from journeysim.tui.plan import DialChange
from journeysim.tui.style import Palette
from journeysim.tui.view import View

EMPTY = "None yet."

_LEAST_WIDTH = 24
_LEAST_LABEL = 10


class Changes(VerticalScroll, can_focus=False):
    """The list of changes, the latest last."""

    PLACE: ClassVar[Place] = "tab"
    KEY: ClassVar[PanelKey | None] = PanelKey("changes", "f7", "your changes")
    CLICK: ClassVar[str] = ""
    SIZES: ClassVar[str] = ""
    DEFAULT_CSS = """
    Changes { border: round $edge; height: 1fr; min-height: 3; border-title-color: $quiet; border-subtitle-color: $quiet;
        scrollbar-size-vertical: 0; }
    Changes Static { padding: 0 1; }
    """

    def on_mount(self) -> None:
        """Name the panel."""
        self.border_title = "Your changes"
        self.mount(Static())

    def show(self, view: View) -> None:
        """Show this moment."""
        width = max(_LEAST_WIDTH, self.scrollable_content_region.width - 2)
        text = _policy(view)
        text.append_text(listing(view.changes, view.palette, width))
        for static in self.query(Static):
            if static.content != text:
                static.update(text)
                self.scroll_end(animate=False)
        self.border_subtitle = "u undo" if view.changes else ""


def _policy(view: View) -> Text:
    """Which policy the changes are made to, and which one *you* are held against."""
    text = Text("you = ", view.palette.quiet)
    text.append(view.policy, Style(color=view.palette.you, bold=True))
    text.append(", against ", view.palette.quiet)
    text.append(f"{view.baseline.label}\n", Style(color=view.palette.baseline, bold=True))
    return text


def listing(changes: tuple[DialChange, ...], palette: Palette, width: int) -> Text:
    """One row a change; a world dial holds from the start and for both lines."""
    if not changes:
        return Text(EMPTY, palette.quiet)
    return Text("\n").join(_row(change, palette, width) for change in changes)


def _row(change: DialChange, palette: Palette, width: int) -> Text:
    dial = change.dial
    sign, since = ("◆", f"d{change.day}") if change.is_lever else ("○", "world")
    turned = f" {dial.number(change.before)} → {dial.text(change.after)}"
    row = Text.assemble((sign, palette.strong), (f" {since} ", palette.quiet))
    room = width - row.cell_len
    if room - len(turned) < min(_LEAST_LABEL, len(dial.label)):
        turned = f" {dial.number(change.before)} → {dial.number(change.after)}"
    label = Text(dial.label, palette.text)
    label.truncate(max(1, room - len(turned)), overflow="ellipsis")
    row.append_text(label)
    return row.append(turned, Style(color=palette.strong, bold=True))
