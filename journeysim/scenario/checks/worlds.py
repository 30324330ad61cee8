"""Worlds: each named world holds world knobs alone, and everything fits in it, too."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

from pydantic import ValidationError

from journeysim.errors import Fault, ScenarioError
from journeysim.knobs import Section
from journeysim.scenario import describe
from journeysim.scenario.checks.changes import faults_of_changes
from journeysim.scenario.checks.draft import Draft
from journeysim.scenario.checks.frame import faults_of_frame
from journeysim.scenario.checks.policies import faults_of_policies
from journeysim.scenario.document import Document
from journeysim.scenario.form import validated
from journeysim.scenario.levers import Layer, faults_of_levers, only_levers, own_layers
from journeysim.scenario.merging import leaves
from journeysim.scenario.resolving import without_changes
from journeysim.scenario.sides import side_of, world_table
from journeysim.scenario.tables import MOST_POLICIES, MOST_WORLDS, NamedWorld, Policy, Tables
from journeysim.scenario.world_changes import with_changes_of


def faults_of_worlds(draft: Draft) -> Iterator[Fault]:
    """Faults of every named world, and of everything else in it."""
    if len(draft.tables.worlds) > MOST_WORLDS:
        yield draft.document.fault(("worlds",), f"are more than {MOST_WORLDS}")
        return
    for world in draft.tables.worlds:
        table = world_table(draft.document, world)
        levers = [path for path, _ in leaves(table) if side_of(path) != "world"]
        known = [path for path in levers if describe.place(Tables, path) is not None]
        for path in known:
            what = "is a lever; a world holds only what a policy cannot change"
            where = ("worlds", world, *describe.knob_path(Tables, path))
            yield draft.document.fault(where, what)
        if known:
            continue
        document = _in_world(draft.document, world)
        try:
            there = Draft(document, validated(document), world)
        except ScenarioError as error:
            yield from error.faults
            continue
        yield from faults_of_frame(there)
        yield from faults_of_policies(there)
        yield from faults_of_changes(there)


def _in_world(document: Document, world: str) -> Document:
    """The document with a world laid over it, every value where the file says it."""
    table = world_table(document, world)
    there = document.overlaid(table, f"world {world}")
    for path, _ in leaves(table):
        there.origins[path] = document.where(("worlds", world, *path))
    return with_changes_of(there, world)


def faults_within(document: Document) -> list[Fault]:
    """Faults of form inside policies and worlds, for a document whose form is wrong elsewhere."""
    faults: list[Fault] = []
    base = Layer(0.0, only_levers(document.values))
    for policy in _well_formed(document, "policies", Policy, MOST_POLICIES):
        own = [
            layer._replace(table=without_changes(layer.table))
            for layer in own_layers(document, policy)
        ]
        faults += faults_of_levers(document, (base, *own))
    for world in _well_formed(document, "worlds", NamedWorld, MOST_WORLDS):
        try:
            validated(_in_world(document, world))
        except ScenarioError as error:
            faults += error.faults
    return faults


def _well_formed(document: Document, section: str, kind: type[Section], most: int) -> list[str]:
    """The names of the policies or worlds that can be looked into, the first so many."""
    tables = document.values.get(section)
    names = []
    for name, table in list(tables.items())[:most] if isinstance(tables, dict) else ():
        with suppress(ValidationError):
            kind.model_validate(table)
            names.append(name)
    return names
