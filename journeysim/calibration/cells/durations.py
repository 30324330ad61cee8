"""Durations: waits and talks as clocks (`0:02:19`, `2:19`), with units (`2m 19s`), or plain numbers.

A plain number takes its unit from its own column's name, else from an option, else from what no talk
can be; two columns whose names disagree have a unit each. A column of `2:19` may be minutes and
seconds or hours and minutes: told by its cells, or refused. In days.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from math import fsum
from typing import NamedTuple

from journeysim.calibration.cells import numbers
from journeysim.calibration.cells.unclear import Unclear
from journeysim.units import DAYS_IN

MS, HM = "m:ss", "h:mm"
UNITS = ("ms", "s", "min", "h", "d", MS, HM)
"""Units that `--unit` may say; `m:ss` and `h:mm` tell what a clock of two parts means."""

LENGTH = {"ms": DAYS_IN["s"] / 1000.0} | {unit: DAYS_IN[unit] for unit in ("s", "min", "h", "d")}
"""The length in days of each unit of plain numbers."""

LONGEST_TALK = 120.0
"""Minutes that a usual (median) talk or wait does not take; a reading that says so is ruled out."""

_THREE = re.compile(r"^(?:(\d+)\s*(?:d|days?)?[ .,:]\s*)?(\d+):([0-5]?\d):([0-5]?\d(?:[.,]\d+)?)$", re.ASCII)  # fmt: skip
_TWO = re.compile(r"^(\d+):([0-5]\d(?:[.,]\d+)?)$", re.ASCII)
_PARTS = re.compile(r"(\d+(?:[.,]\d+)?)\s*([a-zµ]+)\.?", re.ASCII)
_ISO = re.compile(r"^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$", re.ASCII)
_WORDS = {
    "ms": "ms", "msec": "ms", "millis": "ms", "milliseconds": "ms",
    "s": "s", "sec": "s", "secs": "s", "second": "s", "seconds": "s", "sek": "s", "sekunden": "s", "seg": "s", "secondes": "s",
    "m": "min", "min": "min", "mins": "min", "minute": "min", "minutes": "min", "minuten": "min", "minutos": "min", "mn": "min",
    "h": "h", "hr": "h", "hrs": "h", "hour": "h", "hours": "h", "std": "h", "stunden": "h", "heures": "h", "horas": "h",
    "d": "d", "day": "d", "days": "d", "tage": "d", "jours": "d", "dias": "d",
}  # fmt: skip
_IN_NAME = re.compile(r"[^a-z:]+")


class DurationStyle(NamedTuple):
    """How a column writes durations: the unit of plain numbers, the decimal sign, what `2:19` means."""

    unit: str | None
    decimal: str
    pair: str | None
    why: str


def unit_in(name: str) -> str | None:
    """The unit that a column's name says: `wait_min`, `Talk Time (sec)`, `Avg Wait (mm:ss)`."""
    words = [word for word in _IN_NAME.split(name.lower()) if word]
    in_brackets = set(re.findall(r"[(\[]\s*(?:in\s+)?([a-z]+)\s*[)\]]", name.lower()))
    for word in reversed(words):
        if word in ("mm:ss", "m:ss"):
            return MS
        if word in ("hh:mm", "h:mm"):
            return HM
        if word in ("hh:mm:ss", "h:mm:ss"):
            return None
        plural = word in ("seconds", "minutes", "hours", "secs", "mins", "hrs", "millis")
        if word in _WORDS and (plural or word in in_brackets or word == words[-1]):
            return _WORDS[word]
    tail = re.search(r"(?<=[a-z])(Sec|Secs|Seconds|Min|Mins|Minutes|Hours|Ms)$", name)
    if tail:
        return _WORDS[tail[1].lower()]
    tail = re.search(r"(?:time|wait|handling|waits|handlings|talk|duration|queue)(seconds|minutes|secs?|mins?|hours)$", name.lower())  # fmt: skip
    return _WORDS[tail[1]] if tail else None


def clocked(text: str) -> float | None:
    """Days of a clock of three parts or of numbers with units; None if it is neither."""
    plain = text.strip()
    match = _THREE.match(plain)
    if match:
        return (
            int(match[1] or 0)
            + int(match[2]) / 24.0
            + int(match[3]) / 1440.0
            + float(match[4].replace(",", ".")) / 86_400.0
        )
    match = _ISO.match(plain)
    if match and any(match.groups()):
        days, hours, minutes, seconds = (float(part or 0.0) for part in match.groups())
        return days + hours / 24.0 + minutes / 1440.0 + seconds / 86_400.0
    parts = _PARTS.findall(plain.lower())
    if parts and not _PARTS.sub("", plain.lower()).strip(" ,"):
        units = [_WORDS.get(unit) for _, unit in parts]
        if all(units):
            return fsum(
                float(number.replace(",", ".")) * LENGTH[unit or "s"]
                for (number, _), unit in zip(parts, units, strict=True)
            )
    return None


def pair(text: str) -> tuple[int, float] | None:
    """The two parts of a clock such as `2:19`."""
    match = _TWO.match(text.strip())
    return None if match is None else (int(match[1]), float(match[2].replace(",", ".")))


class DurationEvidence:
    """What the cells of a column show of how they write durations."""

    def __init__(self) -> None:
        self.numbers = numbers.NumberEvidence()
        self.plain: list[str] = []
        self.firsts: Counter[int] = Counter()
        self.fractions = False
        self.clocks = self.cells = 0

    def add(self, text: str) -> None:
        """One more cell; blank ones do not count."""
        text = text.strip()
        if not text:
            return
        self.cells += 1
        two = pair(text)
        if two is not None:
            self.firsts[two[0]] += 1
            self.fractions = self.fractions or two[1] % 1.0 > 0.0
        elif clocked(text) is not None:
            self.clocks += 1
        else:
            self.numbers.add(text)
            if len(self.plain) < 20_000:
                self.plain.append(text)


def style(
    evidence: DurationEvidence,
    name: str,
    *,
    unit: str | None = None,
    decimal: str | None = None,
    beside: DurationStyle | None = None,
    others: Sequence[numbers.NumberEvidence] = (),
    longest: float = LONGEST_TALK,
) -> DurationStyle:
    """How a column writes durations. Raises Unclear naming both readings and the option.

    unit, decimal: what options say; beside: of the column of talks, in whose unit a column of waits
    without one is taken to be; others: numbers of other columns, which share the decimal sign; longest: minutes that the median does not reach.
    """
    sign = numbers.style(
        evidence.numbers, f"column {name!r}", option=decimal, beside=others
    ).decimal
    own = unit_in(name)
    why: list[str] = []
    two = None
    if evidence.firsts:
        two, reason = _pair_of(evidence, name, own, unit, beside, longest)
        why.append(reason)
    elif evidence.clocks:
        why.append("clocks (h:mm:ss or with units)")
    plain = None
    if any(text.strip("0.,") for text in evidence.plain):
        plain, reason = _unit_of(evidence, name, own, unit, sign, beside, longest)
        why.append(reason)
    elif evidence.plain:
        plain = "s"
    return DurationStyle(plain, sign, two, "; ".join(why))


def _pair_of(
    evidence: DurationEvidence,
    name: str,
    own: str | None,
    unit: str | None,
    beside: DurationStyle | None,
    longest: float,
) -> tuple[str, str]:
    if own in (MS, HM):
        return own, f"{own}, as its name says"
    if unit in (MS, HM):
        return unit, f"{unit}, as --unit says"
    if max(evidence.firsts) >= 24 or evidence.fractions:
        return MS, "m:ss (as hours, some would be longer than a day)"
    count, middle = sum(evidence.firsts.values()), 0
    for first in sorted(evidence.firsts):
        middle += evidence.firsts[first]
        if middle > count / 2:
            if first * 60 >= longest:
                return MS, f"m:ss (as h:mm, half of them would take {first} hours and more)"
            break
    if beside is not None and beside.pair is not None:
        return beside.pair, f"{beside.pair}, as the talks beside it"
    raise Unclear(
        f"column {name!r}: a cell such as '1:05' can be a minute and 5 seconds or an hour and 5 "
        f"minutes; say --unit {MS} or --unit {HM}"
    )


def _unit_of(
    evidence: DurationEvidence,
    name: str,
    own: str | None,
    unit: str | None,
    decimal: str,
    beside: DurationStyle | None,
    longest: float,
) -> tuple[str, str]:
    if own in LENGTH:
        return own, f"in {own}, as its name says"
    if unit in LENGTH:
        return unit, f"in {unit}, as --unit says"
    if beside is not None and beside.unit is not None:
        return beside.unit, f"in {beside.unit}, as the talks beside it"
    known = sorted(filter(None, (numbers.number(text, decimal) for text in evidence.plain)))
    middle = known[len(known) // 2] if known else 0.0
    if middle > longest:
        return "s", f"in s (in min, half of them would take more than {middle / 60.0:.1f} hours)"
    raise Unclear(
        f"column {name!r}: are its numbers seconds or minutes (a usual one is {middle:.4g})? "
        "Say --unit s or --unit min"
    )


def days(text: str, style: DurationStyle) -> float | None:
    """The duration that a cell says, in days; None if it says none."""
    text = text.strip()
    two = pair(text)
    if two is not None:
        if style.pair == HM:
            return two[0] / 24.0 + two[1] / 1440.0
        return two[0] / 1440.0 + two[1] / 86_400.0
    duration = clocked(text)
    if duration is not None:
        return duration
    value = numbers.number(text, style.decimal)
    return None if value is None or style.unit is None else value * LENGTH[style.unit]
