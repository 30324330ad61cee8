"""Tables: results side by side for a terminal. Chooses what to show, never what it means.

One line a metric: where the policies do not fit side by side, the table goes on below.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from math import isnan
from typing import NamedTuple

from rich.table import Table

from journeysim import metrics
from journeysim.causes import CAUSE_NAMES
from journeysim.experiment.compare import Experiment
from journeysim.experiment.estimate import Estimate
from journeysim.report.figures import Scale, scale, scale_apart
from journeysim.report.layout import Cell, Column, laid_out
from journeysim.report.statement import ACCOUNTS, LABELS, account_of, printed
from journeysim.report.words import span

OUTCOMES = (
    "retention@365d",
    "retention",
    "come_back_rate",
    "share_of_wallet",
    "monthly_churn",
    "profit@365d",
    "revenue",
    "active",
)
"""What it leads to."""

MONEY = ACCOUNTS[0].rows
"""What comes in and goes out: rows that add up."""

WORTH = ACCOUNTS[1].rows
"""What policies are judged by: profit, and the customers still there at the end."""

SERVICE = (
    "wait_mean",
    "wait_p95",
    "abandonment",
    "first_contact_resolution",
    "good_service",
    "occupancy",
    "contacts_per_customer",
    "csat",
    "cost_per_contact",
)
"""How people are answered."""

SHORT = (*WORTH, "abandonment", "contacts_per_customer")
"""What stands beside the headline where a few figures must do."""

MECHANISMS = (
    "problems",
    "problems_prevented",
    "problems_intercepted",
    "intercepts_missed",
    "silent_problems",
    "touches",
    "touches_expired",
    "fatigue_share",
    "referrals",
    "satisfaction",
)
"""What did it."""


def shown(experiment: Experiment, wanted: Sequence[str]) -> list[str]:
    """Those of the wanted metrics that were measured and say anything for some policy."""
    days = experiment.scenario.tables.run.days
    result = []
    for name in wanted:
        request = metrics.find(name)
        if name not in experiment.metrics or request.day == days:
            continue
        means = [experiment.estimate(policy, name).mean for policy in experiment.policies]
        if any(not isnan(mean) and mean != 0.0 for mean in means):
            result.append(name)
    return result


def values(experiment: Experiment, wanted: Sequence[str], width: int) -> list[Table]:
    """Every policy's own figures with their intervals."""
    rows = added_up([MetricRow.of(experiment, name) for name in shown(experiment, wanted)])
    columns = [
        Column(
            experiment.scenario.label(policy),
            figures(rows, [experiment.estimate(policy, row.metric) for row in rows]),
        )
        for policy in experiment.policies
    ]
    return laid_out([row.label for row in rows], columns, width)


def against(
    experiment: Experiment, baseline: str, wanted: Sequence[str], width: int
) -> list[Table]:
    """The baseline's figures, and every other policy's paired difference from them."""
    rows, columns = side_by_side(experiment, baseline, wanted)
    return laid_out([row.label for row in rows], columns, width, kept=1)


def side_by_side(
    experiment: Experiment, baseline: str, wanted: Sequence[str]
) -> tuple[list[MetricRow], list[Column]]:
    """The same as rows and columns, the baseline's first."""
    there = [name for name in shown(experiment, wanted) if _told(experiment, baseline, name)]
    rows = added_up([MetricRow.of(experiment, name, baseline) for name in there])
    own = figures(rows, [experiment.estimate(baseline, row.metric) for row in rows])
    label = experiment.scenario.label
    columns = [Column(label(baseline), [cell._replace(half="") for cell in own])]
    for policy in experiment.policies:
        if policy != baseline:
            apart = [experiment.difference(policy, baseline, row.metric).estimate for row in rows]
            columns.append(Column(label(policy), figures(rows, apart, apart=True)))
    return rows, columns


def _told(experiment: Experiment, policy: str, name: str) -> bool:
    return not isnan(experiment.estimate(policy, name).mean)


def causes(experiment: Experiment, width: int) -> list[Table]:
    """How many left for each cause, by what weighed most in their leaving; the greatest first."""
    names = [f"churned[cause={cause}]" for cause in CAUSE_NAMES]
    names = [name for name in names if name in experiment.metrics]
    means = {
        name: [experiment.estimate(policy, name).mean for policy in experiment.policies]
        for name in names
    }
    there = [name for name in names if any(mean >= 0.5 for mean in means[name])]
    there.sort(key=lambda name: -max(mean for mean in means[name] if not isnan(mean)))
    unit = scale([], "count")
    columns = [
        Column(
            experiment.scenario.label(policy),
            [Cell(unit.plain(means[name][index])) for name in there],
        )
        for index, policy in enumerate(experiment.policies)
    ]
    labels = [f"{metrics.find(name).cause}" for name in there]
    return laid_out(labels, columns, width)


class MetricRow(NamedTuple):
    """One metric in a table: its name as people say it, and the scale its figures share."""

    metric: str
    label: str
    scale: Scale
    apart: Scale
    better: str

    @classmethod
    def of(cls, experiment: Experiment, name: str, baseline: str | None = None) -> MetricRow:
        """The row of a metric; with a baseline, of the differences from it.

        Figures and differences share a unit where both can be read in it; a gain of 146 thousand is
        not shown as 0.1 of a million.
        """
        metric = metrics.find(name).metric
        currency = experiment.scenario.tables.money.currency
        others = [policy for policy in experiment.policies if policy != baseline]
        if baseline is None:
            estimates = [experiment.estimate(policy, name) for policy in experiment.policies]
        else:
            estimates = [
                experiment.difference(policy, baseline, name).estimate for policy in others
            ]
        choose = scale if baseline is None else scale_apart
        apart = choose((each.mean for each in estimates), metric.unit, currency)
        own = apart
        if baseline is not None:
            base = experiment.estimate(baseline, name).mean
            own = scale((base, *(each.mean for each in estimates)), metric.unit, currency)
            if not metric.unit.startswith("money"):
                apart = own
        label = metric_label(name)
        unit = own.unit if own.unit == apart.unit else currency
        return cls(name, f"{label}, {unit}" if unit else label, own, apart, metric.better)

    def own(self, estimate: Estimate) -> Cell:
        """A policy's own figure."""
        return Cell(
            f"{self.scale.plain(estimate.mean)}{self._thousands(self.scale)}",
            self.scale.half(estimate.half),
        )

    def difference(self, difference: Estimate) -> Cell:
        """A paired difference: coloured where it is clear, marked where it is not."""
        style = ""
        if self.better and difference.settled:
            style = "green" if (self.better == "higher") == (difference.mean > 0) else "red"
        same = difference.low == difference.high == 0.0
        unsettled = not isnan(difference.low) and not difference.settled and not same
        half = "" if same else self.apart.half(difference.half)
        return Cell(
            f"{self.apart.signed(difference.mean)}{'' if same else self._thousands(self.apart)}",
            half,
            unsettled,
            style,
        )

    def _thousands(self, scale: Scale) -> str:
        """`k` or `M` beside the figure itself where the row has figures in both."""
        if self.scale.unit == self.apart.unit:
            return ""
        return scale.thousands


def added_up(rows: Sequence[MetricRow]) -> list[MetricRow]:
    """The rows of a table, those of an account on one scale and named as parts of it."""
    account = account_of([row.metric for row in rows])
    if account is None:
        return list(rows)
    parts = [row for row in rows if row.metric in account.rows]
    own, apart = (
        min(scales, key=lambda each: (each.factor, -each.decimals))
        for scales in ([row.scale for row in parts], [row.apart for row in parts])
    )
    # A figure of another prefix says it itself, so the label holds the currency alone.
    unit = own.unit if own.unit == apart.unit else own.unit.split()[-1]
    return [
        row._replace(
            scale=own,
            apart=apart,
            label=f"{LABELS.get(row.metric, row.metric)}, {unit}",
        )
        if row in parts
        else row
        for row in rows
    ]


def figures(
    rows: Sequence[MetricRow], estimates: Sequence[Estimate], *, apart: bool = False
) -> list[Cell]:
    """One policy's cells; what adds up does so as printed. apart: they are differences."""
    account = account_of([row.metric for row in rows])
    cells = [
        row.difference(each) if apart else row.own(each)
        for row, each in zip(rows, estimates, strict=True)
    ]
    if account is None:
        return cells
    places = [place for place, row in enumerate(rows) if row.metric in account.rows]
    values = {rows[place].metric: estimates[place].mean for place in places}
    shared = rows[places[0]].apart if apart else rows[places[0]].scale
    rounded = printed(account, values, shared)
    for place in places:
        mean = rounded[rows[place].metric]
        estimate = replace(estimates[place], mean=mean)
        cell = rows[place].difference(estimate) if apart else rows[place].own(estimate)
        cells[place] = cells[place]._replace(number=cell.number)
    return cells


def metric_label(name: str) -> str:
    """A metric as people say it; what it is split by stands in the table's title."""
    request = metrics.find(name)
    words = request.metric.name.replace("_", " ")
    if request.channel is not None:
        words += f" {request.channel}"
    return words if request.day is None else f"{words} after {span(request.day)}"
