"""Conclusion: what the policies on the screen come to, in the words in which a comparison ends.

Takes the runs that the screen has anyway: by chance alone, which the lines say themselves.
"""

from __future__ import annotations

from collections.abc import Mapping

from journeysim.experiment.assumptions import unknowns
from journeysim.experiment.compare import Experiment
from journeysim.experiment.family import usual
from journeysim.experiment.headline import headline
from journeysim.report.closing import EARNED, closing_lines
from journeysim.tui.recording import Recording
from journeysim.tui.run_cache import Configuration
from journeysim.tui.session.session import Session
from journeysim.tui.view import LineSeries


def conclusion(session: Session) -> tuple[str, ...]:
    """At most three lines about the named policies; none before each has two paired runs."""
    scenario, cache = session.scenario, session.exchange.cache
    seed, world = session.decisions.seed, session.decisions.plan.world
    known = {
        name: cache.runs(Configuration(name, (), world, seed)).whole for name in scenario.policies
    }
    count = min(_first(runs) for runs in known.values())
    if count < 2:
        return ()
    if world:
        scenario = scenario.with_values(world, "the dials")
    metric, day = headline(scenario)
    observations = {}
    for name, runs in known.items():
        days = tuple(runs[index].days for index in range(count))
        series = LineSeries("", days[0], days)
        observations[name] = {
            metric: series.observed("retention", int(day)),
            EARNED: series.observed("profit", session.horizon),
        }
    experiment = Experiment(
        scenario=scenario,
        policies=tuple(known),
        metrics=(metric, EARNED),
        replications=count,
        observations=observations,
        cash={},
        active={},
        events=0,
        looks=usual(scenario, session.against).looks,
    )
    return closing_lines(experiment, session.against, assumed=len(unknowns(scenario)))


def _first(runs: Mapping[int, Recording]) -> int:
    """How many runs there are from the first on, without a gap."""
    count = 0
    while count in runs:
        count += 1
    return count
