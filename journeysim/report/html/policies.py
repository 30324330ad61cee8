"""Policies: what each of them is, in words and in the levers it turns."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from journeysim.report.knob_text import written
from journeysim.scenario import describe
from journeysim.scenario.merging import Path, Table, at, leaves
from journeysim.scenario.scenario import Scenario
from journeysim.scenario.tables import Tables


class Lever(NamedTuple):
    """A lever that differs from the baseline: from which day, its key, and both values."""

    day: float
    key: str
    before: str
    after: str


class PolicyLevers(NamedTuple):
    """A policy: its name, what the scenario says of it, and the levers it turns."""

    policy: str
    label: str
    about: str
    levers: list[Lever]


def policy_levers(
    scenario: Scenario, policies: tuple[str, ...], baseline: str
) -> list[PolicyLevers]:
    """Every policy, the baseline first."""
    names = (baseline, *(policy for policy in policies if policy != baseline))
    known = scenario.tables.policies
    return [
        PolicyLevers(
            name,
            scenario.label(name),
            known[name].about if name in known else "the scenario's own levers",
            list(_turned(scenario, name, baseline)),
        )
        for name in names
    ]


def _turned(scenario: Scenario, policy: str, baseline: str) -> Iterator[Lever]:
    """What differs from the baseline's levers of day 0, then what each dated change alters."""
    before: Table = scenario.phases(baseline)[0].levers.model_dump(mode="json")
    for phase in scenario.phases(policy):
        values = phase.levers.model_dump(mode="json")
        for path, value in leaves(values):
            there = at(before, path)
            if there != value and not _empty(value, there):
                yield Lever(phase.day, ".".join(path), _shown(path, there), _shown(path, value))
        before = values


def _empty(value: object, there: object) -> bool:
    return value in (None, "", [], {}) and there in (None, "", [], {})


def _shown(path: Path, value: object) -> str:
    if value is None:
        return "-"
    place = describe.place(Tables, path)
    unit = describe.unit_of(place.field) if place and place.field else ""
    return written(value, unit) or "-"
