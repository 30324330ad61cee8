"""In small: a vast firm by one in so many of its customers, its lines in slow motion.

A line with a k-th of the contacts and a k-th of the people is another line: it loses more callers. One
with a k-th of the contacts, as many people, and talks and patience k times as long is the same line with
its clock slowed down: as many wait, hang up and are answered in time, and "one more at the phone" is one
more. So that slow talks do not run on beyond closing time, such a line never closes: its week of open
hours is spread over the whole week. An hour of pay costs as much less, and all money is a k-th.

That is exact for a line that people turn to evenly while it is open, but for its first and last minutes of
a day; where they do not, or where hours differ from line to line, nothing is told in small. Where people
write, the night makes them wait and not the line: its hours stay, and only its work is slowed down.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import fsum, nan
from typing import Any, NamedTuple

from journeysim.errors import UsageError
from journeysim.model.hours import QUARTERS, quarters
from journeysim.scenario.merging import Path, Table
from journeysim.scenario.scenario import Scenario

MOST_UNEVEN = 0.25
"""How far the contacts of an open hour may lie from those of the others."""

_STRAY = 0.02
"""The share of contacts that may fall on closed hours."""

_SAID_ONCE = frozenset(
    [
        "handling",
        "patience",
        "tolerance",
        "target_wait",
        "call_back_from",
        "hours",
        "shifts",
        "asynchronous",
        "pay",
        "programme",
        "staff",
        "self_service_investment",
        "set_up",
        "capacity",
        "by_weekday",
        "by_hour",
        "profile",
    ]
)
"""Times, hours and money that mean another thing in small: no policy or dated change may set them."""


class SmallFirm(NamedTuple):
    """What is simulated for a firm. times: one customer stands for so many; clocks: how many times
    slower each line runs, by channel."""

    scenario: Scenario
    times: int
    clocks: Mapping[str, float]

    @property
    def pace(self) -> float:
        """How many times slower all lines run; NaN where that differs."""
        paces = set(self.clocks.values())
        return paces.pop() if len(paces) == 1 else nan


def small_firm(scenario: Scenario) -> SmallFirm:
    """The firm that is simulated for this one: itself, unless `run.one_in` is more than one.

    Raises UsageError where it cannot be told in small, and why.
    """
    times = scenario.tables.run.one_in
    if times == 1:
        return SmallFirm(scenario, 1, dict.fromkeys(scenario.tables.service.channels, 1.0))
    if why := _hindrance(scenario):
        raise UsageError(f"run.one_in: {why}; --set run.one_in=1 simulates everybody")
    channels = scenario.tables.service.channels
    clocks = {
        name: times if channel.asynchronous else times / _open_share(channel)
        for name, channel in channels.items()
    }
    small = scenario.with_values(_values(scenario, times, clocks), "in small")
    return SmallFirm(small, times, clocks)


def refuse_in_small(scenario: Scenario, levers: Sequence[Table]) -> None:
    """Raise UsageError for levers that mean another thing where a scenario is told in small."""
    if scenario.tables.run.one_in == 1:
        return
    for path in (path for over in levers for path in _set_in(over, ())):
        if _SAID_ONCE & set(path):
            raise UsageError(
                f"{'.'.join(path)}: is a time or money of the whole firm, which is told in small; "
                "--set run.one_in=1 simulates everybody"
            )


def everybody(scenario: Scenario) -> Scenario:
    """The same firm in full size, however many of its customers policies are measured on."""
    if scenario.tables.run.one_in == 1:
        return scenario
    return scenario.with_values({"run": {"one_in": 1}}, "everybody")


def refuse_days_in_small(scenario: Scenario) -> None:
    """Raise UsageError where single people's days are asked for and each of them stands for many."""
    if scenario.tables.run.one_in > 1:
        raise UsageError(
            f"{scenario.name}: nobody's days can be told of a firm in small (run.one_in), whose lines run in slow "
            "motion; --set run.one_in=1 simulates everybody"
        )


def can_be_small(scenario: Scenario) -> bool:
    """Can it be told in small?"""
    return not _hindrance(scenario)


def _values(scenario: Scenario, times: int, clocks: Mapping[str, float]) -> Table:
    """What is laid over the firm."""
    tables, service = scenario.tables, scenario.tables.service
    slow = max(clocks.values())
    duty = _duty(scenario) / times
    touches = {
        name: {
            "staff": _time(touch.staff * clocks.get(touch.channel or "", slow), 1.0),
            "set_up": touch.set_up / times,
            "capacity": max(1, round(touch.capacity / times)),
        }
        for name, touch in tables.care.touches.items()
    }
    evenly = {
        name: {"by_weekday": [1] * 7, "by_hour": [1] * 24}
        for name, problem in tables.problems.items()
        if not service.channels[_channel(scenario, problem)].asynchronous
    }
    return {
        "run": {"one_in": 1},
        "population": {
            "customers": max(1, round(tables.population.customers / times)),
            "prospects": _rate(tables.population.prospects / times),
        },
        "problems": evenly,
        "talk": {"hit": min(1.0, tables.talk.hit * times)},
        "service": {
            "channels": {
                name: _line(scenario, channel, times, clocks[name], duty)
                for name, channel in service.channels.items()
            },
            "call_back_time": _time(service.call_back_time * slow, 1.0),
            "self_service_time": _time(service.self_service_time * slow, 1.0),
            "training_fee": _rate(service.training_fee * duty),
            "replacement": service.replacement * duty,
            "knowledge_agent_cost": _rate(service.knowledge_agent_cost * duty),
            "programme": _rate(service.programme / times),
            "self_service_investment": service.self_service_investment / times,
            "self_service_scale": service.self_service_scale / times,
        },
        "care": {
            "programme": _rate(tables.care.programme / times),
            "notice_time": _time(tables.care.notice_time * slow, 1.0),
            "effort_of_minute": tables.care.effort_of_minute / slow,
            "touches": touches,
        },
        "sales": {
            "advice_time": _time(tables.sales.advice_time * slow, 1.0),
            "extra_time": _time(tables.sales.extra_time * slow, 1.0),
        },
    }


def _line(scenario: Scenario, channel: Any, times: int, clock: float, duty: float) -> Table:
    """A channel whose clock is slowed down; where people write, only the work is."""
    tables = scenario.tables
    work = {"handling": _slowed(channel.handling, clock)}
    if channel.asynchronous:
        return work | {"pay": _rate(channel.pay / times)}
    return work | {
        "hours": "always",
        "pay": _rate(channel.pay * _open_share(channel) / times),
        "patience": _slowed(channel.patience, clock),
        "redial_within": _time(channel.redial_within * clock),
        "tolerance": _time((channel.tolerance or tables.experience.tolerance) * clock),
        "target_wait": _time((channel.target_wait or tables.service.target_wait) * clock),
        "call_back_from": _time(channel.call_back_from * clock),
    }


def _duty(scenario: Scenario) -> float:
    """Agents' hours on duty in a week, over what they are where lines never close."""
    channels = scenario.tables.service.channels.values()
    own = fsum(channel.agents * _open_share(channel) for channel in channels)
    there = fsum(
        channel.agents * (_open_share(channel) if channel.asynchronous else 1.0)
        for channel in channels
    )
    return own / there if there else 1.0


def _hindrance(scenario: Scenario) -> str:
    """Why a firm cannot be told in small; nothing where it can."""
    tables = scenario.tables
    lines = {
        name: channel
        for name, channel in tables.service.channels.items()
        if not channel.asynchronous
    }
    if not lines:
        return "nobody answers a line"
    if len({channel.hours for channel in lines.values()}) > 1:
        return "its lines are open at different hours"
    if any(channel.shifts for channel in tables.service.channels.values()):
        return "people come and go by shifts"
    worked = {
        tables.service.channels[touch.channel].asynchronous
        for touch in tables.care.touches.values()
        if touch.channel and touch.staff > 0.0
    }
    if len(worked) > 1:
        return "touches are worked on both at a line and by mail"
    for channel in tables.service.channels.values():
        for spread in (channel.handling, channel.patience):
            if spread.kind != "never" and spread.mean is None:
                return "talks or patience have no mean"
    for name, problem in tables.problems.items():
        channel = tables.service.channels[_channel(scenario, problem)]
        if not channel.asynchronous and not _is_even(problem, channel):
            return f"people do not turn to a line evenly while it is open (problems.{name})"
    values = tables.model_dump(mode="python", by_alias=True)
    for place in ("policies", "changes"):
        for path in _set_in(values.get(place) or {}, (place,)):
            if _SAID_ONCE & set(path):
                return f"{'.'.join(path)} is a time or money of the whole firm"
    return ""


def _is_even(problem: Any, channel: Any) -> bool:
    """Do contacts come at every open hour alike, and at no other?"""
    if not problem.by_weekday or not problem.by_hour:
        return problem.profile == "flat" and _open_share(channel) == 1.0
    open_ = [fsum(_week(channel)[4 * hour : 4 * hour + 4]) / 4.0 for hour in range(QUARTERS // 4)]
    asked = [a_day * an_hour for a_day in problem.by_weekday for an_hour in problem.by_hour]
    inside = fsum(much for much, there in zip(asked, open_, strict=True) if there)
    usual = inside / fsum(open_) if any(open_) else 0.0
    return inside >= (1.0 - _STRAY) * fsum(asked) > 0.0 and all(
        abs(much - there * usual) <= MOST_UNEVEN * there * usual
        for much, there in zip(asked, open_, strict=True)
        if there
    )


def _set_in(value: Any, path: Path) -> list[Path]:
    """The paths of all that is set, in lists of dated changes, too."""
    if isinstance(value, list | tuple):
        return [each for item in value for each in _set_in(item, path)]
    if isinstance(value, dict):
        return [each for key, item in value.items() for each in _set_in(item, (*path, str(key)))]
    return [path]


def _channel(scenario: Scenario, problem: Any) -> str:
    """Where people turn with a problem."""
    return problem.channel or next(iter(scenario.tables.service.channels))


def _week(channel: Any) -> tuple[int, ...]:
    return quarters(channel.hours)


def _open_share(channel: Any) -> float:
    return fsum(_week(channel)) / QUARTERS


def _slowed(spread: Any, times: float) -> Table:
    """A spread of times so many times as long."""
    values: Table = spread.model_dump(mode="python", by_alias=True, exclude_none=True)
    return values | {"mean": f"{spread.mean * times:.12g} d"} if spread.mean is not None else values


def _time(days: float, most: float = 30.0) -> str:
    """A time as a file says it, at most what the knob takes: so late a line has long forgotten."""
    return f"{min(days, most):.12g} d"


def _rate(a_day: float) -> str:
    return f"{a_day:.12g} per d"
