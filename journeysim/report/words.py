"""Words: what a comparison found, in sentences a strategist would say. Decides nothing."""

from __future__ import annotations

from math import isnan

from journeysim.experiment.assumptions import Plausible
from journeysim.experiment.compare import Best, Experiment
from journeysim.experiment.estimate import Estimate
from journeysim.report.figures import figure

PEOPLE = 1000


def span(days: float) -> str:
    """A number of days as people say it."""
    if days % 365 == 0:
        years = int(days // 365)
        return "a year" if years == 1 else f"{years} years"
    return f"{days:g} days"


def kept(experiment: Experiment, policy: str, baseline: str, metric: str, days: float) -> str:
    """How many more of a thousand customers a policy keeps than the baseline."""
    name, other = (experiment.scenario.label(each) for each in (policy, baseline))
    among = max(1, len(experiment.policies) - 1)
    found = experiment.difference(policy, baseline, metric, among).estimate
    return people(found, name, other, span(days))


def people(found: Estimate, name: str, other: str, after: str) -> str:
    """The sentence for one paired difference of retention."""
    start = f"Of {PEOPLE:,} customers,"
    if isnan(found.mean):
        return f"{start} there is nobody to compare {name} and {other} by."
    if found.low == found.high == found.mean == 0.0:
        return f"{start} {name} keeps exactly the same people as {other} after {after}."
    number = round(PEOPLE * found.mean)
    if isnan(found.low):
        more = "more" if number >= 0 else "fewer"
        return (
            f"{start} {name} keeps {abs(number)} {more} than {other} after {after} "
            "(one run: luck unknown)."
        )
    low, high = round(PEOPLE * found.low), round(PEOPLE * found.high)
    if not found.settled:
        return (
            f"{start} {name} and {other} cannot be told apart after {after}: "
            f"{low:+d} to {high:+d} ({found.n} paired runs; not settled)."
        )
    more = "more" if number > 0 else "fewer"
    ends = sorted((abs(low), abs(high)))
    return (
        f"{start} {name} keeps {abs(number)} {more} than {other} after {after}; "
        f"luck: {ends[0]} to {ends[1]} ({found.n} paired runs)."
    )


def best(experiment: Experiment, found: Best, what: str, unit: str) -> str:
    """Which policy is best in something, and whether that is settled."""
    label = experiment.scenario.label
    mean = figure(experiment.estimate(found.policy, found.metric).mean, unit)
    start = f"Best {what}: {label(found.policy)} ({mean})"
    if found.rivals:
        return f"{start}; not settled against {_listed([label(rival) for rival in found.rivals])}."
    return f"{start}; settled."


def payback(experiment: Experiment, policy: str, baseline: str) -> str:
    """From which day on a policy has earned more than the baseline."""
    label = experiment.scenario.label
    day = experiment.payback_day(policy, baseline)
    if day is None:
        return f"{label(policy)} has not earned its cost within the horizon"
    if day == 0.0:
        return f"{label(policy)} is never behind"
    return f"{label(policy)} from day {day:.0f} on"


def ignorance(found: Plausible, name: str, other: str) -> str:
    """What we do not know, apart from luck."""
    low, high = round(PEOPLE * found.low), round(PEOPLE * found.high)
    sure = "" if isnan(found.better_in) else f"better in {100 * found.better_in:.0f} of 100; "
    return (
        f"Over {found.worlds} plausible worlds, {name} against {other}: {sure}"
        f"{low:+d} to {high:+d} of {PEOPLE:,} customers (luck taken out)."
    )


def _listed(names: list[str]) -> str:
    return names[0] if len(names) == 1 else ", ".join(names[:-1]) + " and " + names[-1]
