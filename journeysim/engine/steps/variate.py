"""Variate: the value that an encoded distribution takes at a named uniform, and when that is."""

from __future__ import annotations

from math import inf
from typing import Any

from journeysim.distributions import quantile
from journeysim.engine.steps.hooks import Sim
from journeysim.model import problems, week


def variate(sim: Sim, distribution: Any, u: float) -> float:
    """The value of a distribution of the world (in a section's record, its spread) at a uniform."""
    return quantile(distribution, sim.world.table, u)


def after(sim: Sim, kind: int, now: float, delay: float) -> float:
    """So much later, as time counts for a problem type: most in the hours in which it comes up."""
    return later_in(sim, sim.world.problems[kind].week, now, delay)


def later_in(sim: Sim, profile: int, now: float, delay: float) -> float:
    """So much later, as time counts in a profile of the week; in none all hours count alike."""
    if profile < 0:
        return now + delay
    return week.later(sim.world.weeks[profile], now, delay)


def is_dated(sim: Sim, stream: int) -> bool:
    """Does the rate of a stream (a problem type, or after them all prospects) change by date?"""
    return len(sim.world.rates) != 0 and problems.changes_by_date(sim.world.rates[stream])


def when_due(sim: Sim, stream: int, profile: int, now: float, relative: float, lot: float) -> float:
    """When the next of a stream is due whose rate changes by date; infinite for never.

    lot: the hazard at which it comes, which adds up at the rates of each date, so that before the
    first of them it comes as if there were none. relative: what multiplies all rates.
    """
    pieces = sim.world.rates[stream]
    place, left = problems.piece_at(pieces, now), lot
    while True:
        rate, end, when = pieces[place + 1] * relative, pieces[place + 2], inf
        if rate > 0.0:
            when = later_in(sim, profile, now, left / rate)
        if when < end or end == inf:
            return when
        left = max(0.0, left - rate * between(sim, profile, now, end))
        now = end
        place = place + 2


def between(sim: Sim, profile: int, start: float, end: float) -> float:
    """The days from a time to another, as they count in a profile of the week."""
    if profile < 0:
        return end - start
    row = sim.world.weeks[profile]
    return week.weighted(row, end) - week.weighted(row, start)


STEPS = (variate, after, later_in, is_dated, when_due, between)
