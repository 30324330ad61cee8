"""Price: what is paid, held against what others ask and against what one is used to.

One index stands for every price: 1 is the list price at which the file's amounts are told. List
price, discounts and points reach people through it alone, so that the same money given away works
alike whatever it is called. The gap to the market acts for as long as it lasts; the surprise, the
distance from a customer's own reference price, wears off as they get used to it. Gaps are
proportional, which keeps even a price of nothing finite. Never schedules, never draws.
"""

from __future__ import annotations

from journeysim.knobs import Number, NumberSpread, Section, Share, knob
from journeysim.portable import exp

LEAST_REFERENCE = 0.05
"""Nobody gets used to a lower price than this."""

SURPRISE_ELSEWHERE = 0.25
"""What a surprise weighs in going elsewhere once, relative to a gap."""

_LEAST, _MOST = -3.0, 20.0
"""Where exponents end: a price may drive everybody away, but keeps nobody for ever."""

_BIJMOLT = "brand elasticities average -2.62: Bijmolt, Van Heerde & Pieters 2005; split assumed"


class Price(Section):
    """What is asked, and how people answer to it."""

    level: Number = knob(
        1.0, ge=0, le=10, plausible=(0.8, 1.25), doc="The list price, relative to today's amounts."
    )
    points: Share = knob(
        0.0, ge=0, le=1, plausible=(0, 0.1), doc="Share of what is paid that is given as points."
    )
    redeemed: Share = knob(
        0.8,
        ge=0,
        le=1,
        plausible=(0.6, 0.95),
        side="world",
        observable=True,
        doc="Share of points that people redeem; the others cost nothing and please nobody.",
    )
    market: Number = knob(
        1.0,
        ge=0.05,
        le=20,
        plausible=(0.9, 1.1),
        side="world",
        source="1 by definition: today's list price is the market's",
        doc="The price of competitors, relative to today's list price.",
    )
    market_response: Number = knob(
        1.0,
        ge=0,
        le=20,
        plausible=(0.5, 1.5),
        side="world",
        source=_BIJMOLT,
        doc="Log hazard of leaving per unit of price above the market's.",
    )
    reference_response: Number = knob(
        0.5,
        ge=0,
        le=20,
        plausible=(0, 1),
        side="world",
        source="assumed; direction: a streaming service's +10.7 % in January 2022 took monthly churn up "
        "0.95 points",
        doc="Log hazard of leaving per unit of price above the customer's reference price.",
    )
    loss_aversion: Number = knob(
        1.5,
        ge=1,
        le=10,
        plausible=(1, 2.2),
        side="world",
        source="assumed; a meta-analysis finds more than 1: Neumann & Boeckenholt 2014",
        doc="What a rise above the reference price weighs, relative to an equal fall.",
    )
    reference_learning: Share = knob(
        0.3,
        ge=0,
        le=1,
        plausible=(0.1, 0.5),
        side="world",
        doc="Share of the way to the price paid that the reference price goes at a purchase.",
    )
    elsewhere_response: Number = knob(
        1.5,
        ge=0,
        le=20,
        plausible=(0.7, 3.5),
        side="world",
        source=_BIJMOLT,
        doc="Log odds of buying from a competitor this once, per unit of price above the market's.",
    )
    quantity_response: Number = knob(
        0.3,
        ge=0,
        le=20,
        plausible=(0, 0.6),
        side="world",
        source="-10 % for ever sold 3 % more: Hoch, Dreze & Purk 1994; 0 for subscriptions",
        doc="Fall of the log quantity of a purchase per unit of price above the market's.",
    )
    conversion_response: Number = knob(
        1.5,
        ge=0,
        le=20,
        plausible=(0.7, 3),
        side="world",
        source=_BIJMOLT,
        doc="Fall of the log conversion of prospects per unit of price above the market's.",
    )
    sensitivity: NumberSpread = knob(
        {"kind": "gamma", "mean": 1, "shape": 4},
        side="world",
        doc="How strongly an individual answers to prices, relative to the average (mean 1).",
    )


def price_index(price: Price, discount: float) -> float:
    """The price paid under a running discount, points that are redeemed taken off."""
    return price.level * (1.0 - discount) * (1.0 - price.points * price.redeemed)


def discount_given(price: Price, discount: float) -> float:
    """Of a unit at today's price, what the discount takes off the list price."""
    return price.level * discount


def points_given(price: Price, discount: float) -> float:
    """Of a unit at today's price, what redeemed points take off the price paid."""
    return price.level * (1.0 - discount) * price.points * price.redeemed


def market_gap(price: Price, paid: float) -> float:
    """How much dearer than the market, as a share of the market's price."""
    return (paid - price.market) / price.market


def surprise(price: Price, paid: float, reference: float) -> float:
    """How much dearer than one is used to, as a share of that; a rise weighs more than a fall."""
    distance = paid / reference - 1.0
    return price.loss_aversion * distance if distance > 0.0 else distance


def log_hazard(price: Price, sensitivity: float, gap: float, surprise: float) -> float:
    """What a price adds to the log hazard of leaving."""
    if gap == 0.0 and surprise == 0.0:
        return 0.0
    felt = price.market_response * gap + price.reference_response * surprise
    return min(_MOST, max(_LEAST, sensitivity * felt))


def log_odds_elsewhere(price: Price, sensitivity: float, gap: float, surprise: float) -> float:
    """What a price adds to the log odds of buying from a competitor this once."""
    if gap == 0.0 and surprise == 0.0:
        return 0.0
    felt = price.elsewhere_response * (gap + SURPRISE_ELSEWHERE * surprise)
    return min(_MOST, max(-_MOST, sensitivity * felt))


def demand_factor(response: float, sensitivity: float, gap: float) -> float:
    """What a gap to the market does to a quantity, or to the conversion of prospects."""
    if gap == 0.0 or response == 0.0:
        return 1.0
    return exp(min(-_LEAST, max(-_MOST, -response * sensitivity * gap)))


def reference_after(price: Price, reference: float, paid: float) -> float:
    """The price a customer is used to after a purchase."""
    return max(LEAST_REFERENCE, reference + price.reference_learning * (paid - reference))


RULES = (
    price_index,
    discount_given,
    points_given,
    market_gap,
    surprise,
    log_hazard,
    log_odds_elsewhere,
    demand_factor,
    reference_after,
)
