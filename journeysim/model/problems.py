"""Problems: what goes wrong, what people want to know, and who says so.

A type is a failure (it hurts, and some stay silent) or a request (no harm done, everybody asks).
Candidates come at the unprevented rate; one is prevented when its named uniform falls below the
customer's protection, so a prevented problem is an event that can be pointed at.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import inf
from typing import Any, Literal

from journeysim.knobs import DurationSpread, Number, PerDay, Prose, Section, Share, Text, knob
from journeysim.model.population import Segment

REQUEST: Any = 1
"""The kind of problem that is no failure, as encoded."""


class Problem(Section):
    """One type of failure or request."""

    kind: Literal["failure", "request"] = knob(
        "failure", doc="A failure hurts and may stay silent; a request only asks."
    )
    about: Prose = knob("", doc="What it is, in words.")
    rate: PerDay = knob(
        "0 per year",
        ge=0,
        le="1000 per d",
        plausible=("0.03 per year", "3 per year"),
        observable=True,
        doc="Candidates per customer (a Poisson stream).",
    )
    per_purchase: Share = knob(
        0.0,
        ge=0,
        le=1,
        plausible=(0.0, 0.3),
        observable=True,
        doc="Chance that a purchase brings one.",
    )
    per_prospect: Share = knob(
        0.0,
        ge=0,
        le=1,
        plausible=(0.0, 0.6),
        observable=True,
        doc="Chance that a prospect asks this before buying (requests only).",
    )
    delay: DurationSpread = knob(
        {"kind": "exponential", "mean": "10 d"}, doc="From the purchase to what it brings."
    )
    severity: Share = knob(
        0.3,
        ge=0,
        le=1,
        plausible=(0.1, 0.6),
        source="minor .20, major .45: fitted to TARP via Goodman; size assumed",
        doc="Mean debit a failure leaves in an account without grievances.",
    )
    severity_spread: Share = knob(
        0.4, ge=0, le=1, plausible=(0.0, 0.6), doc="Severity varies evenly by this share."
    )
    complains: Share = knob(
        0.5,
        ge=0,
        le=1,
        plausible=(0.05, 0.75),
        source="TARP via Goodman: about half; minor .15, money lost .60",
        doc="Share of failures of which the firm hears.",
    )
    contact_after: DurationSpread = knob(
        {"kind": "exponential", "mean": "1 d"}, doc="From the problem to the first contact."
    )
    channel: Text | None = knob(
        None, reference="channels", doc="Where it is reported; unset: the first channel."
    )
    profile: Literal["flat", "usual"] = knob(
        "flat",
        source="usual: assumed; two peaks a day as at the bank of Brown et al. 2005 (from memory); "
        "gives Monday 1.2-1.4 of a mean weekday, as call centres report",
        observable=True,
        doc="When in the week it comes up and people turn to the firm: at every hour alike, or as "
        "firms are usually called.",
    )
    by_weekday: list[Number] = knob(
        [],
        observable=True,
        doc="Its own relative weights by weekday, Monday first (seven numbers), not the profile's.",
    )
    by_hour: list[Number] = knob(
        [],
        observable=True,
        doc="Its own relative weights by hour, from midnight (24 numbers), not the profile's.",
    )
    heals: Share = knob(
        0.2,
        ge=0,
        le=1,
        plausible=(0.0, 0.4),
        doc="Share of silent failures that go away by themselves.",
    )
    heals_after: DurationSpread = knob(
        {"kind": "exponential", "mean": "14 d"}, doc="How long that takes."
    )
    handling_factor: Number = knob(
        1.0,
        ge=0,
        le=100,
        plausible=(0.7, 1.6),
        observable=True,
        doc="Handling time, relative to the channel's.",
    )
    resolution_factor: Number = knob(
        1.0,
        ge=0,
        le=100,
        plausible=(0.8, 1.1),
        observable=True,
        doc="First-contact resolution, relative to the channel's.",
    )
    self_solved: Share = knob(
        0.14,
        ge=0,
        le=1,
        plausible=(0.05, 0.25),
        observable=True,
        source="fully resolved in self-service: 9 % in 2019, 14 % in 2024, Gartner",
        doc="Share of those who try to help themselves who succeed, without investment.",
    )
    retries: Share = knob(
        0.7,
        ge=0,
        le=1,
        plausible=(0.4, 0.95),
        observable=True,
        doc="Share who try again after an unresolved contact.",
    )
    retry_after: DurationSpread = knob(
        {"kind": "exponential", "mean": "2 d"}, doc="How long they wait before they try again."
    )
    earns: Number = knob(
        0.0, ge=0, plausible=(0, 150), observable=True, doc="Margin earned when it is settled."
    )
    loses: Number = knob(
        0.0, ge=0, plausible=(0, 50), observable=True, doc="Margin lost when it is given up."
    )
    books: Share = knob(
        0.0,
        ge=0,
        le=1,
        plausible=(0.0, 0.6),
        observable=True,
        doc="Share of a request's cases that book the next purchase: given up, it may be lost.",
    )
    prevented_by_advice: Share = knob(
        0.0,
        ge=0,
        le=1,
        plausible=(0.0, 0.4),
        doc="Share of those a purchase brings that fully attentive selling prevents.",
    )


def piece_at(pieces: Sequence[float], now: float) -> int:
    """Where the rate in force begins in (begin, rate, begin, rate, ..., infinity, 0)."""
    place = 0
    while pieces[place + 2] <= now:
        place = place + 2
    return place


def ever_comes(pieces: Sequence[float]) -> bool:
    """Does a rate that may change by date ever allow anything?"""
    place = 0
    while pieces[place] < inf:
        if pieces[place + 1] > 0.0:
            return True
        place = place + 2
    return False


def changes_by_date(pieces: Sequence[float]) -> bool:
    """Is there more than one rate?"""
    return pieces[2] < inf


def is_request(problem: Problem) -> bool:
    """Does it only ask? (In a record, the kind is its position in the list of kinds.)"""
    return bool(problem.kind == REQUEST)


def factor(problem: Problem, segment: Segment) -> float:
    """How much more or less often a segment has it."""
    return segment.request_factor if is_request(problem) else segment.problem_factor


def severity(problem: Problem, u: float) -> float:
    """How bad this one is: the mean, spread evenly."""
    return problem.severity * (1.0 - problem.severity_spread + 2.0 * problem.severity_spread * u)


def is_prevented(u: float, protection: float) -> bool:
    """Does protection catch this candidate? The same u decides under every policy."""
    return u < protection


def complaining(problem: Problem, ease: float) -> float:
    """The chance that the firm hears of it, given how easy it makes complaining."""
    return min(1.0, problem.complains * ease)


def would_complain(problem: Problem, u: float) -> bool:
    """Would somebody of this luck complain where it is made neither easy nor hard?"""
    return u < problem.complains


RULES = (
    piece_at,
    ever_comes,
    changes_by_date,
    is_request,
    factor,
    severity,
    is_prevented,
    complaining,
    would_complain,
)
