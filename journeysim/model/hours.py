"""Hours: opening times and shifts written as text, such as `"mon-fri 08:00-17:00, sat 9-13"`.

A week is 672 quarters of an hour from Monday 00:00. Refuses times that do not end on a quarter and
days that do not exist.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from math import floor
from typing import Annotated

from pydantic import AfterValidator

QUARTERS = 672
QUARTERS_A_DAY = 96
QUARTER = 1.0 / QUARTERS_A_DAY
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
INFINITE = float("inf")
_PART = re.compile(r"^([a-z]{3})(?:\s*-\s*([a-z]{3}))?\s+(\S+?)\s*-\s*(\S+)$")
_CLOCK = re.compile(r"^([0-9]{1,2})(?::([0-9]{2}))?$")
_EXAMPLE = 'such as "mon-fri 08:00-17:00, sat 9-13", "always" or "never"'


def _quarter(clock: str) -> int:
    match = _CLOCK.match(clock)
    hour, minute = (int(match[1]), int(match[2] or 0)) if match else (99, 0)
    if hour * 60 + minute > 24 * 60 or minute % 15 or minute > 45:
        raise ValueError(f"{clock!r} is no time of day on a quarter of an hour, {_EXAMPLE}")
    return hour * 4 + minute // 15


def quarters(text: str) -> tuple[int, ...]:
    """The week as 672 flags, 1 where open. Raises ValueError with an example."""
    wanted = text.strip().lower()
    if wanted == "always":
        return (1,) * QUARTERS
    week = [0] * QUARTERS
    if wanted == "never":
        return tuple(week)
    for part in wanted.split(","):
        match = _PART.match(part.strip())
        if match is None or match[1] not in DAYS or (match[2] or match[1]) not in DAYS:
            raise ValueError(f"{part.strip()!r} is no opening time, {_EXAMPLE}")
        first, last = DAYS.index(match[1]), DAYS.index(match[2] or match[1])
        start, end = _quarter(match[3]), _quarter(match[4])
        if end <= start:
            raise ValueError(f"{part.strip()!r} closes before it opens, {_EXAMPLE}")
        for step in range((last - first) % 7 + 1):
            day = (first + step) % 7 * QUARTERS_A_DAY
            week[day + start : day + end] = [1] * (end - start)
    return tuple(week)


def _checked(text: str) -> str:
    quarters(text)
    return text


Hours = Annotated[str, AfterValidator(_checked)]
"""Opening times as text; the week they mean is `quarters(text)`."""


def quarter_of(now: float) -> int:
    """The quarter of the week a time lies in; a time on the boundary belongs to the later one."""
    return floor(now * QUARTERS_A_DAY + 1e-6) % QUARTERS


def reopening(opens: Sequence[int], now: float, u: float) -> float:
    """A uniform time in the rest of the next day on which it is open; infinite if there is none.

    opens: 672 flags; now: a time at which it is closed.
    """
    start = floor(now * QUARTERS_A_DAY + 1e-6)
    first = start
    for ahead in range(1, QUARTERS + 1):
        if opens[(start + ahead) % QUARTERS] != 0:
            first = start + ahead
            break
    if first == start:
        return INFINITE
    end = (first // QUARTERS_A_DAY + 1) * QUARTERS_A_DAY
    count = 0
    for quarter in range(first, end):
        if opens[quarter % QUARTERS] != 0:
            count = count + 1
    wanted = u * count
    for quarter in range(first, end):
        if opens[quarter % QUARTERS] != 0:
            if wanted < 1.0:
                return (quarter + wanted) / QUARTERS_A_DAY
            wanted = wanted - 1.0
    return end / QUARTERS_A_DAY


def next_staffing(
    present: Sequence[int], paid: Sequence[int], opens: Sequence[int], now: float
) -> float:
    """The next quarter's boundary at which the staffing of a week changes; infinite if never."""
    start = floor(now * QUARTERS_A_DAY + 1e-6)
    here = start % QUARTERS
    for ahead in range(1, QUARTERS + 1):
        there = (start + ahead) % QUARTERS
        if (
            present[there] != present[here]
            or paid[there] != paid[here]
            or opens[there] != opens[here]
        ):
            return (start + ahead) / QUARTERS_A_DAY
    return INFINITE


RULES = (quarter_of, reopening, next_staffing)
