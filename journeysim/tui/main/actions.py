"""Actions: what the main screen's own keys do, one row a key; what opens is in `screens/`."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any

from journeysim.tui.command import command_of
from journeysim.tui.session.session import Session
from journeysim.tui.stage import Group, Key, Stage
from journeysim.tui.view import PlayState
from journeysim.tui.view_builder import state_of

Act = Callable[[Stage], Coroutine[Any, Any, None] | None]


def _decide(decision: Callable[[Session], None]) -> Act:
    """Something that the session does; shown at once."""

    def act(stage: Stage) -> None:
        decision(stage.session)
        stage.look()

    return act


def _of_textual(action: str) -> Act:
    """Something that Textual can do by itself."""

    def act(stage: Stage) -> Coroutine[Any, Any, None]:
        return stage.perform(action)

    return act


async def _restart(stage: Stage) -> None:
    if state_of(stage.session) is PlayState.DIED:
        await stage.session.open()
        stage.look()


def _copy(stage: Stage) -> None:
    command = command_of(stage.session)
    stage.copy(command)
    stage.say(f"Copied: {command}")


def _zoom(stage: Stage) -> None:
    display = stage.session.display
    display.zoomed = not display.zoomed
    stage.refresh_view()


def _vocabulary(stage: Stage) -> None:
    display = stage.session.display
    display.swapped = not display.swapped
    words = "Service is called care now and care service; not a digit has moved."
    stage.say(words if display.swapped else "")


_DAY, _WEEK = 1, 7

ACTIONS = (
    Key("run", "space", "run or pause", _decide(Session.toggle), Group.TIME, "Run"),
    Key("day", "full_stop", "one day on", _decide(lambda s: s.step(_DAY)), Group.TIME, face="."),
    Key("back", "comma", "one day back", _decide(lambda s: s.step(-_DAY)), Group.TIME, face=","),
    Key("week", "greater_than_sign", "one week on",
        _decide(lambda s: s.step(_WEEK)), Group.TIME, face=">"),
    Key("week_back", "less_than_sign", "one week back",
        _decide(lambda s: s.step(-_WEEK)), Group.TIME, face="<"),
    Key("start", "ctrl+home", "back to day 0",
        _decide(lambda s: s.step(-s.horizon)), Group.TIME),
    Key("faster", "plus,equals_sign", "faster", _decide(lambda s: s.hurry(1)), Group.TIME, face="+"),
    Key("slower", "minus", "slower", _decide(lambda s: s.hurry(-1)), Group.TIME, face="-"),
    Key("undo", "u", "undo the last change", _decide(Session.undo), Group.TIME, "Undo"),
    Key("branch", "b", "begin a branch here", _decide(Session.fork), Group.BRANCHES),
    Key("next_branch", "B", "the next branch", _decide(Session.switch), Group.BRANCHES),
    Key("luck", "n", "the same with other luck",
        _decide(lambda s: s.reshuffle(1)), Group.BRANCHES),
    Key("luck_back", "N", "the luck before", _decide(lambda s: s.reshuffle(-1)), Group.BRANCHES),
    Key("copy", "y", "copy the command that gives these numbers", _copy, Group.BRANCHES),
    Key("beat", "enter", "the lesson's next beat", lambda stage: stage.next_beat(), Group.LESSON),
    Key("zoom", "z", "zoom the value axis", _zoom, Group.PANELS),
    Key("maximise", "m", "maximise the chosen panel", lambda stage: stage.maximise(), Group.PANELS),
    Key("vocabulary", "L", "swap the words service and care; no digit moves",
        _vocabulary, Group.HANDLING),
    Key("theme", "t", "night, day, contrast, mono", lambda stage: stage.next_theme(), Group.HANDLING),
    Key("next_dial", "j", "the next dial", _of_textual("app.focus_next"), Group.HANDLING, "Dials",
        face="↑↓←→"),
    Key("previous_dial", "k", "the previous dial",
        _of_textual("app.focus_previous"), Group.HANDLING),
    Key("restart", "r", "restart a simulation that stopped", _restart, Group.HANDLING),
    Key("escape", "escape", "back", lambda stage: stage.back(), Group.LEAVING),
    Key("suspend", "ctrl+z", "suspend", _of_textual("app.suspend_process"), Group.LEAVING),
    Key("quit", "q", "quit", lambda stage: stage.leave(), Group.LEAVING, "Quit"),
)  # fmt: skip
"""The keys that open nothing. A panel's key is in its file, a screen's in its own."""
