"""Claims: each viewpoint's claims judged in three worlds, and where each of them turns over.

A claim holds where the whole interval of the paired difference is on its side, does not where the
whole is on the other, and is not settled in between. The three intervals of a claim hold together.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from journeysim.engine.choice import SIMPY, Jobs
from journeysim.experiment.break_even import (
    Crossing,
    break_even_of,
    crossing,
    swing_of,
    turned,
)
from journeysim.experiment.compare import Experiment, measure
from journeysim.experiment.contrast import Contrast
from journeysim.experiment.estimate import Estimate
from journeysim.experiment.family import DOUBLINGS, IntervalFamily
from journeysim.experiment.replicate import Progress
from journeysim.experiment.viewpoints import EVIDENCE, WORLDS, WORST, Viewpoint, ViewpointClaim
from journeysim.scenario import describe
from journeysim.scenario.merging import Path, at, leaves
from journeysim.scenario.scenario import Scenario, load, world_table
from journeysim.scenario.tables import Tables

RUNS_TO_BREAK_EVEN = 2
"""Runs with which a break-even is looked for; same luck at every value, so that few do."""


class ClaimVerdict(StrEnum):
    """What became of a claim in one world."""

    HOLDS = "holds"
    FAILS = "does not hold"
    OPEN = "not settled"


@dataclass(frozen=True)
class WorldVerdict:
    """A claim in one world: the paired difference, and what follows from it."""

    world: str
    estimate: Estimate
    verdict: ClaimVerdict


@dataclass(frozen=True)
class ClaimBreakEven:
    """Where the evidence's difference crosses zero.

    knob: the number the claim hangs on, its value in force, the range tried, and where in it the
    difference crosses (None: nowhere); way: which share of the way from the evidence to the least
    favourable world, all its numbers moving together (None: it does not cross).
    """

    knob: Path
    value: float
    low: float
    high: float
    at: Crossing | None
    way: Crossing | None


@dataclass(frozen=True)
class Score:
    """A claim with its verdict in each world; brink: None for what no number can turn."""

    claim: ViewpointClaim
    worlds: tuple[WorldVerdict, ...]
    break_even: ClaimBreakEven | None


@dataclass(frozen=True)
class RunOptions:
    """How claims are measured; the same in every world.

    engine: chooses one for so many runs of a scenario; replications: None for twice the scenario's,
    as many as a comparison may take; seed: None for the scenario's.
    """

    engine: Callable[[Scenario, int], str] = lambda *_: SIMPY
    replications: int | None = None
    seed: int | None = None
    jobs: Jobs = None
    progress: Progress | None = None

    def load(self, name: str, world: str) -> Scenario:
        """A shipped scenario in one of its worlds."""
        seed = () if self.seed is None else (f"run.seed={self.seed}",)
        return load(name, world=world, settings=seed)


def verdict(claim: ViewpointClaim, interval: Estimate) -> ClaimVerdict:
    """What an interval says of a claim; one without ends says nothing."""
    if claim.says == "same":
        if interval.low == interval.high == 0.0:
            return ClaimVerdict.HOLDS
        return ClaimVerdict.FAILS if interval.settled else ClaimVerdict.OPEN
    if interval.low > 0.0:
        return ClaimVerdict.HOLDS
    if interval.high < 0.0 or interval.low == interval.high == 0.0:
        return ClaimVerdict.FAILS
    return ClaimVerdict.OPEN


def judged(viewpoints: Sequence[Viewpoint], options: RunOptions) -> dict[str, list[Score]]:
    """The scores of every viewpoint by what it says care is."""
    every = [claim for viewpoint in viewpoints for claim in viewpoint.claims]
    measured = {
        (name, world): _measured(name, world, every, options)
        for name in dict.fromkeys(claim.scenario for claim in every)
        for world in WORLDS
    }
    return {
        viewpoint.care: [_score(claim, measured, options) for claim in viewpoint.claims]
        for viewpoint in viewpoints
    }


def _measured(
    name: str, world: str, claims: Sequence[ViewpointClaim], options: RunOptions
) -> Experiment:
    """What the claims about a scenario ask for, in one of its worlds."""
    own = [claim for claim in claims if claim.scenario == name]
    policies = tuple(dict.fromkeys(each for claim in own for each in (claim.policy, claim.against)))
    metrics = tuple(dict.fromkeys(claim.metric for claim in own))
    scenario = options.load(name, world)
    count = options.replications or DOUBLINGS * scenario.tables.run.replications
    return measure(
        scenario, policies, metrics, replications=count, jobs=options.jobs, progress=options.progress,
        engine=options.engine(scenario, len(policies) * count),
    )  # fmt: skip


def _score(
    claim: ViewpointClaim, measured: dict[tuple[str, str], Experiment], options: RunOptions
) -> Score:
    differences = {
        world: measured[claim.scenario, world]
        .difference(claim.policy, claim.against, claim.metric, IntervalFamily(len(WORLDS)))
        .estimate
        for world in WORLDS
    }
    worlds = tuple(
        WorldVerdict(world, each, verdict(claim, each)) for world, each in differences.items()
    )
    return Score(claim, worlds, _break_even(claim, differences, options) if claim.knob else None)


def _break_even(
    claim: ViewpointClaim, differences: dict[str, Estimate], options: RunOptions
) -> ClaimBreakEven:
    """Where a claim turns over, seen from the evidence."""
    scenario, worst = (options.load(claim.scenario, world) for world in (EVIDENCE, WORST))
    engine = options.engine(scenario, 12 * RUNS_TO_BREAK_EVEN)
    contrast = Contrast(
        scenario,
        claim.policy,
        claim.against,
        claim.metric,
        RUNS_TO_BREAK_EVEN,
        engine,
        options.jobs,
    )
    stands = differences[EVIDENCE].mean
    path = tuple(claim.knob.split("."))
    swing = swing_of(contrast, path, span(scenario, path), stands)
    way = None
    if stands * differences[WORST].mean < 0:
        way = crossing(
            contrast,
            lambda share: between(scenario, worst, share),
            differences[EVIDENCE],
            (0.0, 1.0),
            differences[WORST].mean,
        )
    place = break_even_of(contrast, swing, differences[EVIDENCE]).crossing
    return ClaimBreakEven(path, swing.value, swing.low, swing.high, place, way)


def span(scenario: Scenario, path: Path) -> tuple[float, float]:
    """A knob's plausible range, widened to what any named world takes it for."""
    place = describe.place(Tables, path)
    assert place is not None
    assert place.field is not None
    extra: Any = place.field.json_schema_extra
    low, high = (float(end) for end in extra["plausible"])
    values = [_value(scenario, path)]
    values += [
        _value(load(scenario.name, world=world), path)
        for world in scenario.worlds
        if at(world_table(scenario.document, world), path) is not None
    ]
    return min(low, *values), max(high, *values)


def between(scenario: Scenario, other: Scenario, share: float) -> Scenario:
    """A world on the way from one to another: every number that differs goes the same share."""
    made = scenario
    table = world_table(other.document, other.world or "")
    for path, _ in leaves(table):
        here, there = _value(scenario, path), _value(other, path)
        made = turned(made, path, (1.0 - share) * here + share * there)
    return made


def _value(scenario: Scenario, path: Path) -> float:
    return float(at(scenario.tables.model_dump(mode="python", by_alias=True), path))
