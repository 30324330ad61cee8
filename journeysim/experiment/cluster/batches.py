"""Batches: how many tasks to hand over at a time, learnt from how long the latest took.

A batch should take much longer than its way there and back, and much less than its loss would hurt.
Nothing of this changes a result: each is known by the place of its task.
"""

from __future__ import annotations

from collections import deque

from journeysim.experiment.workers import TRIES

SECONDS = 0.5
"""How long a batch should take."""

A_SECOND = 200
"""How many batches may come back in a second; each takes scheduler and client some 2 milliseconds."""

IN_HAND = 2
"""Batches that a thread has at a time: the one it does, and one that waits for it."""


class Batches:
    """The places of so many tasks, handed out in batches. Until one has ended, a batch is one task."""

    def __init__(self, count: int) -> None:
        self.waiting = deque(range(count))
        self._alone: deque[int] = deque()
        self._losses = [0] * count
        self._pace: float | None = None

    def __bool__(self) -> bool:
        """Is there still one to be handed out?"""
        return bool(self._alone or self.waiting)

    def taken(self, threads: int) -> list[int]:
        """The next batch. The last ones are small, so that all threads end about together."""
        if self._alone:
            return [self._alone.popleft()]
        fair = len(self.waiting) // (IN_HAND * max(1, threads))
        seconds = max(SECONDS, threads / A_SECOND)
        size = 1 if self._pace is None else max(1, min(int(seconds / self._pace), fair))
        return [self.waiting.popleft() for _ in range(size)]

    def took(self, count: int, seconds: float) -> None:
        """So many tasks have taken so long."""
        latest = max(1e-6, seconds / count)
        self._pace = latest if self._pace is None else 0.5 * (self._pace + latest)

    def lost(self, places: list[int]) -> int | None:
        """A batch has lost its worker: its tasks go once more, each alone, so that the guilty is known.

        Returns the place of a task that has lost too many, if there is one.
        """
        for place in places:
            self._losses[place] += 1
            if self._losses[place] == TRIES:
                return place
        self._alone.extend(places)
        return None
