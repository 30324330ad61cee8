"""Kernels: the compiled engine loaded once, by one thread, before several use it.

Numba reads what it has compiled at the first call of each kernel, and two threads that do so at the
same moment can trip over each other.
"""

from __future__ import annotations

from functools import cache


@cache
def load_kernels() -> None:
    """Run the smallest world once, so that every kernel is there."""
    from journeysim.engine.compiled.twin import Twin
    from journeysim.scenario import shipped
    from journeysim.scenario.scenario import load
    from journeysim.scenario.world import encode

    small = ("population.customers=2", 'run.days="1 d"')
    scenario = load(shipped.DEFAULT, settings=small)
    Twin(encode(scenario, scenario.policies[0]), 1, 0).outcome(1.0)
