"""Lines: what a channel's figures make of each other by the closed form of Erlang A.

Contacts come as a Poisson stream while the line is open, talks and patience are exponential; people on
shift may be a broken number, then there is now one more and now one fewer. Simulates nothing.
Source: C. Palm 1957; Mandelbaum & Zeltyn, The Palm/Erlang-A queue, 2005.
"""

from __future__ import annotations

from collections.abc import Callable
from math import ceil, floor, fsum, inf, isinf, log
from typing import NamedTuple

import numpy as np

from journeysim import units
from journeysim.model.hours import QUARTERS, quarters

WEEK = 7.0
PATIENCE = units.in_minutes(6.0)
"""Mean patience where nothing tells it: 350 s at a bank of 1999, Brown et al. 2005."""

PATIENT = (units.in_minutes(0.5), units.in_minutes(30.0))
"""Mean patience that people have. Source: 2 to 13 minutes by type of caller, Brown et al. 2005; wider,
assumed."""

_POINTS = 1201
_FALL = 40.0
_STEPS = 60


class Queue(NamedTuple):
    """What a line comes to: shares who wait, hang up and are answered in time, mean wait of all in
    days, and the busy share of people's time."""

    waiting: float
    hang_up: float
    level: float
    wait: float
    busy: float


class Line(NamedTuple):
    """A channel's figures. a_day: contacts in a day of 24 open hours; talk, patience, target in days;
    people: on shift at once; talks: that one person holds at the same time."""

    a_day: float
    talk: float
    people: float
    patience: float = PATIENCE
    target: float = units.DAYS_IN["s"] * 20.0
    talks: float = 1.0

    @property
    def load(self) -> float:
        """Talks in hand on average if nobody hung up, in people's worth of work."""
        return self.a_day * self.talk / self.talks


def open_share(hours: str) -> float:
    """The share of a week in which a line is open."""
    return fsum(quarters(hours)) / QUARTERS


def queue(line: Line) -> Queue:
    """What a line comes to in the long run."""
    if line.a_day <= 0.0:
        return Queue(0.0, 0.0, 1.0, 0.0, 0.0)
    people = line.people * line.talks
    low = floor(people)
    share = people - low
    lower = _whole(line, low)
    if share < 1e-9:
        return lower
    upper = _whole(line, low + 1)
    mixed = [(1.0 - share) * a + share * b for a, b in zip(lower[:4], upper[:4], strict=True)]
    busy = line.a_day * line.talk * (1.0 - mixed[1]) / people
    return Queue(mixed[0], mixed[1], mixed[2], mixed[3], min(1.0, busy))


def _whole(line: Line, agents: int) -> Queue:
    """The same with a whole number of places: by the density of the wait that would be offered."""
    if agents == 0:
        return Queue(1.0, 1.0, 0.0, line.patience, 1.0)
    arrivals, served, gone = line.a_day, agents / line.talk, 1.0 / line.patience
    free = _odds_free(arrivals * line.talk, agents)
    top = max(0.0, log(arrivals / served) / gone) if arrivals > served else 0.0

    def exponent(x: float) -> float:
        return arrivals * (1.0 - float(np.exp(-gone * x))) / gone - served * x

    peak = exponent(top)
    end = max(line.talk / agents, 1e-9)
    while exponent(top + end) > peak - _FALL:
        end *= 2.0
    x = np.linspace(0.0, top + end, _POINTS)
    density = np.exp(arrivals * (1.0 - np.exp(-gone * x)) / gone - served * x - peak)
    weights = np.full(_POINTS, 2.0)
    weights[1::2] = 4.0
    weights[0] = weights[-1] = 1.0
    weights *= (x[1] - x[0]) / 3.0
    none = free * float(np.exp(-peak)) if free < inf else inf
    if isinf(none):
        return Queue(0.0, 0.0, 1.0, 0.0, min(1.0, arrivals * line.talk / agents))
    waiting = arrivals * float(weights @ density)
    whole = none + waiting
    stayed = arrivals * float(weights @ (density * np.exp(-gone * x))) / whole
    hang_up = max(0.0, waiting / whole - stayed)
    return Queue(
        waiting / whole,
        hang_up,
        min(1.0, none / whole + _within(x, density * np.exp(-gone * x), line.target) * arrivals / whole),
        hang_up * line.patience,
        min(1.0, arrivals * line.talk * (1.0 - hang_up) / agents),
    )  # fmt: skip


def _within(x: np.ndarray, density: np.ndarray, end: float) -> float:
    """The integral of a density from 0 to an end, by trapezes."""
    sums = np.concatenate(([0.0], np.cumsum((density[1:] + density[:-1]) / 2.0 * np.diff(x))))
    return float(np.interp(end, x, sums))


def _odds_free(load: float, agents: int) -> float:
    """One over Erlang B's share of one agent fewer: what stands for "somebody is free"."""
    odds = 1.0
    for n in range(1, agents):
        odds = 1.0 + odds * n / load
        if odds > 1e300:
            return inf
    return odds


def at_which(
    line: Callable[[float], Line], hang_up: float, low: float, high: float
) -> float | None:
    """The figure between two at which so many hang up, by halving on a logarithmic scale; None if
    it lies outside. line: the line with a figure put in."""
    first = queue(line(low)).hang_up - hang_up
    last = queue(line(high)).hang_up - hang_up
    if (first > 0.0) == (last > 0.0):
        return None
    for _ in range(_STEPS):
        middle = float((low * high) ** 0.5)
        here = queue(line(middle)).hang_up - hang_up
        if (here > 0.0) == (first > 0.0):
            low = middle
        else:
            high = middle
        if high / low < 1.0 + 1e-6:
            break
    return float((low * high) ** 0.5)


def people_for(line: Line, hang_up: float) -> float:
    """People on shift at which so many hang up."""
    most = max(2.0, 3.0 * ceil(line.load) + 10.0)
    place = at_which(lambda n: line._replace(people=n), hang_up, 0.05, most)
    return most if place is None else place


def reachable(line: Line) -> tuple[float, float]:
    """The least and the greatest share who hang up, for every patience people have."""
    ends = [queue(line._replace(patience=each)).hang_up for each in PATIENT]
    return min(ends), max(ends)


def patience_for(line: Line, hang_up: float) -> float:
    """The mean patience at which so many hang up, or the end of its range that is nearer."""
    low, high = PATIENT
    place = at_which(lambda each: line._replace(patience=each), hang_up, low, high)
    if place is not None:
        return place
    return low if queue(line._replace(patience=low)).hang_up < hang_up else high
