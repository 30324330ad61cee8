"""Stage: what a key, a screen or a lesson may ask of the program; and what a key is.

A screen stands on a stage and knows nothing above it: that keeps every import pointing down, and
lets any screen be opened from a key, the help, the palette or a script alike.
"""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from enum import IntEnum
from typing import Any, NamedTuple, Protocol

from textual.screen import Screen

from journeysim.scenario.scenario import Scenario
from journeysim.scenario.tables import Lesson
from journeysim.tui.session.session import Session
from journeysim.tui.style import Palette
from journeysim.tui.view import View

Clock = Callable[[], float]
"""Seconds, from any moment on."""


class Stage(Protocol):
    """The main screen, as everything that is opened over it sees it.

    live: does time pass by itself? If not, whoever holds the clock calls `look`.
    """

    session: Session
    clock: Clock
    live: bool
    keys: tuple[Key, ...]

    @property
    def palette(self) -> Palette:
        """The colours in force."""

    @property
    def dial_in_hand(self) -> str:
        """The key of the dial that keys turn; "" if none does."""

    def view(self) -> View:
        """This moment, frozen."""

    def look(self) -> None:
        """Let time pass; show what is new."""

    def refresh_view(self) -> None:
        """Show this moment on every panel."""

    def pause(self) -> None:
        """Let the world wait."""

    def say(self, notice: str) -> None:
        """Tell the user something in a line."""

    async def do(self, name: str) -> None:
        """Do what a key does, by its name."""

    async def perform(self, action: str) -> None:
        """Do an action of Textual's own."""

    def show(self, screen: Screen[Any], then: Callable[[Any], None] | None = None) -> None:
        """Lay a screen over this one; `then` takes what it hands back."""

    def run(self, work: Coroutine[Any, Any, None]) -> None:
        """Let something that takes long go on beside the screen."""

    def choose(self, panel: str) -> None:
        """Choose a panel; one that is hidden is shown alone."""

    def maximise(self) -> None:
        """Show the chosen panel alone, or all of them again."""

    def back(self) -> None:
        """Undo whatever covers the screen."""

    def predict(self, question: str) -> None:
        """Pause, hide the future, and ask."""

    def teach(self, lesson: Lesson) -> None:
        """Begin a lesson."""

    def next_beat(self) -> None:
        """The next beat of the lesson, if one is on."""

    def next_theme(self) -> None:
        """Other colours."""

    def copy(self, text: str) -> None:
        """Put a text on the clipboard."""

    def picture(self) -> str:
        """The screen as it stands, as SVG."""

    def play_other(self, scenario: Scenario) -> None:
        """Play another scenario in this one's place."""

    def leave(self) -> None:
        """Quit."""


class Group(IntEnum):
    """Where a key stands in the help, the palette and the footer."""

    TIME = 0
    ASKING = 1
    BRANCHES = 2
    CHOICE = 3
    LESSON = 4
    READING = 5
    PANELS = 6
    HANDLING = 7
    LEAVING = 8


class Key(NamedTuple):
    """One thing that can be done.

    name: what a file that remaps keys calls it; keys: as Textual writes them, "" if it is done from
    the palette alone; shown: what the footer calls it, "" if it leaves it out; face: the key as it
    is printed, if that is not its first name; about: what the palette says of one without keys;
    tells: does it say what a change does, which a lesson hides until its reveal?
    """

    name: str
    keys: str
    words: str
    do: Callable[[Stage], Coroutine[Any, Any, None] | None]
    group: Group
    shown: str = ""
    face: str = ""
    about: str = ""
    tells: bool = False

    @property
    def printed(self) -> str:
        """The key as it stands on the screen."""
        return self.face or self.keys.split(",")[0]


def screen_key(
    name: str,
    keys: str,
    words: str,
    opened: Callable[[Stage], None],
    group: Group,
    shown: str = "",
    face: str = "",
    about: str = "",
    tells: bool = False,
) -> Key:
    """The key of a screen: the world waits, then the screen is opened."""

    def do(stage: Stage) -> None:
        stage.pause()
        opened(stage)

    return Key(name, keys, words, do, group, shown, face, about, tells)


class Program(Protocol):
    """What the main screen may ask of the app that it runs in."""

    @property
    def palette(self) -> Palette:
        """The colours in force."""

    @property
    def symbols(self) -> str:
        """The signs that were asked for."""

    def next_theme(self) -> None:
        """Other colours."""

    async def play_other(self, scenario: Scenario, policy: str | None = None) -> None:
        """Play another scenario in this one's place."""
