"""Knob text: the values of knobs as people write them, exactly or roughly."""

from __future__ import annotations

from typing import Any

from pydantic.fields import FieldInfo

from journeysim.scenario import describe
from journeysim.scenario.merging import Path
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
        return f"{100.0 * value:g} %"
    return describe.in_unit(value, unit)


def roughly(value: float, unit: str) -> str:
    """A value to three digits, in the unit that suits its size."""
    if unit == "share":
        return f"{100.0 * value:.3g} %"
    if unit.startswith("rate"):
        return f"{value * _YEAR:.3g} per year"
    if not unit.startswith("duration"):
        return f"{value:.3g}"
    if value < _HOUR:
        return f"{value / _HOUR * 60.0:.3g} min"
    return f"{value / _HOUR:.3g} h" if value < 1.0 else f"{value:.3g} d"
