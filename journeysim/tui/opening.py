"""Opening: what each key opens over the playing screen, by name; each is loaded when it is asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from journeysim.tui.app import PlayApp
    from journeysim.tui.screens.playing import Playing


def open_over(app: PlayApp, what: str, playing: Playing) -> None:
    """Open it."""
    _OPENERS[what](app, playing)


def _help(app: PlayApp, playing: Playing) -> None:
    from journeysim.tui.screens.help import Help

    def do(action: str | None) -> None:
        if action is not None:
            playing.call_after_refresh(playing.run_action, action)

    app.push_screen(Help(app.palette), do)


def _why(app: PlayApp, playing: Playing) -> None:
    from journeysim.tui.screens.card import Card, rows
    from journeysim.tui.why import sentences

    app.push_screen(Card("Why", rows(sentences(playing.view()), app.palette)))


def _later(app: PlayApp, playing: Playing) -> None:
    playing.say("There is nothing behind this key yet.")


_OPENERS = {
    "help": _help,
    "why": _why,
}
