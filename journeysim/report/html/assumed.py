"""Assumed: every number of the world in force, where it was said, its range, meaning and source."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePath
from typing import Any, NamedTuple

from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from journeysim.experiment.assumptions import paths_in_force
from journeysim.knobs import ASSUMED
from journeysim.report.knob_text import written
from journeysim.scenario import describe
from journeysim.scenario.merging import at
from journeysim.scenario.scenario import Scenario, side_of
from journeysim.scenario.tables import Tables


class Assumption(NamedTuple):
    """A number of the world as a row of a table.

    origin: the file and line that say something else than the default, or "".
    """

    key: str
    value: str
    span: str
    meaning: str
    source: str
    origin: str
    unknown: bool


def assumptions(scenario: Scenario) -> dict[str, list[Assumption]]:
    """The world's numbers by section; what the scenario says itself comes first in each."""
    by_section: dict[str, list[Assumption]] = {}
    for row in _rows(scenario):
        by_section.setdefault(row.key.split(".")[0], []).append(row)
    return {
        section: sorted(rows, key=lambda row: (not row.origin, not row.unknown))
        for section, rows in by_section.items()
    }


def _rows(scenario: Scenario) -> Iterator[Assumption]:
    values = scenario.tables.model_dump(mode="json", by_alias=True)
    for pattern, field in describe.knobs_of(Tables):
        extra: Any = field.json_schema_extra or {}
        for path in paths_in_force(values, tuple(pattern.split("."))):
            value = at(values, path)
            if value is None or value in ({}, [], "") or side_of(path) != "world":
                continue
            unit = describe.unit_of(field)
            if unit in ("text", "table") and not isinstance(value, dict):
                continue
            span = ""
            if "plausible" in extra:
                low, high = (written(end, unit) for end in extra["plausible"])
                span = f"{low} to {high}"
            yield Assumption(
                ".".join(path),
                written(value, unit),
                span,
                field.description or "",
                extra.get("source", ASSUMED),
                "" if _is_default(value, field, unit) else _origin(scenario, path),
                "plausible" in extra and not extra.get("observable"),
            )


def _is_default(value: Any, field: FieldInfo, unit: str) -> bool:
    """Is it what stands there where nobody says anything? So a frozen file is no author's say."""
    default = field.default
    return default is not PydanticUndefined and written(value, unit) == written(default, unit)


def _origin(scenario: Scenario, path: tuple[str, ...]) -> str:
    """Where a value was said, without folders: a report must not depend on where files lie."""
    origins = scenario.document.origins
    inner = [origin for place, origin in origins.items() if place[: len(path)] == path]
    for length in range(len(path), 0, -1):
        if path[:length] in origins:
            return PurePath(origins[path[:length]]).name
    return PurePath(inner[0]).name if inner else ""
