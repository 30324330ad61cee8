"""Symbols: the screen's signs for terminals with poorer fonts, character by character."""

from __future__ import annotations

from functools import lru_cache

from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

from journeysim.model.money import NumberStyle
from journeysim.numerals import PLAIN, spelled

AUTO, BLOCK, BRAILLE, ASCII = "auto", "block", "braille", "ascii"
SYMBOLS = (AUTO, BLOCK, BRAILLE, ASCII)
"""What may be asked for: blocks for the fork and dots for small charts, or one of them for all."""

_FIRST, _LAST = 0x2800, 0x28FF
_MOST_PLAIN = 127
_QUADRANTS = " ▘▝▀▖▌▞▛▗▚▐▜▄▙▟█"
_LEFT_UP, _LEFT_DOWN, _RIGHT_UP, _RIGHT_DOWN = 0x03, 0x44, 0x18, 0xA0
_PLAIN = {
    "▲": "^", "▼": "v", "▶": ">", "◀": "<", "●": "o", "○": "O", "◉": "@", "◆": "*", "◇": "+",
    "━": "=", "─": "-", "│": "|", "┃": "!", "┊": ":", "┆": ":", "╌": "-", "┴": "+", "╱": "/",
    "╭": "+", "╮": "+", "╰": "+", "╯": "+", "┌": "+", "┐": "+", "└": "+", "┘": "+", "▌": "|",
    "█": "#", "■": "#", "▇": "#", "✓": "v", "✗": "x", "♥": "*", "↯": "%", "·": ".", "±": "+",
    "→": ">", "←": "<", "↔": "-", "‖": "=", "…": "~", "▉": "#", "▔": "-", "▁": "_", "▏": "|",
    "▕": "|", "▎": "|", "▊": "|", "║": "|", "═": "=", "╔": "+", "╗": "+", "╚": "+", "╝": "+",
    "☺": "@", "☻": "@", "×": "x", "▪": "#", "▄": "#", "▀": "#", "↵": "<", "┼": "+", "├": "+",
    "\xa0": " ", "★": "*", "░": ":", "“": '"', "”": '"', "▐": "|", "⏎": "<", "┤": "+", "┬": "+", "–": "-", "▣": "#", "□": ".", "▦": "#", "⚑": "!", "≥": ">", "≤": "<",
}  # fmt: skip
_PAIRS = (("± ", "+-"),)
"""What two plain characters say better than one."""


@lru_cache(maxsize=1)
def _blocks() -> dict[int, str]:
    """Each braille character as the quarters of it that hold a dot."""
    table = {}
    for code in range(_FIRST, _LAST + 1):
        dots = code - _FIRST
        quarters = (_LEFT_UP, _RIGHT_UP, _LEFT_DOWN, _RIGHT_DOWN)
        table[code] = _QUADRANTS[sum(1 << i for i, part in enumerate(quarters) if dots & part)]
    return table


@lru_cache(maxsize=1)
def _ascii() -> dict[int, str]:
    """Every sign of the screen as a plain character; of dots only where they lie."""
    table = _Plain({ord(sign): plain for sign, plain in _PLAIN.items()})
    for code in range(_FIRST, _LAST + 1):
        dots = code - _FIRST
        up, down = dots & 0x1B, dots & 0xE4
        table[code] = " " if not dots else "'" if not down else "." if not up else ":"
    return table


class _Plain(dict[int, str]):
    """What is not known and not plain is a question mark."""

    def __missing__(self, code: int) -> str:
        if code < _MOST_PLAIN:
            raise LookupError(code)
        return "?"


class Signs(LineFilter):
    """Writes other characters for some; the width never changes."""

    def __init__(self, table: dict[int, str], pairs: tuple[tuple[str, str], ...] = ()) -> None:
        super().__init__()
        self.table, self.pairs = table, pairs

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """The same segments with other signs."""
        return [Segment(self._written(text), style, control) for text, style, control in segments]

    def _written(self, text: str) -> str:
        for signs, plain in self.pairs:
            text = text.replace(signs, plain)
        return text.translate(self.table)


class NumberSigns(LineFilter):
    """Spells numbers (`numerals`) as the owner of a scenario writes them."""

    def __init__(self, style: NumberStyle) -> None:
        super().__init__()
        self.style = style

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """The same segments with these signs in numbers."""
        return [
            Segment(spelled(text, self.style), style, control) for text, style, control in segments
        ]


def filters(symbols: str, numbers: NumberStyle = PLAIN) -> list[LineFilter]:
    """What writes the signs that were asked for, those of numbers first."""
    spelling: list[LineFilter] = [NumberSigns(numbers)]
    if symbols == BLOCK:
        return [*spelling, Signs(_blocks())]
    return [*spelling, Signs(_ascii(), _PAIRS)] if symbols == ASCII else spelling
