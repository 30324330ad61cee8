"""Solve: what value of a knob it takes for a claim to hold, and what is wrong with its neighbours."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from rich.console import Console

from journeysim import metrics
from journeysim.errors import UsageError
from journeysim.experiment.assumptions import unknowns
from journeysim.experiment.compare import names_in
from journeysim.experiment.decisions.ladder import Ladder, ladder, typed
from journeysim.experiment.decisions.search import KnobSearch, Side
from journeysim.experiment.decisions.solving import SearchEnd, SolvedKnob, solved
from journeysim.experiment.resolved_claims import wrong_number
from journeysim.experiment.sequential import planned
from journeysim.report import solve as report
from journeysim.report.to_json import envelope
from journeysim.scenario.claims import Claim, claim
from journeysim.scenario.scenario import Scenario
from journeysim.scenario.tables import BASELINE
from journeysim.study.allowed import fewer, runs_allowed
from journeysim.study.ask import Ask, flags
from journeysim.study.columns import Array
from journeysim.study.findings import Lived, Reading
from journeysim.study.measure import announce, engine_for
from journeysim.study.progress import SILENT, Progress

TODAY = "today"
"""What a claim may call the scenario's baseline."""

LONGER = 4
"""How many times the scenario's replications a value is judged with at most, unasked."""

_LOOKED_AT, _JUDGED = 12, 2
"""Values that are looked at, and values that are judged, of one that goes one way only."""

EXIT_CODES = {SearchEnd.FOUND: 0, SearchEnd.IMPOSSIBLE: 1, SearchEnd.UNDECIDED: 3}
"""What a script may conclude."""


@dataclass(frozen=True)
class AskSolve(Ask):
    """Which knob is turned (find), which claim is to hold, and where it is looked for.

    low, high, step: of the knob, as typed; side: the end that is wanted, None for the one that follows.
    """

    find: str = ""
    claim: str = ""
    low: str | None = None
    high: str | None = None
    step: str | None = None
    side: Side | None = None


@dataclass(frozen=True)
class Answered:
    """A value, for a claim about a policy in one world. assumed: figures that chance leaves out."""

    scenario: Scenario
    policy: str
    ladder: Ladder
    solution: SolvedKnob
    assumed: int

    @property
    def exit_code(self) -> int:
        """How the command ends."""
        return EXIT_CODES[self.solution.status]


def solve(scenario: Scenario, ask: AskSolve, progress: Progress = SILENT) -> Answered:
    """Turn a knob until a claim holds. Raises UsageError for what cannot be asked."""
    policy = the_policy(scenario, ask)
    parsed = parsed_claim(scenario, ask.claim)
    rungs = ladder(scenario, policy, ask.find, (ask.low, ask.high, ask.step))
    if not rungs.is_lever and parsed.against == policy:
        raise UsageError(
            f"--find {ask.find}: the world is the same for both sides of {ask.claim!r}; name the "
            "policy that is compared with --policy"
        )
    first = scenario.tables.run.replications
    most = max(first, ask.max_replications or LONGER * first)
    most = first if ask.replications is not None else most
    engine = engine_for(scenario, _LOOKED_AT * first + _JUDGED * most, ask, progress)
    sides = 1 if rungs.is_lever or parsed.against is None else 2
    least = sides * (_LOOKED_AT + _JUDGED)
    allowed = runs_allowed(scenario, policy, ask, engine, least, "to solve") / sides
    first = fewer(first, allowed / (_LOOKED_AT + _JUDGED), 1, progress)
    most = int(min(most, max(first, (allowed - _LOOKED_AT * first) / _JUDGED)))
    looks = planned(first, most)
    if _LOOKED_AT * looks[0] + _JUDGED * looks[-1] > allowed:
        looks = (first,)  # a first look at two takes more than is allowed
    announce(scenario, 1, _LOOKED_AT * first + _JUDGED * looks[-1], engine, ask, progress)
    candidates = rungs.candidates(scenario, policy)
    with progress.counting(ask.find) as counter:
        search = KnobSearch(
            rungs.values, tuple(candidates), parsed, ask.claim, looks, rungs.is_whole,
            rungs.is_lever, ask.side, engine, ask.jobs, counter, ask.max_events,
        )  # fmt: skip
        return Answered(scenario, policy, rungs, solved(search), len(unknowns(scenario)))


def side_of(smallest: bool, largest: bool) -> Side | None:
    """The end that is wanted. Raises UsageError for both."""
    if smallest and largest:
        raise UsageError("--smallest or --largest, not both")
    return "smallest" if smallest else "largest" if largest else None


def refuse_channel(ask: AskSolve, channel: str | None) -> AskSolve:
    """The ask itself, if it is whole. Raises UsageError."""
    if not ask.find or not ask.claim or channel:
        raise UsageError(
            "solve takes --find KNOB --for CLAIM, or --shifts [--for CLAIM] [--channel NAME]"
        )
    return ask


def the_policy(scenario: Scenario, ask: Ask) -> str:
    """The one policy that is asked about; the scenario's baseline unasked. Raises UsageError."""
    if len(ask.policies) > 1:
        raise UsageError("this is about one policy; name it with one --policy")
    return scenario.policy(ask.policies[0]) if ask.policies else scenario.baseline


def parsed_claim(scenario: Scenario, text: str) -> Claim:
    """A claim as it is typed, where `today` is the scenario's baseline. Raises UsageError."""
    try:
        parsed = claim(text)
    except ValueError as error:
        raise UsageError(f"--for {text!r}: {error}") from None
    if parsed.against == TODAY and TODAY not in scenario.policies:
        parsed = replace(parsed, against=scenario.baseline)
    if parsed.against is not None:
        scenario.policy(parsed.against)
    metrics.find(parsed.metric).check(names_in(scenario), scenario.tables.run.days)
    if what := wrong_number(parsed):
        raise UsageError(f"--for {text!r}: {what}")
    return parsed


def setting_of(result: Answered) -> str:
    """The value as `--set` takes it."""
    knob = result.ladder.knob
    inside = f"policies.{result.policy}." if result.ladder.is_lever else ""
    if result.policy == BASELINE:
        inside = ""
    value = result.solution.best.value
    text = report.plain_text(result.ladder, value) or typed(knob.path, value)
    return f"{inside}{knob.key}={text}"


def _show(page: Console, result: Answered, full: bool) -> None:
    report.print_solution(
        page, result.scenario, result.policy, result.ladder, result.solution, result.assumed, full
    )


def _document(results: Sequence[Answered], engine: str) -> dict[str, Any]:
    (each,) = results
    seed = each.scenario.tables.run.seed
    head = envelope(seed=seed, engine=engine, exit_code=each.exit_code)
    return head | report.document(each.scenario, each.policy, each.ladder, each.solution)


def _columns(results: Sequence[Answered]) -> dict[str, Array]:
    """A row a value looked at: value, mean."""
    rows = [row for each in results for row in each.solution.looked]
    return {
        "value": np.array([value for value, _ in rows], dtype=np.float64),
        "mean": np.array([mean for _, mean in rows], dtype=np.float64),
    }


def _lived(result: Answered) -> Lived:
    return Lived(result.scenario, (result.policy,))


def _asked(ask: AskSolve) -> list[str]:
    side = {} if ask.side is None else {f"--{ask.side}": True}
    named = (("--find", ask.find), ("--for", ask.claim), ("--from", ask.low), ("--to", ask.high))
    return [*flags(*named, ("--step", ask.step), *side.items()), *ask.words()]


READING: Reading[Answered] = Reading(
    show=_show, document=_document, columns=_columns, lived=_lived, asked=_asked
)
"""How an answer is read."""
