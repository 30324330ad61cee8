"""Queues: each channel's line: how long it got, how long people stood in it, who left it."""

from __future__ import annotations

from typing import ClassVar

from rich.style import Style
from rich.text import Text
from textual.widget import Widget

from journeysim.tui import wording
from journeysim.tui.figures import CHANNEL_FIGURES
from journeysim.tui.panels.panel import PanelKey, Place
from journeysim.tui.view import WINDOW, Array, LineSeries, View

WEEK = 7
_BAR = 12


class Queues(Widget):
    """One row a channel."""

    PLACE: ClassVar[Place] = "tab"
    KEY: ClassVar[PanelKey | None] = PanelKey("queues", "f8", "the queues")
    CLICK: ClassVar[str] = ""
    SIZES: ClassVar[str] = ""
    DEFAULT_CSS = """
    Queues {
        border: round $edge; border-title-color: $quiet; border-subtitle-color: $quiet;
        height: 1fr; width: 1fr; padding: 0 1;
    }
    """

    view: View | None = None

    def on_mount(self) -> None:
        """Name the panel."""
        self.border_title = "Queues"
        self.border_subtitle = "longest this week"

    def show(self, view: View) -> None:
        """Show this moment."""
        self.view = view
        self.refresh()

    def render(self) -> Text:
        """The rows."""
        if self.view is None or self.view.lived < 0 or self.view.you.first is None:
            return Text()
        return listing(self.view, self.content_size.width)


def listing(view: View, width: int) -> Text:
    """Two lines a channel: the line, and what it meant for people."""
    palette = view.palette
    text = Text(style=Style(color=palette.text), no_wrap=True, end="")
    known = view.you.first
    count = 0 if known is None else known.channels.shape[1]
    for place, name in enumerate(view.names.channels[:count]):
        own, base = _line(view.you, place, view.lived), _line(view.baseline, place, view.lived)
        if place:
            text.append("\n")
        label = name.replace("_", " ")
        text.append(f"{label[:10]:<10} ", Style(color=palette.strong, bold=True))
        longest = round(own["longest"])
        bar = min(_BAR, longest)
        text.append("█" * bar + ("+" if longest > _BAR else ""), palette.you)
        text.append(f" {longest}" if longest else "nobody in line", palette.text)
        moved = longest - round(base["longest"]) if view.compares and base else 0
        if moved:
            better = moved < 0
            colour = palette.better if better else palette.worse
            text.append(f" {wording.arrow(moved)}{abs(moved)}", colour)
        text.append(f"  {wording.count(own['agents'])} at work", palette.quiet)
        waits = wording.minutes(own["waited"] / own["answered"]) if own["answered"] else "-"
        text.append(f"\n  {_waited(waits, own['lost_patience'], width - 2)}", palette.quiet)
    return text


def at_a_glance(view: View) -> str:
    """The channel whose line grew longest this week, in a few words."""
    known = view.you.first
    count = 0 if known is None else known.channels.shape[1]
    rows = [
        (_line(view.you, place, view.lived), name)
        for place, name in enumerate(view.names.channels[:count])
    ]
    if not rows:
        return ""
    own, name = max(rows, key=lambda row: row[0]["longest"])
    longest = round(own["longest"])
    return f"{name.replace('_', ' ')} {longest} wait" if longest else "nobody waits"


def _waited(waits: str, lost: float, width: int) -> str:
    """How the people in a line fared, in as many words as there is room for."""
    wait, gone = f"wait {waits}", f"{wording.count(lost)} lost patience"
    fuller = (
        f"{wait}, {gone} in {WINDOW} days",
        f"{wait}, {gone}",
        f"{wait}, {wording.count(lost)} left it",
    )
    return next((words for words in fuller if len(words) <= width), wait)


def _line(track: LineSeries, place: int, day: int) -> dict[str, float]:
    if track.first is None or place >= track.first.channels.shape[1]:
        return {}
    days: Array = track.first.channels[:, place]
    window = dict(zip(CHANNEL_FIGURES, days[day] - days[max(0, day - WINDOW)], strict=True))
    week = days[max(0, day - WEEK + 1) : day + 1]
    for name in ("longest", "agents"):
        window[name] = float(week[:, CHANNEL_FIGURES.index(name)].max())
    return window
