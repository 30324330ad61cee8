"""Form: types, units, bounds and names of keys, every fault of a document at once.

Whether the parts fit together is looked at afterwards, in `checks`.
"""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import ValidationError

from journeysim.errors import Fault, ScenarioError
from journeysim.scenario import describe
from journeysim.scenario.document import Document
from journeysim.scenario.merging import leaves
from journeysim.scenario.spreads import completed
from journeysim.scenario.tables import WORLD_SECTIONS, Tables
from journeysim.shown import commands, hidden

MOST_FAULTS = 100
_COMMANDS = "is a command to a build's log: it begins a line with '::', or has '##' before a '['"


def validated(document: Document) -> Tables:
    """The tables a document holds. Raises ScenarioError with every fault of form at once."""
    values = document.values
    if "schema" not in values:
        raise ScenarioError.single(
            document.sources[0].name, "schema", "is missing; the file starts with 'schema = 1'"
        )
    faults = list(_steering(document))
    try:
        tables = Tables.model_validate(completed(values))
    except ValidationError as error:
        for found in error.errors()[:MOST_FAULTS]:
            path, what = describe.sentence(Tables, found)
            if len(path) == 3 and path[0] == "policies" and path[2] in WORLD_SECTIONS:
                what = "belongs to the world; a policy cannot change it"
            faults.append(document.fault(path, what))
        if error.error_count() > MOST_FAULTS:
            more = f"and {error.error_count() - MOST_FAULTS} faults more"
            faults.append(Fault(document.sources[0].name, "", more))
    if faults:
        raise ScenarioError(faults)
    return tables


def _steering(document: Document) -> Iterator[Fault]:
    """Texts that would steer whoever prints them instead of being read."""
    for path, value in leaves(document.values):
        for text in value if isinstance(value, list) else (value,):
            if not isinstance(text, str):
                continue
            if found := hidden(text, allowed="\n\t"):
                yield document.fault(path, f"holds {found}")
            elif commands(text):
                yield document.fault(path, _COMMANDS)
