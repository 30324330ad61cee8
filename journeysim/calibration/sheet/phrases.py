"""Phrases: a figure as a strategist writes it ("about 8 %", "1.5 % per month", "80 % in 20 s").

Each reader takes a text whose numbers are written as programs write them and returns what it says.
Raises ValueError with what would be right.
"""

from __future__ import annotations

import re
from math import isfinite

from journeysim import units
from journeysim.calibration import answers
from journeysim.calibration.cells.numbers import number
from journeysim.model.hours import quarters
from journeysim.model.service import MOST_AGENTS

_ABOUT = re.compile(r"^\s*(?:about|around|roughly|some|circa|approximately|ca\.?|~)\s*", re.I)
_GIVE = re.compile(r"\s*(?:\+\s*/?\s*-|\u00b1|give or take)\s*(?P<width>.+)$", re.I)
_PER = re.compile(
    r"^(?P<amount>.+?)\s*(?:\bper\b|\ba\b|\ban\b|\beach\b|\bevery\b|/)\s*(?P<unit>[a-z]+)\s*$", re.I
)
_IN_TIME = re.compile(r"^(?P<share>.+?)\s*(?:\bin\b|\bwithin\b|/)\s*(?P<time>.+)$", re.I)
_THINGS = re.compile(
    r"\b(?:contacts?|calls?|chats?|e-?mails?|tickets?|orders?|purchases?|visits?|customers?|people|times)\b", re.I
)  # fmt: skip
_A_WEEK = re.compile(r"^(?P<hours>[0-9.]+)\s*(?:h|hours?)?\s*(?:per|a|/)\s*week$", re.I)

Read = tuple[float, float | None]
"""A value and, of one said by time or within a time, the days of it."""


def tolerance_apart(text: str) -> tuple[str, bool, str | None]:
    """A phrase without how exact it is: the rest, was it "about", and the text behind a plus-minus."""
    about = bool(_ABOUT.match(text))
    rest = _ABOUT.sub("", text)
    width = _GIVE.search(rest)
    return (rest[: width.start()] if width else rest).strip(), about, width["width"] if width else None  # fmt: skip


def by_time(text: str) -> tuple[str, float | None]:
    """An amount, and the days it is told for; None where none are named."""
    match = _PER.match(text)
    if match is None:
        return text, None
    try:
        return match["amount"], units.days(f"1 {match['unit']}")
    except ValueError:
        return text, None


def count(text: str) -> Read:
    """How many customers."""
    return float(answers.people(_THINGS.sub("", text).strip())), None


def people(text: str) -> Read:
    """How many people, halves too."""
    value = number(_THINGS.sub("", text).strip())
    if value is None or not 0.0 < value <= MOST_AGENTS or "%" in text:
        raise ValueError(f"a number of people, more than 0, at most {MOST_AGENTS:,}")
    return value, None


def at_once(text: str) -> Read:
    """How many talks at a time."""
    value = number(text)
    if value is None or value != int(value) or not 1 <= value <= 20:
        raise ValueError("a whole number from 1 to 20")
    return value, None


def several(text: str) -> Read:
    """A number by time: `900 per month`."""
    amount, days = by_time(text)
    value = number(_THINGS.sub("", amount).strip())
    if value is None or not 0.0 <= value <= 1e9 or "%" in amount or days is None:
        raise ValueError("a number by time, such as '900 per month'")
    return value, days


def rate(text: str) -> Read:
    """How often something happens to a customer: `0.3 per year`, at most 100 a year."""
    value, days = several(text)
    if value / (days or 1.0) * units.DAYS_IN["year"] > answers.MOST_OFTEN:
        raise ValueError(f"a number by time, at most {answers.MOST_OFTEN:.0f} a year")
    return value, days


def share(text: str) -> Read:
    """A share: `8 %` or 0.08."""
    value = number(text.replace("%", ""))
    if value is None:
        raise ValueError("a share such as '8 %' or 0.08")
    value = value / 100.0 if "%" in text else value
    if not 0.0 <= value <= 1.0:
        raise ValueError("a share from 0 to 100 %, such as '8 %' or 0.08")
    return value, None


def share_by_time(text: str) -> Read:
    """A share by time: `1.5 % per month`."""
    amount, days = by_time(text)
    if days is None:
        raise ValueError("a share by time, such as '1.5 % per month'")
    value = share(amount)[0]
    if not 0.0 < value < 1.0:
        raise ValueError("a share of more than 0 and less than 100 %, such as '1.5 % per month'")
    return value, days


def renewed(text: str) -> Read:
    """The share of contracts renewed, when each comes to its end."""
    value = share(text)[0]
    if not 0.0 < value < 1.0:
        raise ValueError("a share of more than 0 and less than 100 %, such as '88 %'")
    return value, None


def in_time(text: str) -> Read:
    """A share within a time: `80 % in 20 s`; `80/20` is in seconds."""
    match = _IN_TIME.match(text)
    if match is None:
        raise ValueError("a share in a time, such as '80 % in 20 s'")
    first, second = match["share"], match["time"].strip()
    percent = first if "%" in first or number(first) is None else f"{first} %"
    value = share(percent)[0]
    time = f"{second} s" if number(second) is not None else second
    return value, _days(time, "80 % in 20 s", units.DAYS_IN["s"], 30.0)


def duration(text: str) -> Read:
    """A time, in minutes where no unit stands with it: `7 min`, `45 s`."""
    phrase = f"{text} min" if number(text) is not None else text
    return _days(phrase, "7 min", 0.0, 30.0), None


def span(text: str) -> Read:
    """A time between two: `90 d`, `monthly`, `2.2 per year`."""
    return answers.gap(_THINGS.sub("", text).strip()), None


def week(text: str) -> Read:
    """Hours in a week: `37.5 h`."""
    bare = text.lower().replace("per week", "").replace("a week", "").strip()
    phrase = f"{bare} h" if number(bare) is not None else bare
    return _days(phrase, "37.5 h", 1.0 / 24.0, 3.5), None


def money(text: str) -> Read:
    """An amount of money, which may be 0."""
    value = number(text)
    if value is None or not 0.0 <= value <= 1e9 or "%" in text:
        raise ValueError("an amount of money")
    return value, None


def spent(text: str) -> Read:
    """An amount of money above 0."""
    return answers.amount(text), None


def money_by_time(text: str) -> Read:
    """An amount by time: `29 per month`."""
    amount, days = by_time(text)
    if days is None:
        raise ValueError("an amount by time, such as '29 per month'")
    return answers.amount(amount), days


def score(text: str) -> Read:
    """A net promoter score."""
    value = number(text.replace("+", "").replace("\u2212", "-"))
    if value is None or not -100.0 <= value <= 100.0 or "%" in text:
        raise ValueError("a number from -100 to 100")
    return value, None


def opening(text: str) -> str:
    """Opening hours; so many hours a week are taken as the same on weekdays, or on all days."""
    match = _A_WEEK.match(text.strip())
    if match is None:
        quarters(text)
        return text
    hours = float(match["hours"])
    days, name = (5, "mon-fri") if hours <= 60.0 else (7, "mon-sun")
    quarters_a_day = round(hours / days * 4.0)
    first = max(0, min(32, 96 - quarters_a_day))
    if not 1 <= quarters_a_day <= 96 or not isfinite(hours):
        raise ValueError("opening hours such as 'mon-fri 08:00-17:00', or '54 h a week'")
    last = first + quarters_a_day
    return f"{name} {first // 4:02d}:{first % 4 * 15:02d}-{last // 4:02d}:{last % 4 * 15:02d}"


def _days(text: str, example: str, least: float, most: float) -> float:
    try:
        value = units.days(text)
    except ValueError:
        raise ValueError(f"a time with its unit, such as '{example}'") from None
    if not least <= value <= most:
        raise ValueError(
            f"a time from {units.duration_text(least)} to {units.duration_text(most)}, such as '{example}'"
        )
    return value
