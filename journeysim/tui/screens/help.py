"""Help: the keys, and the words of the screen."""

from __future__ import annotations

from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Static

from journeysim.tui.style import NIGHT

KEYS = (
    ("space", "run or pause"),
    (". >", "one day, one week on"),
    ("+ -", "faster, slower"),
    ("← →  h l", "turn the dial a step; with shift five"),
    ("home end", "the dial's lowest, highest value"),
    ("backspace", "the dial back to the baseline's value"),
    ("tab  j k", "next, previous dial"),
    ("u", "undo the last change"),
    ("r", "restart a simulation that stopped"),
    ("q", "quit"),
)
WORDS = (
    ("you", "the policy with your changes: the solid line"),
    ("baseline", "the same customers, other policy: the dashed line"),
    ("dotted", "the days to come, if nothing more is changed"),
    ("retained", "share of the customers of day 0 who are still there"),
    ("points", "difference of two shares: 80 % is 2 points above 78 %"),
    ("lever", "what the firm does: changes your line, from that day on"),
    ("world", "what it cannot choose: changes both lines, from day 0"),
    ("1 run", "one life of this world: other luck gives other numbers"),
)


class Help(ModalScreen[None]):
    """A card over the screen; any of its keys closes it."""

    DEFAULT_CSS = """
    Help { align: center middle; background: $back 60%; }
    Help VerticalScroll {
        width: 74; max-width: 96%; height: auto; max-height: 96%;
        border: round $you; background: $back; padding: 0 2;
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,question_mark,q,space,enter", "dismiss", "Close"),
    ]

    def compose(self) -> ComposeResult:
        """Both tables, one below the other."""
        with VerticalScroll() as card:
            card.border_title = "Keys and words"
            card.border_subtitle = "esc closes"
            yield Static(page())


def page() -> Text:
    """The text of the card."""
    text = Text()
    for rows in (KEYS, WORDS):
        for name, meaning in rows:
            text.append(f"{name:<11}", f"bold {NIGHT.you}").append(f"{meaning}\n", NIGHT.text)
        text.append("\n")
    text.rstrip()
    return text
