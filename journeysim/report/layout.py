"""Layout: columns of figures as tables for a terminal, one line a row.

Where the columns do not fit side by side, the table goes on below.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from rich.table import Table
from rich.text import Text

_GAP = 2

_LABEL = 26
"""Labels take half of a narrow page, or so much, and go on below."""


class Cell(NamedTuple):
    """One figure: the number, half its interval, whether chance could turn it, and its colour."""

    number: str
    half: str = ""
    open: bool = False
    style: str = ""


class Column(NamedTuple):
    """A policy's figures under its label."""

    label: str
    cells: list[Cell]


def laid_out(
    labels: Sequence[str], columns: Sequence[Column], width: int, kept: int = 0
) -> list[Table]:
    """Labels and columns as tables no wider than `width`; the first `kept` columns come in each."""
    if not labels:
        return []
    first = min(max(map(len, labels)), max(_LABEL, width // 2 - _GAP))
    always, rest = list(columns[:kept]), list(columns[kept:])
    tables: list[Table] = []
    while rest or not tables:
        count = max(1, _fitting(first, always, rest, width))
        tables.append(_table(labels, always + rest[:count], first, width))
        rest = rest[count:]
    return tables


def _fitting(first: int, always: list[Column], rest: list[Column], width: int) -> int:
    """How many of the rest fit beside what always stands."""
    room = width - first - sum(_GAP + _least(column) for column in always)
    count = 0
    for column in rest:
        room -= _GAP + _least(column)
        if room < 0:
            break
        count += 1
    return count


def _least(column: Column) -> int:
    """The least width of a column: no figure and no word of its label is cut."""
    return max([_block(column)[2], *map(len, column.label.split())])


def _block(column: Column) -> tuple[int, int, int]:
    """The widths of the numbers, of the half intervals, and of both with the mark."""
    number = max(len(cell.number) for cell in column.cells)
    half = max(len(cell.half) for cell in column.cells)
    mark = 2 if any(cell.open for cell in column.cells) else 0
    return number, half, number + (half + 1 if half else 0) + mark


def _table(labels: Sequence[str], columns: list[Column], first: int, width: int) -> Table:
    """One table; room that is left goes to labels that would be broken."""
    widths = [_least(column) for column in columns]
    room = width - first - _GAP * len(widths) - sum(widths)
    for index, column in enumerate(columns):
        more = min(max(0, room), max(0, len(column.label) - widths[index]))
        if len(column.label) <= widths[index] + more:
            widths[index] += more
            room -= more
    table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, _GAP, 0, 0))
    table.add_column("", width=first)
    for column, each in zip(columns, widths, strict=True):
        table.add_column(Text(column.label, justify="right"), width=each, no_wrap=False)
    for row, label in enumerate(labels):
        cells = [_aligned(column, row, each) for column, each in zip(columns, widths, strict=True)]
        table.add_row(Text(label), *cells)
    return table


def _aligned(column: Column, row: int, width: int) -> Text:
    """A figure in its place: numbers under numbers, intervals under intervals."""
    number, half, block = _block(column)
    cell = column.cells[row]
    text = Text(" " * (width - block) + cell.number.rjust(number), style=cell.style)
    if half:
        text.append(f" {cell.half.ljust(half)}", style="dim")
    if cell.open:
        text.append(" ?", style="dim")
    return text
