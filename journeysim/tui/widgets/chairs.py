"""Chairs: forty numbered seats in a grid, each showing how its customer fares; one room, or two side by side."""

from __future__ import annotations

from dataclasses import dataclass

from rich.style import Style
from rich.text import Text
from textual.widget import Widget

from journeysim.causes import CAUSES
from journeysim.tui import wording
from journeysim.tui.seats import Seat, State, TwinOutcome, lit
from journeysim.tui.style import Palette, mixed

LIT, DARK, STAR, CROSS = "☻", "·", "★", "✗"

_GAP = 3
"""Columns between two rooms."""

_WORDY, _ONE_ROW, _NARROW = 10, 15, 4
"""Columns a seat from which it has room for a word below number and sign, for a word beside them, and
the fewest that hold number and sign."""

_HIGHEST = 5

UNTOLD = "why …"
"""What stands in a seat that is kept while what made the difference is being counted."""


@dataclass(frozen=True)
class Room:
    """The forty under one policy. is_base: the one *you* are held against; untold: seats, by number,
    of which it is not told yet that this life is another than under the other policy; chosen: the
    number of the one that is spoken of, 0 if none is; words: what stands in a seat that is kept."""

    label: str
    is_base: bool
    seats: tuple[Seat, ...]
    untold: frozenset[int] = frozenset()
    chosen: int = 0
    words: tuple[tuple[int, str], ...] = ()

    @property
    def here(self) -> int:
        """How many are left, as far as it is told."""
        shown = [seat for seat in self.seats if seat.number not in self.untold]
        untold = [seat for seat in self.seats if seat.number in self.untold]
        return lit(shown) + sum(seat.twin is TwinOutcome.LOST for seat in untold)

    def heading(self, width: int) -> str:
        """Whose room it is, and how many are left, in so many characters."""
        name = f"{'○' if self.is_base else '●'} {self.label}"
        count = f"{self.here} of {len(self.seats)}"
        for words in (f"{name}   {count} still here", f"{name}   {count}"):
            if len(words) <= width:
                return words
        return f"{wording.shortened(name, width - len(count) - 1)} {count}"


class Chairs(Widget):
    """The grid of seats."""

    DEFAULT_CSS = "Chairs { height: 1fr; padding: 0 1; }"

    rooms: tuple[Room, ...] = ()
    palette: Palette | None = None

    def show(self, rooms: tuple[Room, ...], palette: Palette) -> None:
        """Show these rooms, one or two."""
        if (rooms, palette) != (self.rooms, self.palette):
            self.rooms, self.palette = rooms, palette
            self.refresh()

    def render(self) -> Text:
        """The seats in rows."""
        if self.palette is None or not self.rooms:
            return Text()
        width, height = self.content_size
        if len(self.rooms) == 1:
            return grid(self.rooms[0], width, height, self.palette)
        return side_by_side(self.rooms, width, height, self.palette)

    def at(self, x: int, y: int) -> Seat | None:
        """The seat at a place."""
        if not self.rooms:
            return None
        width, height = self.content_size
        room = self.rooms[0]
        if len(self.rooms) == 2:
            half = (width - _GAP) // 2
            room, x = (room, x) if x < half else (self.rooms[1], x - half - _GAP)
            width, height, y = half, height - 1, y - 1
        across, down, wide, high = _plan(len(room.seats), width, height)
        column, row = x // wide, y // high
        index = row * across + column
        inside = 0 <= column < across and 0 <= row < down and index < len(room.seats)
        return room.seats[index] if inside else None


def _plan(count: int, width: int, height: int) -> tuple[int, int, int, int]:
    """Seats across and down, and how wide and high each may be: those with room for a word before all,
    then those that are about square."""
    best = (1, max(1, count), max(1, width), 1)
    score = -1.0
    for across in (4, 5, 8, 10, 20):
        down = -(-count // across)
        wide, high = width // across, min(_HIGHEST, height // max(1, down))
        if wide < _NARROW or high < 1:
            continue
        fit = min(wide, 22) * (high + (0.5 if high >= 3 else 0.0))
        if wide < (_WORDY if high > 1 else _ONE_ROW):
            fit = min(wide, 2 * max(1, high - 1)) / 10.0
        if fit > score:
            best, score = (across, down, wide, high), fit
    return best


def side_by_side(rooms: tuple[Room, ...], width: int, height: int, palette: Palette) -> Text:
    """Two rooms, each under the name of its policy."""
    half = (width - _GAP) // 2
    lines = []
    for room in rooms:
        colour = palette.baseline if room.is_base else palette.you
        heading = Text(room.heading(half), Style(color=colour, bold=True), no_wrap=True)
        body = grid(room, half, height - 1, palette).split("\n", allow_blank=True)
        lines.append([heading, *body])
    text = Text(no_wrap=True, end="")
    for left, right in zip(*lines, strict=False):
        left.pad_right(half - left.cell_len)
        gap = Text(" │ ", palette.edge)
        text.append_text(Text.assemble(left, gap, right, "\n"))
    text.right_crop(1)
    return text


def grid(room: Room, width: int, height: int, palette: Palette) -> Text:
    """Everybody's seat."""
    seats = room.seats
    across, down, wide, high = _plan(len(seats), width, height)
    lines: list[Text] = []
    for row in range(down):
        rows = [Text(no_wrap=True, end="") for _ in range(high)]
        for seat in seats[row * across : (row + 1) * across]:
            for line, part in zip(rows, _seat(seat, room, (wide, high), palette), strict=True):
                line.append_text(part)
        lines += rows
    return Text("\n").join(lines)


def _seat(seat: Seat, room: Room, size: tuple[int, int], palette: Palette) -> list[Text]:
    """The rows of a seat; the last is a gap to the one below, where there is room for one."""
    width, height = size
    inner = width - 1
    sign, words, style = _look(seat, room, palette)
    face = f"{seat.number:>2} {sign}" if inner > _NARROW - 1 else f"{seat.number:>2}{sign}"
    if height == 1 or width < _WORDY:
        face = f"{face} {words}" if words and width >= _ONE_ROW else face
        faces = [face] + [""] * (height - 2)
    else:
        faces = [face, words, *[""] * (height - 3)]
        faces = ["", *faces[:-1]] if height >= 4 else faces[: max(2, height - 1)]
    lines = [Text(face.center(inner)[:inner], style) for face in faces]
    lines += [Text(" " * inner)] * (height - len(lines))
    return [Text.assemble(line, " ") for line in lines]


def _look(seat: Seat, room: Room, palette: Palette) -> tuple[str, str, Style]:
    """Sign, word and colours; a difference that is not told yet looks as under the other policy."""
    is_told, chosen = seat.number not in room.untold, seat.number == room.chosen
    if seat.twin is TwinOutcome.SAVED:
        if not is_told:
            return DARK, "", Style(color=palette.quiet, bgcolor=palette.panel)
        ground = palette.strong if chosen else palette.better
        words = dict(room.words).get(seat.number, UNTOLD)
        return STAR, words, Style(color=palette.back, bgcolor=ground, bold=True)
    if seat.twin is TwinOutcome.LOST and is_told:
        ground = palette.strong if chosen else palette.worse
        words = CAUSES[seat.cause].seat if seat.cause is not None else "gone"
        return CROSS, words, Style(color=palette.back, bgcolor=ground, bold=True)
    if seat.cause is not None and is_told:
        ground = palette.raised if chosen else palette.panel
        return DARK, CAUSES[seat.cause].seat, Style(color=palette.quiet, bgcolor=ground)
    words = "" if seat.state in (State.FINE, State.LEFT) else seat.state.value
    colour = palette.baseline if seat.state in (State.TROUBLE, State.WAITING) else palette.strong
    if seat.state is State.SILENT:
        colour = palette.quiet
    ground = mixed(palette.panel, palette.baseline, 0.28) if room.is_base else palette.gain
    return LIT, words, Style(color=colour, bgcolor=ground, bold=True)
