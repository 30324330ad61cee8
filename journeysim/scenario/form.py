"""Form: types, units, bounds and names of keys, every fault of a document at once.

Whether the parts fit together is looked at afterwards, in `checks`.
"""

from __future__ import annotations

import re

from pydantic import ValidationError

from journeysim.errors import Fault, ScenarioError
from journeysim.scenario import describe
from journeysim.scenario.document import Document
from journeysim.scenario.merging import leaves
from journeysim.scenario.spreads import completed
from journeysim.scenario.tables import WORLD_SECTIONS, Tables

MOST_FAULTS = 100
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


def validated(document: Document) -> Tables:
    """The tables a document holds. Raises ScenarioError with every fault of form at once."""
    values = document.values
    if "schema" not in values:
        raise ScenarioError.single(
            document.sources[0].name, "schema", "is missing; the file starts with 'schema = 1'"
        )
    faults = [
        document.fault(path, "holds a control character")
        for path, value in leaves(values)
        if isinstance(value, str) and _CONTROL.search(value)
    ]
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
