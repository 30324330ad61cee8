"""Scenario: all inputs of a world, and the policies that can be tried in it.

A scenario is frozen. Choosing a world or changing a knob gives a new one; a policy is asked for as
phases: the levers in force from each date on.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from pydantic import ValidationError

from journeysim import units
from journeysim.errors import Fault, ScenarioError, UsageError
from journeysim.scenario import describe
from journeysim.scenario.loading import (
    Document,
    completed,
    digest,
    read,
    setting,
    validated,
    with_settings,
)
from journeysim.scenario.merging import Table, at, leaves, merged
from journeysim.scenario.tables import (
    BASELINE,
    LEVER_SECTIONS,
    WORLD_SECTIONS,
    Levers,
    Tables,
)


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
        if not self.dated:
            return digest(self.tables)
        values = dict(self.document.values)
        values["story"] = f"{self.tables.story}\n{self.dated!r}"
        return digest(Tables.model_validate(completed(values)))

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
        self.policy(policy)
        own, changes = _lever_tables(self.document, policy)
        table = merged(_only_levers(self.document.values), own)
        changes = sorted([*changes, *self.dated, *further], key=lambda change: change[0])
        path = ("policies", policy) if policy in self.tables.policies else ()
        phases = [Phase(0.0, _levers(self.document, table, path))]
        for day, over in changes:
            table = merged(table, over)
            phase = Phase(day, _levers(self.document, table, path))
            if phases[-1].day == day:
                phases.pop()
            phases.append(phase)
        return tuple(phases)

    def with_settings(self, settings: Sequence[str]) -> Scenario:
        """This scenario with `KEY=VALUE` settings laid over it."""
        return checked(with_settings(self.document, settings), self.world, self.dated)

    def with_values(self, values: Table, origin: str) -> Scenario:
        """This scenario with a table of values laid over it."""
        return checked(self.document.overlaid(values, origin), self.world, self.dated)


def load(
    source: str,
    *,
    world: str | None = None,
    settings: Sequence[str] = (),
    dated: Sequence[tuple[str, str]] = (),
) -> Scenario:
    """Load a scenario by path or shipped name.

    world: the named world to live in; settings: `KEY=VALUE` texts; dated: (day, `KEY=VALUE`) for
    every policy. Raises ScenarioError with every fault, UsageError for an unknown world.
    """
    document = read(source)
    plain = checked(document)
    if world is not None and world not in plain.tables.worlds:
        known = ", ".join(plain.worlds) or "none"
        raise UsageError(f"{document.sources[0].name}: no world {world!r}; known: {known}")
    if world is None and not settings and not dated:
        return plain
    if world is not None:
        document = document.overlaid(_world_table(document, world), f"world {world}")
    document = with_settings(document, settings)
    return checked(document, world, tuple(_dated(day, text) for day, text in dated))


def _dated(day: str, text: str) -> tuple[float, Table]:
    try:
        when = units.days(day)
    except ValueError as error:
        raise ScenarioError.single("--at", day, str(error)) from None
    table = setting(text)
    path = next(iter(leaves(table)))[0]
    if path[0] not in LEVER_SECTIONS or describe.place(Tables, path) is None:
        what = "is no lever; a dated change turns [sales], [service] or [care]"
        raise ScenarioError.single("--at", ".".join(path), what)
    return when, table


def _world_table(document: Document, world: str) -> Table:
    table = at(document.values, ("worlds", world)) or {}
    return {key: value for key, value in table.items() if key not in ("about", "source")}


def _only_levers(table: Any) -> Table:
    """The lever tables among the keys of a policy or change."""
    if not isinstance(table, dict):
        return {}
    return {key: table[key] for key in LEVER_SECTIONS if key in table}


def _lever_tables(
    document: Document, policy: str, above: tuple[str, ...] = ()
) -> tuple[Table, list[tuple[float, Table]]]:
    """What a policy sets on day 0, included policies first, and its dated changes."""
    table: Table = {}
    changes: list[tuple[float, Table]] = []
    own = at(document.values, ("policies", policy)) or {}
    for name in own.get("includes", ()):
        if name in above or name == policy:
            fault = document.fault(("policies", policy, "includes"), f"goes in a circle: {name!r}")
            raise ScenarioError([fault])
        below, dated = _lever_tables(document, name, (*above, policy))
        table = merged(table, below)
        changes += dated
    table = merged(table, _only_levers(own))
    for change in own.get("changes", ()):
        changes.append((units.days(change["at"]), _only_levers(change)))
    return table, changes


def _levers(document: Document, table: Table, path: tuple[str, ...]) -> Levers:
    try:
        return Levers.model_validate(completed(table, Levers))
    except ValidationError as error:
        faults = []
        for found in error.errors():
            where, what = describe.sentence(Levers, found)
            key = (*path, *where) if at(document.values, (*path, *where)) is not None else where
            faults.append(document.fault(key, what))
        raise ScenarioError(faults) from None


def checked(
    document: Document, world: str | None = None, dated: tuple[tuple[float, Table], ...] = ()
) -> Scenario:
    """A scenario of a document, with everything in it checked. Raises ScenarioError."""
    from journeysim.scenario.checks import faults_of

    scenario = Scenario(document, validated(document), world, dated)
    faults = faults_of(scenario)
    if faults:
        raise ScenarioError(_unique(faults))
    return scenario


def _unique(faults: Sequence[Fault]) -> list[Fault]:
    return list(dict.fromkeys(faults))


def without_world_knobs(scenario: Scenario, policy: str) -> list[Fault]:
    """Faults of a policy that turns what belongs to the world."""
    base = scenario.document.values
    own = at(base, ("policies", policy)) or {}
    tables: list[tuple[tuple[str, ...], Table]] = [(("policies", policy), _only_levers(own))]
    for index, change in enumerate(own.get("changes", ())):
        tables.append((("policies", policy, "changes", str(index)), _only_levers(change)))
    return [
        scenario.document.fault((*prefix, *path), "belongs to the world; a policy cannot change it")
        for prefix, table in tables
        for path, _ in leaves(table)
        if side_of(path) == "world" and at(base, path[:-1]) is not None
    ]


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
