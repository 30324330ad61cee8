"""Big digits: numbers five rows high, of full blocks, that the last row of a room can read."""

from __future__ import annotations

from rich.style import Style
from rich.text import Text

ROWS = 5
FULL = "█"

_SHAPES = {
    "0": "###|#.#|#.#|#.#|###", "1": ".#.|##.|.#.|.#.|###", "2": "###|..#|###|#..|###",
    "3": "###|..#|.##|..#|###", "4": "#.#|#.#|###|..#|..#", "5": "###|#..|###|..#|###",
    "6": "###|#..|###|#.#|###", "7": "###|..#|..#|..#|..#", "8": "###|#.#|###|#.#|###",
    "9": "###|#.#|###|..#|###", "+": "...|.#.|###|.#.|...", "-": "...|...|###|...|...",
    "=": "...|###|...|###|...", ".": ".|.|.|.|#", ",": ".|.|.|#|#", "?": "###|..#|.##|...|.#.",
    "k": "#..|#.#|##.|#.#|#.#", "M": "#...#|##.##|#.#.#|#...#|#...#", " ": ".|.|.|.|.",
}  # fmt: skip


def rows(text: str, wide: int = 2) -> list[str]:
    """A text as five rows of blocks and blanks; wide: columns a stroke, which is one row high."""
    lines = [""] * ROWS
    for index, sign in enumerate(text):
        for row, part in enumerate(_SHAPES.get(sign, _SHAPES[" "]).split("|")):
            gap = " " * (wide // 2 or 1) if index else ""
            lines[row] += gap + "".join(FULL * wide if dot == "#" else " " * wide for dot in part)
    return lines


def in_colour(text: str, colour: str, wide: int) -> Text:
    """A row of blocks and blanks, so many characters wide, each block on its own colour: no font leaves a
    seam between two of them."""
    row = Text(text.ljust(wide), no_wrap=True, end="")
    row.highlight_regex(f"{FULL}+", Style(color=colour, bgcolor=colour))
    return row


def width(text: str, wide: int = 2) -> int:
    """How many columns a text takes."""
    return len(rows(text, wide)[0])
