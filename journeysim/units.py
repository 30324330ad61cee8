"""Units: text with a unit becomes a number in the model's own unit, and back.

The model counts time in days and rates per day. Durations are written `"30 min"`, `"2 d"`,
`"1 quarter"`; rates `"3 per year"`; shares `0.15` or `"15 %"`. A bare number where a unit is due
is refused, because a reader could not tell minutes from days. Never guesses.
"""

from __future__ import annotations

import math
import re

DAYS_IN = {
    "s": 1.0 / 86400.0,
    "min": 1.0 / 1440.0,
    "h": 1.0 / 24.0,
    "d": 1.0,
    "w": 7.0,
    "month": 365.0 / 12.0,
    "quarter": 365.0 / 4.0,
    "year": 365.0,
}
"""The length in days of each unit of time a scenario may use."""

_ALIASES = {
    "sec": "s", "second": "s", "seconds": "s",
    "minute": "min", "minutes": "min",
    "hour": "h", "hours": "h",
    "day": "d", "days": "d",
    "week": "w", "weeks": "w",
    "months": "month", "quarters": "quarter", "years": "year",
}  # fmt: skip
_DIGITS = "[0-9]+(?:_[0-9]+)*"
UNSIGNED = rf"(?:{_DIGITS}(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?"
NUMBER = rf"([+-]?{UNSIGNED})"
"""A number as TOML writes it: digits 0 to 9 alone, an underscore between two of them."""

_DURATION = re.compile(rf"^\s*{NUMBER}\s*([A-Za-z]+)\s*$")
_RATE = re.compile(rf"^\s*{NUMBER}\s*(?:per|/)\s*([A-Za-z]+)\s*$")
_PERCENT = re.compile(rf"^\s*{NUMBER}\s*%\s*$")
_MINUTES_PER_DAY = 1440.0
_TIMES = "s, min, h, d, w, month, quarter, year"


def number(text: str) -> float:
    """A text of the form NUMBER as a finite number. Raises ValueError."""
    value = float(text.replace("_", ""))
    if not math.isfinite(value):
        raise ValueError("must be a finite number")
    return value


def _unit(name: str) -> str | None:
    name = _ALIASES.get(name.lower(), name.lower())
    return name if name in DAYS_IN else None


def days(value: object) -> float:
    """A duration as days: `"36 h"` is 1.5. Raises ValueError on a missing or unknown unit."""
    if isinstance(value, str):
        match = _DURATION.match(value)
        unit = _unit(match[2]) if match else None
        if match and unit:
            return number(match[1]) * DAYS_IN[unit]
    raise ValueError(f'a duration needs a unit, such as "30 min" or "2 d" ({_TIMES})')


def per_day(value: object) -> float:
    """A rate as events (or money) per day: `"365 per year"` is 1.0. Raises ValueError."""
    if isinstance(value, str):
        match = _RATE.match(value)
        unit = _unit(match[2]) if match else None
        if match and unit:
            return number(match[1]) / DAYS_IN[unit]
    raise ValueError(f'a rate needs a unit, such as "3 per year" (per {_TIMES})')


def share(value: object) -> float:
    """A share of one: `0.15` or `"15 %"`. Raises ValueError on anything else."""
    if isinstance(value, bool):
        raise ValueError('a share is a number from 0 to 1, or "15 %"')
    if isinstance(value, int | float):
        try:
            return float(value)
        except OverflowError:
            raise ValueError("must be a finite number") from None
    if isinstance(value, str) and (match := _PERCENT.match(value)):
        return number(match[1]) / 100.0
    raise ValueError('a share is a number from 0 to 1, or "15 %"')


def _best(value: float, units: tuple[str, ...], divide: bool) -> tuple[str, str] | None:
    """A text of value, in the unit that reads best, that reads back to the very same float.

    The first unit in which it is a small whole number; else the one with the shortest text.
    """
    best: tuple[str, str] | None = None
    for unit in units:
        length = DAYS_IN[unit]
        text = f"{value / length if divide else value * length:.10g}"
        back = float(text) * length if divide else float(text) / length
        if back != value or "e" in text:
            continue
        if text.isdecimal() and len(text) <= 4:
            return text, unit
        if best is None or len(text) < len(best[0]):
            best = (text, unit)
    return best


def duration_text(value: float) -> str:
    """Days as text with the unit that reads best and loses no bit: 0.00625 is `9 min`."""
    if value == 0.0:
        return "0 d"
    order = ("d", "min", "h", "s", "w", "month", "year", "quarter")
    best = _best(value, order, divide=True)
    return f"{best[0]} {best[1]}" if best else f"{value!r} d"


def rate_text(value: float) -> str:
    """Events per day as text with the unit that reads best and loses no bit."""
    order = ("year", "month", "d", "h", "min", "w", "s", "quarter")
    best = _best(value, order, divide=False)
    return f"{best[0]} per {best[1]}" if best else f"{value!r} per d"


def minutes(in_days: float) -> float:
    """Days as minutes, the unit in which waits and handling are reported."""
    return in_days * _MINUTES_PER_DAY


def in_minutes(number: float) -> float:
    """Minutes as days."""
    return number / _MINUTES_PER_DAY
