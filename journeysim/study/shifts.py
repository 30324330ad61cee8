"""Shifts: the fewest agents hour by hour for a claim about a line, beside what Erlang A says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any

import numpy as np
from rich.console import Console

from journeysim.errors import UsageError
from journeysim.experiment.assumptions import unknowns
from journeysim.experiment.deciding import Verdict
from journeysim.experiment.decisions.in_all import money_in_all
from journeysim.experiment.decisions.shifts import Staffing, StaffingPlan, staffing_plan
from journeysim.experiment.decisions.solving import SearchEnd
from journeysim.experiment.decisions.staffing import HOURS, STANDARDS, Standard
from journeysim.experiment.headline import headline
from journeysim.experiment.resolved_claims import threshold
from journeysim.experiment.sequential import planned
from journeysim.model.service import Channel
from journeysim.report import shifts as report
from journeysim.report.to_json import envelope
from journeysim.scenario.claims import Claim
from journeysim.scenario.in_small import everybody
from journeysim.scenario.scenario import Scenario
from journeysim.study.allowed import fewer, runs_allowed
from journeysim.study.ask import Ask, flags
from journeysim.study.columns import Array
from journeysim.study.findings import Lived, Reading
from journeysim.study.measure import announce, engine_for
from journeysim.study.progress import SILENT, Progress
from journeysim.study.solve import EXIT_CODES, LONGER, AskSolve, parsed_claim, the_policy

USUAL = "service_level >= 80 %"
"""What is asked of a line where nobody says otherwise."""

_ROUGHLY = 60
"""Times that a week is simulated for an answer, about."""

_AT_MOST = 90
"""Runs at most, for each repetition: weeks simulated, and plans judged beside two others."""

STATUS = {
    Verdict.PASS: SearchEnd.FOUND,
    Verdict.FAIL: SearchEnd.IMPOSSIBLE,
    Verdict.UNDECIDED: SearchEnd.UNDECIDED,
}
"""What follows from the verdict on the claim."""


@dataclass(frozen=True)
class AskShifts(Ask):
    """What is to hold of which line; channel: None for the only one."""

    claim: str = USUAL
    channel: str | None = None


@dataclass(frozen=True)
class PlannedWeek:
    """A plan in one world. assumed: figures that chance leaves out."""

    plan: StaffingPlan
    assumed: int

    @property
    def status(self) -> SearchEnd:
        """What became of it."""
        return STATUS[self.plan.judgement.verdict]

    @property
    def exit_code(self) -> int:
        """How the command ends."""
        return EXIT_CODES[self.status]


def shifts_asked(knob: AskSolve, channel: str | None) -> AskShifts:
    """The same question of hours instead of a knob. Raises UsageError where a knob is named."""
    if knob.find or knob.low or knob.high or knob.step or knob.side:
        raise UsageError(
            "--shifts finds hours; --find, --from, --to, --step, --smallest and --largest are of a knob"
        )
    common = {each.name: getattr(knob, each.name) for each in fields(Ask)}
    return AskShifts(**common, claim=knob.claim or USUAL, channel=channel)


def shifts(scenario: Scenario, ask: AskShifts, progress: Progress = SILENT) -> PlannedWeek:
    """The fewest agents hour by hour. Raises UsageError for what cannot be asked."""
    scenario = everybody(scenario)
    policy = the_policy(scenario, ask)
    parsed = parsed_claim(scenario, ask.claim)
    name = _channel(scenario, policy, ask.channel, parsed)
    metric = parsed.metric.partition(".")[0]
    if parsed.against is not None or parsed.operator == "within" or metric not in STANDARDS:
        raise UsageError(f"--shifts takes a claim about a line: one of {', '.join(STANDARDS)}")
    at_least = parsed.operator in (">=", ">")
    if at_least != (metric == "service_level"):
        raise UsageError(f"--for {ask.claim!r}: with --shifts a line has to be good enough")
    levers = scenario.phases(policy)[0].levers.service
    channel = levers.channels[name]
    if channel.asynchronous or channel.concurrency > 1:
        raise UsageError(f"--shifts is for lines in which people wait; {name} is none")
    first = scenario.tables.run.replications
    most = max(first, ask.max_replications or LONGER * first)
    most = first if ask.replications is not None else most
    engine = engine_for(scenario, _ROUGHLY * first, ask, progress)
    allowed = runs_allowed(scenario, policy, ask, engine, _AT_MOST, "to find shifts") / _AT_MOST
    first = fewer(first, allowed, 1, progress)
    looks = planned(first, int(max(first, min(most, allowed))))
    announce(scenario, 1, _ROUGHLY * first, engine, ask, progress)
    beside = tuple(dict.fromkeys((headline(scenario).metric, "profit", money_in_all(scenario))))
    target = channel.target_wait or levers.target_wait
    with progress.counting("the week") as counter:
        staffing = Staffing(
            scenario, policy, name, _of_channel(parsed, metric, name), ask.claim, looks, beside,
            engine, ask.jobs, counter,
        )  # fmt: skip
        standard = Standard(metric, threshold(parsed), at_least, target)
        return PlannedWeek(staffing_plan(staffing, standard), len(unknowns(scenario)))


def _of_channel(parsed: Claim, metric: str, channel: str) -> Claim:
    return Claim(f"{metric}.{channel}", parsed.against, parsed.operator, parsed.number, parsed.unit)


def _channel(scenario: Scenario, policy: str, asked: str | None, parsed: Claim) -> str:
    """The line that is meant. Raises UsageError."""
    channels: dict[str, Channel] = dict(scenario.phases(policy)[0].levers.service.channels)
    _, _, inside = parsed.metric.partition(".")
    name = asked or inside or (next(iter(channels)) if len(channels) == 1 else "")
    if name not in channels:
        raise UsageError(f"--shifts: which line is meant? --channel one of {', '.join(channels)}")
    if inside and inside != name:
        raise UsageError(f"--for is about {inside}, --channel about {name}")
    return name


def _show(page: Console, result: PlannedWeek, full: bool) -> None:
    report.print_plan(page, result.plan, result.assumed)


def _document(results: Sequence[PlannedWeek], engine: str) -> dict[str, Any]:
    (each,) = results
    seed = each.plan.staffing.scenario.tables.run.seed
    head = envelope(seed=seed, engine=engine, exit_code=each.exit_code)
    return head | report.document(each.plan, each.status.value)


def _columns(results: Sequence[PlannedWeek]) -> dict[str, Array]:
    """A row an hour of the week: hour (from Monday midnight), agents, erlang_a, today."""
    (each,) = results
    plan = each.plan
    return {
        "hour": np.arange(HOURS),
        "agents": plan.fewest.agents,
        "erlang_a": plan.erlang.agents,
        "today": plan.today.agents,
    }


def _lived(result: PlannedWeek) -> Lived:
    return Lived(result.plan.staffing.scenario, (result.plan.staffing.policy,))


def _asked(ask: AskShifts) -> list[str]:
    return ["--shifts", *flags(("--for", ask.claim), ("--channel", ask.channel)), *ask.words()]


READING: Reading[PlannedWeek] = Reading(
    show=_show, document=_document, columns=_columns, lived=_lived, asked=_asked
)
"""How a plan is read."""
