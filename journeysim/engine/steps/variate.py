"""Variate: the value that an encoded distribution takes at a named uniform, and when that is."""

from __future__ import annotations

from typing import Any

from journeysim.distributions import quantile
from journeysim.engine.steps.hooks import Sim
from journeysim.model import week


def variate(sim: Sim, distribution: Any, u: float) -> float:
    """The value of a distribution of the world (in a section's record, its spread) at a uniform."""
    return quantile(distribution, sim.world.table, u)


def after(sim: Sim, kind: int, now: float, delay: float) -> float:
    """So much later, as time counts for a problem type: most in the hours in which it comes up."""
    profile = sim.world.problems[kind].week
    if profile < 0:
        return now + delay
    return week.later(sim.world.weeks[profile], now, delay)


STEPS = (variate, after)
