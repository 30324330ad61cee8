"""Header: what is played, whether it runs, and where time stands."""

from __future__ import annotations

from typing import ClassVar

from rich.style import Style
from rich.text import Text
from textual.widget import Widget

from journeysim.tui.panels.panel import PanelKey, Place
from journeysim.tui.view import PlayState, View

_STATES = {
    PlayState.STARTING: "… STARTING",
    PlayState.PAUSED: "‖ PAUSED",
    PlayState.RUNNING: "▶ RUNNING",
    PlayState.FINISHED: "■ FINISHED",
    PlayState.DIED: "✗ STOPPED",
}
_SLOW = 0.8
_LEAST_BAR, _MOST_BAR = 8, 40
_ROOMY = 110
_SLOWLY = "slow engine"


class Header(Widget):
    """One line across the top."""

    PLACE: ClassVar[Place] = "top"
    KEY: ClassVar[PanelKey | None] = None
    CLICK: ClassVar[str] = "run"
    SIZES: ClassVar[str] = ""
    DEFAULT_CSS = "Header { height: 1; background: $raised; }"

    view: View | None = None

    def show(self, view: View) -> None:
        """Show this moment."""
        self.view = view
        self.refresh()

    def render(self) -> Text:
        """The line."""
        return Text() if self.view is None else header(self.view, self.size.width)


def header(view: View, width: int) -> Text:
    """The header in so many characters; the title gives way first, then the bar."""
    palette = view.palette
    state = _STATES[view.state]
    badge = palette.alarm if view.state is PlayState.DIED else palette.edge
    if view.state is PlayState.RUNNING:
        badge = palette.you
    ink = palette.back if view.state is PlayState.RUNNING else palette.strong
    digits = len(str(view.horizon))
    counter = f"day {view.day:>{digits}} / {view.horizon}"
    right = f"{_speed(view)}  seed {view.seed}"
    if view.wanted > 1 and width >= _ROOMY:
        right += f"  run 1 of {view.wanted}"
    if view.branch:
        right = f"branch {view.branch}  {right}"
    if view.engine and width >= _ROOMY:
        right = f"{_SLOWLY}  {right}"
    room = width - len(state) - len(counter) - len(right) - 10
    bar = max(_LEAST_BAR, min(_MOST_BAR, room - len(view.title)))
    title = (
        view.title[: max(0, room - bar - 1)] + "…" if len(view.title) > room - bar else view.title
    )
    text = Text(style=Style(color=palette.text, bgcolor=palette.raised), no_wrap=True, end="")
    text.append(f" {title}  ", Style(color=palette.strong, bold=True))
    text.append(f" {state} ", Style(color=ink, bgcolor=badge, bold=True))
    text.append(f"  {counter} ", Style(color=palette.strong, bold=True))
    done = round(bar * view.day / view.horizon)
    text.append("━" * done, palette.you)
    text.append("─" * (bar - done), palette.faint)
    text.append(right.rjust(width - text.cell_len - 1), palette.quiet)
    return text


def _speed(view: View) -> str:
    """Days per second; if simulating cannot keep up, also what is reached."""
    speed = f"x{view.speed}"
    if view.state is PlayState.RUNNING and view.pace < _SLOW * view.speed:
        return f"{speed} (running x{max(1, round(view.pace))})"
    return speed
