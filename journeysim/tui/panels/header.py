"""Header: what is played, by whom, against whom, and where time stands."""

from __future__ import annotations

from typing import ClassVar

from rich.style import Style
from rich.text import Text
from textual.widget import Widget

from journeysim.tui import wording
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
_ROOMY, _VAST = 110, 150
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
    """The header in so many characters; the policies' names give way first, then the title."""
    palette = view.palette
    state = _STATES[view.state]
    badge = palette.alarm if view.state is PlayState.DIED else palette.edge
    if view.state is PlayState.RUNNING:
        badge = palette.you
    ink = palette.back if view.state is PlayState.RUNNING else palette.strong
    right = _right(view, width)
    text = Text(style=Style(color=palette.text, bgcolor=palette.raised), no_wrap=True, end="")
    room = width - len(state) - len(right) - 8
    named = f"{view.title}, {view.world}" if view.world else view.title
    title = wording.shortened(named, max(8, room // 2 if width < _ROOMY else room))
    text.append(f" {title} ", Style(color=palette.strong, bold=True))
    text.append(f" {state} ", Style(color=ink, bgcolor=badge, bold=True))
    text.append_text(_who(view, width - text.cell_len - len(right) - 4))
    text.append(right.rjust(width - text.cell_len - 1), palette.strong)
    return text


def _who(view: View, room: int) -> Text:
    """Which policy *you* are, with how many changes, and against which, as fully as there is room."""
    palette, count = view.palette, sum(change.is_lever for change in view.changes)
    changed = f" + {count} change{'' if count == 1 else 's'}" if count else ""
    you, against = view.policy, view.baseline.label
    for own, other in (
        (f" = {you}{changed}", f"  against {against}"),
        (f" = {you}{changed}", ""),
        (changed, ""),
    ):
        if len(own) + len(other) + 5 <= room:
            text = Text("  ").append("you", Style(color=palette.you, bold=True)).append(own)
            if other:
                text.append("  against ", palette.quiet)
                text.append(against, Style(color=palette.baseline, bold=True))
            return text
    return Text()


def _right(view: View, width: int) -> str:
    digits = len(str(view.horizon))
    parts = [f"day {view.day:>{digits}} / {view.horizon}"]
    if not view.present:
        parts.append(_speed(view))
    if view.engine and width >= _ROOMY:
        parts.insert(0, _SLOWLY)
    if width >= _ROOMY or not view.forked:
        parts.append(f"seed {view.seed}")
    if view.branch:
        parts.insert(0, f"branch {view.branch}")
    return "  ".join(parts)


def _speed(view: View) -> str:
    """Days per second; if simulating cannot keep up, also what is reached."""
    speed = f"x{view.speed}"
    if view.state is PlayState.RUNNING and view.pace < _SLOW * view.speed:
        return f"{speed} (running x{max(1, round(view.pace))})"
    return speed
