"""Numerals: numbers written for people, in the manner of whoever the answer is about.

Whoever words a number seldom knows whose it is. So `numeral` writes it with two marks in the places
of the sign for thousands and the decimal sign, and where text leaves for a reader, `spelled` puts in
the signs that the scenario asks for (`[money] numbers`). Only what was written as a number carries
marks: names, keys, versions and commands stay as they are. The marks are characters that Unicode
keeps free for such inner use, and that no scenario may hold; each style has one sign for each, so
that no column moves.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from journeysim.model.money import NumberStyle
    from journeysim.scenario.scenario import Scenario

_THOUSANDS, _DECIMAL = "\ufdd0", "\ufdd1"
_MARKED = str.maketrans({",": _THOUSANDS, ".": _DECIMAL})
_NUMBER = re.compile(r"(?<![\w.,])\d{1,3}(?:(?:,\d{3})+(?:\.\d+)?|\d*\.\d+)(?!\.?[\w])")

PLAIN: NumberStyle = "1,234.5"
"""How numbers are written where nobody says otherwise, and for programs."""

_SIGNS: dict[NumberStyle, tuple[str, str]] = {
    "1,234.5": (",", "."),
    "1.234,5": (".", ","),
    "1 234,5": ("\xa0", ","),
    "1'234.5": ("'", "."),
}
"""The sign for thousands and the decimal sign; a space is one at which no line breaks."""

_SPELLED = {
    style: str.maketrans({_THOUSANDS: thousands, _DECIMAL: decimal})
    for style, (thousands, decimal) in _SIGNS.items()
}


def numeral(value: float, form: str = ",") -> str:
    """A number in a form of Python's format language, its signs marked."""
    return format(value, form).translate(_MARKED)


def marked(number: str) -> str:
    """What was written as one number, perhaps with a unit behind it, its signs marked."""
    return number.translate(_MARKED)


def remarked(text: str, names: Iterable[str] = ()) -> str:
    """A text whose numbers were written plainly, marked again; `names` in it stay as they are."""
    known = "|".join(re.escape(each) for each in sorted({*names}, key=len, reverse=True) if each)
    parts = re.split(f"({known})", text) if known else [text]
    every = (part if place % 2 else _NUMBER.sub(_marked, part) for place, part in enumerate(parts))
    return "".join(every)


def _marked(number: re.Match[str]) -> str:
    return marked(number[0])


def spelled(text: str, style: NumberStyle = PLAIN) -> str:
    """A text with the signs of a style in the places of the marks."""
    return text.translate(_SPELLED[style])


def style_of(scenario: Scenario) -> NumberStyle:
    """How the owner of a scenario writes numbers."""
    return scenario.tables.money.numbers
