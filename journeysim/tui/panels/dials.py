"""Dials: what can be turned, levers apart from what belongs to the world."""

from __future__ import annotations

from typing import ClassVar, Literal

from textual.containers import VerticalScroll
from textual.widgets import Static

from journeysim.tui.view import View
from journeysim.tui.widgets.slider import Slider

HEADINGS = {"lever": "LEVERS", "world": "WORLD (moves both lines)"}


class Dials(VerticalScroll, can_focus=False):
    """The dials of the scenario, one below the other."""

    PLACE: ClassVar[Literal["left"]] = "left"
    DEFAULT_CSS = """
    Dials { border: round $edge; height: auto; max-height: 100%; border-title-color: $quiet; border-subtitle-color: $quiet;
        scrollbar-size-vertical: 1; }
    Dials:focus-within { border: round $you; }
    Dials .heading { color: $quiet; padding: 0 1; height: 1; }
    """

    def on_mount(self) -> None:
        """Name the panel and its keys."""
        self.border_title = "Dials"
        self.border_subtitle = "←→ turn  bksp reset"

    def show(self, view: View) -> None:
        """Show this moment; the dials of a scenario stay the same."""
        sliders = list(self.query(Slider))
        if [slider.reading.dial for slider in sliders] != [each.dial for each in view.readings]:
            self.query("*").remove()
            self._fill(view)
            return
        for slider, reading in zip(sliders, view.readings, strict=True):
            slider.show(reading, view.palette)

    def _fill(self, view: View) -> None:
        side = ""
        for reading in view.readings:
            if reading.dial.side != side:
                side = reading.dial.side
                self.mount(Static(HEADINGS[side], classes="heading"))
            self.mount(Slider(reading))
