"""Journey: where people stand and what flows between, in two lanes: who speaks, who stays silent.

Stocks are today's; lines and talks are the most at once in a week, because offices are empty at
midnight; flows are of four weeks. All of the first run, whose days the world lives.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import fsum
from typing import ClassVar

from rich.style import Style
from rich.text import Text
from textual.widget import Widget

from journeysim.tui import wording
from journeysim.tui.panels.panel import PanelKey, Place
from journeysim.tui.style import Palette
from journeysim.tui.view import WINDOW, LineSeries, View

WEEK = 7
_TALL = 7
_LEAST_BOXED = 70


@dataclass(frozen=True)
class Stock:
    """One place where people stand. more: is more of them better, if known."""

    name: str
    short: str
    now: float
    base: float
    more: bool | None


def _stocks(view: View) -> dict[str, Stock]:
    you, base, day = view.you, view.baseline, view.lived

    def both(name: str, short: str, more: bool | None, figure: str, how: str) -> Stock:
        def of(track: LineSeries) -> float:
            if how == "now":
                return track.lived(figure, day)
            if how == "most":
                return track.most(figure, day, WEEK)
            return track.lived(figure, day, WINDOW)

        return Stock(name, short, of(you), of(base), more)

    return {
        "using": both("Using", "using", True, "active", "now"),
        "problem": both("Problem", "problem", False, "problem", "now"),
        "waiting": both("Waiting", "waiting", False, "waiting", "most"),
        "served": both(
            wording.named("In service", view.swapped),
            wording.named("in service", view.swapped),
            None,
            "served",
            "most",
        ),
        "resolved": both("Resolved, 28 d", "resolved", None, "resolved", "flow"),
        "silent": both("Said nothing", "silent", False, "silent", "now"),
        "left": both("Left, 28 d", "left", False, "left", "flow"),
    }


def _flow(view: View, *figures: str) -> str:
    return wording.count(fsum(view.you.lived(figure, view.lived, WINDOW) for figure in figures))


class Journey(Widget):
    """The map; one line where there is no room for more."""

    PLACE: ClassVar[Place] = "tab"
    KEY: ClassVar[PanelKey | None] = PanelKey("map", "f5", "the journey map")
    CLICK: ClassVar[str] = ""
    SIZES: ClassVar[str] = ""
    DEFAULT_CSS = """
    Journey { border: round $edge; border-title-color: $quiet; border-subtitle-color: $quiet; padding: 0 1;
        height: 1fr; }
    """

    view: View | None = None

    def on_mount(self) -> None:
        """Name the panel."""
        self.border_title = "Journey map"
        self.border_subtitle = f"numbers on arrows: the last {WINDOW} days"

    def show(self, view: View) -> None:
        """Show this moment."""
        self.view = view
        self.refresh()

    def render(self) -> Text:
        """The map."""
        if self.view is None or self.view.lived < 0:
            return Text()
        if self.content_size.height >= _TALL and self.content_size.width >= _LEAST_BOXED:
            return lanes(self.view, self.content_size.width)
        return line(self.view)


def line(view: View) -> Text:
    """The map in a line or two."""
    palette, stocks = view.palette, _stocks(view)
    text = Text(style=Style(color=palette.text), no_wrap=True, end="")
    for key, after in (
        ("using", " → "), ("problem", " → "), ("waiting", " → "), ("served", " →\n"),
        ("resolved", "   "), ("silent", " ╌▶ "), ("left", "   "),
    ):  # fmt: skip
        stock = stocks[key]
        text.append(f"{stock.short} ", palette.quiet)
        text.append(wording.count(stock.now), Style(color=palette.strong, bold=True))
        text.append_text(_change(stock, view))
        text.append(after, palette.quiet)
    text.append(f"┆ {_flow(view, 'prevented', 'intercepted')} prevented ┆", palette.quiet)
    if new := newcomers(view):
        text.append(f"   {wording.count(new)} of those using came after day 0", palette.quiet)
    return text


def newcomers(view: View) -> int:
    """How many of those who are there came after day 0: retention counts none of them."""
    return round(view.you.lived("active", view.lived) - view.you.lived("stayed", view.lived))


def _change(stock: Stock, view: View) -> Text:
    moved = stock.now - stock.base
    if not view.compares or not moved:
        return Text()
    palette = view.palette
    colour = palette.text
    if stock.more is not None:
        colour = palette.better if (moved > 0) == stock.more else palette.worse
    return Text(f" {wording.arrow(moved)}{wording.count(abs(moved))}", colour)


def lanes(view: View, width: int) -> Text:
    """The map in two lanes of boxes."""
    palette, stocks = view.palette, _stocks(view)
    arrow = 7 if width >= 110 else 4
    box = (width - 4 * arrow) // 5
    rows = [Text(no_wrap=True, end="") for _ in range(_TALL)]
    upper = ("using", "problem", "waiting", "served", "resolved")
    flows = (
        _flow(view, "failures", "requests"),
        _flow(view, "contacts"),
        _flow(view, "answered"),
        _flow(view, "resolved"),
    )
    for index, key in enumerate(upper):
        for row, part in zip(rows, _box(stocks[key], box, view), strict=False):
            row.append_text(part)
        if index < 4:
            rows[0].append(flows[index].center(arrow), palette.quiet)
            rows[1].append("─" * (arrow - 1) + "▶", palette.quiet)
            rows[2].append(" " * arrow)
    kept = int(view.you.lived("prevented", view.lived, WINDOW))
    caught = int(view.you.lived("intercepted", view.lived, WINDOW))
    back = _flow(view, "found")
    new = newcomers(view)
    joined = f" {wording.count(new)} came after day 0" if new else ""
    rows[3].append(joined.ljust(box + arrow + box // 2), palette.quiet)
    rows[3].append(f"│ {_flow(view, 'silenced')} say nothing".ljust(box + arrow), palette.quiet)
    lost, given = _flow(view, "lost_patience"), _flow(view, "given_up")
    rows[3].append(f"  {lost} lose patience, {given} give up", palette.quiet)
    rows[3].truncate(width)
    ghost = [
        "┌" + "Prevented".ljust(box - 2, "╌")[: box - 2] + "┐",
        "┆" + f" {wording.count(kept)}".ljust(box - 2)[: box - 2] + "┆",
        "└"
        + (f"{wording.count(caught)} caught" if caught else "").ljust(box - 2, "╌")[: box - 2]
        + "┘",
    ]
    silent, left = _box(stocks["silent"], box, view), _box(stocks["left"], box, view, palette.worse)
    span = 3 * arrow + 2 * box
    heard = f" {back} found by asking " if back != "0" else ""
    for index, row in enumerate(rows[4:7]):
        row.append(ghost[index], palette.quiet)
        row.append(" " * arrow)
        row.append_text(silent[index])
        if index == 0:
            row.append(heard.ljust(span)[:span], palette.quiet)
        elif index == 1:
            row.append("╌" * (span - 1) + "▶", palette.quiet)
        else:
            gone = wording.count(view.you.lived("left", view.lived))
            row.append(f" from every place; {gone} so far".ljust(span)[:span], palette.quiet)
        row.append_text(left[index])
    return Text("\n").join(rows)


def _box(stock: Stock, width: int, view: View, colour: str | None = None) -> list[Text]:
    palette: Palette = view.palette
    edge = colour or palette.quiet
    inner = width - 2
    name = f"─{stock.name} " if inner > 12 else stock.name
    top = Text("╭" + name.ljust(inner, "─")[:inner] + "╮", edge)
    middle = Text("│", edge)
    number = Text(f" {wording.count(stock.now)}", Style(color=palette.strong, bold=True))
    number.append_text(_change(stock, view))
    number.truncate(inner, pad=True)
    middle.append_text(number).append("│", edge)
    return [top, middle, Text("╰" + "─" * inner + "╯", edge)]
