"""Every lever that has a number, and what moving it alone to an end of its range comes to."""

from __future__ import annotations

from collections.abc import Iterator
from math import fsum
from typing import Any, NamedTuple

from worlds import quick_outcome

from journeysim.metrics import find
from journeysim.model.care import MOST_NOTICED
from journeysim.scenario import describe
from journeysim.scenario.scenario import Scenario
from journeysim.scenario.sides import side_of
from journeysim.scenario.tables import LEVER_SECTIONS, Tables

AFTER_REACH = "care.touches.NAME."
"""Levers of a touch matter only once it reaches somebody; they are moved with it."""


class Move(NamedTuple):
    """One lever, moved to one end of its plausible range: as `--set` takes it."""

    lever: str
    key: str
    value: str
    settings: tuple[str, ...]


def moves(scenario: Scenario) -> Iterator[Move]:
    """All moves of a firm's numeric levers, in the order of the language."""
    tables = scenario.tables.model_dump(by_alias=True)
    for lever, field in describe.knobs_of(Tables):
        extra: Any = field.json_schema_extra or {}
        if lever.split(".")[0] not in LEVER_SECTIONS or "plausible" not in extra:
            continue
        if side_of(tuple(lever.split("."))) != "lever" or ".audience." in lever:
            continue
        unit = describe.unit_of(field)
        for key in _places(tables, lever):
            for end in extra["plausible"]:
                if key.endswith(".reach") and _intercepts(tables, key):
                    end = min(end, MOST_NOTICED)
                yield Move(lever, key, *_setting(lever, key, float(end), unit))


def _intercepts(tables: dict[str, Any], key: str) -> bool:
    return bool(tables["care"]["touches"][key.split(".")[2]]["intercepts"])


def _places(tables: dict[str, Any], lever: str) -> list[str]:
    """The lever in every channel or touch there is."""
    if ".NAME." not in lever:
        return [lever]
    table, _, rest = lever.partition(".NAME.")
    there: Any = tables
    for part in table.split("."):
        there = there[part]
    return [f"{table}.{name}.{rest}" for name in there] if ".N." not in rest else []


def _setting(lever: str, key: str, end: float, unit: str) -> tuple[str, tuple[str, ...]]:
    if unit in ("duration", "rate"):
        value = f'"{describe.in_unit(end, unit)}"'
    else:
        value = f"{int(end) if unit == 'count' else end}"
    setting = f"{key}={value}"
    if lever.startswith(AFTER_REACH) and not lever.endswith(".reach"):
        return value, (f"{key.rsplit('.', 1)[0]}.reach=0.3", setting)
    return value, (setting,)


def moved(scenario: Scenario, *settings: str) -> Scenario:
    """The firm with a policy `moved` that sets these levers from day 0 on, after its run-in."""
    return scenario.with_settings([f"policies.moved.{setting}" for setting in settings])


def worth(
    scenario: Scenario, policy: str = "moved", replications: int = 1, *, newcomers: bool = False
) -> float:
    """Total value as a mean over replications; newcomers: with what those bring who join later."""
    runs = [quick_outcome(scenario, policy, number) for number in range(replications)]
    names = ("total_value", "future_value") if newcomers else ("total_value",)
    return fsum(find(name).value(run) for run in runs for name in names) / replications


def margin(scenario: Scenario, policy: str = "as_today") -> float:
    """What the ordinary firm's limits are told by: its margin within the run."""
    return find("margin").value(quick_outcome(scenario, policy, 0))


def wins_newcomers(lever: str) -> bool:
    """Does the lever move the price, or how many prospects buy?"""
    return lever.startswith(("price.", "sales.")) or lever.endswith(".discount")
