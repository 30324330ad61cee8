"""Lead: how far you are ahead of the baseline, day by day, and what chance allows."""

from __future__ import annotations

from typing import ClassVar

import numpy as np
from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static

from journeysim.numerals import numeral
from journeysim.tui import wording
from journeysim.tui.panels.panel import PanelKey, Place
from journeysim.tui.view import View
from journeysim.tui.widgets.chart import Chart
from journeysim.tui.widgets.plot import Label, Plot
from journeysim.tui.widgets.scale import lead_ticks

SAME = "Exactly 0: with no lever moved you are the baseline."

_SMALL = 0.004


class LeadStrip(Vertical):
    """Paired differences, with the interval over paired runs."""

    PLACE: ClassVar[Place] = "tab"
    KEY: ClassVar[PanelKey | None] = PanelKey("lead", "f4", "the lead over the baseline")
    CLICK: ClassVar[str] = ""
    SIZES: ClassVar[str] = ""
    DEFAULT_CSS = """
    LeadStrip {
        border: round $edge; border-title-color: $quiet; border-subtitle-color: $quiet;
        height: 1fr; padding: 0 1;
    }
    LeadStrip #empty { height: 1; display: none; }
    LeadStrip.-empty #empty { display: block; }
    LeadStrip.-empty Chart { display: none; }
    """

    def compose(self) -> ComposeResult:
        """A sentence while there is nothing to draw, else the strip."""
        yield Static(id="empty")
        yield Chart()

    def show(self, view: View) -> None:
        """Show this moment."""
        self.border_title = f"Lead over {view.baseline.label}, in points"
        empty = not view.compares or view.ahead < 1
        self.set_class(empty, "-empty")
        self.border_subtitle = ""
        if empty:
            words = "Hidden until the guesses are in." if view.secret else SAME
            self.query_one("#empty", Static).update(Text(words, view.palette.quiet), layout=False)
            return
        self.border_subtitle = legend(view)
        chart = self.query_one(Chart)
        chart.show(plot(view, chart.size.height, chart.is_roomy), view.palette)


def legend(view: View) -> str:
    """What the shade means."""
    n = view.leads.n
    if n < 2:
        return (
            "one run so far: chance is not known yet"
            if view.wanted > 1
            else "one run: chance is not known"
        )
    if not view.tells_chance:
        return f"{n} of {view.wanted} paired runs so far: chance is not known yet"
    more = f", {view.wanted - n} to come" if n < view.wanted else ""
    return f"shaded: what chance allows, from {wording.paired(n)}{more}"


def plot(view: View, height: int, roomy: bool) -> Plot:
    """The strip of a view."""
    palette, lead = view.palette, view.leads
    low, high = (np.where(np.isfinite(end), end, lead.mean) for end in (lead.low, lead.high))
    ticks = lead_ticks(
        min(-_SMALL, float(low.min())) if low.min() < 0 else 0.0,
        max(_SMALL, float(high.max())),
        height,
    )
    return Plot(
        horizon=view.horizon,
        today=view.day,
        ticks=ticks,
        texts=tuple(
            numeral(100.0 * tick, f"+.{_digits(ticks)}f") if tick else "0" for tick in ticks
        ),
        line=lead.mean,
        colour=palette.you,
        marks=tuple(sorted({change.day for change in view.changes if change.is_lever})),
        labels=_labels(view, roomy),
        band=(low, high) if lead.n > 1 and view.tells_chance else None,
        shades=(palette.gain, palette.loss),
        bold=view.present,
    )


def _digits(ticks: tuple[float, ...]) -> int:
    return 0 if all(abs(100 * tick - round(100 * tick)) < 1e-9 for tick in ticks) else 1


def _labels(view: View, roomy: bool) -> tuple[Label, ...]:
    palette = view.palette
    if not view.is_known:
        return ()
    lead = view.difference("retention", view.horizon)
    colour = wording.colour_of(lead, palette)
    text = wording.signed(lead.mean) + wording.by_chance(lead)
    if not roomy:
        return (Label(lead.mean, text, colour),)
    unsettled = "too close to call" if wording.is_open(lead) else ""
    words = (f"{text} points", unsettled or wording.verdict(lead.mean), people(lead.mean))
    return tuple(
        Label(lead.mean - 1e-6 * row, line, colour if row == 0 else palette.quiet, row == 0)
        for row, line in enumerate(words)
        if line
    )


def people(lead: float) -> str:
    """The lead in people, "" where it is none."""
    return wording.more_stay(lead) if round(1000.0 * lead) else ""
