"""Warm: compile the kernels by running a small world, and keep them for the next process."""

from __future__ import annotations

from journeysim.engine import cache
from journeysim.engine.compiled.twin import Twin
from journeysim.scenario import shipped
from journeysim.scenario.scenario import load
from journeysim.scenario.world import encode


def warm_up() -> None:
    """Compile everything, if it is not kept already, and say so in the cache folder last of all."""
    small = ("population.customers=20", 'run.days="3 d"')
    scenario = load(shipped.DEFAULT, settings=small)
    Twin(encode(scenario, scenario.policies[0]), 1, 0).outcome(3.0)
    cache.mark_warm()
