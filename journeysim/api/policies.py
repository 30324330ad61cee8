"""Policies: run, compare, sensitivity, report and log, as functions for Python.

Each takes a scenario (a path, the name of a shipped one, or one that is loaded) and the options of
the command of its name as keywords. Raises the errors of `journeysim.errors`, worded as there.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Executor
from dataclasses import replace
from pathlib import Path
from typing import Any

from journeysim.api.asking import (
    Dated,
    Division,
    Engine,
    Folder,
    Names,
    Settings,
    Source,
    Workers,
    asked,
    frame_of,
    names_of,
    one_of,
    source_of,
    whole,
)
from journeysim.errors import UsageError
from journeysim.scenario.scenario import Scenario
from journeysim.study.ask import Ask
from journeysim.study.compare import Comparison
from journeysim.study.findings import Findings, findings_of
from journeysim.study.limits import BY, MOST_REPLICATIONS, MOST_SHOWN
from journeysim.study.log import AskLog, Log
from journeysim.study.progress import SILENT, Progress
from journeysim.study.report import AskReport, Report
from journeysim.study.run import PolicyRuns
from journeysim.study.sensitivity import AskSensitivity, Method, Sensitivity


def run(
    scenario: Source,
    *,
    policy: Names = (),
    replications: int | None = None,
    seed: int | None = None,
    days: float | str | None = None,
    customers: int | None = None,
    world: str | None = None,
    set: Settings | None = None,  # noqa: A002
    at: Dated | None = None,
    assumptions: bool = False,
    by: Division | None = None,
    engine: Engine = "auto",
    jobs: Workers = 1,
    executor: Executor | None = None,
    store: Folder | None = None,
    max_events: int | None = None,
    progress: Progress = SILENT,
) -> Findings[PolicyRuns]:
    """What each policy leads to, with intervals; every named policy unless some are named."""
    from journeysim.study.run import READING
    from journeysim.study.run import run as study

    frame = frame_of(world, replications, seed, days, customers, set, at)
    options = asked(
        policy=policy, replications=replications, assumptions=assumptions, by=one_of("by", by, BY),
        engine=engine, jobs=jobs, executor=executor, store=store, max_events=max_events,
    )  # fmt: skip
    scenarios = frame.scenarios(source_of(scenario))
    return findings_of(study, READING, scenarios, Ask(**options), progress)


def compare(
    scenario: Source,
    *,
    baseline: str | None = None,
    max_replications: int | None = None,
    policy: Names = (),
    replications: int | None = None,
    seed: int | None = None,
    days: float | str | None = None,
    customers: int | None = None,
    world: str | None = None,
    set: Settings | None = None,  # noqa: A002
    at: Dated | None = None,
    assumptions: bool = False,
    by: Division | None = None,
    engine: Engine = "auto",
    jobs: Workers = 1,
    executor: Executor | None = None,
    store: Folder | None = None,
    max_events: int | None = None,
    progress: Progress = SILENT,
) -> Findings[Comparison]:
    """Policies against a baseline: same customers, same luck.

    Repetitions are doubled while luck could turn the headline; `replications` takes exactly so many.
    """
    from journeysim.study.compare import READING
    from journeysim.study.compare import compare as study

    frame = frame_of(world, replications, seed, days, customers, set, at)
    options = asked(
        policy=policy, replications=replications, assumptions=assumptions, by=one_of("by", by, BY),
        engine=engine, jobs=jobs, executor=executor, store=store, max_events=max_events,
    )  # fmt: skip
    most = whole("max_replications", max_replications, 1, MOST_REPLICATIONS)
    ask = Ask(**options, baseline=baseline, max_replications=most)
    scenarios = frame.scenarios(source_of(scenario))
    return findings_of(study, READING, scenarios, ask, progress)


def sensitivity(
    scenario: Source,
    *,
    baseline: str | None = None,
    metric: str = "retention",
    top: int = 8,
    knob: Names = (),
    method: Method = "tornado",
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
    progress: Progress = SILENT,
) -> Findings[Sensitivity]:
    """Which assumed numbers would turn a verdict, and where they would turn it.

    About one policy (the last named, unless `policy` names another) against the baseline.
    """
    from journeysim.study.sensitivity import READING
    from journeysim.study.sensitivity import sensitivity as study

    frame = frame_of(world, replications, seed, days, customers, set, at)
    options = asked(
        policy=policy,
        replications=replications,
        engine=engine,
        jobs=jobs,
        executor=executor,
        store=store,
    )
    ask = AskSensitivity(
        **options, baseline=baseline, metric=metric, top=whole("top", top, 1, MOST_SHOWN) or 0,
        knobs=names_of(knob), method=method,
    )  # fmt: skip
    one_of("method", method, ("tornado", "morris", "sobol"))
    scenarios = frame.scenarios(source_of(scenario))
    if len(scenarios) > 1:
        raise UsageError("sensitivity looks at one world; name it with world=")
    return findings_of(study, READING, scenarios, ask, progress)


def report(
    scenario: Source,
    *,
    baseline: str | None = None,
    focus: str | None = None,
    brief: bool = False,
    share: bool = False,
    again: bool = False,
    answers: Sequence[Findings[Any] | Folder] = (),
    policy: Names = (),
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
) -> Report:
    """A report on policies as one HTML page: `.write("report.html")`, or shown in a notebook.

    About the policy that earns most unless `focus` names another; `brief`: one sheet. `share`:
    `.write("report.zip")` writes all that is needed to make it again. `again`: a shared report, or
    the folder it was unpacked to, made again; `.differs` says what is not as it was. `answers`: what
    solve, optimize and pilot found of the same scenario, or files of theirs, taken along.
    """
    from journeysim.study import answers as others
    from journeysim.study import share as sharing
    from journeysim.study.report import base_name, command_again, the_one
    from journeysim.study.report import report as study

    frame = frame_of(world, replications, seed, days, customers, set, at)
    options = asked(
        policy=policy, replications=replications, assumptions=assumptions,
        engine=engine, jobs=jobs, executor=executor, store=store, max_events=max_events,
    )  # fmt: skip
    source = source_of(scenario)
    ask = AskReport(**options, baseline=baseline, focus=focus, brief=brief)
    if again:
        sharing.refuse_asking(frame, ask, share or bool(answers))
        if isinstance(source, Scenario):
            raise UsageError("again=True takes the path of a shared report")
        return sharing.again(Path(source), ask, progress)[1]
    whole_scenario = the_one(frame.scenarios(source), world)
    name = source if isinstance(source, str) else source.name
    files = others.files_of(answers)
    along = others.placed(whole_scenario, base_name(name), frame, files)
    ask = replace(ask, answers=along)
    if share:
        return sharing.share(source, frame, ask, progress)
    ask = replace(ask, command=command_again(name, frame, ask))
    return study(whole_scenario, ask, progress)


def log(
    scenario: Source,
    *,
    truth: bool = False,
    holdout: float | None = None,
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
    max_events: int | None = None,
    progress: Progress = SILENT,
) -> Log:
    """The event log of policies: `.log` as one structured array, `.write("log.csv")` as a file.

    Replication 0; `replications=N` takes N of them.
    """
    from journeysim.study.log import log as study

    frame = frame_of(world, replications, seed, days, customers, set, at)
    options = asked(
        policy=policy, replications=replications, engine=engine, jobs=jobs, executor=executor,
        max_events=max_events,
    )  # fmt: skip
    scenarios = frame.scenarios(source_of(scenario))
    if len(scenarios) > 1:
        raise UsageError("log is about one world; name it with world=")
    return study(scenarios[0], AskLog(**options, truth=truth, holdout=holdout), progress)
