"""Limits: how much may be asked for at all; the same at every door. Imports nothing heavy."""

from __future__ import annotations

MOST_REPLICATIONS = 100_000
MOST_SEED = 2**31 - 1
MOST_CUSTOMERS = 5_000_000
MOST_JOBS = 1024
MOST_SHOWN = 40
"""Of the strongest numbers of a sensitivity."""

MODELS = ("auto", "bgnbd", "sbg")
"""Repeat buying, or contracts that are renewed."""

DATES = (
    "year-month-day", "day-month-year", "month-day-year", "year-month", "month-year",
    "serial", "epoch-seconds", "epoch-milliseconds",
)  # fmt: skip
"""How dates may be written in a firm's files."""

UNITS = ("ms", "s", "min", "h", "d", "m:ss", "h:mm")
"""What waits and talks may be counted in."""

BY = ("segment", "cohort", "risk", "score", "value", "tenure")
"""What results can be split by: how likely people are to leave by themselves, how likely the firm
takes them to be, what they are worth, how long they have been there."""

EXAMPLES = ("telecom", "saas", "shop", "garage")
"""Kinds of firms of which `init --example` writes a sheet and raw files."""

INDICATORS = ("retention", "purchases")
"""What a field test may go by; the same as `experiment.decisions.trials.INDICATORS`."""

GOALS = ("whole_value", "total_value", "profit", "retention", "equity")
"""What `optimize` may make as high as can be: money in all, without those who join later and the pay that
goes on, within the run, people, what they are worth."""
