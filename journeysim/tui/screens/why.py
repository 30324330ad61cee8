"""Why: the numbers on the screen in sentences, on a card that fills in as lives are compared."""

from __future__ import annotations

from rich.text import Text
from textual.widgets import Static

from journeysim.tui.command import ledger_request
from journeysim.tui.overlays.card import Card, rows
from journeysim.tui.protocol import Counted
from journeysim.tui.stage import Group, Stage, screen_key
from journeysim.tui.why import sentences, title

FRAME = 0.2


class WhyCard(Card):
    """The sentences; what made the difference follows once it is counted."""

    def __init__(self, stage: Stage) -> None:
        self.stage, self.view = stage, stage.view()
        self.request = ledger_request(stage.session, len(self.view.you.whole))
        self.counted = self._counted()
        super().__init__(title(self.view), self._rows())

    def _counted(self) -> Counted | None:
        if self.request is None or not self.view.is_known:
            return None
        return self.stage.session.exchange.ledger(self.request)

    def _rows(self) -> Text:
        return rows(sentences(self.view, self.counted), self.stage.palette)

    def on_mount(self) -> None:
        """Look now and then whether it is counted."""
        if self.counted is None and self.stage.live:
            self.set_interval(FRAME, self.look)

    def look(self) -> None:
        """Say what was counted, once it is."""
        if self.counted is None:
            self.counted = self._counted()
            if self.counted is not None:
                self.query_one(Static).update(self._rows())


def _open(stage: Stage) -> None:
    stage.show(WhyCard(stage))


SCREEN = screen_key(
    "why", "w", "why: the numbers in sentences", _open, Group.ASKING, "Why", tells=True
)
