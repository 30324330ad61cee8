"""Lines: where in a TOML text each key stands, so that an error can name the line.

The standard parser forgets positions. This scan knows headers, keys, strings over several lines
and arrays; what it cannot place (keys inside an inline table) is found at its nearest parent.
"""

from __future__ import annotations

import re
import tomllib

_PART = r"(?:[A-Za-z0-9_-]+|\"(?:[^\"\\]|\\.)*\"|'[^']*')"
_DOTTED = rf"{_PART}(?:\s*\.\s*{_PART})*"
_HEADER = re.compile(rf"^\s*(\[\[?)\s*({_DOTTED})\s*\]\]?\s*(?:#.*)?$")
_KEY = re.compile(rf"^\s*({_DOTTED})\s*=\s*(.*)$")
_PARTS = re.compile(_PART)
_QUOTED = re.compile(r"\"(?:[^\"\\]|\\.)*\"|'[^']*'")


def _parts(dotted: str) -> list[str]:
    return [_bare(part) for part in _PARTS.findall(dotted)]


def _bare(part: str) -> str:
    """A key without its quotes."""
    if part[0] not in "\"'":
        return part
    try:
        return str(tomllib.loads(f"key = {part}")["key"])
    except tomllib.TOMLDecodeError:
        return part


def _depth(text: str) -> int:
    bare = _QUOTED.sub("", text).split("#")[0]
    return sum(bare.count(c) for c in "[{") - sum(bare.count(c) for c in "]}")


def _opens(text: str) -> str | None:
    """The quotes of a string that goes on in the next line, if one does."""
    for quotes in ('"""', "'''"):
        if text.count(quotes) % 2 == 1:
            return quotes
    return None


def lines_of(text: str) -> dict[tuple[str, ...], int]:
    """The line (from 1) of every table and key in a TOML text; array items are numbered."""
    lines: dict[tuple[str, ...], int] = {}
    counts: dict[tuple[str, ...], int] = {}
    table: list[str] = []
    until: str | None = None
    depth = 0
    for number, line in enumerate(text.split("\n"), start=1):
        if until is not None:
            if until in line:
                until = None
            continue
        if depth > 0:
            depth += _depth(line)
            continue
        if header := _HEADER.match(line):
            table = _numbered(_parts(header[2]), counts, header[1] == "[[")
            _note(lines, table, 0, number)
        elif key := _KEY.match(line):
            _note(lines, [*table, *_parts(key[1])], len(table), number)
            until = _opens(key[2])
            depth = 0 if until else max(0, _depth(key[2]))
    return lines


def _note(lines: dict[tuple[str, ...], int], path: list[str], known: int, number: int) -> None:
    """Note the line of a path, and of the tables on the way to it that have none yet."""
    for length in range(known + 1, len(path) + 1):
        lines.setdefault(tuple(path[:length]), number)


def _numbered(parts: list[str], counts: dict[tuple[str, ...], int], is_array: bool) -> list[str]:
    """The path of a header with the positions of the array items it lies in."""
    path: list[str] = []
    for index, part in enumerate(parts):
        path.append(part)
        here = tuple(path)
        if is_array and index == len(parts) - 1:
            counts[here] = counts.get(here, -1) + 1
        if here in counts:
            path.append(str(counts[here]))
    return path


def nearest(lines: dict[tuple[str, ...], int], path: tuple[str, ...]) -> int | None:
    """The line of a path, or of its nearest parent that has one."""
    for length in range(len(path), 0, -1):
        if path[:length] in lines:
            return lines[path[:length]]
    return None
