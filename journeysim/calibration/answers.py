"""Answers: what people type for a number, a share, a gap or a duration, read as they meant it.

Numbers in an answer share the decimal sign of the answers beside it; `12.000` that stands alone can
be twelve or twelve thousand, and is refused with both readings. Raises ValueError in words.
"""

from __future__ import annotations

import re

from journeysim import units
from journeysim.calibration.cells import numbers
from journeysim.calibration.cells.numbers import NumberEvidence, number
from journeysim.calibration.cells.unclear import Unclear
from journeysim.model.population import MOST_ON_DAY_0
from journeysim.model.service import MOST_AGENTS

NOTHING = frozenset({"", "?", "-", "don't know", "dont know", "don’t know", "do not know", "no idea", "unknown", "n/a", "not known"})  # fmt: skip
"""Answers that say that somebody does not know."""

MOST_OFTEN = 100.0

_OFTEN = {
    "daily": 1.0, "day": 1.0, "weekly": 7.0, "week": 7.0, "fortnightly": 14.0, "fortnight": 14.0, "biweekly": 14.0,
    "monthly": 365.0 / 12.0, "month": 365.0 / 12.0, "bimonthly": 365.0 / 6.0, "quarterly": 365.0 / 4.0,
    "quarter": 365.0 / 4.0, "yearly": 365.0, "year": 365.0, "annually": 365.0, "half year": 365.0 / 2.0, "half a year": 365.0 / 2.0,
}  # fmt: skip
_WORDS = {
    "once": "1", "twice": "2", "thrice": "3", "one": "1", "two": "2", "three": "3", "four": "4", "five": "5",
    "six": "6", "seven": "7", "eight": "8", "nine": "9", "ten": "10", "eleven": "11", "twelve": "12",
}  # fmt: skip
_TIMES = re.compile(r"^(?P<count>[0-9.]+)\s*(?:x|times)?\s*(?:per|a|an|/)\s*(?P<unit>[a-z]+)$")
_NUMBER = re.compile(r"[0-9][0-9.,'\u2019\u00a0\u202f]*[0-9]|[0-9]|[.,][0-9]+")


class Literal(str):
    """A number as a program's file writes it: its sign before decimals is a point."""


def seen_in(texts: list[str]) -> NumberEvidence:
    """What answers side by side show of their decimal sign."""
    evidence = NumberEvidence()
    for text in texts:
        if not isinstance(text, Literal):
            for part in _NUMBER.findall(text):
                evidence.add(part)
    return evidence


def plain(text: str, beside: NumberEvidence | None = None, whole: bool = False) -> str:
    """An answer with its numbers as programs write them. Raises ValueError where one can be two.

    whole: it counts things, so that `12.000` is not twelve however the others are written.
    """

    def read(match: re.Match[str]) -> str:
        part = match[0]
        own = NumberEvidence()
        own.add(part)
        doubtful = bool(own.points["?."] or own.points["?,"])
        literal = isinstance(text, Literal)
        value = numbers.alone(part, None if literal else beside)
        if doubtful and (literal or (whole and value is not None and value < 1000.0)):
            numbers.alone(part)
        if value is None:
            raise ValueError(f"a number, and {part!r} is none")
        return f"{value:.12g}" if abs(value) < 1e15 else repr(value)

    try:
        return _NUMBER.sub(read, text)
    except Unclear as error:
        raise ValueError(f"one meaning: {error}") from None


def amount(text: str) -> float:
    """A number above 0, perhaps with a currency."""
    value = number(text)
    if value is None or not 0.0 < value <= 1e9 or "%" in text:
        raise ValueError("a number above 0")
    return value


def often(text: str) -> float:
    """How many times a year; more than twice a week is no answer about a usual customer."""
    times = number(text)
    if times is None or not 0.0 < times <= MOST_OFTEN or "%" in text:
        raise ValueError(f"a number above 0, at most {MOST_OFTEN:.0f}")
    return times


def several(text: str) -> float:
    """A number that may be 0."""
    value = number(text)
    if value is None or not 0.0 <= value <= 1e6 or "%" in text:
        raise ValueError("a number, 0 or more")
    return value


def people(text: str) -> int:
    """How many customers."""
    return _whole(text, MOST_ON_DAY_0)


def agents(text: str) -> int:
    """How many agents."""
    return _whole(text, MOST_AGENTS)


def _whole(text: str, most: int) -> int:
    value = number(text)
    if value is None or value != int(value) or not 1 <= value <= most or "%" in text:
        raise ValueError(f"a whole number from 1 to {most:,}")
    return int(value)


def of_100(text: str) -> float:
    """A share, as a number of a hundred."""
    value = number(text.replace("%", ""))
    if value is None or not 0.0 < value < 100.0:
        raise ValueError("a number of 100, more than 0 and less than 100")
    return value / 100.0


def gap(text: str) -> float:
    """The days between two purchases: `every 30 days`, `every year`, `4 per year`, `twice a month`."""
    phrase = " ".join(_WORDS.get(word, word) for word in text.lower().split())
    phrase = re.sub(r"\bevery (?:other|second|2nd)\b", "every 2", phrase)
    phrase = re.sub(r"^(?:about|around|roughly|some|~)\s*", "", phrase)
    phrase = re.sub(r"^1 every\b", "every", phrase).removeprefix("every ").strip()
    phrase = re.sub(r"^1 (?:per|a|an)\s+", "", phrase)
    if phrase in _OFTEN:
        return _OFTEN[phrase]
    match = _TIMES.match(phrase)
    try:
        days = (
            1.0 / units.per_day(f"{match['count']} per {match['unit']}")
            if match
            else units.days(phrase)
        )
    except (ValueError, ZeroDivisionError):
        days = 0.0
    if not 1.0 <= days <= 3650.0:
        raise ValueError(
            "'every 30 days', 'every year', '4 per year' or 'monthly', from a day to ten years"
        )
    return days


def duration(text: str) -> float:
    """A duration, in minutes where no unit stands with it."""
    phrase = f"{text} min" if number(text) is not None else text
    try:
        days = units.days(phrase)
    except ValueError:
        days = 0.0
    if not units.in_minutes(0.1) <= days <= 1.0:
        raise ValueError("minutes, e.g. '6 min', at most a day")
    return days
