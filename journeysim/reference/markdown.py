"""Markdown: tables and headings of reference pages, one line a row."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

MADE = "<!-- made by `python -m journeysim.reference`: change the code, not this page -->\n\n"
"""What every page begins with, so that nobody edits it by hand."""


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table; a cell's line breaks become blanks, its bars are escaped."""
    lines = [header, ["---"] * len(header), *rows]
    return "".join(f"| {' | '.join(map(_cell, line))} |\n" for line in lines)


def code(text: str) -> str:
    """Text as it is typed; nothing for none."""
    return f"`{text}`" if text else ""


def listed(names: Iterable[str]) -> str:
    """Names as they are typed, with commas between them."""
    return ", ".join(map(code, names))


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", r"\|")
