"""Break-even search: how far a difference moves with one assumed number, and where it turns over.

One number at a time, with the same luck at every value, so that a few runs tell how much a
difference moves; where it stands without the move is told by the experiment at hand. Numbers that
only act together are not found here; `--assumptions` draws them together.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from math import fsum, isnan

from journeysim.experiment.assumptions import unknowns
from journeysim.experiment.contrast import Contrast, paired
from journeysim.experiment.replicate import Progress
from journeysim.scenario import describe
from journeysim.scenario.merging import Path, at, nested
from journeysim.scenario.scenario import Scenario
from journeysim.scenario.tables import Tables

STEPS = 4
"""How often a break-even is drawn nearer."""

LOOKED_AT = 8
"""How many of the numbers that matter most are looked at again with more runs."""


@dataclass(frozen=True)
class Swing:
    """A knob's value and plausible ends, and the difference at each of the three.

    value, low, high: in the model's own unit; at_value, at_low, at_high: in the metric's unit.
    """

    path: Path
    value: float
    low: float
    high: float
    at_value: float
    at_low: float
    at_high: float

    @property
    def key(self) -> str:
        """The knob as it is written."""
        return ".".join(self.path)

    @property
    def worst(self) -> float:
        """The end at which the difference comes nearest to zero, or goes furthest beyond it."""
        sign = 1.0 if self.at_value >= 0 else -1.0
        return self.low if sign * self.at_low < sign * self.at_high else self.high

    @property
    def at_worst(self) -> float:
        """The difference there."""
        return self.at_low if self.worst == self.low else self.at_high

    @property
    def left(self) -> float:
        """What is left of the difference there; below zero if it has turned over."""
        return self.at_worst if self.at_value >= 0 else -self.at_worst

    @property
    def turns(self) -> bool:
        """Does the difference change its sign within the range?"""
        return self.at_value * self.at_worst < 0


@dataclass(frozen=True)
class BreakEven:
    """Where a knob turns a difference over; at: None if it does not within the range."""

    swing: Swing
    at: float | None


def swings(contrast: Contrast, stands: float, progress: Progress | None = None) -> list[Swing]:
    """Every assumed number in force, the one that leaves least of the difference first.

    stands: the difference in the world as it is, as the experiment at hand found it. All numbers
    are tried with one run each, those that matter most with as many as the question says.
    """
    knobs = [each for each in unknowns(contrast.scenario) if each[1] < each[3]]
    once = replace(contrast, replications=1)
    found = _ordered(_moves(once, knobs, stands, progress))
    again = {swing.path for swing in found[:LOOKED_AT]}
    first = _moves(contrast, [each for each in knobs if each[0] in again], stands)
    return [*_ordered(first), *(swing for swing in found if swing.path not in again)]


def _moves(
    contrast: Contrast,
    knobs: Sequence[tuple[Path, float, float, float]],
    stands: float,
    progress: Progress | None = None,
) -> list[Swing]:
    values = [(path, end) for path, low, _, high in knobs for end in (low, high)]
    there = [contrast.scenario, *(turned(contrast.scenario, *each) for each in values)]
    plain, *found = differences(contrast, there, progress)
    ends = [stands + (each - plain) for each in found]
    return [
        Swing(path, value, low, high, stands, ends[2 * index], ends[2 * index + 1])
        for index, (path, low, value, high) in enumerate(knobs)
        if not isnan(ends[2 * index]) and not isnan(ends[2 * index + 1])
    ]


def _ordered(found: Sequence[Swing]) -> list[Swing]:
    return sorted(found, key=lambda swing: (swing.left, swing.key))


def break_evens(contrast: Contrast, found: Sequence[Swing], most: int = 3) -> list[BreakEven]:
    """The numbers that turn a difference over within their ranges, the smallest move first; then
    those that leave least of it."""
    turning = [swing for swing in found[:LOOKED_AT] if swing.turns]
    turns = sorted((break_even_of(contrast, swing) for swing in turning), key=_moved)[:most]
    rest = [BreakEven(swing, None) for swing in found if not swing.turns]
    return [*turns, *rest[: most - len(turns)]]


def _moved(break_even: BreakEven) -> float:
    """How much of the way to the end of the range a knob has to go."""
    swing = break_even.swing
    assert break_even.at is not None
    return abs(break_even.at - swing.value) / abs(swing.worst - swing.value)


def break_even_of(contrast: Contrast, swing: Swing) -> BreakEven:
    """Where the difference crosses zero between the value in force and the worst end."""
    if not swing.turns:
        return BreakEven(swing, None)
    place = crossing(
        contrast,
        lambda value: turned(contrast.scenario, swing.path, value),
        (swing.value, swing.at_value),
        (swing.worst, swing.at_worst),
    )
    return BreakEven(swing, place)


def crossing(
    contrast: Contrast,
    world: Callable[[float], Scenario],
    near: tuple[float, float],
    far: tuple[float, float],
) -> float:
    """Where a difference crosses zero on a way through worlds.

    near, far: places on the way with the differences there, of unlike signs; the world at `near` is
    the question's own. By false position with the Illinois rule, Dahlquist & Bjoerck, Numerical
    Methods, 6.2.
    """
    (plain,) = differences(contrast, [contrast.scenario])
    stands = near[1]
    place = near[0]
    for _ in range(STEPS):
        place = near[0] + (far[0] - near[0]) * near[1] / (near[1] - far[1])
        (level,) = differences(contrast, [world(place)])
        found = stands + level - plain
        if found == 0.0:
            break
        if found * far[1] > 0:
            near, far = (near[0], near[1] / 2.0), (place, found)
        else:
            near, far = (place, found), (far[0], far[1] / 2.0)
    return place


def swing_of(contrast: Contrast, knob: Path, ends: tuple[float, float], stands: float) -> Swing:
    """One knob at two ends. stands: see `swings`."""
    value = at(contrast.scenario.tables.model_dump(mode="python", by_alias=True), knob)
    (found,) = _moves(contrast, [(knob, ends[0], float(value), ends[1])], stands)
    return found


def turned(scenario: Scenario, path: Path, value: float) -> Scenario:
    """A scenario with one knob at another value, in the model's own unit."""
    place = describe.place(Tables, path)
    assert place is not None
    assert place.field is not None
    unit = describe.unit_of(place.field)
    text = describe.in_unit(value, unit) if unit in ("duration", "rate") else value
    return scenario.with_values(nested(path, text), "turned")


def differences(
    contrast: Contrast, there: Sequence[Scenario], progress: Progress | None = None
) -> list[float]:
    """The mean paired difference in each of several worlds, with the same luck in all."""
    return [
        fsum(one - other for one, other in zip(ours, theirs, strict=True)) / len(ours)
        for ours, theirs in paired(contrast, there, progress)
    ]
