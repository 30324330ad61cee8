"""Timeline: SimPy's environment with a defined order of equal times.

SimPy breaks ties by the order in which events were created, which a second engine cannot know.
Here every planned event carries (priority, customer key, rank), see `events.PlannedEvent`.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from heapq import heappop, heappush
from math import ceil, inf
from typing import Any

import simpy

from journeysim.errors import EngineError

Process = Generator[simpy.Event, Any, None]
"""What happens to somebody, told as it unfolds; it yields what it waits for."""


class Timeline(simpy.Environment):
    """The clock and the plan of a run; times in days."""

    def __init__(self, grid: float = 0.0, start: float = 0.0) -> None:
        super().__init__(start)
        self.grid = grid

    def schedule(self, event: simpy.Event, priority: int = 1, delay: float = 0.0) -> None:
        """SimPy's own events (a process starting, an event succeeding) come before ours."""
        entry: Any = (self._now + delay, (priority - 9, 0, 0), next(self._eid), event)
        heappush(self._queue, entry)

    def at(self, time: float, due: int, key: int, rank: int) -> simpy.Event:
        """An event at a time; waiting for it gives `due`. An infinite time never comes."""
        event = simpy.Event(self)
        event._ok = True
        event._value = due
        if self.grid > 0.0 and time < inf:
            time = ceil(time / self.grid) * self.grid
        if time < inf:
            entry: Any = (time, (due, key, rank), next(self._eid), event)
            heappush(self._queue, entry)
        elif not time >= 0.0:
            raise EngineError(f"a time that is not a number was planned (kind {due})")
        return event

    def call(
        self, time: float, due: int, key: int, rank: int, what: Callable[..., None], *given: Any
    ) -> None:
        """Call a function at a time."""
        event = self.at(time, due, key, rank)
        event.callbacks.append(lambda _: what(*given))

    def run_to(self, time: float) -> None:
        """Work off everything planned before a time; what is planned at it waits.

        This is SimPy's own `step` in a loop, without a call for each event.
        """
        queue = self._queue
        while queue and queue[0][0] < time:
            self._now, _, _, event = heappop(queue)
            callbacks, event.callbacks = event.callbacks, None  # type: ignore[assignment]
            for callback in callbacks:
                callback(event)
            if not event._ok and not hasattr(event, "_defused"):
                raise event._value
        self._now = max(self._now, time)
