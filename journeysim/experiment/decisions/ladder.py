"""Ladder: the values at which a knob is tried, evenly spaced, and a candidate for each.

The range is what was asked for, else that of the scenario's dial, else what is plausible, widened to
what is in force. Levers are turned in one policy, knobs of the world for everybody. Runs nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, floor, isfinite, log10
from typing import Any

from journeysim.errors import ScenarioError, UsageError
from journeysim.experiment.assumptions import worded
from journeysim.experiment.decisions.candidates import TriedPolicy, candidates
from journeysim.experiment.sensitivity.tornado import Knob
from journeysim.knobs import plain
from journeysim.scenario import describe
from journeysim.scenario.merging import Path, Table, at, nested
from journeysim.scenario.scenario import Scenario, side_of
from journeysim.scenario.settings import setting
from journeysim.scenario.tables import Tables

MOST_VALUES = 1000
"""More values than this are asked for by mistake."""

FINE = 100
"""About so many values divide a range where nobody says how finely."""

_NUMBERS = ("duration", "rate", "share", "number", "count")
_OPTIONS = ("--from", "--to", "--step")


@dataclass(frozen=True)
class Ladder:
    """A knob and the values it is tried at, upwards, in the model's own unit."""

    knob: Knob
    values: tuple[float, ...]
    is_lever: bool

    @property
    def is_whole(self) -> bool:
        """Are there no values between two neighbours?"""
        return self.knob.unit == "count"

    def table(self, value: float) -> Table:
        """What a file would say for the knob at this value."""
        return nested(self.knob.path, typed(self.knob.path, value))

    def candidates(self, scenario: Scenario, policy: str) -> list[TriedPolicy]:
        """One candidate a value: the policy with the lever there, or the policy in a world with it."""
        tables = [self.table(value) for value in self.values]
        if self.is_lever:
            return candidates(scenario, policy, tables)
        return [TriedPolicy(scenario.with_world_values(each, "--find"), policy) for each in tables]


def typed(path: Path, value: float) -> Any:
    """A knob's value in the model's own unit, as a file says it; a count as a whole number."""
    field = _field(path)
    return round(value) if describe.unit_of(field) == "count" else worded(path, value)


def ladder(
    scenario: Scenario,
    policy: str,
    key: str,
    asked: tuple[str | None, str | None, str | None] = (None, None, None),
    option: str = "--find",
) -> Ladder:
    """The values of a knob. asked: the lowest, the highest and the step, as typed.

    Raises UsageError for what is no number, is not in force under the policy, or has no range.
    """
    path = tuple(part.strip() for part in key.split("."))
    place = describe.place(Tables, path)
    if place is None or place.field is None:
        hint = describe.suggestion(Tables, path)
        raise UsageError(f"{option} {key}: no such knob{hint}; see journeysim knobs")
    unit = describe.unit_of(place.field)
    if unit not in _NUMBERS:
        more = f"; its mean is {key}.mean" if unit.endswith("varying") else ""
        raise UsageError(f"{option} {key}: holds {unit}, not one number{more}")
    if side_of(path) == "frame":
        raise UsageError(f"{option} {key}: belongs to the run; turn a lever or a knob of the world")
    value = _in_force(scenario, policy, path)
    if value is None:
        raise UsageError(f"{option} {key}: nothing of that name in force under policy {policy!r}")
    low, high, step = _range(scenario, path, float(value), asked)
    bounds = describe.bounds(place.field)
    if low < bounds.get("ge", low) or high > bounds.get("le", high):
        allowed = describe.allowed(place.field)
        raise UsageError(f"{option} {key}: the range is out of bounds; allowed: {allowed}")
    count = floor((high - low) / step + 1e-9) + 1
    if not 2 <= count <= MOST_VALUES:
        raise UsageError(
            f"{option} {key}: makes {count:,} values; allowed: 2 to {MOST_VALUES:,} "
            "(--from, --to, --step)"
        )
    values = tuple(_plain_value(low + number * step, unit) for number in range(count))
    return Ladder(Knob(path, low, float(value), high), values, side_of(path) == "lever")


def _field(path: Path) -> Any:
    place = describe.place(Tables, path)
    assert place is not None
    return place.field


def _in_force(scenario: Scenario, policy: str, path: Path) -> Any:
    """The number at a path, in the model's unit; None where there is none."""
    section: Any = scenario.tables
    if side_of(path) == "lever":
        section = scenario.phases(policy)[0].levers
    value = at(section.model_dump(mode="python", by_alias=True), path)
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return value if is_number else None


def _range(
    scenario: Scenario, path: Path, value: float, asked: tuple[str | None, str | None, str | None]
) -> tuple[float, float, float]:
    """The lowest and highest value and the step between."""
    key = ".".join(path)
    given = [None if each is None else _number(key, each, flag)
             for each, flag in zip(asked, _OPTIONS, strict=True)]  # fmt: skip
    dial = next((each for each in scenario.tables.dials if each.key == key), None)
    field = _field(path)
    plausible = (field.json_schema_extra or {}).get("plausible")
    step = None
    if dial is not None:
        low, high, step = (float(plain(each)) for each in (dial.low, dial.high, dial.step))
    elif plausible is not None:
        low, high = (float(end) for end in plausible)
    elif None in given[:2]:
        raise UsageError(f"--find {key}: nobody says between what it may lie; say --from and --to")
    else:
        low = high = value
    wider = 2.0 * value if describe.unit_of(field) == "count" else value
    bounds = describe.bounds(field)
    low = min(low, value) if given[0] is None else given[0]
    high = (
        min(max(high, wider), bounds.get("le", max(high, wider))) if given[1] is None else given[1]
    )
    if not (isfinite(low) and isfinite(high) and low < high):
        raise UsageError(f"--find {key}: --from has to lie below --to")
    if describe.unit_of(field) == "count":
        usual = float(max(1, ceil((high - low) / (2 * FINE))))
    else:
        usual = _round_step((high - low) / FINE, describe.unit_of(field))
    step = given[2] if given[2] is not None else step or usual
    if step <= 0.0:
        raise UsageError(f"--find {key}: --step has to be more than 0")
    return low, high, step


def _number(key: str, text: str, flag: str) -> float:
    """A value as it is typed, in the model's unit."""
    try:
        _, value = setting(f"{key}={text}", flag)
        number = plain(value)
        if isinstance(number, bool) or not isinstance(number, int | float):
            raise ValueError
    except (ScenarioError, ValueError):
        raise UsageError(f"{flag} {text}: is no value of {key}") from None
    return float(number)


def _plain_value(value: float, unit: str) -> float:
    """A value without the noise of arithmetic, in minutes, a year, or as it is."""
    scale = {"duration": 1440.0, "rate": 365.0}.get(unit, 1.0)
    return round(value * scale, 9) / scale


def _round_step(step: float, unit: str) -> float:
    """A step of 1, 2 or 5 times a power of ten, about as large, in the unit in which people say it."""
    scale = {"rate": 365.0, "share": 100.0}.get(unit, 1.0)
    if unit == "duration" and step < 1.0:
        scale = 24.0 if step >= 1.0 / 24.0 else 1440.0
    power = 10.0 ** floor(log10(scale * step))
    steps = (each * power for each in (1.0, 2.0, 5.0, 10.0))
    return next(each for each in steps if each >= 0.999 * scale * step) / scale
