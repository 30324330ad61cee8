"""Twins: who was saved and who was lost, and one life beside the other."""

from __future__ import annotations

from collections import Counter
from typing import ClassVar

from rich.style import Style
from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.screen import Screen
from textual.widgets import Footer, OptionList, Static
from textual.widgets.option_list import Option

from journeysim.causes import CAUSES
from journeysim.tui.overlays.card import Card
from journeysim.tui.seats import Seat, TwinOutcome, first_difference, life, seats
from journeysim.tui.stage import Group, Stage, screen_key
from journeysim.tui.view import View
from journeysim.tui.why import kept

_MOST = 200
Lived = list[tuple[float, str]]


class TwinsScreen(Screen[None]):
    """The ledger on the left, two lives on the right."""

    DEFAULT_CSS = """
    TwinsScreen { background: $back; }
    TwinsScreen #ledger { height: auto; padding: 0 1; margin-bottom: 1; }
    TwinsScreen OptionList { width: 22; scrollbar-size-vertical: 1; border: round $edge; background: $back; height: 1fr; }
    TwinsScreen OptionList:focus { border: round $you; }
    TwinsScreen OptionList > .option-list--option-highlighted,
    TwinsScreen OptionList:focus > .option-list--option-highlighted { background: $raised; text-style: none; }
    TwinsScreen VerticalScroll { scrollbar-size-vertical: 1; border: round $edge; padding: 0 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,g", "dismiss", "Back", key_display="esc"),
        Binding("q,ctrl+c", "app.quit", "Quit", key_display="q"),
    ]

    def __init__(self, stage: Stage) -> None:
        super().__init__()
        self.view = stage.view()
        self.room: list[Seat] = []

    def compose(self) -> ComposeResult:
        """Ledger above, seats and lives below."""
        yield Static(ledger(self.view), id="ledger")
        with Horizontal():
            yield OptionList(*self._options())
            with VerticalScroll():
                yield Static(id="lives")
        yield Footer(show_command_palette=False, compact=False)

    def on_mount(self) -> None:
        """Begin with somebody whose lives differ."""
        self.query_one(OptionList).border_title = "Seats"
        self.query_one(VerticalScroll).border_title = "Same customer, other policy"
        self.query_one(OptionList).focus()
        self.query_one(OptionList).highlighted = 0 if self.room else None

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
        words = {TwinOutcome.SAVED: "★ saved", TwinOutcome.LOST: "✗ lost", TwinOutcome.SAME: ""}
        options = []
        for seat in self.room:
            same = "= left" if seat.cause is not None else "= stays"
            outcome = words[seat.twin] or same
            text = Text.assemble(
                (f"seat {seat.number:>2}  ", palette.text), (outcome, colours[seat.twin])
            )
            options.append(Option(text, str(seat.customer)))
        return options

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Show the lives of the one chosen."""
        view = self.view
        own, base = view.you.first, view.baseline.first
        if event.option.id is None or own is None or base is None:
            return
        who = int(event.option.id)
        mine = life(own, who, view.names, view.horizon)
        theirs = life(base, who, view.names, view.horizon)
        width = self.query_one(VerticalScroll).content_size.width or 70
        self.query_one("#lives", Static).update(side_by_side(mine, theirs, view, width))


def ledger(view: View) -> Text:
    """Saved, lost and unchanged over all paired runs, and over what."""
    palette = view.palette
    pairs = list(zip(view.you.whole, view.baseline.whole, strict=False))
    text = Text()
    if not view.forked or not pairs:
        return text.append(
            "Nobody's life differs: no lever is moved, or nothing is known yet.", palette.quiet
        )
    saved: Counter[int] = Counter()
    lost: Counter[int] = Counter()
    people = 0
    for one, two in pairs:
        stay, go = kept(one, two, float(view.horizon))
        saved, lost, people = saved + stay, lost + go, people + len(one.left)
    share = 1000.0 / people
    text.append(
        f"Of 1,000 customers on day {view.horizon}, over {len(pairs)} paired runs\n", palette.quiet
    )
    for sign, name, causes, colour in (
        ("★", f"saved: leave under {view.baseline.label}, stay under yours", saved, palette.better),
        ("✗", f"lost: stay under {view.baseline.label}, leave under yours", lost, palette.worse),
    ):
        text.append(f"{sign} {causes.total() * share:5.0f} ", Style(color=colour, bold=True))
        text.append(name, palette.strong)
        over = [
            f"{count * share:.0f} {CAUSES[cause].screen}"
            for cause, count in causes.most_common(3)
            if cause >= 0 and count * share >= 0.5
        ]
        text.append(f"  ({', '.join(over)})\n" if over else "\n", palette.quiet)
    same = 1000.0 - (saved.total() + lost.total()) * share
    text.append(f"= {same:5.0f} the same in both lives", palette.quiet)
    return text


def side_by_side(own: Lived, base: Lived, view: View, width: int) -> Text:
    """Two lives in two columns; what is the same stands once."""
    palette = view.palette
    split = first_difference(own, base)
    half = max(20, (width - 3) // 2)
    text = Text(no_wrap=True)
    text.append("you".ljust(half), Style(color=palette.you, bold=True))
    text.append(f"   {view.baseline.label}\n", Style(color=palette.baseline, bold=True))
    for time, words in own[max(0, split - 12) : split]:
        text.append(f"d{time:<7.1f}{words}\n", palette.quiet)
    if split >= max(len(own), len(base)):
        return text.append("The same in both lives.", palette.text)
    text.append("─" * min(width - 2, 2 * half + 3) + "\n", palette.edge)
    text.append("here the lives part\n", Style(color=palette.strong, bold=True))
    mine, theirs = own[split : split + _MOST], base[split : split + _MOST]
    days = sorted({time for time, _ in mine} | {time for time, _ in theirs})
    for day in days:
        left = [words for time, words in mine if time == day]
        right = [words for time, words in theirs if time == day]
        for index in range(max(len(left), len(right))):
            one = f"d{day:<7.1f}{left[index]}" if index < len(left) else ""
            two = f"d{day:<7.1f}{right[index]}" if index < len(right) else ""
            text.append(one[:half].ljust(half), palette.text).append(" │ ", palette.edge)
            text.append(two[:half] + "\n", palette.text)
    return text


def lives_card(number: int, own: Lived, base: Lived, view: View) -> Card:
    """The two lives of one seat as a card."""
    return Card(f"Seat {number}: same customer, other policy", side_by_side(own, base, view, 76))


def _open(stage: Stage) -> None:
    stage.show(TwinsScreen(stage))


SCREEN = screen_key("twins", "g", "who was saved, who was lost", _open, Group.READING)
