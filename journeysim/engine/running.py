"""Running: one replication of one policy, whatever the engine. A pure function of its arguments."""

from __future__ import annotations

from functools import lru_cache

from journeysim.engine.log import Outcome
from journeysim.scenario.scenario import Scenario
from journeysim.scenario.world import Encoded, encode


class _Kept:
    """A scenario that compares by its digest alone, so that a world is encoded once."""

    def __init__(self, scenario: Scenario) -> None:
        self.scenario = scenario

    def __hash__(self) -> int:
        return hash(self.scenario.sha256)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Kept) and other.scenario.sha256 == self.scenario.sha256


@lru_cache(maxsize=64)
def _world(kept: _Kept, policy: str) -> Encoded:
    return encode(kept.scenario, policy)


def run(scenario: Scenario, policy: str, replication: int) -> Outcome:
    """The outcome of one policy in one replication, from day 0 to the horizon.

    Raises EngineError when the run cannot go on.
    """
    from journeysim.engine.des.loop import Simulation

    frame = scenario.tables.run
    encoded = _world(_Kept(scenario), policy)
    simulation = Simulation(encoded, frame.seed, replication)
    return simulation.outcome(frame.days, frame.warmup)
