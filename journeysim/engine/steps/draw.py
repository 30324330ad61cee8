"""Draw: the value that an encoded law takes at a named uniform."""

from __future__ import annotations

from typing import Any

from journeysim.distributions import quantile
from journeysim.engine.steps.hooks import Sim


def drawn(sim: Sim, law: Any, u: float) -> float:
    """The value of a law of the world (in a section's record, its spread) at a uniform."""
    return quantile(law, sim.world.table, u)


STEPS = (drawn,)
