"""Predict: guess the effect first: which way, how many of 1,000, and why. Nobody sees another's guess."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from rich.style import Style
from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import Input, RadioButton, RadioSet, Static

from journeysim.tui import wording
from journeysim.tui.ballot import Ballot
from journeysim.tui.debriefing import happened, verdicts
from journeysim.tui.guessing import (
    DIRECTIONS,
    SAME,
    guessed,
    histogram,
    people_of,
)
from journeysim.tui.overlays.card import Card
from journeysim.tui.overlays.over import Modal
from journeysim.tui.stage import Group, Stage, screen_key
from journeysim.tui.style import Palette
from journeysim.tui.view import View
from journeysim.tui.wording import OF

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


class PredictScreen(Modal[bool]):
    """Writes into the ballot; hands back True once it is locked, False if it was left.

    What is typed is in the ballot from the first letter on, so that leaving loses nothing.
    """

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
        Binding("escape", "dismiss(False)", "Not now"),
        Binding("ctrl+r", "reveal", "Lock and reveal"),
    ]

    def __init__(
        self, view: View, question: str, ballot: Ballot, locked: Callable[[], None] = lambda: None
    ) -> None:
        super().__init__()
        self.view, self.question, self.ballot, self.locked = view, question, ballot, locked

    def compose(self) -> ComposeResult:
        """Direction and number, then the reason and the name."""
        draft = self.ballot.draft
        with VerticalScroll(can_focus=False) as card:
            again = f": the vote {self.ballot.vote}" if self.ballot.earlier else ""
            card.border_title = f"Predict, then reveal{again}"
            card.border_subtitle = "tab next   enter locks a guess   ctrl+r reveals   esc not now"
            yield Static(self._told(), id="question")
            yield Static("1. Which way will it go?  (← → and space)")
            with RadioSet():
                for direction in DIRECTIONS:
                    yield DirectionButton(direction, value=direction == draft.get("direction"))
            yield Static(f"2. How many of {wording.count(OF)} more, or fewer?")
            yield Input(
                draft.get("people", ""), id="people", placeholder=f"0 to {OF}", max_length=6
            )
            yield Static("3. Why? One line.")
            yield Input(
                draft.get("reason", ""), id="reason", placeholder="because ...", max_length=120
            )
            yield Static("4. Whose guess is it?")
            yield Input(
                draft.get("name", ""),
                id="name",
                placeholder="a name, a table, a seat",
                max_length=24,
            )
            yield Static(id="state")

    def learn(self, now: Callable[[], View]) -> None:
        """Say how many stay without it, where that was not known yet when the card was opened."""
        if self.view.given is None and self.is_mounted:
            view = now()
            if view.given is not None:
                self.view = view
                self.query_one("#question", Static).update(self._told())

    def on_mount(self) -> None:
        """Say how many have guessed, and nothing of what."""
        self.query_one(RadioSet).focus()
        self._count("")

    def on_input_changed(self, event: Input.Changed) -> None:
        """Keep what is typed."""
        self.ballot.draft[event.input.id or ""] = event.value

    def on_radio_set_changed(self, event: RadioSet.Changed) -> None:
        """Keep what is chosen."""
        self.ballot.draft["direction"] = str(event.pressed.label)

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
            text.append("No lever is moved: you are the baseline.\n", palette.quiet)
        if view.given is not None:
            text.append(f"Under “{view.baseline.label}”, ")
            stay = f"{round(OF * view.given)} of {wording.count(OF)} customers"
            text.append(stay, Style(color=palette.baseline, bold=True))
            text.append(f" are still here on day {view.horizon}.\n")
        return text

    def _count(self, words: str) -> None:
        number, expected = len(self.ballot.guesses), self.ballot.expected
        if expected:
            hidden = f"{number} of {expected} guesses locked, hidden until the reveal"
        else:
            hidden = f"{number} guess{'' if number == 1 else 'es'} locked, hidden until the reveal"
        if self.ballot.stands:
            hidden = hidden.replace(
                ", hidden until the reveal", "; ctrl+r lets the first vote stand"
            )
        if self.ballot.fault:
            hidden += f"\nGuesses are not kept on disk: {self.ballot.fault}"
        self.query_one("#state", Static).update(
            Text.assemble((f"{words}  " if words else "", self.view.palette.worse), hidden)
        )

    def on_input_submitted(self) -> None:
        """Lock what is written."""
        self._lock()

    def _lock(self) -> bool:
        draft = self.ballot.draft
        direction, reason = draft.get("direction", ""), draft.get("reason", "").strip()
        people = people_of(draft.get("people", ""))
        if direction == SAME:
            people = 0.0
        if direction not in DIRECTIONS or not reason:
            self._count("First the direction and a reason, then the number.")
            return False
        if people is None:
            self.query_one("#people", Input).focus()
            self._count(f"A number from 0 to {OF}.")
            return False
        name = draft.get("name", "").strip() or f"guess {len(self.ballot.guesses) + 1}"
        self.ballot.put(guessed(name, direction, people, reason))
        for field in self.query(Input):
            field.value = ""
        buttons = self.query_one(RadioSet)
        with buttons.prevent(RadioButton.Changed):
            for button in buttons.query(DirectionButton):
                button.value = False
        buttons._pressed_button = None
        self.ballot.draft.clear()
        buttons.focus()
        self._count("")
        self.locked()
        return True

    def action_reveal(self) -> None:
        """Lock what is written, and go on."""
        written = any(field.value for field in self.query(Input))
        if written and not self._lock():
            return
        self.ballot.let_stand()
        if not self.ballot.guesses:
            self._count("Nobody has guessed yet.")
            return
        self.dismiss(True)


def debrief(view: View, ballot: Ballot, question: str) -> Card:
    """What happened, the histogram of the guesses, who came nearest, what talking moved, and a question
    to talk about."""
    palette: Palette = view.palette
    lead = view.difference("retention", view.horizon)
    truth = round(OF * lead.mean)
    guesses = ballot.guesses or ballot.earlier
    text = Text()
    for line in happened(view):
        text.append(f"{line}\n", palette.text)
    text.append("\n")
    rows = histogram(guesses, truth)
    most = max((count for _, count, _ in rows), default=1)
    width = min(_EACH, _BARS / max(1, most))
    for name, count, true in rows:
        bar = "█" * max(1, round(count * width)) if count else ""
        text.append(f"{name:>14} ", palette.quiet).append(bar, palette.baseline)
        text.append(f" {count}" if count else "", palette.text)
        text.append("  ◀ what happened\n" if true else "\n", f"bold {palette.you}")
    for line in verdicts(guesses, ballot.earlier if ballot.guesses else (), lead):
        text.append(f"\n{line}", f"bold {palette.better}" if "Nearest" in line else palette.text)
    if ballot.file is not None and not ballot.fault:
        text.append(f"\nKept in {ballot.file.path.name}.", palette.quiet)
    asked = question or "What surprised you, and which mechanism did it? w says why."
    text.append(f"\n\n{asked}", f"bold {palette.strong}")
    return Card("What you expected, and what happened", text)


def _open(stage: Stage) -> None:
    stage.predict("")


SCREEN = screen_key("predict", "p", "predict, then reveal", _open, Group.ASKING, "Guess")
