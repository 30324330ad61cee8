"""Events: the closed list of what can happen, its columns, and the order of equal times.

This file is the contract between engines: whatever runs a world writes these rows, in this order,
and every metric is a function of them. Nothing here draws, schedules or decides.

A row has ten columns (`COLUMNS`). `customer` is the position in the roster, -1 for the firm.
What the other columns hold depends on the kind; `KINDS` says it in words, and `-` means unused (0).
"""

from __future__ import annotations

from enum import IntEnum
from typing import NamedTuple


class PlannedEvent(IntEnum):
    """What is planned, in the order in which equal times are worked off."""

    CHANGE = 1
    MIDNIGHT = 2
    STAFF = 3
    PROSPECT = 4
    ARRIVAL = 5
    HEAL = 6
    FAILURE = 7
    RETURN = 8
    OCCASION = 9
    TOUCH = 10
    CONTACT = 11
    TALKED = 12
    WORKED = 13
    IMPATIENT = 14
    CLOSING = 15


class EventType(IntEnum):
    """What has happened. Append only: exported logs carry the names, golden files the numbers."""

    JOINED = 1
    LOST_PROSPECT = 2
    PURCHASE = 3
    ELSEWHERE = 4
    LEFT = 5
    CAUSE = 6
    FAILURE = 7
    REQUEST = 8
    PREVENTED = 9
    INTERCEPTED = 10
    INTERCEPT_MISSED = 11
    SILENT = 12
    HEALED = 13
    FOUND = 14
    CONTACT = 15
    ANSWERED = 16
    CALLED_BACK = 17
    ABANDONED = 18
    TURNED_AWAY = 19
    OVERFLOWED = 20
    SELF_SERVED = 21
    RESOLVED = 22
    UNRESOLVED = 23
    ESCALATED = 24
    GAVE_UP = 25
    REFUNDED = 26
    GOODWILL = 27
    CROSS_SOLD = 28
    PUSHED = 29
    ADVISED = 30
    RETURNED = 31
    REFERRED = 32
    TOLD = 33
    TOUCHED = 34
    TOUCH_EXPIRED = 35
    TOUCH_OVER_CAPACITY = 36
    TOUCH_STARTED = 37
    OFFERED = 38
    WOKEN = 39
    MEMBER = 40
    STAFFED = 41
    PROGRAMME = 42
    SET_UP = 43
    POLICY = 44
    CUT_SHORT = 45


class Row(NamedTuple):
    """One event. time in days; money is what the event adds to profit, in the firm's currency."""

    time: float
    kind: int
    customer: int
    slot: int
    number: int
    attempt: int
    place: int
    marks: int
    value: float
    money: float


COLUMNS = (
    ("time", "f8"),
    ("value", "f8"),
    ("money", "f8"),
    ("customer", "i4"),
    ("number", "i4"),
    ("slot", "i2"),
    ("attempt", "i2"),
    ("place", "i1"),
    ("kind", "i1"),
    ("marks", "i2"),
)
"""The columns of the log with their NumPy types: 39 bytes a row."""

WARM = 1
IN_TIME = 2
FIRST = 4
ASKED = 8
"""Marks of a contact's end: warm; answered within the tolerated wait; the first answered contact
of its case; the case is a request and no failure."""


class Meaning(NamedTuple):
    """What one kind of event says, and what its columns hold; the source of the data dictionary."""

    kind: EventType
    text: str
    slot: str = "-"
    number: str = "-"
    attempt: str = "-"
    place: str = "-"
    value: str = "-"
    money: str = "-"


_CASE = {"slot": "problem type", "number": "candidate number", "attempt": "attempt, from 0"}

KINDS = (
    Meaning(
        EventType.JOINED,
        "became a customer",
        slot="segment",
        number="0 there on day 0, 1 prospect, 2 referred",
    ),
    Meaning(
        EventType.LOST_PROSPECT,
        "looked and did not buy",
        slot="segment",
        money="minus cost of advice",
    ),
    Meaning(
        EventType.PURCHASE,
        "bought",
        slot="segment",
        number="occasion",
        value="amount paid",
        money="margin",
    ),
    Meaning(
        EventType.ELSEWHERE,
        "bought from a competitor this once",
        slot="segment",
        number="occasion",
        value="amount",
    ),
    Meaning(
        EventType.LEFT,
        "left for good",
        slot="dominant cause",
        number="occasion",
        value="accumulated hazard (the threshold)",
    ),
    Meaning(
        EventType.CAUSE, "a cause's part in the leaving just logged", slot="cause", value="hazard"
    ),
    Meaning(EventType.FAILURE, "something went wrong", value="severity", **_CASE),
    Meaning(EventType.REQUEST, "wants something that is no failure", **_CASE),
    Meaning(
        EventType.PREVENTED, "a failure that care or advice prevented", value="protection", **_CASE
    ),
    Meaning(
        EventType.INTERCEPTED,
        "noticed and put right before a word was said",
        slot="problem type",
        number="candidate number",
        attempt="touch",
        place="channel",
        value="work in days",
        money="minus cost",
    ),
    Meaning(
        EventType.INTERCEPT_MISSED,
        "noticed, but nobody was free",
        slot="problem type",
        number="candidate number",
        attempt="touch",
        place="channel",
    ),
    Meaning(EventType.SILENT, "says nothing and carries the problem", **_CASE),
    Meaning(EventType.HEALED, "the problem went away by itself", **_CASE),
    Meaning(
        EventType.FOUND, "a touch asked, and the silent problem came out", place="touch", **_CASE
    ),
    Meaning(EventType.CONTACT, "turned to the firm", place="channel", **_CASE),
    Meaning(EventType.ANSWERED, "was answered", place="channel", value="wait in days", **_CASE),
    Meaning(
        EventType.CALLED_BACK,
        "was called back",
        place="channel",
        value="time to it in days",
        **_CASE,
    ),
    Meaning(EventType.ABANDONED, "hung up waiting", place="channel", value="wait in days", **_CASE),
    Meaning(
        EventType.TURNED_AWAY,
        "was still in line at closing time",
        place="channel",
        value="wait in days",
        **_CASE,
    ),
    Meaning(
        EventType.OVERFLOWED, "was passed to another channel's line", place="new channel", **_CASE
    ),
    Meaning(
        EventType.SELF_SERVED,
        "found the answer without an agent",
        place="channel",
        money="repair margin",
        **_CASE,
    ),
    Meaning(
        EventType.RESOLVED,
        "the contact ended and the matter is settled",
        place="channel",
        value="handling in days",
        money="repair margin",
        **_CASE,
    ),
    Meaning(
        EventType.UNRESOLVED,
        "the contact ended and the matter is open",
        place="channel",
        value="handling in days",
        **_CASE,
    ),
    Meaning(EventType.ESCALATED, "was passed on to another line", place="new channel", **_CASE),
    Meaning(EventType.GAVE_UP, "gave up on the matter", money="minus lost margin", **_CASE),
    Meaning(
        EventType.REFUNDED,
        "got money back",
        value="amount paid back",
        money="minus refund",
        **_CASE,
    ),
    Meaning(
        EventType.GOODWILL, "got a goodwill amount", place="channel", money="minus amount", **_CASE
    ),
    Meaning(
        EventType.CROSS_SOLD,
        "bought an extra",
        place="touch, or -1 in a contact",
        value="amount paid",
        money="margin",
    ),
    Meaning(EventType.PUSHED, "was pushed at the sale", number="occasion", value="push 0..1"),
    Meaning(
        EventType.ADVISED,
        "was advised with care at the sale",
        number="occasion",
        value="advice 0..1",
        money="minus cost",
    ),
    Meaning(
        EventType.RETURNED,
        "brought a purchase back",
        number="occasion",
        value="amount paid back",
        money="minus margin",
    ),
    Meaning(EventType.REFERRED, "brought a friend", number="ordinal of the referral"),
    Meaning(EventType.TOLD, "told others", slot="1 good, -1 bad", value="people told"),
    Meaning(
        EventType.TOUCHED,
        "was reached by a touch",
        slot="touch",
        number="ordinal of the trigger",
        attempt="1 beyond the ideal dose, else 0",
        place="channel, or -1",
        value="strength received",
        money="minus cost",
    ),
    Meaning(
        EventType.TOUCH_EXPIRED,
        "nobody found time for the touch before it was too late",
        slot="touch",
        number="ordinal of the trigger",
        place="channel",
    ),
    Meaning(
        EventType.TOUCH_OVER_CAPACITY,
        "the touch's daily capacity was used up",
        slot="touch",
        number="ordinal of the trigger",
    ),
    Meaning(
        EventType.TOUCH_STARTED,
        "somebody works on a touch",
        slot="touch",
        number="ordinal of the trigger",
        place="channel",
        value="work in days",
    ),
    Meaning(EventType.OFFERED, "a running offer began", slot="touch", value="log hazard ratio"),
    Meaning(
        EventType.WOKEN,
        "was reminded that leaving is possible",
        slot="touch",
        value="occasions brought forward",
    ),
    Meaning(EventType.MEMBER, "joined the community", slot="touch"),
    Meaning(
        EventType.STAFFED,
        "the number of agents changed",
        slot="channel",
        number="agents at work",
        attempt="1 open, 0 closed",
        value="pay per day of this staffing",
    ),
    Meaning(EventType.PROGRAMME, "running programme costs changed", value="cost per day"),
    Meaning(EventType.SET_UP, "a lever was set up", slot="touch", money="minus cost"),
    Meaning(EventType.POLICY, "the policy changed", number="phase"),
    Meaning(
        EventType.CUT_SHORT,
        "a contact ended because its customer had left the firm meanwhile",
        place="channel",
        value="handling in days, 0 if still in line",
        **_CASE,
    ),
)
"""Every kind with the meaning of its columns, in the order of `EventType`."""


class Cause(IntEnum):
    """Why a customer leaves: the closed list over which every increment of hazard is split."""

    SILENT = 0
    UNRESOLVED = 1
    RESIDUAL = 2
    WAITING = 3
    COLD = 4
    EFFORT = 5
    OVERCONTACT = 6
    PUSHY = 7
    OFFER = 8
    DISTRUST = 9
    COMPETITION = 10


GRIEVANCES = 8
"""The first causes are grievances: each has a debit of its own in the customer's account."""

CAUSES = 11
"""How many causes there are; competition, the last, is what the others do not explain."""

CAUSE_NAMES = (
    "silent",
    "unresolved",
    "residual",
    "waiting",
    "cold",
    "effort",
    "overcontact",
    "pushy",
    "offer",
    "distrust",
    "competition",
)
"""The causes by name, as used in metrics, files and on screens."""

PRIORITIES = tuple(PlannedEvent)
"""Planned events by priority; at equal times the key is (priority, customer key, rank)."""


def rank(slot: int, number: int, attempt: int) -> int:
    """The last part of the order at equal times: slot, then number, then attempt.

    slot < 2**14, number < 2**32, attempt < 2**16; one integer, so both engines compare alike.
    """
    return (slot << 48) | (number << 16) | attempt


def touch_rank(slot: int, ordinal: int, kind: int) -> int:
    """The same for a touch: after everything about problems; kind < 16 is a problem type."""
    return ((64 + slot) << 48) | ((ordinal * 16 + kind) << 16)


RULES = (rank, touch_rank)
