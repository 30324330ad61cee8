"""Sections: the drawings of a report with what they say in words, for those who cannot see them."""

from __future__ import annotations

from collections.abc import Iterable
from math import isnan
from typing import NamedTuple

from markupsafe import Markup

from journeysim.causes import CAUSES, Cause
from journeysim.experiment.compare import Experiment
from journeysim.experiment.curves import PROFIT, RETENTION, Band, curve, lead
from journeysim.experiment.estimate import Estimate
from journeysim.numerals import numeral
from journeysim.report.figures import Scale, scale
from journeysim.report.html.bars import Bar, bars, stacked, swarm
from journeysim.report.html.contents import Contents
from journeysim.report.html.drawing import LineStyle, looks
from journeysim.report.html.lines import PolicyCurve, curves, leads
from journeysim.report.words import joined, span

REST = CAUSES[Cause.COMPETITION].page
"""Competition, which is what the others do not explain."""


class Picture(NamedTuple):
    """A drawing with the line that stands under it."""

    chart: Markup
    caption: str


def retention(contents: Contents) -> Picture:
    """Who is still there, day by day, under every policy."""
    experiment = contents.experiment
    lines = [
        PolicyCurve(experiment.scenario.label(policy), look, curve(experiment, policy, RETENTION))
        for policy, look in _looks(contents).items()
    ]
    ends = ", ".join(f"{line.label} {numeral(100 * line.band.mean[-1], '.1f')} %" for line in lines)
    after = span(experiment.scenario.tables.run.days)
    says = f"Share of the customers of day 0 still there, day by day. After {after}: {ends}."
    caption = "Customers of day 0 who are still there. " + _shade(experiment)
    return Picture(curves("retention", says, lines), caption)


def ahead(contents: Contents, what: str, only: str | None = None) -> list[Picture]:
    """How far each policy is ahead of the baseline by day, on one scale. what: see `curves`;
    only: draw this policy alone."""
    experiment = contents.experiment
    bands = {
        policy: lead(experiment, policy, contents.baseline, what)
        for policy in contents.others
        if only in (None, policy)
    }
    own = _scale_of(experiment, (bands[policy] for policy in bands), what)
    limits = _limits(bands.values(), own.factor)
    unit = own.unit.replace("%", "points")
    label, pictures = experiment.scenario.label, []
    for policy, look in _looks(contents).items():
        if policy not in bands:
            continue
        line = PolicyCurve(label(policy), look, bands[policy])
        day = experiment.payback_day(policy, contents.baseline) if what == PROFIT else None
        last = bands[policy].estimates[-1]
        says = (
            f"{line.label} against {label(contents.baseline)}, {what} by day: at the end "
            f"{own.signed(last.mean)} {unit} {own.half(last.half)}."
        )
        if day:
            says += f" Ahead for good from day {numeral(day, ',.0f')} on."
        name = f"{what}-{policy}"
        chart = leads(name, says, line, limits, own.factor, unit, day)
        pictures.append(Picture(chart, ""))
    return pictures


def at_the_end(contents: Contents, metric: str, unit: str) -> Picture:
    """Every policy's difference from the baseline at the horizon."""
    experiment = contents.experiment
    differences = {
        policy: experiment.difference(policy, contents.baseline, metric).estimate
        for policy in contents.others
    }
    currency = experiment.scenario.tables.money.currency
    own = scale((each.mean for each in differences.values()), unit, currency)
    label = experiment.scenario.label
    rows = [Bar(label(policy), each, _told(each, own)) for policy, each in differences.items()]
    shown = own.unit.replace("%", "points")
    listed = "; ".join(f"{row.label} {row.text} {shown}" for row in rows)
    after = span(experiment.scenario.tables.run.days)
    says = f"{metric} after {after} against {label(contents.baseline)}: {listed}."
    caption = (
        f"{metric.capitalize()} after {after}, against {label(contents.baseline)}. Filled: clear. "
        "Open: too close to call. Cross: worse."
    )
    return Picture(bars(f"end-{metric}", says, rows, own, "higher"), caption)


def why_they_left(contents: Contents) -> Picture | None:
    """The main cause of everybody who left."""
    experiment = contents.experiment
    names = [f"churned[cause={cause.name}]" for cause in CAUSES]
    if any(name not in experiment.metrics for name in names):
        return None
    parts = {
        cause.page: [experiment.estimate(policy, name).mean for policy in experiment.policies]
        for cause, name in zip(CAUSES, names, strict=True)
    }
    there = {cause: values for cause, values in parts.items() if max(values) >= 0.5}
    if not there:
        return None
    labels = [experiment.scenario.label(policy) for policy in experiment.policies]
    listed = "; ".join(
        f"{label}: "
        + ", ".join(f"{numeral(values[index], ',.0f')} {cause}" for cause, values in there.items())
        for index, label in enumerate(labels)
    )
    says = f"Customers who left, by the main cause. {listed}."
    caption = (
        "Customers who left, those who had joined meanwhile included, by what weighed most in their "
        "leaving; mean of all runs."
    )
    return Picture(stacked("causes", says, labels, there, REST, "customers who left"), caption)


def reasons(contents: Contents) -> list[str]:
    """By how many fewer or more the policy in focus lets people leave for each cause, the greatest
    change first; what chance could turn is left out."""
    experiment = contents.experiment
    changes = []
    for cause in CAUSES:
        name = f"churned[cause={cause.name}]"
        if name in experiment.metrics:
            estimate = experiment.difference(contents.focus, contents.baseline, name).estimate
            if estimate.settled and abs(estimate.mean) >= 0.5:
                changes.append((estimate, cause.page))
    changes.sort(key=lambda each: -abs(each[0].mean))
    return [
        f"{numeral(abs(estimate.mean), ',.0f')} {'fewer' if estimate.mean < 0 else 'more'} because of {cause.partition(':')[0]} "
        f"(±{numeral(estimate.half, ',.0f')})"
        for estimate, cause in changes
    ]


def where_it_holds(contents: Contents, metric: str, unit: str) -> Picture:
    """The policy in focus in every plausible world drawn, and in the named ones."""
    policy, baseline = contents.focus, contents.baseline
    drawn = [
        world.difference(policy, baseline, metric).estimate.mean for world in contents.plausible
    ]
    named = [
        (world.name.replace("_", " "), _mean(world.experiment, policy, baseline, metric))
        for world in contents.worlds
        if policy in world.experiment.policies
    ]
    currency = contents.experiment.scenario.tables.money.currency
    values = [value for value in drawn if not isnan(value)]
    own = scale([*values, *(value for _, value in named)], unit, currency)
    shown = own.unit.replace("%", "points")
    listed = ", ".join(f"{name} {own.signed(value)}" for name, value in named)
    more, less = sum(value > 0 for value in values), sum(value < 0 for value in values)
    says = (
        f"{metric} of {contents.names[0]} against {contents.names[1]} in {len(values)} plausible "
        f"worlds, {shown}: {own.signed(min(values))} to {own.signed(max(values))}; more in {more}, "
        f"less in {less}. Named worlds: {listed}."
    )
    caption = (
        f"{metric.capitalize()} against {contents.names[1]} in {len(values)} worlds one might believe "
        f"in (dots): more in {more}, less in {less}. Diamonds: the named worlds"
        f"{_turned(named, more, less)}."
    )
    return Picture(swarm(f"worlds-{metric}", says, values, named, own), caption)


def _turned(named: Iterable[tuple[str, float]], more: int, less: int) -> str:
    """Which named worlds point where no drawn one does: what was drawn is not all one may fear."""
    listed = list(named)
    against = [name for name, value in listed if value < 0.0] if less == 0 else []
    against += [name for name, value in listed if value > 0.0] if more == 0 else []
    return (
        f"; {joined(against)}: {'less' if less == 0 else 'more'}, though no draw says so"
        if against
        else ""
    )


def _mean(experiment: Experiment, policy: str, baseline: str, metric: str) -> float:
    return experiment.difference(policy, baseline, metric).estimate.mean


def _looks(contents: Contents) -> dict[str, LineStyle]:
    return looks(contents.experiment.policies, contents.baseline, contents.focus)


def _told(difference: Estimate, own: Scale) -> str:
    """A difference with half its interval; `?` where chance could turn it."""
    if difference.low == difference.high == 0.0:
        return "0, exactly"
    text = f"{own.signed(difference.mean)} {own.half(difference.half)}".strip()
    return text if difference.settled or isnan(difference.low) else f"{text} ?"


def _shade(experiment: Experiment) -> str:
    if experiment.replications < 2:
        return "One run tells nothing about chance."
    return "The shade is chance: where the mean of each day may lie, 95 %."


def _scale_of(experiment: Experiment, bands: Iterable[Band], what: str) -> Scale:
    currency = experiment.scenario.tables.money.currency
    tops = [max(map(abs, (*band.low, *band.high))) for band in bands]
    return scale(tops, "share" if what == RETENTION else "money", currency)


def _limits(bands: Iterable[Band], factor: float) -> tuple[float, float]:
    """The value axis that all small charts share, with room for zero and a mark."""
    low, high = 0.0, 0.0
    for band in bands:
        low = min(low, *(factor * value for value in band.low if not isnan(value)))
        high = max(high, *(factor * value for value in band.high if not isnan(value)))
    room = 0.08 * (high - low) or 1.0
    return low - room, high + 1.5 * room
