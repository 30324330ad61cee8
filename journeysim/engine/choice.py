"""Choice: which engine answers. Both give the same events; they differ in when the answer comes.

SimPy starts at once; the compiled engine is some thirty times faster once it is compiled, which
takes about a minute, once, and is done in the background while SimPy answers.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import Executor
from importlib.util import find_spec

from journeysim.engine import cache
from journeysim.scenario.scenario import Scenario

AUTO, SIMPY, COMPILED = "auto", "simpy", "compiled"
ENGINES = (AUTO, SIMPY, COMPILED)
"""What may be asked for."""

SECONDS_A_ROW = 25e-6
"""What one row of the log costs the SimPy engine, roughly, on the machines of 2026."""

WORTH_LOADING = 0.1
"""Seconds of SimPy from which loading the compiled engine pays; it takes about half of that."""

WORTH_WORKERS = 1.0
"""Seconds of SimPy from which worker processes pay; each takes about half of one to begin."""

WORTH_COMPILING = 5.0
"""Seconds of SimPy from which it pays to compile for next time."""


Jobs = int | Executor | None
"""Who runs: so many workers, one a core (None), or an executor of the caller's own."""


def workers(jobs: Jobs) -> int:
    """How many runs go on side by side; nobody knows of an executor, so one a core is taken."""
    return jobs if isinstance(jobs, int) else os.cpu_count() or 1


def rows_expected(scenario: Scenario) -> float:
    """Roughly how many rows the log of one run will have; good to a factor of two."""
    tables = scenario.tables
    purchase = tables.purchase
    segments = list(tables.segments.values())
    gaps = [(segment.gap or purchase.gap).distribution().mean() for segment in segments]
    shares = [segment.share for segment in segments]
    if not segments:
        gaps, shares = [purchase.gap.distribution().mean()], [1.0]
    occasions = sum(share / gap for share, gap in zip(shares, gaps, strict=True) if gap > 0)
    problems = tables.problems.values()
    a_purchase = 1.0 + 4.0 * sum(problem.per_purchase for problem in problems)
    a_day = occasions * a_purchase + 4.0 * sum(problem.rate for problem in problems)
    days = tables.run.days
    people = tables.population.customers + 0.5 * days * (
        tables.population.prospects * tables.population.conversion
    )
    return people * (2.0 + 0.7 * days * a_day)


def simpy_seconds(scenario: Scenario, runs: int, jobs: Jobs) -> float:
    """Roughly how long the SimPy engine would take for so many runs."""
    abreast = max(1, min(runs, workers(jobs)))
    return rows_expected(scenario) * SECONDS_A_ROW * runs / abreast


def processes(engine: str, scenario: Scenario, runs: int, jobs: Jobs) -> Jobs:
    """How many jobs: as asked for, else 1 where SimPy is done sooner than a worker begins."""
    quick = engine == SIMPY and simpy_seconds(scenario, runs, 1) < WORTH_WORKERS
    return 1 if jobs is None and quick else jobs


def chosen(asked: str, scenarios: Sequence[Scenario], runs: int, jobs: Jobs) -> str:
    """The engine that answers: as asked for, or for `auto` the one that answers first."""
    if asked != AUTO:
        return asked
    seconds = sum(simpy_seconds(scenario, runs, jobs) for scenario in scenarios)
    if seconds < WORTH_LOADING or not is_there():
        return SIMPY
    return COMPILED if cache.is_warm() else SIMPY


def is_there() -> bool:
    """Is Numba installed?"""
    return find_spec("numba") is not None


def compile_in_background(seconds: float) -> bool:
    """Begin to compile for next time, if that pays and nobody does already; says whether it did.

    seconds: what the work at hand costs the SimPy engine. JOURNEYSIM_BACKGROUND=0 forbids it.
    """
    allowed = os.environ.get("JOURNEYSIM_BACKGROUND", "1") != "0" and "CI" not in os.environ
    if not allowed or seconds < WORTH_COMPILING or not is_there() or cache.is_warm():
        return False
    if not cache.claim():
        return False
    _compiling()
    return True


def compile_now() -> None:
    """Compile, unless that is done, in a process that Ctrl-C here can end at once."""
    if cache.is_warm() or not cache.is_writable():
        return
    child = _compiling()
    try:
        child.wait()
    except BaseException:
        child.kill()
        child.wait()
        raise


def _compiling() -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "journeysim", "warmup", "--quiet"]
    nowhere = subprocess.DEVNULL
    return subprocess.Popen(
        command, stdin=nowhere, stdout=nowhere, stderr=nowhere, start_new_session=True
    )
