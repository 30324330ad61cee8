"""Dates: the way in which a column writes its days, told by all of its cells.

A column writes its dates in one way. Where two ways fit it, both are named and `--dates` decides;
where it mixes two, it is refused. Days far from all others are found.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from datetime import date
from itertools import pairwise

from journeysim.calibration.cells.date_forms import (
    DMY,
    MDY,
    MILLIS,
    MY,
    SECONDS,
    SERIAL,
    WAYS,
    YM,
    YMD,
    WrittenMoment,
    numbered,
    parted,
    readings,
)
from journeysim.calibration.cells.unclear import Unclear

_PAIRS = re.compile(r"[0-9]{2}")
_MIXED = 0.02
_DISTINCT = 10


def moment(way: str, text: str) -> WrittenMoment | None:
    """The day and time that a text says, read in one way; None if it cannot be."""
    text = text.strip()
    if way in (SERIAL, SECONDS, MILLIS):
        return next((instant for kind, instant in numbered(text) if kind == way), None)
    day, passed = parted(text)
    for kind, ordinal in readings(day):
        if kind == way:
            return WrittenMoment(ordinal, passed)
    return None


def day_in(way: str, text: str) -> int | None:
    """The day that a text says, read in one way; None if it cannot be."""
    instant = moment(way, text)
    return None if instant is None else instant.day


MONTHS_ONLY = (YM, MY)
"""Ways that name months only; all days are the first."""


class DateEvidence:
    """What the cells of a column show of the way in which they write dates."""

    def __init__(self) -> None:
        self.fits: Counter[tuple[str, ...]] = Counter()
        self.examples: dict[tuple[str, ...], str] = {}
        self.short: set[str] = set()
        self.cells = self.timed = 0
        self.first = ""
        self._known: dict[str, tuple[str, ...]] = {}

    def add(self, text: str) -> None:
        """One more cell; blank ones do not count."""
        text = text.strip()
        if not text:
            return
        self.cells += 1
        self.first = self.first or text
        day, passed = parted(text)
        self.timed += passed is not None
        ways = self._known.get(day)
        if ways is None:
            ways = tuple(way for way, _ in readings(day))
            if not ways:
                ways = tuple(way for way, _ in numbered(text))
                self.timed += ways in ((SECONDS,), (MILLIS,))
            elif len(self._known) < 50_000:
                self._known[day] = ways
            if len(ways) > 1 and YMD in ways and len(day) <= 8 and len(self.short) < 5000:
                self.short.add(day)
        self.fits[ways] += 1
        self.examples.setdefault(ways, text[:40])


def way_of(evidence: DateEvidence, *, option: str | None = None, name: str = "") -> str:
    """The way in which a column writes its dates. Raises Unclear naming the ways that fit.

    option: what an option says; name: of the column, which may say that it holds months.
    """
    if option is not None:
        return option
    fits = {way: sum(n for ways, n in evidence.fits.items() if way in ways) for way in WAYS}
    if not any(fits.values()):
        first = repr(evidence.first[:30]) if evidence.first else "nothing"
        raise Unclear(f"no date in a known form (the first is {first})")
    _strike_out(fits, evidence, name)
    best = max(fits, key=lambda way: fits[way])
    rivals = [way for way in WAYS if way != best and fits[way] == fits[best]]
    if rivals:
        raise Unclear(_undecided(evidence, [best, *rivals]))
    for other in (DMY, MDY):
        mixed = sum(n for ways, n in evidence.fits.items() if other in ways and best not in ways)
        only = sum(n for ways, n in evidence.fits.items() if best in ways and other not in ways)
        if best in (DMY, MDY) and other != best and min(mixed, only) > _MIXED * evidence.cells:
            raise Unclear(
                f"dates are written in two ways: {only:,} can only be {best}, {mixed:,} only {other}; "
                "which of the others are which cannot be told: write all in one way, or say --dates "
                f"{best} to leave the {mixed:,} out"
            )
    return best


def _undecided(evidence: DateEvidence, ways: list[str]) -> str:
    """What to say of a column that is written in one of several ways, each as likely."""
    to_say = " or ".join(f"--dates {way}" for way in ways)
    both = next((t for fit, t in evidence.examples.items() if {*ways} <= {*fit}), None)
    if both is not None:
        days = ", ".join(f"{_iso(way, both)} ({way})" for way in ways)
        return f"dates can be read as {' and as '.join(ways)}; say {to_say}: {both!r} is {days}"
    seen = (
        (way, next((t for fit, t in evidence.examples.items() if way in fit), "")) for way in ways
    )
    shown = ", ".join(f"{text!r} ({way})" for way, text in seen if text)
    return (
        f"dates are written in {len(ways)} ways, none more often than another: {shown}; write all in "
        f"one way, or say {to_say}"
    )


def _strike_out(fits: dict[str, int], evidence: DateEvidence, name: str) -> None:
    """Leave out ways that the name of the column, or years that would change day by day, rule out."""
    if fits[YM] and any(word in name.lower() for word in ("month", "yyyymm", "monat", "mois", "mes", "period")):  # fmt: skip
        for way in (YMD, DMY, MDY):
            if fits[way] <= fits[YM]:
                fits[way] = 0
    parts = [_PAIRS.findall(text) if text.isdigit() and len(text) == 6 else re.split(r"[-/. ]", text) for text in evidence.short]  # fmt: skip
    parts = [part for part in parts if len(part) == 3]
    if len(parts) >= _DISTINCT:
        first, last = len({part[0] for part in parts}), len({part[2] for part in parts})
        if first > 2 * last:
            fits[YMD] = sum(n for ways, n in evidence.fits.items() if ways == (YMD,))
        elif last > 2 * first:
            fits[DMY] = fits[MDY] = 0


def iso(day: int) -> str:
    """A day as year-month-day."""
    return date.fromordinal(day).isoformat()


def _iso(way: str, text: str) -> str:
    ordinal = day_in(way, text)
    return "?" if ordinal is None else date.fromordinal(ordinal).isoformat()


FAR, FAR_TIMES = 180, 5
"""Days of nothing that set a few dates apart from the rest, and how many times the next longest gap."""

_LEAST_ROWS = 20


def far_days(rows: Mapping[int, int]) -> dict[int, int]:
    """Days that lie far from the rest at either end, each with the nearest day of the rest.

    rows: by day. A block is far where half a year of nothing (and five times the longest other gap)
    sets it apart and it is a single day or a hundredth of the rows.
    """
    days = sorted(rows)
    whole = sum(rows.values())
    strays: dict[int, int] = {}
    if whole < _LEAST_ROWS:
        return strays
    for late in (True, False):
        while len(days) > 2:
            gaps = [after - before for before, after in pairwise(days)]
            at = max(range(len(gaps)), key=lambda place: (gaps[place], place if late else -place))
            gap = gaps[at]
            block = days[at + 1 :] if late else days[: at + 1]
            rest = days[: at + 1] if late else days[at + 1 :]
            held = sum(rows[day] for day in block)
            usual = sorted(gaps)[-2] if len(gaps) > 1 else 0
            alone = (len(block) == 1 and held < whole / 2) or held <= max(1, whole // 100)
            if gap <= max(FAR, FAR_TIMES * usual) or not alone:
                break
            nearest = rest[-1] if late else rest[0]
            strays |= dict.fromkeys(block, nearest)
            days = rest
    return strays
