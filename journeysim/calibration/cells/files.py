"""Files: a table row by row, whatever wrote it: delimited text, packed or not, or a workbook.

Finds encoding mark, delimiter, `sep=` line, lines above the header and a header that breaks its line.
Text is read as often as it is asked for, a row at a time; of a workbook the sheet is held. Damaged,
encrypted or foreign files end in words.
"""

from __future__ import annotations

import atexit
import gzip
import hashlib
import io
import shutil
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import BinaryIO, cast

from journeysim.calibration.cells.layout import (
    SPACES,
    FileStyle,
    layout_of_rows,
    layout_of_text,
    records,
)
from journeysim.calibration.cells.workbooks import is_workbook, sheet_rows
from journeysim.errors import UsageError

MOST_ROWS = 50_000_000
_BLOCK = 1 << 20
_SHOWN = {"\t": "tab", SPACES: "spaces", ",": "','", ";": "';'", "|": "'|'"}


class DataTable:
    """A file that holds a table: its header, and its rows as often as they are asked for."""

    def __init__(self, path: Path, style: FileStyle) -> None:
        self.path, self._style = path, style
        self._copy: Path | None = None
        self._held: list[list[str]] | None = None
        self.sheet = ""
        with _in_words(path, style):
            self._begin()

    def _begin(self) -> None:
        if not self.path.is_file() and not self.path.is_dir() and self.path.exists():
            node = self.path.stat()
            self._copy = _copied(self.path, (node.st_dev, node.st_ino))
        with self._bytes() as raw:
            start = raw.read(8)
        if is_workbook(start):
            self.sheet, self._held = sheet_rows(
                self._copy or self.path, self.path, self._style.sheet
            )
            self._layout = layout_of_rows(self.path, self._held, self._style)
        else:
            if self._style.sheet is not None:
                raise UsageError(
                    f"{self.path}: is no workbook; --sheet is for .xlsx, .xls and .ods"
                )
            _refuse_web_page(self.path, start)
            self._layout = layout_of_text(self.path, self._lines(), self._style)

    @property
    def header(self) -> tuple[str, ...]:
        """The names of the columns."""
        return self._layout.header

    def description(self) -> str:
        """What was found out about how the file is written."""
        if self._held is not None:
            how = f"workbook, sheet {self.sheet!r}"
        else:
            how = (
                f"cells between {_SHOWN.get(self._layout.delimiter, repr(self._layout.delimiter))}"
            )
        if self._layout.above and self._style.columns is None:
            how += f", header in line {self._layout.line} (what stands above it is skipped)"
        return how

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """Every row that is not blank: its line and its cells."""
        with _in_words(self.path, self._style):
            for number, (line, row) in enumerate(self._rows()):
                if number >= MOST_ROWS:
                    raise UsageError(
                        f"{self.path}: has more than {MOST_ROWS:,} rows; calibrate on a sample"
                    )
                yield line, row

    def _rows(self) -> Iterator[tuple[int, list[str]]]:
        above = self._layout.above + (self._style.columns is None)
        if self._held is not None:
            for line, row in enumerate(self._held, 1):
                if line > above and any(row):
                    yield line, row
            return
        lines = records(self.path, self._lines(), self._layout.delimiter)
        for number, (line, row) in enumerate(lines):
            if number >= above:
                yield line, row

    def sha256(self) -> str:
        """The SHA-256 of the file's bytes."""
        digest = hashlib.sha256()
        with (self._copy or self.path).open("rb") as stream:
            while block := stream.read(_BLOCK):
                digest.update(block)
        return digest.hexdigest()

    @contextmanager
    def _bytes(self) -> Iterator[BinaryIO]:
        with (self._copy or self.path).open("rb") as raw:
            packed = raw.read(2) == b"\x1f\x8b"
            raw.seek(0)
            yield cast(BinaryIO, gzip.GzipFile(fileobj=raw)) if packed else raw

    def _lines(self) -> Iterator[str]:
        """The lines of the text, none of them endless."""
        with self._bytes() as raw:
            encoding = self._style.encoding or _encoding(raw)
            text = io.TextIOWrapper(raw, encoding=encoding, newline="")
            number = 0
            while line := text.readline(_BLOCK):
                number += 1
                if len(line) >= _BLOCK:
                    raise UsageError(
                        f"{self.path}:{number}: has no end within a million signs; it is no table"
                    )
                yield line


def _encoding(stream: BinaryIO) -> str:
    """What the first bytes say; UTF-8 if they say nothing."""
    start = stream.read(4)
    stream.seek(0)
    return "utf-16" if start[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"


@cache
def _copied(path: Path, node: tuple[int, int]) -> Path:
    """What comes through a pipe, kept in a file until the process ends: it comes only once.

    node: which pipe it is, as the name may stand for another one later.
    """
    with path.open("rb") as source, tempfile.NamedTemporaryFile(delete=False) as copy:
        atexit.register(Path(copy.name).unlink, missing_ok=True)
        shutil.copyfileobj(source, copy)
    return Path(copy.name)


def _refuse_web_page(path: Path, start: bytes) -> None:
    plain = start.lstrip().lower()
    if plain.startswith((b"<html", b"<!doct", b"<table", b"<?xml")):
        raise UsageError(
            f"{path}: is a web page or XML and no table; open it and save it as .xlsx or CSV"
        )


@contextmanager
def _in_words(path: Path, style: FileStyle) -> Iterator[None]:
    """What goes wrong with a file, as a UsageError."""
    try:
        yield
    except UnicodeError as error:
        what = (
            f"is not text in {error.encoding}"
            if isinstance(error, UnicodeDecodeError)
            else str(error)
        )
        raise UsageError(f"{path}: {what}; name its encoding, e.g. --encoding cp1252") from None
    except LookupError:
        raise UsageError(
            f"--encoding {style.encoding!r}: no such encoding; e.g. utf-8, cp1252"
        ) from None
    except (zlib.error, gzip.BadGzipFile, EOFError) as error:
        raise UsageError(f"{path}: cannot be read: the packed file is damaged ({error})") from None
    except OSError as error:
        raise UsageError(f"{path}: cannot be read: {error.strerror or error}") from None
