"""Choice: which engine answers, and on how many of a vast firm's customers. Both engines give the same events;
they differ in when the answer comes.

SimPy starts at once; the compiled engine is some thirty times faster and takes half a second to
begin.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import Executor
from math import expm1, fsum

from journeysim.errors import UsageError
from journeysim.model.run import most_customers
from journeysim.scenario.in_small import can_be_small
from journeysim.scenario.scenario import Scenario
from journeysim.scenario.tables import Tables

AUTO, SIMPY, COMPILED = "auto", "simpy", "compiled"
ENGINES = (AUTO, SIMPY, COMPILED)
"""What may be asked for."""

SECONDS_A_ROW = 25e-6
"""What one row of the log costs the SimPy engine, roughly, on the machines of 2026."""

LONGEST_GROWTH = 30.0
"""Doublings, nearly, after which more friends of friends are as many as can be."""

WORTH_LOADING = 0.5
"""Seconds of SimPy from which loading the compiled engine pays; it takes as long, beside other work."""

WORTH_WORKERS = 1.0
"""Seconds of SimPy from which worker processes pay; each takes about half of one to begin."""

VAST, ROWS_IN_SMALL, MOST_IN_ONE = 20_000_000.0, 3_000_000.0, 32
"""Rows of a run from which a firm is vast, and those of a run in small; one in at most so many."""

Jobs = int | Executor | None
"""Who runs: so many workers, one a core (None), or an executor of the caller's own."""


def workers(jobs: Jobs) -> int:
    """How many runs go on side by side; nobody knows of an executor, so one a core is taken."""
    return jobs if isinstance(jobs, int) else os.cpu_count() or 1


def is_elsewhere(jobs: Jobs) -> bool:
    """Do the runs take place on other machines, whose cores and memory nobody knows here?"""
    return bool(getattr(jobs, "is_elsewhere", False))


def rows_expected(scenario: Scenario) -> float:
    """Roughly how many rows the log of one run will have; good to a factor of two."""
    tables = scenario.tables
    problems = tables.problems.values()
    a_purchase = 1.0 + 4.0 * fsum(problem.per_purchase for problem in problems)
    a_day = _occasions(tables) * a_purchase + 4.0 * fsum(problem.rate for problem in problems)
    return people_expected(scenario) * (2.0 + 0.7 * tables.run.days * a_day)


def rows_lived(scenario: Scenario) -> float:
    """The same with those of the run-in, which take their time and are not kept."""
    frame = scenario.tables.run
    return rows_expected(scenario) * (1.0 + frame.run_in / frame.days)


def is_vast(scenario: Scenario) -> bool:
    """Is a run so large that one in so many customers is simulated where that can be done?"""
    return rows_lived(scenario) > VAST


def one_in_for(scenario: Scenario) -> int:
    """One in how many customers are simulated where this firm is measured again and again: 1,
    everybody, unless it is vast and can be told in small."""
    if not is_vast(scenario) or not can_be_small(scenario):
        return 1
    return min(MOST_IN_ONE, round(rows_lived(scenario) / ROWS_IN_SMALL))


def _occasions(tables: Tables) -> float:
    """How many occasions to buy a customer has, a day."""
    gap = tables.purchase.gap
    parts = [(segment.share, segment.gap or gap) for segment in tables.segments.values()]
    means = [(share, own.distribution().mean()) for share, own in parts or [(1.0, gap)]]
    return fsum(share / mean for share, mean in means if mean > 0)


def people_expected(scenario: Scenario) -> float:
    """Roughly how many customers there are at a time, friends of friends included."""
    tables = scenario.tables
    population, days = tables.population, tables.run.days
    people = population.customers + 0.5 * days * population.prospects * population.conversion
    friends = min(LONGEST_GROWTH, tables.talk.referral * _occasions(tables) * days)
    grown = people * (expm1(friends) / friends if friends > 0.0 else 1.0)
    return min(grown, max(float(most_customers(tables.run, population)), people))


def simpy_seconds(scenario: Scenario, runs: int, jobs: Jobs) -> float:
    """Roughly how long the SimPy engine would take for so many runs."""
    abreast = max(1, min(runs, workers(jobs)))
    return rows_lived(scenario) * SECONDS_A_ROW * runs / abreast


def processes(engine: str, scenario: Scenario, runs: int, jobs: Jobs) -> Jobs:
    """How many jobs: as asked for, else 1 where SimPy is done sooner than a worker begins."""
    quick = engine == SIMPY and simpy_seconds(scenario, runs, 1) < WORTH_WORKERS
    return 1 if jobs is None and quick else jobs


def chosen(asked: str, scenarios: Sequence[Scenario], runs: int, jobs: Jobs) -> str:
    """The engine that answers: as asked for, or for `auto` the one that answers first.

    Raises UsageError where the compiled one is asked for and cannot run.
    """
    if asked == COMPILED and (why := missing()):
        raise UsageError(f"the compiled engine cannot run: {why}")
    if asked != AUTO:
        return asked
    seconds = fsum(simpy_seconds(scenario, runs, jobs) for scenario in scenarios)
    return COMPILED if seconds >= WORTH_LOADING and is_there() else SIMPY


def is_there() -> bool:
    """Can the compiled engine run here?"""
    return not missing()


def missing() -> str:
    """Why the compiled engine cannot run here, in words; "" where it can."""
    from journeysim.engine.compiled.kernel import trouble

    return trouble()


def ready(engine: str) -> None:
    """Begin to make the compiled engine ready while something else is done, if it may be wanted."""
    if engine != SIMPY:
        from journeysim.engine.compiled.kernel import begin_loading

        begin_loading()
