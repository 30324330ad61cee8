"""Figures: the names of what is known of a run day by day; shared by who counts and who shows."""

from __future__ import annotations

import numpy as np

FIGURES = (
    "started",
    "stayed",
    "active",
    "left",
    "profit",
    "cost",
    "wait_p95",
    "problem",
    "silent",
    "waiting",
    "served",
    "failures",
    "requests",
    "prevented",
    "intercepted",
    "silenced",
    "found",
    "healed",
    "contacts",
    "answered",
    "resolved",
    "unresolved",
    "given_up",
    "lost_patience",
    "touches",
    "annoying",
)
"""Of one day: customers of day 0, those of them still there, all who are there and all who left;
profit, and service and care cost, so far; the wait that 95 % did not exceed so far, in minutes;
matters open and unspoken at midnight; the longest line and most talks at once that day; the rest
are counts since day 0."""

CHANNEL_FIGURES = ("longest", "answered", "waited", "lost_patience", "agents")
"""Of one day and channel: the longest line; since day 0 the contacts answered, the minutes they
waited, those who did not wait; the most agents at work that day."""

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
