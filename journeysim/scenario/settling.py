"""Settling: tables in which policies and dials hold values, whatever changes the file says.

So that a digest, a frozen file and a screen see what is in force, and two ways to say the same are
the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from journeysim.errors import Fault, ScenarioError
from journeysim.knobs import DurationSpread
from journeysim.scenario import describe
from journeysim.scenario.document import Document
from journeysim.scenario.levers import Layer, only_levers, own_layers
from journeysim.scenario.merging import Table, at
from journeysim.scenario.phases import Dated, dated_layers
from journeysim.scenario.relative import changed, is_change
from journeysim.scenario.resolving import has_changes, resolved_layers
from journeysim.scenario.sides import side_of
from journeysim.scenario.tables import Dial, Levers, Policy, Tables


def settled(document: Document, tables: Tables, dated: Dated) -> Tables:
    """Checked tables with values instead of changes. Raises ScenarioError."""
    policies = {
        name: _policy(document, name, policy, dated) for name, policy in tables.policies.items()
    }
    dials = [settled_dial(document, tables, index, dial) for index, dial in enumerate(tables.dials)]
    return tables.model_copy(update={"policies": policies, "dials": dials})


def settled_dates(document: Document, dated: Dated) -> Sequence[tuple[float, Table]]:
    """Changes of every policy with values instead of changes."""
    over = dated_layers(dated)
    *_, made = resolved_layers(document, _base(document), (), (), over)
    return [(layer.day, layer.table) for layer in made]


def _base(document: Document) -> Layer:
    return Layer(0.0, only_levers(document.values))


def _policy(document: Document, name: str, policy: Policy, dated: Dated) -> Policy:
    stand, *changes = own_layers(document, name)
    if not any(has_changes(layer.table) for layer in (stand, *changes)):
        return policy
    over = dated_layers(dated)
    (stand,), changes, _ = resolved_layers(document, _base(document), [stand], changes, over)
    turned = [
        change.model_copy(update=_sections(layer))
        for change, layer in zip(policy.changes, changes, strict=True)
    ]
    return policy.model_copy(update={**_sections(stand), "changes": turned})


def _sections(layer: Layer) -> dict[str, Any]:
    return {key: layer.table[key] for key in Levers.model_fields if key in layer.table}


def settled_dial(document: Document, tables: Tables, index: int, dial: Dial) -> Dial:
    """A dial with values for the ends it says as changes. Raises ScenarioError."""
    ends = {key: getattr(dial, key) for key in ("low", "high", "step")}
    if not any(map(is_change, ends.values())):
        return dial
    path = tuple(dial.key.split("."))
    place = describe.place(Tables, path)
    if place is not None and place.kind is DurationSpread:
        path = (*path, "mean")
        place = describe.place(Tables, path)
    base = at(tables.model_dump(mode="python", by_alias=True), path)
    made = {}
    for key, end in ends.items():
        if not is_change(end):
            continue
        try:
            if place is None or place.field is None or side_of(path) != "lever":
                raise ValueError(f"{end!r} is a change, and only levers can be changed by so much")
            if key == "step":
                raise ValueError(f"{end!r} is a change; a step is the same everywhere")
            made[key] = changed(base, end, place.field)
        except ValueError as error:
            where = ("dials", str(index), key)
            raise ScenarioError(
                [Fault(document.where(where), ".".join(where), str(error))]
            ) from None
    return dial.model_copy(update=made)
