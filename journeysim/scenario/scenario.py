"""Scenario: all inputs of a world, and the policies that can be tried in it.

A scenario is frozen. Choosing a world or changing a knob gives a new one; a policy is asked for as
phases: the levers in force from each date on.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from journeysim import units
from journeysim.errors import Fault, ScenarioError, UsageError
from journeysim.scenario import describe
from journeysim.scenario.levers import (
    Layer,
    fault_in,
    levers_of,
    only_levers,
    policy_layers,
)
from journeysim.scenario.loading import Document, digest, read, validated
from journeysim.scenario.merging import Path, Table, at, leaves, merged, nested
from journeysim.scenario.settings import SETTING, setting, with_settings
from journeysim.scenario.spreads import spelled_out
from journeysim.scenario.tables import (
    BASELINE,
    LEVER_SECTIONS,
    WORLD_SECTIONS,
    Levers,
    Tables,
)

DATED = "--at"
LIVE = "a change"


class Phase(NamedTuple):
    """Levers in force from a day on."""

    day: float
    levers: Levers


@dataclass(frozen=True)
class Scenario:
    """A checked scenario in one of its worlds, with the dated changes laid over every policy."""

    document: Document
    tables: Tables
    world: str | None = None
    dated: tuple[tuple[float, Table], ...] = ()

    @property
    def name(self) -> str:
        """The scenario's name: its file's, without the ending."""
        return self.document.name

    @cached_property
    def sha256(self) -> str:
        """The digest of all values in force, dated changes included."""
        return digest(self.tables, self.dated)

    @property
    def policies(self) -> tuple[str, ...]:
        """The named policies, in the order of the file; `baseline` if there is none."""
        return tuple(self.tables.policies) or (BASELINE,)

    @property
    def baseline(self) -> str:
        """The policy that others are compared with unless another is asked for."""
        return self.tables.run.baseline or self.policies[0]

    @property
    def worlds(self) -> tuple[str, ...]:
        """The named worlds, in the order of the file."""
        return tuple(self.tables.worlds)

    def label(self, policy: str) -> str:
        """What people call a policy."""
        known = self.tables.policies.get(policy)
        return (known.label if known else "") or policy.replace("_", " ")

    def policy(self, name: str) -> str:
        """The name itself, if there is such a policy. Raises UsageError."""
        if name != BASELINE and name not in self.tables.policies:
            known = ", ".join((*self.tables.policies, BASELINE))
            raise UsageError(f"{self.document.sources[0].name}: no policy {name!r}; known: {known}")
        return name

    def phases(self, policy: str, further: Sequence[tuple[float, Table]] = ()) -> tuple[Phase, ...]:
        """The levers of a policy from day 0 on, one phase a dated change.

        further: changes beyond the file's, as (day, lever tables); they come last on their day.
        Raises ScenarioError if a change cannot be applied.
        """
        layers = self.layers(policy, further)
        phases: list[Phase] = []
        table: Table = {}
        for index, layer in enumerate(layers):
            table = merged(table, layer.table)
            if index + 1 < len(layers) and layers[index + 1].day == layer.day:
                continue
            levers = levers_of(self.document, table, layers[: index + 1])
            phases.append(Phase(layer.day, levers))
        return tuple(phases)

    def layers(self, policy: str, further: Sequence[tuple[float, Table]] = ()) -> tuple[Layer, ...]:
        """What says the levers of a policy, in the order in which it is laid over each other."""
        self.policy(policy)
        stands, changes = policy_layers(self.document, policy)
        changes += [Layer(day, table, (), DATED) for day, table in self.dated]
        changes += [Layer(day, spelled_out(table), (), LIVE) for day, table in further]
        base = Layer(0.0, only_levers(self.document.values))
        return (base, *stands, *sorted(changes, key=lambda layer: layer.day))

    def lever_fault(self, policy: str, day: float, path: Path, what: str) -> Fault:
        """A fault at a lever of a policy, where the value in force on that day was said."""
        layers = [layer for layer in self.layers(policy) if layer.day <= day]
        return fault_in(self.document, layers, path, what)

    def with_settings(self, settings: Sequence[str]) -> Scenario:
        """This scenario with `KEY=VALUE` settings laid over it."""
        document = with_settings(self.document, [(SETTING, text) for text in settings])
        return checked(document, self.world, self.dated)

    def with_values(self, values: Table, origin: str) -> Scenario:
        """This scenario with a table of values laid over it."""
        return checked(self.document.overlaid(values, origin), self.world, self.dated)


def load(
    source: str,
    *,
    world: str | None = None,
    settings: Sequence[str] = (),
    options: Sequence[tuple[str, str]] = (),
    dated: Sequence[tuple[str, str]] = (),
) -> Scenario:
    """Load a scenario by path or shipped name.

    world: the named world to live in; settings: `KEY=VALUE` texts; options: the same, each with
    the name of the option that said it; dated: (day, `KEY=VALUE`) for every policy. Raises
    ScenarioError with every fault, UsageError for an unknown world.
    """
    document = read(source)
    plain = checked(document)
    if world is not None and world not in plain.tables.worlds:
        known = ", ".join(plain.worlds) or "none"
        raise UsageError(f"{document.sources[0].name}: no world {world!r}; known: {known}")
    if world is None and not settings and not options and not dated:
        return plain
    said = [*((SETTING, text) for text in settings), *options]
    if world is not None:
        inside = [each for each in said if each[1].lstrip().startswith("worlds.")]
        document = with_settings(document, inside)
        document = document.overlaid(world_table(document, world), f"world {world}")
    document = with_settings(document, said)
    return checked(document, world, tuple(_dated(day, text) for day, text in dated))


def _dated(day: str, text: str) -> tuple[float, Table]:
    try:
        when = units.days(day)
    except ValueError as error:
        raise ScenarioError.single(DATED, day, str(error)) from None
    if when < 0:
        raise ScenarioError.single(DATED, day, "is out of range; allowed: at least 0 d")
    path, value = setting(text, DATED)
    key = ".".join(path)
    if path[0] not in LEVER_SECTIONS:
        what = "is no lever; a dated change turns [sales], [service] or [care]"
        raise ScenarioError.single(DATED, key, what)
    if describe.place(Tables, path) is None:
        what = "no such lever" + describe.suggestion(Tables, path)
        raise ScenarioError.single(DATED, key, what)
    table = nested(path, value)
    if any(side_of(leaf) == "world" for leaf, _ in leaves(table)):
        raise ScenarioError.single(DATED, key, "belongs to the world; a change cannot turn it")
    return when, spelled_out(table)


def world_table(document: Document, world: str) -> Table:
    """What a named world sets."""
    table = at(document.values, ("worlds", world)) or {}
    return {key: value for key, value in table.items() if key not in ("about", "source")}


def checked(
    document: Document, world: str | None = None, dated: tuple[tuple[float, Table], ...] = ()
) -> Scenario:
    """A scenario of a document, with everything in it checked. Raises ScenarioError."""
    from journeysim.scenario.checks import faults_of, faults_within

    try:
        tables = validated(document)
    except ScenarioError as error:
        raise ScenarioError(_unique([*error.faults, *faults_within(document)])) from None
    scenario = Scenario(document, tables, world, dated)
    faults = faults_of(scenario)
    if faults:
        raise ScenarioError(_unique(faults))
    return scenario


def _unique(faults: Sequence[Fault]) -> list[Fault]:
    return list(dict.fromkeys(faults))


def side_of(path: tuple[str, ...]) -> str:
    """Is the knob at this path a lever, the world's, or of the run's frame?"""
    if path[0] in WORLD_SECTIONS:
        return "world"
    if path[0] not in LEVER_SECTIONS:
        return "frame"
    for length in range(len(path), 1, -1):
        found = describe.place(Tables, path[:length])
        extra = found.field.json_schema_extra if found and found.field else None
        if isinstance(extra, dict) and extra.get("side") == "world":
            return "world"
    return "lever"
