"""Tornado: one assumed knob after the other at the ends of its plausible range.

What is looked at is a paired difference between two policies, with the same luck at every end, so
that what moves is the knob's doing. All knobs are screened with a few replications; those that move
most are measured with all. Where the difference changes its sign, the value at which it does is
searched for.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import isnan
from typing import Any, NamedTuple

from journeysim.errors import UsageError
from journeysim.experiment.assumptions import unknowns
from journeysim.experiment.break_even import Crossing, crossing, turned
from journeysim.experiment.contrast import Contrast, paired
from journeysim.experiment.estimate import Estimate
from journeysim.experiment.family import paired_difference
from journeysim.experiment.replicate import Progress
from journeysim.scenario import describe
from journeysim.scenario.merging import Path, at, nested
from journeysim.scenario.scenario import Scenario
from journeysim.scenario.tables import Tables

SCREENING = 2
"""Replications with which all knobs are screened."""


class Knob(NamedTuple):
    """A knob and its plausible range, with the value in force."""

    path: Path
    low: float
    value: float
    high: float

    @property
    def key(self) -> str:
        """Its dotted path."""
        return ".".join(self.path)

    def text(self, value: float) -> Any:
        """A value as it is written in a file."""
        unit = self.unit
        return describe.in_unit(value, unit) if unit in ("duration", "rate") else value

    def shown(self, value: float) -> str:
        """A value as people read it."""
        if self.unit == "share":
            return f"{100 * value:.3g} %"
        if self.unit in ("duration", "rate"):
            return _readable(value, self.unit)
        return f"{value:.3g}"

    @property
    def unit(self) -> str:
        """The unit of the knob."""
        place = describe.place(Tables, self.path)
        assert place is not None
        assert place.field is not None
        return describe.unit_of(place.field)


def _readable(value: float, unit: str) -> str:
    """A duration or rate to three digits, in a unit in which it is neither tiny nor huge."""
    if unit == "rate":
        return f"{value * 365.0:.3g} per year" if value < 1.0 else f"{value:.3g} per d"
    if value < 1.0 / 24.0:
        return f"{value * 1440.0:.3g} min"
    return f"{value * 24.0:.3g} h" if value < 1.0 else f"{value:.3g} d"


@dataclass(frozen=True)
class TornadoBar:
    """What one knob does to a difference. break_even: where it is zero, if it is anywhere."""

    knob: Knob
    at_low: Estimate
    at_high: Estimate
    break_even: Crossing | None = None

    def reach(self, base: float) -> float:
        """How far the difference goes from where it is."""
        ends = [abs(end.mean - base) for end in (self.at_low, self.at_high) if not isnan(end.mean)]
        return max(ends, default=0.0)

    def turns(self, base: Estimate) -> bool:
        """Is the verdict another one at an end: settled here, and there not, or the other way?"""
        return any(_verdict(end) != _verdict(base) for end in (self.at_low, self.at_high))


def _verdict(difference: Estimate) -> int:
    return 0 if not difference.settled else 1 if difference.mean > 0.0 else -1


@dataclass(frozen=True)
class Tornado:
    """The difference as things stand, and the knobs that move it most, the strongest first.

    screened: how many knobs were looked at.
    """

    contrast: Contrast
    base: Estimate
    bars: tuple[TornadoBar, ...]
    screened: int


def knobs(scenario: Scenario, further: Sequence[str] = ()) -> list[Knob]:
    """The assumed knobs in force, and those asked for by key. Raises UsageError for an unknown key."""
    chosen = [Knob(*each) for each in unknowns(scenario)]
    there = {knob.key for knob in chosen}
    values = scenario.tables.model_dump(mode="python", by_alias=True)
    for key in dict.fromkeys(further):
        if key in there:
            continue
        path = tuple(key.split("."))
        place, value = describe.place(Tables, path), at(values, path)
        field = place.field if place else None
        extra: Any = (field.json_schema_extra if field else None) or {}
        if (
            not isinstance(value, int | float)
            or isinstance(value, bool)
            or "plausible" not in extra
        ):
            raise UsageError(f"--knob {key!r}: no number with a plausible range stands there")
        low, high = (float(end) for end in extra["plausible"])
        chosen.append(Knob(path, min(low, value), float(value), max(high, value)))
    return [knob for knob in chosen if knob.low < knob.high]


def tornado(
    contrast: Contrast,
    of: Sequence[Knob],
    *,
    most: int,
    replications: int,
    progress: Progress | None = None,
) -> Tornado:
    """Screen all knobs, measure the strongest, and look for where they turn the difference."""
    ends = [(knob, end) for knob in of for end in (knob.low, knob.high)]
    base, *screened = differences(contrast, [None, *ends], SCREENING, progress)
    bars = [
        TornadoBar(knob, screened[2 * index], screened[2 * index + 1])
        for index, knob in enumerate(of)
    ]
    bars.sort(key=lambda bar: -bar.reach(base.mean))
    strongest = [bar.knob for bar in bars[:most]]
    ends = [(knob, end) for knob in strongest for end in (knob.low, knob.high)]
    base, *measured = differences(contrast, [None, *ends], replications, progress)
    bars = [
        TornadoBar(knob, measured[2 * index], measured[2 * index + 1])
        for index, knob in enumerate(strongest)
    ]
    bars.sort(key=lambda bar: -bar.reach(base.mean))
    turned = tuple(_with_break_even(contrast, bar, base, replications) for bar in bars)
    return Tornado(contrast, base, turned, len(of))


def _with_break_even(
    contrast: Contrast, bar: TornadoBar, base: Estimate, replications: int
) -> TornadoBar:
    """The bar with the value at which the difference is zero, with the same luck everywhere."""
    knob, asked = bar.knob, replace(contrast, replications=replications)
    for end, difference in ((knob.low, bar.at_low), (knob.high, bar.at_high)):
        if (
            isnan(difference.mean)
            or (difference.mean > 0.0) == (base.mean > 0.0)
            or end == knob.value
        ):
            continue
        place = crossing(
            asked,
            lambda value: turned(contrast.scenario, knob.path, value),
            base,
            (knob.value, end),
            difference.mean,
        )
        return TornadoBar(knob, bar.at_low, bar.at_high, place)
    return bar


def differences(
    contrast: Contrast,
    worlds: Sequence[tuple[Knob, float] | None],
    replications: int,
    progress: Progress | None = None,
) -> list[Estimate]:
    """The difference in every world: a knob at a value, or None for the world as it is."""
    scenarios = []
    for world in worlds:
        scenario = contrast.scenario
        if world is not None:
            knob, value = world
            scenario = scenario.with_world_values(
                nested(knob.path, knob.text(value)), "sensitivity"
            )
        scenarios.append(scenario)
    asked = replace(contrast, replications=replications)
    return [
        paired_difference(*pair, contrast.metric, contrast.family)
        for pair in paired(asked, scenarios, progress)
    ]
