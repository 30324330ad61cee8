"""ClosingAdvice: the second range of a headline, and the assumption that would turn it.

By chance alone every comparison knows how far it can be trusted; what nobody measured is a second
question, answered here by draws of plausible worlds, which take a few seconds or, of a large firm, as
long as the comparison; and by a search over the assumed numbers where it costs a few seconds.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import isnan

from journeysim.engine import choice
from journeysim.engine.choice import Jobs
from journeysim.experiment.assumptions import unknowns
from journeysim.experiment.break_even import LOOKED_AT, BreakEven, break_evens, swings
from journeysim.experiment.compare import Experiment
from journeysim.experiment.contrast import Contrast
from journeysim.experiment.draws import BUDGET, CEILING, Draws, affordable, draw_worlds, strongest
from journeysim.experiment.estimate import Estimate
from journeysim.report.closing import closing_lines, in_focus
from journeysim.report.statement import WITHIN, judged_by
from journeysim.scenario.merging import Path
from journeysim.scenario.scenario import Scenario
from journeysim.study.ask import Ask
from journeysim.study.progress import SILENT, Counter, Progress

NOT_LOOKED_FOR = "Which one assumption would turn it was not looked for, for that takes minutes: see sensitivity."
"""The last line where draws could be afforded and the search could not."""

LEADING = 2
"""How many of the numbers that leave least of the difference are looked at with more than one run."""


@dataclass(frozen=True)
class ClosingAdvice:
    """What a comparison comes to: at most three lines, and what they rest on.

    draws: None where none were taken, or where nothing is assumed; turns: None where it was not
    looked for; assumed: how many figures nobody measured; looked_at: among how many of them
    it was looked for, None for all.
    """

    lines: tuple[str, ...]
    draws: Draws | None
    turns: BreakEven | None
    assumed: int
    looked_at: int | None = None


def advise(
    experiment: Experiment,
    baseline: str,
    ask: Ask,
    progress: Progress = SILENT,
    focus: str | None = None,
    turns: BreakEven | None = None,
    budget: int | None = None,
) -> ClosingAdvice:
    """What a comparison comes to. focus, turns: where they are known already; budget: how many events
    its draws of all policies may take, by any engine; None for what the engine at hand can afford
    (`draws.affordable`), of the pair that the lines are about."""
    scenario, policies = experiment.scenario, experiment.policies
    assumed = len(unknowns(scenario))
    nobody = isnan(experiment.estimate(baseline, experiment.headline.metric).mean)
    if len(policies) < 2 or not assumed or nobody:
        lines = closing_lines(experiment, baseline, focus=focus)
        return ClosingAdvice(lines, None, None, assumed)
    about = focus or in_focus(experiment, baseline)
    engine = choice.chosen(ask.engine, [scenario], experiment.replications, ask.jobs)
    drawn, count, searched = _drawn(experiment, (baseline, about), budget, engine)
    if ask.max_events is not None:
        count = 0
    draws = _draws(experiment, drawn, count, engine, ask, progress) if count else None
    looked_at, unsought = None, False
    search = None if turns or not draws else search_of(experiment, (about, baseline), draws)
    if search is not None:
        unsought = not searched
        looked_at = None if unsought else LOOKED_AT
        turns = None if unsought else _turns(experiment, search, engine, ask, progress)
    lines = closing_lines(experiment, baseline, draws, turns, assumed, about, looked_at)
    if unsought:
        lines += (NOT_LOOKED_FOR,)
    return ClosingAdvice(lines, draws, turns, assumed, looked_at)


def _drawn(
    experiment: Experiment, pair: tuple[str, str], budget: int | None, engine: str
) -> tuple[tuple[str, ...], int, bool]:
    """The policies to draw, how often, and whether an assumption that turns them can be looked for."""
    if budget is not None and (count := affordable(experiment, len(experiment.policies), budget)):
        return experiment.policies, count, True
    runner = choice.COMPILED if budget is not None else engine
    most = budget if budget is not None else BUDGET[engine]
    count = affordable(experiment, len(pair), most, CEILING[runner])
    return pair, count, bool(affordable(experiment, len(pair), most))


def _draws(
    experiment: Experiment,
    policies: Sequence[str],
    count: int,
    engine: str,
    ask: Ask,
    progress: Progress,
) -> Draws:
    wanted = tuple(dict.fromkeys((experiment.headline.metric, judged_by(experiment), WITHIN)))
    with progress.counting("draws of chance and assumptions") as counter:
        return draw_worlds(
            experiment.scenario, policies, wanted, count,
            jobs=ask.jobs, progress=counter, engine=engine,
        )  # fmt: skip


@dataclass(frozen=True)
class TurnSearch:
    """A search for the one assumed number that would turn the money over.

    pair: the policy and the baseline; among: the numbers with which their difference in the metric goes
    most closely; stands: that difference; plain: the same, replication by replication.
    """

    pair: tuple[str, str]
    metric: str
    among: tuple[Path, ...]
    stands: Estimate
    plain: tuple[float, ...]


def search_of(experiment: Experiment, pair: tuple[str, str], draws: Draws) -> TurnSearch | None:
    """What is to be looked for, once there are draws; None where chance alone could turn it."""
    money = judged_by(experiment)
    stands = experiment.difference(*pair, money).estimate
    if not stands.settled:
        return None
    among = strongest(experiment.scenario, draws, pair, money, LOOKED_AT)
    return TurnSearch(pair, money, among, stands, experiment.apart(*pair, money))


def found(
    scenario: Scenario,
    search: TurnSearch,
    engine: str,
    jobs: Jobs = None,
    progress: Counter | None = None,
) -> BreakEven | None:
    """The assumed number that turns the money over soonest, or comes nearest."""
    contrast = Contrast(
        scenario, *search.pair, search.metric, engine=engine, jobs=jobs, plain=search.plain
    )
    swinging = swings(contrast, search.stands.mean, progress, search.among, LEADING)
    turning = break_evens(contrast, swinging[:LEADING], search.stands, 1)
    return turning[0] if turning else None


def _turns(
    experiment: Experiment, search: TurnSearch, engine: str, ask: Ask, progress: Progress
) -> BreakEven | None:
    with progress.counting("assumptions that could turn it") as counter:
        return found(experiment.scenario, search, engine, ask.jobs, counter)
