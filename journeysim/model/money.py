"""Money: the currency, and what a year of waiting for money costs. Has no rules.

What things cost stands where they are done: pay with the channels, touches with their costs.
"""

from __future__ import annotations

from journeysim.knobs import Section, Share, Text, knob


class Money(Section):
    """How amounts are counted."""

    currency: Text = knob("EUR", doc="The name of the currency in tables.")
    discount_rate: Share = knob(
        0.1,
        ge=0,
        le=1,
        plausible=(0.05, 0.15),
        observable=True,
        doc="Yearly rate at which later money counts less.",
    )


RULES = ()
