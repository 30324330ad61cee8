"""Runs: one run on whichever engine there is, advanced in slices so that it can be left at any day.

On the compiled engine a run can be copied where it stands and go on with other levers from there:
the same, to the last bit, as one made anew from day 0 with that change.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from copy import copy
from math import ceil
from typing import Any

from journeysim.engine import choice
from journeysim.engine.choice import COMPILED, SIMPY
from journeysim.engine.log import Array
from journeysim.model.run import Run
from journeysim.scenario.encoding import encode_phases
from journeysim.scenario.scenario import Phase, Scenario
from journeysim.tui.recording import Recording, ShownSize
from journeysim.tui.worker.series_recorder import Count, SeriesRecorder, plain

AS_IT_IS = ShownSize()


class SteppedRun:
    """A run of some phases in a scenario. events: with those of ticker and seats; size: what it is told of."""

    def __init__(
        self,
        scenario: Scenario,
        phases: Sequence[Phase],
        seed: int,
        replication: int,
        engine: str,
        events: bool = True,
        size: ShownSize = AS_IT_IS,
    ) -> None:
        self.frame: Run = scenario.tables.run
        self.horizon = ceil(self.frame.days)
        self.discount_rate = scenario.tables.money.discount_rate
        self.engine, self.size = engine, size
        self.phases = tuple(phases)
        self.decisions = ""
        self.encoded = encode_phases(scenario, self.phases)
        self.day = self.recorded = self.logged = 0
        count_by: Callable[[], Count] = plain
        self.engine_run: Any
        if engine == COMPILED:
            from journeysim.engine.compiled.compiled_count import CompiledCount
            from journeysim.engine.compiled.compiled_run import CompiledRun

            self.engine_run = CompiledRun(self.encoded, seed, replication)
            count_by = CompiledCount
        else:
            from journeysim.engine.des.loop import Simulation

            self.engine_run = Simulation(self.encoded, seed, replication)
        self.recorder = SeriesRecorder(
            self.encoded, self.frame.days, self.frame.warmup, events, count_by
        )

    def advance(self, days: int) -> None:
        """Go on by some days."""
        self.day = min(self.horizon, self.day + max(1, days))
        self.engine_run.run_to(self._end)
        if self.engine == COMPILED:
            rows: Array = self.engine_run.drained()
            self.logged += len(rows)
            self.recorder.take(rows, self._end)

    @property
    def is_over(self) -> bool:
        """Is the horizon reached?"""
        return self.day >= self.horizon

    def recording(self) -> Recording:
        """What is known up to today."""
        if self.engine != COMPILED:
            rows: Array = self.engine_run.log().rows
            self.recorder.take(rows[self.recorded :], self._end)
            self.recorded = self.logged = len(rows)
        recording = self.recorder.recording(self._end)
        if not self.is_over:
            return recording.of_the_whole(self.size)
        people = self.engine_run.outcome(self.frame.days).people
        worth = self.recorder.worth(people, self.discount_rate)
        return recording._replace(worth=worth).of_the_whole(self.size)

    def can_go_on_with(self, phases: Sequence[Phase]) -> bool:
        """Is what has passed so far what would have passed with these phases?"""
        past, other = ([p for p in of if p.day < self.day] for of in (self.phases, phases))
        return self.engine == COMPILED and past == other

    def go_on_with(self, scenario: Scenario, phases: Sequence[Phase]) -> bool:
        """Go on with these phases from today on; False, and no change, where that cannot be done."""
        if not self.can_go_on_with(phases):
            return False
        encoded = encode_phases(scenario, tuple(phases))
        known = zip(self.encoded.names, encoded.names, strict=True)
        if any(new[: len(old)] != old for old, new in known):
            return False
        self.phases, self.encoded = tuple(phases), encoded
        self.engine_run.change(encoded)
        self.recorder = self.recorder.of(encoded)
        return True

    def copy(self) -> SteppedRun:
        """Another run that goes on from today by itself."""
        other = copy(self)
        other.engine_run, other.recorder = self.engine_run.copy(), self.recorder.copy()
        return other

    @property
    def _end(self) -> float:
        return min(float(self.day), self.frame.days)


def engine_now(asked: str) -> str:
    """The engine that answers: the compiled one, where it can run."""
    if asked != choice.AUTO:
        return asked
    return COMPILED if choice.is_there() else SIMPY
