"""Idle: why a dial would move nothing where the world stands, in words; "" if it may move something.

What can be read off the policy in force: a touch whose day is past, a touch that reaches nobody. What
only a run can tell (a threshold that nobody passes) is said once it was turned and nothing differed.
"""

from __future__ import annotations

import numpy as np

from journeysim.numerals import numeral
from journeysim.scenario.tables import Levers
from journeysim.tui.dials import ScaledDial
from journeysim.tui.run_cache import CachedRuns

NOTHING_MOVED = "turned, and nothing moved"

_TOUCHES = ("care", "touches")
_REACH = "reach"


def of_policy(dial: ScaledDial, levers: Levers, day: int, reach: float | None = None) -> str:
    """What the levers in force on a day say; reach: what a dial in motion stands at, if there is one."""
    if dial.side != "lever" or dial.path[:2] != _TOUCHES:
        return ""
    touch = levers.care.touches.get(dial.path[2])
    if touch is None:
        return ""
    if touch.trigger == "date" and day > touch.on:
        return f"day {numeral(touch.on, ',g')} is past"
    if dial.path[3:] != (_REACH,) and not (touch.reach if reach is None else reach):
        return f"{dial.path[2].replace('_', ' ')} reaches nobody"
    return ""


def of_runs(before: CachedRuns, after: CachedRuns) -> str:
    """What the first run says, without a change and with it."""
    one, two = before.whole.get(0), after.whole.get(0)
    if one is None or two is None or not np.array_equal(one.days, two.days, equal_nan=True):
        return ""
    return NOTHING_MOVED
