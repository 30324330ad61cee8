"""Recording: one run as the screen shows it, as arrays; made by the worker, read by everybody."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from journeysim.engine.log import Array
from journeysim.scenario.in_small import SmallFirm
from journeysim.tui.figures import CHANNEL_FIGURES, FIGURES, TICK

SEATS = 40
"""Customers who get a numbered seat: spread evenly over those of day 0."""


WORK = "work"
"""Days that agents have spent in talks and at care work."""

WORTH = ("discounted_profit", "equity", "total_value", "whole_value", WORK)
"""What is told only at the end of a run: metrics of money, and work."""

NOT_YET = np.zeros(0)


class ShownSize(NamedTuple):
    """One customer stands for so many, on lines whose clocks run `pace` times slower (`scenario.in_small`);
    NaN where theirs differ."""

    times: int = 1
    pace: float = 1.0


def size_of(firm: SmallFirm) -> ShownSize:
    """The size in which a firm is simulated."""
    return ShownSize(firm.times, firm.pace)


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

    def of_the_whole(self, size: ShownSize) -> Recording:
        """The same in the money and the minutes of the whole firm; people are those simulated."""
        if size.times == 1:
            return self
        days, channels, worth = self.days.copy(), self.channels.copy(), self.worth.copy()
        for name in ("profit", "cost"):
            days[:, FIGURES.index(name)] *= size.times
        days[:, FIGURES.index("wait_p95")] /= size.pace
        channels[:, :, CHANNEL_FIGURES.index("waited")] /= size.pace
        if len(worth):
            worth *= size.times
            worth[WORTH.index(WORK)] /= size.pace
        return self._replace(days=days, channels=channels, worth=worth)

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
