"""Checks: the claims of scenarios put to the test, as a function for Python."""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import Executor
from pathlib import Path
from typing import Literal

from journeysim.api.asking import (
    Dated,
    Engine,
    Folder,
    Names,
    Settings,
    Workers,
    asked,
    frame_of,
    names_of,
    one_of,
    whole,
)
from journeysim.study.ask import Ask
from journeysim.study.check import CheckResult
from journeysim.study.limits import MOST_REPLICATIONS
from journeysim.study.progress import SILENT, Progress


def check(
    scenarios: str | os.PathLike[str] | Sequence[str | os.PathLike[str]],
    *,
    max_replications: int | None = None,
    against: str | os.PathLike[str] | None = None,
    base_file: str | os.PathLike[str] | None = None,
    base_ref: str | None = None,
    tolerance: Names = (),
    fail_on: Sequence[Literal["warn", "undecided", "changed"]] = (),
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
) -> CheckResult:
    """The [[expect]] claims of scenario files put to the test; `.outcome` is the verdict.

    Raises ScenarioError and UsageError before anything runs.
    """
    from journeysim.study.check import check as study
    from journeysim.study.check_plan import FAIL_ON, Terms, tolerances

    several = [scenarios] if isinstance(scenarios, str | os.PathLike) else scenarios
    for each in fail_on:
        one_of("fail_on", each, FAIL_ON)
    terms = Terms(
        against=None if against is None else Path(against),
        base_file=None if base_file is None else Path(base_file),
        base_ref=base_ref,
        tolerances=tolerances(names_of(tolerance)),
        fail_on=frozenset(fail_on),
    )
    options = asked(
        policy=policy, replications=replications, engine=engine, jobs=jobs, executor=executor, store=store,
        max_events=max_events,
    )  # fmt: skip
    most = whole("max_replications", max_replications, 1, MOST_REPLICATIONS)
    frame = frame_of(world, replications, seed, days, customers, set, at)
    ask = Ask(**options, max_replications=most)
    return study([os.fspath(each) for each in several], frame, ask, terms, progress)
