"""CSV: the event log as process mining tools and spreadsheets read it, one row an event.

The columns are those of `event_columns`. Text that a spreadsheet would run as a formula gets a
leading quote.
"""

from __future__ import annotations

import csv
import gzip
import io
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, TextIO, cast

from journeysim.report.event_columns import HEADER, Export, blocks
from journeysim.report.files import written

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def safe(text: str) -> str:
    """Text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text


@contextmanager
def text_file(path: Path) -> Iterator[TextIO]:
    """A text stream into a file that gets its name when all is written; `.gz` is packed."""
    with written(path) as raw:
        if path.suffix == ".gz":
            with (
                gzip.GzipFile(
                    filename="", mode="wb", fileobj=raw, mtime=0, compresslevel=6
                ) as packed,
                io.TextIOWrapper(cast(BinaryIO, packed), encoding="utf-8", newline="") as stream,
            ):
                yield stream
        else:
            stream = io.TextIOWrapper(raw, encoding="utf-8", newline="")
            yield stream
            stream.flush()
            stream.detach()


def write(path: Path, exports: Iterable[Export]) -> int:
    """Write the logs of runs to `.csv` or `.csv.gz`; returns the rows written."""
    count = 0
    with text_file(path) as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(HEADER)
        for export in exports:
            for block in blocks(export):
                columns = [_safe_column(column) for column in block.values()]
                writer.writerows(zip(*columns, strict=True))
                count += len(columns[0])
    return count


def _safe_column(column: list[object]) -> list[object]:
    """A column with its formulas made harmless; few different texts, so each is looked at once."""
    if not isinstance(column[0], str):
        return column
    odd = {text: safe(text) for text in set(column) if isinstance(text, str)}
    if all(text == kept for text, kept in odd.items()):
        return column
    return [odd[text] for text in column if isinstance(text, str)]
