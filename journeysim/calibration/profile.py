"""Profile: when contacts come over the week, and the opening hours that they show.

Counts by weekday and hour, Monday first. Kept for a model in which contacts follow a profile; today
they come evenly over the opening hours.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
LEAST = 200
"""Contacts from which opening hours are read off."""

_OPEN_DAY = 0.2
_TAIL = 0.002
_HALF_HOURS = 48


class Profile(NamedTuple):
    """Counts by weekday and half hour: shape (7, 48)."""

    counts: Array

    @property
    def total(self) -> float:
        """All contacts."""
        return float(self.counts.sum())

    def by_hour(self) -> tuple[int, ...]:
        """Contacts by hour of the day."""
        return tuple(int(n) for n in self.counts.sum(axis=0).reshape(24, 2).sum(axis=1))

    def by_weekday(self) -> tuple[int, ...]:
        """Contacts by weekday, Monday first."""
        return tuple(int(n) for n in self.counts.sum(axis=1))

    def lines(self) -> list[str]:
        """The shares of the week's contacts by weekday and hour, a weekday a line."""
        whole = self.total or 1.0
        lines = []
        for weekday, row in zip(WEEKDAYS, self.counts.reshape(7, 24, 2).sum(axis=2), strict=True):
            shares = ", ".join(
                f"{hour} h {100.0 * n / whole:.2f} %" for hour, n in enumerate(row) if n
            )
            if shares:
                lines.append(f"{weekday}: {shares}")
        return lines

    def opening_hours(self) -> str | None:
        """Opening hours as the language writes them; None where too few contacts show them.

        A weekday is open that has a fifth of the busiest one's contacts; the hours leave out the
        first and the last two of a thousand contacts.
        """
        if self.total < LEAST:
            return None
        days = self.counts.sum(axis=1)
        open_days = [place for place in range(7) if days[place] >= _OPEN_DAY * days.max()]
        pooled = np.cumsum(self.counts[open_days].sum(axis=0)) / self.counts[open_days].sum()
        first = int(np.argmax(pooled > _TAIL))
        last = int(np.argmax(pooled >= 1.0 - _TAIL)) + 1
        hours = f"{first // 2:02d}:{30 * (first % 2):02d}-{last // 2:02d}:{30 * (last % 2):02d}"
        return ", ".join(f"{part} {hours}" for part in _runs(open_days))


def _runs(days: list[int]) -> list[str]:
    """Weekdays as runs: mon-fri, sun."""
    runs: list[list[int]] = []
    for day in days:
        if runs and runs[-1][-1] == day - 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    return [
        WEEKDAYS[run[0]] if len(run) == 1 else f"{WEEKDAYS[run[0]]}-{WEEKDAYS[run[-1]]}"
        for run in runs
    ]


def of_moments(when: Array, counts: Array | None = None) -> Profile:
    """The profile of moments (ordinals with the share of the day that has passed)."""
    grid = np.zeros((7, _HALF_HOURS))
    if len(when):
        weekdays = (np.floor(when).astype(int) - 1) % 7
        halves = np.minimum(_HALF_HOURS - 1, np.floor(when % 1.0 * _HALF_HOURS + 1e-6).astype(int))
        np.add.at(grid, (weekdays, halves), 1.0 if counts is None else counts)
    return Profile(grid)
