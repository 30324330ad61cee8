"""Dials: each turns a knob that exists and has a value, between ends in that knob's unit."""

from __future__ import annotations

from collections.abc import Iterator

from journeysim.errors import Fault, ScenarioError
from journeysim.knobs import plain
from journeysim.scenario import describe
from journeysim.scenario.checks.draft import Draft
from journeysim.scenario.merging import at
from journeysim.scenario.settling import settled_dial
from journeysim.scenario.sides import side_of
from journeysim.scenario.tables import Tables


def faults_of_dials(draft: Draft) -> Iterator[Fault]:
    """Faults of [[dials]] in keys and ends."""
    values = draft.tables.model_dump(mode="python", by_alias=True)
    for index, dial in enumerate(draft.tables.dials):
        path = tuple(dial.key.split("."))
        here = ("dials", str(index))
        place = describe.place(Tables, path)
        if place is None or place.field is None or side_of(path) == "frame":
            what = f"no such knob: {dial.key!r}" + describe.suggestion(Tables, path)
            yield draft.document.fault((*here, "key"), what)
            continue
        unit = describe.unit_of(place.field)
        try:
            dial = settled_dial(draft.document, draft.tables, index, dial)
        except ScenarioError as error:
            yield from error.faults
            continue
        try:
            low, high, step = (_number(end, unit) for end in (dial.low, dial.high, dial.step))
        except ValueError as error:
            yield draft.document.fault(here, str(error))
            continue
        if not low < high or not 0 < step <= high - low:
            yield draft.document.fault(here, "needs low < high and a step between them")
        if at(values, path) is None:
            what = f"{dial.key!r} has no value in the file's own levers or world"
            yield draft.document.fault((*here, "key"), what)


def _number(value: float | str, unit: str) -> float:
    """A dial's end in the model's unit."""
    number = plain(value)
    if isinstance(number, str):
        raise ValueError(f"{value!r} is no {unit}")
    if isinstance(value, int | float) and unit.split(",")[0] in ("duration", "rate"):
        raise ValueError(f"{value!r} needs the unit of a {unit}")
    return float(number)
