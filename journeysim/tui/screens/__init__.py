"""Screens: one file each: what it shows, its key, its words, and what opens it.

To add one: a file here that ends in a `screen_key(...)`, and a line in `SCREENS`.
"""

from __future__ import annotations

from journeysim.tui.screens import (
    assumptions,
    causes,
    compare,
    dial_worth,
    exports,
    find,
    frontier,
    help,  # noqa: A004
    lessons,
    policies,
    predict,
    save,
    scenarios,
    seats,
    sweep,
    twins,
    why,
)

SCREENS = (
    why.SCREEN,
    predict.SCREEN,
    seats.SCREEN,
    seats.DEMO,
    compare.SCREEN,
    sweep.SCREEN,
    frontier.SCREEN,
    dial_worth.SCREEN,
    find.SCREEN,
    policies.SCREEN,
    scenarios.SCREEN,
    lessons.SCREEN,
    causes.SCREEN,
    twins.SCREEN,
    assumptions.SCREEN,
    save.SCREEN,
    exports.PICTURE,
    help.SCREEN,
    exports.LOG,
    exports.REPORT,
)
"""The keys of all screens, in the order in which help and palette name them within their group."""
