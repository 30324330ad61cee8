"""Waterfall: how a metric gets from one policy to the other, lever by lever, drawn in characters."""

from __future__ import annotations

from collections.abc import Sequence
from math import isnan
from typing import NamedTuple

from rich.table import Table
from rich.text import Text

from journeysim import metrics
from journeysim.experiment.estimate import Estimate
from journeysim.experiment.explain import Explained, Explanation
from journeysim.report.figures import Scale, scale, scale_apart
from journeysim.report.layout import Cell, Column, laid_out
from journeysim.report.words import counted, named

LEAST_BAR = 12
"""Narrower bars say nothing and are left out."""

_UP, _DOWN, _END = "█", "▒", "┃"


class Span(NamedTuple):
    """One line: where its bar begins and ends, in the metric's unit."""

    start: float
    end: float


def steps(explanation: Explanation) -> list[Span]:
    """The bars of the parts, each beginning where the one before ends."""
    result, at = [], explanation.before.mean
    for part in explanation.parts:
        result.append(Span(at, at + part.estimate.mean))
        at += part.estimate.mean
    return result


def sentence(explained: Explained, explanation: Explanation) -> str:
    """What the difference is, and which levers bring most of it."""
    label = explained.scenario.label
    before, after = named(label(explained.before)), named(label(explained.after))
    start = f"{_said(explanation)}, {after} against {before}"
    if not explained.groups:
        return f"{start}: both set the same levers; nothing differs, and nothing needs explaining."
    own = _apart(explained, explanation)
    whole = f"{own.signed(explanation.whole.mean)} {_unit(own)}".strip()
    whole += f"{_chance(own, explanation.whole)}{_settled(explanation.whole)}"
    parts = [part for part in explanation.parts if part.estimate.mean]
    if not parts:
        return f"{start}: {whole}, and no lever adds anything."
    shares = [
        f"{own.signed(part.estimate.mean)} {part.group.label}{_settled(part.estimate)}"
        for part in parts
    ]
    return f"{start}: {whole}. Of this {', '.join(shares)}."


def _settled(estimate: Estimate) -> str:
    return " (too close to call)" if _mark(estimate) else ""


def _said(explanation: Explanation) -> str:
    words = explanation.metric.replace("_", " ")
    return words[0].upper() + words[1:]


def _scale(explained: Explained, explanation: Explanation) -> Scale:
    """One scale for both policies."""
    metric = metrics.find(explanation.metric).metric
    ends = [explanation.before.mean, explanation.after.mean]
    return scale(ends, metric.unit, explained.scenario.tables.money.currency)


def _apart(explained: Explained, explanation: Explanation) -> Scale:
    """One scale for the difference and its parts: of money, finer than that of the policies."""
    metric = metrics.find(explanation.metric).metric
    if not metric.unit.startswith("money"):
        return _scale(explained, explanation)
    parts = [explanation.whole.mean, *(part.estimate.mean for part in explanation.parts)]
    return scale_apart(parts, metric.unit, explained.scenario.tables.money.currency)


def _unit(own: Scale) -> str:
    return "points" if own.unit == "%" else own.unit


def _chance(own: Scale, estimate: Estimate) -> str:
    half = own.half(estimate.half)
    return f" {half}" if half else ""


def table(explained: Explained, explanation: Explanation, width: int) -> Table:
    """The waterfall: the first policy, what each group adds, the second policy."""
    own, apart = _scale(explained, explanation), _apart(explained, explanation)
    of_own, of_part = ("", "") if own.unit == apart.unit else (own.thousands, apart.thousands)
    unit = own.unit if own.unit == apart.unit else own.unit.split()[-1]
    better = metrics.find(explanation.metric).metric.better
    rows: list[tuple[str, str, str, Span, str]] = [
        (
            explained.scenario.label(explained.before),
            own.plain(explanation.before.mean) + of_own,
            "",
            Span(explanation.before.mean, explanation.before.mean),
            "bold",
        )
    ]
    for part, step in zip(explanation.parts, steps(explanation), strict=True):
        half = apart.half(part.estimate.half) if part.by_replication else ""
        rows.append(
            (
                f"  {part.group.label}",
                apart.signed(part.estimate.mean) + of_part,
                f"{half}{_mark(part.estimate)}",
                step,
                _style(part.estimate, better),
            )
        )
    after = explanation.after.mean
    rows.append(
        (
            explained.scenario.label(explained.after),
            own.plain(after) + of_own,
            "",
            Span(after, after),
            "bold",
        )
    )
    return _drawn(rows, unit, width)


def _drawn(rows: Sequence[tuple[str, str, str, Span, str]], unit: str, width: int) -> Table:
    result = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 2, 0, 0))
    first, number, half = (max(len(row[each]) for row in rows) for each in range(3))
    room = width - first - max(number, len(unit)) - half - 6
    result.add_column("", no_wrap=True, min_width=first)
    result.add_column(Text(unit), justify="right", no_wrap=True)
    result.add_column("", no_wrap=True)
    if room >= LEAST_BAR:
        result.add_column("", no_wrap=True)
    ends = [end for row in rows for end in row[3]]
    low, high = min(ends), max(ends)
    for label, value, reach, step, style in rows:
        plain = "" if style == "bold" else style
        cells = [Text(label, "bold" if style == "bold" else ""), Text(value, plain)]
        cells.append(Text(reach, "dim"))
        if room >= LEAST_BAR:
            cells.append(Text(bar(step, low, high, min(room, 60)), plain))
        result.add_row(*cells)
    return result


def bar(step: Span, low: float, high: float, width: int) -> str:
    """A bar between two values on an axis of so many characters; a stroke where they are one."""
    axis = high - low
    ends = sorted(round((end - low) / axis * (width - 1)) if axis > 0.0 else 0 for end in step)
    if step.start == step.end:
        return " " * ends[0] + _END
    sign = _UP if step.end > step.start else _DOWN
    return " " * ends[0] + sign * max(1, ends[1] - ends[0])


def _mark(estimate: Estimate) -> str:
    same = estimate.low == estimate.high == 0.0
    return "" if isnan(estimate.low) or estimate.settled or same else " ?"


def _style(estimate: Estimate, better: str) -> str:
    if not better or not estimate.settled:
        return ""
    return "green" if (estimate.mean > 0.0) == (better == "higher") else "red"


def alone(explained: Explained, explanation: Explanation, width: int) -> list[Table]:
    """What each group adds by itself, on top of all others, and at least and most on the way."""
    own = _apart(explained, explanation)
    parts = explanation.parts

    def cells(estimates: Sequence[Estimate]) -> list[Cell]:
        return [
            Cell(own.signed(each.mean), "" if each.low == each.high else own.half(each.half),
                 bool(_mark(each)))
            for each in estimates
        ]  # fmt: skip

    columns = [
        Column("by itself", cells([part.alone for part in parts])),
        Column("on top of the others", cells([part.last for part in parts])),
        Column("least", [Cell(own.signed(part.least)) for part in parts]),
        Column("most", [Cell(own.signed(part.most)) for part in parts]),
    ]
    return laid_out([part.group.label for part in parts], columns, width)


def how(explained: Explained) -> str:
    """How the parts were found, and what their intervals do not cover."""
    count = len(explained.groups)
    if count == 1:
        return "The two policies differ in this alone."
    runs = f"{explained.coalitions} hybrids x {counted(explained.replications, 'replication')}"
    if explained.exact:
        return (
            f"A part is the mean of what its levers add over all orders in which "
            f"{counted(count, 'group')} can be turned ({runs}); the parts add up to the whole."
        )
    return (
        f"A part is the mean over {explained.orders} orders in which {count} groups can be turned, "
        f"of all there are ({runs}); the parts add up to the whole. ± is chance alone: least and most "
        "say how far a part depends on the order."
    )
