"""Drawing: a plot as rows of styled characters. A pure function of plot, size and colours."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from rich.segment import Segment

from journeysim.tui.style import Palette
from journeysim.tui.widgets import braille
from journeysim.tui.widgets.plot import Array, Plot
from journeysim.tui.widgets.scale import apart
from journeysim.tui.widgets.sheet import DrawingSheet

LEFT = 6
_PERIOD, _LENGTH = (2, 4), (1, 3)
"""Dots from one of what is to come to the next, and how long it is: else, and where it is bold."""

_THICK_FROM = 6


@dataclass(frozen=True)
class _Area:
    """Where days and values fall; dots are counted from the area's upper left."""

    plot: Plot
    width: int
    height: int

    def column(self, day: float) -> int:
        """The character column of a day."""
        return round(day / self.plot.horizon * (self.width - 1))

    @property
    def step(self) -> int:
        """The rows from one tick to the next: whole ones, so that even ticks look even."""
        return max(1, (self.height - 1) // (len(self.plot.ticks) - 1))

    def rows(self, values: Array) -> braille.Rows:
        """The dot rows of values; a tick's is in the middle of its row."""
        low, high = self.plot.ticks[0], self.plot.ticks[-1]
        span = self.step * (len(self.plot.ticks) - 1) * braille.DOWN
        return np.rint((high - values) / (high - low) * span + 1.0).astype(np.int64)

    def row(self, value: float) -> int:
        """The character row of a value."""
        return int(self.rows(np.array([value]))[0]) // braille.DOWN

    def at(self, values: Array) -> tuple[braille.Rows, Array]:
        """The dot columns that a value by day reaches, and its value in each."""
        if len(values) == 0:
            return np.empty(0, dtype=np.int64), np.empty(0)
        across = self.width * braille.ACROSS
        days = np.arange(across) / (across - 1) * self.plot.horizon
        columns = np.flatnonzero(days <= len(values) - 0.5)
        return columns, np.interp(days[columns], np.arange(len(values)), values)


def draw(plot: Plot, width: int, height: int, right: int, palette: Palette) -> list[list[Segment]]:
    """The rows of a strip, `right` characters kept for labels."""
    sheet = DrawingSheet(max(1, width), max(1, height), palette)
    area = _Area(plot, width - LEFT - right, height)
    if area.width < 4 or area.height < 2:
        sheet.put(0, 0, "no room for the chart", palette.quiet)
        return sheet.segments()
    _grid(sheet, area)
    if plot.band is not None:
        _shade(sheet, area, plot.band)
    for mark in plot.marks:
        _upright(sheet, area, mark, "┊", palette.quiet)
    if 0 < plot.today < plot.horizon:
        _upright(sheet, area, plot.today, "│", palette.faint)
    _line(sheet, area)
    _labels(sheet, area)
    return sheet.segments()


def _grid(sheet: DrawingSheet, area: _Area) -> None:
    for tick, text in zip(area.plot.ticks, area.plot.texts, strict=True):
        row = area.row(tick)
        sheet.put(row, 0, text.rjust(LEFT - 1), sheet.palette.quiet)
        for column in range(0, area.width, 4):
            sheet.put(row, LEFT + column, "·", sheet.palette.faint)


def _shade(sheet: DrawingSheet, area: _Area, band: tuple[Array, Array]) -> None:
    """The characters that two lines pass or enclose, by the side of zero they are on."""
    at, lower = area.at(band[0])
    _, upper = area.at(band[1])
    tops, bottoms = area.rows(upper) // braille.DOWN, area.rows(lower) // braille.DOWN
    zero = area.row(0.0)
    for column, top, bottom in zip(at[::2], tops[::2], bottoms[::2], strict=True):
        for row in range(max(0, top), min(area.height - 1, bottom) + 1):
            place = LEFT + int(column) // braille.ACROSS
            sheet.grounds[row][place] = area.plot.shades[0 if row <= zero else 1]


def _upright(sheet: DrawingSheet, area: _Area, day: int, sign: str, colour: str) -> None:
    for row in range(area.height):
        sheet.put(row, LEFT + area.column(day), sign, colour)


def _line(sheet: DrawingSheet, area: _Area) -> None:
    """The past joined up, what is to come in dots."""
    plot, dots = area.plot, braille.plane(area.width, area.height)
    today = plot.today / plot.horizon * (area.width * braille.ACROSS - 1)
    columns, values = area.at(plot.line)
    rows, past = area.rows(values), columns <= today
    thickness = (2 if area.height >= _THICK_FROM else 1) + plot.bold
    braille.stroke(dots, columns[past], rows[past], thickness)
    for deeper in range(1 + plot.bold):
        inside = (rows + deeper >= 0) & (rows + deeper < dots.shape[0])
        coming = ~past & (columns % _PERIOD[plot.bold] < _LENGTH[plot.bold]) & inside
        dots[rows[coming] + deeper, columns[coming]] = True
    characters = braille.characters(dots)
    for row, column in np.argwhere(characters != braille.EMPTY).tolist():
        sheet.put(row, LEFT + column, chr(characters[row, column]), plot.colour)


def _labels(sheet: DrawingSheet, area: _Area) -> None:
    room = sheet.width - LEFT - area.width - 1
    for row, label in zip(_rows(area), area.plot.labels, strict=True):
        text = label.text if len(label.text) <= room else label.text[: max(0, room - 1)] + "…"
        sheet.put(row, LEFT + area.width + 1, text, label.colour, label.strong)


def _rows(area: _Area) -> list[int]:
    """A row for each label, none twice."""
    values = [label.value for label in area.plot.labels]
    wanted = [min(area.height - 1, max(0, area.row(value))) for value in values]
    return apart(wanted, values, area.height)
