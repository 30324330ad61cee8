"""Overlay: what screens over the main one have in common: they wait for runs and show them."""

from __future__ import annotations

from rich.text import Text
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Static

from journeysim.tui.overlays.over import Over
from journeysim.tui.stage import Stage
from journeysim.tui.style import Palette
from journeysim.tui.widgets.crumbs import Crumbs
from journeysim.tui.widgets.keybar import KeyBar

FRAME = 0.1


class Overlay(Over[None]):
    """A title, a text that is written anew when runs arrive, and keys."""

    DEFAULT_CSS = """
    Overlay { background: $back; }
    Overlay VerticalScroll { scrollbar-size-vertical: 1; padding: 1 2; }
    """

    def __init__(self, stage: Stage) -> None:
        super().__init__()
        self.stage = stage
        self.shown: Text | None = None

    @property
    def palette(self) -> Palette:
        """The colours in force."""
        return self.stage.palette

    def compose(self) -> ComposeResult:
        """Title, text, keys."""
        yield Crumbs()
        with VerticalScroll():
            yield Static(id="text")
        yield KeyBar()

    def on_mount(self) -> None:
        """Ask for what is missing."""
        self.ask()
        if self.stage.live:
            self.set_interval(FRAME, self.look)
        self.look()

    def look(self) -> None:
        """Show what is new."""
        self.stage.session.tick(0.0)
        self.refresh_text()

    def refresh_text(self) -> None:
        """Write the text anew, if it says something else."""
        text = self.text()
        if text != self.shown or text.spans != getattr(self.shown, "spans", None):
            self.shown = text
            self.query_one("#text", Static).update(text)
        title = self.app.title
        self.query_one(Crumbs).show(title, self.NAME, self.heading(), self.palette)

    def heading(self) -> tuple[str, ...]:
        """What is shown in this room, the most needed words first."""
        return ()

    def text(self) -> Text:
        """What is shown."""
        return Text()

    def ask(self) -> None:
        """Say which runs are wanted."""

    def action_leave(self) -> None:
        """Back; what is still missing is wanted no more."""
        self.stage.session.exchange.further = ()
        self.stage.session.request()
        self.dismiss()

    @property
    def room(self) -> int:
        """Characters across."""
        return max(40, (self.app.size.width or 80) - 6)
