"""Measure: a scenario's policies measured as an Ask says; what most studies begin with."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from journeysim import metrics
from journeysim.calibration.sheet import told_firm
from journeysim.engine import choice
from journeysim.engine.choice import Jobs
from journeysim.errors import UsageError
from journeysim.experiment.assumptions import REPLICATIONS, WORLDS, measure_assumptions
from journeysim.experiment.compare import Experiment, default_metrics, measure
from journeysim.experiment.family import DOUBLINGS
from journeysim.experiment.headline import headline
from journeysim.numerals import numeral, spelled, style_of
from journeysim.report import tables
from journeysim.report.statement import WITHIN
from journeysim.report.text.run import Division
from journeysim.report.unbooked import FUTURE
from journeysim.report.words import counted, counted_days, simulated
from journeysim.scenario.in_small import small_firm
from journeysim.scenario.scenario import Scenario
from journeysim.study.ask import Ask
from journeysim.study.effort import effort, room, told_bytes
from journeysim.study.progress import SILENT, Progress

BY_METRICS = ("retention", "come_back_rate", "contacts_per_customer", "revenue", "margin")
"""The metrics that are split with `by`."""


class Look(NamedTuple):
    """A comparison to be settled: against which policy, with how many replications at most."""

    baseline: str
    most: int


def parts(scenario: Scenario, ask: Ask) -> tuple[str, ...]:
    """What `by` splits into."""
    if ask.by == "segment":
        return tuple(scenario.tables.segments)
    if ask.by == "cohort":
        return metrics.COHORTS
    return metrics.QUARTERS if ask.by in metrics.TRAITS else ()


def wanted_metrics(scenario: Scenario, ask: Ask) -> tuple[str, ...]:
    """The default metrics, and with `by` the headline ones of each part."""
    names = _few(scenario) if ask.brief else default_metrics(scenario)
    names += tuple(
        each.metric for each in told_firm.told_figures(scenario) if each.metric not in names
    )
    return names + tuple(
        f"{metric}[{ask.by}={part}]" for part in parts(scenario, ask) for metric in BY_METRICS
    )


def _few(scenario: Scenario) -> tuple[str, ...]:
    """The metrics of a short answer: its figures, and what its sentences and last lines rest on."""
    return tuple(
        dict.fromkeys((headline(scenario).metric, *tables.SHORT, WITHIN, FUTURE, "touches"))
    )


def measured(
    scenario: Scenario,
    policies: Sequence[str],
    ask: Ask,
    progress: Progress = SILENT,
    look: Look | None = None,
) -> Experiment:
    """The experiment that is asked for, with an estimate of the work.

    look: go on until this comparison is settled.
    """
    count = scenario.tables.run.replications
    wanted = wanted_metrics(scenario, ask)
    small = small_firm(scenario).scenario
    engine = engine_for(small, len(policies) * count, ask, progress)
    jobs = choice.processes(engine, small, len(policies) * count, ask.jobs)
    most = look.most if look else None
    announce(scenario, len(policies), count, engine, ask, progress, most)
    with progress.counting(scenario.name) as counter:
        experiment = measure(
            scenario,
            policies,
            wanted,
            replications=count,
            most=most,
            baseline=look.baseline if look else None,
            max_events=ask.max_events,
            jobs=jobs,
            progress=counter,
            first=(
                _first_shown(look, count, progress) if counter and engine == choice.SIMPY else None
            ),
            engine=engine,
        )
    done = experiment.replications
    if done < count:
        progress.say(f"--max-events allows {done} of {count} replications")
    elif done > count:
        progress.say(f"too close to call after {count}: went on to {done} replications")
    return experiment


def _first_shown(
    look: Look | None, count: int, progress: Progress
) -> Callable[[Experiment], None] | None:
    """Say what the first replication shows, for whoever would otherwise wait for half a minute."""
    if look is None or count < 2:
        return None

    def show(experiment: Experiment) -> None:
        metric, _ = headline(experiment.scenario)
        if metric not in experiment.metrics:
            return
        seen = {policy: experiment.estimate(policy, metric).mean for policy in experiment.policies}
        apart = ", ".join(
            f"{policy} {numeral(1000.0 * (share - seen[look.baseline]), '+,.0f')}"
            for policy, share in seen.items()
            if policy != look.baseline
        )
        what = f"of {numeral(1000)} customers against {look.baseline}: {apart}"
        line = f"the first of {count} runs, chance included, {what}"
        progress.say(spelled(line, style_of(experiment.scenario)))

    return show


def look_at(scenario: Scenario, baseline: str, ask: Ask) -> Look | None:
    """How long to go on: as asked, else to twice the file's replications.

    None for exactly the replications that are asked for. Raises UsageError for both.
    """
    if ask.replications is not None:
        if ask.max_replications is not None:
            raise UsageError(
                "--replications means exactly so many; --max-replications goes on from those of "
                "the file (--set run.replications=N)"
            )
        return None
    most = ask.max_replications or DOUBLINGS * scenario.tables.run.replications
    return Look(baseline, most)


def replications_allowed(count: int, events: int, ask: Ask, progress: Progress = SILENT) -> int:
    """How many of the wanted replications --max-events allows; events: what one takes."""
    if ask.max_events is None:
        return count
    allowed = max(1, min(count, ask.max_events // max(1, events)))
    if allowed < count:
        progress.say(f"--max-events allows {allowed} of {count} replications")
    return allowed


def engine_for(scenario: Scenario, runs: int, ask: Ask, progress: Progress = SILENT) -> str:
    """The engine that answers so many runs. Raises UsageError where it cannot run."""
    return engine_by(scenario, runs, ask.engine, ask.jobs, progress)


def engine_by(
    scenario: Scenario, runs: int, asked: str, jobs: Jobs = None, progress: Progress = SILENT
) -> str:
    """The same by what is asked for; says why where SimPy stands in for what cannot run."""
    engine = choice.chosen(asked, [scenario], runs, jobs)
    if asked != choice.AUTO or not (why := choice.missing()):
        return engine
    if choice.simpy_seconds(scenario, runs, jobs) >= WORTH_TELLING:
        progress.say(f"SimPy answers, some thirty times slower: {why}")
    return engine


WORTH_TELLING = 2.0
"""Seconds of SimPy from which it is said why the compiled engine cannot run."""


def announce(
    scenario: Scenario,
    policies: int,
    count: int,
    engine: str,
    ask: Ask,
    progress: Progress,
    most: int | None = None,
) -> None:
    """Say what is about to be done, and ask whether it is meant if it is much.

    The seed is part of it; so is what it will take, if that is worth telling. most: how many
    replications at most. Raises UsageError if it is not meant, or does not fit into memory.
    """
    tables = scenario.tables
    work = effort(small_firm(scenario).scenario, policies * count, engine, ask.jobs)
    where = f" in world {scenario.world}" if scenario.world else ""
    line = (
        f"{scenario.name}{where}: {policies} {'policy' if policies == 1 else 'policies'} x "
        f"{counted(count, 'replication')}, {simulated(tables.population.customers, tables.run.one_in)}, "
        f"{counted_days(tables.run.days)}, "
        f"seed {tables.run.seed}, engine {engine}"
        + (
            f"; up to {numeral(most or 0)} replications while chance could turn it"
            if (most or 0) > count
            else ""
        )
        + (f"; {work}" if work.is_told else "")
    )
    progress.say(spelled(line, style_of(scenario)))
    if ask.max_events is None and work.bytes_here > (left := room()):
        much = (
            f"{scenario.name}{where} takes about {told_bytes(work.bytes)} of memory, and "
            f"{told_bytes(left)} are left; --customers, --days or --jobs make it less"
        )
        raise UsageError(spelled(much, style_of(scenario)))
    if work.is_asked and ask.max_events is None:
        progress.confirm(spelled(f"{scenario.name}{where} will take {work}.", style_of(scenario)))


def plausible_worlds(
    scenario: Scenario,
    policies: Sequence[str],
    experiment: Experiment,
    ask: Ask,
    progress: Progress = SILENT,
) -> list[Experiment]:
    """The same policies in many plausible worlds, if that is asked for."""
    if not ask.assumptions:
        return []
    progress.say(f"assumptions: {WORLDS} plausible worlds x {REPLICATIONS} replications")
    engine = engine_for(scenario, WORLDS * REPLICATIONS * len(policies), ask, progress)
    with progress.counting("plausible worlds") as counter:
        return measure_assumptions(
            scenario,
            policies,
            experiment.metrics,
            worlds=WORLDS,
            jobs=ask.jobs,
            progress=counter,
            engine=engine,
        )


def division(scenario: Scenario, ask: Ask) -> Division | None:
    """What results are split by, if anything."""
    ways = parts(scenario, ask)
    return Division(ask.by, ways, BY_METRICS) if ask.by and ways else None
