"""Progress: how a study says what it is about to do and how far it is; never a result."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Protocol

Counter = Callable[[int, int], None]
"""Called with how many tasks are done, and of how many."""


class Progress(Protocol):
    """Whoever waits for a study: is told in words, and counts what is done."""

    def say(self, text: str) -> None:
        """Take a remark: what is about to be done, or why less was done than asked."""

    def confirm(self, text: str) -> None:
        """Ask whoever can be asked whether so much work is meant. Raises UsageError if it is not."""

    def counting(self, what: str) -> AbstractContextManager[Counter | None]:
        """While something lasts, what counts its tasks; None if nobody looks."""


class Silent:
    """Nobody waits."""

    def say(self, text: str) -> None:
        """Nothing is said."""

    def confirm(self, text: str) -> None:
        """Nobody is asked."""

    @contextmanager
    def counting(self, what: str) -> Iterator[Counter | None]:
        """Nothing is counted."""
        yield None


SILENT = Silent()
"""The default: nothing is said and nothing counted."""
