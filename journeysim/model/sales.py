"""Sales: the encounter at the counter, from attentive to pushy.

Pushing converts more now, sells bigger baskets, promises more, and brings returns, distrust and
returns of goods; attentive advice costs time and some sales and prevents mismatches. How people
answer to it belongs to the world; how hard to push is the lever.
"""

from __future__ import annotations

from journeysim.knobs import DurationSpread, Number, Section, Share, knob


class Sales(Section):
    """The manner of selling."""

    push: Number = knob(0.0, ge=-1, le=1, plausible=(-1, 1), doc="-1 attentive, 0 plain, 1 pushy.")
    later_sales: Share = knob(
        1.0, ge=0, le=1, plausible=(0, 1), doc="How much of it later sales get; 0: the first only."
    )
    advice_cost: Number = knob(
        0.0, ge=0, plausible=(0, 5), doc="Cost of fully attentive advice, per prospect or sale."
    )
    push_conversion: Share = knob(
        0.25, ge=0, le=5, plausible=(0, 0.5), side="world", doc="Extra conversion by full pushing."
    )
    push_basket: Share = knob(
        0.15, ge=0, le=5, plausible=(0, 0.3), side="world", doc="Extra basket by full pushing."
    )
    push_returns: Share = knob(
        0.06,
        ge=0,
        le=1,
        plausible=(0, 0.2),
        side="world",
        doc="Share of pushed sales brought back.",
    )
    return_after: DurationSpread = knob(
        {"kind": "exponential", "mean": "10 d"}, side="world", doc="When they are brought back."
    )
    push_debit: Share = knob(
        0.2, ge=0, le=1, plausible=(0.05, 0.35), side="world", doc="Debit of being fully pushed."
    )
    push_trust: Share = knob(
        0.2, ge=0, le=1, plausible=(0, 0.4), side="world", doc="Trust lost by being fully pushed."
    )
    push_promise: Share = knob(
        0.5, ge=0, le=1, plausible=(0, 1), side="world", doc="Promise made by full pushing."
    )
    advice_conversion: Share = knob(
        0.04, ge=0, le=1, plausible=(0, 0.1), side="world", doc="Conversion lost by full advice."
    )
    advice_basket: Share = knob(
        0.03, ge=0, le=1, plausible=(0, 0.1), side="world", doc="Basket lost by full advice."
    )
    advice_credit: Share = knob(
        0.1, ge=0, le=1, plausible=(0, 0.2), side="world", doc="Credit of fully attentive advice."
    )
    advice_trust: Share = knob(
        0.1, ge=0, le=1, plausible=(0, 0.2), side="world", doc="Trust gained by it."
    )


def conversion_factor(sales: Sales) -> float:
    """What the manner of selling does to the chance of a sale."""
    if sales.push > 0.0:
        return 1.0 + sales.push_conversion * sales.push
    return 1.0 + sales.advice_conversion * sales.push


def manner(sales: Sales, first: int) -> float:
    """The manner of one sale, -1 attentive to 1 pushy."""
    if first != 0:
        return sales.push
    return sales.push * sales.later_sales


def sale_factor(sales: Sales, manner: float) -> float:
    """What the manner does to the amount of one sale."""
    if manner > 0.0:
        return 1.0 + sales.push_basket * manner
    return 1.0 + sales.advice_basket * manner


RULES = (conversion_factor, manner, sale_factor)
