"""Rest: what keeps a simulated figure away from the one a firm gave, in words that say what to look at."""

from __future__ import annotations

from collections.abc import Sequence
from math import fsum

from journeysim import metrics
from journeysim.calibration.search import Search
from journeysim.calibration.search_directions import CHANCES, PATIENCE, STAFFING
from journeysim.causes import CAUSE_NAMES
from journeysim.scenario.scenario import Scenario

BY_ITSELF = "competition"
"""The cause of those who leave when nothing has happened."""

_NAMED = 3


def what_keeps_away(
    search: Search, index: int, logs: Sequence[float], now: float, firm: Scenario
) -> str:
    """Why a target is not reached, and what would have to be looked at. firm: in its full size."""
    wanted, direction = search.targets[index], search.directions[index]
    how = f"{direction.words} at the end of what is plausible" if _at_an_end(search, index, logs) else f"moving the {direction.words}"  # fmt: skip
    scenario = search.base.with_values(search.values(logs), "calibrate")
    share = metrics.find(wanted.metric).metric.unit == "share"
    shown = f"{100 * now:.1f} %" if share else f"{now:.4g}"
    begin = f"{shown} is the nearest ({how})"
    if direction.words == CHANCES:
        return f"{begin}; {_leaving(search, logs, scenario)}"
    if direction.words.startswith((PATIENCE, STAFFING)):
        return f"{begin}; {_waiting(search, logs, firm.with_values(search.values(logs, firm), 'calibrate'), direction.words)}"
    return f"{begin}; what is left comes from what this knob does not move"


def _at_an_end(search: Search, index: int, logs: Sequence[float]) -> bool:
    low, high = search.limits[index]
    return min(abs(logs[index] - low), abs(logs[index] - high)) < 1e-6


def _leaving(search: Search, logs: Sequence[float], scenario: Scenario) -> str:
    """Which causes eat up the leaving."""
    causes = [name for name in CAUSE_NAMES if name != BY_ITSELF]
    names = ("churned", *(f"churned[cause={name}]" for name in causes), "churn")
    seen = dict(zip(names, search.measured(logs, names), strict=True))
    if not seen["churned"] > 0.0:
        return "nobody leaves"
    points = 100.0 * seen["churn"] / seen["churned"]
    parts = sorted(
        ((seen[f"churned[cause={name}]"] * points, name) for name in causes), reverse=True
    )
    caused = fsum(part for part, _ in parts)
    if caused < 0.05 * 100.0 * seen["churn"]:
        return "leaving when nothing has happened can be no rarer, or no more frequent, than this"
    named = ", ".join(f"{name} {part:.1f}" for part, name in parts[:_NAMED] if part >= 0.05)
    return (
        f"{caused:.1f} of the {100.0 * seen['churn']:.1f} points of churn come from problems and service ({named}); "
        f"{_heaviest(scenario)}"
    )


def _heaviest(scenario: Scenario) -> str:
    """Which problem weighs most: its rate times its severity."""
    failures = {
        name: each.severity * (each.rate + each.per_purchase / 60.0)
        for name, each in scenario.tables.problems.items()
        if each.kind == "failure"
    }
    if not failures:
        return "look at how contacts are answered"
    name = max(failures, key=lambda each: failures[each])
    return f"lower problems.{name}.rate or its severity, or leaving.grievance_scale"


def _waiting(search: Search, logs: Sequence[float], scenario: Scenario, words: str) -> str:
    """What else waits and hanging up hang on."""
    busy, contacts = search.measured(logs, ("occupancy", "contacts_per_customer"))
    people = ", ".join(
        f"{name} {each.agents * (1.0 - each.shrinkage):.3g}"
        for name, each in scenario.tables.service.channels.items()
        if each.agents
    )
    other = "people on shift" if words.startswith(PATIENCE) else "patience"
    return (
        f"{100 * busy:.0f} % of staffed time is busy ({people} on shift, {contacts:.3g} contacts a customer "
        f"and year): {other}, contacts, talk time or opening hours must be others"
    )
