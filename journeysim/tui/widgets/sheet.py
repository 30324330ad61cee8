"""Sheet: the characters of a drawing while it is made, each with its ink and its ground."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache

from rich.segment import Segment
from rich.style import Style

from journeysim.tui.style import Palette
from journeysim.tui.widgets.bigdigits import FULL

GRID = "·"
"""What stands on open ground and gives way to words."""


@lru_cache(maxsize=4096)
def _style(colour: str, ground: str, bold: bool) -> Style:
    return Style(color=colour, bgcolor=ground, bold=bold)


@dataclass
class DrawingSheet:
    """So many characters across and down."""

    width: int
    height: int
    palette: Palette
    characters: list[list[str]] = field(init=False)
    colours: list[list[str]] = field(init=False)
    grounds: list[list[str]] = field(init=False)
    bold: list[list[bool]] = field(init=False)

    def __post_init__(self) -> None:
        width, height, palette = self.width, self.height, self.palette
        self.characters = [[" "] * width for _ in range(height)]
        self.colours = [[palette.text] * width for _ in range(height)]
        self.grounds = [[palette.panel] * width for _ in range(height)]
        self.bold = [[False] * width for _ in range(height)]
        self.taken: set[tuple[int, int]] = set()

    def put(self, row: int, column: int, text: str, colour: str, bold: bool = False) -> None:
        """Write a text; what does not fit is left out. A full block stands on its own colour, so that no
        font leaves a seam between two of them."""
        if not 0 <= row < self.height:
            return
        for place, character in enumerate(text, column):
            if 0 <= place < self.width:
                self.characters[row][place] = character
                self.colours[row][place] = colour
                self.bold[row][place] = bold
                if character == FULL:
                    self.grounds[row][place] = colour

    def say(self, row: int, column: int, text: str, colour: str, bold: bool = False) -> None:
        """Write words that nothing may pass through, their blanks and one on each side included."""
        for beside in (column - 1, column + len(text)):
            if 0 <= row < self.height and 0 <= beside < self.width:
                if self.characters[row][beside] == GRID:
                    self.characters[row][beside] = " "
        self.put(row, column, text, colour, bold)
        self.taken |= {(row, place) for place in range(column - 1, column + len(text) + 1)}

    def is_free(self, row: int, column: int, across: int, down: int = 1) -> bool:
        """Is there nothing but ground and grid in these characters?"""
        if row < 0 or column < 0 or row + down > self.height or column + across > self.width:
            return False
        ground = self.palette.panel
        return all(
            self.grounds[y][x] == ground
            and self.characters[y][x] in f" {GRID}"
            and (y, x) not in self.taken
            for y in range(row, row + down)
            for x in range(column, column + across)
        )

    def segments(self) -> list[list[Segment]]:
        """The rows, neighbours of one style joined."""
        return [self._row(row) for row in range(self.height)]

    def _row(self, row: int) -> list[Segment]:
        looks = list(zip(self.colours[row], self.grounds[row], self.bold[row], strict=True))
        texts, result, start = self.characters[row], [], 0
        for place in range(1, self.width + 1):
            if place == self.width or looks[place] != looks[start]:
                colour, ground, bold = looks[start]
                style = _style(colour, ground, bold)
                result.append(Segment("".join(texts[start:place]), style))
                start = place
        return result
