"""Claims: each position's claims judged in three worlds, and where each of them turns over.

A claim holds where the whole interval of the paired difference is on its side, does not where the
whole is on the other, and is not settled in between. The three intervals of a claim hold together.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from journeysim.engine.choice import SIMPY
from journeysim.experiment.compare import Experiment, measure
from journeysim.experiment.estimate import Estimate
from journeysim.experiment.positions import EVIDENCE, WORLDS, WORST, Claim, Position
from journeysim.experiment.replicate import Progress
from journeysim.experiment.turning import (
    Question,
    crossing,
    swing_of,
    turned,
    turning_point,
)
from journeysim.scenario import describe
from journeysim.scenario.merging import Path, at, leaves
from journeysim.scenario.scenario import Scenario, load, world_table
from journeysim.scenario.tables import Tables

RUNS_TO_TURN = 2
"""Runs with which a turning point is looked for; same luck at every value, so that few do."""


class Verdict(StrEnum):
    """What became of a claim in one world."""

    HOLDS = "holds"
    FAILS = "does not hold"
    OPEN = "not settled"


@dataclass(frozen=True)
class Judged:
    """A claim in one world: the paired difference, and what follows from it."""

    world: str
    estimate: Estimate
    verdict: Verdict


@dataclass(frozen=True)
class Brink:
    """Where the evidence's difference crosses zero.

    knob: the number the claim hangs on, its value in force, the range tried, and where in it the
    difference crosses (None: nowhere); way: which share of the way from the evidence to the least
    favourable world, all its numbers moving together (None: it does not cross).
    """

    knob: Path
    value: float
    low: float
    high: float
    at: float | None
    way: float | None


@dataclass(frozen=True)
class Score:
    """A claim with its verdict in each world; brink: None for what no number can turn."""

    claim: Claim
    worlds: tuple[Judged, ...]
    brink: Brink | None


@dataclass(frozen=True)
class How:
    """How claims are measured; the same in every world.

    engine: chooses one for so many runs of a scenario; replications, seed: None for the scenario's.
    """

    engine: Callable[[Scenario, int], str] = lambda *_: SIMPY
    replications: int | None = None
    seed: int | None = None
    jobs: int | None = None
    progress: Progress | None = None

    def load(self, name: str, world: str) -> Scenario:
        """A shipped scenario in one of its worlds."""
        seed = () if self.seed is None else (f"run.seed={self.seed}",)
        return load(name, world=world, settings=seed)


def verdict(claim: Claim, found: Estimate) -> Verdict:
    """What an interval says of a claim; one without ends says nothing."""
    if claim.says == "same":
        if found.low == found.high == 0.0:
            return Verdict.HOLDS
        return Verdict.FAILS if found.settled else Verdict.OPEN
    if found.low > 0.0:
        return Verdict.HOLDS
    if found.high < 0.0 or found.low == found.high == 0.0:
        return Verdict.FAILS
    return Verdict.OPEN


def judged(positions: Sequence[Position], how: How) -> dict[str, list[Score]]:
    """The scores of every position by what it says care is."""
    every = [claim for position in positions for claim in position.claims]
    measured = {
        (name, world): _measured(name, world, every, how)
        for name in dict.fromkeys(claim.scenario for claim in every)
        for world in WORLDS
    }
    return {
        position.care: [_score(claim, measured, how) for claim in position.claims]
        for position in positions
    }


def _measured(name: str, world: str, claims: Sequence[Claim], how: How) -> Experiment:
    """What the claims about a scenario ask for, in one of its worlds."""
    own = [claim for claim in claims if claim.scenario == name]
    policies = tuple(dict.fromkeys(each for claim in own for each in (claim.policy, claim.against)))
    metrics = tuple(dict.fromkeys(claim.metric for claim in own))
    scenario = how.load(name, world)
    count = how.replications or scenario.tables.run.replications
    return measure(
        scenario, policies, metrics, replications=count, jobs=how.jobs, progress=how.progress,
        engine=how.engine(scenario, len(policies) * count),
    )  # fmt: skip


def _score(claim: Claim, measured: dict[tuple[str, str], Experiment], how: How) -> Score:
    found = {
        world: measured[claim.scenario, world]
        .difference(claim.policy, claim.against, claim.metric, len(WORLDS))
        .estimate
        for world in WORLDS
    }
    worlds = tuple(Judged(world, each, verdict(claim, each)) for world, each in found.items())
    return Score(claim, worlds, _brink(claim, found, how) if claim.knob else None)


def _brink(claim: Claim, found: dict[str, Estimate], how: How) -> Brink:
    """Where a claim turns over, seen from the evidence."""
    scenario, worst = (how.load(claim.scenario, world) for world in (EVIDENCE, WORST))
    engine = how.engine(scenario, 12 * RUNS_TO_TURN)
    question = Question(
        scenario, claim.policy, claim.against, claim.metric, RUNS_TO_TURN, engine, how.jobs
    )
    stands = found[EVIDENCE].mean
    path = tuple(claim.knob.split("."))
    swing = swing_of(question, path, span(scenario, path), stands)
    way = None
    if stands * found[WORST].mean < 0:
        way = crossing(
            question,
            lambda share: between(scenario, worst, share),
            (0.0, stands),
            (1.0, found[WORST].mean),
        )
    place = turning_point(question, swing).at
    return Brink(path, swing.value, swing.low, swing.high, place, way)


def span(scenario: Scenario, path: Path) -> tuple[float, float]:
    """A knob's plausible range, widened to what any named world takes it for."""
    place = describe.place(Tables, path)
    assert place is not None
    assert place.field is not None
    extra = place.field.json_schema_extra
    assert isinstance(extra, dict)
    low, high = (float(str(end)) for end in list(extra["plausible"]))  # type: ignore[arg-type]
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
