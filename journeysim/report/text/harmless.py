"""Harmless: a stream through which no printed text steers the terminal or the log it goes to.

Texts are refused or shown where they come in; this is what they leave through. It also sees what
only layout makes: a line that begins with a command because it was broken there. Colours that the
console itself sets pass. Numbers that are nobody's in particular get their plain signs here.
"""

from __future__ import annotations

import re
from typing import IO, Any

from journeysim.numerals import spelled
from journeysim.shown import shown_lines

_COLOUR = re.compile(r"(\x1b\[[0-9;]*m)")


class Harmless:
    """A text stream that shows what would steer; all else is the stream's own."""

    def __init__(self, stream: IO[str]) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        """Write a text, its lines shown."""
        parts = _COLOUR.split(text)
        parts[::2] = (shown_lines(spelled(part)) for part in parts[::2])
        return self._stream.write("".join(parts))

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)
