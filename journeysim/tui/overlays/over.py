"""Over: what lies over the main screen and can be left once, however often its keys are pressed.

Textual takes the uppermost screen away whoever asks, so that a card left twice took the main screen.
"""

from __future__ import annotations

from typing import ClassVar

from textual.await_complete import AwaitComplete
from textual.binding import Binding, BindingType
from textual.screen import ModalScreen, Screen, ScreenResultType


class Over(Screen[ScreenResultType]):
    """A screen that covers the main one; ? says its keys."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("question_mark", "keys", "Keys", key_display="?"),
        Binding("t", "theme", "Other colours", show=False),
    ]

    def action_keys(self) -> None:
        """The keys of this screen, on a card."""
        show_keys = getattr(self.app, "show_keys", None)
        if show_keys is not None:
            show_keys(self)

    def action_theme(self) -> None:
        """Other colours."""
        next_theme = getattr(self.app, "next_theme", None)
        if next_theme is not None:
            next_theme()

    def dismiss(self, result: ScreenResultType | None = None) -> AwaitComplete:
        """Leave, if this has not been left already."""
        return super().dismiss(result) if self.app.screen is self else AwaitComplete()


class Modal(ModalScreen[ScreenResultType]):
    """A card over the main screen."""

    def dismiss(self, result: ScreenResultType | None = None) -> AwaitComplete:
        """Leave, if this has not been left already."""
        return super().dismiss(result) if self.app.screen is self else AwaitComplete()
