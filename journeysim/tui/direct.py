"""Direct: the simulator in this process, which answers every order before it goes on; for text, not for screens."""

from __future__ import annotations

import asyncio

from journeysim.scenario.scenario import Scenario
from journeysim.tui.protocol import ExportRequest, Order
from journeysim.tui.session.session import Session
from journeysim.tui.simulator import Listener
from journeysim.tui.worker.scheduler import Scheduler


class DirectSimulator:
    """Works as it is asked; keeps nothing waiting."""

    def __init__(self) -> None:
        self.scheduler = Scheduler()
        self.listener: Listener = lambda news: None
        self.waiting: list[Order] = []
        self.working = False

    async def open(self, listener: Listener) -> None:
        """Begin."""
        self.scheduler, self.listener = Scheduler(), listener

    def send(self, order: Order) -> None:
        """Do it, and whatever is asked for because of the answers."""
        self.waiting.append(order)
        if self.working:
            return
        self.working = True
        try:
            while self.waiting:
                self._take(self.waiting.pop(0))
        finally:
            self.working = False

    def _take(self, order: Order) -> None:
        assert not isinstance(order, ExportRequest)
        self.scheduler.take(order)
        while not self.scheduler.is_idle:
            news = self.scheduler.work()
            if news is not None:
                self.listener([news])

    async def close(self) -> None:
        """End."""


def opened(scenario: Scenario, policy: str | None, engine: str) -> Session:
    """A session in which everything that is asked for is known at once. Raises as `Session`."""
    session = Session(scenario, policy, DirectSimulator(), engine=engine)
    asyncio.run(session.open())
    return session
