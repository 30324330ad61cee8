"""Talk: what customers tell others, and what that does to the firm's name and its new customers.

Good experiences bring friends; bad ones cost reputation, which scales the conversion of prospects.
Good is told more often than bad. Reputation is 1 on day 0 and moves with what is said from there on.
"""

from __future__ import annotations

from journeysim.knobs import Days, DurationSpread, Number, PerDay, Section, Share, knob
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
    praise: PerDay = knob(
        "1 per year",
        ge=0,
        le="100 per d",
        plausible=("0.5 per year", "2 per year"),
        source="assumed; three good tellings for a bad one: East, Hammond & Wright 2007",
        doc="How often a satisfied customer speaks well of the firm, at purchases without trouble.",
    )
    praise_slope: Number = knob(
        2.0,
        ge=0,
        le=20,
        plausible=(0, 4),
        doc="Change of that, relative, per unit of satisfaction above neutral.",
    )
    told_good: Number = knob(
        1.2,
        ge=0,
        le=1000,
        plausible=(1, 3),
        source="assumed; three good tellings for a bad one: East, Hammond & Wright 2007",
        doc="People told of it each time.",
    )
    telling: Share = knob(
        0.74,
        ge=0,
        le=1,
        plausible=(0.3, 1.0),
        source="assumed; three good tellings for a bad one: East, Hammond & Wright 2007",
        doc="Share of usual failures, never settled, that are told; of slighter ones by the square.",
    )
    told_bad: Number = knob(
        5.0,
        ge=0,
        le=1000,
        plausible=(3, 16),
        source="assumed; TARP via Goodman reports 10 to 16, exaggerated by Anderson 1998",
        doc="People told of such a failure.",
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
        doc="Change of the log reputation by each person who is told: good raises it, bad lowers it.",
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


def praise_chance(talk: Talk, gap: float, lift: float) -> float:
    """The chance that a purchase without trouble is spoken well of; gap: mean days between two."""
    often = 1.0 - exp(-talk.praise * gap)
    return min(1.0, often * max(0.0, 1.0 + talk.praise_slope * lift))


def telling_chance(talk: Talk, hit: float, usual: float) -> float:
    """The chance that a failure which stays as it is gets told; hit: its debit, usual: of a major one."""
    size = min(1.0, hit / usual)
    return talk.telling * size * size


def rumour_after(talk: Talk, rumour: float, good: int, people: float) -> float:
    """What is said about the firm, as a log reputation, after so many more have been told."""
    if good != 0:
        return min(LOUDEST, rumour + people * talk.hit)
    return max(-LOUDEST, rumour - people * talk.hit)


def rumour_now(talk: Talk, rumour: float, since: float) -> float:
    """What is still remembered of it, since: days."""
    if rumour == 0.0:
        return 0.0
    return rumour * halved(since, talk.half_life)


def reputation(rumour: float, usual: float) -> float:
    """The factor by which what is said scales the conversion of prospects.

    usual: what was said on day 0; prospects of a firm that goes on as it was come as they came.
    """
    return exp(rumour - usual)


RULES = (
    struck,
    referral_chance,
    praise_chance,
    telling_chance,
    rumour_after,
    rumour_now,
    reputation,
)
