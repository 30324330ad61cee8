"""Knobs: every input of a scenario, with unit, bounds, meaning and source, as rows of text."""

from __future__ import annotations

from typing import Any

from pydantic_core import PydanticUndefined

from journeysim.scenario import describe
from journeysim.scenario.scenario import side_of
from journeysim.scenario.tables import Tables

NOT_KNOBS = ("policies", "worlds")
"""Tables that repeat the knobs of others."""


def knobs(pattern: str = "") -> tuple[dict[str, str], ...]:
    """One row a knob whose path contains the pattern, in the order of the sections."""
    return tuple(
        _row(key, field) for key, field in describe.knobs_of(Tables) if _wanted(key, pattern)
    )


def _wanted(key: str, pattern: str) -> bool:
    section, _, name = key.partition(".")
    return bool(name) and section not in NOT_KNOBS and pattern in key


def _row(key: str, field: Any) -> dict[str, str]:
    extra: dict[str, Any] = field.json_schema_extra or {}
    unit = describe.unit_of(field)
    ends = extra.get("plausible", ())
    return {
        "key": key,
        "side": extra.get("side") or side_of(tuple(key.split("."))),
        "unit": unit,
        "default": _default(field.default, unit),
        "allowed": describe.allowed(field),
        "plausible": " to ".join(describe.in_unit(end, unit) for end in ends),
        "doc": field.description or "",
        "source": str(extra.get("source", "")),
    }


def _default(value: Any, unit: str) -> str:
    if value is PydanticUndefined:
        return "required"
    if value is None:
        return "unset"
    if isinstance(value, dict):
        return " ".join(f"{item}" for item in value.values()) or "none"
    if isinstance(value, list):
        return "none" if not value else f"[{', '.join(map(str, value))}]"
    return describe.in_unit(value, unit)
