"""Playback: where time stands, and how fast it passes. Waits for days that are not known yet."""

from __future__ import annotations

SPEEDS = (1, 2, 4, 8, 16, 32, 64)
"""Days per second."""

_LONGEST = 100.0
_SMOOTH = 0.2


class Playback:
    """A clock over the days of a run. Time is handed in as seconds passed.

    goal: the day it has come to, with its fraction; pace: days per second reached; until: where it
    stops of itself, the horizon if None.
    """

    def __init__(self, horizon: int, speed: int | None = None) -> None:
        self.horizon = horizon
        self.speed = speed or speed_for(horizon)
        self.pace = float(self.speed)
        self.goal = 0.0
        self.running = False
        self.until: int | None = None

    @property
    def day(self) -> int:
        """The day on the clock: changes act from it on."""
        return int(self.goal)

    @property
    def is_over(self) -> bool:
        """Is the last day reached?"""
        return self.day >= self.horizon

    def advance(self, seconds: float, last: int) -> bool:
        """Let time pass; has the day or the state changed? last: the last day known."""
        end = min(self.horizon, self.horizon if self.until is None else self.until)
        if max(0, min(self.day, last)) >= end:
            self.running, self.until = False, None
            return True
        before = self.goal
        room = last + 1 + self.speed * seconds
        self.goal = max(before, min(before + self.speed * seconds, room, float(end)))
        if seconds > 0.0:
            self.pace += _SMOOTH * ((self.goal - before) / seconds - self.pace)
        return int(self.goal) != int(before)

    def toggle(self) -> None:
        """Run or pause."""
        self.running = not self.running
        self.pace = float(self.speed)
        if not self.running:
            self.goal = float(self.day)

    def run_until(self, day: int) -> None:
        """Run to a day and pause there."""
        self.until, self.running = min(day, self.horizon), True
        self.pace = float(self.speed)

    def step(self, days: int) -> None:
        """Pause, and go on or back by some days."""
        self.running = False
        self.goal = float(max(0, min(self.horizon, self.day + days)))

    def hurry(self, by: int) -> None:
        """Faster (1) or slower (-1)."""
        place = min(range(len(SPEEDS)), key=lambda index: abs(SPEEDS[index] - self.speed))
        self.speed = SPEEDS[min(len(SPEEDS) - 1, max(0, place + by))]
        self.pace = float(self.speed)


def speed_for(horizon: int) -> int:
    """The lowest speed at which a run does not try one's patience."""
    return next((speed for speed in SPEEDS if horizon / speed <= _LONGEST), SPEEDS[-1])
