"""KeyBar: the keys of a screen in one line, as many as there is room for, the most needed kept."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from rich.cells import cell_len
from rich.style import Style
from rich.text import Text
from textual.binding import Binding

from journeysim.tui.style import Palette
from journeysim.tui.widgets.spots import Spot, Spots

_FACES = {
    "full_stop": ".", "comma": ",", "greater_than_sign": ">", "less_than_sign": "<", "plus": "+",
    "minus": "-", "question_mark": "?", "escape": "esc", "left": "←", "right": "→", "up": "↑",
    "down": "↓", "equals_sign": "=",
}  # fmt: skip


class ShownKey(NamedTuple):
    """A key as it stands in the line: its face, its word, its name."""

    face: str
    words: str
    name: str


def face_of(binding: Binding) -> str:
    """How a binding's key is printed."""
    key = binding.key.split(",")[0]
    return binding.key_display or _FACES.get(key, key)


class KeyBar(Spots):
    """The line at the foot."""

    DEFAULT_CSS = "KeyBar { height: 1; background: $raised; dock: bottom; }"

    def show(
        self,
        keys: Sequence[ShownKey],
        palette: Palette,
        width: int,
        ends: Sequence[ShownKey] = (),
    ) -> None:
        """Show these keys; the last of them go first where there is no room; ends: those that stay."""
        kept = fitting(ends, palette, width)
        room = width - cell_len("".join(spot.words.plain for spot in kept))
        self.put((*fitting(keys, palette, room), *kept))


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
