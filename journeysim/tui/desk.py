"""Desk: what the simulating process works on next.

Whatever is wanted first comes first, in slices; a long run tells how far it is while it is lived.
A run begins where the world on the screen stands, if it is lived on the compiled engine and its
past is the same; else anew from day 0. Both give the same, to the last bit.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from journeysim.engine.choice import COMPILED
from journeysim.errors import JourneysimError
from journeysim.scenario.merging import Table
from journeysim.scenario.scenario import Scenario
from journeysim.tui.followers import Followers
from journeysim.tui.lives import Life, engine_now
from journeysim.tui.wire import Ask, Failed, Here, Open, Order, Run, run_of, scenario_of

SLICE = 0.04
"""Seconds that a slice should take."""

TELL = 0.05
"""Seconds after which a run that is still being lived first says how far it is."""

SELDOM = 0.25
"""Seconds between two such tellings at least."""

DEARLY = 4.0
"""Seconds between two such tellings for each second that telling took."""

_FIRST, _FAST = 7, 60
_WORLDS = 16


class Desk:
    """The wants in hand. clock: seconds; it paces the work and changes no result."""

    def __init__(self, clock: Callable[[], float] = time.perf_counter) -> None:
        self.clock = clock
        self.order: Open | None = None
        self.scenario: Scenario | None = None
        self.asks: list[Ask] = []
        self.life: Life | None = None
        self.followers = Followers()
        self.days = _FIRST
        self.told, self.apart = 0.0, TELL
        self._worlds: dict[str, Scenario] = {}

    def take(self, order: Order) -> None:
        """Take an order. Raises JourneysimError if it cannot be carried out."""
        if isinstance(order, Open):
            self.order, self.scenario = order, scenario_of(order)
            self.asks, self.life, self._worlds = [], None, {}
            self.followers = Followers()
        elif isinstance(order, Here):
            fast = self.order is not None and engine_now(self.order.engine) == COMPILED
            self.followers.follow(order if fast else None)
        else:
            if not order.asks or not self.asks or order.asks[0] != self.asks[0]:
                self.life = None
            self.asks = list(order.asks)

    def work(self) -> Run | Failed | None:
        """One more slice; says what is worth saying. None while there is nothing to say."""
        if not self.asks:
            self._follow()
            return None
        ask = self.asks[0]
        try:
            if self.life is None:
                self.life, self.days = self._begun(ask), self._least
                self.told, self.apart = self.clock(), TELL
            before = self.clock()
            self.life.advance(self.days)
            if self.life.is_over:
                found = run_of(ask, self.life.frames(), True, self.life.engine)
                del self.asks[0]
                self.life = None
                return found
        except JourneysimError as error:
            del self.asks[0]
            self.life = None
            return Failed(ask.key, str(error))
        now = self._paced(before)
        if ask.told and (now - self.told >= self.apart or self.life.day <= _FIRST):
            found = run_of(ask, self.life.frames(), False, self.life.engine)
            self.told = self.clock()
            self.apart = max(SELDOM, DEARLY * (self.told - now))
            return found
        return None

    @property
    def is_idle(self) -> bool:
        """Is there nothing to do?"""
        return not self.asks and self.followers.behind is None

    def _follow(self) -> None:
        """Let the first follower that is behind catch up a little."""
        behind, here = self.followers.behind, self.followers.here
        if behind is None or here is None:
            return
        assert self.order is not None
        engine = engine_now(self.order.engine)
        self.followers.catch_up(behind, self._world(here.world), engine, max(self.days, _FAST))

    def _paced(self, before: float) -> float:
        """What time it is, the next slice being as long as fits the time that this one took."""
        assert self.life is not None
        now = self.clock()
        longer = round(self.days * min(8.0, SLICE / max(1e-4, now - before)))
        self.days = max(self._least, min(self.life.horizon, longer))
        return now

    @property
    def _least(self) -> int:
        """The least days of a slice: the compiled engine is done before one has looked."""
        fast = self.order is not None and engine_now(self.order.engine) == COMPILED
        return _FAST if fast else _FIRST

    def _world(self, changes: Table) -> Scenario:
        """The scenario with these changes of its world, kept for the next who asks."""
        assert self.scenario is not None
        if not changes:
            return self.scenario
        name = repr(changes)
        if name not in self._worlds:
            if len(self._worlds) >= _WORLDS:
                del self._worlds[next(iter(self._worlds))]
            self._worlds[name] = self.scenario.with_values(changes, "the dials")
        return self._worlds[name]

    def _begun(self, ask: Ask) -> Life:
        assert self.order is not None
        world = self._world(ask.world)
        phases = world.phases(ask.policy, ask.levers)
        luck = (ask.world, ask.seed)
        forked = self.followers.forked(world, phases, luck, ask.replication)
        if forked is not None:
            return forked
        engine = engine_now(self.order.engine)
        return Life(world, phases, ask.seed, ask.replication, engine, ask.told)
