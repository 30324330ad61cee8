"""Display: what of the world may be seen, and how it is worded."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass
class Display:
    """allowed: the dials that a lesson leaves, all if None; secret: is the future hidden; marks:
    guesses at the edge of the chart, in people of 1,000 more than under the baseline; earlier: those of the vote before; guessed: how many there are, of how many expected; swapped: do service and care change names; zoomed: the axis; two_dials: those last looked at together, by their keys."""

    allowed: tuple[str, ...] | None = None
    secret: bool = False
    marks: tuple[float, ...] = ()
    earlier: tuple[float, ...] = ()
    guessed: int = 0
    expected: int = 0
    swapped: bool = False
    zoomed: bool = False
    two_dials: tuple[str, ...] = ()

    def allows(self, dial: str) -> bool:
        """May this dial be turned?"""
        return self.allowed is None or dial in self.allowed
