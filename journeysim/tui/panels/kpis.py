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
from journeysim.tui.view import LineSeries, View


@dataclass(frozen=True)
class Figure:
    """One number. short: its name where there is one row; shown: at the precision it is shown with; more: is more of it better, if known; room: characters that it takes."""

    label: str
    short: str
    figure: str
    text: Callable[[float], str]
    digits: int
    more: bool | None
    room: int


def _points(share: float) -> str:
    return wording.points(share)


FIGURES = (
    Figure("Retained", "Retained", "retention", wording.percent, 3, more=True, room=23),
    Figure("Profit to date", "Profit", "profit", wording.money, 0, more=True, room=25),
    Figure("Wait, 95 % within", "Wait", "wait_p95", wording.minutes, 2, more=False, room=23),
    Figure("Service + care", "Cost", "cost", wording.money, 0, more=False, room=25),
    Figure("Said nothing", "Silent", "silent", wording.count, 0, more=False, room=20),
)
"""The figures, the most telling first; a narrow screen shows the first few."""


class Figures(Widget):
    """The row of figures."""

    PLACE: ClassVar[Place] = "low"
    KEY: ClassVar[PanelKey | None] = None
    CLICK: ClassVar[str] = "why"
    SIZES: ClassVar[str] = """
    MainScreen.-short Figures { height: 1; border: none; }
    MainScreen.-present Figures { display: none; }
    """
    DEFAULT_CSS = """
    Figures { height: 3; padding: 0 1; border-top: solid $edge; border-title-color: $quiet; border-subtitle-color: $quiet; }
    """

    view: View | None = None

    def show(self, view: View) -> None:
        """Show this moment."""
        self.view = view
        self.border_title = f" Today, mean of {wording.paired(max(1, len(view.you.runs)))} "
        self.refresh()

    def render(self) -> Text:
        """Names above values, or both in one row."""
        if self.view is None:
            return Text()
        return table(self.view, self.content_size.width, self.content_size.height)


def table(view: View, width: int, height: int = 2) -> Text:
    """As many figures as fit, in columns of one width."""
    if height < 2:
        return _line(view, width)
    count = len(FIGURES)
    while count > 1 and sum(figure.room for figure in FIGURES[:count]) > width:
        count -= 1
    spare = (width - sum(figure.room for figure in FIGURES[:count])) // count
    rows = [Text(), Text()]
    for figure in FIGURES[:count]:
        for row, cell in zip(rows, _cells(figure, view), strict=True):
            cell.truncate(figure.room - 1 + spare, pad=True)
            row.append_text(cell).append(" ")
    text = Text(style=Style(color=view.palette.text), no_wrap=True, end="")
    return text.append_text(Text("\n").join(rows))


def _line(view: View, width: int) -> Text:
    """Names and values in one row, the most telling first."""
    text = Text(style=Style(color=view.palette.text), no_wrap=True, end="")
    for figure in FIGURES:
        _, shown = _cells(figure, view)
        cell = Text.assemble((figure.short, view.palette.quiet), " ", shown, "   ")
        if text.cell_len + cell.cell_len <= width + 3:
            text.append_text(cell)
    return text


def value(track: LineSeries, figure: str, day: int) -> float:
    """A figure on a day, the mean of the runs."""
    return float(track.retention[day]) if figure == "retention" else track.mean(figure, day)


def _cells(figure: Figure, view: View) -> tuple[Text, Text]:
    palette, day = view.palette, view.lived
    label = Text(wording.named(figure.label, view.swapped), palette.quiet)
    if day < 0:
        return label, Text("-", palette.quiet)
    own = value(view.you, figure.figure, day)
    unit = f" {view.currency}" if figure.text is wording.money and not view.compares else ""
    shown = Text(figure.text(own) + unit, Style(color=palette.strong, bold=True))
    return label, shown.append_text(_difference(figure, view))


def _difference(figure: Figure, view: View) -> Text:
    """More or less than under the baseline; grey where chance alone could do it, or may yet."""
    palette, day = view.palette, view.lived
    if not view.compares:
        return Text()
    gap = view.difference(figure.figure, day)
    moved = round(gap.mean, figure.digits) if isfinite(gap.mean) else 0.0
    if moved == 0:
        return Text(" =", palette.quiet)
    write = _points if figure.text is wording.percent else figure.text
    better = (moved > 0) == figure.more
    colour = palette.better if better else palette.worse
    if wording.is_open(gap):
        return Text(f" {wording.arrow(moved)} {write(abs(moved))} unclear", palette.quiet)
    words = f" {wording.arrow(moved)} {write(abs(moved))} {'better' if better else 'worse'}"
    return Text(words, Style(color=colour, bold=True) if gap.settled else palette.quiet)
