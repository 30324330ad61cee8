"""KeyBar: the keys of the screen in one line, as many as there is room for, the most needed kept."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from rich.style import Style
from rich.text import Text

from journeysim.tui.style import Palette
from journeysim.tui.widgets.spots import Spot, Spots


class ShownKey(NamedTuple):
    """A key as it stands in the line: its face, its word, its name."""

    face: str
    words: str
    name: str


class KeyBar(Spots):
    """The line at the foot."""

    DEFAULT_CSS = "KeyBar { height: 1; background: $raised; dock: bottom; }"

    def show(self, keys: Sequence[ShownKey], palette: Palette, width: int) -> None:
        """Show these keys; the last of them go first where there is no room."""
        self.put(fitting(keys, palette, width))


def fitting(keys: Sequence[ShownKey], palette: Palette, width: int) -> tuple[Spot, ...]:
    """As many keys as fit, in the order in which they are handed in."""
    spots: list[Spot] = []
    room = width
    for key in keys:
        words = Text(" ")
        words.append(key.face, Style(color=palette.you, bold=True))
        words.append(f" {key.words} ", palette.text)
        if words.cell_len > room:
            break
        room -= words.cell_len
        spots.append(Spot(words, key.name))
    return tuple(spots)
