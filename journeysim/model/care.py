"""Care: touches by the firm that nobody asked for, and what sets them off.

A touch is a trigger, an audience, a reach, some work and a set of effects. The catalogue holds
usual ones; a scenario takes one with `like = "check_in"` and changes what it wants. Care can
backfire: too many touches annoy, some wake people who would have stayed, offers cost margin.
"""

from __future__ import annotations

from typing import Any, Literal, get_args

from pydantic import model_validator

from journeysim.knobs import (
    Count,
    Days,
    Name,
    Number,
    PerDay,
    Prose,
    Section,
    Share,
    Text,
    knob,
)
from journeysim.model.experience import Experience
from journeysim.portable import exp, power

Trigger = Literal[
    "purchase",
    "joining",
    "resolution",
    "problem",
    "silence",
    "period",
    "nth_purchase",
    "date",
]
"""What can set a touch off. Append only: the order is part of the names of a touch's draws."""

TRIGGERS: tuple[str, ...] = get_args(Trigger)
"""The triggers by name, in the order in which they are encoded."""

_encoded: Any = range(len(TRIGGERS))
(
    AFTER_PURCHASE,
    AFTER_JOINING,
    AFTER_RESOLUTION,
    AT_PROBLEM,
    AFTER_SILENCE,
    EVERY,
    NTH_PURCHASE,
    ON_DATE,
) = _encoded
"""Triggers, as encoded: one name for each of `TRIGGERS`."""

SILENCES = 64
"""Silences that are told apart between two occasions."""

MOST_LUCK = 1000
"""The largest `luck` of a touch."""

TRIGGERS_A_PAGE = 8
"""Triggers whose draws are named within one page of slots; further ones get further pages."""

MOST_NOTICED = 0.3
"""Share of problems that can be noticed before a word is said, at most; assumed."""

TELLING_DISCOUNT = 0.05
"""The discount at which people respond to an offer as such by two thirds of all they may; assumed."""

MINUTES = 1440.0
"""Minutes of a day."""

_FAR = 1e9

CATALOGUE: dict[str, dict[str, Any]] = {
    "check_in": {
        "about": "asks how it is going, and hears of problems nobody mentioned",
        "trigger": "purchase",
        "delay": "14 d",
        "credit": 0.055,
        "trust": 0.04,
        "finds": 0.6,
        "staff": "6 min",
    },
    "thank_you": {
        "about": "a short thank-you",
        "trigger": "purchase",
        "delay": "2 d",
        "credit": 0.0,
        "burden": 0.8,
    },
    "tips": {
        "about": "how to get more out of what was bought",
        "trigger": "joining",
        "delay": "14 d",
        "credit": 0.04,
        "cost": 0.5,
        "burden": 0.8,
    },
    "update": {
        "about": "news about the product",
        "trigger": "period",
        "every": "90 d",
        "credit": 0.02,
        "cost": 0.2,
        "burden": 0.8,
    },
    "reminder": {
        "about": "reminds of the next service and advises",
        "trigger": "period",
        "every": "182 d",
        "credit": 0.06,
        "trust": 0.03,
        "staff": "4 min",
    },
    "advice": {
        "about": "advises before something goes wrong",
        "trigger": "purchase",
        "delay": "7 d",
        "credit": 0.1,
        "trust": 0.05,
        "personal": 1.0,
        "staff": "5 min",
    },
    "service_call": {
        "about": "a call without an offer to those likely to leave",
        "trigger": "date",
        "on": "1 d",
        "credit": 0.1,
        "trust": 0.05,
        "finds": 0.5,
        "staff": "6 min",
        "expires": "30 d",
    },
    "recommendation": {
        "about": "recommends a better tariff",
        "trigger": "date",
        "on": "1 d",
        "wake": 3.6,
        "discount": 0.02,
        "lasts": "365 d",
        "burden": 0.8,
    },
    "exclusive_offer": {
        "about": "an offer for a while",
        "trigger": "silence",
        "every": "90 d",
        "discount": 0.1,
        "lasts": "60 d",
        "burden": 0.8,
    },
    "loyalty_discount": {
        "about": "a discount for those who keep coming",
        "trigger": "nth_purchase",
        "nth": 3,
        "discount": 0.03,
        "lasts": "182 d",
        "burden": 0.33,
    },
    "community": {
        "about": "an invitation to the community",
        "trigger": "nth_purchase",
        "nth": 2,
        "community": 0.2,
        "credit": 0.02,
        "cost": 2.0,
        "burden": 0.8,
    },
    "follow_up": {
        "about": "asks after a settled problem whether all is well",
        "trigger": "resolution",
        "delay": "3 d",
        "credit": 0.06,
        "trust": 0.03,
        "staff": "4 min",
    },
    "ownership": {
        "about": "somebody notices a problem and puts it right before a word is said",
        "trigger": "problem",
        "intercepts": True,
        "reach": 0.2,
        "staff": "4 min",
        "cost": 2.0,
        "burden": 0.0,
    },
}
"""Usual touches; how people take to them is assumed, but: a thank-you does about nothing, whatever is
put into it (500,000 calls, precisely zero: Samek & Longfield 2023)."""


class Audience(Section):
    """Who gets a touch; everybody, unless something here says otherwise."""

    segments: list[Name] = knob([], reference="segments", doc="Only these; empty: all.")
    satisfaction_from: Number = knob(0.0, ge=0, le=1, doc="Reported satisfaction at least.")
    satisfaction_below: Number = knob(2.0, ge=0, le=2, doc="Reported satisfaction below.")
    trust_from: Number = knob(-1.0, ge=-1, le=1, doc="Trust at least.")
    trust_below: Number = knob(2.0, ge=-1, le=2, doc="Trust below.")
    tenure_from: Days = knob("0 d", ge=0, doc="Known to the firm for at least this long.")
    tenure_below: Days = knob("1000000 d", ge=0, doc="Known to the firm for less than this.")
    worth_from: Number = knob(0.0, ge=0, doc="Expected margin a year at least.")
    worth_below: Number = knob(_FAR, ge=0, doc="Expected margin a year below.")
    risk_from: Number = knob(
        0.0, ge=0, doc="Noisy score of the hazard of leaving at an occasion at least."
    )
    risk_below: Number = knob(_FAR, ge=0, doc="Noisy score of that hazard below.")


class Touch(Section):
    """One kind of action by the firm towards customers who did not ask."""

    like: Name | None = knob(None, reference="catalogue", doc="The catalogue entry it starts from.")
    about: Prose = knob("", doc="What it is, in words.")
    trigger: Trigger = knob(
        "purchase", doc="What sets it off ('resolution', 'problem': of a failure)."
    )
    delay: Days = knob(
        "0 d", ge=0, plausible=("0 d", "60 d"), doc="From what sets it off to the touch."
    )
    every: Days = knob(
        "90 d", ge="1 h", plausible=("30 d", "365 d"), doc="For 'period' and 'silence': how long."
    )
    nth: Count = knob(3, ge=1, plausible=(2, 10), doc="For 'nth_purchase': every which one.")
    on: Days = knob("1 d", ge=0, plausible=("0 d", "180 d"), doc="For 'date': the day.")
    luck: Count = knob(
        0,
        ge=0,
        le=MOST_LUCK,
        doc="Touches with the same trigger share their luck unless this differs.",
    )
    audience: Audience = knob({}, doc="Who gets it.")
    reach: Share = knob(
        1.0,
        ge=0,
        le=1,
        plausible=(0.3, 1.0),
        doc="Share of the audience that is reached (noticed).",
    )
    staff: Days = knob(
        "0 min", ge=0, le="10 d", plausible=("0 min", "15 min"), doc="Work of one touch."
    )
    channel: Text | None = knob(
        None, reference="channels", doc="Whose agents do the work; unset: the first channel's."
    )
    cost: Number = knob(0.0, ge=0, plausible=(0, 10), doc="Cost of one touch beside work.")
    set_up: Number = knob(0.0, ge=0, plausible=(0, 50_000), doc="Cost of starting it at all.")
    capacity: Count = knob(
        1_000_000, ge=0, plausible=(10, 1000), doc="At most this many begun a day."
    )
    expires: Days = knob(
        "5 d", gt=0, plausible=("1 d", "30 d"), doc="Work not begun by then is dropped."
    )
    burden: Number = knob(
        1.0,
        ge=0,
        le=100,
        plausible=(0.3, 1.0),
        side="world",
        source="3 over the ideal number a quarter: phone 1, e-mail 0.8, mailing 0.33; "
        "Godfrey, Seiders & Voss 2011",
        doc="How much it weighs towards too many.",
    )
    credit: Share = knob(
        0.0,
        ge=0,
        le=1,
        plausible=(0, 0.25),
        side="world",
        doc="Credit a first one of this kind leaves, at full effort.",
    )
    trust: Share = knob(
        0.0, ge=0, le=1, plausible=(0, 0.2), side="world", doc="Trust it builds, likewise."
    )
    personal: Share = knob(
        0.0,
        ge=0,
        le=1,
        plausible=(0, 1),
        doc="How far it uses what is known of the customer: it reaches more and weighs less.",
    )
    protects: dict[Name, Share] = knob(
        {},
        reference="problems",
        side="world",
        source="assumed; a reminder of the next service: 25 % (0-45 %)",
        doc="Share of each problem type it prevents for a while, at full effort.",
    )
    protects_for: Days = knob(
        "90 d", ge=0, plausible=("30 d", "365 d"), side="world", doc="How long it protects."
    )
    lasts: Days = knob(
        "90 d", ge=0, plausible=("30 d", "365 d"), doc="How long its discount lasts."
    )
    finds: Share = knob(
        0.0,
        ge=0,
        le=1,
        plausible=(0, 0.8),
        side="world",
        doc="Chance that a silent problem comes out, at full effort.",
    )
    intercepts: bool = knob(
        False, doc="Puts the problem that set it off right, if somebody is free at that moment."
    )
    wake: Number = knob(
        0.0,
        ge=0,
        le=100,
        plausible=(0, 3),
        side="world",
        source="3.6 fitted to 6.4 -> 10.0 % in 90 days, Ascarza et al. 2016",
        doc="Occasions' worth of leaving it brings forward, once.",
    )
    discount: Share = knob(0.0, ge=0, le=1, plausible=(0, 0.1), doc="Discount while it lasts.")
    cross_sell: Share = knob(
        0.0, ge=0, le=1, plausible=(0, 1), doc="Share of them that try to sell an extra."
    )
    community: Share = knob(
        0.0,
        ge=0,
        le=1,
        plausible=(0, 0.4),
        side="world",
        doc="Chance to become a member of the community, at full effort.",
    )

    @model_validator(mode="before")
    @classmethod
    def _from_the_catalogue(cls, value: Any) -> Any:
        if isinstance(value, dict) and "like" in value:
            if not isinstance(value["like"], str) or value["like"] not in CATALOGUE:
                raise ValueError(f"like must be one of {', '.join(sorted(CATALOGUE))}")
            return CATALOGUE[value["like"]] | value
        return value


class Care(Section):
    """What the firm does unasked."""

    programme: PerDay = knob(
        "0 per year",
        ge=0,
        plausible=("0 per year", "100000 per year"),
        doc="Running programme cost.",
    )
    risk_noise: Number = knob(
        0.5, ge=0, le=5, plausible=(0.2, 1.5), side="world",
        doc="Standard deviation of the log risk score around the true log hazard.",
    )  # fmt: skip
    effort_of_minute: Number = knob(
        0.5,
        ge=0,
        le=100,
        plausible=(0.25, 1.0),
        side="world",
        doc="What a minute's work on a touch counts for beside its cost.",
    )
    effort_scale: Number = knob(
        3.0,
        gt=0,
        le=10_000,
        plausible=(1.5, 6.0),
        side="world",
        doc="Cost and minutes together with which a touch does two thirds of all it can.",
    )
    repeated: Share = knob(
        0.7,
        gt=0,
        le=1,
        plausible=(0.5, 0.9),
        side="world",
        doc="What one more touch of a kind, or advice at one more sale, counts for after another.",
    )
    repeat_memory: Days = knob(
        "365 d",
        gt=0,
        le="36500 d",
        plausible=("180 d", "730 d"),
        side="world",
        doc="How long people remember such (37 % of it is left then).",
    )
    protects_most: Share = knob(
        0.6,
        ge=0,
        le=1,
        plausible=(0.4, 0.8),
        side="world",
        doc="No touches together prevent more of a problem type.",
    )
    personal_reach: Number = knob(
        0.2,
        ge=0,
        le=5,
        plausible=(0.0, 0.3),
        side="world",
        source="+20 % opened e-mails with the name: Sahni, Wheeler & Chintagunta 2018",
        doc="How many more a wholly personal touch reaches of those who are well known.",
    )
    personal_burden: Share = knob(
        0.15,
        ge=0,
        le=1,
        plausible=(0.0, 0.25),
        side="world",
        source="-17 % unsubscribed: Sahni, Wheeler & Chintagunta 2018",
        doc="How much less it weighs on them.",
    )
    notice_time: Days = knob(
        "1 min",
        ge=0,
        le="1 d",
        plausible=("20 s", "3 min"),
        side="world",
        doc="Attention it takes to notice what goes wrong with one purchase, unasked.",
    )
    touches: dict[Name, Touch] = knob({}, doc="The touches.")


def only_repays(touch: Touch) -> bool:
    """Does it follow trouble? Then it repays grievances and adds no credit.

    Else a failure, its settlement and a kind word after it would keep more than no failure.
    """
    return bool(touch.trigger == AFTER_RESOLUTION or touch.trigger == AT_PROBLEM)


def draw_slot(touch: Touch) -> int:
    """The slot that names a touch's draws: its trigger and its luck, and nothing else.

    No two pairs of trigger and luck share a slot, however many triggers there are: a page holds
    `TRIGGERS_A_PAGE` triggers with every luck from 0 to `MOST_LUCK`.
    """
    trigger: Any = touch.trigger
    page = (MOST_LUCK + 1) * (trigger // TRIGGERS_A_PAGE) + touch.luck
    slot: int = TRIGGERS_A_PAGE * page + trigger % TRIGGERS_A_PAGE
    return slot


def silence_ordinal(touch: Touch, occasions: int, quiet: float) -> int:
    """The ordinal of a silence: which one it is since the last occasion; quiet: days so far."""
    return occasions * SILENCES + min(SILENCES - 1, int(quiet / touch.every + 0.5))


def is_for_all(audience: Any) -> bool:
    """Does the touch leave nobody out? Then nobody's state need be looked at.

    audience: the encoded record, in which `selective` says so.
    """
    return bool(audience.selective == 0)


def in_audience(
    audience: Any,
    segment: int,
    satisfaction: float,
    trust: float,
    tenure: float,
    worth: float,
    risk: float,
) -> bool:
    """Is this customer one for whom the touch is meant?

    audience: the encoded record, in which `segments` is a bit mask, 0 for all.
    """
    if audience.segments != 0 and (audience.segments >> segment) & 1 == 0:
        return False
    return bool(
        audience.satisfaction_from <= satisfaction < audience.satisfaction_below
        and audience.trust_from <= trust < audience.trust_below
        and audience.tenure_from <= tenure < audience.tenure_below
        and audience.worth_from <= worth < audience.worth_below
        and audience.risk_from <= risk < audience.risk_below
    )


def risk_score(hazard: float, noise: float, normal: float) -> float:
    """What the firm's scoring would say of a customer's hazard; normal: a standard normal."""
    return hazard * exp(noise * normal)


def effort(care: Care, touch: Touch) -> float:
    """What is put into a touch, 0 nothing to 1: work and cost, each further bit for less."""
    put_in = care.effort_of_minute * touch.staff * MINUTES + touch.cost
    return 1.0 - exp(-put_in / care.effort_scale) if put_in > 0.0 else 0.0


def remembered(care: Care, count: float, since: float) -> float:
    """How many are still remembered; since: days."""
    return count * exp(-since / care.repeat_memory) if count > 0.0 else 0.0


def once_again(care: Care, count: float) -> float:
    """What one more counts for after so many that are remembered."""
    return power(care.repeated, count) if count > 0.0 else 1.0


def strength(experience: Experience, amount: float, taken: float) -> float:
    """A touch's credit or trust as it is felt, at most one; taken: effort, less for a repetition."""
    return min(1.0, amount * experience.touch_effect * taken)


def reach(care: Care, touch: Touch, known: float) -> float:
    """The share of people like this one that a touch reaches; known: how well, 0 to 1."""
    return min(1.0, touch.reach * (1.0 + care.personal_reach * touch.personal * known))


def burden(care: Care, touch: Touch, known: float) -> float:
    """How much a touch weighs on a customer who is known so well."""
    return touch.burden * (1.0 - care.personal_burden * touch.personal * known)


def protection(experience: Experience, share: float, effort: float) -> float:
    """The share of problems that one touch really prevents."""
    return min(1.0, share * experience.prevention_effect) * effort


def protected(care: Care, left: float) -> float:
    """The share that several prevent together; left: the product of what each lets happen."""
    return min(care.protects_most, 1.0 - left)


def discounts(touch: Touch) -> bool:
    """Does the touch carry a discount that runs for a while?"""
    return bool(touch.discount > 0.0 and touch.lasts > 0.0)


def offer_response(experience: Experience, discount: float, response: float) -> float:
    """How one customer takes an offer beside its price: a log hazard ratio, 0 on average.

    response: their standard normal trait. The less is offered, the less there is to respond to.
    """
    return experience.offer_spread * response * (1.0 - exp(-discount / TELLING_DISCOUNT))


RULES = (
    only_repays,
    draw_slot,
    silence_ordinal,
    is_for_all,
    in_audience,
    risk_score,
    effort,
    remembered,
    once_again,
    strength,
    reach,
    burden,
    protection,
    protected,
    discounts,
    offer_response,
)
