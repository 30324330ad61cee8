"""Options: what a user says of how files are to be read, for every reader alike."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

from journeysim.calibration.cells import columns, date_forms, dates
from journeysim.calibration.cells.layout import FileStyle
from journeysim.errors import UsageError


class ReadingOptions(NamedTuple):
    """What options say; None or empty where they say nothing.

    decimal: the sign before decimals; dates: the way to write them; unit: of waits and talks; until:
    the last day observed, as an ordinal; nobody: words for no customer; where: (column, value) that
    rows must have; allowed: the share of unreadable rows that is let go; answered, abandoned,
    neither: words of an outcome column.
    """

    file: FileStyle = FileStyle()
    decimal: str | None = None
    dates: str | None = None
    unit: str | None = None
    until: int | None = None
    nobody: frozenset[str] = frozenset()
    where: tuple[str, str] | None = None
    allowed: float | None = None
    answered: tuple[str, ...] = ()
    abandoned: tuple[str, ...] = ()
    neither: tuple[str, ...] = ()


class Where(NamedTuple):
    """A condition that rows must meet."""

    at: int
    value: str

    def holds(self, row: Sequence[str]) -> bool:
        """Does a row meet it?"""
        return self.at < len(row) and row[self.at].strip() == self.value


def where_of(path: Path, header: Sequence[str], options: ReadingOptions) -> Where | None:
    """The condition that an option sets, for a file with this header. Raises UsageError."""
    if options.where is None:
        return None
    name, value = options.where
    return Where(columns.column(path, header, name, (), "--where").at, value.strip())


def where_from(text: str) -> tuple[str, str]:
    """A condition as it is written. Raises UsageError."""
    name, equals, value = text.partition("=")
    if not equals or not name:
        raise UsageError(f"--where {text!r}: is not COLUMN=VALUE")
    return name, value


def until_from(text: str) -> int:
    """The day that `--until` says. Raises UsageError where it is not written year-month-day."""
    moment = dates.moment(date_forms.YMD, text)
    if moment is None or len(text.strip()) < 8:
        raise UsageError(f"--until {text!r}: is no date such as {date(2024, 12, 31)}")
    return moment.day
