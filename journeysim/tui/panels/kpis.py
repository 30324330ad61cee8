"""Figures: the numbers of today in the world one watches, each beside the baseline's, in words.

Means of the paired runs, as the lines and the lead are; map, queues and seats are of the first run.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import isfinite
from typing import ClassVar

from rich.style import Style
from rich.text import Text
from textual.widget import Widget

from journeysim.tui import wording
from journeysim.tui.panels.panel import PanelKey, Place
from journeysim.tui.style import Palette
from journeysim.tui.view import LineSeries, View

LEAST_WIDTH, _MORE = 19, 2


@dataclass(frozen=True)
class Figure:
    """One number. shown: at the precision it is shown with; more: is more of it better, if known."""

    label: str
    figure: str
    text: Callable[[float], str]
    digits: int
    more: bool | None


def _points(share: float) -> str:
    return f"{100.0 * share:.1f} points"


FIGURES = (
    Figure("Retained", "retention", wording.percent, 3, more=True),
    Figure("Profit to date", "profit", wording.money, 0, more=True),
    Figure("Wait, 95 % within", "wait_p95", wording.minutes, 2, more=False),
    Figure("Service+care cost", "cost", wording.money, 0, more=False),
    Figure("Said nothing", "silent", wording.count, 0, more=False),
)
"""The figures, the most telling first; a narrow screen shows the first few."""


class Figures(Widget):
    """The row of figures."""

    PLACE: ClassVar[Place] = "top"
    KEY: ClassVar[PanelKey | None] = None
    CLICK: ClassVar[str] = "why"
    SIZES: ClassVar[str] = "MainScreen.-high Figures { height: 5; border: round $edge; }"
    DEFAULT_CSS = """
    Figures { height: 3; padding: 0 1; border-title-color: $quiet; border-subtitle-color: $quiet; }
    """

    view: View | None = None

    def show(self, view: View) -> None:
        """Show this moment."""
        self.view = view
        self.border_subtitle = f"mean of {wording.paired(max(1, len(view.you.runs)))}"
        self.refresh()

    def render(self) -> Text:
        """Three rows: names, values, differences."""
        if self.view is None:
            return Text()
        return table(self.view, self.content_size.width)


def table(view: View, width: int) -> Text:
    """As many figures as fit, in columns of one width; the first has a little more."""
    shown = FIGURES[: max(1, min(len(FIGURES), (width - _MORE) // LEAST_WIDTH))]
    room = (width - _MORE) // len(shown)
    text = Text(style=Style(color=view.palette.text), no_wrap=True, end="")
    rows = [Text(), Text(), Text()]
    for index, figure in enumerate(shown):
        for row, cell in zip(rows, _cells(figure, view), strict=True):
            cell.truncate(room - 1 if index else room + _MORE - 1, pad=True)
            row.append_text(cell).append(" ")
    return text.append_text(Text("\n").join(rows))


def value(track: LineSeries, figure: str, day: int) -> float:
    """A figure on a day, the mean of the runs."""
    return float(track.retention[day]) if figure == "retention" else track.mean(figure, day)


def _cells(figure: Figure, view: View) -> tuple[Text, Text, Text]:
    palette, day = view.palette, view.lived
    label = Text(wording.named(figure.label, view.swapped), palette.quiet)
    if day < 0:
        return label, Text("-", palette.quiet), Text()
    own, other = value(view.you, figure.figure, day), value(view.baseline, figure.figure, day)
    unit = f" {view.currency}" if figure.text is wording.money else ""
    shown = Text(figure.text(own) + unit, Style(color=palette.strong, bold=True))
    return label, shown, _difference(figure, own - other, view)


def _difference(figure: Figure, gap: float, view: View) -> Text:
    palette = view.palette
    if not view.compares or not isfinite(gap):
        return Text()
    moved = round(gap, figure.digits)
    if moved == 0:
        return Text("= the same", palette.quiet)
    write = _points if figure.text is wording.percent else figure.text
    words = f"{wording.arrow(moved)} {write(abs(moved))}"
    better = (moved > 0) == figure.more
    return Text(f"{words} {'better' if better else 'worse'}", _verdict(palette, better))


def _verdict(palette: Palette, better: bool) -> Style:
    return Style(color=palette.better if better else palette.worse, bold=True)
