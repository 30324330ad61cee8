"""Search directions: the knobs nobody can look up, family by family, each turned by one factor.

A direction gives the table of knobs at a factor of what they are in a scenario; a factor of one changes
nothing. Which is turned for which metric stands in `DIRECTIONS`. Searches for nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from journeysim import units
from journeysim.calibration.fitting import four
from journeysim.errors import UsageError
from journeysim.scenario.merging import Table, merged
from journeysim.scenario.scenario import Scenario


class Direction(NamedTuple):
    """What is moved for a metric: in words, and the knobs at a factor of what they were."""

    words: str
    knobs: Callable[[Scenario, float], Table]


def _chances(scenario: Scenario, factor: float) -> Table:
    """The individual chances to leave, their odds times a factor (the shape a of a beta is kept)."""
    tables = scenario.tables
    found: Table = {"leaving": {"chance": _odds(tables.leaving.chance, factor)}}
    for name, segment in tables.segments.items():
        if segment.chance is not None:
            found = merged(found, {"segments": {name: {"chance": _odds(segment.chance, factor)}}})
    return found


def _odds(chance: Any, factor: float) -> Table:
    if chance.kind == "beta":
        return {"kind": "beta", "a": chance.a, "b": bounded(chance.b / factor, 0.01, 5000.0)}
    if chance.kind == "constant":
        share = min(max(chance.mean, 1e-9), 1.0 - 1e-9)
        odds = share / (1.0 - share) * factor
        return {"kind": "constant", "mean": odds / (1.0 + odds)}
    raise UsageError(
        f"leaving.chance of kind {chance.kind!r} cannot be moved; use beta or a number"
    )


def _times(knob: str) -> Callable[[Scenario, float], Table]:
    """A duration of every channel, its mean times a factor."""

    def knobs(scenario: Scenario, factor: float) -> Table:
        found = {}
        for name, channel in scenario.tables.service.channels.items():
            spread: Any = getattr(channel, knob)
            if getattr(spread, "mean", None) is not None:
                whole = spread.model_dump(mode="json")
                whole["mean"] = f"{four(units.minutes(spread.mean * factor)):g} min"
                found[name] = {knob: whole}
        return {"service": {"channels": found}} if found else {}

    return knobs


def _shares(knob: str) -> Callable[[Scenario, float], Table]:
    """A share of every channel, its odds times a factor."""

    def knobs(scenario: Scenario, factor: float) -> Table:
        channels = scenario.tables.service.channels
        found = {
            name: {knob: _share(getattr(each, knob), factor)} for name, each in channels.items()
        }
        return {"service": {"channels": found}} if found else {}

    return knobs


def _share(share: float, factor: float) -> float:
    inside = min(max(share, 1e-6), 1.0 - 1e-6)
    odds = inside / (1.0 - inside) * factor
    return odds / (1.0 + odds)


def _problems(kind: str) -> Callable[[Scenario, float], Table]:
    """How often problems of a kind come, all in step."""

    def knobs(scenario: Scenario, factor: float) -> Table:
        found: Table = {}
        for name, problem in scenario.tables.problems.items():
            if problem.kind == kind:
                own: Table = {}
                if problem.rate > 0.0:
                    own["rate"] = (
                        f"{four(problem.rate * factor * units.DAYS_IN['year']):g} per year"
                    )
                if problem.per_purchase > 0.0:
                    own["per_purchase"] = min(1.0, problem.per_purchase * factor)
                found[name] = own
        return {"problems": found} if any(found.values()) else {}

    return knobs


def _complaining(scenario: Scenario, factor: float) -> Table:
    """The shares of failures of which the firm hears, their odds divided by a factor."""
    found = {
        name: {"complains": _share(problem.complains, 1.0 / factor)}
        for name, problem in scenario.tables.problems.items()
        if problem.kind == "failure"
    }
    return {"problems": found} if found else {}


def bounded(value: float, low: float, high: float) -> float:
    """A value, or the end of its range that it lies beyond."""
    return min(max(value, low), high)


_LEAVING = Direction("chance to leave when nothing has happened", _chances)
_HANDLING = Direction("handling time", _times("handling"))

DIRECTIONS = {
    "retention": _LEAVING,
    "churn": _LEAVING,
    "survival": _LEAVING,
    "come_back_rate": _LEAVING,
    "abandonment": Direction("patience", _times("patience")),
    "wait_mean": _HANDLING,
    "wait_probability": _HANDLING,
    "service_level": _HANDLING,
    "occupancy": _HANDLING,
    "contacts_per_customer": Direction("frequency of questions", _problems("request")),
    "problems": Direction("frequency of failures", _problems("failure")),
    "problems_rate": Direction("frequency of failures", _problems("failure")),
    "first_contact_resolution": Direction("share of contacts settled", _shares("resolution")),
    "good_service": Direction("share of contacts felt as warm", _shares("warmth")),
    "silent_problems": Direction("share of failures the firm hears of", _complaining),
}
"""What is moved for which metric."""


def rounded(table: Table) -> Table:
    """The same with numbers to four digits, as they will stand in the file."""
    return {
        key: rounded(value)
        if isinstance(value, dict)
        else four(value)
        if isinstance(value, float)
        else value
        for key, value in table.items()
    }
