"""Pairs: explain and twins, what tells two policies apart, as functions for Python.

Each takes a scenario (a path, the name of a shipped one, or one that is loaded) and the options of
the command of its name as keywords. Raises the errors of `journeysim.errors`, worded as there.
"""

from __future__ import annotations

from concurrent.futures import Executor
from typing import Literal

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
)
from journeysim.experiment.explain import Explained
from journeysim.study.explain import AskExplain
from journeysim.study.findings import Findings, findings_of
from journeysim.study.limits import BY
from journeysim.study.progress import SILENT, Progress
from journeysim.study.twins import AskTwins, CustomerLives, TwinLedgers


def explain(
    scenario: Source,
    before: str,
    after: str,
    *,
    metric: Names = (),
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
) -> Findings[Explained]:
    """Which levers make policy `after` differ from policy `before`, and by how much each."""
    from journeysim.study.explain import READING
    from journeysim.study.explain import explain as study

    frame = frame_of(world, replications, seed, days, customers, set, at)
    options = asked(
        replications=replications, engine=engine, jobs=jobs, executor=executor, store=store,
        max_events=max_events,
    )  # fmt: skip
    ask = AskExplain(**options, before=before, after=after, metrics=names_of(metric))
    scenarios = frame.scenarios(source_of(scenario))
    return findings_of(study, READING, scenarios, ask, progress)


def twins(
    scenario: Source,
    before: str,
    after: str,
    *,
    customer: str | None = None,
    pick: Literal["saved", "lost"] | None = None,
    replications: int | None = None,
    seed: int | None = None,
    days: float | str | None = None,
    customers: int | None = None,
    world: str | None = None,
    set: Settings | None = None,  # noqa: A002
    at: Dated | None = None,
    by: Division | None = None,
    engine: Engine = "auto",
    jobs: Workers = 1,
    executor: Executor | None = None,
    max_events: int | None = None,
    progress: Progress = SILENT,
) -> Findings[TwinLedgers] | Findings[CustomerLives]:
    """Who is kept and who is driven away by policy `after` against policy `before`, and why.

    With `customer` or `pick`, one person's two lives.
    """
    from journeysim.study import twins as study

    frame = frame_of(world, replications, seed, days, customers, set, at)
    options = asked(
        replications=replications, by=one_of("by", by, BY),
        engine=engine, jobs=jobs, executor=executor, max_events=max_events,
    )  # fmt: skip
    one_of("pick", pick, ("saved", "lost"))
    ask = AskTwins(**options, before=before, after=after, customer=customer, pick=pick)
    scenarios = frame.scenarios(source_of(scenario))
    study.refuse_what_does_not_fit(ask, len(scenarios))
    if study.is_one_customer(ask):
        return findings_of(study.lives, study.LIVES_READING, scenarios, ask, progress)
    return findings_of(study.twins, study.READING, scenarios, ask, progress)
