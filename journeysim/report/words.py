"""Words: what a comparison found, in sentences a strategist would say. Decides nothing."""

from __future__ import annotations

from collections.abc import Sequence
from math import isnan

from journeysim.experiment.assumptions import Plausible
from journeysim.experiment.compare import Best, Experiment, open_against
from journeysim.experiment.estimate import Estimate
from journeysim.experiment.headline import first_decision
from journeysim.numerals import numeral
from journeysim.report.figures import Scale, by_chance, figure

PEOPLE = 1000
ENOUGH = 12
"""Fewer replications say too little of how far luck spreads, to say what pairing saves."""


def counted(number: int, one: str) -> str:
    """A number of things: `1 run`, `2 runs`."""
    return f"{numeral(number)} {one}" if number == 1 else f"{numeral(number)} {one}s"


def counted_days(days: float) -> str:
    """A number of days, as days."""
    return "1 day" if days == 1 else f"{numeral(days, ',g')} days"


def simulated(customers: int, one_in: int) -> str:
    """How many customers a firm has, and how many of them are simulated."""
    return counted(customers, "customer") + (
        f" (one in {numeral(one_in)} simulated, lines in slow motion)" if one_in > 1 else ""
    )


def span(days: float) -> str:
    """A number of days as people say it."""
    if days % 365 == 0:
        years = int(days // 365)
        return "a year" if years == 1 else f"{years} years"
    return "a day" if days == 1 else counted_days(days)


def named(label: str) -> str:
    """A policy's label in a sentence; in quotes where a comma would break the sentence."""
    return f"“{label}”" if "," in label else label


def kept(experiment: Experiment, baseline: str, metric: str, days: float) -> list[str]:
    """How many more of a thousand customers each policy keeps than the baseline."""
    label = experiment.scenario.label
    others = [policy for policy in experiment.policies if policy != baseline]
    if (first := first_decision(experiment.scenario)) >= days:
        return [nobody_decides(first, days)]
    differences = {
        policy: experiment.difference(policy, baseline, metric).estimate for policy in others
    }
    if len(others) == 1:
        return [people(differences[others[0]], label(others[0]), label(baseline), span(days))]
    start = f"Of {numeral(PEOPLE)} customers after {span(days)}, against {named(label(baseline))}:"
    width = max(len(label(policy)) for policy in others)
    return [start, *(f"  {label(each):<{width}}  {_keeps(differences[each])}" for each in others)]


def nobody_decides(first: float, days: float) -> str:
    """What is said where the run ends before anybody could leave."""
    return (
        f"Nobody decides before day {numeral(first, ',.0f')}, and the run ends after {span(days)}: who stays "
        "cannot differ yet; ask for more --days."
    )


def open_questions(experiment: Experiment, baseline: str, metric: str, days: float) -> list[str]:
    """What chance could still turn after so many replications, and how many more would tell."""
    if experiment.replications < 2:
        return ["One run tells nothing about chance: ask for more with --replications."]
    still = open_against(experiment, baseline, metric)
    if not still:
        return []
    label = experiment.scenario.label
    each = [
        f"{named(label(policy))} ({more(need, experiment.replications)})"
        for policy in still
        for need in [experiment.needed(policy, baseline, metric)]
    ]
    return [
        f"Too close to call after {span(days)}, against {named(label(baseline))}: {joined(each)}, "
        "as it looks now."
    ]


def saved(experiment: Experiment, baseline: str, metric: str) -> list[str]:
    """What it is worth that every customer has the same chances under every policy.

    Nothing where it is worth nothing, or where a few runs tell too little of their own spread.
    """
    done = experiment.replications
    others = [policy for policy in experiment.policies if policy != baseline]
    gains = [experiment.gain(policy, baseline, metric) for policy in others]
    there = sorted(gain for gain in gains if not isnan(gain))
    if done < ENOUGH or not there or there[0] <= 1.0:
        return []
    low, high = (_about(round(gain * done)) for gain in (there[0], there[-1]))
    runs = numeral(low) if low == high else f"{numeral(low)} to {numeral(high)}"
    return [
        f"Everybody lives every policy with the same luck: {done} paired runs told as much here as "
        f"about {runs} unpaired ones would."
    ]


def more(needed: int | None, done: int) -> str:
    """How many more replications would tell, to two figures."""
    if needed is None:
        return "no number of simulated runs within reach would tell"
    return f"about {counted(_about(max(1, needed - done)), 'more simulated run')} would tell"


def _about(number: int) -> int:
    """A number to two figures, rounded up."""
    step = int(10 ** max(0, len(str(number)) - 2))
    return -(-number // step) * step


def people(difference: Estimate, name: str, other: str, after: str) -> str:
    """The sentence for one paired difference of retention."""
    start, name, other = f"Of {numeral(PEOPLE)} customers,", named(name), named(other)
    if isnan(difference.mean):
        return f"{start} there is nobody to compare {name} and {other} by."
    if _same(difference):
        return f"{start} {name} keeps exactly the same people as {other} after {after}."
    if isnan(difference.low):
        return f"{start} {name} keeps {_more(difference)} than {other} after {after} ({_ONE_RUN})."
    if not difference.settled:
        return (
            f"{start} {name} against {other} is too close to call after {after}: "
            f"{ends(difference.low, difference.high)} by chance."
        )
    return (
        f"{start} {name} keeps {_more(difference)} than {other} after {after}{_chance(difference)}."
    )


_ONE_RUN = "one run: chance unknown"


def _keeps(difference: Estimate) -> str:
    """The same in a list, where it need not be said again what is compared."""
    if isnan(difference.mean):
        return "nobody to compare by"
    if _same(difference):
        return "keeps exactly the same people"
    if isnan(difference.low):
        return f"keeps {_more(difference)} ({_ONE_RUN})"
    if not difference.settled:
        return f"too close to call: {ends(difference.low, difference.high)} by chance"
    return f"keeps {_more(difference)}{_chance(difference)}"


def is_clear(difference: Estimate) -> bool:
    """Is a difference told from nothing, or is there none at all?"""
    return difference.settled or difference.low == difference.high == 0.0


def _same(difference: Estimate) -> bool:
    return difference.low == difference.high == difference.mean == 0.0


def _more(difference: Estimate) -> str:
    number = abs(round(PEOPLE * difference.mean))
    return f"{number or 'less than 1'} {'fewer' if difference.mean < 0 else 'more'}"


def people_moved(difference: Estimate) -> str:
    """A difference in people as a verb says it: `keeps 15 more of 1,000 customers`, `loses 9 more ...`."""
    number = round(PEOPLE * difference.mean) if not isnan(difference.mean) else 0
    if not number:
        return "keeps as many customers"
    verb = "keeps" if number > 0 else "loses"
    return f"{verb} {numeral(abs(number))} more of {numeral(PEOPLE)} customers"


def ends(low: float, high: float, unit: str = "") -> str:
    """Between how many more or fewer of 1,000 a share lies."""
    fewest, most = round(PEOPLE * low), round(PEOPLE * high)
    return f"{fewest:+d} to {most:+d}{unit}" if fewest or most else "less than 1 either way"


def _chance(difference: Estimate) -> str:
    """What chance does to it, behind a comma; nothing where all of it is less than one."""
    if difference.low == difference.high:
        return ", in every run"
    if not any(round(PEOPLE * end) for end in (difference.low, difference.high)):
        return ""
    return ", " + by_chance(difference.mean, difference.low, difference.high, Scale(PEOPLE, 0, ""))


def best(experiment: Experiment, leader: Best, what: str, unit: str) -> str:
    """Which policy is best in something, and whether that is clear; those that do exactly as well
    share the place."""
    label = experiment.scenario.label
    currency = experiment.scenario.tables.money.currency
    mean = figure(experiment.estimate(leader.policy, leader.metric).mean, unit, currency)
    alike = [each for each in leader.rivals if _alike(experiment, leader, each)]
    others = [label(each) for each in leader.rivals if each not in alike]
    first = _listed([label(each) for each in (leader.policy, *alike)])
    start = f"Best {what}: {first}{' alike' if alike else ''} ({mean})"
    if others:
        return f"{start}; too close to call against {_listed(others)}."
    return f"{start}; clear." if len(alike) + 1 < len(experiment.policies) else f"{start}."


def _alike(experiment: Experiment, leader: Best, rival: str) -> bool:
    seen = experiment.observations
    return seen[leader.policy][leader.metric] == seen[rival][leader.metric]


def earned(experiment: Experiment, baseline: str) -> str:
    """From which day on each policy has earned more than the baseline."""
    if not any(experiment.cash[baseline]):
        return "In money: the run is too short to tell days apart."
    label = experiment.scenario.label
    paybacks: dict[tuple[str, str], list[str]] = {}
    for policy in experiment.policies:
        if policy != baseline:
            paybacks.setdefault(_payback(experiment, policy, baseline), []).append(label(policy))
    clauses = [
        f"{_listed(names)} {one if len(names) == 1 else several}"
        for (one, several), names in sorted(paybacks.items(), key=lambda item: "earn" in item[0][0])
    ]
    return f"In money, against {named(label(baseline))}: {'; '.join(clauses)}."


def _payback(experiment: Experiment, policy: str, baseline: str) -> tuple[str, str]:
    """What is said of one policy, and of several."""
    if experiment.cash[policy] == experiment.cash[baseline]:
        return "earns exactly the same", "earn exactly the same"
    day = experiment.payback_day(policy, baseline)
    within = f"within {span(experiment.scenario.tables.run.days)}"
    money = "profit" in experiment.metrics and experiment.replications > 1
    if money and not is_clear(experiment.difference(policy, baseline, "profit").estimate):
        open_ = f"is too close to call {within}"
        return f"{open_} (whether it earns its cost)", f"{open_} (whether each earns its cost)"
    if day is None:
        return f"does not earn its cost {within}", f"do not earn their cost {within}"
    if day == 0.0:
        return "is never behind", "are never behind"
    ahead = f"ahead from day {numeral(day, ',.0f')} on"
    return f"is {ahead}", f"are {ahead}"


def moved(experiment: Experiment, baseline: str) -> list[str]:
    """Cost that only moves: agents' hours are paid once, and whatever they are spent on carries them."""
    lines, currency = [], experiment.scenario.tables.money.currency
    if any(name not in experiment.metrics for name in ("service_cost", "care_cost")):
        return []
    for policy in experiment.policies:
        if policy == baseline:
            continue
        service, care = (
            experiment.difference(policy, baseline, name).estimate
            for name in ("service_cost", "care_cost")
        )
        if service.settled and care.settled and service.mean * care.mean < 0.0:
            ways = ("service", "care") if care.mean > 0.0 else ("care", "service")
            much = figure(min(abs(service.mean), abs(care.mean)), "money", currency)
            lines.append(
                f"Under {named(experiment.scenario.label(policy))} {much} of cost moves from {ways[0]} "
                f"to {ways[1]}: the same agents' hours, spent on the other."
            )
    return lines


def ignorance(plausible: Plausible, name: str, other: str) -> str:
    """What we do not know, apart from chance."""
    if isnan(plausible.low):
        return f"Too few plausible worlds to compare {named(name)} and {named(other)} in."
    low, high = round(PEOPLE * plausible.low), round(PEOPLE * plausible.high)
    sure = ""
    if not isnan(plausible.better_in):
        sure = f"better in {round(plausible.better_in * plausible.worlds)} of {plausible.worlds}; "
    return (
        f"Over {counted(plausible.worlds, 'plausible world')}, {named(name)} against {named(other)}: "
        f"{sure}{low:+d} to {high:+d} of {numeral(PEOPLE)} customers (chance taken out)."
    )


def _listed(labels: Sequence[str]) -> str:
    return joined([named(label) for label in labels])


def joined(items: Sequence[str]) -> str:
    """A list as it is said: `a`, `a and b`, `a, b and c`."""
    return items[0] if len(items) == 1 else ", ".join(items[:-1]) + " and " + items[-1]
