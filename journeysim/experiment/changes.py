"""Changes: this version of a scenario against an older one, pair by pair, and why it differs.

Every draw is named, so two versions share their luck and even small changes show. A change of the
whole is split in two: what the other world does under today's policy, and what the other policy
does in yesterday's world.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, replace
from math import isnan
from typing import Any

from journeysim import metrics
from journeysim.errors import ScenarioError
from journeysim.experiment.compare import names_in
from journeysim.experiment.estimate import CONFIDENCE, Estimate, difference, estimate, shared
from journeysim.experiment.sequential import Sample
from journeysim.experiment.tolerances import Tolerance, is_within
from journeysim.experiment.verdicts import Trial
from journeysim.scenario.merging import Path, Table, at, leaves
from journeysim.scenario.scenario import Scenario, checked, side_of
from journeysim.scenario.tables import LEVER_SECTIONS, WORLD_SECTIONS
from journeysim.scenario.world_changes import CHANGES

FRAME = ("days", "warmup", "seed", "grid")
"""What of [run] belongs to the world: with another frame nothing pairs."""

Values = Mapping[str, Sequence[float]]
"""By metric, one number a replication."""


@dataclass(frozen=True)
class Change:
    """One metric of one policy, now against then; intervals hold over all policies together.

    by_world, by_policy: its two parts, which add up to the whole; None where they are not known.
    tolerated: it moved no further than was allowed. An estimate is NaN where the figure came or went.
    """

    policy: str
    metric: str
    then: Estimate
    now: Estimate
    whole: Estimate
    by_world: Estimate | None = None
    by_policy: Estimate | None = None
    tolerated: bool = False


@dataclass(frozen=True)
class Checked:
    """One scenario in one world: what was judged, and what changed against an older version.

    older: what it is compared with, "" for nothing; remarks: what cannot be compared, in words;
    apart: the same of what only one of both has, which is a change, too. path: what the scenario's
    file is called in results.
    """

    scenario: Scenario
    trial: Trial
    older: str = ""
    changes: tuple[Change, ...] = ()
    remarks: tuple[str, ...] = ()
    apart: tuple[str, ...] = ()
    path: str = ""

    @property
    def named(self) -> str:
        """What the scenario is called where several files stand side by side."""
        return self.path or self.scenario.name

    @property
    def changed(self) -> bool:
        """Did anything change that counts?"""
        return bool(self.apart) or any(not change.tolerated for change in self.changes)


def world_values(scenario: Scenario) -> dict[str, Any]:
    """Every value in force that no policy can change, by its dotted key, as files write it."""
    tables = scenario.tables.model_dump(mode="json", by_alias=True)
    values: dict[str, Any] = {f"run.{key}": tables["run"][key] for key in FRAME}
    for path, value in (*_world_leaves(tables), *_dated_leaves(tables)):
        values[".".join(path)] = value
    return values


def differing(ours: Mapping[str, Any], theirs: Mapping[str, Any]) -> list[str]:
    """What differs between two worlds: `key: then -> now`."""
    keys = [*ours, *(key for key in theirs if key not in ours)]
    return [
        f"{key}: {_told(theirs, key)} -> {_told(ours, key)}"
        for key in keys
        if (key in ours) != (key in theirs) or ours.get(key) != theirs.get(key)
    ]


def _told(values: Mapping[str, Any], key: str) -> str:
    return str(values[key]) if key in values else "nothing"


def _world_leaves(tables: Table) -> Iterator[tuple[Path, Any]]:
    for section in (*WORLD_SECTIONS, *LEVER_SECTIONS):
        for path, value in leaves({section: tables[section]}):
            if section in WORLD_SECTIONS or side_of(path) == "world":
                yield path, value


def _dated_leaves(tables: Table) -> Iterator[tuple[Path, Any]]:
    """What changes in the world by date; what a change leaves alone is no part of it."""
    for path, value in leaves({CHANGES: tables[CHANGES]}):
        if value not in ({}, [], "") and path[-1] != "about":
            yield path, value


def same_frame(older: Scenario, newer: Scenario) -> Scenario:
    """The older scenario with the newer one's days, warm-up, luck and replications."""
    run = newer.tables.model_dump(mode="json", by_alias=True)["run"]
    frame = {key: run[key] for key in (*FRAME, "replications")}
    return older.with_values({"run": frame}, newer.document.sources[0].name)


def in_older_world(older: Scenario, newer: Scenario) -> Scenario | None:
    """The newer scenario's policies in the older one's world; None if they do not fit together."""
    old, new = older.document.values, newer.document.values
    kept = (*LEVER_SECTIONS, "schema", "title", "run", "policies")
    values = deepcopy({key: new[key] for key in kept if key in new})
    values |= {key: old[key] for key in (*WORLD_SECTIONS, CHANGES) if key in old}
    ours = newer.tables.model_dump(mode="json", by_alias=True)
    theirs = older.tables.model_dump(mode="json", by_alias=True)
    for path, value in _world_leaves(theirs):
        if path[0] in LEVER_SECTIONS and isinstance(at(ours, path[:-1]), dict):
            _put(values, path, value)
    try:
        return checked(replace(newer.document, values=values), newer.world, newer.dated)
    except ScenarioError:
        return None


def _put(table: Table, path: Path, value: Any) -> None:
    for key in path[:-1]:
        inner = table.get(key)
        if not isinstance(inner, dict):
            inner = table[key] = {}
        table = inner
    table[path[-1]] = value


def changes(
    policies: Sequence[str],
    now: Mapping[str, Values],
    then: Mapping[str, Values],
    between: Mapping[str, Values] | None = None,
    allowed: Sequence[Tolerance] = (),
) -> tuple[Change, ...]:
    """What differs in any metric of any policy that both know; what is the same is left out.

    between: the newer policies in the older world; allowed: see `Change.tolerated`.
    """
    both = [policy for policy in policies if policy in now and policy in then]
    confidence = shared(CONFIDENCE, max(1, len(both)))
    changed = []
    for policy in both:
        for metric in now[policy]:
            if metric not in then[policy]:
                continue
            ours, theirs = _paired(now[policy][metric], then[policy][metric])
            if _equal(ours, theirs):
                continue
            whole, before = difference(ours, theirs, confidence), estimate(theirs)
            middle = None if between is None else between.get(policy, {}).get(metric)
            parts: tuple[Estimate | None, Estimate | None] = (None, None)
            if middle is not None:
                parts = (
                    difference(*_paired(ours, middle), confidence),
                    difference(*_paired(middle, theirs), confidence),
                )
            within = is_within(metric, before, whole, allowed)
            changed.append(Change(policy, metric, before, estimate(ours), whole, *parts, within))
    return tuple(changed)


def _paired(ours: Sequence[float], theirs: Sequence[float]) -> tuple[list[float], list[float]]:
    """The replications that both have."""
    count = min(len(ours), len(theirs))
    return list(ours[:count]), list(theirs[:count])


def _equal(ours: Sequence[float], theirs: Sequence[float]) -> bool:
    return all(
        one == other or (isnan(one) and isnan(other))
        for one, other in zip(ours, theirs, strict=True)
    )


def values_of(sample: Sample, policies: Sequence[str]) -> dict[str, Values]:
    """What was measured of these policies, by metric."""
    return {
        policy: {metric: sample.values(policy, metric) for metric in sample.metrics}
        for policy in policies
        if sample.done(policy)
    }


def measured_metrics(scenario: Scenario) -> tuple[str, ...]:
    """What is measured beside the metrics of claims: the headline ones and the headline's own."""
    known = names_in(scenario)
    names = ["retention@365d"] if scenario.tables.run.days > 365 else []
    for name in (*names, *metrics.HEADLINE):
        metrics.find(name).check(known)
    return (*metrics.HEADLINE, *names)
