"""Knob text: the values of knobs as people write them, exactly or roughly."""

from __future__ import annotations

from math import floor, log10
from typing import Any

from pydantic.fields import FieldInfo

from journeysim.experiment.break_even import Crossing
from journeysim.numerals import marked, numeral
from journeysim.scenario import describe
from journeysim.scenario.merging import Path
from journeysim.scenario.scenario import Scenario
from journeysim.scenario.tables import Tables

_HOUR = 1.0 / 24.0
_YEAR = 365.0


def field_of(path: Path) -> FieldInfo:
    """The knob at a path that exists."""
    place = describe.place(Tables, path)
    assert place is not None
    assert place.field is not None
    return place.field


def written(value: Any, unit: str) -> str:
    """A value as it is written; a distribution by its kind and what it takes."""
    if isinstance(value, dict):
        kind = value.get("kind", "")
        given = {key: item for key, item in value.items() if item is not None and key != "kind"}
        if kind == "constant":
            return written(given["mean"], unit)
        shown = (
            f"{key} {written(item, unit if key in ('mean', 'low', 'high', 'values') else '')}"
            for key, item in given.items()
        )
        return ", ".join(filter(None, (kind, *shown)))
    if isinstance(value, list):
        return ", ".join(written(item, unit) for item in value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if unit == "share":
        return f"{numeral(100.0 * value, 'g')} %"
    text = describe.in_unit(value, unit)
    has_number = isinstance(value, int | float) or unit.startswith(("duration", "rate"))
    return marked(text) if has_number else text


def in_largest_unit(value: float, unit: str) -> str:
    """The same; a duration in the largest unit in which it is whole."""
    whole = whole_duration(value) if unit == "duration" else None
    return written(value, unit) if whole is None else f"{numeral(whole[0])} {whole[1]}"


def whole_duration(days: float) -> tuple[int, str] | None:
    """A duration as a whole number of the largest unit in which it is one."""
    for name, size in (("d", 1.0), ("h", 24.0), ("min", 1440.0), ("s", 86_400.0)):
        if abs(days * size - round(days * size)) < 1e-6 * size:
            return round(days * size), name
    return None


def dial_label(scenario: Scenario, key: str) -> str:
    """What the dial of a knob is called, "" where it has none."""
    return next((each.label for each in scenario.tables.dials if each.key == key), "")


def roughly(value: float, unit: str, digits: int = 3) -> str:
    """A value to so many digits, in the unit that suits its size."""
    if unit == "share":
        return f"{_to(100.0 * value, digits)} %"
    if unit.startswith("rate"):
        return f"{_to(value * _YEAR, digits)} per year"
    if not unit.startswith("duration"):
        return _to(value, digits)
    if value < _HOUR:
        return f"{_to(value / _HOUR * 60.0, digits)} min"
    return f"{_to(value / _HOUR, digits)} h" if value < 1.0 else f"{_to(value, digits)} d"


def crossed(crossing: Crossing, unit: str, value: float | None = None) -> str:
    """Where a difference crosses zero, with no more digits than chance leaves it, and from where to
    where that may be: `about 18 % (by chance 15 % to 22 %)`. value: where the knob stands."""
    digits = 2
    if crossing.low is not None and crossing.high is not None and crossing.high > crossing.low:
        digits = _told(crossing.at, crossing.high - crossing.low)
    if value is not None and value in crossing[1:]:
        return f"about {roughly(crossing.at, unit, 2)} (chance alone could turn it as it stands)"
    about = f"about {roughly(crossing.at, unit, digits)}"
    ends = [None if end is None else roughly(end, unit, digits) for end in crossing[1:]]
    if ends[0] is not None and ends[1] is not None:
        return (
            about
            if crossing.low == crossing.high
            else f"{about} (by chance {ends[0]} to {ends[1]})"
        )
    if ends[0] is not None:
        return f"{about} (by chance {ends[0]} or more)"
    return f"{about} (by chance {ends[1]} or less)" if ends[1] else f"{about} (chance unknown)"


def _told(value: float, width: float) -> int:
    """How many digits of a value an interval of this width leaves: one to three."""
    if value == 0.0:
        return 1
    return max(1, min(3, 1 + floor(log10(abs(value))) - floor(log10(width))))


def _to(value: float, digits: int) -> str:
    """A number to so many digits, never in powers of ten."""
    if value == 0.0:
        return "0"
    rounded = float(f"{value:.{max(1, digits) - 1}e}")
    places = max(0, digits - 1 - floor(log10(abs(rounded))))
    text = f"{rounded:,.{places}f}"
    return marked(text.rstrip("0").rstrip(".") if "." in text else text)
