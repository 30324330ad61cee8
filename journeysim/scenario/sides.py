"""Sides: which knobs are levers, which belong to the world, which to the frame of a run."""

from __future__ import annotations

from journeysim.scenario import describe
from journeysim.scenario.document import Document
from journeysim.scenario.merging import Table, at
from journeysim.scenario.tables import LEVER_SECTIONS, WORLD_SECTIONS, Tables


def side_of(path: tuple[str, ...]) -> str:
    """Is the knob at this path a lever, the world's, or of the run's frame?"""
    if path[0] in WORLD_SECTIONS:
        return "world"
    if path[0] not in LEVER_SECTIONS:
        return "frame"
    for length in range(len(path), 1, -1):
        place = describe.place(Tables, path[:length])
        extra = place.field.json_schema_extra if place and place.field else None
        if isinstance(extra, dict) and extra.get("side") == "world":
            return "world"
    return "lever"


def world_table(document: Document, world: str) -> Table:
    """What a named world sets from day 0 on."""
    table = at(document.values, ("worlds", world)) or {}
    others = ("about", "source", "changes")
    return {key: value for key, value in table.items() if key not in others}
