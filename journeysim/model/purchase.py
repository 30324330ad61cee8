"""Purchase: how often a customer comes back to the point of buying, and what is bought then.

Rules turn satisfaction into spending and into the choice of a competitor this once. Satisfaction
never moves the gap between occasions: each occasion is also a decision to stay or leave, so buying
more often would look harmful.
"""

from __future__ import annotations

from journeysim.knobs import DurationSpread, Number, NumberSpread, Section, Share, knob
from journeysim.model.hours import Hours
from journeysim.portable import exp

LEAST_BASKET = 0.2


class Purchase(Section):
    """Purchase occasions: a gap, a basket, a margin."""

    gap: DurationSpread = knob(
        {"kind": "exponential", "mean": "60 d"},
        doc="Time between two occasions of an average customer; constant for subscriptions.",
    )
    hours: Hours = knob(
        "always",
        doc="When buying is possible; an occasion at another time is put off to the next such day.",
    )
    frequency: NumberSpread = knob(
        1.0,
        source="gamma-distributed rates: Ehrenberg 1959; Fader, Hardie & Lee 2005",
        doc="How often an individual comes, relative to the average (mean 1).",
    )
    basket: NumberSpread = knob(
        50.0, doc="Amount of one purchase at today's list price, in the firm's currency."
    )
    margin: Share = knob(
        0.4,
        ge=0,
        le=1,
        plausible=(0.2, 0.6),
        observable=True,
        doc="Margin before service and care costs.",
    )
    cross_sell_value: Number = knob(
        0.0,
        ge=0,
        plausible=(0, 100),
        observable=True,
        doc="Amount of an extra sold in a contact or by a touch.",
    )
    basket_response: Number = knob(
        0.1,
        ge=0,
        le=2,
        plausible=(0, 0.3),
        source="assumed; sign from share-of-wallet studies",
        doc="Change of the basket per unit of satisfaction above neutral.",
    )
    elsewhere: Share = knob(
        0.0,
        ge=0,
        le=0.95,
        plausible=(0, 0.4),
        observable=True,
        doc="Share of occasions that go to a competitor this once, at neutral satisfaction.",
    )
    booked_elsewhere: Share = knob(
        0.6,
        ge=0,
        le=1,
        plausible=(0.3, 0.85),
        doc="Share of given-up bookings whose purchase goes to a competitor.",
    )
    elsewhere_response: Number = knob(
        1.0,
        ge=0,
        le=10,
        plausible=(0, 2),
        source="assumed; sign from share-of-wallet studies",
        doc="Log odds by which a unit of satisfaction lowers that share.",
    )


def basket_factor(purchase: Purchase, lift: float) -> float:
    """What satisfaction (above neutral) does to an amount, never below a fifth of it."""
    return max(LEAST_BASKET, 1.0 + purchase.basket_response * lift)


def elsewhere_chance(purchase: Purchase, lift: float, log_odds: float) -> float:
    """The chance that this occasion goes to a competitor; lift is satisfaction above neutral.

    log_odds: what the price adds.
    """
    odds = purchase.elsewhere / (1.0 - purchase.elsewhere)
    odds = odds * exp(log_odds - purchase.elsewhere_response * lift)
    return odds / (1.0 + odds)


RULES = (basket_factor, elsewhere_chance)
