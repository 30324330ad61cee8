"""Decision: one policy against the baseline in people, money and time, as figures with their words.

Adds no number of its own; the advice itself is in `closing`.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import isnan

from journeysim.experiment.compare import Experiment
from journeysim.experiment.estimate import Estimate
from journeysim.numerals import numeral
from journeysim.report.closing import Standing, capital, side
from journeysim.report.figures import Scale, figure, scale
from journeysim.report.statement import WITHIN
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
        experiment.difference(policy, baseline, WITHIN).estimate,
        experiment.payback_day(policy, baseline) if any(experiment.cash[baseline]) else None,
    )


def alike(recommendation: Recommendation, experiment: Experiment) -> str:
    """Which other policies do exactly the same in people and money, in every run; "" if none."""
    seen = experiment.observations
    same = [
        named(experiment.scenario.label(policy))
        for policy in experiment.policies
        if policy not in (recommendation.policy, recommendation.baseline)
        and all(
            seen[policy][name] == seen[recommendation.policy][name]
            for name in (experiment.headline.metric, WITHIN)
        )
    ]
    if not same:
        return ""
    does = "does" if len(same) == 1 else "do"
    return f"{capital(' and '.join(same))} {does} exactly the same, run by run."


def people(recommendation: Recommendation) -> tuple[str, str]:
    """How many of a thousand more are kept, and the range that chance leaves."""
    return _said(recommendation.kept, Scale(PEOPLE, 0, ""))


def money(recommendation: Recommendation, experiment: Experiment) -> tuple[str, str]:
    """How much more is earned, and the range that chance leaves, on one scale."""
    ends = (recommendation.earned.mean, recommendation.earned.low, recommendation.earned.high)
    return _said(
        recommendation.earned, scale(ends, "money", experiment.scenario.tables.money.currency)
    )


def _said(difference: Estimate, own: Scale) -> tuple[str, str]:
    """A difference with its unit, and what chance could have made of it."""
    if isnan(difference.mean):
        return "-", "nobody to compare by"
    shown = f"{own.signed(difference.mean)} {own.unit}".strip()
    if isnan(difference.low):
        return shown, "one run: chance unknown"
    if difference.low == difference.high:
        return shown, "exactly, in every run"
    open_ = "" if difference.settled else "too close to call: "
    return shown, f"{open_}{own.signed(difference.low)} to {own.signed(difference.high)} by chance"


def payback(recommendation: Recommendation, experiment: Experiment) -> tuple[str, str]:
    """Since when the money is ahead, in figures and in words."""
    days = experiment.scenario.tables.run.days
    if experiment.cash[recommendation.policy] == experiment.cash[recommendation.baseline]:
        return "same", "day by day the same money"
    if recommendation.payback is None and recommendation.earned.high > 0:
        return "never", f"on average, within {span(days)}; chance could turn it"
    if recommendation.payback is None:
        return "never", f"within {span(days)} it does not earn its cost"
    day = (
        "day 1"
        if recommendation.payback == 0.0
        else f"day {numeral(recommendation.payback, ',.0f')}"
    )
    if not recommendation.earned.settled:
        return day, "on average; that it stays ahead is too close to call"
    if recommendation.payback == 0.0:
        return day, "on average it is never behind"
    return day, "from then on it is ahead, on average"


def each_kept(recommendation: Recommendation, experiment: Experiment) -> str:
    """What a customer who was kept costs, where keeping costs money; "" elsewhere."""
    customers = experiment.scenario.tables.population.customers
    if (
        side(recommendation.kept) is not Standing.BETTER
        or side(recommendation.earned) is not Standing.WORSE
    ):
        return ""
    each = -recommendation.earned.mean / (recommendation.kept.mean * customers)
    currency = experiment.scenario.tables.money.currency
    return (
        f"Each customer kept costs {figure(each, 'money', currency)} within "
        f"{span(experiment.scenario.tables.run.days)}; what they bring later is not in it."
    )


def runs(experiment: Experiment) -> str:
    """On how many runs it all rests."""
    return counted(experiment.replications, "paired run")
