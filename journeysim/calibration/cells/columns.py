"""Columns: which column holds what, by the name asked for or the usual names, and why.

Two columns that could both be meant are not chosen between: they are named, with the option.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from journeysim.errors import UsageError

_SHOWN = 12
_UNITS = frozenset(("s", "sec", "secs", "seconds", "min", "mins", "minutes", "ms", "h", "hrs", "hours", "d", "mm", "ss", "hh", "mmss", "hhmmss", "in", "utc", "gmt"))  # fmt: skip
_SHARES = frozenset(("pct", "percent", "percentage", "prozent", "pourcentage", "procent"))
_NOT_A_LETTER = re.compile(r"[\W_]+")


class DataColumn(NamedTuple):
    """A column: its place and name."""

    at: int
    name: str


def plain(name: str) -> str:
    """A column's name in lower case, only its letters and digits."""
    return _NOT_A_LETTER.sub("", name.casefold())


def words(name: str) -> list[str]:
    """The words of a column's name, in lower case: `Avg Wait (sec)`, `waitTime_s`."""
    apart = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name)
    return [word for word in _NOT_A_LETTER.split(apart.casefold()) if word]


def column(
    path: Path, header: Sequence[str], asked: str | None, names: Sequence[str], option: str
) -> DataColumn:
    """The column asked for, else the one whose name is most usual. Raises UsageError naming them."""
    match = asked_or_usual(path, header, asked, names, option)
    if match is None:
        hint = ""
        if header and all(any(c.isdigit() for c in name) or not name for name in header):
            hint = "; that looks like a row and not like names: say --columns NAME,NAME,.."
        if not option.startswith("--"):
            raise UsageError(
                f"{path}: no column is known to hold {option}; it has {listed(header)}: call the one that does "
                f"{names[0]!r}{hint}"
            )
        raise UsageError(
            f"{path}: which column is it? Say {option} COLUMN; it has {listed(header)}{hint}"
        )
    return match


def asked_or_usual(
    path: Path, header: Sequence[str], asked: str | None, names: Sequence[str], option: str
) -> DataColumn | None:
    """The same, or None if there is no usual name."""
    if asked is not None:
        wanted = " ".join(asked.split())
        places = [at for at, name in enumerate(header) if name == wanted]
        if not places:
            places = [at for at, name in enumerate(header) if plain(name) == plain(wanted)]
        if len(places) == 1:
            return DataColumn(places[0], header[places[0]])
        if not places and asked.isdigit() and 1 <= int(asked) <= len(header):
            return DataColumn(int(asked) - 1, header[int(asked) - 1])
        what = "several columns" if places else "no column"
        number = "; a number says which one, e.g. 4" if places else ""
        raise UsageError(
            f"{path}: has {what} {asked!r} ({option}); it has {listed(header)}{number}"
        )
    return usual(path, header, names, option)


def usual(
    path: Path, header: Sequence[str], names: Sequence[str], option: str
) -> DataColumn | None:
    """The first column under a usual name, the more usual names first; None if there is none."""
    plain_names = [plain(name) for name in header]
    for name in names:
        places = [at for at, each in enumerate(plain_names) if each == name]
        if len(places) > 1:
            raise UsageError(
                f"{path}: has {len(places)} columns {header[places[0]]!r} (columns "
                f"{', '.join(str(at + 1) for at in places)}): say which, {option} {places[-1] + 1} or so"
            )
        if places:
            return DataColumn(places[0], header[places[0]])
    return None


def without_unit(name: str) -> str:
    """A column's plain name without the unit or zone at its end: `Wait (sec)`, `Created (UTC)`."""
    parts = words(name)
    while len(parts) > 1 and parts[-1] in _UNITS:
        parts.pop()
    return "".join(parts)


def says_shares(name: str) -> bool:
    """Does a column's name say that it holds per cent?"""
    return "%" in name or bool(_SHARES.intersection(words(name)))


def listed(header: Sequence[str]) -> str:
    """The names of columns, for a message."""
    shown = ", ".join(repr(name[:40]) for name in header[:_SHOWN])
    return shown + (" ..." if len(header) > _SHOWN else "")
