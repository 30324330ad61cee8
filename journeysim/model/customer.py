"""The state of a customer and of a case, declared once for both engines.

Engines write these fields; rules only read them. Fading is read-only: a state is stored with the
time it was written at and faded when looked at, because fading twice is not, to the last bit,
fading once.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from journeysim.events import GRIEVANCES

TYPES = 16
"""Problem types a scenario may have: the room for protection in a customer's state."""


@dataclass(slots=True)
class Customer:
    """One person: traits drawn once, and what the firm has done to them so far.

    Times in days; hazards per occasion; credit, debits and knowledge of one; trust from -1 to 1.
    """

    key: int
    row: int
    parent: int
    ordinal: int
    segment: int
    frequency: float
    base_hazard: float
    threshold: float
    offer_response: float
    risk_score: float
    worth: float
    joined_at: float
    active: int = 0
    looking: int = 0
    first_silent: int = -1
    occasions: int = 0
    purchases: int = 0
    decides_from: int = 1
    last_seen: float = 0.0
    referrals: int = 0
    hazard: float = 0.0
    blame: list[float] = field(default_factory=lambda: [0.0] * (GRIEVANCES + 3))
    credit: float = 0.0
    credit_at: float = 0.0
    bonus: float = 0.0
    bonus_at: float = 0.0
    debit: list[float] = field(default_factory=lambda: [0.0] * GRIEVANCES)
    debit_at: list[float] = field(default_factory=lambda: [0.0] * GRIEVANCES)
    shrunk: float = 1.0
    trust: float = 0.0
    trust_at: float = 0.0
    promise: float = 0.0
    promise_at: float = 0.0
    burden: float = 0.0
    burden_at: float = 0.0
    failures: int = 0
    fresh_failure: int = 0
    recovered: int = 0
    known: float = 0.0
    member: int = 0
    shield: list[float] = field(default_factory=lambda: [0.0] * TYPES)
    shield_until: list[float] = field(default_factory=lambda: [0.0] * TYPES)
    offer: float = 0.0
    offer_until: float = 0.0
    wake: float = 0.0
    woken: int = 0
    discount: float = 0.0
    discount_until: float = 0.0


@dataclass(slots=True)
class Case:
    """One problem or request of one customer, from its beginning to its end.

    hit is the debit it left when it was recorded; it shrinks as that debit shrinks.
    """

    customer: int
    kind: int
    number: int
    opened_at: float
    severity: float = 0.0
    hit: float = 0.0
    hit_at: float = 0.0
    hit_shrunk: float = 1.0
    trust_lost: float = 0.0
    silent: int = 0
    open: int = 1
    attempt: int = 0
    served: int = 0
    channel: int = 0
    since: float = 0.0
    waited: float = 0.0
    in_time: int = 1
    next_silent: int = -1
