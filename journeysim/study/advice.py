"""ClosingAdvice: the second range of a headline, and the assumption that would turn it.

By chance alone every comparison knows how far it can be trusted; what nobody measured is a second
question, answered here by draws of plausible worlds and by a search over the assumed numbers, both
only as far as they cost no more than a few seconds.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import isnan

from journeysim.engine import choice
from journeysim.experiment.assumptions import unknowns
from journeysim.experiment.break_even import BreakEven, break_evens, swings
from journeysim.experiment.compare import Experiment
from journeysim.experiment.contrast import Contrast
from journeysim.experiment.draws import BUDGET, Draws, affordable, draw_worlds
from journeysim.report.closing import EARNED, closing_lines, in_focus
from journeysim.study.ask import Ask
from journeysim.study.progress import SILENT, Progress


@dataclass(frozen=True)
class ClosingAdvice:
    """What a comparison comes to: at most three lines, and what they rest on.

    draws: None where none were taken, or where nothing is assumed; turns: None where it was not
    looked for; assumed: how many figures nobody measured.
    """

    lines: tuple[str, ...]
    draws: Draws | None
    turns: BreakEven | None
    assumed: int


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
    it may take on top, None for a few seconds' worth by the engine at hand."""
    scenario, policies = experiment.scenario, experiment.policies
    assumed = len(unknowns(scenario))
    nobody = isnan(experiment.estimate(baseline, experiment.headline.metric).mean)
    if len(policies) < 2 or not assumed or nobody:
        lines = closing_lines(experiment, baseline, focus=focus)
        return ClosingAdvice(lines, None, None, assumed)
    about = focus or in_focus(experiment, baseline)
    engine = choice.chosen(ask.engine, [scenario], experiment.replications, ask.jobs)
    most = 0 if ask.max_events is not None else budget or BUDGET[engine]
    draws = _draws(experiment, most, engine, ask, progress)
    turns = turns or _turns(experiment, (about, baseline), most, engine, ask, progress)
    lines = closing_lines(experiment, baseline, draws, turns, assumed, about)
    return ClosingAdvice(lines, draws, turns, assumed)


def _draws(
    experiment: Experiment, budget: int, engine: str, ask: Ask, progress: Progress
) -> Draws | None:
    count = affordable(experiment, budget)
    if not budget or not count:
        return None
    wanted = tuple(dict.fromkeys((experiment.headline.metric, EARNED)))
    with progress.counting("draws of chance and assumptions") as counter:
        return draw_worlds(
            experiment.scenario, experiment.policies, wanted, count,
            jobs=ask.jobs, progress=counter, engine=engine,
        )  # fmt: skip


def _turns(
    experiment: Experiment,
    pair: tuple[str, str],
    budget: int,
    engine: str,
    ask: Ask,
    progress: Progress,
) -> BreakEven | None:
    """The assumed number that turns the money over soonest, or comes nearest; if it can be had
    cheaply."""
    scenario, (policy, baseline) = experiment.scenario, pair
    runs = 4 * len(unknowns(scenario))
    a_run = experiment.events / max(1, experiment.replications * len(experiment.policies))
    stands = experiment.difference(policy, baseline, EARNED).estimate
    if runs * a_run > budget or not stands.settled:
        return None
    contrast = Contrast(scenario, policy, baseline, EARNED, engine=engine, jobs=ask.jobs)
    with progress.counting("assumptions that could turn it") as counter:
        turning = break_evens(contrast, swings(contrast, stands.mean, counter), stands, 1)
    return turning[0] if turning else None
