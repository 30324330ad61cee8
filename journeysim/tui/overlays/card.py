"""Card: a text over the screen, closed by any of its keys."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import Static

from journeysim.tui.overlays.over import Modal
from journeysim.tui.style import Palette


class Card(Modal[None]):
    """A titled text."""

    DEFAULT_CSS = """
    Card { align: center middle; background: $back 60%; }
    Card VerticalScroll { scrollbar-size-vertical: 1;
        width: 84; max-width: 96%; height: auto; max-height: 92%;
        border: round $you; background: $back; padding: 1 2;
    }
    Card Static { padding-right: 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,enter,space,w,question_mark", "dismiss", "Close"),
    ]

    def __init__(self, title: str, text: Text) -> None:
        super().__init__()
        self.heading, self.text = title, text

    def compose(self) -> ComposeResult:
        """The card."""
        with VerticalScroll() as card:
            card.border_title = Text(self.heading)
            card.border_subtitle = "esc closes"
            yield Static(self.text)

    def on_click(self) -> None:
        """A click closes it too."""
        self.dismiss()


def rows(entries: Sequence[tuple[str, str]], palette: Palette) -> Text:
    """Names and what is said of them, as paragraphs."""
    text = Text()
    for name, words in entries:
        text.append(f"{name}\n", f"bold {palette.you}").append(f"{words}\n\n", palette.text)
    text.rstrip()
    return text
