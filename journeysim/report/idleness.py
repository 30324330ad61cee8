"""Idleness: what a comparison should not be read without: policies that do the same, levers that cost
nothing, touches that reached nobody; a line each."""

from __future__ import annotations

from collections.abc import Iterator

from journeysim.experiment.compare import Experiment
from journeysim.report.closing import capital
from journeysim.report.words import named
from journeysim.scenario.idle import alike, free


def idle_lines(experiment: Experiment) -> Iterator[str]:
    """The lines about the policies compared, and about the firm they are policies of."""
    scenario = experiment.scenario
    for one, other in alike(scenario):
        if one in experiment.policies and other in experiment.policies:
            same = named(scenario.label(one))
            name = capital(named(scenario.label(other)))
            yield f"{name} is {same} under another name: no lever differs."
    for fault in free(scenario):
        yield f"{fault.key} {fault.what}."
    for policy in experiment.policies:
        levers = scenario.phases(policy)[-1].levers
        tried = [name for name, touch in levers.care.touches.items() if touch.reach > 0.0]
        touches = experiment.observations[policy].get("touches")
        if tried and touches is not None and not any(touches):
            yield f"{capital(named(scenario.label(policy)))}: {', '.join(tried)} reached nobody."
