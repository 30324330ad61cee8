"""Divergence: by what two lives of one customer first differ, and whose doing that was.

Directly: the firm did something else to this very customer (a touch, a sale, the way a contact was
handled). Through others: a line was shorter or longer, it opened at other hours, the person who
should have called was busy, somebody else spoke of the firm. Everything that reaches a customer
from others leaves a row of its own, so the first row that differs tells; a difference that leaves
none can only come from a lever. Reads rows, draws nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from journeysim.events import EventType, Refers, Row, holding
from journeysim.experiment.twins.pairs import Pairs


class Side(StrEnum):
    """Whose doing it was: done to this customer, or reaching them through others."""

    DIRECT = "direct"
    OTHERS = "others"


class Way(StrEnum):
    """By what two lives first differ."""

    TOUCH = "touch"
    PREVENTION = "prevention"
    INTERCEPTION = "interception"
    SALE = "sale"
    HANDLING = "handling"
    VOICE = "voice"
    UNSEEN = "unseen"
    WAIT = "wait"
    HOURS = "hours"
    CAPACITY = "capacity"
    WORD = "word"


SIDES = {
    way: Side.OTHERS if way in (Way.WAIT, Way.HOURS, Way.CAPACITY, Way.WORD) else Side.DIRECT
    for way in Way
}
"""Whose doing each way is."""

WAYS = {
    Way.TOUCH: "a touch",
    Way.PREVENTION: "a problem prevented or not",
    Way.INTERCEPTION: "a problem put right unasked or not",
    Way.SALE: "the sale: advice, pressure, price",
    Way.HANDLING: "how a contact was handled",
    Way.VOICE: "spoke up or kept silent",
    Way.UNSEEN: "a lever that leaves no event",
    Way.WAIT: "the wait for an agent",
    Way.HOURS: "opening hours",
    Way.CAPACITY: "somebody free for a touch or not",
    Way.WORD: "word of mouth",
}
"""Each way in words."""

_LINE = (EventType.ANSWERED, EventType.ABANDONED, EventType.TURNED_AWAY, EventType.CALLED_BACK, EventType.OVERFLOWED,
         EventType.CUT_SHORT)  # fmt: skip
_CONTACT_ENDS = (EventType.RESOLVED, EventType.UNRESOLVED, EventType.ESCALATED, EventType.GOODWILL, EventType.REFUNDED,
                 EventType.SELF_SERVED, EventType.SELF_FAILED, EventType.GAVE_UP)  # fmt: skip
_SALE = (EventType.ADVISED, EventType.PUSHED, EventType.RETURNED, EventType.DISCOUNTED,
         EventType.POINTS)  # fmt: skip
_REACHED = (
    EventType.TOUCHED,
    EventType.OFFERED,
    EventType.WOKEN,
    EventType.MEMBER,
    EventType.FOUND,
)
_ALIKE = 1e-9
"""By how much two margins of one price may differ."""

_WON = (EventType.JOINED, EventType.LOST_PROSPECT)


@dataclass(frozen=True)
class Divergence:
    """Where two lives part: the day, by what, and which touch, problem or channel it was about."""

    day: float
    way: Way
    about: str

    @property
    def side(self) -> Side:
        """Whose doing it was."""
        return SIDES[self.way]


def divergence(pairs: Pairs, index: int) -> Divergence | None:
    """By what the two lives of one entry part; None if they never do."""
    day = float(pairs.diverges[index])
    if day == float("inf"):
        return None
    before, after = int(pairs.before[index]), int(pairs.after[index])
    place = int(pairs.same[index])
    ours = pairs.lives_before.at(before, place) if before >= 0 else None
    theirs = pairs.lives_after.at(after, place) if after >= 0 else None
    if before < 0 or after < 0:
        return Divergence(day, Way.WORD, "")
    first = [
        (row, lives, other)
        for row, lives, other in (
            (ours, pairs.lives_after, after),
            (theirs, pairs.lives_before, before),
        )
        if row is not None and row.time == day
    ]
    ways = [(way_of(row, lives.of(other)), row) for row, lives, other in first]
    way, row = min(ways, key=lambda each: RANK[each[0]])
    return Divergence(day, way, _about(pairs, row))


RANK = {
    way: rank
    for rank, way in enumerate(
        (
            Way.WORD, Way.CAPACITY, Way.TOUCH, Way.INTERCEPTION, Way.PREVENTION, Way.HANDLING,
            Way.VOICE, Way.WAIT, Way.HOURS, Way.SALE, Way.UNSEEN,
        )
    )
}  # fmt: skip
"""Which way tells more when both lives have a row at the moment they part."""


def way_of(row: Row, other: Sequence[Row]) -> Way:
    """By what a life parts at this row, given all rows of the other life."""
    kind = row.kind
    if kind in _WON:
        return Way.WORD
    if kind in _REACHED:
        return Way.CAPACITY if _wanted_hands(row, other) else Way.TOUCH
    if kind in (EventType.CROSS_SOLD, EventType.DECLINED):
        return Way.TOUCH if row.place >= 0 else Way.HANDLING
    if kind == EventType.INTERCEPTED:
        missed = any(
            each.kind == EventType.INTERCEPT_MISSED and _matter(each) == _matter(row)
            for each in other
        )
        return Way.CAPACITY if missed else Way.INTERCEPTION
    if kind == EventType.PREVENTED:
        return Way.PREVENTION
    if kind in _LINE:
        return Way.WAIT
    if kind in _CONTACT_ENDS:
        return Way.HOURS if _found_closed(row, other) else Way.HANDLING
    if kind == EventType.SILENT:
        return Way.VOICE if _fails_now(row, other) else Way.HOURS
    if kind == EventType.CONTACT:
        return _way_of_contact(row, other)
    if kind in _SALE:
        return Way.SALE
    if kind == EventType.PURCHASE and (_pressed_or_advised(row, other) or _priced(row, other)):
        return Way.SALE
    return Way.UNSEEN


def _found_closed(row: Row, other: Sequence[Row]) -> bool:
    """Was it given up without a contact? The other life had none of this attempt until then either."""
    return row.kind == EventType.GAVE_UP and not any(
        each.kind == EventType.CONTACT
        and (*_matter(each), each.attempt) == (*_matter(row), row.attempt)
        and each.time < row.time
        for each in other
    )


def _fails_now(row: Row, other: Sequence[Row]) -> bool:
    """Does it go wrong at this moment in the other life too? Else nobody could be told of it."""
    return any(
        each.kind == EventType.FAILURE and _matter(each) == _matter(row) and each.time == row.time
        for each in other
    )


def _pressed_or_advised(row: Row, other: Sequence[Row]) -> bool:
    """Was this purchase pushed or advised in the other life? Else another mood changed it."""
    return any(
        each.number == row.number and each.kind in (EventType.ADVISED, EventType.PUSHED)
        for each in other
    )


def _priced(row: Row, other: Sequence[Row]) -> bool:
    """Was another price paid at this purchase in the other life? Margin over amount tells it."""
    return any(
        each.number == row.number
        and each.kind == EventType.PURCHASE
        and abs(each.money * row.value - row.money * each.value) > _ALIKE * row.value * each.value
        for each in other
    )


def _way_of_contact(row: Row, other: Sequence[Row]) -> Way:
    """A contact that the other life has elsewhere, at another hour, or not at all."""
    for each in other:
        if _matter(each) != _matter(row):
            continue
        if each.kind == EventType.SILENT:
            return Way.VOICE
        if each.kind == EventType.CONTACT and each.attempt == row.attempt and each.time == row.time:
            return Way.HANDLING
    return Way.HOURS


def _matter(row: Row) -> tuple[int, int]:
    """What a row of a case is about: problem type and candidate number."""
    return row.slot, row.number


def _wanted_hands(row: Row, other: Sequence[Row]) -> bool:
    """Did the other life lack this very touch, or have it at another time, for want of hands?"""
    if row.kind != EventType.TOUCHED:
        return False
    for each in other:
        if (each.slot, each.number) != (row.slot, row.number):
            continue
        if each.kind in (EventType.TOUCH_EXPIRED, EventType.TOUCH_OVER_CAPACITY):
            return True
        worked_on = each.place >= 0 and row.place >= 0
        if each.kind == EventType.TOUCHED and worked_on and each.time != row.time:
            return True
    return False


_ABOUT_TOUCH = holding("slot", Refers.TOUCH)
_ABOUT_PROBLEM = holding("slot", Refers.PROBLEM)


def _about(pairs: Pairs, row: Row) -> str:
    """The name of what a row is about: a touch, a problem, or nothing."""
    if row.kind in _ABOUT_TOUCH:
        return pairs.names.touches[row.slot]
    if row.kind in _ABOUT_PROBLEM:
        return pairs.names.problems[row.slot]
    return ""
