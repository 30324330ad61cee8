"""Spots: a line of words of which each stands for a key; a click on one is that key."""

from __future__ import annotations

from typing import NamedTuple

from rich.text import Text
from textual import events
from textual.message import Message
from textual.widget import Widget


class Spot(NamedTuple):
    """Some words, and the name of the key that they stand for, "" if for none."""

    words: Text
    name: str = ""


class Spots(Widget):
    """One line."""

    DEFAULT_CSS = "Spots { height: 1; }"

    spots: tuple[Spot, ...] = ()

    class Picked(Message):
        """The user points at the words of a key."""

        def __init__(self, name: str) -> None:
            super().__init__()
            self.name = name

    def put(self, spots: tuple[Spot, ...]) -> None:
        """Show other words."""
        if spots != self.spots:
            self.spots = spots
            self.refresh()

    def render(self) -> Text:
        """The line."""
        line = Text(no_wrap=True, end="", overflow="ellipsis")
        for spot in self.spots:
            line.append_text(spot.words)
        return line

    def on_click(self, event: events.Click) -> None:
        """Say what was pointed at."""
        event.stop()
        end = 0
        for spot in self.spots:
            end += spot.words.cell_len
            if event.x < end:
                if spot.name:
                    self.post_message(self.Picked(spot.name))
                return
