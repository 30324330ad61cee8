"""Over: what screens over the playing one have in common: they wait for runs and show them."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.screen import Screen
from textual.widgets import Footer, Static

from journeysim.tui.style import Palette

if TYPE_CHECKING:
    from journeysim.tui.screens.playing import Playing

FRAME = 0.1


class Over(Screen[None]):
    """A title, a text that is written anew when runs arrive, and keys."""

    DEFAULT_CSS = """
    Over { background: $back; }
    Over #title { height: 1; background: $raised; padding: 0 1; color: $strong; text-style: bold; }
    Over VerticalScroll { scrollbar-size-vertical: 1; padding: 1 2; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Back", key_display="esc"),
        Binding("q,ctrl+c", "app.quit", "Quit", key_display="q"),
    ]

    def __init__(self, playing: Playing) -> None:
        super().__init__()
        self.playing = playing
        self.shown: Text | None = None

    @property
    def palette(self) -> Palette:
        """The colours in force."""
        return self.playing.palette

    def compose(self) -> ComposeResult:
        """Title, text, keys."""
        yield Static(id="title", markup=False)
        with VerticalScroll():
            yield Static(id="text")
        yield Footer(show_command_palette=False, compact=False)

    def on_mount(self) -> None:
        """Ask for what is missing."""
        self.ask()
        if self.playing.live:
            self.set_interval(FRAME, self.look)
        self.look()

    def look(self) -> None:
        """Show what is new."""
        self.playing.play.tick(0.0)
        self.refresh_text()

    def refresh_text(self) -> None:
        """Write the text anew, if it says something else."""
        text = self.text()
        if text != self.shown or text.spans != getattr(self.shown, "spans", None):
            self.shown = text
            self.query_one("#text", Static).update(text)
        self.query_one("#title", Static).update(self.heading())

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
        self.playing.play.further = ()
        self.playing.play.send()
        self.dismiss()

    @property
    def room(self) -> int:
        """Characters across."""
        return max(40, (self.app.size.width or 80) - 6)
