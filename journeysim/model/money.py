"""Money: the currency, how numbers are written, and what a year of waiting for money costs. Has no rules.

What things cost stands where they are done: pay with the channels, touches with their costs.
"""

from __future__ import annotations

from typing import Literal

from journeysim.knobs import Section, Share, Text, knob

NumberStyle = Literal["1,234.5", "1.234,5", "1 234,5", "1'234.5"]
"""How numbers may be written, each shown by one: with its sign for thousands and its decimal sign."""


class Money(Section):
    """How amounts are counted."""

    currency: Text = knob("EUR", doc="The name of the currency in tables.")
    numbers: NumberStyle = knob(
        "1,234.5",
        source="a way of writing, no figure",
        doc="How numbers are written in all that people read; files and options take them as ever.",
    )
    discount_rate: Share = knob(
        0.1,
        ge=0,
        le=1,
        plausible=(0.05, 0.15),
        observable=True,
        doc="Yearly rate at which later money counts less.",
    )


RULES = ()
