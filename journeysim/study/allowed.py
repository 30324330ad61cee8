"""Allowed: how many runs a search may make where `--max-events` bounds it.

What a run takes is counted once, by the policy that is asked about; counts alone decide, never a
clock. A search that cannot be made with so little is refused; one that can is made with fewer
repetitions, and what they do not tell stays undecided.
"""

from __future__ import annotations

from math import inf

from journeysim.errors import WorkLimitError
from journeysim.experiment.replicate import MeasureTask, perform
from journeysim.numerals import numeral, spelled, style_of
from journeysim.scenario.scenario import Scenario
from journeysim.study.ask import Ask
from journeysim.study.progress import Progress


def runs_allowed(
    scenario: Scenario, policy: str, ask: Ask, engine: str, least: int, what: str
) -> float:
    """How many runs are allowed; infinitely many where nothing bounds them.

    least: what it takes to say anything at all; what: takes it. Raises WorkLimitError where not even so many are.
    """
    if ask.max_events is None:
        return inf
    one = perform(MeasureTask(scenario, policy, 0, (), engine, ask.max_events, False)).events
    allowed = ask.max_events // max(1, one)
    if allowed < least:
        much = (
            f"{what} takes {numeral(least)} runs of about {numeral(one)} events at least, "
            f"{numeral(least * one)} in all; --max-events allows {numeral(ask.max_events)}"
        )
        raise WorkLimitError(spelled(much, style_of(scenario)))
    return allowed


def fewer(count: int, allowed: float, least: int, progress: Progress) -> int:
    """So many repetitions, or as many as are allowed, which is then said. least: of them, in any case."""
    most = max(least, min(count, int(min(allowed, count))))
    if most < count:
        progress.say(f"--max-events allows {most} of {count} replications")
    return most
