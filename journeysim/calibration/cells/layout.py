"""Layout: how a text is a table: its delimiter, lines above the header, the header, its records.

Finds the delimiter by which most lines have as many cells, a `sep=` line, a title over the header,
and a header that breaks its line. Reads nothing from disk.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from math import ceil
from pathlib import Path
from typing import NamedTuple

from journeysim.errors import UsageError

DELIMITERS = (",", ";", "\t", "|")
SPACES = " "
"""Stands for runs of spaces between cells."""

_LOOKED_AT = 200
_OPEN_QUOTE = 60
_SEP = re.compile(r'^"?sep=(.)"?\s*[;,\t]*\s*$', re.IGNORECASE)


class FileStyle(NamedTuple):
    """How a file is written, as far as options say it. columns: names, where it has no header."""

    encoding: str | None = None
    delimiter: str | None = None
    skip: int | None = None
    sheet: str | None = None
    columns: tuple[str, ...] | None = None


class Layout(NamedTuple):
    """A delimiter and a header. above: how many records lie over it; line: where it stands."""

    delimiter: str
    above: int
    header: tuple[str, ...]
    line: int = 1


def records(path: Path, lines: Iterator[str], delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Every record that is not blank, with the line in which it begins."""
    first = next(lines, "")
    begin = 0
    if _SEP.match(first.strip()):
        begin = 1
    else:
        lines = _chained(first, lines)
    if delimiter == SPACES:
        for number, text in enumerate(lines, begin + 1):
            cells = text.split()
            if cells:
                yield number, cells
        return
    reader = csv.reader(lines, delimiter=delimiter, skipinitialspace=delimiter in ",;")
    before = 0
    while True:
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise UsageError(
                f"{path}:{begin + reader.line_num}: is no row of a table: {error}"
            ) from None
        line, before = before + 1, reader.line_num
        if before - line > _OPEN_QUOTE:
            raise UsageError(f"{path}:{begin + line}: a quote opens here that is not closed for {before - line} lines")  # fmt: skip
        if row and (row[0].strip() or any(cell.strip() for cell in row)):
            yield begin + line, row


def _chained(first: str, lines: Iterator[str]) -> Iterator[str]:
    yield first
    yield from lines


def layout_of_text(path: Path, lines: Iterator[str], style: FileStyle) -> Layout:
    """Delimiter, lines above the header, and header of a text."""
    sample = list(islice(lines, _LOOKED_AT))
    if not any(line.strip() for line in sample):
        raise UsageError(f"{path}: is empty")
    sep = _SEP.match(sample[0].strip())
    delimiter = style.delimiter or (sep[1] if sep else None) or _delimiter(sample, style)
    lined = list(records(path, iter(sample), delimiter))
    skip = 0 if style.skip is None else sum(line <= style.skip for line, _ in lined)
    layout = _layout_of(path, [row for _, row in lined], delimiter, style, skip)
    return layout._replace(line=lined[layout.above][0]) if lined else layout


def layout_of_rows(path: Path, rows: list[list[str]], style: FileStyle) -> Layout:
    """The layout of the rows of a sheet. Raises UsageError where there are none."""
    sample = rows[:_LOOKED_AT]
    if not any(any(row) for row in sample):
        raise UsageError(f"{path}: is empty")
    blank = next(number for number, row in enumerate(sample) if any(row))
    if style.skip is None:
        layout = _layout_of(path, [row for row in sample if any(row)], "", style, 0)
        above = [number for number, row in enumerate(sample) if any(row)][layout.above]
        return layout._replace(above=above, line=above + 1)
    skip = max(style.skip, blank)
    return _layout_of(path, sample, "", style, skip)._replace(line=skip + 1)


def _layout_of(
    path: Path, records: list[list[str]], delimiter: str, style: FileStyle, skip: int
) -> Layout:
    if style.columns is not None:
        return Layout(delimiter, skip, style.columns)
    above = skip if style.skip is not None else _header_at(records)
    if above >= len(records):
        raise UsageError(f"{path}: has no line after the {above} that --skip leaves out")
    header = tuple(" ".join(name.strip("\ufeff\u200b").split()) for name in records[above])
    return Layout(delimiter, above, header)


def _header_at(records: list[list[str]]) -> int:
    """The first record that is as wide as the table; lines above it are a title or a date."""
    width = _usual_width(records)[1]
    wanted = max(1, ceil(0.7 * width)) if width > 1 else 1
    for number, row in enumerate(records):
        if sum(bool(cell.strip()) for cell in row) >= wanted:
            return number
    return 0


def _usual_width(records: list[list[str]]) -> tuple[float, int]:
    """The share of records that have the most usual width above 1, and that width."""
    widths = Counter(len(row) for row in records)
    wide = [(times, width) for width, times in widths.items() if width > 1]
    if not wide:
        return 0.0, 1
    times, width = max(wide)
    return times / len(records), width


def _delimiter(sample: list[str], style: FileStyle) -> str:
    """The delimiter by which most lines have the same number of cells, and many."""
    lines = [line for line in sample[style.skip or 0 :] if line.strip()] or sample
    scores: list[tuple[float, int, str]] = []
    for delimiter in DELIMITERS:
        try:
            records = [row for row in csv.reader(lines, delimiter=delimiter) if any(row)]
        except csv.Error:
            continue
        if records:
            share, width = _usual_width(records)
            scores.append((round(share, 3), width, delimiter))
    share, width, best = max(scores, default=(0.0, 1, ","))
    if share >= 0.5 and width > 1:
        return best
    by_spaces = [line.split() for line in lines]
    share, width = _usual_width(by_spaces)
    if share >= 0.95 and width > 1 and len(by_spaces[0]) == width and len(by_spaces) > 2:
        return SPACES
    return ","
