"""Form: types, units, bounds and names of keys, every fault of a document at once.

Whether the parts fit together is looked at afterwards, in `checks`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from pydantic import ValidationError

from journeysim.errors import Fault, ScenarioError
from journeysim.scenario import describe
from journeysim.scenario.document import Document
from journeysim.scenario.former import SCHEMA, replacement, within
from journeysim.scenario.merging import Path, leaves
from journeysim.scenario.relative import IN_QUOTES, NUMERIC, is_change, is_signed
from journeysim.scenario.sides import side_of
from journeysim.scenario.spreads import completed
from journeysim.scenario.tables import WORLD_SECTIONS, Tables
from journeysim.scenario.world_changes import CHANGES
from journeysim.shown import commands, hidden

MOST_FAULTS = 100
Leaf = tuple[Path, Any]
"""A value with its path."""

_COMMANDS = "is a command to a build's log: it begins a line with '::', or has '##' before a '['"


def validated(document: Document) -> Tables:
    """The tables a document holds. Raises ScenarioError with every fault of form at once."""
    values = document.values
    if "schema" not in values:
        raise ScenarioError.single(
            document.sources[0].name,
            "schema",
            f"is missing; the file starts with 'schema = {SCHEMA}'",
        )
    written = list(leaves(values))
    faults = [*_steering(document, written), *_misplaced(document, written)]
    faulty = {fault.key for fault in faults}
    try:
        tables = Tables.model_validate(completed(values))
    except ValidationError as error:
        for finding in error.errors()[:MOST_FAULTS]:
            path, what = describe.sentence(Tables, finding)
            if len(path) == 3 and path[0] == "policies" and path[2] in WORLD_SECTIONS:
                what = "belongs to the world; a policy cannot change it"
            elif (instead := replacement(path)) is not None:
                what = f"is gone: {instead}"
            if ".".join(path) not in faulty:
                faults.append(document.fault(path, what))
        if error.error_count() > MOST_FAULTS:
            more = f"and {error.error_count() - MOST_FAULTS} faults more"
            faults.append(Fault(document.sources[0].name, "", more))
    if faults:
        raise ScenarioError(faults)
    return tables


def _steering(document: Document, written: Sequence[Leaf]) -> Iterator[Fault]:
    """Texts that would steer whoever prints them instead of being read."""
    for path, value in written:
        for text in value if isinstance(value, list) else (value,):
            if not isinstance(text, str):
                continue
            if character := hidden(text, allowed="\n\t"):
                yield document.fault(path, f"holds {character}")
            elif commands(text):
                yield document.fault(path, _COMMANDS)


def _misplaced(document: Document, written: Sequence[Leaf]) -> Iterator[Fault]:
    """Changes where there is nothing to change, and signed numbers where a change may be meant."""
    for path, value in written:
        dated = path[0] == CHANGES or path[2:3] == (CHANGES,)
        signed = (path[0] == "policies" or dated) and document.has_sign(path)
        if not signed and not is_change(value):
            continue
        inside = within(path)
        place = describe.place(Tables, inside)
        if place is None or place.field is None or is_signed(place.field):
            continue
        if path[0] == "policies" or dated:
            if (side_of(inside) == "lever" or path[0] != "policies") and signed:
                yield document.fault(path, f"is a number with '+'; {IN_QUOTES}")
        elif is_change(value) and not value.strip().startswith("-"):
            if describe.unit_of(place.field) in NUMERIC:
                what = (
                    f"{value!r} is a change; only a policy, a dated change, --set or --at says one"
                )
                yield document.fault(path, what)
