"""Desk: what the simulating process works on next.

What is on the screen comes first: *you* and the baseline up to the day asked for. Then the
futures: the baseline's to the horizon, and yours, in a run of its own from day 0 with the dated
changes, because a run in progress cannot be copied.
"""

from __future__ import annotations

from journeysim.scenario.scenario import Scenario
from journeysim.tui.lives import Life
from journeysim.tui.wire import BASELINE, YOU, Day, Open, Order, Run, Turn, scenario_of


class Desk:
    """The runs in hand, and the orders they were begun for."""

    def __init__(self) -> None:
        self.order: Open | None = None
        self.scenario: Scenario | None = None
        self.turn = Turn(0, [], {})
        self.to = 0
        self.you: Life | None = None
        self.future: Life | None = None
        self.baseline: Life | None = None

    def take(self, order: Order) -> None:
        """Take an order. Raises JourneysimError if it cannot be carried out."""
        if isinstance(order, Run):
            self.to = order.to
            return
        if isinstance(order, Open):
            self.order = order
            self.scenario = scenario_of(order)
            self.turn = Turn(0, [], {})
            self._begin(self.scenario)
        elif self.order is not None and self.scenario is not None:
            moved = order.world != self.turn.world
            self.turn = order
            if moved:
                world = scenario_of(self.order)
                if order.world:
                    world = world.with_values(order.world, "the dials")
                self.scenario = world
                self._begin(world)
            else:
                self._turn_levers(self.scenario, self.order)

    def work(self) -> Day | None:
        """One more day of whatever comes first; None if all is done."""
        for line, life, until in self._queue():
            if life.told < 0:
                life.told = 0
                return self._day(line, life)
            if life.day < min(until, life.horizon):
                life.advance()
                return self._day(line, life)
        return None

    def _queue(self) -> list[tuple[str, Life, int]]:
        if self.you is None or self.baseline is None:
            return []
        queue = [(YOU, self.you, self.to), (BASELINE, self.baseline, self.to)]
        queue.sort(key=lambda each: each[1].told if each[1].told < 0 else each[1].day)
        queue.append((BASELINE, self.baseline, self.baseline.horizon))
        if self.future is not None:
            queue.append((YOU, self.future, self.future.horizon))
        return queue

    def _day(self, line: str, life: Life) -> Day:
        return Day(line, self.turn.plan, life.day, life.figures())

    def _begin(self, scenario: Scenario) -> None:
        assert self.order is not None
        seed = self.order.seed
        self.baseline = Life(scenario, scenario.phases(self.order.baseline), seed)
        self.you = Life(scenario, scenario.phases(self.order.policy, self.turn.levers), seed)
        self.future = self._future(scenario, self.order)

    def _turn_levers(self, scenario: Scenario, order: Open) -> None:
        assert self.you is not None
        phases = scenario.phases(order.policy, self.turn.levers)
        if self.you.could_become(phases):
            self.you.turn(phases)
        else:
            self.you = Life(scenario, phases, order.seed)
        self.future = self._future(scenario, order)

    def _future(self, scenario: Scenario, order: Open) -> Life | None:
        """A run ahead for *you*, if it is another one than the baseline's."""
        if order.policy == order.baseline and not self.turn.levers:
            return None
        return Life(scenario, scenario.phases(order.policy, self.turn.levers), order.seed)
