"""Tables: results side by side for a terminal. Chooses what to show, never what it means.

One line a metric: where the policies do not fit side by side, the table goes on below.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import isnan
from typing import NamedTuple

from rich.table import Table
from rich.text import Text

from journeysim import metrics
from journeysim.causes import CAUSE_NAMES
from journeysim.experiment.compare import Experiment
from journeysim.experiment.estimate import Estimate
from journeysim.report.figures import Scale, scale
from journeysim.report.words import span

OUTCOMES = (
    "retention@365d",
    "retention",
    "come_back_rate",
    "share_of_wallet",
    "profit@365d",
    "profit",
    "revenue",
    "service_cost",
    "care_cost",
    "active",
)
"""What it leads to."""

SERVICE = (
    "wait_mean",
    "wait_p95",
    "abandonment",
    "first_contact_resolution",
    "good_service",
    "occupancy",
    "contacts_per_customer",
)
"""How people are answered."""

SHORT = ("profit", "service_cost", "care_cost", "abandonment", "contacts_per_customer")
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

_GAP = 2


class Cell(NamedTuple):
    """One figure: the number, half its interval, whether chance could turn it, and its colour."""

    number: str
    half: str = ""
    open: bool = False
    style: str = ""


class Column(NamedTuple):
    """A policy's figures under its label."""

    label: str
    cells: list[Cell]


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
    rows = [MetricRow.of(experiment, name) for name in shown(experiment, wanted)]
    columns = [
        Column(
            experiment.scenario.label(policy),
            [row.own(experiment.estimate(policy, row.metric)) for row in rows],
        )
        for policy in experiment.policies
    ]
    return laid_out([row.label for row in rows], columns, width)


def against(
    experiment: Experiment, baseline: str, wanted: Sequence[str], width: int
) -> list[Table]:
    """The baseline's figures, and every other policy's paired difference from them."""
    others = [policy for policy in experiment.policies if policy != baseline]
    rows = [
        MetricRow.of(experiment, name, baseline)
        for name in shown(experiment, wanted)
        if not isnan(experiment.estimate(baseline, name).mean)
    ]
    plain = [row.own(experiment.estimate(baseline, row.metric))._replace(half="") for row in rows]
    columns = [Column(experiment.scenario.label(baseline), plain)]
    for policy in others:
        cells = [
            row.difference(experiment.difference(policy, baseline, row.metric).estimate)
            for row in rows
        ]
        columns.append(Column(experiment.scenario.label(policy), cells))
    return laid_out([row.label for row in rows], columns, width, kept=1)


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
        apart = scale((each.mean for each in estimates), metric.unit, currency)
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
        return {1e-3: " k", 1e-6: " M"}.get(scale.factor, "")


def metric_label(name: str) -> str:
    """A metric as people say it; what it is split by stands in the table's title."""
    request = metrics.find(name)
    words = request.metric.name.replace("_", " ")
    if request.channel is not None:
        words += f" {request.channel}"
    return words if request.day is None else f"{words} after {span(request.day)}"


def laid_out(
    labels: Sequence[str], columns: Sequence[Column], width: int, kept: int = 0
) -> list[Table]:
    """Labels and columns as tables no wider than `width`; the first `kept` columns come in each."""
    if not labels:
        return []
    first = max(map(len, labels))
    always, rest = list(columns[:kept]), list(columns[kept:])
    tables: list[Table] = []
    while rest or not tables:
        count = max(1, _fitting(first, always, rest, width))
        tables.append(_table(labels, always + rest[:count], first, width))
        rest = rest[count:]
    return tables


def _fitting(first: int, always: list[Column], rest: list[Column], width: int) -> int:
    """How many of the rest fit beside what always stands."""
    room = width - first - sum(_GAP + _least(column) for column in always)
    count = 0
    for column in rest:
        room -= _GAP + _least(column)
        if room < 0:
            break
        count += 1
    return count


def _least(column: Column) -> int:
    """The least width of a column: no figure and no word of its label is cut."""
    return max([_block(column)[2], *map(len, column.label.split())])


def _block(column: Column) -> tuple[int, int, int]:
    """The widths of the numbers, of the half intervals, and of both with the mark."""
    number = max(len(cell.number) for cell in column.cells)
    half = max(len(cell.half) for cell in column.cells)
    mark = 2 if any(cell.open for cell in column.cells) else 0
    return number, half, number + (half + 1 if half else 0) + mark


def _table(labels: Sequence[str], columns: list[Column], first: int, width: int) -> Table:
    """One table; room that is left goes to labels that would be broken."""
    widths = [_least(column) for column in columns]
    room = width - first - _GAP * len(widths) - sum(widths)
    for index, column in enumerate(columns):
        more = min(max(0, room), max(0, len(column.label) - widths[index]))
        if len(column.label) <= widths[index] + more:
            widths[index] += more
            room -= more
    table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, _GAP, 0, 0))
    table.add_column("", width=first, no_wrap=True)
    for column, each in zip(columns, widths, strict=True):
        table.add_column(Text(column.label, justify="right"), width=each, no_wrap=False)
    for row, label in enumerate(labels):
        cells = [_aligned(column, row, each) for column, each in zip(columns, widths, strict=True)]
        table.add_row(Text(label), *cells)
    return table


def _aligned(column: Column, row: int, width: int) -> Text:
    """A figure in its place: numbers under numbers, intervals under intervals."""
    number, half, block = _block(column)
    cell = column.cells[row]
    text = Text(" " * (width - block) + cell.number.rjust(number), style=cell.style)
    if half:
        text.append(f" {cell.half.ljust(half)}", style="dim")
    if cell.open:
        text.append(" ?", style="dim")
    return text
