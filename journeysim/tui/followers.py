"""Followers: copies of the world on the screen that stand at its day, so that a future begins there.

Compiled runs only: those of SimPy cannot be copied. A follower is lived in time nobody else wants;
without one a future is lived from day 0, to the same last bit.
"""

from __future__ import annotations

from collections.abc import Sequence

from journeysim.errors import JourneysimError
from journeysim.scenario.scenario import Phase, Scenario
from journeysim.tui.lives import Life
from journeysim.tui.wire import Here

ROOM = 256e6
"""Bytes that followers may take; those of later replications give way."""


class Followers:
    """One follower a replication, all in one world with one luck."""

    def __init__(self) -> None:
        self.here: Here | None = None
        self.lives: dict[int, Life] = {}
        self.lost: set[int] = set()
        self.phases: Sequence[Phase] | None = None

    def follow(self, here: Here | None) -> None:
        """Where the screen stands now."""
        before, self.here = self.here, here
        if before is None or here is None or not _same_world(before, here):
            self.lives.clear()
            self.phases = None
        if before is None or here is None or before.way != here.way:
            self.lost.clear()
            self.phases = None

    def forked(
        self,
        scenario: Scenario,
        phases: Sequence[Phase],
        luck: tuple[object, int],
        replication: int,
    ) -> Life | None:
        """A life with these phases that begins where the follower stands, if it can.

        luck: the changes of the world, and the seed.
        """
        life, here = self.lives.get(replication), self.here
        if life is None or here is None or luck != (here.world, here.seed):
            return None
        if not life.can_become(phases):
            return None
        other = life.copy()
        return other if other.become(scenario, phases) else None

    @property
    def behind(self) -> int | None:
        """The first replication whose follower does not stand where the screen does."""
        if self.here is None or self.here.day == 0:
            return None
        taken = 0
        for replication in range(self.here.replications):
            life = self.lives.get(replication)
            if replication not in self.lost and (life is None or not self._is_there(life)):
                return replication
            taken += 0 if life is None else life.run.room_taken()
            if taken > ROOM:
                break
        return None

    def catch_up(self, replication: int, scenario: Scenario, engine: str, days: int) -> None:
        """Let a follower live some more days, on another way if the screen has taken one."""
        assert self.here is not None
        life = self.lives.get(replication)
        try:
            if self.phases is None:
                self.phases = scenario.phases(self.here.policy, self.here.levers)
            phases = self.phases
            if life is not None and not self._goes_on(life, scenario, phases):
                life = None
            if life is None:
                life = Life(scenario, phases, self.here.seed, replication, engine, replication == 0)
            self.lives[replication] = life
            life.way = self.here.way
            if life.day < self.here.day:
                life.advance(min(days, self.here.day - life.day))
        except JourneysimError:
            self.lives.pop(replication, None)
            self.lost.add(replication)

    def _goes_on(self, life: Life, scenario: Scenario, phases: Sequence[Phase]) -> bool:
        """Can it live on to where the screen stands? Then it is on the way there."""
        assert self.here is not None
        if life.day > self.here.day:
            return False
        return life.way == self.here.way or life.become(scenario, phases)

    def _is_there(self, life: Life) -> bool:
        assert self.here is not None
        return life.day == self.here.day and life.way == self.here.way


def _same_world(one: Here, other: Here) -> bool:
    return (one.world, one.seed) == (other.world, other.seed)
