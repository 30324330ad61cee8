"""Dates: the common ways to write a day, told apart by what a file holds.

A file is taken to write all its dates in one way. Where days and months cannot be told apart the
way has to be said; what does not fit it is refused, never guessed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import date, datetime
from functools import lru_cache

ORDERS = {
    "year-month-day": ("%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y%m%d"),
    "day-month-year": ("%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y", "%d %b %Y", "%d-%b-%Y", "%d %B %Y", "%d.%m.%y", "%d/%m/%y"),
    "month-day-year": ("%m/%d/%Y", "%m-%d-%Y", "%m.%d.%Y", "%b %d, %Y", "%B %d, %Y", "%m/%d/%y"),
}  # fmt: skip
"""The orders of day, month and year, each with the ways to write it."""

_MOMENT = re.compile(
    r"^(?P<day>.*?[^\sT])"
    r"(?:(?:T|\s+)(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,]\d+)?)?"
    r"\s*(?P<half>[AaPp][Mm])?\s*(?:Z|[+-]\d{2}:?\d{2}|UTC)?)?$"
)
_EARLIEST, _LATEST = date(1900, 1, 1), date(2200, 1, 1)


class Unclear(ValueError):
    """Dates that can be read in more than one way, or in none."""


def order_of(texts: Iterable[str]) -> str:
    """The order in which most of these dates are written. Raises Unclear if that cannot be said."""
    seen = list(texts)
    fits = {order: sum(day_in(order, text) is not None for text in seen) for order in ORDERS}
    best = max(fits, key=lambda order: fits[order])
    if not fits[best]:
        example = repr(seen[0][:30]) if seen else "nothing"
        raise Unclear(f"no date in a known form (the first is {example})")
    rivals = [order for order in fits if order != best and fits[order] == fits[best]]
    if rivals:
        raise Unclear(
            f"dates can be read as {best} and as {rivals[0]}; say --dates {best} or --dates {rivals[0]}"
        )
    return best


@lru_cache(maxsize=100_000)
def day_in(order: str, text: str) -> int | None:
    """The day as a proleptic ordinal, if the text is a date in this order, with or without time."""
    found = moment_in(order, text)
    return None if found is None else found[0]


def moment_in(order: str, text: str) -> tuple[int, float] | None:
    """The day and the share of it that has passed."""
    match = _MOMENT.match(text.strip())
    if match is None:
        return None
    day = _day(order, match["day"])
    if day is None:
        return None
    if match["hour"] is None:
        return day, 0.0
    hour = int(match["hour"])
    if match["half"]:
        hour = hour % 12 + (12 if match["half"].lower() == "pm" else 0)
    minute, second = int(match["minute"]), int(match["second"] or 0)
    if hour > 24 or minute > 59 or second > 60:
        return None
    return day, (hour + (minute + second / 60.0) / 60.0) / 24.0


@lru_cache(maxsize=100_000)
def _day(order: str, text: str) -> int | None:
    for way in ORDERS[order]:
        try:
            found = datetime.strptime(text, way).date()
        except ValueError:
            continue
        return found.toordinal() if _EARLIEST <= found < _LATEST else None
    return None


def reader(order: str) -> Callable[[str], int | None]:
    """A function that reads dates of one order."""
    return lambda text: day_in(order, text)
