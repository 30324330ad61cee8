"""Optimum: the best of a grid of levers within a budget, and the frontier of people against money.

Every point of the grid is a candidate beside today, paired with it. Which are left is a set; what the
best of it brings is measured with luck that chose nobody. Where a lever stands at the end of its range,
it is said, with what stands in the way of more.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from math import fsum

from journeysim.engine.choice import SIMPY, Jobs
from journeysim.experiment.decisions.candidates import TriedPolicy, candidates
from journeysim.experiment.decisions.frontier import unbeaten
from journeysim.experiment.decisions.ladder import Ladder
from journeysim.experiment.decisions.search import COSTS
from journeysim.experiment.decisions.selection import Selected, SelectionTerms, selected
from journeysim.experiment.estimate import Estimate, estimate
from journeysim.experiment.replicate import Progress
from journeysim.experiment.sequential import Sample, extended
from journeysim.scenario.merging import Table, merged
from journeysim.scenario.scenario import Scenario

LOOKED = 2
"""Runs that tell what a candidate costs; the same luck, so that costs hardly differ."""

YEAR = 365.0


@dataclass(frozen=True)
class LeverGrid:
    """What is tried: levers with their values, laid over a policy.

    goal: the metric to be as high as can be; kept, worth: what the frontier shows; budget: how much
    more a year the levers may cost than today's, None for no bound.
    """

    scenario: Scenario
    policy: str
    levers: tuple[Ladder, ...]
    goal: str
    kept: str
    worth: str
    budget: float | None
    terms: SelectionTerms
    engine: str = SIMPY
    jobs: Jobs = None
    progress: Progress | None = None

    @property
    def points(self) -> list[tuple[float, ...]]:
        """Every setting of the levers."""
        return list(product(*(each.values for each in self.levers)))

    @property
    def as_today(self) -> tuple[float, ...]:
        """The setting that is today's own, whether it is among the points or not."""
        return tuple(each.knob.value for each in self.levers)


@dataclass(frozen=True)
class LeverPoint:
    """A setting of the levers, against today: paired means, and the intervals of few runs.

    cost: how much more the levers cost a year; within: is that in the budget? left: is it among those
    that may be the best? runs: how many it was given.
    """

    values: tuple[float, ...]
    goal: Estimate
    kept: Estimate
    worth: Estimate
    cost: float
    within: bool
    left: bool
    runs: int


@dataclass(frozen=True)
class Binding:
    """A bound that the best stands at. lever: its place, None for the budget; is_high: at the high end?
    cost: how much more a year the last step costs (of the budget: what it is)."""

    lever: int | None
    is_high: bool
    cost: float


@dataclass(frozen=True)
class Optimum:
    """What a grid came to: points, the places of the set that is left (today is None among them), the
    best, what it brings measured anew, the frontier, and the bounds that bind.

    best: None where it is today.
    """

    grid: LeverGrid
    points: tuple[LeverPoint, ...]
    left: tuple[int | None, ...]
    best: int | None
    confirmed: Mapping[str, Estimate]
    frontier: tuple[int, ...]
    bindings: tuple[Binding, ...]
    today_cost: float


class _Runs:
    """What was run so far of all points and of today; the last place is today."""

    def __init__(self, grid: LeverGrid, tried: Sequence[TriedPolicy]) -> None:
        self.grid = grid
        self.tried = tried
        names = dict.fromkeys((grid.goal, grid.kept, grid.worth, *COSTS))
        self._samples = {id(each.scenario): Sample(each.scenario, tuple(names)) for each in tried}

    def run(self, places: Sequence[int], count: int) -> None:
        """Run these points up to so many replications, and today beside them."""
        grid, asked = self.grid, [self.tried[place] for place in places]
        for scenario in {id(each.scenario): each.scenario for each in asked}.values():
            policies = [each.policy for each in asked if each.scenario is scenario]
            sample = self._samples[id(scenario)]
            self._samples[id(scenario)] = extended(
                sample, tuple(dict.fromkeys((*policies, grid.policy))), count,
                jobs=grid.jobs, progress=grid.progress, engine=grid.engine, curves=False,
            )  # fmt: skip

    def done(self, place: int) -> int:
        """How many runs a point has."""
        each = self.tried[place]
        return self._samples[id(each.scenario)].done(each.policy)

    def apart(self, place: int, metric: str, first: int = 0) -> list[float]:
        """A point less today in a metric, run by run."""
        each = self.tried[place]
        sample = self._samples[id(each.scenario)]
        ours = sample.values(each.policy, metric)
        theirs = sample.values(self.grid.policy, metric)
        return [one - other for one, other in zip(ours[first:], theirs[first:], strict=False)]

    def cost(self, place: int) -> float:
        """How much more a point's levers cost a year than today's."""
        each = [self.apart(place, metric) for metric in COSTS]
        totals = [fsum(parts) for parts in zip(*each, strict=True)]
        days = self.grid.scenario.tables.run.days
        return fsum(totals) / len(totals) * YEAR / days

    def todays_cost(self) -> float:
        """What today's levers cost a year."""
        sample = self._samples[id(self.tried[0].scenario)]
        each = [sample.values(self.grid.policy, metric) for metric in COSTS]
        totals = [fsum(parts) for parts in zip(*each, strict=True)]
        return fsum(totals) / len(totals) * YEAR / self.grid.scenario.tables.run.days


def optimum(grid: LeverGrid) -> Optimum:
    """Try every point within the budget, and say which may be the best."""
    points = grid.points
    tables = [_levers(grid.levers, values) for values in points]
    runs = _Runs(grid, candidates(grid.scenario, grid.policy, tables))
    every = range(len(points))
    runs.run(every, LOOKED)
    within = [place for place in every if grid.budget is None or runs.cost(place) <= grid.budget]
    today = len(points)

    def observe(places: Sequence[int], count: int) -> dict[int, list[float]]:
        there = [place for place in places if place != today]
        runs.run(there or [0], count)
        seen = {place: runs.apart(place, grid.goal)[:count] for place in there}
        return seen | ({today: [0.0] * count} if today in places else {})

    others = [place for place in within if points[place] != grid.as_today]
    choice = selected(observe, [*others, today], grid.terms)
    return _put_together(grid, runs, within, choice, today)


def _levers(ladders: Sequence[Ladder], values: Sequence[float]) -> Table:
    table: Table = {}
    for each, value in zip(ladders, values, strict=True):
        table = merged(table, each.table(value))
    return table


def _put_together(
    grid: LeverGrid, runs: _Runs, within: Sequence[int], choice: Selected, today: int
) -> Optimum:
    left = [None if place == today else place for place in choice.left]
    points = tuple(
        LeverPoint(
            values=values,
            goal=estimate(runs.apart(place, grid.goal)),
            kept=estimate(runs.apart(place, grid.kept)),
            worth=estimate(runs.apart(place, grid.worth)),
            cost=runs.cost(place),
            within=place in within,
            left=place in left,
            runs=runs.done(place),
        )
        for place, values in enumerate(grid.points)
    )
    best = left[0]
    confirmed: dict[str, Estimate] = {}
    if best is not None:
        before = runs.done(best)
        runs.run([best], before + grid.terms.first)
        names = dict.fromkeys((grid.goal, grid.kept, grid.worth))
        confirmed = {name: estimate(runs.apart(best, name, before)) for name in names}
    return Optimum(
        grid, points, tuple(left), best, confirmed, _frontier(points),
        () if best is None else _bindings(grid, runs, points, best), runs.todays_cost(),
    )  # fmt: skip


def _frontier(points: Sequence[LeverPoint]) -> tuple[int, ...]:
    """Those within the budget that no other beats in both people and money, by money upwards."""
    within = [place for place, point in enumerate(points) if point.within]
    both = [(points[place].worth.mean, points[place].kept.mean) for place in within]
    return tuple(within[place] for place in unbeaten(both))


def _bindings(
    grid: LeverGrid, runs: _Runs, points: Sequence[LeverPoint], best: int
) -> tuple[Binding, ...]:
    """The bounds at which the best stands: ends of ranges, and the budget where a point that beats it,
    in the runs that both have, lies beyond."""
    values = points[best].values
    place_of = {point.values: place for place, point in enumerate(points)}
    bindings = []
    for number, ladder in enumerate(grid.levers):
        steps, here = ladder.values, values[number]
        if here not in (steps[0], steps[-1]):
            continue
        is_high = here == steps[-1]
        inner = steps[-2] if is_high else steps[1]
        beside = place_of[(*values[:number], inner, *values[number + 1 :])]
        bindings.append(Binding(number, is_high, points[best].cost - points[beside].cost))
    beyond = [place for place, point in enumerate(points) if not point.within]
    ours = fsum(runs.apart(best, grid.goal)[:LOOKED])
    if grid.budget is not None and any(
        fsum(runs.apart(place, grid.goal)[:LOOKED]) > ours for place in beyond
    ):
        bindings.append(Binding(None, True, grid.budget))
    return tuple(bindings)
