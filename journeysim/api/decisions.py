"""Decisions: solve, pilot and optimize, as functions for Python.

Each takes a scenario (a path, the name of a shipped one, or one that is loaded) and the options of
the command of its name as keywords. Raises the errors of `journeysim.errors`, worded as there.
"""

from __future__ import annotations

from concurrent.futures import Executor

from journeysim.api.asking import (
    Dated,
    Engine,
    Folder,
    Names,
    Settings,
    Source,
    Workers,
    asked,
    frame_of,
    names_of,
    source_of,
    whole,
)
from journeysim.errors import UsageError
from journeysim.experiment.decisions.field_test import FieldTest
from journeysim.scenario.scenario import Scenario
from journeysim.study.ask import Frame
from journeysim.study.findings import Findings, findings_of
from journeysim.study.limits import MOST_CUSTOMERS, MOST_REPLICATIONS
from journeysim.study.optimize import Optimized
from journeysim.study.progress import SILENT, Progress
from journeysim.study.shifts import PlannedWeek
from journeysim.study.solve import Answered


def _one(frame: Frame, scenario: Source, name: str) -> list[Scenario]:
    """The one world that is meant. Raises UsageError."""
    scenarios = frame.scenarios(source_of(scenario))
    if len(scenarios) > 1:
        raise UsageError(f"{name} looks at one world; name it with world=")
    return scenarios


def _text(value: float | str | None) -> str | None:
    """A value of a knob as it is typed."""
    return None if value is None else str(value)


def solve(
    scenario: Source,
    *,
    find: str | None = None,
    claim: str | None = None,
    lowest: float | str | None = None,
    highest: float | str | None = None,
    step: float | str | None = None,
    smallest: bool = False,
    largest: bool = False,
    shifts: bool = False,
    channel: str | None = None,
    max_replications: int | None = None,
    policy: Names = (),
    replications: int | None = None,
    seed: int | None = None,
    days: float | str | None = None,
    customers: int | None = None,
    world: str | None = None,
    set: Settings | None = None,  # noqa: A002
    at: Dated | None = None,
    engine: Engine = "auto",
    jobs: Workers = 1,
    executor: Executor | None = None,
    store: Folder | None = None,
    max_events: int | None = None,
    progress: Progress = SILENT,
) -> Findings[Answered] | Findings[PlannedWeek]:
    """The value of a knob (find) at which a claim begins to hold: `[0].solution.best.value`.

    `shifts`: the fewest agents hour by hour instead, beside what Erlang A says.
    """
    from journeysim.study import shifts as planning
    from journeysim.study import solve as study

    frame = frame_of(world, replications, seed, days, customers, set, at)
    options = asked(
        policy=policy,
        replications=replications,
        engine=engine,
        jobs=jobs,
        executor=executor,
        store=store,
        max_events=max_events,
    )
    most = whole("max_replications", max_replications, 1, MOST_REPLICATIONS)
    knob = study.AskSolve(
        **options, max_replications=most, find=find or "", claim=claim or "", low=_text(lowest),
        high=_text(highest), step=_text(step), side=study.side_of(smallest, largest),
    )  # fmt: skip
    scenarios = _one(frame, scenario, "solve")
    if shifts:
        week = planning.shifts_asked(knob, channel)
        return findings_of(planning.shifts, planning.READING, scenarios, week, progress)
    whole_ask = study.refuse_channel(knob, channel)
    return findings_of(study.solve, study.READING, scenarios, whole_ask, progress)


def pilot(
    scenario: Source,
    policy: str,
    *,
    baseline: str | None = None,
    arm: int | None = None,
    lasts: float | str | None = None,
    metric: str = "retention",
    power: float | str = "80 %",
    draws: int = 120,
    replications: int | None = None,
    seed: int | None = None,
    days: float | str | None = None,
    customers: int | None = None,
    world: str | None = None,
    set: Settings | None = None,  # noqa: A002
    at: Dated | None = None,
    assumptions: bool = False,
    engine: Engine = "auto",
    jobs: Workers = 1,
    executor: Executor | None = None,
    store: Folder | None = None,
    max_events: int | None = None,
    progress: Progress = SILENT,
) -> Findings[FieldTest]:
    """What a field test of a policy's touches would show: `[0].chosen.chances`, `[0].smallest`.

    `assumptions`: also what it is worth to know the assumed figures, `[0].worth`.
    """
    from journeysim.study import pilot as study
    from journeysim.study.pilot_ask import pilot_asked

    frame = frame_of(world, replications, seed, days, customers, set, at)
    options = asked(
        replications=replications, assumptions=assumptions, engine=engine, jobs=jobs,
        executor=executor, store=store, max_events=max_events,
    )  # fmt: skip
    ask = pilot_asked(
        options, policy=policy, baseline=baseline, arm=whole("arm", arm, 2, MOST_CUSTOMERS),
        lasts=_text(lasts), metric=metric, power=power,
        draws=whole("draws", draws, 1, MOST_REPLICATIONS) or 0,
    )  # fmt: skip
    return findings_of(study.pilot, study.READING, _one(frame, scenario, "pilot"), ask, progress)


def optimize(
    scenario: Source,
    *,
    levers: Names = (),
    maximise: str = "whole_value",
    budget: float | str | None = None,
    steps: int = 3,
    matters: float | None = None,
    max_replications: int | None = None,
    policy: Names = (),
    replications: int | None = None,
    seed: int | None = None,
    days: float | str | None = None,
    customers: int | None = None,
    world: str | None = None,
    set: Settings | None = None,  # noqa: A002
    at: Dated | None = None,
    engine: Engine = "auto",
    jobs: Workers = 1,
    executor: Executor | None = None,
    store: Folder | None = None,
    max_events: int | None = None,
    progress: Progress = SILENT,
) -> Findings[Optimized]:
    """The best setting of several levers within a budget: `[0].optimum.best`, `.left`, `.frontier`."""
    from journeysim.study import optimize as study
    from journeysim.study.optimize_ask import optimize_asked

    frame = frame_of(world, replications, seed, days, customers, set, at)
    options = asked(
        policy=policy,
        replications=replications,
        engine=engine,
        jobs=jobs,
        executor=executor,
        store=store,
        max_events=max_events,
    )
    ask = optimize_asked(
        options, levers=names_of(levers), maximise=maximise, budget=budget,
        steps=whole("steps", steps, 2, 20) or 0, matters=matters,
        max_replications=whole("max_replications", max_replications, 1, MOST_REPLICATIONS),
    )  # fmt: skip
    return findings_of(
        study.optimize, study.READING, _one(frame, scenario, "optimize"), ask, progress
    )
