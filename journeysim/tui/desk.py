"""Desk: what the simulating process works on next.

Whatever is wanted first comes first, in slices; a long run tells how far it is while it is lived.
A run is made anew from day 0 with its dated changes, so that nothing is carried over.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from journeysim.engine.choice import COMPILED
from journeysim.errors import JourneysimError
from journeysim.scenario.scenario import Scenario
from journeysim.tui.lives import Life, engine_now
from journeysim.tui.wire import Ask, Failed, Open, Order, Run, run_of, scenario_of

SLICE = 0.04
"""Seconds that a slice should take."""

TELL = 0.25
"""Seconds after which a run that is still being lived says how far it is."""

DEARLY = 4.0
"""Seconds between two such tellings for each second that telling took."""

_FIRST, _FAST = 7, 60


class Desk:
    """The wants in hand. clock: seconds; it paces the work and changes no result."""

    def __init__(self, clock: Callable[[], float] = time.perf_counter) -> None:
        self.clock = clock
        self.order: Open | None = None
        self.scenario: Scenario | None = None
        self.asks: list[Ask] = []
        self.life: Life | None = None
        self.days = _FIRST
        self.told, self.apart = 0.0, TELL
        self._worlds: dict[str, Scenario] = {}

    def take(self, order: Order) -> None:
        """Take an order. Raises JourneysimError if it cannot be carried out."""
        if isinstance(order, Open):
            self.order, self.scenario = order, scenario_of(order)
            self.asks, self.life, self._worlds = [], None, {}
            return
        if not order.asks or not self.asks or order.asks[0] != self.asks[0]:
            self.life = None
        self.asks = list(order.asks)

    def work(self) -> Run | Failed | None:
        """One more slice; says what is worth saying. None while there is nothing to say."""
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
        now = self.clock()
        took = max(1e-4, now - before)
        longer = round(self.days * min(8.0, SLICE / took))
        self.days = max(self._least, min(self.life.horizon, longer))
        if ask.told and (now - self.told >= self.apart or self.life.day <= _FIRST):
            found = run_of(ask, self.life.frames(), False, self.life.engine)
            self.told = self.clock()
            self.apart = max(TELL, DEARLY * (self.told - now))
            return found
        return None

    @property
    def is_idle(self) -> bool:
        """Is there nothing to do?"""
        return not self.asks

    @property
    def _least(self) -> int:
        """The least days of a slice: the compiled engine is done before one has looked."""
        fast = self.order is not None and engine_now(self.order.engine) == COMPILED
        return _FAST if fast else _FIRST

    def _begun(self, ask: Ask) -> Life:
        assert self.order is not None
        assert self.scenario is not None
        world = self.scenario
        if ask.world:
            name = repr(ask.world)
            if name not in self._worlds:
                self._worlds[name] = world.with_values(ask.world, "the dials")
            world = self._worlds[name]
        phases = world.phases(ask.policy, ask.levers)
        engine = engine_now(self.order.engine)
        return Life(world, phases, ask.seed, ask.replication, engine, ask.told)
