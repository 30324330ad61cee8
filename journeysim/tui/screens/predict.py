"""Predict: guess first: the direction and a reason, then the number. Nobody sees another's guess."""

from __future__ import annotations

from typing import ClassVar

from rich.style import Style
from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Input, RadioButton, RadioSet, Static

from journeysim.tui import wording
from journeysim.tui.guessing import (
    DIRECTIONS,
    Guess,
    histogram,
    nearest,
    right_direction,
    share_of,
)
from journeysim.tui.overlays.card import Card
from journeysim.tui.stage import Group, Stage, screen_key
from journeysim.tui.style import Palette
from journeysim.tui.view import View

_BARS, _EACH = 36, 4
"""Characters of the longest bar, and of one guess where there are few."""

CHOSEN, OPEN = "(●)", "( )"


class DirectionButton(RadioButton):
    """One direction; what is chosen has another sign, not just another colour."""

    BUTTON_LEFT = BUTTON_RIGHT = ""
    BUTTON_INNER = OPEN

    def watch_value(self) -> None:
        """Another sign for what is chosen."""
        self.BUTTON_INNER = CHOSEN if self.value else OPEN
        super().watch_value()


class PredictScreen(ModalScreen[tuple[Guess, ...] | None]):
    """Hands the guesses over once they are locked; nothing if it was left."""

    DEFAULT_CSS = """
    PredictScreen { align: center middle; background: $back 60%; }
    PredictScreen VerticalScroll { scrollbar-size-vertical: 1;
        width: 80; max-width: 98%; height: auto; max-height: 98%;
        border: round $you; background: $back; padding: 0 2;
    }
    PredictScreen Input, PredictScreen Input:focus { border: none; height: 1; background: $raised; padding: 0 1; margin-bottom: 1; }
    PredictScreen RadioSet, PredictScreen RadioSet:focus { border: none; background: $back; layout: horizontal; height: 1;
        margin-bottom: 1; width: 100%; padding: 0; }
    PredictScreen RadioButton { background: $back; border: none; padding: 0; margin-right: 2; width: auto; }
    PredictScreen RadioButton > .toggle--button { background: $back !important; color: $text !important; }
    PredictScreen RadioButton.-on > .toggle--button { background: $back !important; color: $you !important; text-style: bold; }
    PredictScreen RadioButton.-on > .toggle--label { color: $you; text-style: bold; }
    PredictScreen RadioSet:focus > RadioButton.-selected > .toggle--label {
        background: $raised; color: $strong; text-style: bold underline; }
    PredictScreen #question { margin: 1 0; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", "Not now"),
        Binding("ctrl+r", "reveal", "Lock and reveal"),
    ]

    def __init__(self, view: View, question: str, guesses: tuple[Guess, ...]) -> None:
        super().__init__()
        self.view, self.question, self.guesses = view, question, guesses

    def compose(self) -> ComposeResult:
        """Direction and reason, then the number."""
        horizon = self.view.horizon
        with VerticalScroll(can_focus=False) as card:
            card.border_title = "Predict, then reveal"
            card.border_subtitle = "tab next   enter locks a guess   ctrl+r reveals   esc not now"
            yield Static(self._told(), id="question")
            yield Static("1. Which way will it go?  (← → and space)")
            with RadioSet():
                for direction in DIRECTIONS:
                    yield DirectionButton(direction)
            yield Static("2. Why? One line.")
            yield Input(id="reason", placeholder="because ...", max_length=120)
            yield Static(f"3. How many are retained on day {horizon}, in per cent?")
            yield Input(id="share", placeholder="0 to 100", max_length=7)
            yield Static("4. Whose guess is it?")
            yield Input(id="name", placeholder="a name, a table, a seat", max_length=24)
            yield Static(id="state")

    def on_mount(self) -> None:
        """Say how many have guessed, and nothing of what."""
        self.query_one(RadioSet).focus()
        self._count("")

    def _told(self) -> Text:
        view, palette = self.view, self.view.palette
        text = Text()
        if self.question:
            text.append(f"{self.question}\n\n", Style(color=palette.strong, bold=True))
        for change in view.changes[-4:]:
            sign = "You turned" if change.is_lever else "In this world,"
            text.append(f"{sign} {change.dial.label} from {change.dial.text(change.before)} to ")
            text.append(change.dial.text(change.after), Style(color=palette.you, bold=True))
            text.append(f" on day {change.day}.\n" if change.is_lever else " from the start.\n")
        if not view.forked:
            text.append("No lever is moved yet: you are the baseline.\n", palette.quiet)
        return text

    def _count(self, words: str) -> None:
        number = len(self.guesses)
        hidden = f"{number} guess{'' if number == 1 else 'es'} locked, hidden until the reveal"
        self.query_one("#state", Static).update(
            Text.assemble((f"{words}  " if words else "", self.view.palette.worse), hidden)
        )

    def on_input_submitted(self) -> None:
        """Lock what is written."""
        self._lock()

    def _lock(self) -> bool:
        share = share_of(self.query_one("#share", Input).value)
        chosen = self.query_one(RadioSet).pressed_button
        if chosen is None or not self.query_one("#reason", Input).value.strip():
            self._count("First the direction and a reason, then the number.")
            return False
        if share is None:
            self.query_one("#share", Input).focus()
            self._count("A number from 0 to 100.")
            return False
        name = self.query_one("#name", Input).value.strip() or f"guess {len(self.guesses) + 1}"
        reason = self.query_one("#reason", Input).value.strip()
        self.guesses += (Guess(name, share, str(chosen.label), reason),)
        for field in self.query(Input):
            field.value = ""
        self.query_one(RadioSet).focus()
        self._count("")
        return True

    def action_reveal(self) -> None:
        """Lock what is written, and go on."""
        written = any(field.value for field in self.query(Input))
        if written and not self._lock():
            return
        if not self.guesses:
            self._count("Nobody has guessed yet.")
            return
        self.dismiss(self.guesses)


def debrief(view: View, guesses: tuple[Guess, ...], question: str) -> Card:
    """The histogram of the guesses, who came nearest, and a question to talk about."""
    palette: Palette = view.palette
    truth = float(view.you.retention[view.horizon])
    lead = view.lead(view.horizon)
    text = Text()
    text.append(
        f"On day {view.horizon}, {wording.percent(truth)} are retained", f"bold {palette.you}"
    )
    text.append(" in this run.\n", palette.text)
    if view.forked:
        luck = wording.paired(max(1, len(view.you.runs)))
        other = f"{wording.more_stay(lead)} than under {view.baseline.label} ({luck})"
        text.append(f"{other[0].upper()}{other[1:]}.\n", palette.text)
    text.append("\n")
    rows = histogram(guesses, truth)
    most = max((count for _, count, _ in rows), default=1)
    width = min(_EACH, _BARS / max(1, most))
    for name, count, true in rows:
        bar = "█" * max(1, round(count * width)) if count else ""
        text.append(f"{name:>10} ", palette.quiet).append(bar, palette.baseline)
        text.append(f" {count}" if count else "", palette.text)
        text.append("  ◀ what happened\n" if true else "\n", f"bold {palette.you}")
    near = nearest(guesses, truth)
    if near:
        names = ", ".join(guess.name for guess in near[:5])
        off = 100.0 * abs(near[0].share - truth)
        text.append(f"\nNearest: {names} ({off:.1f} points off).", f"bold {palette.better}")
        if near[0].reason:
            text.append(f" “{near[0].reason}”", palette.text)
        text.append("\n")
    right, guessed = right_direction(guesses, lead)
    if guessed:
        text.append(f"{right} of {guessed} had the direction right.\n", palette.text)
    asked = question or "What surprised you, and which mechanism did it? w says why."
    text.append(f"\n{asked}", f"bold {palette.strong}")
    return Card("What you expected, and what happened", text)


def _open(stage: Stage) -> None:
    stage.predict("")


SCREEN = screen_key("predict", "p", "predict, then reveal", _open, Group.ASKING, "Guess")
