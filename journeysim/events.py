"""Events: the closed list of what can happen, its columns, and the order of equal times.

This file is the contract between engines: whatever runs a world writes these rows, in this order,
and every metric is a function of them. Nothing here draws, schedules or decides.

A row has ten columns (`COLUMNS`). `customer` is the position in the roster, -1 for the firm.
What the other columns hold depends on the kind; `KINDS` says it once, and all who ask (data
dictionary, exports, metrics of one channel, twins, ticker) ask it: `holding(column, what)`.
"""

from __future__ import annotations

from enum import Enum, IntEnum
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
    DISCOUNTED = 46
    POINTS = 47
    WORLD = 48
    DECLINED = 49
    WATCHED = 50
    SELF_FAILED = 51


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


class Refers(Enum):
    """What a column of a row holds: in the words of the data dictionary, and its unit."""

    NOTHING = "-", ""
    SEGMENT = "segment", "position"
    PROBLEM = "problem type", "position"
    TOUCH = "touch", "position"
    CHANNEL = "channel", "position"
    CAUSE = "cause", "position"
    CANDIDATE = "candidate number", "ordinal"
    ATTEMPT = "attempt, from 0", "ordinal"
    OCCASION = "occasion", "ordinal"
    TRIGGER = "ordinal of the trigger", "ordinal"
    REFERRAL = "ordinal of the referral", "ordinal"
    PHASE = "phase", "ordinal"
    STAGE = "how often the world has changed", "ordinal"
    ORIGIN = "0 there on day 0, 1 prospect, 2 referred", "code"
    BEYOND = "1 beyond the ideal dose, else 0", "code"
    OPENING = "1 open, 0 closed", "code"
    TONE = "1 good, -1 bad", "code"
    AGENTS = "agents at work", "count"
    PEOPLE = "people told", "count"
    BROUGHT_FORWARD = "occasions brought forward", "count"
    DEGREE = "strength", "share"
    WAIT = "wait in days", "days"
    WORK = "work in days", "days"
    HANDLING = "handling in days", "days"
    HAZARD = "hazard", "hazard"
    RUNNING_COST = "cost per day", "money per day"
    PAID = "amount paid", "money"
    GIVEN = "amount below the list price", "money"
    MARGIN = "margin", "money"
    CARE_COST = "minus cost", "money"
    SELLING_COST = "minus cost of advice", "money"
    WINNING_COST = "minus cost of winning them", "money"
    REFUND = "minus refund", "money"
    GOODWILL = "minus amount", "money"

    @property
    def words(self) -> str:
        """As the data dictionary says it."""
        return self.value[0]

    @property
    def unit(self) -> str:
        """Days, money and so on; `position`: among the names of the world; "" for nothing."""
        return self.value[1]


class Known(Enum):
    """Who gets to know of something; what nobody knows, only a simulator does."""

    BOTH = "firm and customer"
    FIRM = "the firm, behind the scenes"
    CUSTOMER = "the customer"
    NOBODY = "nobody"


class Stands(IntEnum):
    """Where a matter stands."""

    OPEN = 0
    SILENT = 1
    WAITING = 2
    SERVED = 3
    CLOSED = 4


class Holds(NamedTuple):
    """What one column of one kind holds; phrase: its own words for it."""

    refers: Refers
    phrase: str = ""
    known: Known = Known.BOTH

    @property
    def words(self) -> str:
        """As the data dictionary says it."""
        return self.phrase or self.refers.words


class Sign(NamedTuple):
    """How the ticker marks an event: a character, and what its colour means."""

    character: str
    tone: str


_NOTHING = Holds(Refers.NOTHING)


class Meaning(NamedTuple):
    """One kind of event: how it is said, and what its columns hold.

    text: a sentence without its subject; short: the same for a narrow line, where it is another;
    known: who notices; sign: how the ticker marks it, None where it leaves it out; stands: where a
    matter stands after it.
    """

    kind: EventType
    text: str
    short: str = ""
    slot: Holds = _NOTHING
    number: Holds = _NOTHING
    attempt: Holds = _NOTHING
    place: Holds = _NOTHING
    value: Holds = _NOTHING
    money: Holds = _NOTHING
    known: Known = Known.BOTH
    sign: Sign | None = None
    stands: Stands | None = None

    def holds(self, name: str) -> Holds:
        """What the column of this name holds."""
        column: Holds = getattr(self, name)
        return column


HOLDING = ("slot", "number", "attempt", "place", "value", "money")
"""The columns whose content depends on the kind."""

_SEGMENT, _CAUSE, _TOUCH = Holds(Refers.SEGMENT), Holds(Refers.CAUSE), Holds(Refers.TOUCH)
_OCCASION, _TRIGGER, _ATTEMPT = map(Holds, (Refers.OCCASION, Refers.TRIGGER, Refers.ATTEMPT))
_CHANNEL, _NEW_CHANNEL = Holds(Refers.CHANNEL), Holds(Refers.CHANNEL, "new channel")
_WAIT, _HANDLING = Holds(Refers.WAIT), Holds(Refers.HANDLING)
_WORK, _COST = (Holds(each, "", Known.FIRM) for each in (Refers.WORK, Refers.CARE_COST))
_PAID, _PAID_BACK = Holds(Refers.PAID), Holds(Refers.PAID, "amount paid back")
_GIVEN = Holds(Refers.GIVEN)


def _margin(phrase: str = "") -> Holds:
    return Holds(Refers.MARGIN, phrase, Known.FIRM)


def _degree(phrase: str, known: Known = Known.BOTH) -> Holds:
    return Holds(Refers.DEGREE, phrase, known)


def _good(character: str) -> Sign:
    return Sign(character, "better")


def _bad(character: str) -> Sign:
    return Sign(character, "worse")


def _open(character: str) -> Sign:
    return Sign(character, "baseline")


def _of_case(
    kind: EventType,
    text: str,
    short: str = "",
    *,
    attempt: Holds = _ATTEMPT,
    place: Holds = _NOTHING,
    value: Holds = _NOTHING,
    money: Holds = _NOTHING,
    known: Known = Known.BOTH,
    sign: Sign | None = None,
    stands: Stands | None = None,
) -> Meaning:
    """A kind of event about one failure or request."""
    columns = (Holds(Refers.PROBLEM), Holds(Refers.CANDIDATE), attempt, place, value, money)
    return Meaning(kind, text, short, *columns, known, sign, stands)


# fmt: off
KINDS = (
    Meaning(EventType.JOINED, "became a customer",
            slot=_SEGMENT, number=Holds(Refers.ORIGIN),
            money=Holds(Refers.WINNING_COST, "", Known.FIRM)),
    Meaning(EventType.LOST_PROSPECT, "looked and did not buy",
            slot=_SEGMENT, money=Holds(Refers.SELLING_COST, "", Known.FIRM)),
    Meaning(EventType.PURCHASE, "bought",
            slot=_SEGMENT, number=_OCCASION, value=_PAID, money=_margin()),
    Meaning(EventType.ELSEWHERE, "bought from a competitor this once", "bought elsewhere this once",
            slot=_SEGMENT, number=_OCCASION, value=Holds(Refers.PAID, "amount"),
            known=Known.CUSTOMER),
    Meaning(EventType.LEFT, "left for good", "left",
            slot=Holds(Refers.CAUSE, "dominant cause"), number=_OCCASION,
            value=Holds(Refers.HAZARD, "accumulated hazard (the threshold)"),
            known=Known.CUSTOMER, sign=_bad("✗")),
    Meaning(EventType.CAUSE, "a cause's part in the leaving just logged",
            slot=_CAUSE, value=Holds(Refers.HAZARD), known=Known.CUSTOMER),
    _of_case(EventType.FAILURE, "something went wrong", "went wrong",
             value=_degree("severity"), known=Known.CUSTOMER, sign=_open("!"), stands=Stands.OPEN),
    _of_case(EventType.REQUEST, "wants something that is no failure", "asks", stands=Stands.OPEN),
    _of_case(EventType.PREVENTED, "a failure that care or advice prevented", "prevented",
             value=_degree("protection", Known.NOBODY), known=Known.CUSTOMER, sign=_good("♥")),
    _of_case(EventType.INTERCEPTED, "noticed and put right before a word was said",
             "noticed and put right unasked", attempt=_TOUCH, place=_CHANNEL, value=_WORK,
             money=_COST, sign=_good("♥"), stands=Stands.CLOSED),
    _of_case(EventType.INTERCEPT_MISSED, "noticed, but nobody was free",
             attempt=_TOUCH, place=_CHANNEL, known=Known.FIRM),
    _of_case(EventType.SILENT, "says nothing and carries the problem", "says nothing",
             known=Known.CUSTOMER, sign=Sign("·", "quiet"), stands=Stands.SILENT),
    _of_case(EventType.HEALED, "the problem went away by itself", "went away by itself",
             known=Known.CUSTOMER, stands=Stands.CLOSED),
    _of_case(EventType.FOUND, "a touch asked, and the silent problem came out",
             "asked, and it came out", place=_TOUCH, sign=_good("?"), stands=Stands.OPEN),
    _of_case(EventType.CONTACT, "turned to the firm", place=_CHANNEL, stands=Stands.WAITING),
    _of_case(EventType.ANSWERED, "was answered",
             place=_CHANNEL, value=_WAIT, stands=Stands.SERVED),
    _of_case(EventType.CALLED_BACK, "was called back",
             place=_CHANNEL, value=Holds(Refers.WAIT, "time to it in days")),
    _of_case(EventType.ABANDONED, "hung up waiting",
             place=_CHANNEL, value=_WAIT, sign=_bad("↯"), stands=Stands.OPEN),
    _of_case(EventType.TURNED_AWAY, "was still in line at closing time", "still in line at closing",
             place=_CHANNEL, value=_WAIT, sign=_bad("↯"), stands=Stands.OPEN),
    _of_case(EventType.OVERFLOWED, "was passed to another channel's line",
             "was passed to another line", place=_NEW_CHANNEL, stands=Stands.WAITING),
    _of_case(EventType.SELF_SERVED, "found the answer without an agent", "helped themselves",
             place=_CHANNEL, money=_margin("repair margin, minus the cost of a try"),
             stands=Stands.CLOSED),
    _of_case(EventType.RESOLVED, "the contact ended and the matter is settled", "settled",
             place=_CHANNEL, value=_HANDLING, money=_margin("repair margin"),
             sign=_good("✓"), stands=Stands.CLOSED),
    _of_case(EventType.UNRESOLVED, "the contact ended and the matter is open",
             "talked, not settled", place=_CHANNEL, value=_HANDLING,
             sign=_open("~"), stands=Stands.OPEN),
    _of_case(EventType.ESCALATED, "was passed on to another line", "was passed on",
             place=_NEW_CHANNEL, stands=Stands.WAITING),
    _of_case(EventType.GAVE_UP, "gave up on the matter", "gave up",
             money=_margin("minus lost margin"), sign=_bad("↯"), stands=Stands.CLOSED),
    _of_case(EventType.REFUNDED, "got money back",
             value=_PAID_BACK, money=Holds(Refers.REFUND, "", Known.FIRM)),
    _of_case(EventType.GOODWILL, "got a goodwill amount",
             place=_CHANNEL, money=Holds(Refers.GOODWILL)),
    Meaning(EventType.CROSS_SOLD, "bought an extra",
            place=Holds(Refers.TOUCH, "touch, or -1 in a contact"), value=_PAID, money=_margin()),
    Meaning(EventType.PUSHED, "was pushed at the sale",
            number=_OCCASION, value=_degree("push 0..1")),
    Meaning(EventType.ADVISED, "was advised with care at the sale",
            number=_OCCASION, value=_degree("advice 0..1"),
            money=Holds(Refers.SELLING_COST, "minus cost", Known.FIRM)),
    Meaning(EventType.RETURNED, "brought a purchase back",
            number=_OCCASION, value=_PAID_BACK, money=_margin("minus margin")),
    Meaning(EventType.REFERRED, "brought a friend",
            number=Holds(Refers.REFERRAL), sign=_good("+")),
    Meaning(EventType.TOLD, "told others", "tells others",
            slot=Holds(Refers.TONE), value=Holds(Refers.PEOPLE), known=Known.CUSTOMER),
    Meaning(EventType.TOUCHED, "was reached by a touch", "was reached by care",
            slot=_TOUCH, number=_TRIGGER, attempt=Holds(Refers.BEYOND),
            place=Holds(Refers.CHANNEL, "channel, or -1"),
            value=_degree("strength received", Known.CUSTOMER), money=_COST),
    Meaning(EventType.TOUCH_EXPIRED, "nobody found time for the touch before it was too late",
            "care came too late", slot=_TOUCH, number=_TRIGGER, place=_CHANNEL, known=Known.FIRM),
    Meaning(EventType.TOUCH_OVER_CAPACITY, "the touch's daily capacity was used up",
            slot=_TOUCH, number=_TRIGGER, known=Known.FIRM),
    Meaning(EventType.TOUCH_STARTED, "somebody works on a touch", "somebody makes time for care",
            slot=_TOUCH, number=_TRIGGER, place=_CHANNEL, value=_WORK, known=Known.FIRM),
    Meaning(EventType.OFFERED, "a discount began to run, or runs on", "has a discount",
            slot=_TOUCH, value=_degree("discount")),
    Meaning(EventType.WOKEN, "was reminded that leaving is possible",
            "was reminded that one can leave", slot=_TOUCH, value=Holds(Refers.BROUGHT_FORWARD),
            known=Known.CUSTOMER, sign=_bad("!")),
    Meaning(EventType.MEMBER, "joined the community", slot=_TOUCH),
    Meaning(EventType.STAFFED, "the number of agents changed",
            slot=_CHANNEL, number=Holds(Refers.AGENTS), attempt=Holds(Refers.OPENING),
            value=Holds(Refers.RUNNING_COST, "pay per day of this staffing"), known=Known.FIRM),
    Meaning(EventType.PROGRAMME, "running programme costs changed",
            value=Holds(Refers.RUNNING_COST), known=Known.FIRM),
    Meaning(EventType.SET_UP, "a lever was set up", slot=_TOUCH, money=_COST, known=Known.FIRM),
    Meaning(EventType.POLICY, "the policy changed",
            number=Holds(Refers.PHASE), known=Known.FIRM),
    _of_case(EventType.CUT_SHORT,
             "a contact ended because its customer had left the firm meanwhile", "was cut short",
             place=_CHANNEL, value=Holds(Refers.HANDLING, "handling in days, 0 if still in line"),
             stands=Stands.CLOSED),
    Meaning(EventType.DISCOUNTED, "a discount was taken off the price just paid",
            slot=_SEGMENT, number=_OCCASION, value=_GIVEN),
    Meaning(EventType.POINTS, "points were given on the purchase just made",
            slot=_SEGMENT, number=_OCCASION, value=_GIVEN),
    Meaning(EventType.WORLD, "the world changed",
            number=Holds(Refers.STAGE), sign=_open("◆")),
    Meaning(EventType.DECLINED, "was offered an extra and did not want it", "declined an extra",
            place=Holds(Refers.TOUCH, "touch, or -1 in a contact"),
            value=_degree("debit", Known.CUSTOMER)),
    Meaning(EventType.WATCHED, "somebody watched whether the purchase went well",
            "somebody watched", slot=_SEGMENT, number=_OCCASION, place=_TOUCH, money=_COST,
            known=Known.FIRM),
    _of_case(EventType.SELF_FAILED, "tried in vain to find the answer alone", "tried alone in vain",
             place=_CHANNEL, value=_degree("1 made to, 0 by choice"), stands=Stands.OPEN),
)
# fmt: on
"""Every kind with the meaning of its columns, in the order of `EventType`."""


def holding(column: str, *refers: Refers) -> tuple[EventType, ...]:
    """The kinds whose column holds one of these."""
    return tuple(each.kind for each in KINDS if each.holds(column).refers in refers)


def known_to(*known: Known) -> tuple[EventType, ...]:
    """The kinds of which one of these gets to know."""
    return tuple(each.kind for each in KINDS if each.known in known)


PRIORITIES = tuple(PlannedEvent)
"""Planned events by priority; at equal times the key is (priority, customer key, rank)."""


def rank(slot: int, number: int, attempt: int) -> int:
    """The last part of the order at equal times: slot, then number, then attempt.

    slot < 2**14, number < 2**32, attempt < 2**16; one integer, so both engines compare alike.
    """
    return (slot << 48) | (number << 16) | attempt


def unrank(order: int) -> tuple[int, int, int]:
    """Slot, number and attempt of a `rank`."""
    return order >> 48, (order >> 16) & 0xFFFFFFFF, order & 0xFFFF


def touch_rank(slot: int, ordinal: int, kind: int) -> int:
    """The same for a touch: after everything about problems; kind < 16 is a problem type."""
    return rank(64 + slot, ordinal * 16 + kind, 0)


def touch_unrank(order: int) -> tuple[int, int, int]:
    """Slot, ordinal and problem type of a `touch_rank`."""
    slot, number, _ = unrank(order)
    return slot - 64, number >> 4, number & 15


RULES = (rank, unrank, touch_rank, touch_unrank)
