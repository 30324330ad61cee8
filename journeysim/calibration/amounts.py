"""Amounts: numbers as people write them, with currency signs and either decimal sign."""

from __future__ import annotations

import re
from math import isfinite

_PLAIN = re.compile(r"^[+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$")
_SPARE = re.compile(r"[\s\u00a0\u202f'$€£¥]|(?<![A-Za-z])(?:EUR|USD|GBP|CHF)(?![A-Za-z])")


def number(text: str, decimal: str = ".") -> float | None:
    """The number a text says, or None; decimal: the sign before decimals, '.' or ','."""
    plain = text if _PLAIN.match(text) else _stripped(text, decimal)
    if plain is None:
        return None
    value = float(plain)
    return value if isfinite(value) else None


def _stripped(text: str, decimal: str) -> str | None:
    """The same without currency, spaces and thousands signs."""
    bare = _SPARE.sub("", text)
    if bare.startswith("(") and bare.endswith(")"):
        bare = f"-{bare[1:-1]}"
    thousands = "." if decimal == "," else ","
    if decimal not in bare or thousands not in bare.partition(decimal)[2]:
        bare = bare.replace(thousands, "").replace(decimal, ".")
    return bare if _PLAIN.match(bare) else None


def decimal_sign(texts: list[str]) -> str:
    """Which sign these amounts have before their decimals: ',' where commas come last and often."""
    commas = sum(bool(re.search(r",\d{1,2}\D*$", text)) for text in texts)
    points = sum(bool(re.search(r"\.\d{1,2}\D*$", text)) for text in texts)
    return "," if commas > points else "."
