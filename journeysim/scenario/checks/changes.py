"""Changes: what changes in the world by date may change, and everything fits in what it makes."""

from __future__ import annotations

from collections.abc import Iterator

from journeysim.errors import Fault, ScenarioError
from journeysim.scenario.checks.draft import Draft
from journeysim.scenario.checks.frame import faults_of_frame
from journeysim.scenario.checks.policies import faults_of_levers_of
from journeysim.scenario.levers import levers_of
from journeysim.scenario.merging import at
from journeysim.scenario.phases import phases_of
from journeysim.scenario.tables import BASELINE, LEVER_SECTIONS, MOST_CHANGES, Levers
from journeysim.scenario.world_changes import (
    CHANGES,
    WorldStage,
    changes_of,
    fault_at,
    faults_of_change,
    laid_over,
    stages_of,
)


def faults_of_changes(draft: Draft) -> Iterator[Fault]:
    """Faults of [[changes]], a named world's and a command line's included."""
    if not draft.tables.changes:
        return
    if len(draft.tables.changes) > MOST_CHANGES:
        yield draft.document.fault((CHANGES,), f"are more than {MOST_CHANGES}")
        return
    faults = [
        fault
        for change in changes_of(draft.document.values)
        for fault in faults_of_change(draft.document, change)
    ]
    if faults:
        yield from faults
        return
    try:
        for stage in stages_of(draft.document):
            yield from _faults_in(draft, stage)
    except ScenarioError as error:
        yield from error.faults


def _faults_in(draft: Draft, stage: WorldStage) -> Iterator[Fault]:
    """What no longer fits in the world of a date; where all fits without it, a change is to blame."""
    if not stage.changes:
        return
    tables = stage.tables.model_copy(update={"policies": draft.tables.policies})
    there = Draft(draft.document, tables, draft.world)
    for fault in faults_of_frame(there):
        path = tuple(fault.key.split("."))
        blamed = any(at(change.table, path) is not None for change in stage.changes)
        yield fault_at(draft.document, stage.changes, path, fault.what) if blamed else fault
    levers = phases_of(draft.document, BASELINE)[0]
    table = laid_over(draft.document, levers.table, stage.changes, Levers, LEVER_SECTIONS)
    for path, what in faults_of_levers_of(there, levers_of(draft.document, table, ())):
        yield fault_at(draft.document, stage.changes, path, what)
