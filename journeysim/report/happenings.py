"""Happenings: what happens to a customer, in words; one sentence a row of the log."""

from __future__ import annotations

from journeysim.causes import CAUSES
from journeysim.events import FIRST, IN_TIME, KINDS, WARM, EventType, Refers, Row
from journeysim.numerals import numeral
from journeysim.report.figures import figure
from journeysim.scenario.world import Names
from journeysim.units import minutes

_TO_CHANNEL = (EventType.CONTACT, EventType.OVERFLOWED, EventType.ESCALATED)


def happening(row: Row, names: Names, currency: str = "") -> str:
    """One row in words: what happened, over what, how."""
    if row.kind == EventType.CAUSE:
        return f"... {numeral(row.value, '.2f')} by {CAUSES[row.slot].life}"
    text = KINDS[row.kind - 1].text
    if row.kind == EventType.JOINED and row.number == 0:
        text = "is a customer"
    about = _about(row, names)
    details = ", ".join(filter(None, _details(row, names, currency)))
    return f"{text}{f': {about}' if about else ''}{f' ({details})' if details else ''}"


def _about(row: Row, names: Names) -> str:
    """What a row is about, by name."""
    refers = KINDS[row.kind - 1].slot.refers
    if refers is Refers.TOUCH:
        return _spoken(names.touches[row.slot])
    if refers is Refers.PROBLEM:
        return _spoken(names.problems[row.slot])
    if row.kind == EventType.LEFT:
        return f"mostly {CAUSES[row.slot].life}"
    return ""


def _details(row: Row, names: Names, currency: str) -> list[str]:
    """How it went: minutes waited, money, warmth, severity."""
    kind = row.kind
    meaning = KINDS[kind - 1]
    if meaning.value.refers is Refers.WAIT:
        return [f"{numeral(minutes(row.value), '.1f')} min" if row.value else "at once"]
    if meaning.value.refers in (Refers.PAID, Refers.GIVEN):
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
        return [f"severity {numeral(row.value, '.2f')}"]
    if kind == EventType.GOODWILL:
        return [figure(-row.money, "money", currency)]
    if kind == EventType.OFFERED:
        return [f"{numeral(100.0 * row.value, '.3g')} % off"]
    if kind == EventType.TOUCHED:
        return ["one too many" if row.attempt else ""]
    if meaning.place.refers is Refers.TOUCH:
        return [_spoken(names.touches[row.place])]
    if meaning.attempt.refers is Refers.TOUCH:
        return [_spoken(names.touches[row.attempt])]
    return []


def _spoken(name: str) -> str:
    return name.replace("_", " ")
