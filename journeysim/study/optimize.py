"""Optimize: the best setting of several levers within a budget, and what cannot be told apart from it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import prod
from typing import Any

import numpy as np
from rich.console import Console

from journeysim.errors import UsageError
from journeysim.experiment.assumptions import unknowns
from journeysim.experiment.decisions.in_all import WHOLE, money_in_all
from journeysim.experiment.decisions.ladder import Ladder, ladder
from journeysim.experiment.decisions.optimum import YEAR, LeverGrid, Optimum, optimum
from journeysim.experiment.decisions.selection import LEAST, SelectionTerms
from journeysim.experiment.estimate import CONFIDENCE
from journeysim.experiment.headline import headline
from journeysim.experiment.replicate import MeasureTask, perform
from journeysim.portable import log1p
from journeysim.report import optimize as report
from journeysim.report.to_json import envelope
from journeysim.scenario.scenario import Scenario
from journeysim.study.allowed import fewer, runs_allowed
from journeysim.study.columns import Array
from journeysim.study.findings import Lived, Reading
from journeysim.study.measure import announce, engine_for
from journeysim.study.optimize_ask import MOST_POINTS, AskOptimize, TypedLever, words_of
from journeysim.study.progress import SILENT, Progress
from journeysim.study.solve import the_policy

FIRST = 8
"""Runs of each setting before any is left out; the scenario's, where those are more."""

LONGER = 4
"""How many times as many those are given at most that cannot be told apart, unasked."""

ONE_OF_A_THOUSAND = 0.001


@dataclass(frozen=True)
class Optimized:
    """The best of a grid in one world. assumed: figures that chance leaves out."""

    optimum: Optimum
    assumed: int

    @property
    def exit_code(self) -> int:
        """0 where one is left, 1 where that is today, 3 where several cannot be told apart."""
        if len(self.optimum.left) > 1:
            return 3
        return 1 if self.optimum.best is None else 0


def optimize(scenario: Scenario, ask: AskOptimize, progress: Progress = SILENT) -> Optimized:
    """Try every setting. Raises UsageError for what cannot be asked."""
    policy = the_policy(scenario, ask)
    ladders = tuple(_values(scenario, policy, each, ask.steps) for each in ask.levers)
    points = prod(len(each.values) for each in ladders)
    if points > MOST_POINTS:
        raise UsageError(
            f"{points} settings; allowed: at most {MOST_POINTS} (fewer --levers, --steps)"
        )
    first = ask.replications or max(FIRST, scenario.tables.run.replications)
    if first < LEAST:
        raise UsageError(f"--replications {first}: fewer than {LEAST} do not tell settings apart")
    most = max(first, ask.max_replications or LONGER * first)
    engine = engine_for(scenario, points * first, ask, progress)
    each = points + 2  # today, and what the best brings measured anew
    allowed = runs_allowed(scenario, policy, ask, engine, LEAST * each, "to try every setting")
    first = int(min(first, allowed / each))
    most = fewer(most, (allowed - first) / (points + 1), first, progress)
    announce(scenario, points + 1, first, engine, ask, progress)
    kept = headline(scenario).metric
    worth = money_in_all(scenario)
    goal = {"retention": kept, WHOLE: worth}.get(ask.goal, ask.goal)
    with progress.counting("settings") as counter:
        grid = LeverGrid(
            scenario=scenario,
            policy=policy,
            levers=ladders,
            goal=goal,
            kept=kept,
            worth=worth,
            budget=ask.budget,
            terms=SelectionTerms(
                CONFIDENCE, _matters(scenario, policy, goal, ask, engine), first, most, first // 2
            ),
            engine=engine,
            jobs=ask.jobs,
            progress=counter,
        )
        return Optimized(optimum(grid), len(unknowns(scenario)))


def _values(scenario: Scenario, policy: str, typed: TypedLever, steps: int) -> Ladder:
    """A few values of a lever, both ends among them. Raises UsageError."""
    fine = ladder(scenario, policy, typed.key, (typed.low, typed.high, None), "--levers")
    if not fine.is_lever:
        raise UsageError(f"--levers {typed.key}: belongs to the world; nobody can turn it")
    last = len(fine.values) - 1
    places = dict.fromkeys(round(last * part / (steps - 1)) for part in range(steps))
    return Ladder(fine.knob, tuple(fine.values[place] for place in places), is_lever=True)


def _matters(scenario: Scenario, policy: str, goal: str, ask: AskOptimize, engine: str) -> float:
    """The difference of the goal below which nobody cares: of a thousand people one, of the revenue a
    thousandth, which is that of all years to come where they are in the goal."""
    if ask.matters is not None:
        return ask.matters
    if ask.goal == "retention":
        return ONE_OF_A_THOUSAND
    task = MeasureTask(scenario, policy, 0, ("revenue",), engine, None, False)
    years = 1.0
    if goal == WHOLE:
        frame, rate = scenario.tables.run, scenario.tables.money.discount_rate
        years = YEAR / (frame.days - frame.warmup) / log1p(rate)
    return max(1.0, ONE_OF_A_THOUSAND * years * perform(task).values[0])


def settings_of(result: Optimized) -> list[str]:
    """The best setting as `--set` takes it, of the policy it was laid over; none where that is today."""
    best = result.optimum.best
    if best is None:
        return []
    grid = result.optimum.grid
    inside = "" if grid.policy == "baseline" else f"policies.{grid.policy}."
    values = grid.points[best]
    return [
        f"{inside}{each.knob.key}={report.typed_value(each, value)}"
        for each, value in zip(grid.levers, values, strict=True)
    ]


def _show(page: Console, result: Optimized, full: bool) -> None:
    report.print_optimum(page, result.optimum, result.assumed, full)


def _document(results: Sequence[Optimized], engine: str) -> dict[str, Any]:
    (each,) = results
    seed = each.optimum.grid.scenario.tables.run.seed
    head = envelope(seed=seed, engine=engine, exit_code=each.exit_code)
    return head | report.document(each.optimum)


def _columns(results: Sequence[Optimized]) -> dict[str, Array]:
    """A row a setting: a column a lever, then goal, kept, worth, cost, within, left, runs."""
    (each,) = results
    grid, points = each.optimum.grid, each.optimum.points
    columns = {
        lever.knob.key: np.array([point.values[place] for point in points])
        for place, lever in enumerate(grid.levers)
    }
    for name in ("goal", "kept", "worth"):
        columns[name] = np.array([getattr(point, name).mean for point in points])
    for name in ("cost", "within", "left", "runs"):
        columns[name] = np.array([getattr(point, name) for point in points])
    return columns


def _lived(result: Optimized) -> Lived:
    grid = result.optimum.grid
    return Lived(grid.scenario, (grid.policy,))


READING: Reading[Optimized] = Reading(
    show=_show, document=_document, columns=_columns, lived=_lived, asked=words_of
)
"""How an optimum is read."""
