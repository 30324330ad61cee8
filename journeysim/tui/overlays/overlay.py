"""Overlay: what screens over the main one have in common: they wait for runs and show them."""

from __future__ import annotations

from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import Footer, Static

from journeysim.tui.overlays.over import Over
from journeysim.tui.stage import Stage
from journeysim.tui.style import Palette

FRAME = 0.1


class Overlay(Over[None]):
    """A title, a text that is written anew when runs arrive, and keys."""

    DEFAULT_CSS = """
    Overlay { background: $back; }
    Overlay #title { height: 1; background: $raised; padding: 0 1; color: $strong; text-style: bold; }
    Overlay VerticalScroll { scrollbar-size-vertical: 1; padding: 1 2; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Back", key_display="esc"),
        Binding("q,ctrl+c", "app.quit", "Quit", key_display="q"),
    ]

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
        yield Static(id="title", markup=False)
        with VerticalScroll():
            yield Static(id="text")
        yield Footer(show_command_palette=False, compact=False)

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
        self.query_one("#title", Static).update(f"{self.app.title} › {self.heading()}")

    def heading(self) -> str:
        """The title."""
        return ""

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

    def action_beside(self, name: str) -> None:
        """To the room beside this one, by its key's name."""
        self.action_leave()
        self.stage.run(self.stage.do(name))

    @property
    def room(self) -> int:
        """Characters across."""
        return max(40, (self.app.size.width or 80) - 6)
