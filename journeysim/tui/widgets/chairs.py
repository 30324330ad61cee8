"""Chairs: forty numbered seats in a grid, each showing how its customer fares."""

from __future__ import annotations

from rich.style import Style
from rich.text import Text
from textual.widget import Widget

from journeysim.causes import CAUSES
from journeysim.tui.seats import Seat, State, TwinOutcome
from journeysim.tui.style import Palette

LIT, DARK, STAR, CROSS = "☻", "·", "★", "✗"


class Chairs(Widget):
    """The grid of seats."""

    DEFAULT_CSS = "Chairs { height: 1fr; padding: 0 1; }"

    room: tuple[Seat, ...] = ()
    palette: Palette | None = None

    def show(self, room: list[Seat], palette: Palette) -> None:
        """Show this room."""
        if (tuple(room), palette) != (self.room, self.palette):
            self.room, self.palette = tuple(room), palette
            self.refresh()

    def render(self) -> Text:
        """The seats in rows."""
        if self.palette is None:
            return Text()
        return grid(self.room, *self.content_size, self.palette)

    def at(self, x: int, y: int) -> Seat | None:
        """The seat at a place."""
        across, down, wide, high = _plan(len(self.room), *self.content_size)
        column, row = x // wide, y // high
        index = row * across + column
        inside = column < across and row < down and index < len(self.room)
        return self.room[index] if inside else None


def _plan(count: int, width: int, height: int) -> tuple[int, int, int, int]:
    """Seats across and down, and how wide and high each may be."""
    best = (1, max(1, count), max(1, width), 1)
    score = -1.0
    for across in (4, 5, 8, 10, 20):
        down = -(-count // across)
        wide, high = width // across, min(5, height // max(1, down))
        if wide >= 7 and high >= 1:
            fit = min(wide, 22) * (high + (0.5 if high >= 3 else 0.0))
            if fit > score:
                best, score = (across, down, wide, high), fit
    return best


def grid(room: tuple[Seat, ...], width: int, height: int, palette: Palette) -> Text:
    """Everybody's seat."""
    across, down, wide, high = _plan(len(room), width, height)
    lines: list[Text] = []
    for row in range(down):
        rows = [Text(no_wrap=True, end="") for _ in range(high)]
        for seat in room[row * across : (row + 1) * across]:
            for line, part in zip(rows, _seat(seat, wide, high, palette), strict=True):
                line.append_text(part)
        lines += rows
    return Text("\n").join(lines)


def _seat(seat: Seat, width: int, height: int, palette: Palette) -> list[Text]:
    inner = width - 1
    sign, words, style = _look(seat, palette)
    faces = [f"{seat.number:>2} {sign}", words]
    if height == 1:
        faces = [f"{seat.number:>2} {sign} {words}"]
    elif height >= 4:
        faces = ["", f"{seat.number:>2}  {sign}", words, *[""] * (height - 4)]
    lines = [Text(face.center(inner)[:inner], style) for face in faces[:height]]
    while len(lines) < height:
        lines.append(Text(" " * inner, Style() if len(lines) == height - 1 else style))
    if height >= 3:
        lines[-1] = Text(" " * inner)
    return [Text.assemble(line, " ") for line in lines]


def _look(seat: Seat, palette: Palette) -> tuple[str, str, Style]:
    if seat.twin is TwinOutcome.SAVED:
        return STAR, "stays", Style(color=palette.back, bgcolor=palette.better, bold=True)
    if seat.twin is TwinOutcome.LOST:
        return CROSS, "lost", Style(color=palette.back, bgcolor=palette.worse, bold=True)
    if seat.cause is not None:
        return DARK, CAUSES[seat.cause].seat, Style(color=palette.quiet, bgcolor=palette.panel)
    words = "" if seat.state is State.FINE else seat.state.value
    colour = palette.baseline if seat.state in (State.TROUBLE, State.WAITING) else palette.strong
    if seat.state is State.SILENT:
        colour = palette.quiet
    return LIT, words, Style(color=colour, bgcolor=palette.gain, bold=True)
