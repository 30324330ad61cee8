"""NoticeBar: words below the panels, there only while there are any."""

from __future__ import annotations

from textual.widgets import Static

from journeysim.shown import shown_lines


class NoticeBar(Static):
    """Laid out anew only when its words change."""

    def __init__(self, *, id: str) -> None:  # noqa: A002
        super().__init__(id=id, markup=False)
        self.words = ""

    def say(self, words: str) -> None:
        """Show these words, or nothing; what would steer the terminal is written as an escape."""
        words = shown_lines(words)
        if words != self.words:
            self.words = words
            self.update(words)
            self.set_class(bool(words), "-there")
