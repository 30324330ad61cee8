"""Scheduler: what the simulating process works on next.

Whatever is requested first comes first, in slices; a long run is reported while it is under way.
A run begins at a checkpoint, where the world on the screen stands, if it runs on the compiled
engine and its past is the same; else anew from day 0. Both give the same, to the last bit.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from journeysim.engine.choice import COMPILED
from journeysim.errors import JourneysimError
from journeysim.scenario.in_small import refuse_in_small, small_firm
from journeysim.scenario.merging import Table
from journeysim.scenario.scenario import Scenario
from journeysim.tui.protocol import (
    Answer,
    Aside,
    DrawsRequest,
    Failed,
    LedgerRequest,
    Open,
    Position,
    RunOrder,
    RunSpec,
    RunUpdate,
    scenario_of,
    update_of,
)
from journeysim.tui.recording import size_of
from journeysim.tui.solving import SolveRequest
from journeysim.tui.worker.checkpoints import Checkpoints
from journeysim.tui.worker.runs import AS_IT_IS, SteppedRun, engine_now

if TYPE_CHECKING:
    from journeysim.tui.worker.draws_in_hand import DrawsInHand
    from journeysim.tui.worker.ledger_in_hand import LedgerInHand
    from journeysim.tui.worker.solve_in_hand import SolveInHand
    from journeysim.tui.worker.turns_in_hand import TurnsInHand

SLICE = 0.04
"""Seconds that a slice should take."""

FIRST_UPDATE = 0.05
"""Seconds after which a run that is still under way is first reported."""

LEAST_BETWEEN = 0.25
"""Seconds between two such updates at least."""

BETWEEN_PER_COST = 4.0
"""Seconds between two such updates for each second that the first of them took."""

_FIRST, _FAST = 7, 60
_WORLDS = 16


class Scheduler:
    """The runs in hand. clock: seconds; it paces the work and changes no result."""

    def __init__(self, clock: Callable[[], float] = time.perf_counter) -> None:
        self.clock = clock
        self.order: Open | None = None
        self.scenario: Scenario | None = None
        self.requested: list[RunSpec] = []
        self.run: SteppedRun | None = None
        self.size = AS_IT_IS
        self.checkpoints = Checkpoints(self.size)
        self.days = _FIRST
        self.updated, self.between = 0.0, FIRST_UPDATE
        self._worlds: dict[str, Scenario] = {}
        self.aside: DrawsInHand | TurnsInHand | LedgerInHand | SolveInHand | None = None

    def take(self, order: RunOrder) -> None:
        """Take an order. Raises JourneysimError if it cannot be carried out."""
        if isinstance(order, Open):
            self.order, self.scenario = order, scenario_of(order)
            self.size = size_of(small_firm(self.scenario))
            self._lay_aside(None)
            self.requested, self.run, self._worlds = [], None, {}
            self.checkpoints = Checkpoints(self.size)
        elif isinstance(order, Position):
            fast = self.order is not None and engine_now(self.order.engine) == COMPILED
            self.checkpoints.move_to(order if fast else None)
        elif isinstance(order, Aside):
            self._lay_aside(order)
        else:
            if not order.runs or not self.requested or order.runs[0] != self.requested[0]:
                self.run = None
            self.requested = list(order.runs)

    def work(self) -> RunUpdate | Answer | Failed | None:
        """One more slice; says what is worth saying. None while there is nothing to say."""
        if not self.requested:
            return None if self._follow() else self._beside()
        spec = self.requested[0]
        try:
            if self.run is None:
                self.run, self.days = self._begun(spec), self._least
                self.updated, self.between = self.clock(), FIRST_UPDATE
            before = self.clock()
            self.run.advance(self.days)
            if self.run.is_over:
                recording, run = self.run.recording(), self.run
                update = update_of(spec, recording, True, run.engine, run.logged)
                del self.requested[0]
                self.run = None
                return update
        except JourneysimError as error:
            del self.requested[0]
            self.run = None
            return Failed(spec.key, str(error))
        now = self._paced(before)
        if spec.events and (now - self.updated >= self.between or self.run.day <= _FIRST):
            update = update_of(spec, self.run.recording(), False, self.run.engine)
            self.updated = self.clock()
            self.between = max(LEAST_BETWEEN, BETWEEN_PER_COST * (self.updated - now))
            return update
        return None

    @property
    def is_idle(self) -> bool:
        """Is there nothing to do?"""
        return not self.requested and self.checkpoints.behind is None and self.aside is None

    def _lay_aside(self, order: Aside | None) -> None:
        """Do this when nothing else is wanted, and no more what was to be done then; nothing where there
        can be no such world."""
        from journeysim.tui.worker.draws_in_hand import DrawsInHand
        from journeysim.tui.worker.ledger_in_hand import LedgerInHand
        from journeysim.tui.worker.solve_in_hand import SolveInHand
        from journeysim.tui.worker.turns_in_hand import TurnsInHand

        if self.aside is not None:
            self.aside.close()
        self.aside = None
        if order is None:
            return
        assert self.order is not None
        assert self.scenario is not None
        engine = engine_now(self.order.engine)
        try:
            if isinstance(order, DrawsRequest):
                self.aside = DrawsInHand(self.scenario, order, engine)
            elif isinstance(order, LedgerRequest):
                self.aside = LedgerInHand(self.scenario, order, engine)
            elif isinstance(order, SolveRequest):
                self.aside = SolveInHand(self.scenario, order, engine)
            else:
                self.aside = TurnsInHand(self.scenario, order, engine)
        except JourneysimError:
            return

    def _beside(self) -> Answer | None:
        """One more run of what was laid aside; what cannot be made is given up."""
        try:
            news = self.aside.step() if self.aside else None
        except JourneysimError:
            news, self.aside = None, None
        if news is not None:
            self.aside = None
        return news

    def _follow(self) -> bool:
        """Let the first checkpoint that is behind catch up a little, if there is one."""
        behind, position = self.checkpoints.behind, self.checkpoints.position
        if behind is None or position is None:
            return False
        assert self.order is not None
        engine = engine_now(self.order.engine)
        self.checkpoints.catch_up(
            behind, self._world(position.world), engine, max(self.days, _FAST)
        )
        return True

    def _paced(self, before: float) -> float:
        """What time it is, the next slice being as long as fits the time that this one took."""
        assert self.run is not None
        now = self.clock()
        longer = round(self.days * min(8.0, SLICE / max(1e-4, now - before)))
        self.days = max(self._least, min(self.run.horizon, longer))
        return now

    @property
    def _least(self) -> int:
        """The least days of a slice: the compiled engine is done before one has looked."""
        fast = self.order is not None and engine_now(self.order.engine) == COMPILED
        return _FAST if fast else _FIRST

    def _world(self, changes: Table) -> Scenario:
        """What is simulated of the scenario with these changes of its world, kept for the next who asks."""
        assert self.scenario is not None
        name = repr(changes)
        if name not in self._worlds:
            if len(self._worlds) >= _WORLDS:
                del self._worlds[next(iter(self._worlds))]
            world = self.scenario.with_values(changes, "the dials") if changes else self.scenario
            self._worlds[name] = small_firm(world).scenario
        return self._worlds[name]

    def _begun(self, spec: RunSpec) -> SteppedRun:
        assert self.order is not None
        assert self.scenario is not None
        refuse_in_small(self.scenario, [over for _, over in spec.levers])
        world = self._world(spec.world)
        phases = world.phases(spec.policy, spec.levers)
        luck = (spec.world, spec.seed)
        branched = self.checkpoints.branched(world, phases, luck, spec.replication)
        if branched is not None:
            return branched
        engine = engine_now(self.order.engine)
        return SteppedRun(
            world, phases, spec.seed, spec.replication, engine, spec.events, self.size
        )
