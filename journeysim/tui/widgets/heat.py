"""Heat: a map of cells that touch, with a line where neighbours lie on different sides.

A cell has a last column and a last row of its own for the line, so that nothing is covered by it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich.style import Style
from rich.text import Text

_CORNERS = {
    (False, False): " ╻╹┃",
    (False, True): "╺┏┗┣",
    (True, False): "╸┓┛┫",
    (True, True): "━┳┻╋",
}
"""By (left, right), then by up and down: which of the four lines meet where four cells do."""


_WITH_NOTE = 3
"""Rows of a cell from which a note has one of its own; else it stands on the line's."""


@dataclass(frozen=True)
class HeatCell:
    """words: what stands in it; note: under the words, if there is room; side: which side of the
    line it is on, None while that is unknown; chosen: is the cursor here?"""

    words: str
    ground: str
    ink: str
    note: str = ""
    bold: bool = False
    side: bool | None = None
    chosen: bool = False


def is_cut(one: HeatCell | None, two: HeatCell | None) -> bool:
    """Does the line run between two cells?"""
    if one is None or two is None or one.side is None or two.side is None:
        return False
    return one.side != two.side


def heat(rows: Sequence[Sequence[HeatCell]], wide: int, high: int, line: str) -> list[list[Text]]:
    """The map, one list of texts a row of cells; wide and high: characters a cell."""
    return [_band(rows, y, wide, max(2, high), line) for y in range(len(rows))]


def _at(rows: Sequence[Sequence[HeatCell]], x: int, y: int) -> HeatCell | None:
    return rows[y][x] if 0 <= y < len(rows) and 0 <= x < len(rows[y]) else None


def _band(
    rows: Sequence[Sequence[HeatCell]], y: int, wide: int, high: int, line: str
) -> list[Text]:
    texts = [Text(no_wrap=True, end="") for _ in range(high)]
    middle = (high - 2) // 2
    for x, cell in enumerate(rows[y]):
        beside, below = _at(rows, x + 1, y), _at(rows, x, y + 1)
        right, under = is_cut(cell, beside), is_cut(cell, below)
        ink = Style(color=cell.ink, bgcolor=cell.ground, bold=cell.bold)
        rule = Style(color=line, bgcolor=cell.ground, bold=True)
        for row, text in enumerate(texts[:-1]):
            words = cell.words if row == middle else cell.note if row == middle + 1 else ""
            edges = "▌▐" if cell.chosen else "  "
            text.append(edges[0], rule).append(words.center(wide - 3)[: wide - 3], ink)
            text.append(edges[1], rule).append("┃" if right else " ", rule)
        note = cell.note if high < _WITH_NOTE and len(cell.note) < wide else ""
        texts[-1].append(note.center(wide - 1, "━" if under else " "), rule)
        across = _at(rows, x + 1, y + 1)
        ways = (under, is_cut(beside, across))
        corner = _CORNERS[ways][2 * right + is_cut(below, across)]
        texts[-1].append(corner, rule)
    return texts
