"""Leaving: how likely a customer is to go at a moment of decision, and why.

Reads grievances, credit, trust, offers and the price; returns hazards (dimensionless, per occasion).
Base hazard and grievances add, because no single ratio turns small and large base risks into the
probabilities reported after failures; credit, trust, offers and the price multiply. Grievances act by a power
of their sum, so that a second failure weighs more by itself. Each customer has one exponential
threshold and leaves when the accumulated hazard crosses it, which is equal in law to independent
draws at each decision; a policy then only moves the crossing. Never schedules, never draws.
"""

from __future__ import annotations

from math import floor

from journeysim.knobs import Count, Days, Number, NumberSpread, Section, knob
from journeysim.portable import exp, log, power

SURE = 1.0 - 1e-12

PERIOD = 365.0
"""Days for which decisions are summed up: a year, so that every season has its part."""

PERIODS_A_PHASE = 1024
"""Periods that are told apart within one phase of a policy; it may last for so many years."""

NO_PERIOD = -1
"""In place of a period, while decisions do not count."""


class Leaving(Section):
    """The decision to stay or to go."""

    chance: NumberSpread = knob(
        {"kind": "beta", "a": 1.5, "b": 30.0},
        source="beta-distributed chances: Fader & Hardie 2007",
        doc="Individual chance to leave at an occasion when nothing has happened, of one.",
    )
    ease: Number = knob(
        1.0,
        ge=0,
        le=10,
        plausible=(0.8, 1.3),
        source="1 by definition: today's; what an easier way out does, 1.1 to 1.3, is assumed",
        observable=True,
        doc="How easy it is to leave, relative to today: what multiplies every hazard.",
    )
    first_decision: Count = knob(
        1,
        ge=1,
        le=1000,
        plausible=(1, 2),
        observable=True,
        doc="The first occasion of a new customer that is also a decision (2: after one purchase).",
    )
    newcomer_hazard: Number = knob(
        0.0,
        ge=0,
        le=50,
        plausible=(0, 3),
        source="assumed 0; about 1.5 where no contract binds",
        doc="How much likelier a newcomer is to leave at first, relative, whatever happens.",
    )
    newcomer_fades: Days = knob(
        "30 d", gt=0, le="3650 d", plausible=("15 d", "90 d"), doc="Time in which that fades."
    )
    grievance_scale: Number = knob(
        2.6,
        ge=0,
        le=50,
        plausible=(1.3, 3.9),
        source="fitted to stated repurchase after failures, TARP via Goodman; half of the intention",
        doc="Hazard of a decision at grievances of one.",
    )
    grievance_power: Number = knob(
        2.0,
        ge=1,
        le=4,
        plausible=(1.5, 2.5),
        source="fitted to TARP via Goodman, minor against major problems",
        doc="How grievances add up: 1 in proportion, 2 by their square.",
    )
    credit_effect: Number = knob(
        1.25,
        ge=0,
        le=20,
        plausible=(0.5, 2.0),
        source="fitted to -0.25 log hazard per standard deviation of satisfaction, assumed",
        doc="Fall of the log hazard per unit of credit.",
    )
    trust_effect: Number = knob(
        0.5, ge=0, le=20, plausible=(0.0, 1.0), doc="Fall of the log hazard per unit of trust."
    )
    paradox: Number = knob(
        0.0,
        ge=0,
        le=5,
        plausible=(0.0, 0.5),
        source="0: no effect on repurchase, de Matos, Henrique & Rossi 2007",
        doc="Weight in the hazard of the satisfaction an excellent recovery leaves.",
    )
    referred_factor: Number = knob(
        0.85,
        ge=0,
        le=2,
        plausible=(0.75, 1.0),
        source="Schmitt, Skiera & Van den Bulte 2011: referred customers leave less",
        doc="Base hazard of referred customers, relative.",
    )


def base_hazard(leaving: Leaving, chance: float, referred: int) -> float:
    """The hazard of a decision that amounts to this chance of leaving."""
    hazard = -log(1.0 - min(SURE, max(0.0, chance)))
    if referred != 0:
        hazard = hazard * leaving.referred_factor
    return hazard


def newness(leaving: Leaving, tenure: float) -> float:
    """What multiplies the base hazard of somebody who has been there for so many days."""
    if leaving.newcomer_hazard == 0.0:
        return 1.0
    return 1.0 + leaving.newcomer_hazard * exp(-tenure / leaving.newcomer_fades)


def multipliers(
    leaving: Leaving, credit: float, bonus: float, trust: float, offer: float
) -> tuple[float, float, float]:
    """What multiplies the hazard: (good will and ease, distrust and a harmful offer, at least 1).

    offer: log hazard ratio of how a running discount is taken, 0 for none.
    """
    good, distrust, harm = leaving.ease, 1.0, 1.0
    liking = credit + leaving.paradox * bonus
    if liking != 0.0:
        good = good * exp(-leaving.credit_effect * liking)
    if trust < 0.0:
        distrust = exp(-leaving.trust_effect * trust)
    elif trust > 0.0:
        good = good * exp(-leaving.trust_effect * trust)
    if offer < 0.0:
        good = good * exp(offer)
    elif offer > 0.0:
        harm = exp(offer)
    return good, distrust, harm


def grievance_hazard(leaving: Leaving, debits: float) -> float:
    """Hazard per unit of debit, so that each cause's part is this times its own debit."""
    if debits <= 0.0:
        return 0.0
    if leaving.grievance_power == 2.0:
        return leaving.grievance_scale * debits
    return leaving.grievance_scale * power(debits, leaving.grievance_power - 1.0)


def price_factor(log_ratio: float) -> float:
    """What a price multiplies the hazard by."""
    return exp(log_ratio) if log_ratio != 0.0 else 1.0


def price_parts(log_ratio: float) -> tuple[float, float]:
    """What a price leaves of every other part of the hazard, and what it adds of the whole.

    log_ratio: what the price adds to the log hazard. A low price shrinks all parts alike; a high one
    leaves them as they are, and what it adds is its own.
    """
    factor = price_factor(log_ratio)
    return min(1.0, factor), max(0.0, factor - 1.0)


def period(phase: int, begun: float, now: float) -> int:
    """The number of the period a time lies in: years counted from the day a phase has begun.

    Periods that follow each other within a phase have numbers that do; a new phase counts anew,
    because what people decided under other levers says little of what they will.
    """
    return phase * PERIODS_A_PHASE + floor((now - begun) / PERIOD)


def chance_to_leave(hazard: float) -> float:
    """The chance of leaving at a decision of this hazard."""
    return 1.0 - exp(-hazard)


RULES = (
    base_hazard,
    newness,
    multipliers,
    grievance_hazard,
    price_factor,
    price_parts,
    period,
    chance_to_leave,
)
