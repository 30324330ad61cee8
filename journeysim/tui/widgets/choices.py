"""Choices: a list to choose from; going a page on does nothing while it has no lines yet."""

from __future__ import annotations

from contextlib import suppress

from textual.widgets import OptionList


class ChoiceList(OptionList):
    """Textual's own list looks lines up that are not laid out when keys come fast."""

    def action_page_up(self) -> None:
        """A page up, if there is one."""
        with suppress(LookupError):
            super().action_page_up()  # type: ignore[no-untyped-call]

    def action_page_down(self) -> None:
        """A page down, if there is one."""
        with suppress(LookupError):
            super().action_page_down()  # type: ignore[no-untyped-call]
