"""Staffing: the fewest agents hour by hour of the week, found by simulating again and again.

With more agents than anybody needs, the people in the system at an hour are as many as demand makes
them; so many agents are then put there that an arrival finds all busy with a wanted chance, the same
at every hour, and it is simulated again with these, until nothing changes. The chance is the largest
at which a claim holds. Beside it stands what Erlang A says of every hour by itself.

Source: Feldman, Mandelbaum, Massey & Whitt, Staffing of time-varying queues to achieve time-stable
performance, Management Science 54(2), 2008.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from math import ceil, fsum, inf
from typing import NamedTuple

import numpy as np

from journeysim.engine.log import Array, Outcome
from journeysim.events import EventType, Refers, holding
from journeysim.experiment.verify import formulas
from journeysim.metrics.in_hand import OUT_OF_LINE, TALKS
from journeysim.model.hours import DAYS, QUARTERS, QUARTERS_A_DAY, quarters
from journeysim.model.service import Channel
from journeysim.scenario.merging import Table, nested

HOURS = 168
"""Of a week."""

AMPLE = 3.0
"""So many times the agents that talks take are never all busy, but by a miracle."""

ENDLESS = 1e-3
"""People who never hang up are taken for so impatient, relative to the pace of an agent."""

_WORK = holding("value", Refers.WORK)


class WeekPart(NamedTuple):
    """What one run shows of a channel, by hour of the week. Times in days.

    held: (168, n) days in which so many people were in the system; contacts: how many came; talks: how
    many talks ended, and talked: their days in all; figure: what a claim is about.
    """

    held: Array
    contacts: Array
    talks: int
    talked: float
    figure: float


class Week(NamedTuple):
    """What an hour of the week looks like, hour by hour. Times in days.

    shares: (168, n) how much of the time so many people are in the system; arrivals: contacts a day;
    talk: the mean time of a talk; figure: what a claim is about, in the mean of the runs.
    """

    shares: Array
    arrivals: Array
    talk: float
    figure: float


def week_part(outcome: Outcome, channel: int, figure: float) -> WeekPart:
    """A run of a channel: callers in line and talking, and care work, hour by hour."""
    rows = outcome.log.rows
    come = rows[(rows["kind"] == EventType.CONTACT) & (rows["place"] == channel)]
    ended = rows[np.isin(rows["kind"], TALKS) & (rows["place"] == channel)]
    contacts = np.bincount(_hour(come["time"]), minlength=HOURS)
    return WeekPart(
        _held(outcome, channel), contacts, len(ended), fsum(ended["value"].tolist()), figure
    )


def week_of(parts: Sequence[WeekPart]) -> Week:
    """The runs together."""
    held = np.zeros((HOURS, max(part.held.shape[1] for part in parts)))
    for part in parts:
        held[:, : part.held.shape[1]] += part.held
    hours = np.maximum(held.sum(axis=1), 1e-12)
    contacts = np.add.reduce([part.contacts for part in parts])
    talks = sum(part.talks for part in parts)
    talk = fsum(part.talked for part in parts) / talks if talks else 0.0
    figure = fsum(part.figure for part in parts) / len(parts)
    return Week(held / hours[:, None], contacts / hours, talk, figure)


def _hour(times: Array) -> Array:
    hours: Array = np.floor(times * 24.0 + 1e-9).astype(np.int64) % HOURS
    return hours


def _held(outcome: Outcome, channel: int) -> Array:
    """Days in which so many people were in the system, by hour of the week: (168, n)."""
    rows = outcome.log.rows
    rows = rows.compress(rows["place"] == channel)
    back = rows.compress(np.isin(rows["kind"], (*TALKS, *OUT_OF_LINE)))
    ahead = rows.compress(np.isin(rows["kind"], _WORK))
    begins = np.concatenate([back["time"] - back["value"], ahead["time"]])
    ends = np.concatenate([back["time"], ahead["time"] + ahead["value"]])
    grid = np.arange(0, ceil(outcome.horizon * 24.0) + 1) / 24.0
    times = np.concatenate([begins, ends, grid])
    steps = np.concatenate([np.ones(len(begins)), -np.ones(len(ends)), np.zeros(len(grid))])
    order = np.lexsort((-steps, times))
    times, people = times[order], np.cumsum(steps[order]).astype(np.int64)
    spans = np.diff(np.clip(times, 0.0, outcome.horizon))
    there = spans > 0.0
    hour, people = _hour(times[:-1][there]), np.maximum(people[:-1][there], 0)
    wide = int(people.max(initial=0)) + 1
    flat = np.bincount(hour * wide + people, weights=spans[there], minlength=HOURS * wide)
    return flat.reshape(HOURS, wide)


def needed(week: Week, chance: float) -> Array:
    """The fewest agents at each hour with which an arrival finds all busy with at most this chance."""
    busy = 1.0 - np.cumsum(week.shares, axis=1)
    at_least = np.concatenate([np.ones((HOURS, 1)), busy], axis=1)
    fewest: Array = np.argmax(at_least <= chance + 1e-12, axis=1)
    return fewest


class Standard(NamedTuple):
    """What every hour is to reach by Erlang A: a figure of it, at least or at most so much."""

    metric: str
    bound: float
    at_least: bool
    target: float


STANDARDS = ("service_level", "abandonment", "wait_probability", "wait_mean")
"""The metrics that Erlang A speaks of."""


def erlang_a_says(week: Week, patience: float, standard: Standard) -> Array:
    """The fewest agents at each hour by Erlang A, each hour by itself; patience: its mean, in days."""
    service = 1.0 / week.talk if week.talk > 0.0 else inf
    impatience = 1.0 / patience if patience < inf else ENDLESS * service
    fewest = np.zeros(HOURS, dtype=np.int64)
    for hour, arrivals in enumerate(week.arrivals.tolist()):
        while arrivals > 0.0 and not _reaches(
            standard, arrivals, service, int(fewest[hour]), impatience
        ):
            fewest[hour] += 1
    return fewest


def _reaches(
    standard: Standard, arrivals: float, service: float, agents: int, impatience: float
) -> bool:
    if agents == 0:
        return False
    if standard.metric == "service_level":
        figure = formulas.erlang_a_within(arrivals, service, agents, impatience, standard.target)
    else:
        waits, gone, wait, _ = formulas.erlang_a(arrivals, service, agents, impatience)
        figure = {"wait_probability": waits, "abandonment": gone, "wait_mean": 1440.0 * wait}[
            standard.metric
        ]
    return figure >= standard.bound if standard.at_least else figure <= standard.bound


def ample(week: Week) -> Array:
    """More agents at each hour than anybody needs."""
    load = week.arrivals * week.talk
    return np.ceil(AMPLE * load).astype(np.int64) + 10


def levers_of(name: str, channel: Channel, agents: Array) -> Table:
    """The levers of a channel with so many agents at work at each hour at which it is open.

    As many are paid for as that takes with the share of time in which they are not at work.
    """
    opens = quarters(channel.hours)
    paid = [ceil(int(each) / (1.0 - channel.shrinkage) - 1e-9) for each in agents]
    levels = [paid[quarter // 4] if opens[quarter] else 0 for quarter in range(QUARTERS)]
    base = min((level for level, is_open in zip(levels, opens, strict=True) if is_open), default=0)
    wanted = (
        hours_where([level >= least for level in levels])
        for least in range(base + 1, max(levels) + 1)
    )
    shifts = [{"hours": hours, "agents": len([*alike])} for hours, alike in groupby(wanted)]
    return nested(("service", "channels", name), {"agents": base, "shifts": shifts})


def hours_where(flags: Sequence[bool]) -> str:
    """The quarters of the week that are flagged, as hours are written: `mon-fri 08:00-11:00`."""
    spans = [
        _spans(flags[day * QUARTERS_A_DAY : (day + 1) * QUARTERS_A_DAY]) for day in range(len(DAYS))
    ]
    parts = []
    for alike, group in groupby(range(len(DAYS)), key=lambda day: spans[day]):
        days = [*group]
        name = DAYS[days[0]] if len(days) == 1 else f"{DAYS[days[0]]}-{DAYS[days[-1]]}"
        parts += [f"{name} {_clock(first)}-{_clock(end)}" for first, end in alike]
    return ", ".join(parts) or "never"


def _spans(flags: Sequence[bool]) -> tuple[tuple[int, int], ...]:
    """The stretches of a day's quarters that are flagged, each from its first up to its end."""
    edges = np.flatnonzero(np.diff([0, *(int(flag) for flag in flags), 0])).tolist()
    return tuple(zip(edges[::2], edges[1::2], strict=True))


def _clock(quarter: int) -> str:
    return f"{quarter // 4:02d}:{quarter % 4 * 15:02d}"
