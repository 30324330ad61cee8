"""Recording: one run as the screen shows it, as arrays; made by the worker, read by everybody."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from journeysim.engine.log import Array
from journeysim.tui.figures import TICK

SEATS = 40
"""Customers who get a numbered seat: spread evenly over those of day 0."""


WORK = "work"
"""Days that agents have spent in talks and at care work."""

WORTH = ("discounted_profit", "equity", "total_value", WORK)
"""What is told only at the end of a run: metrics of money, and work."""

NOT_YET = np.zeros(0)


class Recording(NamedTuple):
    """One run as arrays.

    days: (days + 1, FIGURES); channels: (days + 1, channels, CHANNEL_FIGURES); left and causes: the
    day each customer of day 0 left (infinite for those who stay) and mainly why; ticks and seats:
    rows of `TICK`, the last events of each day and all of those who have a seat; worth: once the run
    is over, the figures of `WORTH`.
    """

    days: Array
    channels: Array
    left: Array
    causes: Array
    ticks: Array
    seats: Array
    worth: Array = NOT_YET

    @property
    def last(self) -> int:
        """The last day recorded."""
        return len(self.days) - 1

    @property
    def without_events(self) -> Recording:
        """The figures alone."""
        none = np.empty(0, dtype=TICK)
        return self._replace(ticks=none, seats=none)


def seated(started: int) -> Array:
    """The customers who have a seat, in the order of their seats."""
    count = min(SEATS, started)
    return np.arange(count) * started // max(1, count)
