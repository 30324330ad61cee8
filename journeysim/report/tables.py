"""Tables: results side by side for a terminal. Chooses what to show, never what it means."""

from __future__ import annotations

from collections.abc import Sequence
from math import isnan

from rich.markup import escape
from rich.table import Table
from rich.text import Text

from journeysim import metrics
from journeysim.events import CAUSE_NAMES
from journeysim.experiment.compare import Experiment
from journeysim.experiment.estimate import Estimate
from journeysim.report.figures import figure, half_width, signed

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
    result = []
    for name in wanted:
        if name not in experiment.metrics:
            continue
        if name == "retention@365d" and experiment.scenario.tables.run.days == 365:
            continue
        if name == "profit@365d" and experiment.scenario.tables.run.days == 365:
            continue
        means = [experiment.estimate(policy, name).mean for policy in experiment.policies]
        if any(not isnan(mean) and mean != 0.0 for mean in means):
            result.append(name)
    return result


def values(experiment: Experiment, title: str, wanted: Sequence[str]) -> Table:
    """Every policy's own figures with their intervals."""
    table = _table(title)
    for policy in experiment.policies:
        table.add_column(escape(experiment.scenario.label(policy)), justify="right")
    for name in shown(experiment, wanted):
        unit = metrics.find(name).metric.unit
        cells = [_own(experiment.estimate(policy, name), unit) for policy in experiment.policies]
        table.add_row(_name(name, unit), *cells)
    return table


def against(experiment: Experiment, baseline: str, title: str, wanted: Sequence[str]) -> Table:
    """The baseline's figures, and every other policy's paired difference from them."""
    table = _table(title)
    others = [policy for policy in experiment.policies if policy != baseline]
    table.add_column(escape(experiment.scenario.label(baseline)), justify="right")
    for policy in others:
        table.add_column(escape(experiment.scenario.label(policy)), justify="right")
    for name in shown(experiment, wanted):
        if isnan(experiment.estimate(baseline, name).mean):
            continue
        metric = metrics.find(name).metric
        cells = [Text(figure(experiment.estimate(baseline, name).mean, metric.unit))]
        for policy in others:
            found = experiment.difference(policy, baseline, name, len(others)).estimate
            cells.append(_difference(found, metric.unit, metric.better))
        table.add_row(_name(name, metric.unit), *cells)
    return table


def causes(experiment: Experiment) -> Table:
    """Why those who left did: each cause's part of the hazard of all leavers."""
    table = _table("Why they left")
    for policy in experiment.policies:
        table.add_column(escape(experiment.scenario.label(policy)), justify="right")
    for cause in reversed(CAUSE_NAMES):
        name = f"cause_share[cause={cause}]"
        if name not in experiment.metrics:
            continue
        means = [experiment.estimate(policy, name).mean for policy in experiment.policies]
        if any(mean >= 0.0005 for mean in means):
            table.add_row(cause, *(figure(mean, "share") for mean in means))
    return table


def _table(title: str) -> Table:
    table = Table(
        title=f"[bold]{escape(title)}[/]",
        title_justify="left",
        box=None,
        pad_edge=False,
        header_style="bold",
        padding=(0, 3, 0, 0),
    )
    table.add_column("")
    return table


_UNITS = {"share": "", "count": "", "money": "", "min": ", min", "days": ", days"}


def _name(name: str, unit: str) -> str:
    words = name.replace("_", " ").replace("@", " at ").replace("[", " [")
    return escape(words + _UNITS.get(unit, ""))


def _own(found: Estimate, unit: str) -> Text:
    text = Text(figure(found.mean, unit))
    half = half_width(found, unit)
    if half:
        text.append(f" {half}", style="dim")
    return text


def _difference(found: Estimate, unit: str, better: str) -> Text:
    good = (better == "higher") == (found.mean > 0)
    style = ""
    if better and found.settled:
        style = "green" if good else "red"
    text = Text(signed(found.mean, unit), style=style)
    half = half_width(found, unit)
    if half and found.mean != 0.0:
        text.append(f" {half}", style="dim")
    if not isnan(found.low) and not found.settled and found.low != found.high:
        text.append(" ?", style="dim")
    return text
