"""Worlds: scenarios loaded, listed, shown and checked, as functions for Python."""

from __future__ import annotations

from typing import Any

from journeysim.api.asking import Dated, Settings, Source, frame_of, source_of
from journeysim.errors import Fault, UsageError
from journeysim.scenario.scenario import Scenario


def load(
    scenario: Source,
    *,
    replications: int | None = None,
    seed: int | None = None,
    days: float | str | None = None,
    customers: int | None = None,
    world: str | None = None,
    set: Settings | None = None,  # noqa: A002
    at: Dated | None = None,
) -> Scenario:
    """A scenario by path or shipped name, with what the options of every command say laid over it.

    Raises ScenarioError with every fault.
    """
    frame = frame_of(world, replications, seed, days, customers, set, at)
    worlds = frame.scenarios(source_of(scenario))
    if len(worlds) > 1:
        raise UsageError("a loaded scenario lives in one world; name it with world=")
    return worlds[0]


def scenarios() -> list[str]:
    """The names of the shipped scenarios."""
    from journeysim.scenario import shipped

    return list(shipped.names())


def show(
    scenario: Source,
    *,
    world: str | None = None,
    set: Settings | None = None,  # noqa: A002
    policy: str | None = None,
    all: bool = False,  # noqa: A002
    frozen: bool = False,
) -> str:
    """A scenario's values and where each comes from; `frozen`: one file with every value in force."""
    from journeysim.study.show import shown

    return shown(load(scenario, world=world, set=set), policy, everything=all, frozen=frozen)


def knobs(pattern: str = "") -> tuple[dict[str, str], ...]:
    """Every knob whose path contains the pattern: unit, bounds, default, meaning, source."""
    from journeysim.study.knobs import knobs as rows

    return rows(pattern)


def schema() -> dict[str, Any]:
    """The JSON Schema of scenario files."""
    from journeysim.scenario.json_schema import json_schema

    return json_schema()


def validate(*files: str) -> tuple[Fault, ...]:
    """What is wrong with scenario files, each as `file:line: key: what`; nothing if all are right."""
    from journeysim.study.validate import validated

    return tuple(fault for source in files for fault in validated(source).faults)
