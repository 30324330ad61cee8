"""Sweep: two dials, a map of leads over the baseline that fills in as runs arrive."""

from __future__ import annotations

from itertools import pairwise
from typing import ClassVar

from rich.style import Style
from rich.text import Text
from textual.binding import Binding, BindingType

from journeysim.experiment.estimate import Estimate
from journeysim.tui import wording
from journeysim.tui.dials import ScaledDial
from journeysim.tui.overlays.on_two_dials import OnTwoDials
from journeysim.tui.stage import Group, Stage, screen_key
from journeysim.tui.style import mixed, readable
from journeysim.tui.widgets.heat import HeatCell, heat, is_cut

_CELL, _WIDEST, _HIGHEST = 8, 22, 7
_LEFT, _RIGHT = 8, 12
_AROUND = 12
"""Rows of the screen that are not the map's."""
_FAINTEST, _FULLEST = 0.2, 0.85
_NOW = "◆ now"


class SweepScreen(OnTwoDials):
    """A cell for each pair of values."""

    NAME = "Sweep"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("S", "beside('frontier')", "People, money", key_display="S"),
        Binding("s", "leave", "Back", show=False),
    ]

    def heading(self) -> tuple[str, ...]:
        """How far it is."""
        session = self.stage.session
        base = session.scenario.label(session.against)
        return f"lead over {base}, day {session.horizon}, in points", self.progress

    def text(self) -> Text:
        """The map with its axes, and the cell under the cursor in words."""
        palette, values = self.palette, self.grid.values
        across, up = self.grid.dials
        count, rows = len(values[0]), len(values[1])
        leads = [[self.grid.lead(x, y) for x in range(count)] for y in range(rows)]
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
            even = _break_even(across, values[0], leads[y])
            for row, part in enumerate(band):
                here = row == (high - 2) // 2
                step = up.number(values[1][y]) if here else ""
                text.append(f"{step:>{_LEFT - 2}}  ", palette.text).append_text(part)
                text.append(f" {even}" if here else "", palette.quiet).append("\n")
        text.append(" " * _LEFT)
        for value in values[0]:
            text.append(across.number(value).center(wide - 1) + " ", palette.text)
        text.append(f"\n{' ' * _LEFT}")
        text.append(f"{_axis(across)} →\n\n", Style(color=palette.strong, bold=True))
        return text.append_text(self._words(leads)).append_text(self._legend(cells))

    def _cell(self, lead: Estimate | None, most: float, place: tuple[int, int]) -> HeatCell:
        palette, chosen = self.palette, place == tuple(self.grid.cursor)
        note = _NOW if place == self.grid.now() else ""
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

    def _words(self, leads: list[list[Estimate | None]]) -> Text:
        palette = self.palette
        x, y = self.grid.cursor
        lead = leads[y][x]
        text = Text("▌▐ ", Style(color=palette.strong, bold=True))
        text.append(f"{self.grid.words(x, y)}, from day 0 on: ", palette.text)
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
