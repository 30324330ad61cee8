"""The state of a customer and of a case, declared once for both engines.

Engines write these fields; rules only read them. All feelings stand as they were at one time and
are faded when looked at. Only what changes them, and an occasion, brings them up to date, because
fading twice is not, to the last bit, fading once.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from math import inf

from journeysim.causes import CAUSE_COUNT, GRIEVANCES

NOT_REACHED = 2
"""`called_back` of a case whose customer did not answer."""

BY_CHOICE, FORCED = 1, 2
"""`tried` of a case whose customer could not help themselves: would they have tried unasked?"""

Small = int
"""A yes or no, or one of at most 127: an engine may keep it in a byte."""

TYPES = 16
"""Problem types and channels a scenario may have."""


@dataclass(slots=True)
class Customer:
    """One person: traits drawn once, and what the firm has done to them so far.

    Times in days; hazards per occasion; credit, debits and knowledge of one; trust from -1 to 1; prices
    relative to today's list price; discount_until: when the last discount ends.
    felt_at: the time at which credit, bonus, debits, trust and promise stand as they do;
    aggrieved: how many of the causes, in their order, can hold a debit; shrunk: log of all that
    debits have been shrunk by; protected_until: when the last protection ends; row, parent:
    positions in the table of people; dealings: position of what only some have; lives: how often,
    before day 0, they made room for somebody alike; asked_debit: the average grievance over
    questions; asked_since: was anything asked since the last purchase; lost_booking: a booking was
    given up; recovered: was a failure ever put right warmly; first_silent: position of the latest
    silent case; due: when the next occasion is. Of the decisions in the period of the latest
    (`leaving.period`), and in the one before: how many, the sum of their chances to leave for a
    grievance, and the sum of what multiplied the base hazard. What is read together stands together:
    who and when, then traits, feelings, grievances, what is seldom asked.
    """

    key: int = 0
    known: float = 0.0
    row: int = 0
    occasions: int = 0
    decides_from: int = 0
    purchases: int = 0
    period: int = 0
    dealings: int = -1
    failures: int = 0
    first_silent: int = -1
    lives: int = 0
    segment: Small = 0
    active: Small = 0
    fresh_failure: Small = 0
    member: Small = 0
    aggrieved: Small = 0
    woken: Small = 0
    recovered: Small = 0
    looking: Small = 0
    asked_since: Small = 0
    lost_booking: Small = 0

    frequency: float = 1.0
    base_hazard: float = 0.0
    threshold: float = 0.0
    hazard: float = 0.0
    due: float = 0.0
    last_seen: float = 0.0
    felt_at: float = 0.0
    reference_price: float = 1.0

    credit: float = 0.0
    bonus: float = 0.0
    trust: float = 0.0
    wake: float = 0.0
    promise: float = 0.0
    asked_debit: float = 0.0
    discount_until: float = 0.0
    joined_at: float = 0.0

    decisions: float = 0.0
    aggrieved_leaving: float = 0.0
    multiplied: float = 0.0
    shrunk: float = 0.0
    protected_until: float = 0.0
    debit: list[float] = field(default_factory=lambda: [0.0] * GRIEVANCES)
    blame: list[float] = field(default_factory=lambda: [0.0] * CAUSE_COUNT)

    parent: int = -1
    ordinal: int = 0
    risk_score: float = 0.0
    worth: float = 0.0
    decisions_before: float = 0.0
    aggrieved_leaving_before: float = 0.0
    multiplied_before: float = 0.0


@dataclass(slots=True)
class Dealings:
    """What a customer has had to do with the firm beside sales and problems; only some have any.

    burden: the touches of the last months, as of burden_at; asked: the questions remembered, as of
    asked_at; advised: the advice at sales that is remembered, as of advised_at; offered_extras: the
    attempts to sell an extra, as of offered_at, and extra_sold_at when one last succeeded; discount:
    the one that was last given, and offer the log hazard ratio of how it is taken; referrals: the
    friends they brought.
    """

    burden: float = 0.0
    burden_at: float = 0.0
    asked: float = 0.0
    asked_at: float = 0.0
    discount: float = 0.0
    offer: float = 0.0
    advised: float = 0.0
    advised_at: float = 0.0

    offered_extras: float = 0.0
    offered_at: float = 0.0
    extra_sold_at: float = -inf
    referrals: int = 0


@dataclass(slots=True)
class TouchMemory:
    """What one touch has left in a customer beside feelings.

    count: touches of its kind that are remembered, as of `at`; effort: what was put into the one
    that protects, until then.
    """

    count: float = 0.0
    at: float = 0.0
    effort: float = 0.0
    until: float = 0.0


@dataclass(slots=True)
class Case:
    """One problem or request of one customer, from its beginning to its end.

    hit is the debit it left when it was recorded; it shrinks as that debit shrinks. place: its own
    position; tried_at: since when nobody could be reached; kept_waiting, cold: was any wait too long, any talk cold; tried: did they try in vain to help themselves (`BY_CHOICE`, `FORCED`); ahead, behind: its neighbours in a queue; next_silent: its customer's next silent case.
    """

    place: int = 0
    row: int = 0
    number: int = 0
    opened_at: float = 0.0
    severity: float = 0.0
    hit: float = 0.0
    hit_at: float = 0.0
    hit_shrunk: float = 0.0
    trust_lost: float = 0.0
    attempt: int = 0
    served: int = 0
    since: float = 0.0
    waited: float = 0.0
    tried_at: float = inf
    priority: float = 0.0
    ahead: int = -1
    behind: int = -1
    next_silent: int = -1
    kind: Small = 0
    channel: Small = 0
    open: Small = 1
    silent: Small = 0
    linked: Small = 0
    in_queue: Small = 0
    called_back: Small = 0
    kept_waiting: Small = 0
    cold: Small = 0
    tried: Small = 0
