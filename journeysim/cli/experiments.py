"""Experiments: what `run` and `compare` share: measuring a scenario as the options say."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from journeysim import metrics
from journeysim.cli.console import progress
from journeysim.cli.options import Options
from journeysim.cli.remarks import remark
from journeysim.engine import cache, choice
from journeysim.errors import UsageError
from journeysim.experiment.assumptions import REPLICATIONS, WORLDS, measure_assumptions
from journeysim.experiment.compare import Experiment, default_metrics, headline, measure
from journeysim.report.words import counted, counted_days
from journeysim.scenario.scenario import Scenario

BY_METRICS = ("retention", "come_back_rate", "contacts_per_customer", "revenue", "margin")
"""The metrics that are split with --by."""

DOUBLINGS = 2
"""How many times the file's replications a comparison may take unasked, so that it stays short."""


def wanted_metrics(scenario: Scenario, options: Options) -> tuple[str, ...]:
    """The default metrics, and with --by the headline ones of each part."""
    names = default_metrics(scenario)
    return names + tuple(
        f"{metric}[{options.by}={part}]"
        for part in parts(scenario, options)
        for metric in BY_METRICS
    )


def parts(scenario: Scenario, options: Options) -> tuple[str, ...]:
    """What --by splits into."""
    if options.by == "segment":
        return tuple(scenario.tables.segments)
    if options.by == "cohort":
        return metrics.COHORTS
    return metrics.QUARTERS if options.by in metrics.TRAITS else ()


def measured(
    scenario: Scenario, policies: Sequence[str], options: Options, look: Look | None = None
) -> Experiment:
    """The experiment the options ask for, with progress and an estimate of the work.

    look: go on until this comparison is settled.
    """
    count = scenario.tables.run.replications
    wanted = wanted_metrics(scenario, options)
    engine = engine_for(scenario, len(policies) * count, options)
    jobs = choice.processes(engine, scenario, len(policies) * count, options.jobs)
    most = look.most if look else None
    announce(scenario, len(policies), count, engine, options, most)
    with progress(scenario.name, options.quiet) as told:
        experiment = measure(
            scenario,
            policies,
            wanted,
            replications=count,
            most=most,
            baseline=look.baseline if look else None,
            max_events=options.max_events,
            jobs=jobs,
            progress=told,
            first=_told_first(look, count, options) if told and engine == choice.SIMPY else None,
            engine=engine,
        )
    done = experiment.replications
    if done < count:
        remark(f"--max-events allows {done} of {count} replications", options.quiet)
    elif done > count:
        remark(f"not settled after {count}: went on to {done} replications", options.quiet)
    return experiment


def _told_first(
    look: Look | None, count: int, options: Options
) -> Callable[[Experiment], None] | None:
    """Say what the first replication shows, for whoever would otherwise wait for half a minute."""
    if look is None or count < 2:
        return None

    def told(experiment: Experiment) -> None:
        metric, _ = headline(experiment.scenario)
        if metric not in experiment.metrics:
            return
        seen = {policy: experiment.estimate(policy, metric).mean for policy in experiment.policies}
        apart = ", ".join(
            f"{policy} {1000.0 * (share - seen[look.baseline]):+,.0f}"
            for policy, share in seen.items()
            if policy != look.baseline
        )
        what = f"of 1,000 customers against {look.baseline}: {apart}"
        remark(f"the first of {count} runs, luck included, {what}", options.quiet)

    return told


class Look(NamedTuple):
    """A comparison to be settled: against which policy, with how many replications at most."""

    baseline: str
    most: int


def look_at(scenario: Scenario, baseline: str, asked: int | None, options: Options) -> Look | None:
    """How long to go on: as asked, else to twice the file's replications.

    None for exactly the replications that --replications names. Raises UsageError for both.
    """
    if options.replications is not None:
        if asked is not None:
            raise UsageError(
                "--replications means exactly so many; --max-replications goes on from those of "
                "the file (--set run.replications=N)"
            )
        return None
    return Look(baseline, asked or DOUBLINGS * scenario.tables.run.replications)


def affordable(count: int, events: int, options: Options) -> int:
    """How many of the wanted replications --max-events allows; events: what one takes."""
    if options.max_events is None:
        return count
    allowed = max(1, min(count, options.max_events // max(1, events)))
    if allowed < count:
        remark(f"--max-events allows {allowed} of {count} replications", options.quiet)
    return allowed


def engine_for(scenario: Scenario, runs: int, options: Options) -> str:
    """The engine that answers so many runs; compiling for next time begins if that pays."""
    engine = choice.chosen(options.engine, [scenario], runs, options.jobs)
    seconds = choice.simpy_seconds(scenario, runs, options.jobs)
    if options.engine == choice.AUTO and engine == choice.SIMPY:
        if choice.compile_in_background(seconds):
            text = (
                "SimPy answers now; the fast engine compiles in the background, once, for next time"
            )
            remark(text, options.quiet)
    if engine == choice.COMPILED and not cache.is_warm():
        remark("compiling the fast engine, once, about a minute", options.quiet)
    return engine


def announce(
    scenario: Scenario,
    policies: int,
    count: int,
    engine: str,
    options: Options,
    most: int | None = None,
) -> None:
    """Say what is about to be done; the seed is part of it. most: how many replications at most."""
    tables = scenario.tables
    where = f" in world {scenario.world}" if scenario.world else ""
    remark(
        f"{scenario.name}{where}: {policies} {'policy' if policies == 1 else 'policies'} x "
        f"{counted(count, 'replication')}, {counted(tables.population.customers, 'customer')}, "
        f"{counted_days(tables.run.days)}, "
        f"seed {tables.run.seed}, engine {engine}"
        + (
            f"; up to {most:,} replications while luck could turn it" if (most or 0) > count else ""
        ),
        options.quiet,
    )


def plausible_worlds(
    scenario: Scenario, policies: Sequence[str], experiment: Experiment, options: Options
) -> list[Experiment]:
    """The same policies in many plausible worlds, if the options ask for it."""
    if not options.assumptions:
        return []
    remark(f"assumptions: {WORLDS} plausible worlds x {REPLICATIONS} replications", options.quiet)
    engine = engine_for(scenario, WORLDS * REPLICATIONS * len(policies), options)
    with progress("plausible worlds", options.quiet) as told:
        return measure_assumptions(
            scenario,
            policies,
            experiment.metrics,
            worlds=WORLDS,
            jobs=options.jobs,
            progress=told,
            engine=engine,
        )
