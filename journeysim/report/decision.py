"""Decision: one policy against the baseline in people, money and time, as figures with their words.

Adds no number of its own; the advice itself is in `closing`.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import isnan

from journeysim.experiment.compare import Experiment
from journeysim.experiment.estimate import Estimate
from journeysim.report.closing import EARNED, Standing, capital, side
from journeysim.report.figures import Scale, figure, scale
from journeysim.report.words import PEOPLE, counted, named, span


@dataclass(frozen=True)
class Recommendation:
    """A policy against the baseline: people, money, and since when the money is ahead.

    kept: difference in retention on the headline's day (share); earned: in profit over the run (the
    scenario's currency); payback: the day from which the mean stays ahead, 0 if it is never behind,
    None if it never is.
    """

    policy: str
    baseline: str
    kept: Estimate
    earned: Estimate
    payback: float | None


def decision(experiment: Experiment, policy: str, baseline: str) -> Recommendation:
    """What was found about one policy; its intervals hold together with the other policies'."""
    return Recommendation(
        policy,
        baseline,
        experiment.difference(policy, baseline, experiment.headline.metric).estimate,
        experiment.difference(policy, baseline, EARNED).estimate,
        experiment.payback_day(policy, baseline) if any(experiment.cash[baseline]) else None,
    )


def alike(found: Recommendation, experiment: Experiment) -> str:
    """Which other policies do exactly the same in people and money, in every run; "" if none."""
    seen = experiment.observations
    same = [
        named(experiment.scenario.label(policy))
        for policy in experiment.policies
        if policy not in (found.policy, found.baseline)
        and all(
            seen[policy][name] == seen[found.policy][name]
            for name in (experiment.headline.metric, EARNED)
        )
    ]
    if not same:
        return ""
    does = "does" if len(same) == 1 else "do"
    return f"{capital(' and '.join(same))} {does} exactly the same, run by run."


def people(found: Recommendation) -> tuple[str, str]:
    """How many of a thousand more are kept, and the range that chance leaves."""
    return _said(found.kept, Scale(PEOPLE, 0, ""))


def money(found: Recommendation, experiment: Experiment) -> tuple[str, str]:
    """How much more is earned, and the range that chance leaves, on one scale."""
    ends = (found.earned.mean, found.earned.low, found.earned.high)
    return _said(found.earned, scale(ends, "money", experiment.scenario.tables.money.currency))


def _said(found: Estimate, own: Scale) -> tuple[str, str]:
    """A difference with its unit, and what chance could have made of it."""
    if isnan(found.mean):
        return "-", "nobody to compare by"
    shown = f"{own.signed(found.mean)} {own.unit}".strip()
    if isnan(found.low):
        return shown, "one run: chance unknown"
    if found.low == found.high:
        return shown, "exactly, in every run"
    open_ = "" if found.settled else "too close to call: "
    return shown, f"{open_}{own.signed(found.low)} to {own.signed(found.high)} by chance"


def payback(found: Recommendation, experiment: Experiment) -> tuple[str, str]:
    """Since when the money is ahead, in figures and in words."""
    days = experiment.scenario.tables.run.days
    if experiment.cash[found.policy] == experiment.cash[found.baseline]:
        return "same", "day by day the same money"
    if found.payback is None and found.earned.high > 0:
        return "never", f"on average, within {span(days)}; chance could turn it"
    if found.payback is None:
        return "never", f"within {span(days)} it does not earn its cost"
    day = "day 1" if found.payback == 0.0 else f"day {found.payback:,.0f}"
    if not found.earned.settled:
        return day, "on average; that it stays ahead is too close to call"
    if found.payback == 0.0:
        return day, "on average it is never behind"
    return day, "from then on it is ahead, on average"


def each_kept(found: Recommendation, experiment: Experiment) -> str:
    """What a customer who was kept costs, where keeping costs money; "" elsewhere."""
    customers = experiment.scenario.tables.population.customers
    if side(found.kept) is not Standing.BETTER or side(found.earned) is not Standing.WORSE:
        return ""
    each = -found.earned.mean / (found.kept.mean * customers)
    currency = experiment.scenario.tables.money.currency
    return (
        f"Each customer kept costs {figure(each, 'money', currency)} within "
        f"{span(experiment.scenario.tables.run.days)}; what they bring later is not in it."
    )


def runs(experiment: Experiment) -> str:
    """On how many runs it all rests."""
    return counted(experiment.replications, "paired run")
