"""Help: the keys, to be searched and done, and the words of the screen."""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Input, OptionList
from textual.widgets.option_list import Option

from journeysim.tui.overlays.choice import hung
from journeysim.tui.overlays.over import Modal
from journeysim.tui.stage import Group, Stage, screen_key
from journeysim.tui.widgets.choices import ChoiceList
from journeysim.tui.widgets.slider import DIAL_KEYS

WORDS = (
    ("you", "the policy with your changes: the solid line, the filled mark"),
    ("baseline", "same customer, other policy: the dashed line, the open mark"),
    ("dotted", "the days to come, if nothing more is changed"),
    ("retained", "share of the customers of day 0 who are still there"),
    ("points", "difference of two shares: 80 % is 2 points above 78 %"),
    ("this run", "the first of the paired runs: figures, lines, map, queues, seats are its"),
    ("paired runs", "each run lives twice with the same luck; only differences are compared"),
    ("± 1.0", "what chance allows: 95 of 100 such intervals hold the true difference"),
    ("too close to call", "the interval holds zero: more runs, or no difference"),
    ("lever", "what the firm does: changes your line, from that day on"),
    ("world", "what it cannot choose: changes both lines, from day 0"),
    ("said nothing", "unhappy, and nobody heard of it; it is carried, and weighs"),
    ("ghosts", "problems that would have happened, and were prevented"),
    ("branch", "another way things may have gone, from some day on"),
    ("other luck", "the same firm and policies with other chances: n"),
)
"""The glossary."""

_FACE = 12
"""Characters of a key or a word at least."""

_MOVES = {
    "up": "cursor_up",
    "down": "cursor_down",
    "pageup": "page_up",
    "pagedown": "page_down",
    "ctrl+home": "first",
    "ctrl+end": "last",
}
"""Keys that go through the list while one types in the search."""


class HelpScreen(Modal[str | None]):
    """A card over the screen; what is chosen on it is done."""

    DEFAULT_CSS = """
    HelpScreen { align: center middle; background: $back 60%; }
    HelpScreen Vertical {
        width: 84; max-width: 96%; height: 92%; border: round $you; background: $back; padding: 0 1;
    }
    HelpScreen Input, HelpScreen Input:focus { border: none; height: 1; background: $raised; padding: 0 1; }
    HelpScreen OptionList, HelpScreen OptionList:focus {
        border: none; height: 1fr; background: $back; padding: 0;
    }
    HelpScreen OptionList > .option-list--option-highlighted,
    HelpScreen OptionList:focus > .option-list--option-highlighted { background: $raised; text-style: none; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss(None)", "Close")]

    def __init__(self, stage: Stage) -> None:
        super().__init__()
        self.stage = stage

    def compose(self) -> ComposeResult:
        """A search above all that there is."""
        with Vertical() as card:
            card.border_title = "Keys and words"
            card.border_subtitle = "type to search, enter does it, esc closes"
            yield Input(placeholder="search keys and words")
            yield ChoiceList(*self._options(""))

    def on_input_changed(self, event: Input.Changed) -> None:
        """Show what fits."""
        options = self.query_one(OptionList)
        options.clear_options()
        options.add_options(self._options(event.value.casefold()))
        options.highlighted = 0

    def on_input_submitted(self) -> None:
        """Do the first that fits."""
        self.query_one(OptionList).action_select()

    def on_key(self, event: events.Key) -> None:
        """Some keys go through the list while one types; ? closes an empty search."""
        options = self.query_one(OptionList)
        if event.key in _MOVES:
            event.prevent_default()
            event.stop()
            getattr(options, f"action_{_MOVES[event.key]}")()
        elif event.key == "question_mark" and not self.query_one(Input).value:
            event.stop()
            event.prevent_default()
            self.dismiss(None)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Hand the name of the key back; a word of the glossary is no key."""
        if event.option.id is not None:
            self.dismiss(event.option.id)

    def _options(self, sought: str) -> list[Option]:
        options, palette = [], self.stage.palette
        for key in self.stage.keys:
            words = f"{key.words}: {key.about}" if key.about else key.words
            face = key.printed if key.keys else ""
            if sought in f"{face} {words}".casefold():
                options.append(Option(hung(face, words, _FACE, palette), key.name))
        for name, words in (*DIAL_KEYS, *WORDS):
            if sought in f"{name} {words}".casefold():
                options.append(Option(hung(name, words, _FACE, palette)))
        return options


def _open(stage: Stage) -> None:
    def take(name: str | None) -> None:
        if name is not None:
            stage.run(stage.do(name))

    stage.show(HelpScreen(stage), take)


SCREEN = screen_key(
    "help", "question_mark,ctrl+p", "keys and words", _open, Group.HANDLING, "Help", "?"
)
