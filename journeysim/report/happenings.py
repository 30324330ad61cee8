"""Happenings: what happens to a customer, in words; one sentence a row of the log."""

from __future__ import annotations

from math import exp

from journeysim.events import CAUSE_NAMES, FIRST, IN_TIME, KINDS, WARM, EventType, Row
from journeysim.report.figures import figure
from journeysim.scenario.world import Names
from journeysim.units import minutes

_WAITED = (EventType.ANSWERED, EventType.CALLED_BACK, EventType.ABANDONED, EventType.TURNED_AWAY)
_PAID = (
    EventType.PURCHASE,
    EventType.ELSEWHERE,
    EventType.REFUNDED,
    EventType.RETURNED,
    EventType.CROSS_SOLD,
)
_OF_TOUCH = (
    EventType.TOUCHED, EventType.TOUCH_EXPIRED, EventType.TOUCH_OVER_CAPACITY, EventType.TOUCH_STARTED, EventType.OFFERED,
    EventType.WOKEN, EventType.MEMBER,
)  # fmt: skip
_OF_PROBLEM = (
    EventType.FAILURE, EventType.REQUEST, EventType.PREVENTED, EventType.INTERCEPTED, EventType.INTERCEPT_MISSED,
    EventType.SILENT, EventType.HEALED, EventType.FOUND, EventType.CONTACT, EventType.ANSWERED, EventType.CALLED_BACK,
    EventType.ABANDONED, EventType.TURNED_AWAY, EventType.OVERFLOWED, EventType.SELF_SERVED, EventType.RESOLVED,
    EventType.UNRESOLVED, EventType.ESCALATED, EventType.GAVE_UP, EventType.REFUNDED, EventType.GOODWILL, EventType.CUT_SHORT,
)  # fmt: skip
_TO_CHANNEL = (EventType.CONTACT, EventType.OVERFLOWED, EventType.ESCALATED)

CAUSES = {
    "silent": "a problem kept silent",
    "unresolved": "an unresolved matter",
    "residual": "what a settled problem left",
    "waiting": "waiting",
    "cold": "cold treatment",
    "effort": "effort",
    "overcontact": "too many touches",
    "pushy": "a pushy sale",
    "offer": "an offer or a reminder that woke them",
    "distrust": "distrust",
    "competition": "nothing the firm did",
}
"""Why people leave, in words."""


def happening(row: Row, names: Names, currency: str = "") -> str:
    """One row in words: what happened, over what, how."""
    if row.kind == EventType.CAUSE:
        return f"... {row.value:.2f} by {CAUSES[CAUSE_NAMES[row.slot]]}"
    text = KINDS[row.kind - 1].text
    if row.kind == EventType.JOINED and row.number == 0:
        text = "is a customer"
    about = _about(row, names)
    details = ", ".join(filter(None, _details(row, names, currency)))
    return f"{text}{f': {about}' if about else ''}{f' ({details})' if details else ''}"


def _about(row: Row, names: Names) -> str:
    """What a row is about, by name."""
    if row.kind in _OF_TOUCH:
        return _spoken(names.touches[row.slot])
    if row.kind in _OF_PROBLEM:
        return _spoken(names.problems[row.slot])
    if row.kind == EventType.LEFT:
        return f"mostly {CAUSES[CAUSE_NAMES[row.slot]]}"
    return ""


def _details(row: Row, names: Names, currency: str) -> list[str]:
    """How it went: minutes waited, money, warmth, severity."""
    kind = row.kind
    if kind in _WAITED:
        return [f"{minutes(row.value):.1f} min" if row.value else "at once"]
    if kind in _PAID:
        return [figure(row.value, "money", currency)]
    if kind in _TO_CHANNEL:
        return [_spoken(names.channels[row.place])]
    if kind in (EventType.RESOLVED, EventType.UNRESOLVED):
        return [
            "warm" if row.marks & WARM else "cold",
            "" if row.marks & IN_TIME else "after too long a wait",
            "" if row.marks & FIRST else "told again",
        ]
    if kind == EventType.FAILURE:
        return [f"severity {row.value:.2f}"]
    if kind == EventType.GOODWILL:
        return [figure(-row.money, "money", currency)]
    if kind == EventType.OFFERED:
        return [f"leaving {exp(row.value):.2f} times as likely while it runs"]
    if kind == EventType.TOUCHED:
        return ["one too many" if row.attempt else ""]
    if kind == EventType.FOUND:
        return [_spoken(names.touches[row.place])]
    if kind in (EventType.INTERCEPTED, EventType.INTERCEPT_MISSED):
        return [_spoken(names.touches[row.attempt])]
    return []


def _spoken(name: str) -> str:
    return name.replace("_", " ")
