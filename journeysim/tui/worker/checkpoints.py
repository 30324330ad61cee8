"""Checkpoints: runs that stand at the day on the screen, to be copied when a future begins there.

Compiled runs only: those of SimPy cannot be copied. A checkpoint is moved on in time nobody else
wants; without one a future begins at day 0, and is the same to the last bit.
"""

from __future__ import annotations

from collections.abc import Sequence

from journeysim.errors import JourneysimError
from journeysim.scenario.scenario import Phase, Scenario
from journeysim.tui.protocol import Position
from journeysim.tui.recording import ShownSize
from journeysim.tui.worker.runs import AS_IT_IS, SteppedRun

ROOM = 256e6
"""Bytes that checkpoints may take; those of later replications give way."""


class Checkpoints:
    """One a replication, all in one world with one luck."""

    def __init__(self, size: ShownSize = AS_IT_IS) -> None:
        self.size = size
        self.position: Position | None = None
        self.runs: dict[int, SteppedRun] = {}
        self.failed: set[int] = set()
        self.phases: Sequence[Phase] | None = None

    def move_to(self, position: Position | None) -> None:
        """Where the screen stands now."""
        before, self.position = self.position, position
        if before is None or position is None or not _same_world(before, position):
            self.runs.clear()
            self.phases = None
        if before is None or position is None or before.decisions != position.decisions:
            self.failed.clear()
            self.phases = None

    def branched(
        self,
        scenario: Scenario,
        phases: Sequence[Phase],
        luck: tuple[object, int],
        replication: int,
    ) -> SteppedRun | None:
        """A run with these phases that begins where the checkpoint stands, if it can.

        luck: the changes of the world, and the seed.
        """
        run, position = self.runs.get(replication), self.position
        if run is None or position is None or luck != (position.world, position.seed):
            return None
        if not run.can_go_on_with(phases):
            return None
        other = run.copy()
        return other if other.go_on_with(scenario, phases) else None

    @property
    def behind(self) -> int | None:
        """The first replication whose checkpoint does not stand where the screen does."""
        if self.position is None or self.position.day == 0:
            return None
        taken = 0
        for replication in range(self.position.replications):
            run = self.runs.get(replication)
            if replication not in self.failed and (run is None or not self._is_there(run)):
                return replication
            taken += 0 if run is None else run.engine_run.room_taken()
            if taken > ROOM:
                break
        return None

    def catch_up(self, replication: int, scenario: Scenario, engine: str, days: int) -> None:
        """Move a checkpoint on by some days, with other decisions if the screen has taken them."""
        assert self.position is not None
        position, run = self.position, self.runs.get(replication)
        try:
            if self.phases is None:
                self.phases = scenario.phases(position.policy, position.levers)
            phases = self.phases
            if run is not None and not self._goes_on(run, scenario, phases):
                run = None
            if run is None:
                events = replication == 0
                run = SteppedRun(
                    scenario, phases, position.seed, replication, engine, events, self.size
                )
            self.runs[replication] = run
            run.decisions = position.decisions
            if run.day < position.day:
                run.advance(min(days, position.day - run.day))
        except JourneysimError:
            self.runs.pop(replication, None)
            self.failed.add(replication)

    def _goes_on(self, run: SteppedRun, scenario: Scenario, phases: Sequence[Phase]) -> bool:
        """Can it go on to where the screen stands? Then it has the same decisions."""
        assert self.position is not None
        if run.day > self.position.day:
            return False
        return run.decisions == self.position.decisions or run.go_on_with(scenario, phases)

    def _is_there(self, run: SteppedRun) -> bool:
        assert self.position is not None
        return (run.day, run.decisions) == (self.position.day, self.position.decisions)


def _same_world(one: Position, other: Position) -> bool:
    return (one.world, one.seed) == (other.world, other.seed)
