"""Dated: what changes in the world by date, in words."""

from __future__ import annotations

from collections.abc import Iterator

from journeysim.numerals import numeral
from journeysim.report.knob_text import written
from journeysim.scenario import describe
from journeysim.scenario.merging import Path, leaves
from journeysim.scenario.relative import is_change
from journeysim.scenario.scenario import Scenario
from journeysim.scenario.tables import Tables, WorldChange
from journeysim.scenario.world_changes import SECTIONS


def happenings(scenario: Scenario) -> list[str]:
    """One sentence a change: "with, from day 60 to 102: a campaign (price.market x0.85)"."""
    changes = sorted(scenario.tables.changes, key=lambda change: change.at)
    return [_sentence(change) for change in changes]


def _sentence(change: WorldChange) -> str:
    until = "" if change.until is None else f" to {numeral(change.until, 'g')}"
    knobs = ", ".join(_knobs(change))
    what = f"{change.about} ({knobs})" if change.about else knobs
    return f"with, from day {numeral(change.at, 'g')}{until}: {what}"


def _knobs(change: WorldChange) -> Iterator[str]:
    for section in SECTIONS:
        for path, value in leaves({section: getattr(change, section)}):
            if path != (section,) and path[-1] != "kind":
                yield f"{'.'.join(path)} {_value(path, value)}"


def _value(path: Path, value: object) -> str:
    place = describe.place(Tables, path)
    unit = describe.unit_of(place.field) if place and place.field else ""
    return str(value) if is_change(value) or isinstance(value, str) else written(value, unit)
