"""Deciding: what intervals say of a claim: pass, fail or undecided.

A claim passes when its whole interval lies on the good side of its threshold, and fails when all of
it lies on the bad side at two looks running, or at the last.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from math import isclose, isnan

from journeysim import metrics
from journeysim.experiment.estimate import ENOUGH, Estimate, estimate
from journeysim.experiment.resolved_claims import ResolvedClaim
from journeysim.scenario.claims import Operator

_SAME = 1e-12
"""Ends this near to a threshold, relatively, lie on it: what rounding alone may have moved."""


class Verdict(StrEnum):
    """What is said of a claim."""

    PASS = "pass"
    FAIL = "fail"
    UNDECIDED = "undecided"


def decided(operator: Operator, low: float, high: float, threshold: float) -> Verdict:
    """The verdict that an interval gives; for `within` the threshold is the room on either side.

    An end on the threshold counts as reached for >=, <= and within, not for > and <; so an
    interval of no width always has a verdict.
    """
    if isnan(low) or isnan(high):
        return Verdict.UNDECIDED
    if operator == "within":
        low, high = (_snapped(end, -threshold, threshold) for end in (low, high))
        good = -threshold <= low and high <= threshold
        bad = low > threshold or high < -threshold
    else:
        low, high = _snapped(low, threshold), _snapped(high, threshold)
        good, bad = {
            ">=": (low >= threshold, high < threshold),
            ">": (low > threshold, high <= threshold),
            "<=": (high <= threshold, low > threshold),
            "<": (high < threshold, low >= threshold),
        }[operator]
    return Verdict.PASS if good else Verdict.FAIL if bad else Verdict.UNDECIDED


def verdict_of(operator: Operator, estimate: Estimate, threshold: float) -> Verdict:
    """The verdict that an estimate gives, where its interval may be trusted.

    Nothing but nothing in few replications does not say that there is never more; so it fails no
    claim but one about nothing itself (A against A is not above 0).
    """
    verdict = decided(operator, estimate.low, estimate.high, threshold)
    never = estimate.low == estimate.high == 0.0 and threshold != 0.0 and estimate.n < ENOUGH
    if estimate.thin or (never and verdict is Verdict.FAIL):
        return Verdict.UNDECIDED
    return verdict


def _snapped(end: float, *places: float) -> float:
    for place in places:
        if isclose(end, place, rel_tol=_SAME, abs_tol=_SAME):
            return place
    return end


def verdict_at(look: int, claim: ResolvedClaim, seen: Sequence[float]) -> Verdict:
    """The verdict at one look; one that is not the last fails only what the look before failed, too.

    The first few runs of what is heavy on one side have often not met its far end, and then lie all
    together on the wrong side of their own mean. Where nothing differs there is no far end.
    """

    def alone(place: int) -> Verdict:
        there = estimated(claim, seen[: claim.looks[place]])
        return verdict_of(claim.operator, there, claim.threshold)

    verdict = alone(look)
    if verdict is not Verdict.FAIL or look == len(claim.looks) - 1 or len(set(seen)) == 1:
        return verdict
    return verdict if look > 0 and alone(look - 1) is Verdict.FAIL else Verdict.UNDECIDED


def estimated(claim: ResolvedClaim, seen: Sequence[float]) -> Estimate:
    """What is claimed about, as so many replications show it, within what it can be."""
    low, high = metrics.find(claim.metric).metric.range
    if claim.parsed.against is not None:
        low, high = low - high, high - low
    return estimate(seen, claim.confidence, (low, high))
