"""Prompt: one line of text, asked for in a card."""

from __future__ import annotations

from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Input, Static

from journeysim.tui.overlays.over import Modal


class Prompt(Modal[str | None]):
    """Enter hands the text over, escape nothing."""

    DEFAULT_CSS = """
    Prompt { align: center middle; background: $back 60%; }
    Prompt Vertical {
        width: 76; max-width: 96%; height: auto; border: round $you; background: $back; padding: 1 2;
    }
    Prompt Input, Prompt Input:focus { border: none; height: 1; background: $raised; padding: 0 1; margin-top: 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss(None)", "Close")]

    def __init__(self, title: str, words: str, value: str) -> None:
        super().__init__()
        self.heading, self.words, self.value = title, words, value

    def compose(self) -> ComposeResult:
        """Words, and a line to write on."""
        with Vertical() as card:
            card.border_title = Text(self.heading)
            card.border_subtitle = "enter takes it, esc leaves it"
            yield Static(Text(self.words))
            yield Input(self.value, select_on_focus=True)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Hand it over."""
        self.dismiss(event.value.strip() or None)
