"""Unbooked: what those who join after the end would add, where policies move price or acquisition.

It stands beside the books and not in them: as a difference, with what it would change.
"""

from __future__ import annotations

from journeysim.experiment.compare import Experiment
from journeysim.report.figures import figure
from journeysim.report.statement import EARNED
from journeysim.report.words import is_clear, named
from journeysim.scenario.scenario import Scenario

FUTURE = "future_value"


def not_in_the_books(experiment: Experiment, baseline: str) -> list[str]:
    """A line for each policy that moves price or acquisition, and one if it changes which is best."""
    if any(name not in experiment.metrics for name in (FUTURE, EARNED)):
        return []
    scenario = experiment.scenario
    moving = [
        policy
        for policy in experiment.policies
        if policy != baseline and _selling(scenario, policy) != _selling(scenario, baseline)
    ]
    lines = [_line(experiment, policy, baseline) for policy in moving]
    means = {policy: experiment.estimate(policy, EARNED).mean for policy in experiment.policies}
    whole = {
        policy: mean + (experiment.estimate(policy, FUTURE).mean if moving else 0.0)
        for policy, mean in means.items()
    }
    best, with_them = (max(each, key=lambda policy: each[policy]) for each in (means, whole))
    if moving and best != with_them and whole[with_them] == whole[with_them]:
        label = scenario.label
        lines.append(f"With them {named(label(with_them))} is best, without {named(label(best))}.")
    return lines


def _line(experiment: Experiment, policy: str, baseline: str) -> str:
    apart = experiment.difference(policy, baseline, FUTURE).estimate
    label = experiment.scenario.label
    much = figure(abs(apart.mean), "money", experiment.scenario.tables.money.currency)
    way = "more" if apart.mean >= 0.0 else "less"
    open_ = "" if is_clear(apart) or apart.n < 2 else " (too close to call)"
    return (
        f"Not in the books: those who would join after the end bring {much} {way} under "
        f"{named(label(policy))} than under {named(label(baseline))}{open_}."
    )


def _selling(scenario: Scenario, policy: str) -> list[object]:
    """All that a policy says of prices and of winning customers, by phase."""
    phases: list[object] = []
    for phase in scenario.phases(policy):
        levers = phase.levers
        touches = levers.care.touches.items()
        discounts = {name: touch.discount for name, touch in touches if touch.reach > 0.0}
        given = {name: discount for name, discount in discounts.items() if discount > 0.0}
        phases.append((phase.day, levers.price, levers.sales, given))
    return phases
