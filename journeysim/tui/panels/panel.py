"""Panel: what a panel's file says of it, beside being a widget."""

from __future__ import annotations

from typing import ClassVar, Literal, NamedTuple, Protocol

from journeysim.tui.view import View

Place = Literal["top", "hero", "tab", "low", "strip"]


class PanelKey(NamedTuple):
    """The key that chooses a panel: its name in a file that remaps keys, the key, and its words."""

    name: str
    keys: str
    words: str


class Panel(Protocol):
    """A part of the view.

    PLACE: where it stands (a tab is seen when it is chosen); KEY: what chooses it, None if nothing does; CLICK: the name of the key
    that a click on it stands for, "" if it is chosen; SIZES: where the size of the screen (the
    breakpoints of the main screen) changes its height or hides it, in Textual's CSS.
    """

    PLACE: ClassVar[Place]
    KEY: ClassVar[PanelKey | None]
    CLICK: ClassVar[str]
    SIZES: ClassVar[str]

    def show(self, view: View) -> None:
        """Show this moment."""
