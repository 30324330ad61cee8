"""Population: who is there on day 0, who looks in later, and the kinds of customers there are.

Rules give the rate of prospects at a time and a prospect's chance to become a customer; they never
draw. Arrivals form a Poisson stream, thinned by weekday and season.
"""

from __future__ import annotations

from math import floor, inf
from typing import Literal

from journeysim.knobs import (
    Count,
    Days,
    DurationSpread,
    Name,
    Number,
    NumberSpread,
    PerDay,
    Section,
    Share,
    knob,
)
from journeysim.portable import exp, log

WEEK = 7
MONTHS = 12

MOST_ON_DAY_0 = 5_000_000
"""Customers there may be on day 0."""

MOST_CLASSES = 200
"""Classes of customers there may be on day 0."""

POSTERIOR = (
    "a firm's own data: each customer's posterior, Fader, Hardie & Lee 2005, Fader & Hardie 2007"
)


class CustomerClass(Section):
    """One class of the customers of day 0: what is known of them beyond what all newcomers are like."""

    weight: Number = knob(
        gt=0,
        le=1e12,
        plausible=(1, 100_000),
        source=POSTERIOR,
        observable=True,
        doc="How many of the customers on day 0 are such, relative to the other classes.",
    )
    tenure: Days = knob(
        "0 d",
        ge=0,
        plausible=("0 d", "1825 d"),
        source="assumed 0; counted, where it is fitted",
        observable=True,
        doc="How long they have been there, on average.",
    )
    frequency: NumberSpread = knob(source=POSTERIOR, doc="As purchase.frequency, of this class.")
    chance: NumberSpread = knob(source=POSTERIOR, doc="As leaving.chance, of this class.")
    first_decision: Count = knob(
        1,
        ge=1,
        le=1000,
        plausible=(1, 2),
        source="1: known customers decide each time; 2 where nothing was decided yet, Fader, Hardie & Lee 2005",
        observable=True,
        doc="Their first occasion from day 0 on that is also a decision (2: after one purchase).",
    )


class Population(Section):
    """The customers on day 0 and the stream of prospects."""

    customers: Count = knob(
        1000,
        ge=0,
        le=MOST_ON_DAY_0,
        plausible=(100, 100_000),
        observable=True,
        doc="Customers on day 0.",
    )
    start: Literal["staggered", "fresh"] = knob(
        "staggered",
        doc="Are day-0 customers somewhere between two purchases, or all just joined?",
    )
    tenure: Days = knob(
        "0 d",
        ge=0,
        plausible=("0 d", "1825 d"),
        source="assumed; ageing by the beta posterior, Fader & Hardie 2007",
        observable=True,
        doc="How long day-0 customers have been there: those likely to leave have left before.",
    )
    prospects: PerDay = knob(
        "0 per d",
        ge=0,
        le="100000 per d",
        plausible=("0 per d", "50 per d"),
        observable=True,
        doc="Prospects who look in, on an average day.",
    )
    conversion: Share = knob(
        1.0,
        ge=0,
        le=1,
        plausible=(0.05, 1.0),
        observable=True,
        doc="Share of prospects who buy, plainly served.",
    )
    acquisition_cost: Number = knob(
        0.0,
        ge=0,
        plausible=(0, 600),
        source="assumed 0; reported from 9-27 a burger customer to 250-600 in telecom",
        observable=True,
        doc="Advertising, sales staff and welcome gifts per prospect who becomes a customer.",
    )
    weekdays: list[Number] = knob(
        [1.0] * WEEK,
        doc="Relative number of prospects by weekday, Monday first (seven numbers).",
        source="assumed even",
    )
    season: list[Number] = knob(
        [1.0] * MONTHS,
        doc="Relative number of prospects by twelfth of the year (twelve numbers).",
        source="assumed even",
    )
    newcomer_problems: Number = knob(
        0.0,
        ge=0,
        le=100,
        plausible=(0, 4),
        source="assumed 0; about 2 in telecom",
        doc="How many times as many problems and requests again a newcomer has at first.",
    )
    newcomer_time: Days = knob(
        "60 d",
        gt=0,
        le="3650 d",
        plausible=("30 d", "120 d"),
        doc="Time in which two thirds of these have come.",
    )
    unanswered_loss: Share = knob(
        0.5,
        ge=0,
        le=1,
        plausible=(0.1, 0.9),
        doc="Share of prospects' conversion lost when their question stays unanswered.",
    )
    classes: list[CustomerClass] = knob(
        [],
        source="none; the posterior of each customer's own purchases or renewals, where they are fitted",
        doc="Classes of the customers on day 0, in place of tenure and of what newcomers are like.",
    )


class Segment(Section):
    """One kind of customer: what it leaves unset is as in [purchase] and [leaving]."""

    share: Share = knob(
        1.0,
        ge=0,
        le=1,
        plausible=(0.05, 0.95),
        observable=True,
        doc="Share of the customers (shares add up to 1).",
    )
    chance: NumberSpread | None = knob(None, doc="As leaving.chance, for this segment.")
    gap: DurationSpread | None = knob(None, doc="As purchase.gap, for this segment.")
    frequency: NumberSpread | None = knob(None, doc="As purchase.frequency, for this segment.")
    basket: NumberSpread | None = knob(None, doc="As purchase.basket, for this segment.")
    margin: Share | None = knob(None, doc="As purchase.margin, for this segment.")
    cross_sell_value: Number | None = knob(
        None, ge=0, doc="As purchase.cross_sell_value, for this segment."
    )
    problem_factor: Number = knob(
        1.0,
        ge=0,
        le=100,
        plausible=(0.7, 1.5),
        observable=True,
        doc="Problems (not requests) of this segment, relative to the problem's own rate.",
    )
    request_factor: Number = knob(
        1.0,
        ge=0,
        le=100,
        plausible=(0.7, 1.5),
        observable=True,
        doc="Requests of this segment, relative to the request's own rate.",
    )
    channels: dict[Name, Name] = knob(
        {},
        doc="Where this segment goes instead: {counter = 'counter_north'} makes it a site of its own.",
    )


def prospect_rate(population: Population, now: float) -> float:
    """Prospects per day at a time, relative weights averaging to one over week and year."""
    weekday = floor(now) % WEEK
    month = floor(now % 365.0 / 365.0 * MONTHS)
    return population.prospects * population.weekdays[weekday] * population.season[month]


def peak_rate(population: Population) -> float:
    """The highest rate of prospects there ever is; the stream runs at it and is thinned."""
    highest, top = 0.0, 0.0
    for weekday in range(WEEK):
        highest = max(highest, population.weekdays[weekday])
    for month in range(MONTHS):
        top = max(top, population.season[month])
    return population.prospects * highest * top


def place_among_classes(population: Population, arrival: int, u: float) -> float:
    """Where the n-th customer of day 0 stands between 0 and 1, for the class that is theirs.

    One uniform for all of them: there are as many of each class as its share says, to one, and on average
    exactly. Source: systematic sampling, Cochran, Sampling Techniques, 1977, chapter 8.
    """
    return (arrival - 1.0 + u) / population.customers


def newcomers_next(population: Population, rate: float, tenure: float, amount: float) -> float:
    """The tenure at which the next of a newcomer's further problems comes, infinite if none does.

    rate: of the usual ones, a day; tenure: in days, at the one before; amount: a standard exponential.
    They thin out as tenure grows: so many of them come in all, and an old customer has had them.
    """
    mass = rate * population.newcomer_problems * population.newcomer_time
    left = exp(-tenure / population.newcomer_time) - amount / mass
    return -population.newcomer_time * log(left) if left > 0.0 else inf


def conversion(population: Population, answered: int, factor: float, reputation: float) -> float:
    """A prospect's chance to become a customer; factor: what selling and the price do to it."""
    chance = population.conversion * factor * reputation
    if answered == 0:
        chance = chance * (1.0 - population.unanswered_loss)
    return min(1.0, chance)


RULES = (prospect_rate, peak_rate, place_among_classes, newcomers_next, conversion)
