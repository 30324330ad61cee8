"""Staffing: people at a line as a scenario's agents, shrinkage and pay.

Agents are whole; people on shift need not be. What is paid for stays what the firm pays for.
"""

from __future__ import annotations

from math import ceil

from journeysim.calibration.fitting import four
from journeysim.scenario.merging import Table

_MOST_AWAY = 0.9
_PAY = 0.02
"""How far the pay of an hour may be off before it is corrected for agents being whole."""


def staffed(paid: float, present: float, hour: float) -> Table:
    """The knobs of a channel with so many people paid for and at work while it is open."""
    agents = max(1, ceil(present - 1e-9), round(paid))
    away = min(_MOST_AWAY, max(0.0, 1.0 - present / agents))
    factor = paid / agents
    pay = hour if abs(factor - 1.0) <= _PAY else hour * factor
    return {"agents": agents, "shrinkage": round(away, 4), "pay": f"{four(pay):g} per h"}


def present_of(channel: Table) -> float:
    """People at work of a channel's knobs."""
    return float(channel["agents"]) * (1.0 - float(channel["shrinkage"]))
