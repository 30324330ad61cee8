"""Assumptions: how far a result depends on what nobody has measured.

Draws the assumed knobs from their plausible ranges: many worlds, the same for every policy. Luck
(the variance within worlds) is subtracted from the spread between worlds, so that what is left is
ignorance, which no number of replications removes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import fsum, isnan, nan, sqrt
from typing import Any

from journeysim import metrics
from journeysim.engine.choice import SIMPY, Jobs
from journeysim.experiment.compare import Experiment, gathered
from journeysim.experiment.replicate import MeasureTask, Progress, perform_all
from journeysim.scenario import describe
from journeysim.scenario.merging import Path, Table, at, leaves
from journeysim.scenario.scenario import Scenario, side_of
from journeysim.scenario.tables import Tables
from journeysim.streams import Purpose, root_key, uniform

WORLDS = 40
REPLICATIONS = 2
_REACH = 1.96


@dataclass(frozen=True)
class Plausible:
    """Where a figure may lie for all we know, luck taken out.

    better_in: share of plausible worlds in which a difference is on the better side (NaN for a
    plain metric or one without a better side).
    """

    mean: float
    low: float
    high: float
    better_in: float
    worlds: int


Unknown = tuple[Path, float, float, float]
"""An assumed knob in force: (path, low, value, high)."""


def unknowns(scenario: Scenario) -> list[Unknown]:
    """What we do not know: every assumed knob in force."""
    values = scenario.tables.model_dump(mode="python", by_alias=True)
    knobs = []
    priced = _prices_move(values)
    for pattern, field in describe.knobs_of(Tables):
        extra: Any = field.json_schema_extra or {}
        if "plausible" not in extra or extra.get("observable"):
            continue
        for path in paths_in_force(values, tuple(pattern.split("."))):
            value = at(values, path)
            if side_of(path) != "world" or not isinstance(value, float):
                continue
            if not _applies(values, path) or (path[0] == "price" and not priced):
                continue
            low, high = (float(end) for end in extra["plausible"])
            knobs.append((path, min(low, value), value, max(high, value)))
    return knobs


_NEWCOMERS = {
    "population": ("population", "newcomer_problems"),
    "leaving": ("leaving", "newcomer_hazard"),
}
"""The knob of a section without which the others about newcomers do nothing."""


def _applies(values: Table, path: tuple[str, ...]) -> bool:
    """Can this knob be anything else, and is it not drawn elsewhere?

    Advice at the sale prevents only what a sale brings. What kinds of touches do is drawn for all of
    them by `touch_effect`, `prevention_effect` and `wake_effect`: no thank-you becomes an alarm.
    Newcomers who are like everybody stay so, and a survey moves nobody.
    """
    if path[:2] == ("care", "touches") or path[0] == "survey":
        return False
    if path[-1].startswith("newcomer_"):
        return bool(at(values, _NEWCOMERS[path[0]]) != 0.0)
    return path[-1] != "prevented_by_advice" or at(values, (*path[:-1], "rate")) == 0.0


def _prices_move(values: Table) -> bool:
    """Is any price other than the market's, anywhere? Else nobody ever answers to one."""
    price, touches = values["price"], values["care"]["touches"].values()
    if price["level"] != price["market"] or price["points"] > 0.0:
        return True
    if any(touch["discount"] > 0.0 for touch in touches):
        return True
    dated = {"policies": values["policies"], "changes": values["changes"]}
    settings = (path for path, value in leaves(dated) if value != {})
    return any("price" in path or path[-1] == "discount" for path in settings)


def paths_in_force(values: Table, pattern: tuple[str, ...]) -> list[tuple[str, ...]]:
    """The paths in force that a pattern with NAME for a table's key stands for."""
    if "NAME" not in pattern:
        return [pattern]
    cut = pattern.index("NAME")
    table = at(values, pattern[:cut])
    names = list(table) if isinstance(table, dict) else []
    return [
        (*pattern[:cut], name, *rest)
        for name in names
        for rest in paths_in_force(table[name], pattern[cut + 1 :])
    ]


def drawn_values(scenario: Scenario, count: int) -> list[list[float]]:
    """What every unknown is drawn to be in the first so many worlds, in the order of `unknowns`.

    Each from a triangle over its range with its top at the value in force.
    """
    knobs = unknowns(scenario)
    return [_drawn(scenario, knobs, number) for number in range(count)]


def _drawn(scenario: Scenario, knobs: Sequence[Unknown], number: int) -> list[float]:
    root = root_key(scenario.tables.run.seed, 0)
    return [
        _triangular(low, value, high, uniform(root, Purpose.WORLD, index, number))
        for index, (_, low, value, high) in enumerate(knobs)
    ]


def plausible_worlds(scenario: Scenario, count: int) -> Iterator[Scenario]:
    """The first so many worlds one might believe in; the same for every policy."""
    knobs = unknowns(scenario)
    return (_plausible(scenario, knobs, number) for number in range(count))


def plausible_world(scenario: Scenario, number: int) -> Scenario:
    """The number-th of them."""
    return _plausible(scenario, unknowns(scenario), number)


def _plausible(scenario: Scenario, knobs: Sequence[Unknown], number: int) -> Scenario:
    table: Table = {}
    for (path, *_), drawn in zip(knobs, _drawn(scenario, knobs, number), strict=True):
        lay(table, path, worded(path, drawn))
    return scenario.with_world_values(table, f"plausible world {number}")


def worded(path: Path, value: float) -> Any:
    """A knob's value in the model's own unit, as a file says it."""
    place = describe.place(Tables, path)
    assert place is not None
    assert place.field is not None
    unit = describe.unit_of(place.field)
    return describe.in_unit(value, unit) if unit in ("duration", "rate") else value


def lay(table: Table, path: Path, value: Any) -> None:
    """Put a value into a table at a path, in place."""
    for key in path[:-1]:
        table = table.setdefault(key, {})
    table[path[-1]] = value


def _triangular(low: float, top: float, high: float, u: float) -> float:
    if high <= low:
        return top
    turn = (top - low) / (high - low)
    if u < turn:
        return low + sqrt(u * (high - low) * (top - low))
    return high - sqrt((1.0 - u) * (high - low) * (high - top))


def measure_assumptions(
    scenario: Scenario,
    policies: Sequence[str],
    wanted: Sequence[str],
    *,
    worlds: int = WORLDS,
    jobs: Jobs = None,
    progress: Progress | None = None,
    engine: str = SIMPY,
) -> list[Experiment]:
    """One small experiment a plausible world, in the order of the worlds."""
    names = tuple(wanted)
    ours = tuple(policies)
    there = list(plausible_worlds(scenario, worlds))
    tasks = tasks_in(there, ours, names, engine)
    results = perform_all(tasks, jobs, progress)
    each = REPLICATIONS * len(ours)
    return [
        gathered(
            world,
            ours,
            names,
            {
                policy: results[index * each + place : (index + 1) * each : len(ours)]
                for place, policy in enumerate(ours)
            },
        )
        for index, world in enumerate(there)
    ]


def tasks_in(
    worlds: Sequence[Scenario], policies: Sequence[str], names: tuple[str, ...], engine: str
) -> list[MeasureTask]:
    """What has to be run in plausible worlds."""
    return [
        MeasureTask(world, policy, number, names, engine)
        for world in worlds
        for number in range(REPLICATIONS)
        for policy in policies
    ]


def plausible_difference(
    worlds: Sequence[Experiment], policy: str, baseline: str, metric: str
) -> Plausible:
    """A paired difference over plausible worlds."""
    return _spread(
        [
            [
                one - other
                for one, other in zip(
                    world.observations[policy][metric],
                    world.observations[baseline][metric],
                    strict=True,
                )
            ]
            for world in worlds
        ],
        metrics.find(metric).metric.better,
    )


def plausible_value(worlds: Sequence[Experiment], policy: str, metric: str) -> Plausible:
    """A metric over plausible worlds."""
    return _spread([list(world.observations[policy][metric]) for world in worlds], "")


def _spread(by_world: Sequence[Sequence[float]], better: str) -> Plausible:
    """The spread of world means with the part that is luck taken out, as a normal interval."""
    there = [values for values in by_world if not any(isnan(value) for value in values)]
    if len(there) < 2:
        return Plausible(nan, nan, nan, nan, len(there))
    means = [fsum(values) / len(values) for values in there]
    centre = fsum(means) / len(means)
    between = fsum((mean - centre) * (mean - centre) for mean in means) / (len(means) - 1)
    within = fsum(
        fsum((value - mean) * (value - mean) for value in values) / (len(values) - 1)
        for values, mean in zip(there, means, strict=True)
    ) / len(there)
    spread = _REACH * sqrt(max(0.0, between - within / len(there[0])))
    sign = {"higher": 1.0, "lower": -1.0}.get(better)
    good = nan if sign is None else sum(sign * mean > 0 for mean in means) / len(means)
    return Plausible(centre, centre - spread, centre + spread, good, len(there))
