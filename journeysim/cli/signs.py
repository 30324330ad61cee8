"""Signs: what stands for a character that the output cannot show, so that none is mistaken.

Never a question mark, which says that something is too close to call. Our own signs have a spelling in
ASCII; any other character is written as an escape.
"""

from __future__ import annotations

import codecs
import io

SPELLED = {
    "±": "+/-", "×": "x", "·": "-", "–": "-", "—": "-", "…": "...", "→": "->", "←": "<-", "↔": "<->",
    "≤": "<=", "≥": ">=", "“": '"', "”": '"', "„": '"', "‘": "'", "’": "'", "\u00a0": " ",
    "★": "*", "└": "+", "✓": "+", "✗": "x", "✕": "x", "●": "*", "•": "*", "€": "EUR", "£": "GBP", "¥": "JPY",
    "█": "#", "▒": ":", "░": ".", "┃": "|", "│": "|", "━": "-", "─": "-", "╸": "-", "╺": "-",
}  # fmt: skip
"""How our own signs are written in ASCII."""

_NAME = "journeysim"


def _spelled(error: UnicodeError) -> tuple[str | bytes, int]:
    """An error handler of codecs: the first character that cannot be shown, as it is spelled."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    character = error.object[error.start]
    spelled = SPELLED.get(character, character.encode("ascii", "backslashreplace").decode("ascii"))
    return spelled, error.start + 1


def spell(stream: io.TextIOWrapper) -> None:
    """Let a stream spell what its encoding lacks."""
    codecs.register_error(_NAME, _spelled)
    stream.reconfigure(errors=_NAME)
