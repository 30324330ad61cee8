"""Panels: one file each. A panel takes a view and shows its part of it.

To add one: a file here with a widget that is a `Panel`, and a line in `PANELS`.
"""

from __future__ import annotations

from journeysim.tui.panels.changes import Changes
from journeysim.tui.panels.dials import Dials
from journeysim.tui.panels.header import Header
from journeysim.tui.panels.journey import Journey
from journeysim.tui.panels.kpis import Figures
from journeysim.tui.panels.lead import LeadStrip
from journeysim.tui.panels.panel import Panel, Place
from journeysim.tui.panels.queues import Queues
from journeysim.tui.panels.retention import Retention
from journeysim.tui.panels.strip import Strip
from journeysim.tui.panels.ticker import Ticker

__all__ = ["PANELS", "Panel", "Place"]

PANELS = (
    Header,
    Retention,
    LeadStrip,
    Journey,
    Queues,
    Ticker,
    Changes,
    Dials,
    Figures,
    Strip,
)
"""The panels in the order in which each place is filled."""
