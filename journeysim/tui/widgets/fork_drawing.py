"""Fork drawing: the chart of retention as rows of styled characters; a pure function of what it shows."""

from __future__ import annotations

import numpy as np
from rich.segment import Segment

from journeysim.tui import wording
from journeysim.tui.style import Palette, mixed
from journeysim.tui.widgets import braille
from journeysim.tui.widgets.eighths import LINES, STEPS, STRENGTHS, Ink, Picture, characters
from journeysim.tui.widgets.fork import Area, Fork, picture
from journeysim.tui.widgets.fork_numbers import LEFT, UNDER, numbers
from journeysim.tui.widgets.scale import apart, day_ticks
from journeysim.tui.widgets.sheet import DrawingSheet

ASCII, BRAILLE = "ascii", "braille"
_LEAST = 12
_YEAR = 365
_FEW, _FEW_ROOM, _ROOM = 20, 8, 16
"""Up to how many guesses the strip is narrow; and how many signs each strip has room for in a row."""

_BEFORE, _AFTER = "◇", "◆"
"""A guess; one made after talking, where there were two votes."""

_PLAIN = {Ink.YOU: "#", Ink.BASE: "o", Ink.BOTH: "#", Ink.BAND: ":", Ink.GHOST: "."}


def right_of(fork: Fork) -> int:
    """The columns that guesses and labels take at the right."""
    labels = max((len(label.text) for label in fork.labels), default=0)
    return _strip(fork) + (labels + 2 if labels else 1)


def _strip(fork: Fork) -> int:
    return _room(fork) + 5 if fork.guesses else 0


def _room(fork: Fork) -> int:
    return _FEW_ROOM if len(fork.guesses) + len(fork.earlier) <= _FEW else _ROOM


def draw(fork: Fork, width: int, height: int, palette: Palette) -> list[list[Segment]]:
    """The rows of the chart."""
    sheet = DrawingSheet(max(1, width), max(1, height), palette)
    area = Area(fork, width - LEFT - right_of(fork), height - UNDER)
    if area.width < _LEAST or area.height < 2:
        sheet.put(0, 0, "no room for the chart", palette.quiet)
        return sheet.segments()
    painted = picture(area)
    _cells(sheet, painted, fork, palette)
    _grid(sheet, area)
    _days(sheet, area)
    if fork.large:
        numbers(sheet, fork.large)
    else:
        _sentence(sheet, fork)
    if fork.caption:
        _caption(sheet, area)
    _today(sheet, area)
    _stems(sheet, area)
    _edge(sheet, area)
    return sheet.segments()


def colours(palette: Palette) -> list[str]:
    """The colour of each ink, by number."""
    inks = [palette.panel, palette.you, mixed(palette.panel, palette.baseline, 0.76), palette.text]
    inks.append(mixed(palette.panel, palette.you, 0.38))
    for shade in (palette.better, palette.worse):
        inks += [mixed(palette.panel, shade, 0.12 + 0.30 * k / STRENGTHS) for k in range(1, 5)]
    return [*inks, palette.faint]


def _cells(sheet: DrawingSheet, painted: Picture, fork: Fork, palette: Palette) -> None:
    inks = colours(palette)
    if fork.signs == ASCII:
        _plain(sheet, painted, inks)
        return
    if fork.signs == BRAILLE:
        _dots(sheet, painted, inks)
        return
    signs, ink, ground = characters(painted)
    for row, column in np.argwhere((ink != Ink.GROUND) | (ground != Ink.GROUND)).tolist():
        place = LEFT + column
        is_fill = signs[row, column] == "█" and ink[row, column] not in LINES
        sheet.characters[row][place] = " " if is_fill else signs[row, column]
        sheet.colours[row][place] = inks[ink[row, column]]
        sheet.grounds[row][place] = inks[ground[row, column]]


def _dots(sheet: DrawingSheet, painted: Picture, inks: list[str]) -> None:
    """The same with the lines in dots, on cells of one fill each."""
    height = painted.shape[0] // STEPS
    cells = painted.reshape(height, STEPS, painted.shape[1])
    dots = braille.plane(painted.shape[1], height)
    on = np.isin(painted, LINES).reshape(height * braille.DOWN, 2, -1).any(axis=1)
    dots[:] = np.repeat(on, braille.ACROSS, axis=1)
    signs = braille.characters(dots)
    for row in range(height):
        for column in range(painted.shape[1]):
            counts = np.bincount(cells[row, :, column], minlength=Ink.GHOST + 1)
            lines = max(LINES, key=lambda ink: int(counts[ink]))
            counts[list(LINES)] = 0
            sheet.grounds[row][LEFT + column] = inks[int(counts.argmax()) if counts.any() else 0]
            if signs[row, column] != braille.EMPTY:
                sheet.put(row, LEFT + column, chr(signs[row, column]), inks[lines])


def _plain(sheet: DrawingSheet, painted: Picture, inks: list[str]) -> None:
    """The same with one plain character a cell: a line's before a fill's."""
    height = painted.shape[0] // STEPS
    cells = painted.reshape(height, STEPS, painted.shape[1])
    for row in range(height):
        for column in range(painted.shape[1]):
            inside = set(cells[row, :, column].tolist()) - {int(Ink.GROUND)}
            if not inside:
                continue
            lines = [line for line in (Ink.YOU, Ink.BASE, Ink.BOTH) if line in inside]
            ink = lines[(row + column) % len(lines)] if lines else max(inside)
            gap = "+" if ink < Ink.WORSE else "-"
            sheet.put(
                row, LEFT + column, _PLAIN.get(Ink(ink), gap) if ink in _PLAIN else gap, inks[ink]
            )


def _grid(sheet: DrawingSheet, area: Area) -> None:
    fork, palette = area.fork, sheet.palette
    low, high = area.lowest, fork.axis.ticks[-1]
    for row in range(area.height):
        share = 1.0 - (row + 0.5) / area.height
        sheet.put(row, 0, "▌", palette.quiet if low <= share <= high else palette.edge)
    whole = all(abs(100.0 * tick - round(100.0 * tick)) < 1e-9 for tick in fork.axis.ticks)
    for tick in fork.axis.ticks:
        row = area.row(tick)
        text = wording.share_tick(tick, whole)
        sheet.put(row, 1, text.rjust(LEFT - 2), palette.quiet)
        for column in range(0, area.width, 4):
            if sheet.is_free(row, LEFT + column, 1):
                sheet.put(row, LEFT + column, "·", palette.faint)


def _today(sheet: DrawingSheet, area: Area) -> None:
    if 0 < area.fork.today < area.fork.horizon:
        column = LEFT + area.column(area.fork.today)
        for row in range(area.height):
            if sheet.is_free(row, column, 1):
                sheet.put(row, column, "│", sheet.palette.faint)


def _days(sheet: DrawingSheet, area: Area) -> None:
    palette, fork, row = sheet.palette, area.fork, area.height
    sheet.put(row, LEFT, "─" * area.width, palette.edge)
    years = fork.horizon >= 1.4 * _YEAR
    ticks = (
        tuple(range(0, fork.horizon + 1, _YEAR))
        if years
        else day_ticks(fork.horizon, area.width // 9 + 1)
    )
    end = _day(fork.horizon)
    words = [(area.width - len(end), end)]
    for day in ticks:
        column = area.column(day)
        sheet.put(row, LEFT + column, "┴", palette.edge)
        if column + len(_day(day)) + 2 < area.width - len(end):
            words.append((column, _day(day)))
    sheet.put(row, LEFT + area.width - 1, "┴", palette.edge)
    for day, _ in fork.stems:
        sheet.put(row, LEFT + area.column(day), "◆", palette.strong)
    if fork.today > 0:
        place = area.column(fork.today)
        sheet.put(row, LEFT + place, "▲", palette.strong)
        start = max(0, min(place - len(fork.now) // 2, area.width - len(fork.now)))
        covered = range(start - 1, start + len(fork.now) + 1) if fork.now else range(0)
        words = [
            (x, text) for x, text in words if not set(covered).intersection(range(x, x + len(text)))
        ]
        sheet.put(row + 1, LEFT + start, fork.now, palette.strong, True)
    for column, text in words:
        sheet.put(row + 1, LEFT + column, text, palette.quiet)


def _day(day: int) -> str:
    if day == 0:
        return "day 0"
    return f"{day // _YEAR} y" if day % _YEAR == 0 else f"d{day}"


def _sentence(sheet: DrawingSheet, fork: Fork) -> None:
    for row, text in enumerate(fork.sentence):
        left = sheet.width - len(text) - 2
        sheet.say(row + 1, max(LEFT + 8, left), text, sheet.palette.text, row == 0)


def _caption(sheet: DrawingSheet, area: Area) -> None:
    """What the axis shows, right of the line's beginning, in as many words as there is room for."""
    for text in area.fork.caption:
        for row in range(min(2, area.height)):
            for column in range(LEFT + 4, sheet.width - len(text) - 2):
                if sheet.is_free(row, column, len(text) + 4):
                    sheet.say(row, column + 2, text, sheet.palette.quiet)
                    return
    for text in area.fork.caption[-1:]:
        if sheet.is_free(area.height - 1, LEFT, len(text) + 2):
            sheet.put(area.height - 1, LEFT + 1, text, sheet.palette.quiet)


def _stems(sheet: DrawingSheet, area: Area) -> None:
    """From the line down to the axis where something was changed, and what; the last one lowest."""
    fork, palette = area.fork, sheet.palette
    for day, _ in fork.stems:
        column = LEFT + area.column(day)
        for row in range(area.height - 1, -1, -1):
            if not sheet.is_free(row, column, 1):
                if sheet.grounds[row][column] != palette.panel:
                    break
                continue
            sheet.put(row, column, "┊", palette.quiet)
    lowest = area.height - 1
    for day, text in reversed(fork.stems):
        column = LEFT + area.column(day) + 1
        for row in range(lowest, max(-1, lowest - 6), -1):
            if sheet.is_free(row, column, len(text) + 2):
                sheet.say(row, column + 1, text, palette.text)
                lowest = row - 1
                break


def _edge(sheet: DrawingSheet, area: Area) -> None:
    """What was guessed, a sign for each, and the labels at the ends of the lines."""
    fork, palette = area.fork, sheet.palette
    left = LEFT + area.width
    room = _room(fork)
    first, last = (fork.earlier, fork.guesses) if fork.earlier else (fork.guesses, ())
    before, after = ([area.row(guess) for guess in guesses] for guesses in (first, last))
    for row in sorted({*before, *after}):
        signs = _BEFORE * before.count(row) + _AFTER * after.count(row)
        more = f"+{len(signs) - room}" if len(signs) > room else ""
        ink = palette.text if row in after else palette.quiet
        sheet.put(row, left + 1, signs[:room] + more, ink)
    for row, label in zip(_apart(area), fork.labels, strict=True):
        sheet.put(row, left + _strip(fork) + 1, label.text, label.colour, label.strong)


def _apart(area: Area) -> list[int]:
    """A row for each label, none twice."""
    values = [label.value for label in area.fork.labels]
    return apart([area.row(value) for value in values], values, area.height)
