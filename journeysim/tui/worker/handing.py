"""Handing: a search that asks for runs, of which none is made but where its owner says so.

The search goes on in a thread of its own, which hands every run to whoever calls `step`; so nothing
runs but there, and it can be left after any run.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from concurrent.futures import CancelledError, Executor, Future
from typing import Any, Generic, NamedTuple, TypeVar

from journeysim.errors import JourneysimError

PATIENCE = 0.04
"""Seconds that a step waits for the next run while the worlds of it are made."""

_Found = TypeVar("_Found")
_Work = tuple[Future[Any], Callable[[], Any]]


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


class Ended(NamedTuple, Generic[_Found]):
    """What a search found."""

    answer: _Found


class HandedSearch(Generic[_Found]):
    """A search under way. search: is handed the executor that carries its runs."""

    def __init__(self, search: Callable[[Executor], _Found]) -> None:
        self._runs = _Handing()
        self._ended: Ended[_Found] | None = None
        self._fault: Exception | None = None
        threading.Thread(target=self._search, args=(search,), daemon=True).start()

    def _search(self, search: Callable[[Executor], _Found]) -> None:
        try:
            self._ended = Ended(search(self._runs))
        except Exception as error:
            self._fault = error
        finally:
            self._runs.handed.put(None)

    def step(self) -> Ended[_Found] | None:
        """One more run, if the next is known; what was found when it is there. Raises what the search
        raised."""
        try:
            work = self._runs.handed.get(timeout=PATIENCE)
        except queue.Empty:
            return None
        if work is None:
            if self._fault is not None:
                raise self._fault
            return self._ended
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
