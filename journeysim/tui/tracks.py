"""Tracks: the days heard of, and which of them still hold after a change.

Days come in while plans change. A day told under an older plan holds as long as both plans tell
the same up to it, so nothing that is true is thrown away and nothing that is stale is shown.
"""

from __future__ import annotations

import numpy as np

from journeysim.tui.plan import NEVER
from journeysim.tui.view import FIGURES, Array, Track
from journeysim.tui.wire import Day


class Recorder:
    """Writes down the days of one line."""

    def __init__(self, label: str, horizon: int) -> None:
        self.label = label
        self.days: Array = np.zeros((horizon + 1, len(FIGURES)))
        self.known = np.zeros(horizon + 1, dtype=bool)
        self.holds = {0: NEVER}

    def hear(self, day: Day) -> bool:
        """Write a day down, if it holds under the plan now in force."""
        if day.day > self.holds.get(day.plan, -1) or day.day >= len(self.days):
            return False
        self.days[day.day] = day.figures
        self.known[day.day] = True
        return True

    def replan(self, plan: int, until: int) -> None:
        """A new plan, the same as the last one up to a day (-1: from the start another)."""
        self.holds = {number: min(last, until) for number, last in self.holds.items()}
        self.holds[plan] = NEVER
        self.known[until + 1 :] = False

    @property
    def last(self) -> int:
        """The last day up to which every day is known; -1 if none is."""
        gaps = np.flatnonzero(~self.known)
        return int(gaps[0]) - 1 if len(gaps) else len(self.known) - 1

    def track(self) -> Track:
        """What is known now."""
        return Track(self.label, self.days[: self.last + 1].copy())
