"""Turns in hand: the search for the assumption that would turn a choice, a run at a time.

The search is the one that ends a comparison. It goes on in a thread of its own, which hands every run
to whoever calls `step`; so nothing runs but there, and it can be left after any run.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from concurrent.futures import CancelledError, Executor, Future
from typing import Any

from journeysim.errors import JourneysimError
from journeysim.experiment.break_even import BreakEven
from journeysim.scenario.scenario import Scenario
from journeysim.study.advice import found
from journeysim.tui.protocol import Turns, TurnsRequest

PATIENCE = 0.04
"""Seconds that a step waits for the next run while the worlds of it are made."""


class _Handing(Executor):
    """An executor that does nothing itself: it puts the work where `step` takes it."""

    def __init__(self) -> None:
        self.handed: queue.SimpleQueue[_Work | None] = queue.SimpleQueue()
        self.lock, self.closed = threading.Lock(), False

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        with self.lock:
            if self.closed:
                raise CancelledError
            self.handed.put((future, lambda: fn(*args, **kwargs)))
        return future

    def close(self) -> None:
        """Cancel what is not begun; whoever submits more, or waits, is told."""
        with self.lock:
            self.closed = True
        while not self.handed.empty():
            if (work := self.handed.get()) is not None:
                work[0].cancel()
                work[0].set_running_or_notify_cancel()


_Work = tuple[Future[Any], Callable[[], Any]]


class TurnsInHand:
    """The search that was asked for, as far as it has come. Raises ScenarioError."""

    def __init__(self, scenario: Scenario, request: TurnsRequest, engine: str) -> None:
        self.request = request
        self._runs = _Handing()
        self._turns: BreakEven | None = None
        self._fault: Exception | None = None
        world = scenario.with_settings(request.settings)
        threading.Thread(target=self._search, args=(world, engine), daemon=True).start()

    def _search(self, world: Scenario, engine: str) -> None:
        try:
            self._turns = found(world, self.request.search, engine, self._runs)
        except Exception as error:
            self._fault = error
        finally:
            self._runs.handed.put(None)

    def step(self) -> Turns | None:
        """One more run, if the next is known; what was found when it is there. Raises JourneysimError."""
        try:
            work = self._runs.handed.get(timeout=PATIENCE)
        except queue.Empty:
            return None
        if work is None:
            if self._fault is not None:
                raise self._fault
            return Turns(self.request, self._turns)
        future, run = work
        if not future.set_running_or_notify_cancel():
            return None
        try:
            future.set_result(run())
        except JourneysimError as error:
            future.set_exception(error)
        return None

    def close(self) -> None:
        """Give up: the thread ends, and no run is made any more."""
        self._runs.close()
