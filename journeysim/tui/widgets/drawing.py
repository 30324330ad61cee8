"""Drawing: a plot as rows of styled characters. A pure function of plot, size and colours."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from rich.segment import Segment

from journeysim.tui import wording
from journeysim.tui.style import Palette
from journeysim.tui.widgets import braille
from journeysim.tui.widgets.plot import Array, Curve, Plot, Stroke
from journeysim.tui.widgets.scale import apart, day_ticks
from journeysim.tui.widgets.sheet import DrawingSheet

LEFT = 6
UNDER = 2
_DAY_ROOM = 9
_HATCH = "╱"
_APART = 3
_PERIODS = {Stroke.SOLID: (2, 1), Stroke.DASHED: (4, 1), Stroke.DIM: (6, 1)}
_BOLD = {Stroke.SOLID: (4, 3), Stroke.DASHED: (8, 3)}
_THICK_FROM = 6


@dataclass(frozen=True)
class _Area:
    """Where days and shares fall; dots are counted from the area's upper left."""

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

    def rows(self, shares: Array) -> braille.Rows:
        """The dot rows of shares; a tick's is in the middle of its row."""
        low, high = self.plot.ticks[0], self.plot.ticks[-1]
        span = self.step * (len(self.plot.ticks) - 1) * braille.DOWN
        return np.rint((high - shares) / (high - low) * span + 1.0).astype(np.int64)

    def row(self, share: float) -> int:
        """The character row of a share."""
        return int(self.rows(np.array([share]))[0]) // braille.DOWN

    def shares(self, curve: Curve) -> tuple[braille.Rows, Array]:
        """The dot columns that a curve reaches, and its share in each."""
        if len(curve.values) == 0:
            return np.empty(0, dtype=np.int64), np.empty(0)
        across = self.width * braille.ACROSS
        days = np.arange(across) / (across - 1) * self.plot.horizon
        known = np.arange(len(curve.values)) + curve.first
        columns = np.flatnonzero((days >= known[0]) & (days <= known[-1] + 0.5))
        return columns, np.interp(days[columns], known, curve.values)


def draw(plot: Plot, width: int, height: int, right: int, palette: Palette) -> list[list[Segment]]:
    """The rows of a chart, `right` characters kept for labels."""
    sheet = DrawingSheet(max(1, width), max(1, height), palette)
    area = _Area(plot, width - LEFT - right, height - UNDER * plot.axis)
    if area.width < 4 or area.height < 2:
        sheet.put(0, 0, "no room for the chart", palette.quiet)
        return sheet.segments()
    _grid(sheet, area)
    if plot.band is not None:
        _shade(sheet, area, plot.band)
    if plot.gap is not None and len(plot.curves) > 1:
        _fill(sheet, area, plot.gap)
    for mark in plot.marks:
        _upright(sheet, area, mark, "┊", palette.quiet)
    if 0 < plot.today < plot.horizon:
        _upright(sheet, area, plot.today, "│", palette.faint)
    _curves(sheet, area)
    if plot.axis:
        _days(sheet, area)
    _labels(sheet, area)
    return sheet.segments()


def _grid(sheet: DrawingSheet, area: _Area) -> None:
    texts = area.plot.texts or tuple(_percent(area.plot.ticks))
    for tick, text in zip(area.plot.ticks, texts, strict=True):
        row = area.row(tick)
        sheet.put(row, 0, text.rjust(LEFT - 1), sheet.palette.quiet)
        for column in range(0, area.width, 4):
            sheet.put(row, LEFT + column, "·", sheet.palette.faint)


def _percent(ticks: tuple[float, ...]) -> list[str]:
    whole = all(abs(100.0 * tick - round(100.0 * tick)) < 1e-9 for tick in ticks)
    return [wording.share_tick(tick, whole) for tick in ticks]


def _shade(sheet: DrawingSheet, area: _Area, band: tuple[Array, Array]) -> None:
    """The characters that two curves pass or enclose, by the side of zero they are on."""
    at, lower = area.shares(Curve(band[0], ""))
    _, upper = area.shares(Curve(band[1], ""))
    tops, bottoms = area.rows(upper) // braille.DOWN, area.rows(lower) // braille.DOWN
    zero = area.row(0.0)
    for column, top, bottom in zip(at[::2], tops[::2], bottoms[::2], strict=True):
        for row in range(max(0, top), min(area.height - 1, bottom) + 1):
            place = LEFT + int(column) // braille.ACROSS
            sheet.grounds[row][place] = area.plot.shades[0 if row <= zero else 1]


def _upright(sheet: DrawingSheet, area: _Area, day: int, sign: str, colour: str) -> None:
    for row in range(area.height):
        sheet.put(row, LEFT + area.column(day), sign, colour)


def _fill(sheet: DrawingSheet, area: _Area, gap: tuple[str, str]) -> None:
    """The characters between the first two curves, where they are apart; hatched where worse."""
    (one_at, one), (two_at, two) = (area.shares(curve) for curve in area.plot.curves[:2])
    both = np.intersect1d(one_at, two_at)
    upper, lower = area.rows(one[np.isin(one_at, both)]), area.rows(two[np.isin(two_at, both)])
    for column, first, second in zip(both[::2], upper[::2], lower[::2], strict=True):
        top, bottom = min(first, second), max(first, second)
        if bottom - top < _APART:
            continue
        first_row, last_row = int(top) // braille.DOWN, int(bottom) // braille.DOWN
        for row in range(max(0, first_row), min(area.height - 1, last_row) + 1):
            place = LEFT + int(column) // braille.ACROSS
            falling = second > first
            sheet.grounds[row][place] = gap[1] if falling else gap[0]
            if falling and (place + row) % 2 == 0:
                sheet.put(row, place, _HATCH, sheet.palette.faint)


def _curves(sheet: DrawingSheet, area: _Area) -> None:
    thickness = (2 if area.height >= _THICK_FROM else 1) + area.plot.bold
    across = area.width * braille.ACROSS
    today = area.plot.today / area.plot.horizon * (across - 1)
    total = braille.plane(area.width, area.height)
    behind = sorted(area.plot.curves, key=lambda curve: curve.stroke is not Stroke.DIM)
    for curve in behind:
        dots = braille.plane(area.width, area.height)
        columns, shares = area.shares(curve)
        rows, past = area.rows(shares), columns <= today
        dashes = columns % 8 < 5 if curve.stroke is Stroke.DASHED else np.ones_like(past)
        if curve.stroke is Stroke.DIM:
            dashes = columns % 3 == 0
        wide = 1 if curve.stroke is Stroke.DIM else thickness
        braille.stroke(dots, columns[past], rows[past], dashes[past], wide)
        period, length = _PERIODS[curve.stroke]
        far = area.plot.bold and curve.stroke is not Stroke.DIM
        if far:
            period, length = _BOLD[curve.stroke]
        for deeper in range(1 + far):
            inside = (rows + deeper >= 0) & (rows + deeper < dots.shape[0])
            coming = ~past & (columns % period < length) & inside
            dots[rows[coming] + deeper, columns[coming]] = True
        total |= dots
        _dots(sheet, total, dots, curve.colour)


def _dots(sheet: DrawingSheet, total: braille.Dots, own: braille.Dots, colour: str) -> None:
    """Put the characters in which a curve has dots, with the dots of those before it."""
    characters, mine = braille.characters(total), braille.characters(own)
    for row, column in np.argwhere(mine != braille.EMPTY):
        sheet.put(int(row), LEFT + int(column), chr(characters[row, column]), colour)


def _days(sheet: DrawingSheet, area: _Area) -> None:
    palette, plot, row = sheet.palette, area.plot, area.height
    sheet.put(row, LEFT, "─" * area.width, palette.edge)
    end = f"d{plot.horizon}"
    for day in day_ticks(plot.horizon, area.width // _DAY_ROOM + 1):
        column = area.column(day)
        if column + _DAY_ROOM - 2 < area.width - 1:
            sheet.put(row, LEFT + column, "┴", palette.edge)
            sheet.put(row + 1, LEFT + column, f"d{day}", palette.quiet)
    sheet.put(row, LEFT + area.width - 1, "┴", palette.edge)
    sheet.put(row + 1, LEFT + area.width - len(end), end, palette.quiet)
    if plot.today > 0:
        sheet.put(row, LEFT + area.column(plot.today), "▲", palette.text)
    for mark in plot.marks:
        sheet.put(row, LEFT + area.column(mark), "◆", palette.strong)


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
