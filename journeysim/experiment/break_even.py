"""Break-even search: how far a difference moves with one assumed number, and where it turns over.

One number at a time, with the same luck at every value, so that a few runs tell how much a
difference moves; where it stands without the move is told by the experiment at hand. Numbers that
only act together are not found here; `--assumptions` draws them together.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from math import fsum, isnan, sqrt
from typing import NamedTuple

from journeysim.experiment.assumptions import Unknown, unknowns, worded
from journeysim.experiment.contrast import Contrast, paired
from journeysim.experiment.estimate import Estimate, pooled_half_width
from journeysim.experiment.replicate import Progress
from journeysim.scenario.merging import Path, at, nested
from journeysim.scenario.scenario import Scenario

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


class Crossing(NamedTuple):
    """Where a difference is zero, and from where to where that may be by chance, 95 %.

    low, high: None where chance allows that it is not zero as far as was looked, to that side.
    """

    at: float
    low: float | None
    high: float | None


@dataclass(frozen=True)
class BreakEven:
    """Where a knob turns a difference over; crossing: None if it does not within the range."""

    swing: Swing
    crossing: Crossing | None

    @property
    def at(self) -> float | None:
        """The value at which the difference is zero."""
        return None if self.crossing is None else self.crossing.at


def swings(
    contrast: Contrast,
    stands: float,
    progress: Progress | None = None,
    among: Collection[Path] | None = None,
    again: int = LOOKED_AT,
) -> list[Swing]:
    """Every assumed number in force, the one that leaves least of the difference first.

    stands: the difference in the world as it is, as the experiment at hand found it. All numbers
    are tried with one run each, those that matter most with as many as the question says; among: only
    these are tried; again: so many matter most.
    """
    knobs = [
        each
        for each in unknowns(contrast.scenario)
        if each[1] < each[3] and (among is None or each[0] in among)
    ]
    once = _tried(replace(contrast, replications=1), knobs, progress)
    screened = _ordered(_swings(knobs, once, stands))
    first = {swing.path for swing in screened[:again]}
    chosen = [each for each in knobs if each[0] in first]
    more = _tried(replace(contrast, first=1), chosen)
    both = {key: [*level, *more.get(key, ())] for key, level in once.items()}
    rest = [swing for swing in screened if swing.path not in first]
    return [*_ordered(_swings(chosen, both, stands)), *rest]


_Levels = dict[tuple[Path, float] | None, list[float]]
"""The differences where a knob stands at a value, one a replication; None for the world itself."""


def _tried(
    contrast: Contrast, knobs: Sequence[Unknown], progress: Progress | None = None
) -> _Levels:
    """The differences with each knob at either end of its range."""
    values = [(path, end) for path, low, _, high in knobs for end in (low, high)]
    there = [contrast.scenario, *(turned(contrast.scenario, *each) for each in values)]
    levels = apart(contrast, there, progress) if contrast.first < contrast.replications else []
    return dict(zip([None, *values], levels, strict=False))


def _swings(knobs: Sequence[Unknown], levels: _Levels, stands: float) -> list[Swing]:
    def end(path: Path, value: float) -> float:
        level, plain = levels[path, value], levels[None]
        return stands + (fsum(level) / len(level) - fsum(plain) / len(plain))

    every = [
        Swing(path, value, low, high, stands, end(path, low), end(path, high))
        for path, low, value, high in knobs
    ]
    return [each for each in every if not isnan(each.at_low) and not isnan(each.at_high)]


def _ordered(swings: Sequence[Swing]) -> list[Swing]:
    return sorted(swings, key=lambda swing: (swing.left, swing.key))


def break_evens(
    contrast: Contrast, swings: Sequence[Swing], stands: Estimate, most: int = 3
) -> list[BreakEven]:
    """The numbers that turn a difference over within their ranges, the smallest move first; then
    those that leave least of it. stands: the difference as the experiment at hand found it."""
    turning = [swing for swing in swings[:LOOKED_AT] if swing.turns]
    turns = sorted((break_even_of(contrast, swing, stands) for swing in turning), key=_moved)[:most]
    rest = [BreakEven(swing, None) for swing in swings if not swing.turns]
    return [*turns, *rest[: most - len(turns)]]


def _moved(break_even: BreakEven) -> float:
    """How much of the way to the end of the range a knob has to go."""
    swing = break_even.swing
    assert break_even.at is not None
    return abs(break_even.at - swing.value) / abs(swing.worst - swing.value)


def break_even_of(contrast: Contrast, swing: Swing, stands: Estimate) -> BreakEven:
    """Where the difference crosses zero between the value in force and the worst end."""
    if not swing.turns:
        return BreakEven(swing, None)
    place = crossing(
        contrast,
        lambda value: turned(contrast.scenario, swing.path, value),
        stands,
        (swing.value, swing.worst),
        swing.at_worst,
    )
    return BreakEven(swing, place)


def crossing(
    contrast: Contrast,
    world: Callable[[float], Scenario],
    stands: Estimate,
    way: tuple[float, float],
    at_end: float,
) -> Crossing:
    """Where a difference crosses zero on a way through worlds, with an interval.

    stands: the difference at the way's begin, the question's own world; at_end: that at its end, of
    the other sign. The place is found by false position with the Illinois rule, Dahlquist & Bjoerck,
    Numerical Methods, 6.2; the interval is where the line through everything that was tried would
    cross if the difference were as far from its mean as chance allows: as it stands, and as what the
    move adds differs from replication to replication.
    """
    (plain,) = apart(contrast, [contrast.scenario])
    near, far = (way[0], stands.mean), (way[1], at_end)
    tried, moves, place = [near, far], [], way[0]
    for _ in range(STEPS):
        place = near[0] + (far[0] - near[0]) * near[1] / (near[1] - far[1])
        (level,) = apart(contrast, [world(place)])
        moves.append([here - there for here, there in zip(level, plain, strict=True)])
        value = stands.mean + fsum(moves[-1]) / len(level)
        tried.append((place, value))
        if value == 0.0:
            break
        if value * far[1] > 0:
            near, far = (near[0], near[1] / 2.0), (place, value)
        else:
            near, far = (place, value), (far[0], far[1] / 2.0)
    reach = sqrt(stands.half**2 + pooled_half_width(moves) ** 2)
    ends = (
        [_where(tried, way, shift) for shift in (-reach, reach)] if reach == reach else [None] * 2
    )
    if way[0] > way[1]:
        ends.reverse()
    if stands.mean < 0.0:
        ends.reverse()
    return Crossing(place, *ends)


def _where(
    tried: Sequence[tuple[float, float]], way: tuple[float, float], shift: float
) -> float | None:
    """Where the line through places and differences, shifted, first leaves its side of zero; the
    way's begin if it is not on that side there, None if it never leaves it."""
    ahead = 1.0 if way[1] > way[0] else -1.0
    line = sorted(tried, key=lambda each: ahead * each[0])
    sign = 1.0 if line[0][1] >= 0.0 else -1.0
    if sign * (line[0][1] + shift) <= 0.0:
        return line[0][0]
    for (here, before), (there, after) in pairwise(line):
        if sign * (after + shift) <= 0.0:
            return here + (there - here) * (before + shift) / (before - after)
    return None


def swing_of(contrast: Contrast, knob: Path, ends: tuple[float, float], stands: float) -> Swing:
    """One knob at two ends. stands: see `swings`."""
    value = at(contrast.scenario.tables.model_dump(mode="python", by_alias=True), knob)
    knobs = [(knob, ends[0], float(value), ends[1])]
    (swing,) = _swings(knobs, _tried(contrast, knobs), stands)
    return swing


def turned(scenario: Scenario, path: Path, value: float) -> Scenario:
    """A scenario with one knob at another value, in the model's own unit."""
    return scenario.with_world_values(nested(path, worded(path, value)), "turned")


def differences(
    contrast: Contrast, there: Sequence[Scenario], progress: Progress | None = None
) -> list[float]:
    """The mean paired difference in each of several worlds, with the same luck in all."""
    return [fsum(each) / len(each) for each in apart(contrast, there, progress)]


def apart(
    contrast: Contrast, there: Sequence[Scenario], progress: Progress | None = None
) -> list[list[float]]:
    """The paired differences in each of several worlds, one a replication, with the same luck; what
    is known of the contrast's own world is not run again, nor of one in which the same holds."""
    known = contrast.plain[contrast.first : contrast.replications]
    if len(known) < contrast.replications - contrast.first:
        known = ()
    alike = [bool(known) and world.sha256 == contrast.scenario.sha256 for world in there]
    others = [world for world, same in zip(there, alike, strict=True) if not same]
    seen = iter(paired(contrast, others, progress))

    def level(same: bool) -> list[float]:
        if same:
            return list(known)
        return [one - other for one, other in zip(*next(seen), strict=True)]

    return [level(same) for same in alike]
