"""Unbooked: what those who join after the end would add, where policies move price, acquisition or pay.

It stands beside the books and not in them: as a difference, with what it would change. What the worth
of customers leaves out, pay that nobody works for and running programmes, is taken off it: people
who are hired are paid after the end, too.
"""

from __future__ import annotations

from math import fsum, isnan

from journeysim.experiment.compare import Experiment
from journeysim.experiment.estimate import estimate
from journeysim.report.figures import figure
from journeysim.report.statement import EARNED
from journeysim.report.words import is_clear, named
from journeysim.scenario.encoding import encode
from journeysim.scenario.scenario import Scenario

FUTURE = "future_value"

PAY_TOO = " (idle pay and programmes kept for them taken off)"


def not_in_the_books(experiment: Experiment, baseline: str) -> list[str]:
    """A line for each policy that moves price, acquisition or pay, and one if it changes which is best."""
    lines = [_line(experiment, policy, baseline) for policy in _moving(experiment, baseline)]
    return [*lines, *best_with_them(experiment, baseline)]


def best_with_them(experiment: Experiment, baseline: str) -> list[str]:
    """Which policy is best if those who join later are counted, in a line; none where it is the same
    one, or chance could make it so."""
    if not _moving(experiment, baseline):
        return []
    seen = experiment.observations
    whole = {
        policy: [now + later for now, later in zip(seen[policy][EARNED], seen[policy][FUTURE], strict=True)]
        for policy in experiment.policies
    }  # fmt: skip
    means = {policy: fsum(values) / len(values) for policy, values in whole.items()}
    best = max(means, key=lambda policy: experiment.estimate(policy, EARNED).mean)
    other = max(means, key=lambda policy: means[policy])
    apart = [one - two for one, two in zip(whole[other], whole[best], strict=True)]
    if best == other or isnan(means[other]) or not (len(apart) < 2 or is_clear(estimate(apart))):
        return []
    label = experiment.scenario.label
    return [
        "With those who would join after the end, and the pay and programmes kept for them, "
        f"{named(label(other))} is best, without {named(label(best))}."
    ]


def _moving(experiment: Experiment, baseline: str) -> list[str]:
    """The policies that move price, acquisition or pay."""
    if any(name not in experiment.metrics for name in (FUTURE, EARNED)):
        return []
    scenario = experiment.scenario
    return [
        policy
        for policy in experiment.policies
        if policy != baseline
        and (
            _selling(scenario, policy) != _selling(scenario, baseline)
            or pays_otherwise(scenario, policy, baseline)
        )
    ]


def _line(experiment: Experiment, policy: str, baseline: str) -> str:
    apart = experiment.difference(policy, baseline, FUTURE).estimate
    label = experiment.scenario.label
    much = figure(abs(apart.mean), "money", experiment.scenario.tables.money.currency)
    way = "more" if apart.mean >= 0.0 else "less"
    open_ = "" if is_clear(apart) or apart.n < 2 else " (too close to call)"
    kept_for = PAY_TOO if pays_otherwise(experiment.scenario, policy, baseline) else ""
    return (
        f"Not in the books: those who would join after the end bring {much} {way}{kept_for} under "
        f"{named(label(policy))} than under {named(label(baseline))}{open_}."
    )


def pays_otherwise(scenario: Scenario, policy: str, baseline: str) -> bool:
    """Does a policy move what is paid whether anybody calls or not?"""
    return _paid(scenario, policy) != _paid(scenario, baseline)


def _paid(scenario: Scenario, policy: str) -> list[float]:
    """Programmes and each line's pay, a day, as they stand at the end."""
    world = encode(scenario, policy).world
    last = [phase.day < scenario.tables.run.days for phase in world.phases].count(True) - 1
    pay = [fsum(each.paid) * float(each.agent_cost) for each in world.channels[max(0, last)]]
    return [float(world.phases[max(0, last)].programme), *pay]


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
