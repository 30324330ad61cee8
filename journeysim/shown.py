"""Shown: text from outside made fit for one line of a terminal, a log or a page.

What steers instead of being read (control characters, changes of writing direction, characters
without width, commands to a build's log) is found here, by one rule for all: refused where a
scenario says it, written as an escape where it must be printed.
"""

from __future__ import annotations

import re
import unicodedata

_CONTROL = r"\x00-\x1f\x7f-\x9f"
_INVISIBLE = (
    r"\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e"
    r"\u2060-\u206f\u3164\ud800-\udfff\ufeff\uffa0\ufff0-\ufffb"
    r"\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
"""Characters without width, with power over the direction of others, or half of a character."""

_HIDDEN = re.compile(f"[{_CONTROL}{_INVISIBLE}]")
_REFUSED = re.compile(f"[{_CONTROL}{_INVISIBLE}\ufdd0-\ufdef]")
"""The same, and characters that Unicode keeps free for inner use: see `numerals.py`."""

_COMMAND = re.compile(r"^(\s*):(?=:)|##(?=\[)")
"""How a line of a build's log becomes a command: `::error::` at its start, `##[error]` anywhere."""


def shown(text: object) -> str:
    """The text as one line that steers nothing; what nobody would see is written as an escape."""
    line = _HIDDEN.sub(lambda match: _escape(match[0]), str(text))
    return _COMMAND.sub(
        lambda match: f"{match[1]}\\x3a" if match[1] is not None else "#\\x23", line
    )


def shown_lines(text: str) -> str:
    """Text of several lines, each of them shown; line breaks stay."""
    return "\n".join(map(shown, text.split("\n")))


def hidden(text: str, *, allowed: str = "") -> str:
    """The first character that must not stand in a text, in words; "" if there is none.

    allowed: control characters that may, such as the line breaks of a story.
    """
    for match in _REFUSED.finditer(text):
        if match[0] not in allowed:
            kind = "a control" if unicodedata.category(match[0]) == "Cc" else "an invisible"
            name = unicodedata.name(match[0], "").lower()
            point = f"U+{ord(match[0]):04X}" + (f" ({name})" if name else "")
            return f"{kind} character: {point} as number {match.start() + 1}"
    return ""


def commands(text: str) -> bool:
    """Would a build's log take a line of this text for a command to it?"""
    return any(_COMMAND.search(line) for line in text.split("\n"))


def _escape(character: str) -> str:
    known = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}.get(character)
    point = ord(character)
    if known:
        return known
    if point < 0x100:
        return f"\\x{point:02x}"
    return f"\\u{point:04x}" if point < 0x10000 else f"\\U{point:08x}"
