"""Fork numbers: where the large numbers stand: at the upper right, where no line is, or at the lower left."""

from __future__ import annotations

from dataclasses import replace

from journeysim.tui.widgets.bigdigits import ROWS
from journeysim.tui.widgets.fork import Large, LargeLine
from journeysim.tui.widgets.sheet import DrawingSheet

LEFT, UNDER = 7, 2
"""Columns left of a chart, and rows under it."""

_GAP = 3
"""Columns between two large numbers."""


def numbers(sheet: DrawingSheet, large: tuple[Large, ...]) -> None:
    """Draw the numbers at the first place that has room, larger before smaller."""
    for placed in (_beneath, _beside, _narrow, _words):
        if placed(sheet, large):
            return


def _beneath(sheet: DrawingSheet, large: tuple[Large, ...]) -> bool:
    """All numbers in large digits, each with its words below."""
    if len(large) < 2:
        return False
    across = sum(each.width for each in large) + _GAP * (len(large) - 1)
    down = ROWS + max(len(each.words) for each in large)
    top, left = _free(sheet, across, down)
    if top < 0:
        return False
    for each in large:
        for row, text in enumerate(each.rows()):
            sheet.say(top + row, left, text, each.colour)
        for row, words in enumerate(each.words, top + ROWS):
            sheet.say(row, left, words.text, words.colour, words.bold)
        left += each.width + _GAP
    return True


def _narrow(sheet: DrawingSheet, large: tuple[Large, ...]) -> bool:
    """As `_beside`, in thinner digits and fewer words."""
    short = tuple(replace(each, words=each.brief or each.words) for each in large)
    return _beside(sheet, short, 1)


def _beside(sheet: DrawingSheet, large: tuple[Large, ...], wide: int = 2) -> bool:
    """The first number in large digits, its words and those of the others beside it."""
    first, *others = large
    lines = list(first.words)
    for other in others:
        head = other.words[0]
        lines.append(LargeLine(f"{other.digits} {head.text}", other.colour, True))
        lines += other.words[1:]
    lines = lines[:ROWS]
    digits = len(first.rows(wide)[0])
    across = digits + 2 + max(len(line.text) for line in lines)
    top, left = _free(sheet, across, ROWS)
    if top < 0:
        return False
    for row, text in enumerate(first.rows(wide)):
        sheet.say(top + row, left, text, first.colour)
    for row, line in enumerate(lines, top):
        sheet.say(row, left + digits + 2, line.text, line.colour, line.bold)
    return True


def _words(sheet: DrawingSheet, large: tuple[Large, ...]) -> bool:
    """Everything in words alone."""
    first = 0
    for each in large:
        line = f"{each.digits} {(each.brief or each.words)[0].text}"
        left = sheet.width - len(line) - 1
        for row in range(first, sheet.height - UNDER):
            if sheet.is_free(row, left, len(line)):
                sheet.say(row, left, line, each.colour, True)
                first = row + 1
                break
    return True


def _free(sheet: DrawingSheet, across: int, down: int) -> tuple[int, int]:
    """The row and column of a free place at the upper right, where no line is, or at the lower left;
    (-1, -1) if there is none."""
    left = sheet.width - across - 2
    for top, below in ((1, 1), (0, 1), (0, 0)):
        if sheet.is_free(top, left, across + 1, down + below):
            return top, left
    bottom = sheet.height - UNDER - down
    if sheet.is_free(bottom - 1, LEFT + 1, across + 1, down + 1):
        return bottom, LEFT + 2
    return -1, -1
