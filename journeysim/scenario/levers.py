"""Levers: who says them, layer over layer, and what they come to.

The file's own levers lie at the bottom, a policy's over them (included policies first), dated
changes on top. A fault is told where the layer stands that says the wrong thing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from types import MappingProxyType
from typing import Any, NamedTuple

from pydantic import ValidationError

from journeysim import units
from journeysim.errors import Fault, ScenarioError
from journeysim.scenario import describe
from journeysim.scenario.document import Document
from journeysim.scenario.former import replacement
from journeysim.scenario.merging import Path, Table, at, merged
from journeysim.scenario.spreads import completed
from journeysim.scenario.tables import LEVER_SECTIONS, MOST_INCLUDED, Levers


class Layer(NamedTuple):
    """Lever tables that lie over those before them.

    path: where they stand in the document; origin: who said them, where that is no document;
    changes: what was written as a change, by path.
    """

    day: float
    table: Table
    path: Path = ()
    origin: str = ""
    changes: Mapping[Path, str] = MappingProxyType({})


def only_levers(table: Any) -> Table:
    """The lever tables among the keys of a file, policy or change."""
    if not isinstance(table, dict):
        return {}
    return {key: table[key] for key in LEVER_SECTIONS if key in table}


def policy_layers(
    document: Document, policy: str, above: tuple[str, ...] = ()
) -> tuple[list[Layer], list[Layer]]:
    """What a policy sets on day 0, included policies first, and its dated changes."""
    stands: list[Layer] = []
    changes: list[Layer] = []
    here = ("policies", policy)
    for name in at(document.values, (*here, "includes")) or ():
        if name in above or name == policy:
            fault = document.fault((*here, "includes"), f"goes in a circle: {name!r}")
            raise ScenarioError([fault])
        below, dated = policy_layers(document, name, (*above, policy))
        stands += below
        changes += dated
        if len(stands) > MOST_INCLUDED:
            what = f"brings in more than {MOST_INCLUDED} policies"
            raise ScenarioError([document.fault((*here, "includes"), what)])
    stand, *own = own_layers(document, policy)
    return [*stands, stand], [*changes, *own]


def own_layers(document: Document, policy: str) -> list[Layer]:
    """What a policy itself sets: on day 0, then its dated changes."""
    here = ("policies", policy)
    own = at(document.values, here) or {}
    layers = [Layer(0.0, only_levers(own), here)]
    for index, change in enumerate(own.get("changes", ())):
        path = (*here, "changes", str(index))
        layers.append(Layer(units.days(change["at"]), only_levers(change), path))
    return layers


def faults_of_levers(document: Document, layers: Sequence[Layer]) -> list[Fault]:
    """Faults of form in levers laid over each other, layer by layer."""
    faults: list[Fault] = []
    table: Table = {}
    for index, layer in enumerate(layers):
        table = merged(table, layer.table)
        try:
            levers_of(document, table, layers[: index + 1])
        except ScenarioError as error:
            faults += error.faults
    return faults


def levers_of(document: Document, table: Table, layers: Sequence[Layer]) -> Levers:
    """The levers that a merged table says; layers: what it was merged from, to place faults."""
    try:
        return _read(_ByText(table))
    except ValidationError as error:
        faults = []
        for finding in error.errors():
            path, what = describe.sentence(Levers, finding)
            if (instead := replacement(path)) is not None:
                what = f"is gone: {instead}"
            faults.append(fault_in(document, layers, path, what))
        raise ScenarioError(faults) from None


class _ByText:
    """A table that compares by what it says, so that what is said often is read once."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self.text = repr(table)

    def __hash__(self) -> int:
        return hash(self.text)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _ByText) and other.text == self.text


@lru_cache(maxsize=256)
def _read(key: _ByText) -> Levers:
    return Levers.model_validate(completed(key.table, Levers))


def fault_in(document: Document, layers: Sequence[Layer], path: Path, what: str) -> Fault:
    """A fault at a lever, in the last layer that says anything about it or its nearest parent."""
    for length in range(len(path), 0, -1):
        for layer in reversed(layers):
            if at(layer.table, path[:length]) is None:
                continue
            if layer.origin:
                return Fault(layer.origin, ".".join(path), what)
            return document.fault((*layer.path, *path), what)
    return document.fault(path, what)
