"""Over: what lies over the main screen and can be left once, however often its keys are pressed.

Textual takes the uppermost screen away whoever asks, so that a card left twice took the main screen.
"""

from __future__ import annotations

from textual.await_complete import AwaitComplete
from textual.screen import ModalScreen, Screen, ScreenResultType


class Over(Screen[ScreenResultType]):
    """A screen that covers the main one."""

    def dismiss(self, result: ScreenResultType | None = None) -> AwaitComplete:
        """Leave, if this has not been left already."""
        return super().dismiss(result) if self.app.screen is self else AwaitComplete()


class Modal(ModalScreen[ScreenResultType]):
    """A card over the main screen."""

    def dismiss(self, result: ScreenResultType | None = None) -> AwaitComplete:
        """Leave, if this has not been left already."""
        return super().dismiss(result) if self.app.screen is self else AwaitComplete()
