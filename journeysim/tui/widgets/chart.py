"""Chart: a widget that draws a plot, anew only when the plot or its size changes."""

from __future__ import annotations

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from journeysim.tui.style import NIGHT, Palette
from journeysim.tui.widgets import fork_drawing, fork_numbers
from journeysim.tui.widgets.drawing import LEFT, draw
from journeysim.tui.widgets.fork import Fork
from journeysim.tui.widgets.plot import Plot

ROOMY = 64
"""Width from which labels get the wide margin."""

NARROW_MARGIN, WIDE_MARGIN = 10, 26


class Chart(Widget):
    """Lines over days."""

    DEFAULT_CSS = "Chart { height: 1fr; min-height: 3; }"

    class Pointed(Message):
        """The user points at a day."""

        def __init__(self, day: int) -> None:
            super().__init__()
            self.day = day

    class Resized(Message):
        """There is another room for the plot, which may want other ticks."""

    def __init__(self) -> None:
        super().__init__()
        self._plot: Plot | Fork | None = None
        self._palette = NIGHT
        self._rows: list[list[Segment]] = []
        self._drawn: tuple[int, int] | None = None
        self._instead = ""

    def show(self, plot: Plot | Fork | None, palette: Palette = NIGHT, instead: str = "") -> None:
        """Draw another plot; instead: what is said where there is none."""
        self._instead = instead
        self._plot, self._palette, self._drawn = plot, palette, None
        self.refresh()

    @property
    def is_roomy(self) -> bool:
        """Is there room for labels with words?"""
        return self.size.width >= ROOMY

    def on_resize(self) -> None:
        """Say so."""
        self.post_message(self.Resized())

    def on_click(self, event: events.Click) -> None:
        """A click is a day."""
        if self._plot is not None:
            left, right = self._margins
            across = self.size.width - left - right
            share = (event.x - left) / max(1, across - 1)
            if 0.0 <= share <= 1.0:
                self.post_message(self.Pointed(round(share * self._plot.horizon)))

    @property
    def _margins(self) -> tuple[int, int]:
        if isinstance(self._plot, Fork):
            return fork_numbers.LEFT, fork_drawing.right_of(self._plot)
        return LEFT, WIDE_MARGIN if self.is_roomy else NARROW_MARGIN

    def render_line(self, y: int) -> Strip:
        """One row of the drawing."""
        width, height = self.size
        if self._plot is None:
            text = self._instead.center(width)[:width] if y == height // 2 else " " * width
            return Strip([Segment(text, Style(color=self._palette.text))])
        if self._drawn != (width, height):
            if isinstance(self._plot, Fork):
                self._rows = fork_drawing.draw(self._plot, width, height, self._palette)
            else:
                right = self._margins[1]
                self._rows = draw(self._plot, width, height, right, self._palette)
            self._drawn = (width, height)
        return Strip(self._rows[y]) if y < len(self._rows) else Strip.blank(width, self.rich_style)
