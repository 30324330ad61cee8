"""Dials: what can be turned, levers apart from what belongs to the world."""

from __future__ import annotations

from typing import ClassVar

from textual.containers import VerticalScroll

from journeysim.tui import wording
from journeysim.tui.panels.panel import PanelKey, Place
from journeysim.tui.view import View
from journeysim.tui.widgets.slider import Slider

_HINT = " Dials   ↑↓ choose   ←→ turn   backspace as in the baseline "
_LEAST = 24
_MANY = 6
"""Dials from which on they share the width of the largest screen."""


class Dials(VerticalScroll, can_focus=False):
    """The dials of the scenario, side by side; those out of sight come when they are chosen."""

    PLACE: ClassVar[Place] = "low"
    KEY: ClassVar[PanelKey | None] = PanelKey("dials", "f2", "the dials")
    CLICK: ClassVar[str] = ""
    SIZES: ClassVar[str] = """
    Dials { grid-size-columns: 2; height: 3; }
    MainScreen.-wide Dials { grid-size-columns: 3; }
    MainScreen.-vast Dials { grid-size-columns: 6; }
    MainScreen.-vast Dials.-few { grid-size-columns: 5; }
    MainScreen.-middle Dials, MainScreen.-tall Dials, MainScreen.-high Dials { height: auto; max-height: 6; }
    MainScreen.-tall Dials { grid-gutter: 1 3; max-height: 7; }
    MainScreen.-present Dials { height: 3; }
    """
    DEFAULT_CSS = """
    Dials { layout: grid; grid-rows: 2; grid-gutter: 0 3; border-top: solid $edge; border-title-color: $quiet;
        border-subtitle-color: $quiet; padding: 0 1; scrollbar-size-vertical: 0; }
    Dials.-alone { grid-size-columns: 1; height: 1fr; }
    """

    def __init__(self) -> None:
        super().__init__()
        self.sliders: list[Slider] = []

    def on_mount(self) -> None:
        """Name the panel and its keys."""
        self.border_title = _HINT

    def show(self, view: View) -> None:
        """Show this moment; a lesson may leave some of the dials out."""
        self.border_title = _title(view, self.size.width - 6)
        if [slider.reading.dial for slider in self.sliders] != [r.dial for r in view.readings]:
            self._fill(view)
        for slider, reading in zip(self.sliders, view.readings, strict=True):
            slider.show(reading, view.palette)

    def _fill(self, view: View) -> None:
        again = any(slider.has_focus for slider in self.sliders)
        self.remove_children()
        self.sliders = [Slider(reading) for reading in view.readings]
        self.set_class(len(self.sliders) < _MANY, "-few")
        self.mount_all(self.sliders)
        if again and self.sliders:
            self.call_after_refresh(self.sliders[0].focus)


def _title(view: View, width: int) -> str:
    """The keys of the dials; and what *you* do besides that no dial shows."""
    if not view.unseen or view.secret:
        return _HINT
    words = f"{_HINT}  besides: {', '.join(view.unseen)} "
    if len(words) <= width:
        return words
    start = _HINT if width - len(_HINT) >= _LEAST + 10 else " Dials "
    room = width - len(start) - 12
    return f"{start}  besides: {wording.shortened(', '.join(view.unseen), room)} "
