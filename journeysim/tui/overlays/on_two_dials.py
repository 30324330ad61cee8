"""OnTwoDials: a room that looks at every setting of two dials; what its keys do in either of them."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType

from journeysim.tui.overlays.overlay import Overlay
from journeysim.tui.stage import Stage
from journeysim.tui.two_dials import RUNS, TwoDials


class OnTwoDials(Overlay):
    """Arrows go from setting to setting, enter loads one into the live view, tab takes another dial."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left,h", "move(-1,0)", "Another setting", show=False),
        Binding("right,l", "move(1,0)", "Another setting", show=False),
        Binding("up,k", "move(0,1)", "Another setting", show=False),
        Binding("down,j", "move(0,-1)", "Another setting", show=False),
        Binding("enter", "load", "Load it"),
        Binding("tab", "dial(0)", "Dial across"),
        Binding("shift+tab", "dial(1)", "Dial up", key_display="shift+tab"),
    ]

    def __init__(self, stage: Stage, levers_only: bool = False) -> None:
        super().__init__(stage)
        self.grid = TwoDials(stage.session, levers_only)

    def ask(self) -> None:
        """Every setting, one replication after the other."""
        self.grid.ask()

    @property
    def progress(self) -> str:
        """How far it is."""
        known = [self.grid.lead(*place) for place in self.grid.places]
        done, wanted = sum(lead.n for lead in known if lead), RUNS * len(known)
        return f"{done} of {wanted} paired runs" if done < wanted else f"{RUNS} paired runs each"

    def action_move(self, x: int, y: int) -> None:
        """Another setting."""
        self.grid.move(x, y)
        self.refresh_text()

    def action_dial(self, which: int) -> None:
        """Another dial on this axis."""
        self.grid.other_dial(which)
        self.refresh_text()

    def action_load(self) -> None:
        """Play this setting: both dials turned on day 0."""
        self.grid.load()
        self.action_leave()
