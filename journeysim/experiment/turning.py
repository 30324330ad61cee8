"""Turning: how far a difference moves with one assumed number, and where it turns over.

One number at a time, with the same luck at every value, so that a few runs tell how much a
difference moves; where it stands without the move is told by the experiment at hand. Numbers that
only act together are not found here; `--assumptions` draws them together.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from math import fsum, isnan

from journeysim.engine.choice import SIMPY
from journeysim.experiment.assumptions import unknowns
from journeysim.experiment.replicate import Progress, Task, perform_all
from journeysim.scenario import describe
from journeysim.scenario.merging import Path, at, nested
from journeysim.scenario.scenario import Scenario
from journeysim.scenario.tables import Tables

REPLICATIONS = 2
STEPS = 4
"""How often a turning point is drawn nearer."""

LOOKED_AT = 8
"""How many of the numbers that matter most are looked at again with more runs."""


@dataclass(frozen=True)
class Question:
    """A policy against a baseline in one metric, in one world, and what answers it."""

    scenario: Scenario
    policy: str
    baseline: str
    metric: str
    replications: int = REPLICATIONS
    engine: str = SIMPY
    jobs: int | None = None


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
class Turn:
    """Where a knob turns a difference over; at: None if it does not within the range."""

    swing: Swing
    at: float | None


def swings(question: Question, stands: float, progress: Progress | None = None) -> list[Swing]:
    """Every assumed number in force, the one that leaves least of the difference first.

    stands: the difference in the world as it is, as the experiment at hand found it. All numbers
    are tried with one run each, those that matter most with as many as the question says.
    """
    knobs = [each for each in unknowns(question.scenario) if each[1] < each[3]]
    once = replace(question, replications=1)
    found = _ordered(_moves(once, knobs, stands, progress))
    again = {swing.path for swing in found[:LOOKED_AT]}
    first = _moves(question, [each for each in knobs if each[0] in again], stands)
    return [*_ordered(first), *(swing for swing in found if swing.path not in again)]


def _moves(
    question: Question,
    knobs: Sequence[tuple[Path, float, float, float]],
    stands: float,
    progress: Progress | None = None,
) -> list[Swing]:
    values = [(path, end) for path, low, _, high in knobs for end in (low, high)]
    there = [question.scenario, *(turned(question.scenario, *each) for each in values)]
    plain, *found = differences(question, there, progress)
    ends = [stands + (each - plain) for each in found]
    return [
        Swing(path, value, low, high, stands, ends[2 * index], ends[2 * index + 1])
        for index, (path, low, value, high) in enumerate(knobs)
        if not isnan(ends[2 * index]) and not isnan(ends[2 * index + 1])
    ]


def _ordered(found: Sequence[Swing]) -> list[Swing]:
    return sorted(found, key=lambda swing: (swing.left, swing.key))


def overturning(question: Question, found: Sequence[Swing], most: int = 3) -> list[Turn]:
    """The numbers that turn a difference over within their ranges, the smallest move first; then
    those that leave least of it."""
    turning = [swing for swing in found[:LOOKED_AT] if swing.turns]
    turns = sorted((turning_point(question, swing) for swing in turning), key=_moved)[:most]
    rest = [Turn(swing, None) for swing in found if not swing.turns]
    return [*turns, *rest[: most - len(turns)]]


def _moved(turn: Turn) -> float:
    """How much of the way to the end of the range a knob has to go."""
    swing = turn.swing
    assert turn.at is not None
    return abs(turn.at - swing.value) / abs(swing.worst - swing.value)


def turning_point(question: Question, swing: Swing) -> Turn:
    """Where the difference crosses zero between the value in force and the worst end."""
    if not swing.turns:
        return Turn(swing, None)
    place = crossing(
        question,
        lambda value: turned(question.scenario, swing.path, value),
        (swing.value, swing.at_value),
        (swing.worst, swing.at_worst),
    )
    return Turn(swing, place)


def crossing(
    question: Question,
    world: Callable[[float], Scenario],
    near: tuple[float, float],
    far: tuple[float, float],
) -> float:
    """Where a difference crosses zero on a way through worlds.

    near, far: places on the way with the differences there, of unlike signs; the world at `near` is
    the question's own. By false position with the Illinois rule, Dahlquist & Bjoerck, Numerical
    Methods, 6.2.
    """
    (plain,) = differences(question, [question.scenario])
    stands = near[1]
    place = near[0]
    for _ in range(STEPS):
        place = near[0] + (far[0] - near[0]) * near[1] / (near[1] - far[1])
        (level,) = differences(question, [world(place)])
        found = stands + level - plain
        if found == 0.0:
            break
        if found * far[1] > 0:
            near, far = (near[0], near[1] / 2.0), (place, found)
        else:
            near, far = (place, found), (far[0], far[1] / 2.0)
    return place


def swing_of(question: Question, knob: Path, ends: tuple[float, float], stands: float) -> Swing:
    """One knob at two ends. stands: see `swings`."""
    value = at(question.scenario.tables.model_dump(mode="python", by_alias=True), knob)
    (found,) = _moves(question, [(knob, ends[0], float(value), ends[1])], stands)
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
    question: Question, there: Sequence[Scenario], progress: Progress | None = None
) -> list[float]:
    """The mean paired difference in each of several worlds, with the same luck in all."""
    tasks = [
        Task(world, policy, number, (question.metric,), question.engine)
        for world in there
        for number in range(question.replications)
        for policy in (question.policy, question.baseline)
    ]
    values = [result.values[0] for result in perform_all(tasks, question.jobs, progress)]
    each = 2 * question.replications
    return [
        fsum(values[at] - values[at + 1] for at in range(start, start + each, 2))
        / question.replications
        for start in range(0, len(values), each)
    ]
