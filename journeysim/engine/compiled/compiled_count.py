"""Compiled count: a log counted day by day by the kernel, in memory of its own."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from journeysim.engine.compiled.kernel import kernel
from journeysim.engine.compiled.layouts import LOG_ROW
from journeysim.engine.daily import tally
from journeysim.engine.daily.count import count
from journeysim.engine.daily.tally import Tally
from journeysim.engine.log import ROW, Array

STRETCH = 65_536
"""Rows counted at once."""


class Counting(NamedTuple):
    """A stretch of a log, the marks of its rows, and what is counted."""

    rows: Any
    marks: Any
    tally: Any


def count_rows(counting: Any, begin: int, until: int) -> int:
    """`count` of what lies in one memory."""
    done: int = count(counting.rows, counting.marks, begin, until, counting.tally)
    return done


def example() -> Counting:
    """What the kernel is compiled for looks like this."""
    known = tally.begun(1, 1, 0.0, 0.5, {})
    return Counting(np.zeros(1, LOG_ROW), np.zeros(1, np.uint8), known)


class CompiledCount:
    """Counts like `count.counted`; what is counted stays where the kernel finds it."""

    def __init__(self) -> None:
        self._memory = kernel().lend()
        self._rows = self._memory.empty(STRETCH, LOG_ROW)
        self._marks = self._memory.empty(STRETCH, np.dtype(np.uint8))
        self._block: Array | None = None

    def __call__(self, rows: Array, marks: Array, until: int, known: Tally) -> Tally:
        """Count all rows, write their marks, and pass the days up to one; the tally, grown if need be."""
        for start in range(0, len(rows) or 1, STRETCH):
            part = rows[start : start + STRETCH]
            self._rows[: len(part)].view(ROW)[:] = part
            over = start + STRETCH >= len(rows)
            known = self._counted(len(part), until if over else 0, known)
            marks[start : start + STRETCH] = self._marks[: len(part)]
        return known

    def _counted(self, size: int, until: int, known: Tally) -> Tally:
        memory, done = self._memory, 0
        while True:
            known = memory.held(known)
            stretch = Counting(self._rows[:size], self._marks[:size], known)
            if self._block is None:
                self._block = memory.block(stretch)
            else:
                memory.rewrite(self._block, stretch)
            done = memory.call("count", self._block, done, until)
            if done == size:
                return known
            known = tally.grown(known)
