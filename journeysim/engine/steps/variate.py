"""Variate: the value that an encoded distribution takes at a named uniform."""

from __future__ import annotations

from typing import Any

from journeysim.distributions import quantile
from journeysim.engine.steps.hooks import Sim


def variate(sim: Sim, distribution: Any, u: float) -> float:
    """The value of a distribution of the world (in a section's record, its spread) at a uniform."""
    return quantile(distribution, sim.world.table, u)


STEPS = (variate,)
