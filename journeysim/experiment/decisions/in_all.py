"""In all: the metric of money by which levers are turned.

It is that of the firm as a whole, with all pay that goes on, so that no lever that hires looks better
than it is. Where later money counts as much as today's, that has no end, and it is money within the run
and customers still there.
"""

from __future__ import annotations

from journeysim.scenario.scenario import Scenario

WHOLE, WITHOUT_END = "whole_value", "total_value"


def money_in_all(scenario: Scenario) -> str:
    """Its name."""
    return WHOLE if scenario.tables.money.discount_rate > 0.0 else WITHOUT_END
