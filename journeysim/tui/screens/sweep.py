"""Sweep: two dials, a map of leads over the baseline that fills in as runs arrive."""

from __future__ import annotations

from itertools import pairwise
from typing import ClassVar

import numpy as np
from rich.style import Style
from rich.text import Text
from textual.binding import Binding, BindingType

from journeysim.experiment.estimate import Estimate
from journeysim.experiment.family import paired_difference
from journeysim.metrics.retention import retained
from journeysim.scenario.merging import Table, merged
from journeysim.tui import wording
from journeysim.tui.dials import ScaledDial
from journeysim.tui.overlays.overlay import Overlay
from journeysim.tui.protocol import RunSpec
from journeysim.tui.run_cache import Configuration
from journeysim.tui.session.exchange import Pair
from journeysim.tui.stage import Group, Stage, screen_key
from journeysim.tui.style import mixed, readable
from journeysim.tui.widgets.heat import HeatCell, heat, is_cut

MOST_ACROSS, MOST_DOWN = 9, 6
RUNS = 3
"""Paired runs a cell; more would be better and slower."""

_CELL, _WIDEST, _HIGHEST = 8, 22, 7
_LEFT, _RIGHT = 8, 12
_AROUND = 12
"""Rows of the screen that are not the map's."""
_FAINTEST, _FULLEST = 0.2, 0.85
_NOW = "◆ now"


class SweepScreen(Overlay):
    """A cell for each pair of values; arrows move, enter loads a cell into the live view."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left,h", "move(-1,0)", "Another cell", show=False),
        Binding("right,l", "move(1,0)", "Another cell", show=False),
        Binding("up,k", "move(0,1)", "Another cell", show=False),
        Binding("down,j", "move(0,-1)", "Another cell", show=False),
        Binding("enter", "load", "Load this cell"),
        Binding("tab", "dial(0)", "Other dial across"),
        Binding("shift+tab", "dial(1)", "Other dial up", key_display="shift+tab"),
        Binding("s", "leave", "Back", show=False),
    ]

    def on_mount(self) -> None:
        """Begin with the first two dials, at where they stand."""
        session = self.stage.session
        keys = [key for key in session.dials.dials if session.display.allows(key)]
        self.keys = keys
        self.chosen = [0, min(1, len(keys) - 1)]
        self._settle()
        super().on_mount()

    def _settle(self) -> None:
        self.values = [
            _values(dial, most)
            for dial, most in zip(self._dials(), (MOST_ACROSS, MOST_DOWN), strict=True)
        ]
        self.cursor = [*self._now()]

    def _dials(self) -> list[ScaledDial]:
        dials = self.stage.session.dials.dials
        return [dials[self.keys[index]] for index in self.chosen]

    def pair(self, x: int, y: int) -> Pair:
        """A cell and the baseline it is paired with; the dials stand so from day 0."""
        session = self.stage.session
        levers: Table = {}
        world = session.decisions.plan.world
        for dial, value in zip(self._dials(), (self.values[0][x], self.values[1][y]), strict=True):
            if dial.side == "world":
                world = merged(world, dial.table(value))
            else:
                levers = merged(levers, dial.table(value))
        own = session.decisions
        dated = ((0.0, levers),) if levers else ()
        return (
            Configuration(own.policy, dated, world, own.seed),
            Configuration(session.against, (), world, own.seed),
        )

    def ask(self) -> None:
        """Every cell, one replication after the other."""
        exchange = self.stage.session.exchange
        specs: list[RunSpec] = []
        for replication in range(RUNS):
            for y in range(len(self.values[1])):
                for x in range(len(self.values[0])):
                    for configuration in reversed(self.pair(x, y)):
                        missing = exchange.cache.missing(configuration, replication, False)
                        specs += [spec for spec in missing if spec not in specs]
        exchange.further = tuple(specs)
        self.stage.session.request()

    def lead(self, x: int, y: int) -> Estimate | None:
        """What is known of a cell."""
        own, base = map(self.stage.session.exchange.cache.runs, self.pair(x, y))
        runs = min(own.paired, base.paired, RUNS)
        if not runs:
            return None
        ours, theirs = (
            [retained(cached.whole[r].left, self.stage.session.horizon) for r in range(runs)]
            for cached in (own, base)
        )
        return paired_difference(ours, theirs, "retention")

    def heading(self) -> str:
        """How far it is."""
        across, up = self.values
        known = [self.lead(x, y) for x in range(len(across)) for y in range(len(up))]
        done, wanted = sum(lead.n for lead in known if lead), RUNS * len(known)
        session = self.stage.session
        base = session.scenario.label(session.against)
        left = f"{done} of {wanted} paired runs" if done < wanted else f"{RUNS} paired runs a cell"
        return f"Lead over {base} on day {session.horizon}, in points   {left}"

    def text(self) -> Text:
        """The map with its axes, and the cell under the cursor in words."""
        palette = self.palette
        across, up = self._dials()
        count, rows = len(self.values[0]), len(self.values[1])
        leads = [[self.lead(x, y) for x in range(count)] for y in range(rows)]
        most = max((abs(lead.mean) for row in leads for lead in row if lead), default=0.0) or 1.0
        wide = min(_WIDEST, max(_CELL, (self.room - _LEFT - _RIGHT) // count))
        high = min(_HIGHEST, max(2, (self.app.size.height - _AROUND) // rows))
        cells = [
            [self._cell(leads[y][x], most, (x, y)) for x in range(count)]
            for y in reversed(range(rows))
        ]
        text = Text(no_wrap=True)
        text.append(f"↑ {_axis(up)}\n", Style(color=palette.strong, bold=True))
        for place, band in enumerate(heat(cells, wide, high, palette.strong)):
            y = rows - 1 - place
            even = _break_even(across, self.values[0], leads[y])
            for row, part in enumerate(band):
                here = row == (high - 2) // 2
                step = up.number(self.values[1][y]) if here else ""
                text.append(f"{step:>{_LEFT - 2}}  ", palette.text).append_text(part)
                text.append(f" {even}" if here else "", palette.quiet).append("\n")
        text.append(" " * _LEFT)
        for value in self.values[0]:
            text.append(across.number(value).center(wide - 1) + " ", palette.text)
        text.append(f"\n{' ' * _LEFT}")
        text.append(f"{_axis(across)} →\n\n", Style(color=palette.strong, bold=True))
        return text.append_text(self._words(leads)).append_text(self._legend(cells))

    def _cell(self, lead: Estimate | None, most: float, place: tuple[int, int]) -> HeatCell:
        palette, chosen = self.palette, place == tuple(self.cursor)
        note = _NOW if place == self._now() else ""
        if lead is None:
            return HeatCell("···", palette.panel, palette.quiet, note, chosen=chosen)
        words, side = wording.signed(lead.mean), lead.mean >= 0.0
        if lead.mean == 0.0 == lead.half:
            words, note = "0", note or "= baseline"
        if not lead.settled:
            words += "" if words == "0" else " ?"
            return HeatCell(words, palette.raised, palette.quiet, note, False, side, chosen)
        size = abs(lead.mean) / most
        hue = palette.better if lead.mean > 0 else palette.worse
        ground = mixed(palette.panel, hue, _FAINTEST + (_FULLEST - _FAINTEST) * min(1.0, size))
        ink = readable(ground, palette.back, palette.strong)
        return HeatCell(words, ground, ink, note, True, side, chosen)

    def _now(self) -> tuple[int, int]:
        """The cell nearest to where the two dials stand on the main screen."""
        session = self.stage.session
        x, y = (
            int(np.argmin([abs(value - session.value(dial)) for value in values]))
            for dial, values in zip(self._dials(), self.values, strict=True)
        )
        return x, y

    def _words(self, leads: list[list[Estimate | None]]) -> Text:
        palette = self.palette
        x, y = self.cursor
        across, up = self._dials()
        lead = leads[y][x]
        text = Text("▌▐ ", Style(color=palette.strong, bold=True))
        text.append(f"{across.label} {across.text(self.values[0][x])}, ", palette.text)
        text.append(f"{up.label} {up.text(self.values[1][y])}, from day 0 on: ", palette.text)
        if lead is None:
            return text.append("running ...\n", palette.quiet)
        half = wording.by_chance(lead)
        settled = "" if lead.settled else ", too close to call"
        strong = Style(color=palette.strong, bold=True)
        text.append(f"{wording.signed(lead.mean)}{half} points", strong)
        return text.append(f" ({wording.paired(lead.n)}{settled})\n", palette.quiet)

    def _legend(self, cells: list[list[HeatCell]]) -> Text:
        palette = self.palette
        down = zip(*cells, strict=True)
        is_cut_somewhere = any(
            is_cut(one, two) for line in (*cells, *down) for one, two in pairwise(line)
        )
        text = Text()
        if is_cut_somewhere:
            text.append("━┃ ", Style(color=palette.strong, bold=True))
            text.append("break-even: more stay on one side, fewer on the other\n", palette.quiet)
        elif all(cell.side is not None for line in cells for cell in line):
            text.append(
                "no break-even on this map: the sign is the same everywhere\n", palette.quiet
            )
        text.append(
            f"{_NOW}: where the dials stand   ?, grey: too close to call, each alone",
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
        session = self.stage.session
        session.step(-session.horizon)
        session.load(
            [
                (dial.key, values[at])
                for dial, values, at in zip(self._dials(), self.values, self.cursor, strict=True)
            ]
        )
        self.action_leave()


def _values(dial: ScaledDial, most: int) -> list[float]:
    """Even values from low to high, at most so many, each on a step."""
    steps = round((dial.high - dial.low) / dial.step)
    for parts in range(min(most - 1, steps), 0, -1):
        if steps % parts == 0:
            return [dial.nearest(k / parts) for k in range(parts + 1)]
    return [dial.low, dial.high]


def _axis(dial: ScaledDial) -> str:
    return f"{dial.label}, {dial.unit}" if dial.unit else dial.label


def _break_even(dial: ScaledDial, values: list[float], row: list[Estimate | None]) -> str:
    """Where the lead of a row crosses zero, between settled cells of either sign."""
    known = [
        (value, lead) for value, lead in zip(values, row, strict=True) if lead and lead.settled
    ]
    for (low, one), (high, two) in pairwise(known):
        if one.mean * two.mean < 0:
            at = low + (high - low) * abs(one.mean) / (abs(one.mean) + abs(two.mean))
            return f"even at {dial.number(round(at, dial.decimals))}"
    return ""


def _open(stage: Stage) -> None:
    if stage.session.dials.dials:
        stage.show(SweepScreen(stage))


SCREEN = screen_key(
    "sweep", "s", "two dials, a map of leads", _open, Group.ASKING, "Sweep", tells=True
)
