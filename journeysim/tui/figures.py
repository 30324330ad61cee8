"""Figures: the names of what is known of a run day by day; shared by who counts and who shows."""

from __future__ import annotations

import numpy as np

from journeysim.engine.daily.tally import CHANNEL_FIGURES, FIGURES

__all__ = ["CHANNEL_FIGURES", "FIGURES", "TICK"]

TICK = np.dtype(
    [
        ("time", "f4"),
        ("customer", "i4"),
        ("slot", "i2"),
        ("place", "i1"),
        ("kind", "i1"),
    ]
)
"""One event as ticker and seats know it."""
