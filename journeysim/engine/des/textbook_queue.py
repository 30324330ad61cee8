"""Textbook queue: callers who hang up, the way SimPy's documentation teaches, to measure against.

`request | timeout`, and draws from Python's generator in the order of events; no part of any result.
"""

from __future__ import annotations

from random import Random

import simpy

from journeysim.engine.des.timeline import Process


def hang_ups(agents: int, arrivals: int, seed: int) -> int:
    """How many of so many callers of M/M/n+M hang up, where as many come as agents can answer.

    Talks and patience have a mean of one unit of time, and `agents` callers come in one.
    """
    env, random = simpy.Environment(), Random(seed)
    line = simpy.Resource(env, capacity=agents)
    gone = 0

    def caller() -> Process:
        nonlocal gone
        with line.request() as request:
            yield request | env.timeout(random.expovariate(1.0))
            if request.triggered:
                yield env.timeout(random.expovariate(1.0))
            else:
                gone += 1

    def callers() -> Process:
        for _ in range(arrivals):
            yield env.timeout(random.expovariate(agents))
            env.process(caller())

    env.process(callers())
    env.run()
    return gone
