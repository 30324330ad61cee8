"""Date forms: every way in which a text can be read as a day, and the time of day that it says.

The time of day is taken as written, whatever its zone. Which way a column means is told in `dates`.
"""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from journeysim.calibration.cells.months import month_of

YMD, DMY, MDY = "year-month-day", "day-month-year", "month-day-year"
YM, MY = "year-month", "month-year"
SERIAL, SECONDS, MILLIS = "serial", "epoch-seconds", "epoch-milliseconds"
WAYS = (YMD, DMY, MDY, YM, MY, SERIAL, SECONDS, MILLIS)
"""The ways to write a day, as `--dates` names them; serial: a spreadsheet's number of a day."""

EARLIEST, LATEST = date(1900, 1, 1).toordinal(), date(2200, 1, 1).toordinal()
_SERIAL_ZERO = date(1899, 12, 30).toordinal()
_SERIAL_RANGE = (30_000, 75_000)
_EPOCH_ZERO = date(1970, 1, 1).toordinal()
_DAY_SECONDS = 86_400
_PIVOT = 69

_MOMENT = re.compile(
    r"^(?P<day>.+?)"
    r"(?:(?:T|[,;]?\s+(?:(?:at|um|om|kl\.?|klo|à|às|alle|-)\s+)?|,|:(?=[0-9]{2}:))"
    r"(?:(?P<hour>[0-9]{1,2})(?::|h)(?P<minute>[0-9]{2})(?::(?P<second>[0-9]{2})(?:[.,:][0-9]+)?)?"
    r"|(?<=T)(?P<compact>[0-9]{4}(?:[0-9]{2})?)(?:[.,][0-9]+)?"
    r"|(?P<dotted>[0-9]{1,2}\.[0-9]{2}(?:\.[0-9]{2})?)(?:\.[0-9]+)?)"
    r"\s*(?P<half>[AaPp]\.?\s?[Mm]\.?)?\s*(?:Uhr|h)?"
    r"(?:\s*(?:Z|(?:UTC|GMT)?[+-][0-9]{2}(?::?[0-9]{2})?|[A-Z]{2,5}|[A-Z][A-Za-z_]+/[A-Za-z_/+-]+|\([^)]*\)))*"
    r"|Z|[+-][0-9]{2}:[0-9]{2})?$"
)
_CLOCK = re.compile(
    r"^(?P<hour>[0-9]{1,2}):(?P<minute>[0-9]{2})(?::(?P<second>[0-9]{2})(?:[.,][0-9]+)?)?\s*(?P<half>[AaPp]\.?\s?[Mm]\.?)?(?:\s*(?:Uhr|h))?$"
)
_UNIX = re.compile(
    r"^(?:[A-Za-z]{3},?\s+)?([A-Za-z]{3,4}\s+[0-9]{1,2})\s+([0-9]{2}:[0-9]{2}:[0-9]{2})\s+(?:\S+\s+)?([0-9]{4})$"
)
_ASIDE = re.compile(r"\s+\([^\W\d]+\.?\)$")
_WEEKDAY = re.compile(r"^[^\W\d]{2,10}\.?,?\s+(?=\S)")
_THREE = re.compile(r"^([0-9]{1,4})\s*([-/. ])\s*([0-9]{1,2})\s*\2\s*([0-9]{1,4})\.?$")
_TWO = re.compile(r"^([0-9]{1,4})[-/.]([0-9]{1,4})$")
_DAY_NAME = re.compile(r"^([0-9]{1,2})(?:st|nd|rd|th|er|º|\.)?[-/. ]*(?:de\s+|of\s+)?([^\W\d]+\.?)[-/., ]*(?:de\s+)?([0-9]{2}|[0-9]{4})$")  # fmt: skip
_NAME_DAY = re.compile(r"^([^\W\d]+\.?)[-/. ]*([0-9]{1,2})(?:st|nd|rd|th)?(?:,\s*|[-/. ]+)([0-9]{4}|[0-9]{2})$")  # fmt: skip
_YEAR_NAME_DAY = re.compile(r"^([0-9]{4})[-/. ]*([^\W\d]+\.?)[-/. ]*([0-9]{1,2})$")
_NAME_YEAR = re.compile(r"^([^\W\d]+\.?)[-/., ']*(?:de\s+)?([0-9]{4}|[0-9]{2})$")
_YEAR_NAME = re.compile(r"^([0-9]{4})[-/. ]*([^\W\d]+\.?)$")
_DIGITS = re.compile(r"^[0-9]+$")
_SERIAL = re.compile(r"^[0-9]{5}(?:[.,][0-9]+)?$")
_EPOCH = re.compile(r"^[0-9]{9,10}(?:\.[0-9]+)?$|^[0-9]{12,13}$")


class WrittenMoment(NamedTuple):
    """A day as a proleptic ordinal, and the share of it that has passed (None: no time was said)."""

    day: int
    passed: float | None


def readings(text: str) -> tuple[tuple[str, int], ...]:
    """Every way in which a text without a time can be read, each with its day."""
    return _readings(text.strip())


@lru_cache(maxsize=100_000)
def _readings(text: str) -> tuple[tuple[str, int], ...]:
    pairs = _by_digits(text) if text[:1].isdigit() or text[:1] == "'" else ()
    if not pairs:
        pairs = _by_name(text)
    if not pairs:
        shorter = _WEEKDAY.sub("", text, count=1)
        if shorter != text:
            pairs = _by_digits(shorter) or _by_name(shorter)
    return tuple(pairs)


def _by_digits(text: str) -> tuple[tuple[str, int], ...]:
    candidates: list[tuple[str, int | None]] = []
    three, two = _THREE.match(text), _TWO.match(text)
    if three:
        one, middle, last = three[1], three[3], three[4]
        if len(one) == 4 and len(last) <= 2:
            candidates = [(YMD, _day(one, middle, last))]
        elif len(one) <= 2 and len(last) == 4:
            candidates = [(DMY, _day(last, middle, one)), (MDY, _day(last, one, middle))]
        elif len(one) <= 2 and len(last) == 2:
            candidates = [
                (DMY, _day(last, middle, one)),
                (MDY, _day(last, one, middle)),
                (YMD, _day(one, middle, last) if len(one) == 2 else None),
            ]
    elif two and len(two[1]) == 4 and len(two[2]) <= 2:
        candidates = [(YM, _day(two[1], two[2], "1"))]
    elif two and len(two[2]) == 4 and len(two[1]) <= 2:
        candidates = [(MY, _day(two[2], two[1], "1"))]
    elif _DIGITS.match(text):
        candidates = _packed(text)
    return tuple((way, day) for way, day in candidates if day is not None)


def _packed(text: str) -> list[tuple[str, int | None]]:
    """Eight or six digits without signs between them."""
    if len(text) == 8:
        return [
            (YMD, _day(text[:4], text[4:6], text[6:])),
            (DMY, _day(text[4:], text[2:4], text[:2])),
            (MDY, _day(text[4:], text[:2], text[2:4])),
        ]
    if len(text) == 6:
        return [
            (YM, _day(text[:4], text[4:], "1")),
            (YMD, _day(text[:2], text[2:4], text[4:])),
            (DMY, _day(text[4:], text[2:4], text[:2])),
            (MDY, _day(text[4:], text[:2], text[2:4])),
        ]
    return []


def _by_name(text: str) -> tuple[tuple[str, int], ...]:
    """Dates with a month's name."""
    for pattern, way, places in (
        (_DAY_NAME, DMY, (3, 2, 1)),
        (_NAME_DAY, MDY, (3, 1, 2)),
        (_YEAR_NAME_DAY, YMD, (1, 2, 3)),
        (_NAME_YEAR, MY, (2, 1, 0)),
        (_YEAR_NAME, YM, (1, 2, 0)),
    ):
        match = pattern.match(text)
        month = month_of(match[places[1]]) if match else None
        if match and month is not None:
            day = _day(match[places[0]], str(month), match[places[2]] if places[2] else "1")
            if day is not None:
                return ((way, day),)
    return ()


def _day(year: str, month: str, day: str) -> int | None:
    """The ordinal of a date; two digits of a year are of 1969 to 2068."""
    number = int(year)
    if len(year) <= 2:
        number += 1900 if number >= _PIVOT else 2000
    try:
        ordinal = date(number, int(month), int(day)).toordinal()
    except ValueError:
        return None
    return ordinal if EARLIEST <= ordinal < LATEST else None


@lru_cache(maxsize=8192)
def parted(text: str) -> tuple[str, float | None]:
    """The part of a text that says the day, and the share of the day that its time says."""
    text = _ASIDE.sub("", text.strip().strip("\ufeff\u200b'\""))
    unix = _UNIX.match(text)
    if unix:
        return f"{unix[1]} {unix[3]}", clock(unix[2])
    if _DIGITS.match(text):
        return text, None
    match = _MOMENT.match(text)
    if match is None:
        return text, None
    if match["compact"]:
        packed = match["compact"]
        time = ":".join(packed[place : place + 2] for place in range(0, len(packed), 2))
        return match["day"], clock(time)
    if match["dotted"]:
        if not readings(match["day"]):
            return text, None
        return match["day"], clock(f"{match['dotted'].replace('.', ':')} {match['half'] or ''}")
    if match["hour"] is None:
        return match["day"], None
    passed = _passed(match["hour"], match["minute"], match["second"], match["half"])
    return ("" if passed is None else match["day"]), passed


def clock(text: str) -> float | None:
    """A time of day as the share of the day that has passed; None if it is none."""
    match = _CLOCK.match(text.strip())
    if match is None:
        return None
    return _passed(match["hour"], match["minute"], match["second"], match["half"])


def _passed(hour: str, minute: str, second: str | None, half: str | None) -> float | None:
    hours, minutes, seconds = int(hour), int(minute), int(second or 0)
    if half:
        if not 1 <= hours <= 12:
            return None
        hours = hours % 12 + (12 if half[0] in "pP" else 0)
    if hours > 24 or minutes > 59 or seconds > 60:
        return None
    return (hours + (minutes + seconds / 60.0) / 60.0) / 24.0


def numbered(text: str) -> list[tuple[str, WrittenMoment]]:
    """Readings of a bare number: a spreadsheet's day or the seconds since 1970."""
    if _SERIAL.match(text):
        value = float(text.replace(",", "."))
        if _SERIAL_RANGE[0] <= value < _SERIAL_RANGE[1]:
            return [(SERIAL, WrittenMoment(_SERIAL_ZERO + int(value), value % 1.0 or None))]
    elif _EPOCH.match(text):
        long = len(text.partition(".")[0]) > 10
        seconds = float(text) / (1000.0 if long else 1.0)
        way = MILLIS if long else SECONDS
        day, rest = divmod(seconds, _DAY_SECONDS)
        return [(way, WrittenMoment(_EPOCH_ZERO + int(day), rest / _DAY_SECONDS))]
    return []
