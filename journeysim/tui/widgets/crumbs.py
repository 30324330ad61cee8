"""Crumbs: the line at the top of a room: firm, room, and what is shown in it, as much as there is room for."""

from __future__ import annotations

from collections.abc import Sequence

from rich.style import Style
from rich.text import Text
from textual.widget import Widget

from journeysim.tui import wording
from journeysim.tui.style import Palette

BETWEEN = " › "
_APART = "   "
_LEAST = 10
"""Characters of a firm's name at least."""


class Crumbs(Widget):
    """One line."""

    DEFAULT_CSS = "Crumbs { height: 1; background: $raised; padding: 0 1; }"

    where: tuple[str, str, tuple[str, ...], Palette] | None = None

    def show(self, firm: str, room: str, details: tuple[str, ...], palette: Palette) -> None:
        """Say where one is."""
        where = firm, room, details, palette
        if where != self.where:
            self.where = where
            self.refresh()

    def render(self) -> Text:
        """The line."""
        return Text() if self.where is None else crumbs(*self.where, self.size.width)


def crumbs(firm: str, room: str, details: Sequence[str], palette: Palette, width: int) -> Text:
    """Where one is, in so many characters: no word is cut; the last details go first, then the firm's
    name gives way to the first of them."""
    first = details[0] if details else ""
    long = len(BETWEEN) + len(room) + (len(BETWEEN) + len(first) if first else 0)
    shown = wording.shortened(firm, max(_LEAST, width - long))
    text = Text(shown, Style(color=palette.quiet), no_wrap=True, end="", overflow="ellipsis")
    text.append(BETWEEN, palette.quiet)
    text.append(room, Style(color=palette.strong, bold=True))
    for place, detail in enumerate(details):
        between = _APART if place else BETWEEN
        if text.cell_len + len(between) + len(detail) > width:
            break
        text.append(f"{between}{detail}", palette.text)
    return text
