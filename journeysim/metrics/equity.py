"""Customer equity: what those who are there at the end are worth beyond it, in closed form.

A customer with the chance S to stay at an occasion, and a discount d from one to the next, is worth
the sum of (S d)**k, k = 1, 2, ..., times what an occasion brings (Blattberg & Deighton 1996; Gupta
& Lehmann 2003). S = e**(-M h) (1 - f): h the customer's own base hazard, M what multiplied it, f the
chance to leave for a grievance, both as they were at the decisions of the segment's last year.
Grievances that stand now move the next decisions, ever less, back to what is usual. Holds where the
world stays as it was in the last year: it knows no trend.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from journeysim.engine.log import Array
from journeysim.metrics.columns import powers
from journeysim.metrics.discounting import exp_of
from journeysim.metrics.gaps import GapLaw, discounted


class SegmentBasis(NamedTuple):
    """What the customers of a segment have in common. Times in days.

    gap: mean gap between two occasions of a customer of frequency 1; delay: what closed doors add
    to each; occasion, day: money of an occasion stayed for, and of a day as a customer. Of the
    decisions of the last year: multiplied, what the base hazard was multiplied by; leaving, the
    chance to leave for a grievance; typical, the gap of those who decided (0 if nobody did); slope,
    by how much that chance grows with the gap, relatively, in proportion to it if 1. usual: the mean
    of `carried` over those who are there. failures: those that come with time, a day; quiet: the
    chance that an occasion is a purchase here and the one before brought none; fading: the rate at
    which the hazard of grievances fades, a day; forgiven: the part of it that a purchase without a
    new failure takes away.
    """

    law: GapLaw
    gap: float
    delay: float
    occasion: float
    day: float
    multiplied: float
    leaving: float
    typical: float
    slope: float
    usual: float
    failures: float
    quiet: float
    fading: float
    forgiven: float


class CustomerBase(NamedTuple):
    """Customers of one segment as they stand, one entry each.

    hazard: base hazard of a decision; due: days to the next occasion, NaN where nobody can know
    them; free: that occasion is no decision yet; surprise: how many usual decisions it adds that they
    are not yet used to the price (`surprise`).
    """

    hazard: Array
    frequency: Array
    grievances: Array
    due: Array
    free: Array
    surprise: Array


class Stay(NamedTuple):
    """How long customers will be there from now on, one entry each, whatever that brings.

    comes: whether they ever come; before: days until the next occasion; occasions: how many they
    stay for; between: days from one to the next. All discounted; rate: of discount, per day.
    """

    comes: Array
    before: Array
    occasions: Array
    between: Array
    rate: float


def worth(people: CustomerBase, basis: SegmentBasis, world: Any, rate: float) -> Array:
    """What each of them is worth from now on, discounted to now; infinite if nothing ends it.

    rate: of discount, per day.
    """
    return worth_of(stay(people, basis, world, rate), basis.occasion, basis.day)


def stay(people: CustomerBase, basis: SegmentBasis, world: Any, rate: float) -> Stay:
    """How long each of them will be there; basis: its money is not looked at."""
    gaps = own_gaps(people.frequency, basis)
    comes = np.isfinite(gaps)
    gaps = np.where(comes, gaps, 1.0)
    each = discounted(basis.law, rate, gaps)
    first = _until_due(basis.law, rate, people, gaps)
    stays = _stays(people, basis, gaps)
    decides = stays * _carried(people, basis, world, gaps) * _surprised(people, stays)
    known = np.isfinite(people.due)
    before = _span(rate, first, np.where(known, people.due, gaps))
    between = _span(rate, each, gaps)
    with np.errstate(divide="ignore", invalid="ignore"):
        occasions = np.where(people.free, 1.0, decides) * first / (1.0 - stays * each)
    return Stay(comes, before, occasions, between, rate)


def worth_of(there: Stay, occasion: float, day: float) -> Array:
    """What it is worth that they stay, if an occasion and a day as a customer bring so much."""
    with np.errstate(divide="ignore", invalid="ignore"):
        values = day * there.before + there.occasions * (occasion + day * there.between)
        idle = day / np.float64(there.rate) if day else 0.0
    result: Array = np.where(there.comes, values, idle)
    return result


def own_gaps(frequency: Array, basis: SegmentBasis) -> Array:
    """Everybody's mean gap in days, infinite for those who never come."""
    often = frequency > 0.0
    gaps = np.divide(basis.gap, frequency, out=np.full(len(frequency), np.inf), where=often)
    result: Array = gaps + basis.delay
    return result


def grievance_hazards(world: Any, multiplied: float, grievances: Array) -> Array:
    """The hazard of a decision by such grievances."""
    scale, exponent = float(world.leaving.grievance_scale), float(world.leaving.grievance_power)
    if exponent == 2.0:
        return np.asarray(multiplied * scale * grievances * grievances)
    felt = np.zeros(len(grievances))
    there = grievances > 0.0
    felt[there] = powers(grievances[there], np.full(int(np.count_nonzero(there)), exponent))
    result: Array = multiplied * scale * felt
    return result


def _span(rate: float, discount: Array, days: Array) -> Array:
    """The days until a discount is reached, each discounted to their beginning."""
    return (1.0 - discount) / rate if rate > 0.0 else days


def _until_due(law: GapLaw, rate: float, people: CustomerBase, gaps: Array) -> Array:
    """The mean of e**(-rate x time) until the next occasion: known, or a whole gap off."""
    known = np.isfinite(people.due)
    if not known.any():
        return discounted(law, rate, gaps)
    exact = exp_of(-rate * np.where(known, people.due, 0.0))
    result: Array = np.where(known, exact, discounted(law, rate, gaps))
    return result


def _stays(people: CustomerBase, basis: SegmentBasis, gaps: Array) -> Array:
    """Everybody's chance to stay at an occasion, in the long run."""
    leaving = np.full(len(gaps), basis.leaving)
    if basis.typical > 0.0:
        leaving = leaving * (1.0 + basis.slope * (gaps / basis.typical - 1.0))
    chances = np.minimum(1.0, np.maximum(0.0, leaving))
    stays: Array = exp_of(-basis.multiplied * people.hazard) * (1.0 - chances)
    return stays


def _surprised(people: CustomerBase, stays: Array) -> Array:
    """The factor of the chance to stay by surprises at the price; nobody stays more than surely."""
    factor = np.ones(len(stays))
    surprised = (people.surprise != 0.0) & (stays > 0.0)
    exponents = np.maximum(-1.0, people.surprise[surprised])
    factor[surprised] = powers(stays[surprised], exponents)
    return factor


def _kept(basis: SegmentBasis, gaps: Array) -> Array:
    """The part of the hazard of grievances that is still there an occasion later: what neither time
    takes away nor a purchase without a failure since the one before."""
    quiet = discounted(basis.law, basis.failures, gaps) * basis.quiet
    kept: Array = (1.0 - basis.forgiven * quiet) * discounted(basis.law, basis.fading, gaps)
    return kept


def _carried(people: CustomerBase, basis: SegmentBasis, world: Any, gaps: Array) -> Array:
    """What grievances that stand now make of the chance to stay, against what they usually make."""
    return carried(people, basis, world, gaps) / basis.usual


def carried(people: CustomerBase, basis: SegmentBasis, world: Any, gaps: Array) -> Array:
    """The factor of the chance to stay by grievances that stand now: their hazard at the next
    occasion, and what is left of it at all that follow."""
    hazards = grievance_hazards(world, basis.multiplied, people.grievances)
    if not hazards.any():
        return np.ones(len(gaps))
    first = _until_due(basis.law, basis.fading, people, gaps)
    factor: Array = exp_of(-hazards * first / (1.0 - _kept(basis, gaps)))
    return factor
