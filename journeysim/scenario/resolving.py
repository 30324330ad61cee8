"""Resolving: the changes that policies, dated changes and settings say become values.

A change is measured from the file's own levers, as settings and the changes of a command line have
them on that day: never from another policy, so that what a policy sets does not hang on which one
it is compared with.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from journeysim.errors import Fault, ScenarioError
from journeysim.knobs import Section
from journeysim.scenario import describe
from journeysim.scenario.document import Document
from journeysim.scenario.levers import Layer, levers_of
from journeysim.scenario.merging import Path, Table, leaves, merged, removed, replaced
from journeysim.scenario.relative import NUMERIC, changed, is_change
from journeysim.scenario.sides import side_of
from journeysim.scenario.tables import Levers, Tables

Place = Callable[[Path, str], Fault]
"""Makes a fault of a path and what is wrong there."""


def has_changes(table: Table) -> bool:
    """Does a table say any lever as a change?"""
    return any(is_change(value) and _field(path) is not None for path, value in leaves(table))


def without_changes(table: Table) -> Table:
    """A table without what it says as changes."""
    for path, value in leaves(table):
        if is_change(value) and _field(path) is not None:
            table = removed(table, path)
    return table


def resolved(table: Table, base: Levers, fault: Place) -> tuple[Table, dict[Path, str]]:
    """Lever tables with values instead of changes, and what was said, by path.

    Raises ScenarioError with every change that cannot be applied.
    """
    texts: dict[Path, str] = {}
    faults: list[Fault] = []
    for path, value in leaves(table):
        field = _field(path)
        if field is None or not is_change(value):
            continue
        try:
            if side_of(path) == "world":
                raise ValueError(
                    f"{value!r} is a change, and only levers can be changed by so much"
                )
            made = changed(value_at(base, path), value, field)
        except ValueError as error:
            faults.append(fault(path, str(error)))
            continue
        texts[path] = value
        table = replaced(table, path, made)
    if faults:
        raise ScenarioError(faults)
    return table, texts


def resolved_layers(
    document: Document, base: Layer, stands: Sequence[Layer], changes: Sequence[Layer],
    over: Sequence[Layer],
) -> tuple[list[Layer], list[Layer], list[Layer]]:  # fmt: skip
    """Layers with values instead of changes: of a policy on day 0, its changes, those of all.

    over: changes of every policy, in the order of their days. Raises ScenarioError.
    """
    layers = (*stands, *changes, *over)
    if not any(has_changes(layer.table) for layer in layers):
        return list(stands), list(changes), list(over)
    floor = [(0.0, levers_of(document, base.table, (base,)))]
    table, laid, made = base.table, [base], []
    for layer in over:
        own = _resolved(document, layer, floor[-1][1])
        made.append(own)
        laid.append(own)
        table = merged(table, own.table)
        floor.append((own.day, levers_of(document, table, laid)))
    on = [
        [_resolved(document, layer, _on(floor, layer.day)) for layer in group]
        for group in (stands, changes)
    ]
    return on[0], on[1], made


def _resolved(document: Document, layer: Layer, base: Levers) -> Layer:
    def fault(path: Path, what: str) -> Fault:
        if layer.origin:
            return Fault(layer.origin, ".".join(path), what)
        return document.fault((*layer.path, *path), what)

    table, texts = resolved(layer.table, base, fault)
    return layer._replace(table=table, changes=texts)


def _on(floor: Sequence[tuple[float, Levers]], day: float) -> Levers:
    return [levers for since, levers in floor if since <= day][-1]


def _field(path: Path) -> Any:
    """The knob at a path, if it is one that can be changed by so much."""
    place = describe.place(Tables, path)
    field = place.field if place is not None else None
    return field if field is not None and describe.unit_of(field) in NUMERIC else None


def value_at(levers: Section, path: Path) -> Any:
    """The value in force at a path, in the model's unit; None where there is none."""
    value: Any = levers
    for key in path:
        value = value.get(key) if isinstance(value, dict) else getattr(value, key, None)
    return value
