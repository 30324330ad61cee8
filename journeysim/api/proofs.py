"""Proofs: claims, verify and bench, as functions for Python."""

from __future__ import annotations

from concurrent.futures import Executor
from typing import Literal

from journeysim.api.asking import (
    Engine,
    Folder,
    Names,
    Settings,
    Workers,
    asked,
    frame_of,
    jobs_of,
    names_of,
    one_of,
    whole,
)
from journeysim.experiment.bench import Bench
from journeysim.study.bench import AskBench
from journeysim.study.claims import AskClaims, Scoreboard
from journeysim.study.findings import Findings
from journeysim.study.limits import MOST_REPLICATIONS, MOST_SEED
from journeysim.study.progress import SILENT, Progress
from journeysim.study.verify import ENGINES, AskVerify, Verification


def claims(
    scenarios: Names = (),
    *,
    replications: int | None = None,
    seed: int | None = None,
    engine: Engine = "auto",
    jobs: Workers = 1,
    executor: Executor | None = None,
    store: Folder | None = None,
    progress: Progress = SILENT,
) -> Findings[Scoreboard]:
    """The scoreboard: what people mean by customer care, and in which world they are right."""
    from journeysim.study.claims import READING
    from journeysim.study.claims import claims as study

    options = asked(
        replications=whole("replications", replications, 1, MOST_REPLICATIONS),
        engine=engine, jobs=jobs, executor=executor, store=store,
    )  # fmt: skip
    ask = AskClaims(
        **options, scenarios=names_of(scenarios), seed=whole("seed", seed, 0, MOST_SEED)
    )
    return Findings((study(ask, progress),), engine, READING)


def verify(
    worlds: Names = (),
    *,
    engine: Literal["both", "compiled", "simpy"] = "both",
    set: Settings | None = None,  # noqa: A002
    jobs: Workers = 1,
    executor: Executor | None = None,
    progress: Progress = SILENT,
) -> Findings[Verification]:
    """The installation held against worlds whose answers are known."""
    from journeysim.study.verify import READING, worlds_of
    from journeysim.study.verify import verify as study

    one_of("engine", engine, tuple(ENGINES))
    known = worlds_of(names_of(worlds), frame_of(set=set).settings)
    verification = study(known, AskVerify(engine, jobs_of(jobs, executor)), progress)
    return Findings((verification,), engine, READING)


def bench(
    *,
    full: bool = False,
    peers: bool = False,
    largest: int = 1_000_000,
    progress: Progress = SILENT,
) -> Findings[Bench]:
    """The two engines and a docs-style SimPy model side by side, as ratios.

    full: SimPy at every size; peers: Ciw and salabim, too, where they are installed.
    """
    from journeysim.study.bench import READING
    from journeysim.study.bench import bench as study

    ask = AskBench(whole("largest", largest, 1_000) or 1_000, full, peers)
    return Findings((study(ask, progress),), "auto", READING)
