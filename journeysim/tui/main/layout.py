"""Layout: which panel is marked as chosen, and which are out of sight while one is alone."""

from __future__ import annotations

from textual.screen import Screen

from journeysim.tui.panels import PANELS

BOXES = ("#left", "#right", "#below")


def arranged(screen: Screen[None], chosen: str, maximised: bool) -> None:
    """Mark the panel of this name; maximised: it is alone, whatever else has a place."""
    for panel in PANELS:
        if panel.PLACE == "top":
            continue
        for widget in screen.query(panel):
            mine = panel.__name__ == chosen
            widget.set_class(mine and not maximised, "-chosen")
            widget.set_class(mine and maximised, "-alone")
            widget.set_class(not mine and maximised, "-out")
    for box in BOXES:
        alone = bool(screen.query(f"{box} .-alone"))
        screen.query_one(box).set_class(maximised and alone, "-alone")
        screen.query_one(box).set_class(maximised and not alone, "-out")
    main = bool(screen.query("#main .-alone"))
    screen.query_one("#main").set_class(maximised and not main, "-out")
