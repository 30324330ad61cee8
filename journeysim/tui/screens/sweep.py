"""Sweep: two dials, a map of leads over the baseline that fills in as runs arrive."""

from __future__ import annotations

from itertools import pairwise
from typing import ClassVar

import numpy as np
from rich.style import Style
from rich.text import Text
from textual.binding import Binding, BindingType

from journeysim.experiment.estimate import Estimate, difference
from journeysim.scenario.merging import Table, merged
from journeysim.tui import wording
from journeysim.tui.dials import Dial
from journeysim.tui.library import Line
from journeysim.tui.screens.over import Over

MOST_ACROSS, MOST_DOWN = 9, 6
RUNS = 3
"""Paired runs a cell; more would be better and slower."""

_CELL = 8
_LEFT = 12


class Sweep(Over):
    """A cell for each pair of values; arrows move, enter loads a cell into the live view."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left,h", "move(-1,0)", show=False),
        Binding("right,l", "move(1,0)", show=False),
        Binding("up,k", "move(0,1)", show=False),
        Binding("down,j", "move(0,-1)", show=False),
        Binding("enter", "load", "Load this cell"),
        Binding("x", "dial(0)", "Other dial across"),
        Binding("y", "dial(1)", "Other dial up"),
    ]

    def on_mount(self) -> None:
        """Begin with the first two dials, at where they stand."""
        play = self.playing.play
        keys = [key for key in play.dials if play.allowed is None or key in play.allowed]
        self.keys = keys
        self.chosen = [0, min(1, len(keys) - 1)]
        self._settle()
        super().on_mount()

    def _settle(self) -> None:
        self.values = [
            _values(dial, most)
            for dial, most in zip(self._dials(), (MOST_ACROSS, MOST_DOWN), strict=True)
        ]
        play = self.playing.play
        self.cursor = [
            int(np.argmin([abs(value - play.shown(dial)) for value in values]))
            for dial, values in zip(self._dials(), self.values, strict=True)
        ]

    def _dials(self) -> list[Dial]:
        dials = self.playing.play.dials
        return [dials[self.keys[index]] for index in self.chosen]

    def lines(self, x: int, y: int) -> tuple[Line, Line]:
        """A cell's line and the baseline it is paired with; the dials stand so from day 0."""
        play = self.playing.play
        levers: Table = {}
        world = play.plan.world
        for dial, value in zip(self._dials(), (self.values[0][x], self.values[1][y]), strict=True):
            if dial.side == "world":
                world = merged(world, dial.table(value))
            else:
                levers = merged(levers, dial.table(value))
        seed = play.course.seed
        dated = ((0.0, levers),) if levers else ()
        return Line(play.policy, dated, world, seed), Line(play.against, (), world, seed)

    def ask(self) -> None:
        """Every cell, one replication after the other."""
        library = self.playing.play.library
        asks = []
        for replication in range(RUNS):
            for y in range(len(self.values[1])):
                for x in range(len(self.values[0])):
                    for line in reversed(self.lines(x, y)):
                        new = library.asks(line, replication, told=False)
                        asks += [ask for ask in new if ask not in asks]
        self.playing.play.further = tuple(asks)
        self.playing.play.send()

    def lead(self, x: int, y: int) -> Estimate | None:
        """What is known of a cell."""
        library = self.playing.play.library
        own, base = (library.shelf(line) for line in self.lines(x, y))
        runs = min(own.paired, base.paired, RUNS)
        if not runs:
            return None
        ours, theirs = (
            [
                1.0 - float((shelf.whole[r].left < self.playing.play.horizon).mean())
                for r in range(runs)
            ]
            for shelf in (own, base)
        )
        return difference(ours, theirs)

    def heading(self) -> str:
        """How far it is."""
        cells = len(self.values[0]) * len(self.values[1])
        done = sum(
            self.lead(x, y) is not None
            for x in range(len(self.values[0]))
            for y in range(len(self.values[1]))
        )
        base = self.playing.play.scenario.label(self.playing.play.against)
        return f"Lead over {base} on day {self.playing.play.horizon}, in points   {done} of {cells} cells, {RUNS} paired runs each"

    def text(self) -> Text:
        """The map, the cell under the cursor, and the command for it."""
        palette = self.palette
        across, up = self._dials()
        found = [
            [self.lead(x, y) for x in range(len(self.values[0]))]
            for y in range(len(self.values[1]))
        ]
        most = max((abs(lead.mean) for row in found for lead in row if lead), default=0.0) or 1.0
        text = Text(no_wrap=True)
        text.append(f"{up.label}\n", Style(color=palette.strong, bold=True))
        for y in reversed(range(len(self.values[1]))):
            rows = [
                Text(" " * _LEFT),
                Text(f"{up.text(self.values[1][y]):>{_LEFT - 2}}  ", palette.quiet),
            ]
            for x, lead in enumerate(found[y]):
                here = (x, y) == tuple(self.cursor)
                for row, part in zip(rows, self._cell(lead, most, here), strict=True):
                    row.append_text(part)
            text.append_text(rows[0]).append("\n").append_text(rows[1])
            text.append(f"  {_break_even(across, self.values[0], found[y])}\n", palette.quiet)
        text.append("\n" + " " * _LEFT)
        for value in self.values[0]:
            text.append(across.number(value).center(_CELL), palette.quiet)
        text.append(f"\n{' ' * _LEFT}")
        text.append(
            f"{across.label}{f', {across.unit}' if across.unit else ''}\n\n",
            Style(color=palette.strong, bold=True),
        )
        return text.append_text(self._told(found))

    def _cell(self, lead: Estimate | None, most: float, here: bool) -> list[Text]:
        palette = self.palette
        edge = "▌" if here else " "
        close = "▐" if here else " "
        if lead is None:
            return [
                Text(f"{edge}{'':^{_CELL - 2}}{close}", palette.strong),
                Text(
                    f"{edge}{'···':^{_CELL - 2}}{close}", palette.strong if here else palette.faint
                ),
            ]
        settled = lead.settled
        hue = palette.better if lead.mean > 0 else palette.worse
        ground = _mixed(palette.panel, hue, 0.15 + 0.65 * min(1.0, abs(lead.mean) / most))
        strong = abs(lead.mean) / most > 0.45
        ink = palette.back if strong else palette.strong
        if not settled:
            ground, ink = palette.raised, palette.quiet
        style = Style(color=palette.strong if here else ink, bgcolor=ground, bold=settled or here)
        inner = Style(color=ink, bgcolor=ground, bold=settled)
        words = f"{wording.signed(lead.mean)}{'' if settled else '?'}"
        return [
            Text.assemble((edge, style), (" " * (_CELL - 2), inner), (close, style)),
            Text.assemble((edge, style), (words.center(_CELL - 2), inner), (close, style)),
        ]

    def _told(self, found: list[list[Estimate | None]]) -> Text:
        palette = self.palette
        x, y = self.cursor
        across, up = self._dials()
        lead = found[y][x]
        text = Text()
        text.append(f"{across.label} {across.text(self.values[0][x])}, ", palette.text)
        text.append(f"{up.label} {up.text(self.values[1][y])}, from day 0 on\n", palette.text)
        if lead is None:
            text.append("running ...\n", palette.quiet)
        else:
            half = f" ± {100.0 * lead.half:.1f}" if lead.n > 1 else ""
            settled = "" if lead.settled else ", not settled"
            text.append(
                f"{wording.signed(lead.mean)}{half} points", Style(color=palette.strong, bold=True)
            )
            text.append(f" ({wording.paired(lead.n)}{settled})\n", palette.quiet)
        text.append(
            "grey with ?: not settled; zero at: breaks even\n",
            palette.quiet,
        )
        return text

    def action_move(self, x: int, y: int) -> None:
        """Another cell."""
        for index, by in enumerate((x, y)):
            most = len(self.values[index]) - 1
            self.cursor[index] = min(most, max(0, self.cursor[index] + by))
        self.refresh_text()

    def action_dial(self, which: int) -> None:
        """Another dial on this axis."""
        for _ in self.keys:
            self.chosen[which] = (self.chosen[which] + 1) % len(self.keys)
            if self.chosen[0] != self.chosen[1]:
                break
        self._settle()
        self.ask()
        self.refresh_text()

    def action_load(self) -> None:
        """Play this cell: both dials turned on day 0."""
        play = self.playing.play
        play.step(-play.horizon)
        play.load(
            [
                (dial.key, values[at])
                for dial, values, at in zip(self._dials(), self.values, self.cursor, strict=True)
            ]
        )
        self.action_leave()


def _values(dial: Dial, most: int) -> list[float]:
    """Even values from low to high, at most so many, each on a step."""
    steps = round((dial.high - dial.low) / dial.step)
    for parts in range(min(most - 1, steps), 0, -1):
        if steps % parts == 0:
            return [dial.nearest(k / parts) for k in range(parts + 1)]
    return [dial.low, dial.high]


def _break_even(dial: Dial, values: list[float], row: list[Estimate | None]) -> str:
    """Where the lead of a row crosses zero, between settled cells of either sign."""
    known = [
        (value, lead) for value, lead in zip(values, row, strict=True) if lead and lead.settled
    ]
    for (low, one), (high, two) in pairwise(known):
        if one.mean * two.mean < 0:
            at = low + (high - low) * abs(one.mean) / (abs(one.mean) + abs(two.mean))
            return f"zero at {dial.number(round(at, dial.decimals))}"
    return ""


def _mixed(one: str, two: str, share: float) -> str:
    """A colour between two."""
    parts = [
        round(int(one[i : i + 2], 16) * (1 - share) + int(two[i : i + 2], 16) * share)
        for i in (1, 3, 5)
    ]
    return "#" + "".join(f"{part:02x}" for part in parts)
