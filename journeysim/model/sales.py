"""Sales: the encounter at the counter, from attentive to pushy.

Pushing converts more now, sells bigger baskets, promises more, and brings returns, distrust and
returns of goods; attentive advice costs people's time and some sales and prevents mismatches. Extras
may be offered at a contact or a touch, to few takers, and fewer each time. How people answer to it
belongs to the world; how hard to push, and whose time it takes, are the levers.
"""

from __future__ import annotations

from journeysim.knobs import Days, DurationSpread, Number, Section, Share, Text, knob
from journeysim.portable import exp


class Sales(Section):
    """The manner of selling."""

    push: Number = knob(0.0, ge=-1, le=1, plausible=(-1, 1), doc="-1 attentive, 0 plain, 1 pushy.")
    channel: Text | None = knob(
        None, reference="channels", doc="Whose people advise; unset: the first channel's."
    )
    later_sales: Share = knob(
        1.0,
        ge=0,
        le=1,
        plausible=(0, 1),
        side="world",
        doc="How much of it later sales get; 0: the first only, as where contracts renew themselves.",
    )
    advice_time: Days = knob(
        "8 min",
        ge=0,
        le="1 d",
        plausible=("4 min", "15 min"),
        side="world",
        doc="Time that fully attentive advice takes, per prospect or sale.",
    )
    advice_saturation: Number = knob(
        2.0,
        gt=0,
        le=20,
        plausible=(1.0, 3.0),
        side="world",
        doc="How soon more attention does little more: its half does 73 % of the whole at 2.",
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
    extra_accepted: Share = knob(
        0.06,
        ge=0,
        le=1,
        plausible=(0.02, 0.1),
        side="world",
        doc="Chance that the first attempt to sell an extra succeeds.",
    )
    extra_memory: Days = knob(
        "180 d",
        gt=0,
        le="36500 d",
        plausible=("90 d", "365 d"),
        side="world",
        doc="How long people remember attempts (37 % of it is left then), each of which takes "
        "two thirds off the chance.",
    )
    extra_pause: Days = knob(
        "180 d",
        ge=0,
        le="36500 d",
        plausible=("90 d", "365 d"),
        side="world",
        doc="Nobody buys two extras within this time.",
    )
    extra_time: Days = knob(
        "45 s",
        ge=0,
        le="1 d",
        plausible=("20 s", "2 min"),
        side="world",
        doc="Time of a talk that an attempt takes.",
    )
    extra_warmth: Share = knob(
        0.7,
        ge=0,
        le=1,
        plausible=(0.5, 1.0),
        side="world",
        doc="What is left of warmth where it is tried in a talk about a failure.",
    )
    extra_debit: Share = knob(
        0.01,
        ge=0,
        le=1,
        plausible=(0.0, 0.03),
        side="world",
        doc="Debit of an attempt too many; a first one annoys nobody.",
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


def advice_effect(sales: Sales, advice: float) -> float:
    """How much of what advice can do so much attention does, 0 to 1."""
    whole = 1.0 - exp(-sales.advice_saturation)
    return (1.0 - exp(-sales.advice_saturation * advice)) / whole


def advice_cost(sales: Sales, advice: float, pay: float) -> float:
    """What the time costs that so much attention takes; pay: of one agent, a day."""
    return sales.advice_time * advice * pay


def attempts_remembered(sales: Sales, attempts: float, since: float) -> float:
    """How many attempts to sell an extra are still remembered; since: days."""
    return attempts * exp(-since / sales.extra_memory) if attempts > 0.0 else 0.0


def extra_chance(sales: Sales, attempts: float, since: float) -> float:
    """The chance that an extra is bought; attempts: remembered; since: days since the last one sold."""
    return sales.extra_accepted * exp(-attempts) if since >= sales.extra_pause else 0.0


def extra_debit(sales: Sales, attempts: float) -> float:
    """What one more attempt annoys, after so many."""
    return sales.extra_debit * (1.0 - exp(-attempts)) if attempts > 0.0 else 0.0


RULES = (
    conversion_factor, manner, sale_factor, advice_effect, advice_cost, attempts_remembered,
    extra_chance, extra_debit,
)  # fmt: skip
