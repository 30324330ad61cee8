"""Recommendation: what a comparison advises, in one headline and a few sentences. Adds no number of its own.

People kept and money earned are told apart, because they often point in different directions; what
luck could turn is never called settled.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import isnan

from journeysim.experiment.compare import Experiment
from journeysim.experiment.estimate import Estimate
from journeysim.report.figures import Scale, figure, scale
from journeysim.report.words import PEOPLE, counted, named, span

KEPT = "retention"
EARNED = "profit"


@dataclass(frozen=True)
class Recommendation:
    """A policy against the baseline: people, money, and since when the money is ahead.

    kept: difference in retention at the horizon (share); earned: in profit over the run (the
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
        experiment.difference(policy, baseline, KEPT).estimate,
        experiment.difference(policy, baseline, EARNED).estimate,
        experiment.payback_day(policy, baseline) if any(experiment.cash[baseline]) else None,
    )


def in_focus(experiment: Experiment, baseline: str) -> str:
    """The policy a report is about unless another is named: the one that earns most; where that is
    the baseline, the one that keeps most of the others."""
    others = [policy for policy in experiment.policies if policy != baseline]
    by_profit = max(
        experiment.policies, key=lambda policy: _or_least(experiment.estimate(policy, EARNED).mean)
    )
    if by_profit != baseline:
        return by_profit
    return max(others, key=lambda policy: _or_least(experiment.estimate(policy, KEPT).mean))


def _or_least(value: float) -> float:
    return float("-inf") if isnan(value) else value


def headline(found: Recommendation, experiment: Experiment) -> str:
    """The advice in one sentence."""
    name = named(experiment.scenario.label(found.policy))
    other = named(experiment.scenario.label(found.baseline))
    if isnan(found.kept.mean) or isnan(found.earned.mean):
        return f"There is nobody to compare {name} and {other} by."
    kept, earned = _side(found.kept), _side(found.earned)
    if kept == earned == "same":
        return f"{_first(name)} changes nothing: people and money are exactly those of {other}."
    if "unknown" in (kept, earned):
        return f"One run cannot settle {name} against {other}: ask for more replications."
    return {
        ("better", "better"): f"Choose {name}: it keeps more people than {other} and earns more.",
        ("better", "worse"): f"{_first(name)} keeps more people than {other}, and costs more than it earns.",
        ("better", "open"): f"{_first(name)} keeps more people than {other}; whether it pays is not settled.",
        ("better", "same"): f"Choose {name}: it keeps more people than {other} for the same money.",
        ("worse", "better"): f"{_first(name)} earns more than {other}, and loses people.",
        ("worse", "worse"): f"Stay with {other}: {name} loses people and money.",
        ("worse", "open"): f"{_first(name)} loses people against {other}; what it does to the money is not settled.",
        ("worse", "same"): f"Stay with {other}: {name} loses people for the same money.",
        ("open", "better"): f"{_first(name)} earns more than {other}; whether it keeps more people is not settled.",
        ("open", "worse"): f"Stay with {other}: {name} costs money, and that it keeps people is not settled.",
        ("same", "better"): f"Choose {name}: it keeps the same people as {other} and earns more.",
        ("same", "worse"): f"Stay with {other}: {name} keeps the same people and costs more.",
    }.get((kept, earned), f"Not settled: luck could turn {name} against {other} either way.")  # fmt: skip


def _first(name: str) -> str:
    return name[:1].upper() + name[1:]


def _side(found: Estimate) -> str:
    if found.low == found.high == 0.0:
        return "same"
    if isnan(found.low):
        return "unknown"
    if not found.settled:
        return "open"
    return "better" if found.mean > 0 else "worse"


def alike(found: Recommendation, experiment: Experiment) -> str:
    """Which other policies do exactly the same in people and money, in every run; "" if none."""
    seen = experiment.observations
    same = [
        named(experiment.scenario.label(policy))
        for policy in experiment.policies
        if policy not in (found.policy, found.baseline)
        and all(seen[policy][name] == seen[found.policy][name] for name in (KEPT, EARNED))
    ]
    if not same:
        return ""
    does = "does" if len(same) == 1 else "do"
    return f"{_first(' and '.join(same))} {does} exactly the same, run by run."


def people(found: Recommendation) -> tuple[str, str]:
    """How many of a thousand more are kept, and the range that luck leaves."""
    return _said(found.kept, Scale(PEOPLE, 0, ""))


def money(found: Recommendation, experiment: Experiment) -> tuple[str, str]:
    """How much more is earned, and the range that luck leaves, on one scale."""
    ends = (found.earned.mean, found.earned.low, found.earned.high)
    return _said(found.earned, scale(ends, "money", experiment.scenario.tables.money.currency))


def _said(found: Estimate, own: Scale) -> tuple[str, str]:
    """A difference with its unit, and what luck could have made of it."""
    if isnan(found.mean):
        return "-", "nobody to compare by"
    shown = f"{own.signed(found.mean)} {own.unit}".strip()
    if isnan(found.low):
        return shown, "one run: luck unknown"
    if found.low == found.high:
        return shown, "exactly, in every run"
    settled = "" if found.settled else "; not settled"
    return shown, f"luck: {own.signed(found.low)} to {own.signed(found.high)}{settled}"


def payback(found: Recommendation, experiment: Experiment) -> tuple[str, str]:
    """Since when the money is ahead, in figures and in words."""
    days = experiment.scenario.tables.run.days
    if experiment.cash[found.policy] == experiment.cash[found.baseline]:
        return "same", "day by day the same money"
    if found.payback is None and found.earned.high > 0:
        return "never", f"on average, within {span(days)}; luck could turn it"
    if found.payback is None:
        return "never", f"within {span(days)} it does not earn its cost"
    day = "day 1" if found.payback == 0.0 else f"day {found.payback:,.0f}"
    if not found.earned.settled:
        return day, "on average; that it stays ahead is not settled"
    if found.payback == 0.0:
        return day, "on average it is never behind"
    return day, "from then on it is ahead, on average"


def each_kept(found: Recommendation, experiment: Experiment) -> str:
    """What a customer who was kept costs, where keeping costs money; "" elsewhere."""
    customers = experiment.scenario.tables.population.customers
    if _side(found.kept) != "better" or _side(found.earned) != "worse":
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
