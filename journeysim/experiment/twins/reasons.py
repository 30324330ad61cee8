"""Reasons: what weighed most in keeping somebody whose twin left.

An estimate from two event sequences, by the leaver's own ledger of why. Each cause's part of the
hazard is shared over the events behind it; what the other life was spared, or had on top, gets
that share; the greatest sum names the reason. Only what happened before the leaving counts.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from enum import StrEnum
from typing import NamedTuple

from journeysim.events import CAUSES, Cause, Kind, Row
from journeysim.experiment.twins.differences import PROBLEM, TOUCH, Matter, differences, sides
from journeysim.experiment.twins.pairs import Lives
from journeysim.experiment.twins.parting import SIDES, Side, Way
from journeysim.experiment.twins.stories import Case, Story, story
from journeysim.model.experience import Experience
from journeysim.portable import exp, halved


class Reason(StrEnum):
    """What weighed most: why one life goes on where the other ends."""

    PREVENTED = "prevented"
    INTERCEPTED = "intercepted"
    FOUND = "found"
    SETTLED = "settled"
    WAITS = "waits"
    TOUCHES = "touches"
    DOSE = "dose"
    OFFERS = "offers"
    WOKEN = "woken"
    SELLING = "selling"
    SMALL = "small"


class Words(NamedTuple):
    """A reason said of the saved and of the lost, after a number: of one, of several."""

    saved: tuple[str, str]
    lost: tuple[str, str]


WORDS = {
    Reason.PREVENTED: Words(
        ("problem prevented", "problems prevented"),
        ("problem not prevented", "problems not prevented"),
    ),
    Reason.INTERCEPTED: Words(
        ("problem put right unasked", "problems put right unasked"),
        ("problem not put right unasked", "problems not put right unasked"),
    ),
    Reason.FOUND: Words(
        ("silent problem heard of", "silent problems heard of"),
        ("problem kept silent", "problems kept silent"),
    ),
    Reason.SETTLED: Words(
        ("matter better settled", "matters better settled"),
        ("matter worse settled", "matters worse settled"),
    ),
    Reason.WAITS: Words(("shorter wait", "shorter waits"), ("longer wait", "longer waits")),
    Reason.TOUCHES: Words(("welcome touch", "welcome touches"), ("touch missed", "touches missed")),
    Reason.DOSE: Words(
        ("touch too many spared", "touches too many spared"),
        ("touch too many", "touches too many"),
    ),
    Reason.OFFERS: Words(("offer", "offers"), ("offer missed", "offers missed")),
    Reason.WOKEN: Words(
        ("unsettling touch spared", "unsettling touches spared"),
        ("unsettling touch", "unsettling touches"),
    ),
    Reason.SELLING: Words(("gentler sale", "gentler sales"), ("pushier sale", "pushier sales")),
    Reason.SMALL: Words(
        ("small difference", "small differences"), ("small difference", "small differences")
    ),
}
"""How each reason is said: saved because of it, lost because of its opposite."""

_OF_PROBLEMS = (Cause.SILENT, Cause.UNRESOLVED, Cause.RESIDUAL, Cause.DISTRUST)


class Life(NamedTuple):
    """One customer's rows in one world."""

    lives: Lives
    rows: Sequence[Row]


class Why(NamedTuple):
    """What weighed most, and whose doing it was.

    alone: nothing at all differed by the other side, so that this is certain and no estimate.
    """

    reason: Reason
    side: Side
    alone: bool


Weights = dict[tuple[Reason, Side], float]
"""The part of the leaver's hazard that a reason may account for, by whose doing it was."""


def weighed_most(leaver: Life, stayer: Life, first: Side) -> Why:
    """Why one twin stays where the other leaves.

    first: whose doing the first difference was; it tells where nothing else does.
    """
    end = next(row.time for row in leaver.rows if row.kind == Kind.LEFT)
    differ = differences(leaver.lives, leaver.rows, stayer.lives, stayer.rows, end)
    weights = weighed(leaver, stayer, differ, end)
    there = sides(differ) or {first}
    reason, side = Reason.SMALL, first
    if weights:
        totals: dict[Reason, float] = defaultdict(float)
        for (each, _), weight in weights.items():
            totals[each] += weight
        reason = max(totals, key=totals.__getitem__)
        side = max(Side, key=lambda each: weights.get((reason, each), 0.0))
    if len(there) == 1:
        return Why(reason, next(iter(there)), alone=True)
    return Why(reason, side, alone=False)


def weighed(leaver: Life, stayer: Life, differ: dict[Matter, Way], end: float) -> Weights:
    """The part of the leaver's hazard that each difference may account for, where there is any."""
    blame = [0.0] * CAUSES
    for row in leaver.rows:
        if row.kind == Kind.CAUSE:
            blame[row.slot] += row.value
    ours, theirs = (story(life.lives, life.rows, end) for life in (leaver, stayer))
    weights: Weights = defaultdict(float)
    taste = leaver.lives.outcome.encoded.world.experience
    for cause in _OF_PROBLEMS:
        hurt = _hurt(end, taste.half_life_bad)
        _spared(weights, differ, blame[cause], ours, theirs, hurt, _mended)
    for cause, count, rest in (
        (Cause.WAITING, _bad_waits, Reason.WAITS),
        (Cause.COLD, _cold, Reason.SETTLED),
        (Cause.EFFORT, _repeats, Reason.SETTLED),
    ):
        _spared(weights, differ, blame[cause], ours, theirs, count, _fewer(count, rest))
    by_touch = _side_of_touches(differ)
    for cause, here, there, what, side in (
        (Cause.OVERCONTACT, ours.beyond, theirs.beyond, Reason.DOSE, by_touch),
        (Cause.PUSHY, ours.pushed, theirs.pushed, Reason.SELLING, Side.DIRECT),
        (Cause.OFFER, ours.tempted, theirs.tempted, Reason.WOKEN, by_touch),
    ):
        if here > there:
            weights[what, side] += blame[cause] * (1.0 - there / here)
    _good_will(weights, sum(blame), leaver.lives, ours, theirs, by_touch)
    return {each: weight for each, weight in weights.items() if weight > 0.0}


def _side_of_touches(differ: dict[Matter, Way]) -> Side:
    """Whose doing it is that touches differ: the firm's, unless only hands were missing."""
    found = {SIDES[way] for matter, way in differ.items() if matter.kind == TOUCH}
    return Side.OTHERS if found == {Side.OTHERS} else Side.DIRECT


Count = Callable[[Case], float]
"""How much of a cause stands behind one case."""


def _spared(
    weights: Weights,
    differ: dict[Matter, Way],
    hazard: float,
    ours: Story,
    theirs: Story,
    count: Count,
    otherwise: Callable[[Case, Case], tuple[Reason, float]],
) -> None:
    """Share one cause's hazard over the leaver's cases, and credit what the other was spared."""
    shares = {key: count(case) for key, case in ours.cases.items()}
    total = sum(shares.values())
    if hazard <= 0.0 or total <= 0.0:
        return
    for key, share in shares.items():
        other = theirs.cases.get(key)
        if share <= 0.0 or other is None:
            continue
        part = hazard * share / total
        side = SIDES[differ.get(Matter(PROBLEM, *key), Way.UNSEEN)]
        if other.prevented:
            weights[Reason.PREVENTED, side] += part
        elif other.intercepted and not ours.cases[key].intercepted:
            weights[Reason.INTERCEPTED, side] += part
        else:
            what, much = otherwise(ours.cases[key], other)
            weights[what, side] += part * much


def _hurt(end: float, half_life: float) -> Count:
    """How much a failure still hurts at the end: its severity, faded."""
    return lambda case: case.severity * halved(end - case.at, half_life)


def _mended(case: Case, other: Case) -> tuple[Reason, float]:
    """A failure in both lives: heard of in one alone, or settled sooner, warmer or at all."""
    if case.silent and not case.heard and (other.heard or not other.silent):
        return Reason.FOUND, 1.0
    sooner = other.settled_at < case.settled_at
    warmer = other.warm and not case.warm
    fewer = other.unresolved < case.unresolved
    if case.settled_at == float("inf") and sooner:
        return Reason.SETTLED, 1.0
    return Reason.SETTLED, 0.5 if sooner or warmer or fewer else 0.0


def _bad_waits(case: Case) -> float:
    return case.bad_waits


def _cold(case: Case) -> float:
    return case.cold


def _repeats(case: Case) -> float:
    return case.repeats


def _fewer(count: Count, what: Reason) -> Callable[[Case, Case], tuple[Reason, float]]:
    """The share of something that the other life had less of."""

    def fewer(case: Case, other: Case) -> tuple[Reason, float]:
        return what, max(0.0, 1.0 - count(other) / count(case))

    return fewer


def _good_will(
    weights: Weights, hazard: float, leaver: Lives, ours: Story, theirs: Story, by_touch: Side
) -> None:
    """What good will on top takes from the whole hazard: a mean over the leaver's decisions."""
    choice = leaver.outcome.encoded.world.leaving
    taste = leaver.outcome.encoded.world.experience
    for day in ours.occasions:
        part = hazard / len(ours.occasions)
        more = {
            Reason.TOUCHES: choice.credit_effect
            * (_credit(theirs, day, taste) - _credit(ours, day, taste))
            + choice.trust_effect * (_trust(theirs, day, taste) - _trust(ours, day, taste)),
            Reason.SELLING: choice.credit_effect
            * (_advice(theirs, day, taste) - _advice(ours, day, taste)),
            Reason.OFFERS: _offer(ours, day) - _offer(theirs, day),
        }
        for what, log_ratio in more.items():
            side = Side.DIRECT if what == Reason.SELLING else by_touch
            weights[what, side] += part * (1.0 - exp(-max(0.0, log_ratio)))


def _faded(day: float, at: float, half_life: float) -> float:
    return halved(day - at, half_life) if at <= day else 0.0


def _credit(life: Story, day: float, taste: Experience) -> float:
    half_life = taste.half_life_good
    return sum(credit * _faded(day, at, half_life) for at, credit, _ in life.welcome)


def _trust(life: Story, day: float, taste: Experience) -> float:
    half_life = taste.half_life_trust
    return sum(trust * _faded(day, at, half_life) for at, _, trust in life.welcome)


def _advice(life: Story, day: float, taste: Experience) -> float:
    half_life = taste.half_life_good
    return sum(credit * _faded(day, at, half_life) for at, credit in life.advised)


def _offer(life: Story, day: float) -> float:
    """The log hazard ratio of the good offer that runs on a day; the last one made counts."""
    running = [ratio for at, until, ratio in life.offers if at <= day < until]
    return min(0.0, running[-1]) if running else 0.0
