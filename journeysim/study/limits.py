"""Limits: how much may be asked for at all; the same at every door. Imports nothing heavy."""

from __future__ import annotations

MOST_REPLICATIONS = 100_000
MOST_SEED = 2**31 - 1
MOST_CUSTOMERS = 5_000_000
MOST_JOBS = 1024
MOST_SHOWN = 40
"""Of the strongest numbers of a sensitivity."""

BY = ("segment", "cohort", "risk", "score", "value", "tenure")
"""What results can be split by: how likely people are to leave by themselves, how likely the firm
takes them to be, what they are worth, how long they have been there."""
