"""State: what an engine keeps of the firm itself: its stations, care work and dated plan.

Customers and cases are in `model.customer`, because rules read them; nothing here is for rules.
References between states are positions, so that both engines hold them alike.
"""

from __future__ import annotations

from dataclasses import dataclass

NOBODY = -1
"""The position that means none."""


@dataclass(slots=True)
class Firm:
    """What there is once: the phase of the policy and the period (`leaving.period`), what is said
    of the firm now and was on day 0, spare places."""

    phase: int = 0
    period: int = 0
    rumour: float = 0.0
    usual_rumour: float = 0.0
    rumour_at: float = 0.0
    spare_case: int = NOBODY
    spare_item: int = NOBODY


@dataclass(slots=True)
class Station:
    """One channel: who is at work, who queues (first to last case), what care work lies there.

    places: the talks they can hold at once; pay: money per day of this staffing; version: which plan of its staffing is in force.
    """

    slot: int = 0
    present: int = 0
    places: int = 0
    opens: int = 0
    pay: float = 0.0
    busy: int = 0
    waiting: int = 0
    first: int = NOBODY
    last: int = NOBODY
    first_item: int = NOBODY
    last_item: int = NOBODY
    version: int = 0


@dataclass(slots=True)
class WorkItem:
    """Care work that waits for a free agent."""

    row: int = 0
    slot: int = 0
    ordinal: int = 0
    kind: int = 0
    since: float = 0.0
    following: int = NOBODY


@dataclass(slots=True)
class DailyQuota:
    """One touch: what was begun today, and which plan of it is in force."""

    day: int = -1
    begun: int = 0
    version: int = 0
