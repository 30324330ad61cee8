"""Conclusion: what the policies on the screen come to, in the words in which a comparison ends.

Takes the runs that the screen has anyway: by chance alone, which the lines say themselves.
"""

from __future__ import annotations

from collections.abc import Mapping

from journeysim.experiment.assumptions import unknowns
from journeysim.experiment.compare import Experiment
from journeysim.experiment.headline import headline
from journeysim.report.closing import EARNED, closing_lines
from journeysim.tui.command import played, policy_name, settings_of
from journeysim.tui.recording import Recording
from journeysim.tui.run_cache import Configuration
from journeysim.tui.session.session import Session
from journeysim.tui.view import LineSeries


def conclusion(session: Session) -> tuple[str, ...]:
    """At most three lines about all policies, *you* with changes among them; none before each has two
    paired runs."""
    you, cache = played(session), session.exchange.cache
    seed, world = session.decisions.seed, session.decisions.plan.world
    configurations = {
        name: Configuration(name, (), world, seed) for name in session.scenario.policies
    }
    if session.decisions.plan.levers:
        configurations[policy_name(you)] = session.pair[0]
    runs = {name: cache.runs(each).whole for name, each in configurations.items()}
    count = min(map(_first, runs.values()))
    if count < 2:
        return ()
    changed = session.decisions.plan.levers or world
    scenario = session.scenario.with_settings(settings_of(you)) if changed else session.scenario
    metric, day = headline(scenario)
    observations = {}
    for name, known in runs.items():
        days = tuple(known[index].days for index in range(count))
        series = LineSeries("", days[0], days)
        observations[name] = {
            metric: series.observed("retention", int(day)),
            EARNED: series.observed("profit", session.horizon),
        }
    experiment = Experiment(
        scenario=scenario,
        policies=tuple(runs),
        metrics=(metric, EARNED),
        replications=count,
        observations=observations,
        cash={},
        active={},
        events=0,
    )
    return closing_lines(experiment, session.against, assumed=len(unknowns(scenario)))


def _first(runs: Mapping[int, Recording]) -> int:
    """How many runs there are from the first on, without a gap."""
    count = 0
    while count in runs:
        count += 1
    return count
