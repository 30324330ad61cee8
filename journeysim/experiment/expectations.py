"""Expectations: do the claims and lessons of a scenario ask for what can be measured in it?

Syntax, policies and worlds have been checked where the file was read; metric names are known here.
"""

from __future__ import annotations

from journeysim import metrics
from journeysim.errors import Fault, ScenarioError, UsageError
from journeysim.experiment.compare import names_in
from journeysim.scenario.claims import claim
from journeysim.scenario.scenario import Scenario


def faults_of_claims(scenario: Scenario, days: float | None = None) -> list[Fault]:
    """Every metric that a claim or lesson asks for and that is not there.

    days: the horizon, if a metric of a later day is a fault too.
    """
    tables, names = scenario.tables, names_in(scenario)
    asked = [
        (("expect", str(index), "claim"), claim(expect.claim).metric)
        for index, expect in enumerate(tables.expect)
    ]
    asked += [
        (("lessons", str(index), "metric"), lesson.metric)
        for index, lesson in enumerate(tables.lessons)
    ]
    faults = []
    for path, metric in asked:
        try:
            metrics.find(metric).check(names, days)
        except UsageError as error:
            faults.append(scenario.document.fault(path, str(error)))
    return faults


def refuse_unknown_metrics(scenario: Scenario, days: float | None = None) -> None:
    """Raise ScenarioError if a claim or lesson asks for a metric that is not there."""
    if faults := faults_of_claims(scenario, days):
        raise ScenarioError(faults)
