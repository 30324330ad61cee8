"""Talk: what customers tell others, and what that does to the firm's name and its new customers.

Good experiences bring friends; bad ones cost reputation, which scales the conversion of prospects.
Reputation is 1 when nobody has said anything, and heals as talk is forgotten.
"""

from __future__ import annotations

from journeysim.knobs import Days, DurationSpread, Number, Section, Share, knob
from journeysim.portable import exp, halved

LOUDEST = 2.0


class Talk(Section):
    """Word of mouth."""

    referral: Share = knob(
        0.0, ge=0, le=1, plausible=(0.0, 0.1), doc="Chance that a purchase brings a friend."
    )
    referral_slope: Number = knob(
        2.0,
        ge=0,
        le=20,
        plausible=(0, 4),
        doc="Change of that chance, relative, per unit of satisfaction above neutral.",
    )
    referral_delay: DurationSpread = knob(
        {"kind": "exponential", "mean": "14 d"}, doc="Until the friend becomes a customer."
    )
    told_good: Number = knob(
        5.0,
        ge=0,
        le=1000,
        plausible=(1, 8),
        source="TARP via Goodman: 5 told of good soft-drink service, 8 of a good car repair",
        doc="People told of a good experience.",
    )
    told_bad: Number = knob(
        10.0,
        ge=0,
        le=1000,
        plausible=(3, 16),
        source="TARP via Goodman: 10 and 16; called exaggerated by Anderson 1998",
        doc="People told of a bad experience.",
    )
    telling: Share = knob(
        0.5, ge=0, le=1, plausible=(0.1, 1.0), doc="Share of experiences that are told at all."
    )
    public: Share = knob(
        0.05,
        ge=0,
        le=1,
        plausible=(0.0, 0.15),
        doc="Share of failures that become a public complaint because nobody at the firm can be told.",
    )
    public_factor: Number = knob(
        3.0,
        ge=1,
        le=1000,
        plausible=(1, 10),
        doc="How many more people hear of a public complaint.",
    )
    hit: Number = knob(
        0.0,
        ge=0,
        le=1,
        plausible=(0, 0.0001),
        doc="Fall of the log reputation per person told something bad; half of it rises for good.",
    )
    scandal: Number = knob(
        0.0,
        ge=-2,
        le=2,
        plausible=(-0.5, 0),
        source="0: nothing breaks; -0.1 to -0.5 for a scandal is assumed",
        observable=True,
        doc="What breaks once, on the day from which it is said, as a log reputation: -0.3 is a scandal "
        "after which 26 % fewer prospects buy; above 0 a praise.",
    )
    half_life: Days = knob(
        "365 d", gt=0, le="36500 d", plausible=("90 d", "730 d"), doc="How fast talk is forgotten."
    )


def struck(rumour: float, scandal: float) -> float:
    """What is said about the firm, as a log reputation, when a scandal breaks."""
    return min(LOUDEST, max(-LOUDEST, rumour + scandal))


def referral_chance(talk: Talk, lift: float) -> float:
    """The chance that this purchase brings a friend."""
    return min(1.0, talk.referral * max(0.0, 1.0 + talk.referral_slope * lift))


def rumour_after(talk: Talk, rumour: float, good: int, people: float) -> float:
    """What is said about the firm, as a log reputation, after so many more have been told."""
    if good != 0:
        return min(LOUDEST, rumour + 0.5 * people * talk.hit)
    return max(-LOUDEST, rumour - people * talk.hit)


def rumour_now(talk: Talk, rumour: float, since: float) -> float:
    """What is still remembered of it, since: days."""
    if rumour == 0.0:
        return 0.0
    return rumour * halved(since, talk.half_life)


def reputation(rumour: float) -> float:
    """The factor by which what is said scales the conversion of prospects."""
    return exp(rumour)


RULES = (struck, referral_chance, rumour_after, rumour_now, reputation)
