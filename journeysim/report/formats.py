"""Formats: the kinds of files an event log can be written to, and which file of this folder does it.

One line a format; help, error messages, the screen and the docs say what stands here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from journeysim.errors import UsageError

if TYPE_CHECKING:
    from journeysim.report.event_columns import Export

Write = Callable[[Path, Iterable["Export"]], int]
"""Writes runs to a file; returns the number of events."""


class Format(NamedTuple):
    """One kind of file. ending: of its name; words: what it is; writer: whose `write` makes it."""

    ending: str
    words: str
    writer: str


FORMATS = (
    Format(".csv", "one row an event, for spreadsheets and process mining", "to_csv"),
    Format(".csv.gz", "the same, packed", "to_csv"),
    Format(".xes", "IEEE 1849-2016, one trace a customer, for process mining", "to_xes"),
    Format(".xes.gz", "the same, packed", "to_xes"),
    Format(
        ".parquet",
        "typed columns, for data tools; needs DuckDB (`pip install 'journeysim[events]'`)",
        "to_parquet",
    ),
)
"""Every kind of file, in the order in which they are offered."""

ENDINGS = tuple(each.ending for each in FORMATS)
"""How their names end."""

PAGES = (".html", ".htm")
"""How the name of a report ends."""


def refuse_ending(target: Path, endings: tuple[str, ...]) -> None:
    """Raise UsageError where a file's name has none of these endings."""
    if not target.name.endswith(endings):
        hint = "; --share writes .zip" if endings == PAGES and target.suffix == ".zip" else ""
        raise UsageError(f"{target}: unknown kind of file; write {', '.join(endings)}{hint}")


def writer_of(target: Path) -> Write:
    """What writes this kind of file. Raises UsageError."""
    refuse_ending(target, ENDINGS)
    name = next(each.writer for each in FORMATS if target.name.endswith(each.ending))
    write: Write = import_module(f"journeysim.report.{name}").write
    return write
