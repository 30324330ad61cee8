"""Lives: one run on whichever engine there is, lived in slices so that it can be left at any day."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import ceil
from typing import Any

from journeysim.engine import cache, choice
from journeysim.engine.choice import COMPILED, SIMPY
from journeysim.engine.log import Outcome
from journeysim.model.run import Run
from journeysim.scenario.scenario import Phase, Scenario
from journeysim.scenario.world import Encoded, encode_phases
from journeysim.tui.frames import Frames, frames


class Life:
    """A run of some phases in a scenario."""

    def __init__(
        self, scenario: Scenario, phases: Sequence[Phase], seed: int, replication: int, engine: str
    ) -> None:
        self.frame: Run = scenario.tables.run
        self.horizon = ceil(self.frame.days)
        self.engine = engine
        encoded = encode_phases(scenario, tuple(phases))
        self.run = _begun(engine)(encoded, seed, replication)
        self.day = 0

    def advance(self, days: int) -> None:
        """Live some more days."""
        self.day = min(self.horizon, self.day + max(1, days))
        self.run.run_to(self._end)

    @property
    def is_over(self) -> bool:
        """Is the horizon reached?"""
        return self.day >= self.horizon

    def frames(self, told: bool) -> Frames:
        """What is known up to today."""
        outcome: Outcome = self.run.outcome(self._end, self.frame.warmup)
        return frames(outcome, told)

    @property
    def _end(self) -> float:
        return min(float(self.day), self.frame.days)


def _begun(engine: str) -> Callable[[Encoded, int, int], Any]:
    if engine == COMPILED:
        from journeysim.engine.compiled.twin import Twin

        return Twin
    from journeysim.engine.des.loop import Simulation

    return Simulation


def engine_now(asked: str) -> str:
    """The engine that can answer now: the compiled one as soon as it is compiled."""
    if asked != choice.AUTO:
        return asked
    return COMPILED if choice.is_there() and cache.is_warm() else SIMPY
