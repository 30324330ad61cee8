"""Lives: one run on whichever engine there is, lived in slices so that it can be left at any day.

On the compiled engine a run can be copied where it stands and go on with other levers from there:
the same, to the last bit, as one made anew from day 0 with that change.
"""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from math import ceil
from typing import Any

from journeysim.engine import cache, choice
from journeysim.engine.choice import COMPILED, SIMPY
from journeysim.engine.log import Array
from journeysim.model.run import Run
from journeysim.scenario.scenario import Phase, Scenario
from journeysim.scenario.world import encode_phases
from journeysim.tui.frames import Diary, Frames


class Life:
    """A run of some phases in a scenario. told: with the events for ticker and seats."""

    def __init__(
        self,
        scenario: Scenario,
        phases: Sequence[Phase],
        seed: int,
        replication: int,
        engine: str,
        told: bool = True,
    ) -> None:
        self.frame: Run = scenario.tables.run
        self.horizon = ceil(self.frame.days)
        self.engine = engine
        self.phases = tuple(phases)
        self.way = ""
        self.encoded = encode_phases(scenario, self.phases)
        self.day = self.counted = 0
        counting = None
        self.run: Any
        if engine == COMPILED:
            from journeysim.engine.compiled.compiled_run import CompiledRun

            self.run = CompiledRun(self.encoded, seed, replication)
            counting = self.run.kernels.count
        else:
            from journeysim.engine.des.loop import Simulation

            self.run = Simulation(self.encoded, seed, replication)
        self.diary = Diary(self.encoded, self.frame.days, self.frame.warmup, told, counting)

    def advance(self, days: int) -> None:
        """Live some more days."""
        self.day = min(self.horizon, self.day + max(1, days))
        self.run.run_to(self._end)
        if self.engine == COMPILED:
            self.diary.take(self.run.drained(), self._end)

    @property
    def is_over(self) -> bool:
        """Is the horizon reached?"""
        return self.day >= self.horizon

    def frames(self) -> Frames:
        """What is known up to today."""
        if self.engine != COMPILED:
            rows: Array = self.run.log().rows
            self.diary.take(rows[self.counted :], self._end)
            self.counted = len(rows)
        return self.diary.frames(self._end)

    def can_become(self, phases: Sequence[Phase]) -> bool:
        """Is what has been lived so far what would have been lived with these phases?"""
        mine, others = ([p for p in each if p.day < self.day] for each in (self.phases, phases))
        return self.engine == COMPILED and mine == others

    def become(self, scenario: Scenario, phases: Sequence[Phase]) -> bool:
        """Go on with these phases from today on; False, and no change, where that cannot be done."""
        if not self.can_become(phases):
            return False
        encoded = encode_phases(scenario, tuple(phases))
        known = zip(self.encoded.names, encoded.names, strict=True)
        if any(new[: len(old)] != old for old, new in known):
            return False
        self.phases, self.encoded = tuple(phases), encoded
        self.run.change(encoded)
        self.diary = self.diary.of(encoded)
        return True

    def copy(self) -> Life:
        """Another life that goes on from today by itself."""
        other = copy(self)
        other.run, other.diary = self.run.copy(), self.diary.copy()
        return other

    @property
    def _end(self) -> float:
        return min(float(self.day), self.frame.days)


def engine_now(asked: str) -> str:
    """The engine that can answer now: the compiled one as soon as it is compiled."""
    if asked != choice.AUTO:
        return asked
    return COMPILED if choice.is_there() and cache.is_warm() else SIMPY
