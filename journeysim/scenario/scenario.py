"""Scenario: all inputs of a world, and the policies that can be tried in it.

A scenario is frozen. Choosing a world or changing a knob gives a new one; a policy is asked for as
phases: the levers in force from each date on.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from journeysim import units
from journeysim.errors import Fault, ScenarioError, UsageError
from journeysim.scenario import describe
from journeysim.scenario.checks import Draft, faults_of, faults_within
from journeysim.scenario.document import Document
from journeysim.scenario.form import validated
from journeysim.scenario.levers import Layer
from journeysim.scenario.loading import read, read_whole
from journeysim.scenario.merging import Table, leaves, nested
from journeysim.scenario.phases import DATED, Dated, Phase, layers_of, phases_of
from journeysim.scenario.settings import SETTING, setting, with_settings
from journeysim.scenario.settling import settled, settled_dates
from journeysim.scenario.sides import side_of, world_table
from journeysim.scenario.spreads import spelled_out
from journeysim.scenario.tables import BASELINE, LEVER_SECTIONS, Tables
from journeysim.scenario.world_changes import (
    WorldStage,
    stages_of,
    unchangeable,
    with_changes_of,
    with_dated,
)

__all__ = ["Phase", "Scenario", "checked", "load", "load_whole", "side_of", "world_table"]


@dataclass(frozen=True)
class Loading:
    """How a scenario came to be: the files' document, and what was laid over it, as texts."""

    document: Document
    settings: tuple[str, ...] = ()
    options: tuple[tuple[str, str], ...] = ()
    dated: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Scenario:
    """A checked scenario in one of its worlds, with the dated changes laid over every policy."""

    document: Document
    tables: Tables
    world: str | None = None
    dated: tuple[tuple[float, Table], ...] = ()
    loading: Loading | None = field(default=None, compare=False, repr=False)

    @property
    def name(self) -> str:
        """The scenario's name: its file's, without the ending."""
        return self.document.name

    @cached_property
    def sha256(self) -> str:
        """The digest of all values in force, dated changes included."""
        return _digest(self.tables, settled_dates(self.document, self.dated))

    def sha256_at(self, replications: int) -> str:
        """The digest that it would have with so many replications."""
        run = self.tables.run.model_copy(update={"replications": replications})
        tables = self.tables.model_copy(update={"run": run})
        return _digest(tables, settled_dates(self.document, self.dated))

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

    def phases(self, policy: str, further: Dated = ()) -> tuple[Phase, ...]:
        """The levers of a policy from day 0 on, one phase a dated change.

        further: changes beyond the file's, as (day, lever tables); they come last on their day.
        Raises ScenarioError if a change cannot be applied.
        """
        return phases_of(self.document, self.policy(policy), self.dated, further)

    @cached_property
    def stages(self) -> tuple[WorldStage, ...]:
        """The world from each date on that changes it before the end; day 0 first."""
        if not self.tables.changes:
            return (WorldStage(0.0, self.tables, ()),)
        every = stages_of(self.document)
        return tuple(each for each in every if each.day < self.tables.run.days)

    def own_phase(self) -> Phase:
        """The file's own levers, whatever a date changes: those of a run-in."""
        return phases_of(self.document, BASELINE)[0]

    def layers(self, policy: str, further: Dated = ()) -> tuple[Layer, ...]:
        """What says the levers of a policy, in the order in which it is laid over each other."""
        return layers_of(self.document, self.policy(policy), self.dated, further)

    def with_settings(self, settings: Sequence[str]) -> Scenario:
        """This scenario with `KEY=VALUE` settings laid over it."""
        document = with_settings(self.document, [(SETTING, text) for text in settings])
        return checked(document, self.world, self.dated)

    def with_values(self, values: Table, origin: str) -> Scenario:
        """This scenario with a table of values laid over it."""
        return checked(self.document.overlaid(values, origin), self.world, self.dated)

    def with_world_values(self, values: Table, origin: str) -> Scenario:
        """The same with values of the world alone, as often as it takes.

        Whether they fit the run and the policies is looked at; what named worlds, dials and claims
        make of them is nobody's question.
        """
        document = self.document.overlaid(values, origin)
        return checked(document, self.world, self.dated, whole=False)


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
    return _loaded(Loading(read(source), tuple(settings), tuple(options), tuple(dated)), world)


def load_whole(written: bytes, named: str) -> Scenario:
    """A scenario that stands in no file of its own, as `show --frozen` writes one.

    named: what its file would be called. Raises ScenarioError with every fault.
    """
    return _loaded(Loading(read_whole(written, named)), None)


def again(
    scenario: Scenario,
    *,
    world: str | None = None,
    settings: Sequence[str] = (),
    options: Sequence[tuple[str, str]] = (),
    dated: Sequence[tuple[str, str]] = (),
) -> Scenario:
    """A scenario as it was loaded, with more laid over it; no file is read. See `load`.

    world: another world than the scenario's own.
    """
    before = scenario.loading or Loading(scenario.document)
    return _loaded(
        Loading(
            before.document,
            (*before.settings, *settings),
            (*before.options, *options),
            (*before.dated, *dated),
        ),
        world or scenario.world,
    )


def _loaded(loading: Loading, world: str | None) -> Scenario:
    document = loading.document
    plain = checked(document)
    if world is not None and world not in plain.tables.worlds:
        known = ", ".join(plain.worlds) or "none"
        raise UsageError(f"{document.sources[0].name}: no world {world!r}; known: {known}")
    if world is None and not (loading.settings or loading.options or loading.dated):
        return replace(plain, loading=loading)
    texts = [*((SETTING, text) for text in loading.settings), *loading.options]
    if world is not None:
        inside = [each for each in texts if each[1].lstrip().startswith("worlds.")]
        document = with_settings(document, inside)
        document = document.overlaid(world_table(document, world), f"world {world}")
        document = with_changes_of(document, world)
    document = with_settings(document, texts)
    dated: tuple[tuple[float, Table], ...] = ()
    for day, text in loading.dated:
        when, table = _dated(day, text)
        if _is_the_worlds(table):
            document = with_dated(document, day, table, DATED)
        else:
            dated += ((when, table),)
    return replace(checked(document, world, dated), loading=loading)


def _dated(day: str, text: str) -> tuple[float, Table]:
    try:
        when = units.days(day)
    except ValueError as error:
        raise ScenarioError.single(DATED, day, str(error)) from None
    if when < 0:
        raise ScenarioError.single(DATED, day, "is out of range; allowed: at least 0 d")
    path, value = setting(text, DATED)
    key = ".".join(path)
    if path[0] not in LEVER_SECTIONS and (why := unchangeable(path)):
        raise ScenarioError.single(DATED, key, why)
    if describe.place(Tables, path) is None:
        what = "no such knob" + describe.suggestion(Tables, path)
        raise ScenarioError.single(DATED, key, what)
    table = nested(path, value)
    if len({side_of(leaf) for leaf, _ in leaves(table)}) > 1:
        what = "holds levers and world knobs; write one --at for each"
        raise ScenarioError.single(DATED, key, what)
    return when, spelled_out(table)


def _is_the_worlds(table: Table) -> bool:
    """Does a dated change of a command line turn the world, and not levers?"""
    return any(side_of(leaf) == "world" for leaf, _ in leaves(table))


def checked(
    document: Document,
    world: str | None = None,
    dated: tuple[tuple[float, Table], ...] = (),
    *,
    whole: bool = True,
) -> Scenario:
    """A scenario of a document, with everything in it checked. Raises ScenarioError.

    whole: named worlds, dials, claims and lessons, too, if this is no named world itself.
    """
    try:
        tables = validated(document)
    except ScenarioError as error:
        raise ScenarioError(_unique([*error.faults, *faults_within(document)])) from None
    faults = faults_of(Draft(document, tables, world, dated), whole)
    if faults:
        raise ScenarioError(_unique(faults))
    return Scenario(document, settled(document, tables, dated), world, dated)


def _unique(faults: Sequence[Fault]) -> list[Fault]:
    return list(dict.fromkeys(faults))


def _digest(tables: Tables, dated: Dated = ()) -> str:
    """The SHA-256 of the canonical merged scenario, texts and further dated changes included."""
    values = tables.model_dump(mode="json", by_alias=True)
    if values["firm"] == type(tables.firm)().model_dump(mode="json"):
        del values["firm"]
    if dated:
        values["dated"] = dated
    text = json.dumps(values, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(text.encode()).hexdigest()
