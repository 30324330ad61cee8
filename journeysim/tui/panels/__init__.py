"""Panels: one file each. A panel takes a view and shows its part of it.

To add one: a file here with a widget that has `show(view)` and `PLACE`, and a line in `PANELS`.
"""

from __future__ import annotations

from typing import ClassVar, Literal, Protocol

from journeysim.tui.panels.changes import Changes
from journeysim.tui.panels.dials import Dials
from journeysim.tui.panels.header import Header
from journeysim.tui.panels.journey import Journey
from journeysim.tui.panels.kpis import Figures
from journeysim.tui.panels.lead import LeadStrip
from journeysim.tui.panels.queues import Queues
from journeysim.tui.panels.retention import Retention
from journeysim.tui.panels.ticker import Ticker
from journeysim.tui.view import View

Place = Literal["top", "left", "right", "below", "foot"]


class Panel(Protocol):
    """What a panel offers beside being a widget."""

    PLACE: ClassVar[Place]

    def show(self, view: View) -> None:
        """Show this moment."""


PANELS = (Header, Figures, Dials, Changes, Retention, LeadStrip, Journey, Queues, Ticker)
"""The panels in the order in which each place is filled."""
