"""Relative: a lever said as a change, such as "+1", "-2", "x1.2" or "+10 pp", and what it makes.

Enters a text, the knob it is said of and the value that is changed; leaves the value as a file
would write it. Refuses what could be meant in two ways and what leads out of the knob's bounds.
"""

from __future__ import annotations

import re
from math import isfinite
from typing import Any

from pydantic.fields import FieldInfo

from journeysim import units
from journeysim.scenario import describe

NUMERIC = ("share", "count", "number", "duration", "rate")
"""The units of knobs that can be changed by so much."""

CHANGE = r"^\s*(x\s*|(by\s+)?[+-]\s*)[0-9._]+\s*[A-Za-z/% ]*$"
SIGNED_CHANGE = r"^\s*(x\s*|by\s+[+-]\s*)[0-9._]+\s*[A-Za-z/% ]*$"
"""Changes as a JSON schema knows them: of levers that have no sign, and of those that have one."""

_BY = re.compile(rf"^\s*(by\s+)?([+-])\s*({units.UNSIGNED})\s*([A-Za-z%/][A-Za-z/% ]*)?\s*$")
_TIMES = re.compile(rf"^\s*x\s*({units.UNSIGNED})\s*$")
_DIGITS = 12


def is_change(value: Any) -> bool:
    """Does this text say a change?"""
    return isinstance(value, str) and bool(_BY.match(value) or _TIMES.match(value))


def is_signed(field: FieldInfo) -> bool:
    """May the knob be negative, so that a sign is part of its value?"""
    limits = describe.bounds(field)
    if not {"ge", "gt"} & limits.keys():
        return describe.unit_of(field) in ("number", "count")
    return max(limits.get("ge", -1.0), limits.get("gt", -1.0)) < 0


IN_QUOTES = "write '+1' in quotes for a change, the bare number for a value"
_PLUS = re.compile(r"((?<![A-Za-z0-9_-])[A-Za-z0-9_-]+|\"[^\"]*\"|'[^']*')\s*=\s*\+[0-9.]")


def signed_keys(text: str) -> list[str]:
    """The keys in a TOML text that are set to a number with '+', which TOML itself would drop."""
    return [match[1].strip("\"'") for match in _PLUS.finditer(text)]


def arrow(text: str, value: Any) -> str:
    """A change and what it made, as listings show it: `+1 -> 13`."""
    return f"{text.strip()} -> {value}"


def changed(base: Any, text: str, field: FieldInfo) -> Any:
    """The value that a change makes of another, as a file writes it.

    base: in the model's own unit. Raises ValueError saying what is wrong.
    """
    unit = describe.unit_of(field)
    if unit not in NUMERIC:
        raise ValueError(f"{text!r} is a change, and only numbers can be changed by so much")
    if isinstance(base, bool) or not isinstance(base, int | float):
        raise ValueError(f"{text!r} is a change, and there is no value to change")
    value = _value(float(base), text, unit, is_signed(field))
    _within(float(base), text, value, field)
    return value


def _value(base: float, text: str, unit: str, signed: bool) -> Any:
    if times := _TIMES.match(text):
        if base == 0.0:
            raise ValueError(f"{text!r} is a change, and 0 times anything is 0")
        return _written(base * units.number(times[1]), unit)
    by = _BY.match(text)
    assert by is not None
    number, own = f"{by[2]}{by[3]}", " ".join((by[4] or "").split())
    if signed and not by[1]:
        by_so_much = f"by {number}{own and ' ' + own}"
        raise ValueError(f"{text!r} may be a value or a change; write {by_so_much!r} for a change")
    amount = units.number(number)
    if unit == "duration":
        return _by_time(base, amount, own, text)
    if unit == "rate":
        return _by_rate(base, amount, own, text)
    if unit == "share" and own in ("pp", "points"):
        return f"{_rounded(100.0 * base + amount):.12g} %"
    if unit == "share" and own == "%":
        factor = _rounded(1.0 + amount / 100.0)
        raise ValueError(
            f"{text!r} may mean points or a part; write '{number} pp' or 'x{factor:g}'"
        )
    if own:
        raise ValueError(f"{text!r} has a unit where none is due")
    return _written(base + amount, unit)


def _by_time(base: float, amount: float, own: str, text: str) -> str:
    try:
        length = units.days(f"1 {own}")
    except ValueError as error:
        raise ValueError(f"{text!r}: {error}") from None
    return f"{_rounded(base / length + amount):.12g} {own}"


def _by_rate(base: float, amount: float, own: str, text: str) -> str:
    try:
        one = units.per_day(f"1 {own}")
    except ValueError as error:
        raise ValueError(f"{text!r}: {error}") from None
    return f"{_rounded(base / one + amount):.12g} {own}"


def _written(value: float, unit: str) -> Any:
    if not isfinite(value):
        raise ValueError("makes no finite number")
    value = _rounded(value)
    if unit == "duration":
        return units.duration_text(value)
    if unit == "rate":
        return units.rate_text(value)
    return int(value) if unit == "count" and value.is_integer() else value


def _rounded(value: float) -> float:
    """Without the last digits, so that 0.1 and 0.2 more are 0.3, as if it had been written."""
    return float(f"{value:.{_DIGITS}g}")


def _within(base: float, text: str, value: Any, field: FieldInfo) -> None:
    """Raise ValueError if a value lies out of the knob's bounds."""
    unit, limits = describe.unit_of(field), describe.bounds(field)
    read = {"duration": units.days, "rate": units.per_day, "share": units.share}
    number = read[unit](value) if unit in read else float(value)
    makes = f"{text!r} makes {describe.in_unit(number, unit)} of {describe.in_unit(base, unit)}"
    if unit == "count" and not number.is_integer():
        raise ValueError(f"{makes}, which is no whole number")
    if (
        number < limits.get("ge", number)
        or number > limits.get("le", number)
        or ("gt" in limits and number <= limits["gt"])
        or ("lt" in limits and number >= limits["lt"])
    ):
        raise ValueError(f"{makes}; allowed: {describe.allowed(field)}")
