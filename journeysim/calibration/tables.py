"""Tables: a delimited text file row by row, whatever wrote it, and every row that is refused.

Refuses nothing in silence: what cannot be used is counted by its reason, with the first line where
it was seen. Holds one row in memory.
"""

from __future__ import annotations

import csv
import gzip
import hashlib
import io
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, NamedTuple, cast

from journeysim.errors import UsageError

DELIMITERS = (",", ";", "\t", "|")
_BLOCK = 1 << 20
_SHOWN = 12
_NOT_A_LETTER = re.compile(r"[^a-z0-9]+")


class Refusal(NamedTuple):
    """Why rows were refused, how many, and the line of the first."""

    reason: str
    times: int
    line: int


class Refusals:
    """Rows refused, counted by reason in the order in which the reasons came up."""

    def __init__(self) -> None:
        self._found: dict[str, list[int]] = {}

    def add(self, reason: str, line: int) -> None:
        """One more row is refused."""
        self._found.setdefault(reason, [0, line])[0] += 1

    @property
    def total(self) -> int:
        """How many rows were refused."""
        return sum(count for count, _ in self._found.values())

    def listed(self) -> tuple[Refusal, ...]:
        """Every reason."""
        return tuple(Refusal(reason, *found) for reason, found in self._found.items())


class Form(NamedTuple):
    """How a file is written: its encoding, delimiter, and what separates decimals."""

    encoding: str | None = None
    delimiter: str | None = None
    decimal: str | None = None


class Lines(NamedTuple):
    """A file that is open: its column names, and its rows as (line, cells), read as they are asked for."""

    header: tuple[str, ...]
    rows: Iterator[tuple[int, list[str]]]
    delimiter: str


@contextmanager
def lines_of(path: Path, form: Form) -> Iterator[Lines]:
    """The header and rows of a file. Raises UsageError where there is no table to be read."""
    try:
        with path.open("rb") as raw:
            start = raw.read(4)
            raw.seek(0)
            packed = gzip.GzipFile(fileobj=raw) if start[:2] == b"\x1f\x8b" else raw
            encoding = form.encoding or _encoding(packed)
            text = io.TextIOWrapper(cast(BinaryIO, packed), encoding=encoding, newline="")
            yield _table(path, text, form)
    except UnicodeError as error:
        what = (
            f"is not text in {error.encoding}"
            if isinstance(error, UnicodeDecodeError)
            else str(error)
        )
        raise UsageError(f"{path}: {what}; name its encoding, e.g. --encoding cp1252") from None
    except LookupError:
        raise UsageError(
            f"--encoding {form.encoding!r}: no such encoding; e.g. utf-8, cp1252"
        ) from None
    except (OSError, EOFError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise UsageError(f"{path}: cannot be read: {reason}") from None


def _encoding(stream: object) -> str:
    """What the first bytes say; UTF-8 if they say nothing."""
    peek = cast(BinaryIO, stream)
    start = peek.read(4)
    peek.seek(0)
    return "utf-16" if start[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"


def _table(path: Path, text: io.TextIOWrapper, form: Form) -> Lines:
    first = text.readline(_BLOCK)
    while first and not first.strip():
        first = text.readline(_BLOCK)
    if not first:
        raise UsageError(f"{path}: is empty")
    delimiter = form.delimiter or max(DELIMITERS, key=first.count)
    header = tuple(name.strip() for name in next(csv.reader([first], delimiter=delimiter)))
    return Lines(header, _rows(path, text, delimiter), delimiter)


def _rows(path: Path, text: io.TextIOWrapper, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(text, delimiter=delimiter)
    while True:
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise UsageError(
                f"{path}:{reader.line_num + 1}: is no row of a table: {error}"
            ) from None
        if row:
            yield reader.line_num + 1, row


def digest(path: Path) -> str:
    """The SHA-256 of a file's bytes."""
    found = hashlib.sha256()
    with path.open("rb") as stream:
        while block := stream.read(_BLOCK):
            found.update(block)
    return found.hexdigest()


def column(
    path: Path, header: Sequence[str], asked: str | None, names: Sequence[str], option: str
) -> int:
    """The position of a column: the one asked for, else the first whose name is a usual one.

    Raises UsageError naming the columns there are.
    """
    if asked is not None:
        if header.count(asked) == 1:
            return header.index(asked)
        what = "several columns" if asked in header else "no column"
        raise UsageError(f"{path}: has {what} {asked!r} ({option}); it has {_listed(header)}")
    found = guessed(header, names)
    if found is None:
        raise UsageError(
            f"{path}: which column is it? Say {option} COLUMN; it has {_listed(header)}"
        )
    return found


def guessed(header: Sequence[str], names: Sequence[str]) -> int | None:
    """The first column under a usual name, the more usual names first; None if there is none."""
    plain = [_NOT_A_LETTER.sub("", name.lower()) for name in header]
    for name in names:
        if name in plain:
            return plain.index(name)
    return None


def _listed(header: Sequence[str]) -> str:
    shown = ", ".join(repr(name[:40]) for name in header[:_SHOWN])
    return shown + (" ..." if len(header) > _SHOWN else "")
