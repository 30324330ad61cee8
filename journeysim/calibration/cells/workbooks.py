"""Workbooks: a sheet of .xlsx, .xlsm, .xls or .ods as rows of text.

Numbers, dates and times come out so that no reader can mistake them: a number with three decimals
gets a fourth, dates are year-month-day, times h:mm:ss. Reads one sheet; asks which if there are more.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from journeysim.errors import UsageError

_ZIP, _OLD = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"


def is_workbook(start: bytes) -> bool:
    """Do these first bytes begin a workbook?"""
    return start.startswith((_ZIP, _OLD))


def sheet_rows(file: Path, path: Path, wanted: str | None) -> tuple[str, list[list[str]]]:
    """The name of a sheet and its rows. Raises UsageError where it is not plain which sheet is meant.

    path: the file's name for messages.
    """
    import python_calamine as calamine

    try:
        book = calamine.CalamineWorkbook.from_path(str(file))
        names = list(book.sheet_names)
        held = {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in _asked(path, names, wanted)}  # fmt: skip
    except calamine.PasswordError:
        raise UsageError(f"{path}: is protected by a password; save it without") from None
    except (calamine.CalamineError, OSError) as error:
        first = (str(error).splitlines() or [""])[0][:80]
        raise UsageError(
            f"{path}: is no workbook that can be read ({first}); save it anew as .xlsx, or as CSV"
        ) from None
    filled = [
        name for name, rows in held.items() if any(any(cell != "" for cell in row) for row in rows)
    ]
    if not filled:
        raise UsageError(f"{path}: is empty")
    if len(filled) > 1:
        raise UsageError(
            f"{path}: has {len(filled)} sheets: {', '.join(repr(name[:40]) for name in filled[:12])}; "
            "say which, --sheet NAME"
        )
    return filled[0], [[_text(cell) for cell in row] for row in held[filled[0]]]


def _asked(path: Path, names: list[str], wanted: str | None) -> list[str]:
    if wanted is None:
        return names
    if wanted not in names:
        raise UsageError(
            f"{path}: has no sheet {wanted!r} (--sheet); it has {', '.join(repr(name[:40]) for name in names[:12])}"
        )
    return [wanted]


def _text(cell: Any) -> str:
    """A cell as text that reads in one way only."""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return _number(cell)
    if isinstance(cell, datetime):
        return cell.isoformat(" ") if cell.time() != time() else cell.date().isoformat()
    if isinstance(cell, date | time):
        return cell.isoformat()
    if isinstance(cell, timedelta):
        seconds = cell.total_seconds()
        return f"{int(seconds // 3600)}:{int(seconds % 3600 // 60):02d}:{seconds % 60:06.3f}"
    return str(cell).strip()


def _number(value: float) -> str:
    if value == int(value) and abs(value) < 1e15:
        return str(int(value))
    text = repr(value)
    return f"{text}0" if "e" not in text and len(text.partition(".")[2]) == 3 else text
