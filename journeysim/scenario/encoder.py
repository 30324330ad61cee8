"""Encoder: sections turned into records of numbers, references into positions, spreads into laws."""

from __future__ import annotations

from collections import namedtuple
from functools import cache, reduce
from operator import add
from typing import Any, Literal, NamedTuple, get_args, get_origin

from journeysim.distributions import EncodedDistribution
from journeysim.knobs import Section, Spread
from journeysim.model.care import Audience, Touch
from journeysim.model.customer import TYPES
from journeysim.model.problems import Problem
from journeysim.model.sales import Sales
from journeysim.scenario import describe
from journeysim.scenario.world import NOWHERE, Names


@cache
def _record(name: str, fields: tuple[str, ...]) -> Any:
    return namedtuple(name, fields)


class _Knob(NamedTuple):
    """A knob as it is encoded: its attribute, the names it refers to, the texts it chooses from."""

    name: str
    reference: str | None
    choices: tuple[Any, ...] | None


@cache
def _knobs(section: type[Section]) -> tuple[_Knob, ...]:
    """The knobs of a section, in their order."""
    knobs = []
    for name, field in section.model_fields.items():
        extra: Any = field.json_schema_extra or {}
        kind = describe.plain_type(field.annotation)
        choices = get_args(kind) if get_origin(kind) is Literal else None
        knobs.append(_Knob(name, extra.get("reference"), choices))
    return tuple(knobs)


class Encoder:
    """Turns sections into records; holds the names to find and the shared table to fill."""

    def __init__(self, names: Names) -> None:
        self.names = names
        self.table: list[float] = []

    def record(self, section: Section, **more: Any) -> Any:
        """The record of a section: its numbers under its own attribute names, and some more."""
        values: dict[str, Any] = {}
        for knob in _knobs(type(section)):
            value = self._value(section, knob, getattr(section, knob.name))
            if value is not None:
                values[knob.name] = value
        if isinstance(section, Audience):
            values["selective"] = int(section != Audience())
        values |= more
        return _record(type(section).__name__, tuple(values))(**values)

    def law(self, spread: Spread) -> EncodedDistribution:
        """The encoded law of a spread."""
        return spread.distribution().encoded(self.table)

    def _value(self, section: Section, knob: _Knob, value: Any) -> Any:
        if knob.reference in ("channels", "problems", "segments"):
            return self._position(section, knob.reference, value)
        if isinstance(value, Spread):
            return self.law(value)
        if isinstance(value, Section):
            return self.record(value)
        if knob.choices is not None:
            return knob.choices.index(value)
        if isinstance(value, bool | int):
            return int(value)
        if isinstance(value, float):
            return float(value)
        if isinstance(value, list) and value and all(isinstance(item, float) for item in value):
            mean = reduce(add, value) / len(value)  # from left to right, as every Python adds
            return tuple(item / mean for item in value)
        return None

    def _position(self, section: Section, reference: str, value: Any) -> Any:
        known: tuple[str, ...] = getattr(self.names, reference)
        if isinstance(value, dict):
            return tuple(float(value.get(name, 0.0)) for name in known) + (0.0,) * (
                TYPES - len(known)
            )
        if isinstance(value, list):
            return sum(1 << known.index(name) for name in value)
        if value is None:
            return 0 if isinstance(section, Problem | Sales | Touch) else NOWHERE
        return known.index(value)
