"""Dials: what can be turned, levers apart from what belongs to the world."""

from __future__ import annotations

from typing import ClassVar

from textual.containers import VerticalScroll
from textual.widgets import Static

from journeysim.tui.panels.panel import PanelKey, Place
from journeysim.tui.view import View
from journeysim.tui.widgets.slider import Slider

HEADINGS = {"lever": "LEVERS", "world": "WORLD (moves both lines)"}


class Dials(VerticalScroll, can_focus=False):
    """The dials of the scenario, one below the other."""

    PLACE: ClassVar[Place] = "left"
    KEY: ClassVar[PanelKey | None] = PanelKey("dials", "f2", "the dials")
    CLICK: ClassVar[str] = ""
    SIZES: ClassVar[str] = "MainScreen.-tall Slider, MainScreen.-high Slider { margin-bottom: 1; }"
    DEFAULT_CSS = """
    Dials { border: round $edge; height: auto; max-height: 100%; border-title-color: $quiet; border-subtitle-color: $quiet;
        scrollbar-size-vertical: 1; }
    Dials:focus-within { border: round $you; }
    Dials .heading { color: $quiet; padding: 0 1; height: 1; }
    """

    def __init__(self) -> None:
        super().__init__()
        self.sliders: list[Slider] = []

    def on_mount(self) -> None:
        """Name the panel and its keys."""
        self.border_title = "Dials"
        self.border_subtitle = "←→ turn  bksp reset"

    def show(self, view: View) -> None:
        """Show this moment; a lesson may leave some of the dials out."""
        if [slider.reading.dial for slider in self.sliders] != [r.dial for r in view.readings]:
            self._fill(view)
        for slider, reading in zip(self.sliders, view.readings, strict=True):
            slider.show(reading, view.palette)

    def _fill(self, view: View) -> None:
        again = any(slider.has_focus for slider in self.sliders)
        self.remove_children()
        self.sliders = [Slider(reading) for reading in view.readings]
        side = ""
        for slider in self.sliders:
            if slider.reading.dial.side != side:
                side = slider.reading.dial.side
                self.mount(Static(HEADINGS[side], classes="heading"))
            self.mount(slider)
        if again and self.sliders:
            self.call_after_refresh(self.sliders[0].focus)
