"""Freshness: was the kernel made from the rules and steps that lie here?

`kernel.toml` lists every source the kernel was made from, each with a digest of its bytes and one of
its tokens, without comments and docstrings: an edited word makes nothing stale, an edited rule does.
An installed wheel is trusted: its sources came with its kernel, and nobody edits them there.
"""

from __future__ import annotations

import hashlib
import io
import sysconfig
import token
import tokenize
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

PACKAGE = Path(__file__).resolve().parents[2]
"""The folder of the package, from which sources are named."""

BUILD = "python -m journeysim.engine.build"
"""The command that makes the kernel anew."""

_SILENT = (tokenize.COMMENT, tokenize.NL, tokenize.ENCODING)
_STARTS = tuple(getattr(token, f"{kind}STRING_START", -1) for kind in "FT")
_ENDS = tuple(getattr(token, f"{kind}STRING_END", -1) for kind in "FT")
"""What begins and ends a text with values in it, where Python (from 3.12 on) takes it apart."""


def trouble(file: Path) -> str:
    """Why a kernel cannot be trusted, in words; "" where it can."""
    try:
        made = tomllib.loads(file.with_suffix(".toml").read_text(encoding="utf-8"))
        content = file.read_bytes()
    except (OSError, ValueError) as error:
        return f"{file.name} cannot be read ({error}); make it with {BUILD}"
    if hashlib.sha256(content).hexdigest() != made["kernel"]["sha256"]:
        return f"{file.name} is not the one that {file.stem}.toml describes; make it with {BUILD}"
    changed = [] if is_installed() else stale(made)
    return (
        f"{' and '.join(changed)} changed since it was made; make it with {BUILD}"
        if changed
        else ""
    )


def is_installed() -> bool:
    """Does the package lie where wheels are unpacked?"""
    folders = (sysconfig.get_path(name) for name in ("purelib", "platlib"))
    return any(PACKAGE.is_relative_to(Path(folder).resolve()) for folder in folders)


def stale(made: dict[str, Any]) -> list[str]:
    """The sources that have changed since a kernel was made, by name."""
    changed = []
    for name, (of_bytes, of_tokens) in made["sources"].items():
        try:
            source = (PACKAGE / name).read_bytes()
        except OSError:
            changed.append(name)
            continue
        if of_bytes != digest(source) and of_tokens != digest(tokens(source)):
            changed.append(name)
    return changed


def digest(content: bytes) -> str:
    """The first sixteen digits of its SHA-256."""
    return hashlib.sha256(content).hexdigest()[:16]


def tokens(source: bytes) -> bytes:
    """The tokens of a source, one a line, without comments, docstrings and blank lines."""
    kept = []
    fresh = True
    for kind, text in _tokens(source):
        if kind in _SILENT:
            continue
        if kind == tokenize.STRING and fresh:
            continue
        if kind in (tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT):
            if kind == tokenize.NEWLINE and fresh:
                continue
            fresh = True
            kept.append(tokenize.tok_name[kind])
            continue
        fresh = False
        kept.append(f"{tokenize.tok_name[kind]} {text}")
    return "\n".join(kept).encode()


def _tokens(source: bytes) -> Iterator[tuple[int, str]]:
    """Each token's kind and text, a text with values in it whole, as every Python read it once."""
    lines = source.decode().splitlines(keepends=True)
    begun: list[tuple[int, int]] = []
    for each in tokenize.tokenize(io.BytesIO(source).readline):
        if each.type in _STARTS:
            begun.append(each.start)
        elif each.type in _ENDS:
            start = begun.pop()
            if not begun:
                yield tokenize.STRING, _between(lines, start, each.end)
        elif not begun:
            yield each.type, each.string


def _between(lines: list[str], start: tuple[int, int], end: tuple[int, int]) -> str:
    """What stands from one place (line from 1, column) to another."""
    (first, left), (last, right) = start, end
    if first == last:
        return lines[first - 1][left:right]
    middle = lines[first : last - 1]
    return "".join([lines[first - 1][left:], *middle, lines[last - 1][:right]])
