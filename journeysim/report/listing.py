"""Listing: every value of a scenario, one a line, with the place where it was said."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from journeysim.model.care import CATALOGUE
from journeysim.report.to_toml import literal
from journeysim.scenario.levers import Layer
from journeysim.scenario.merging import Path, Table, at, leaves
from journeysim.scenario.relative import arrow
from journeysim.scenario.scenario import Phase, Scenario
from journeysim.scenario.tables import LEVER_SECTIONS

DEFAULT = "default"
_ELSEWHERE = ("policies", "worlds", "story")
_WIDE = 60


def listing(scenario: Scenario, policy: str | None = None, everything: bool = False) -> str:
    """`key = value  # origin` lines; everything: those left at their defaults too.

    policy: show its levers instead of the file's own; what a dated change alters follows, with its
    day.
    """
    rows = list(_frame_and_world(scenario)) if policy else list(_all_of_the_file(scenario))
    if policy:
        rows += _levers(scenario, policy)
    shown = [
        (f"{key} = {literal(value)}", origin or _left(scenario, key))
        for key, value, origin in rows
        if origin or everything
    ]
    width = max((len(text) for text, _ in shown if len(text) <= _WIDE), default=0)
    return "".join(f"{text:<{width}}  # {origin}\n" for text, origin in shown)


Row = tuple[str, Any, str]
"""A dotted key, its value, and where it was said ("" if nowhere)."""


def _all_of_the_file(scenario: Scenario) -> Iterator[Row]:
    values = scenario.tables.model_dump(mode="json", by_alias=True)
    for path, value in leaves(values):
        if path[0] not in _ELSEWHERE:
            yield ".".join(path), value, _said(scenario.document.origins, path)


def _frame_and_world(scenario: Scenario) -> Iterator[Row]:
    for row in _all_of_the_file(scenario):
        if row[0].split(".")[0] not in LEVER_SECTIONS:
            yield row


def _levers(scenario: Scenario, policy: str) -> Iterator[Row]:
    """The levers of a policy on day 0, then what each dated change alters."""
    layers = scenario.layers(policy)
    before: Table = {}
    for phase in scenario.phases(policy):
        values = phase.levers.model_dump(mode="json")
        in_force = [layer for layer in layers if layer.day <= phase.day]
        for path, value in leaves(values):
            if phase.day == 0 or at(before, path) != value:
                key = ".".join(path)
                yield _dated(phase, key), value, _said_in(scenario, in_force, path)
        before = values


def _dated(phase: Phase, key: str) -> str:
    return key if phase.day == 0 else f"from day {phase.day:g}: {key}"


def _said_in(scenario: Scenario, layers: Sequence[Layer], path: Path) -> str:
    for layer in reversed(layers):
        if _holds(layer.table, path):
            origin = layer.origin or _said(scenario.document.origins, (*layer.path, *path))
            if path in layer.changes:
                return f"{origin} ({arrow(layer.changes[path], at(layer.table, path))})"
            return origin
    return ""


def _holds(table: Any, path: Path) -> bool:
    """Does a table say anything about this value: itself, or a whole it is part of?"""
    for key in path:
        if not isinstance(table, dict) or not table:
            return table is not None
        table = table.get(key)
    return table is not None


def _said(origins: dict[Path, str], path: Path) -> str:
    for length in range(len(path), 0, -1):
        if path[:length] in origins:
            return origins[path[:length]]
    return ""


def _left(scenario: Scenario, key: str) -> str:
    """Where a value comes from that nobody said: a touch's catalogue entry, or the default."""
    path = tuple(key.rpartition(": ")[2].split("."))
    if path[:2] == ("care", "touches") and len(path) > 3:
        touch = scenario.tables.care.touches.get(path[2])
        if touch is not None and touch.like is not None and path[3] in CATALOGUE[touch.like]:
            return f"like {touch.like}"
    return DEFAULT
