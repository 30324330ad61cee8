"""Unknowns: the knobs of a firm nobody can look up, which of its figures tell them, and how to begin.

Slopes are those of closed forms; a fit learns better ones.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import exp, log
from typing import NamedTuple

from journeysim import metrics
from journeysim.calibration.fitting import four
from journeysim.calibration.search_directions import DIRECTIONS, Direction, patience, staffing
from journeysim.calibration.sheet import lines
from journeysim.calibration.sheet.aims import Aim
from journeysim.calibration.sheet.lines import Line
from journeysim.calibration.sheet.picture import MAIL, FirmPicture
from journeysim.calibration.sheet.staffing import present_of
from journeysim.calibration.sheet.world import QUESTION
from journeysim.scenario.merging import Table
from journeysim.scenario.scenario import Scenario

WAITS = ("abandonment", "service_level", "wait_mean")
"""What tells how people wait."""

_TINY = 1e-4
_SCORE = 20.0


class Unknown(NamedTuple):
    """A knob nobody can look up. x: its logarithm relative to where it began (of neutral answers,
    two points); slopes: by metric, of the transformed figure; source: why it may be there."""

    words: str
    knobs: Callable[[Scenario, float], Table]
    limits: tuple[float, float]
    slopes: dict[str, float]
    source: str


def line_of(picture: FirmPicture, firm: Scenario, name: str) -> Line:
    """A channel's line with the knobs of a scenario."""
    channel = firm.tables.service.channels[name]
    patient = channel.patience.mean or lines.PATIENCE
    there = present_of({"agents": channel.agents, "shrinkage": channel.shrinkage})
    return picture.line(name)._replace(people=there, patience=float(patient))


def transformed(metric: str, value: float) -> float:
    """A figure on a scale on which knobs act about evenly."""
    unit = metrics.find(metric).metric.unit
    if unit == "share":
        inside = min(1.0 - _TINY, max(_TINY, value))
        return log(inside / (1.0 - inside))
    if metrics.find(metric).metric.name == "nps":
        return value / _SCORE
    return log(max(_TINY, value))


def unknowns(picture: FirmPicture, base: Scenario, aims: Sequence[Aim]) -> list[Unknown]:
    """The knobs that these aims need, each with the slopes of closed forms to begin with."""
    wanted = {aim.metric for aim in aims}
    every: list[Unknown] = []
    for name, what in picture.channels.items():
        if f"contacts_per_month.{name}" in wanted:
            every.append(_questions(name))
        if f"first_contact_resolution.{name}" in wanted:
            every.append(_settled(base, name))
        waits = {each for each in wanted if each in {f"{w}.{name}" for w in WAITS}}
        if waits and what != MAIL:
            every.append(_waiting(picture, base, name))
    leaving = wanted & {"monthly_churn", "churn", "retention"}
    if leaving:
        direction = DIRECTIONS["retention"][0](None)
        slopes = {"monthly_churn": 0.8, "churn": 0.8, "retention": -0.8}
        every.append(_of(direction, base, slopes, "fitted to who leaves"))
    if "joined" in wanted:
        every.append(Unknown("prospects", _prospects, (log(0.2), log(5.0)), {"joined": 1.0}, "fitted to new customers"))  # fmt: skip
    if wanted & {"nps", "csat"}:
        every.append(Unknown("neutral answer of a survey", _neutral, (-2.0, 3.0), {"nps": 30.0 / _SCORE, "csat": 0.8}, "fitted to what customers answer"))  # fmt: skip
    return every


def _of(direction: Direction, base: Scenario, slopes: dict[str, float], source: str) -> Unknown:
    return Unknown(
        direction.words,
        lambda scenario, x: direction.knobs(scenario, exp(x)),
        direction.limits(base),
        slopes,
        source,
    )


def _questions(name: str) -> Unknown:
    problem = f"{QUESTION}_{name}"[:40]

    def knobs(scenario: Scenario, x: float) -> Table:
        rate = scenario.tables.problems[problem].rate * exp(x) * 365.0
        return {"problems": {problem: {"rate": f"{four(rate):g} per year"}}}

    slopes = {f"contacts_per_month.{name}": 0.8, f"abandonment.{name}": 2.0, f"service_level.{name}": -2.0, f"wait_mean.{name}": 2.5}  # fmt: skip
    return Unknown(
        f"questions by {name}", knobs, (log(1e-3), log(8.0)), slopes, "fitted to contacts"
    )


def _settled(base: Scenario, name: str) -> Unknown:
    def knobs(scenario: Scenario, x: float) -> Table:
        share = scenario.tables.service.channels[name].resolution
        inside = min(max(share, 1e-3), 1.0 - 1e-3)
        odds = inside / (1.0 - inside) * exp(x)
        return {"service": {"channels": {name: {"resolution": four(odds / (1.0 + odds))}}}}

    slopes = {f"first_contact_resolution.{name}": 1.0, f"contacts_per_month.{name}": -0.3}
    return Unknown(f"share settled by {name}", knobs, (-3.0, 3.0), slopes, "fitted to first-contact resolution")  # fmt: skip


def _waiting(picture: FirmPicture, base: Scenario, name: str) -> Unknown:
    """Patience where people on shift are told, else people on shift; slopes by the closed form."""
    line = line_of(picture, base, name)
    is_known = picture.on_shift(name) is not None
    direction = patience(name) if is_known else staffing(name)
    near = 0.1

    def turned(x: float) -> Line:
        factor = exp(x)
        if is_known:
            return line._replace(patience=line.patience * factor)
        return line._replace(people=line.people * factor)

    low, high = lines.queue(turned(-near)), lines.queue(turned(near))
    slopes = {
        f"{metric}.{name}": (transformed(metric, b) - transformed(metric, a)) / (2.0 * near)
        for metric, a, b in (
            ("abandonment", low.hang_up, high.hang_up),
            ("service_level", low.level, high.level),
            ("wait_mean", 1440.0 * low.wait, 1440.0 * high.wait),
        )
    }
    why = (
        "fitted to how people wait, within .5 to 30 min"
        if is_known
        else "fitted to how people wait"
    )
    return _of(direction, base, slopes, why)


def _prospects(scenario: Scenario, x: float) -> Table:
    a_month = scenario.tables.population.prospects * exp(x) * 365.0 / 12.0
    return {"population": {"prospects": f"{four(a_month):g} per month"}}


def _neutral(scenario: Scenario, x: float) -> Table:
    return {"survey": {"neutral": four(scenario.tables.survey.neutral + 2.0 * x)}}
