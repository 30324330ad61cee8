"""Layout: which tab is open, which panel is marked as chosen, and what is out of sight meanwhile."""

from __future__ import annotations

from typing import NamedTuple

from textual.screen import Screen

from journeysim.tui.panels import PANELS

ROOM_FOR_A_TAB = 30
"""Rows of a screen from which a tab opens beside the chart; below, it is alone."""

ALWAYS = ("top", "strip")
"""Places that stay when one panel is alone."""


class Arrangement(NamedTuple):
    """chosen: the panel that is marked; maximised: it is alone; tab: the panel that is open as a tab,
    "" if none is."""

    chosen: str = ""
    maximised: bool = False
    tab: str = ""


def is_tab(panel: str) -> bool:
    """Is the panel of this name one that opens as a tab?"""
    return any(each.__name__ == panel and each.PLACE == "tab" for each in PANELS)


def after_choosing(now: Arrangement, panel: str, height: int) -> Arrangement:
    """What is seen once a panel was chosen: a tab opens and closes, alone where there is no room."""
    if not is_tab(panel):
        return now._replace(chosen=panel)
    if now.maximised or height < ROOM_FOR_A_TAB:
        return Arrangement(panel, True, now.tab)
    return Arrangement(panel, False, "" if now.tab == panel else panel)


def arranged(screen: Screen[None], arrangement: Arrangement) -> None:
    """Show what is to be seen."""
    chosen, maximised, tab = arrangement
    for panel in PANELS:
        mine = panel.__name__ == chosen
        for widget in screen.query(panel):
            widget.set_class(mine and maximised, "-alone")
            widget.set_class(not mine and maximised and panel.PLACE not in ALWAYS, "-out")
            if panel.PLACE == "tab":
                widget.set_class(mine and not maximised, "-chosen")
                widget.set_class(panel.__name__ == tab or (mine and maximised), "-open")
    for place in ("hero", "tab", "low"):
        box = screen.query_one(f"#{place}")
        alone = maximised and bool(screen.query(f"#{place} .-alone"))
        box.set_class(alone, "-alone")
        box.set_class(maximised and not alone, "-out")
    screen.query_one("#tab").set_class(bool(tab) or (maximised and is_tab(chosen)), "-open")
