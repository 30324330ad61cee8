"""Twins: who was saved and who was lost, and one life beside the other."""

from __future__ import annotations

from itertools import chain, repeat, zip_longest
from textwrap import wrap
from typing import ClassVar

from rich.style import Style
from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from journeysim.tui import wording
from journeysim.tui.command import ledger_request
from journeysim.tui.overlays.card import Card
from journeysim.tui.overlays.over import Over
from journeysim.tui.protocol import Counted
from journeysim.tui.seats import Seat, TwinOutcome, first_difference, life, seats
from journeysim.tui.stage import Group, Stage, screen_key
from journeysim.tui.view import View
from journeysim.tui.why import fates, reasons
from journeysim.tui.widgets.chairs import CROSS, STAR
from journeysim.tui.widgets.choices import ChoiceList
from journeysim.tui.widgets.crumbs import Crumbs
from journeysim.tui.widgets.keybar import KeyBar

_MOST, _DAY = 200, 8
"""Moments of a life that are told, and the characters of each."""

FRAME = 0.2
Lived = list[tuple[float, str]]


class TwinsScreen(Over[None]):
    """The ledger on the left, two lives on the right."""

    DEFAULT_CSS = """
    TwinsScreen { background: $back; }
    TwinsScreen #ledger { height: auto; padding: 0 1; margin-bottom: 1; }
    TwinsScreen OptionList { width: 24; scrollbar-size-vertical: 1; border: round $edge; background: $back; height: 1fr; }
    TwinsScreen OptionList:focus { border: round $you; }
    TwinsScreen OptionList > .option-list--option-highlighted,
    TwinsScreen OptionList:focus > .option-list--option-highlighted { background: $raised; text-style: none; }
    TwinsScreen VerticalScroll { scrollbar-size-vertical: 1; border: round $edge; padding: 0 1; }
    """
    NAME = "Twins"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "next", "Seat", key_display="↑↓"),
        Binding("g", "leave", "Back", show=False),
    ]

    def __init__(self, stage: Stage) -> None:
        super().__init__()
        self.stage, self.view = stage, stage.view()
        self.request = ledger_request(stage.session, len(self.view.you.whole))
        self.counted: Counted | None = None
        self.room: list[Seat] = []

    def compose(self) -> ComposeResult:
        """Ledger above, seats and lives below."""
        yield Crumbs()
        yield Static(ledger(self.view), id="ledger")
        with Horizontal():
            yield ChoiceList(*self._options())
            with VerticalScroll():
                yield Static(id="lives")
        yield KeyBar()

    def on_mount(self) -> None:
        """Begin with somebody whose lives differ."""
        details = "forty customers, two lives each", f"against {self.view.baseline.label}"
        self.query_one(Crumbs).show(self.app.title, self.NAME, details, self.colours)
        self.look()
        if self.stage.live:
            self.set_interval(FRAME, self.look)
        self.query_one(OptionList).border_title = "Seats"
        self.query_one(VerticalScroll).border_title = "Same customer, other policy"
        self.query_one(OptionList).focus()
        self.query_one(OptionList).highlighted = 0 if self.room else None

    def look(self) -> None:
        """Say what made the difference, once it is counted."""
        if self.counted is None and self.request is not None and self.view.is_known:
            self.counted = self.stage.session.exchange.ledger(self.request)
            if self.counted is not None:
                self.query_one("#ledger", Static).update(ledger(self.view, self.counted))

    def _options(self) -> list[Option]:
        view = self.view
        own, base = view.you.first, view.baseline.first
        if own is None or base is None:
            return []
        order = {TwinOutcome.SAVED: 0, TwinOutcome.LOST: 1, TwinOutcome.SAME: 2}
        self.room = sorted(seats(own, base, view.horizon), key=lambda seat: order[seat.twin])
        palette = view.palette
        colours = {
            TwinOutcome.SAVED: palette.better,
            TwinOutcome.LOST: palette.worse,
            TwinOutcome.SAME: palette.quiet,
        }
        words = {
            TwinOutcome.SAVED: f"{STAR} kept",
            TwinOutcome.LOST: f"{CROSS} driven away",
            TwinOutcome.SAME: "",
        }
        options = []
        for seat in self.room:
            same = "= left" if seat.cause is not None else "= stays"
            outcome = words[seat.twin] or same
            text = Text.assemble(
                (f"seat {seat.number:>2}  ", palette.text), (outcome, colours[seat.twin])
            )
            options.append(Option(text, str(seat.customer)))
        return options

    def action_next(self) -> None:
        """The next seat."""
        self.query_one(OptionList).action_cursor_down()

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Show the lives of the one chosen."""
        view = self.view
        own, base = view.you.first, view.baseline.first
        if event.option.id is None or own is None or base is None:
            return
        who = int(event.option.id)
        mine = life(own, who, view.names, view.horizon)
        theirs = life(base, who, view.names, view.horizon)
        for place in self.query("#lives").results(Static):  # none before all is mounted
            width = self.query_one(VerticalScroll).content_size.width or 70
            place.update(side_by_side(mine, theirs, view, width))


def ledger(view: View, counted: Counted | None = None) -> Text:
    """Kept, driven away and unchanged over all paired runs, and what made the difference."""
    palette = view.palette
    counts = fates(view, view.horizon) if view.forked and view.you.whole else None
    text = Text()
    if counts is None:
        return text.append(
            "Nobody's life differs: no lever is moved, or nothing is known yet.", palette.quiet
        )
    text.append(
        f"Of {wording.count(wording.OF)} customers on day {view.horizon}, over {wording.paired(counts.runs)}\n",
        palette.quiet,
    )
    base = view.baseline.label
    for sign, name, number, weights, colour in (
        ("★", f"kept: leave under {base}, stay under yours", counts.kept,
         counted.saved if counted else {}, palette.better),
        ("✗", f"driven away: stay under {base}, leave under yours", counts.lost,
         counted.lost if counted else {}, palette.worse),
    ):  # fmt: skip
        text.append(f"{sign} {number:5} ", Style(color=colour, bold=True))
        text.append(name, palette.strong)
        over = reasons(weights, number, lost=sign == "✗", most=3)
        text.append(f"  ({over})\n" if over else "\n", palette.quiet)
    return text.append(
        f"= {counts.stay + counts.leave:5} the same in both lives: {counts.stay} stay, {counts.leave} leave",
        palette.quiet,
    )


def side_by_side(own: Lived, base: Lived, view: View, width: int) -> Text:
    """Two lives in two columns; what is the same stands once."""
    palette = view.palette
    split = first_difference(own, base)
    half = max(20, (width - 3) // 2)
    text, room = Text(no_wrap=True), half - _DAY
    text.append("you".ljust(half), Style(color=palette.you, bold=True))
    text.append(f"   {view.baseline.label}\n", Style(color=palette.baseline, bold=True))
    for time, words in own[max(0, split - 12) : split]:
        for line in _lines(time, words, width - _DAY):
            text.append(f"{line}\n", palette.quiet)
    if split >= max(len(own), len(base)):
        return text.append("The same in both lives.", palette.text)
    text.append("─" * min(width - 2, 2 * half + 3) + "\n", palette.edge)
    text.append("here the lives part\n", Style(color=palette.strong, bold=True))
    mine, theirs = own[split : split + _MOST], base[split : split + _MOST]
    days = sorted({time for time, _ in mine} | {time for time, _ in theirs})
    for day in days:
        left, right = (
            [part for time, words in life if time == day for part in _lines(time, words, room)]
            for life in (mine, theirs)
        )
        for one, two in zip_longest(left, right, fillvalue=""):
            text.append(one.ljust(half), palette.text).append(" │ ", palette.edge)
            text.append(f"{two}\n", palette.text)
    return text


def _lines(time: float, words: str, room: int) -> list[str]:
    """A moment, and what happened in so many characters a line."""
    whens = chain([wording.moment(time)], repeat(""))
    return [f"{when:<{_DAY}}{part}" for when, part in zip(whens, wrap(words, room), strict=False)]


def lives_card(number: int, own: Lived, base: Lived, view: View, width: int) -> Card:
    """The two lives of one seat as a card on a screen of so many columns."""
    room = min(76, int(0.96 * width) - 8)
    return Card(f"Seat {number}: same customer, other policy", side_by_side(own, base, view, room))


def _open(stage: Stage) -> None:
    stage.show(TwinsScreen(stage))


SCREEN = screen_key("twins", "g", "who was saved, who was lost", _open, Group.READING, tells=True)
