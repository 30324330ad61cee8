"""Reversals: inherited policies that a changed base has turned into their opposite.

"One agent more" that sets 3 is more than the 2 of the file it was written for, and less than the 12
of a file that extends it. Such values are found and said; nothing is changed.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pydantic.fields import FieldInfo

from journeysim import units
from journeysim.errors import Fault, ScenarioError
from journeysim.scenario import describe
from journeysim.scenario.document import Document
from journeysim.scenario.levers import Layer, levers_of, only_levers, own_layers
from journeysim.scenario.merging import Table, leaves
from journeysim.scenario.relative import NUMERIC, is_change
from journeysim.scenario.resolving import value_at
from journeysim.scenario.scenario import Scenario
from journeysim.scenario.sides import side_of
from journeysim.scenario.tables import Levers, Tables

_SIDES = {1: "more than", 0: "as much as", -1: "less than"}
_READ = {"duration": units.days, "rate": units.per_day, "share": units.share}


def reversals(scenario: Scenario) -> list[Fault]:
    """A warning for every value of a policy that lies on another side of the base than it lay."""
    return [
        warning
        for policy in scenario.tables.policies
        for layer in own_layers(scenario.document, policy)
        for warning in _of_layer(scenario.document, layer)
    ]


def _of_layer(document: Document, layer: Layer) -> Iterator[Fault]:
    now = _levers(document, only_levers(document.values))
    for path, value in leaves(layer.table):
        place = describe.place(Tables, path)
        source = document.source_of((*layer.path, *path))
        if source is None or place is None or place.field is None or is_change(value):
            continue
        if describe.unit_of(place.field) not in NUMERIC or side_of(path) == "world":
            continue
        then = _levers(document, source.levers)
        here, there = (value_at(levers, path) if levers else None for levers in (now, then))
        if isinstance(here, int | float) and isinstance(there, int | float):
            what = _reversed(_number(value, place.field), there, here, place.field)
            if what:
                yield document.fault((*layer.path, *path), f"warning: {what}")


def _levers(document: Document, table: Table) -> Levers | None:
    try:
        return levers_of(document, table, (Layer(0.0, table),))
    except ScenarioError:
        return None


def _number(value: Any, field: FieldInfo) -> float:
    read = _READ.get(describe.unit_of(field), float)
    return read(value)


def _reversed(value: float, there: float, here: float, field: FieldInfo) -> str:
    """What a changed base has made of a value; "" if it still lies where it lay."""
    before, after = _side(value, there), _side(value, here)
    if before == after:
        return ""
    unit = describe.unit_of(field)
    value_text, then_text, now_text = (
        describe.in_unit(each, unit) for each in (value, there, here)
    )
    return (
        f"sets {value_text}, which was {_SIDES[before]} the {then_text} it was written for and is "
        f"{_SIDES[after]} the {now_text} of this scenario{_instead(value, there, unit)}"
    )


def _side(value: float, base: float) -> int:
    return (value > base) - (value < base)


def _instead(value: float, there: float, unit: str) -> str:
    """The change that was probably meant, as the end of a sentence."""
    if unit == "count" and value != there:
        return f"; as a change it is '{value - there:+g}'"
    if unit == "share" and value != there:
        return f"; as a change it is '{100.0 * (value - there):+.4g} pp'"
    return f"; as a change it is 'x{value / there:.4g}'" if there > 0.0 and value != there else ""
