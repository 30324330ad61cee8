"""Attribution: what kept somebody whose twin left.

An estimate from two event sequences, by the leaver's own ledger of why. Each cause's part of the
hazard is shared over the events behind it; what the other life was spared, or had on top, gets
that share; a person counts for each reason in proportion. Only what happened before the leaving
counts.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import NamedTuple

from journeysim.events import CAUSES, GRIEVANCES, Cause, EventType, Row
from journeysim.experiment.twins.differences import PROBLEM, TOUCH, Matter, differences, sides
from journeysim.experiment.twins.divergence import SIDES, Side, Way
from journeysim.experiment.twins.history import CaseHistory, Gain, History, history
from journeysim.experiment.twins.pairs import Lives
from journeysim.experiment.twins.reasons import Attribution, Reason, Weights, portions
from journeysim.model.experience import Experience
from journeysim.portable import exp, halved, power

_OF_PROBLEMS = (Cause.SILENT, Cause.UNRESOLVED, Cause.RESIDUAL, Cause.DISTRUST)


class LifeRows(NamedTuple):
    """One customer's rows in one world."""

    lives: Lives
    rows: Sequence[Row]


def attribution(leaver: LifeRows, stayer: LifeRows, first: Side) -> Attribution:
    """Why one twin stays where the other leaves.

    first: whose doing the first difference was; it tells where nothing else does.
    """
    end = next(row.time for row in leaver.rows if row.kind == EventType.LEFT)
    differ = differences(leaver.lives, leaver.rows, stayer.lives, stayer.rows, end)
    weights = weighed(leaver, stayer, differ, end)
    there = sides(differ) or {first}
    if len(there) == 1:
        only = next(iter(there))
        weights = {(each, only): sum(weights.get((each, side), 0.0) for side in Side)
                   for each in dict.fromkeys(reason for reason, _ in weights)}  # fmt: skip
    return Attribution(portions(weights or {(Reason.SMALL, first): 1.0}), alone=len(there) == 1)


def weighed(leaver: LifeRows, stayer: LifeRows, differ: dict[Matter, Way], end: float) -> Weights:
    """The part of the leaver's hazard that each difference may account for, where there is any."""
    blame = [0.0] * CAUSES
    for row in leaver.rows:
        if row.kind == EventType.CAUSE:
            blame[row.slot] += row.value
    ours, theirs = (history(life.lives, life.rows, end) for life in (leaver, stayer))
    world = leaver.lives.outcome.encoded.world
    weights: Weights = defaultdict(float)
    for cause in _OF_PROBLEMS:
        hurt = _hurt(end, world.experience.half_life_bad)
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
    ):
        if here > there:
            weights[what, side] += blame[cause] * (1.0 - there / here)
    _together(weights, sum(blame[:GRIEVANCES]), world.leaving.grievance_power)
    if ours.tempted > theirs.tempted:
        part = 1.0 - theirs.tempted / ours.tempted
        weights[Reason.WOKEN, by_touch] += blame[Cause.OFFER] * part
    _good_will(weights, sum(blame), leaver.lives, ours, theirs, by_touch)
    return {each: weight for each, weight in weights.items() if weight > 0.0}


def _together(weights: Weights, hazard: float, strength: float) -> None:
    """Grievances act by a power of their sum: what is spared of one takes from the others too."""
    spared = sum(weights.values())
    if hazard > 0.0 < spared:
        taken = hazard * (1.0 - power(max(0.0, 1.0 - spared / hazard), strength))
        for each in weights:
            weights[each] *= taken / spared


def _side_of_touches(differ: dict[Matter, Way]) -> Side:
    """Whose doing it is that touches differ: the firm's, unless only hands were missing."""
    found = {SIDES[way] for matter, way in differ.items() if matter.kind == TOUCH}
    return Side.OTHERS if found == {Side.OTHERS} else Side.DIRECT


Count = Callable[[CaseHistory], float]
"""How much of a cause stands behind one case."""


def _spared(
    weights: Weights,
    differ: dict[Matter, Way],
    hazard: float,
    ours: History,
    theirs: History,
    count: Count,
    otherwise: Callable[[CaseHistory, CaseHistory], tuple[Reason, float]],
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
            continue
        what, much = otherwise(ours.cases[key], other)
        if other.intercepted and not ours.cases[key].intercepted:
            what = Reason.INTERCEPTED
        weights[what, side] += part * much


def _hurt(end: float, half_life: float) -> Count:
    """How much a failure still hurts at the end: its severity, faded."""
    return lambda case: case.severity * halved(end - case.at, half_life)


def _mended(case: CaseHistory, other: CaseHistory) -> tuple[Reason, float]:
    """A failure in both lives: what of the hurt that is left another settlement takes."""
    heard = case.silent and not case.heard and (other.heard or not other.silent)
    taken = max(0.0, other.given - case.given) / (1.0 - case.given) if case.given < 1.0 else 0.0
    if case.unresolved > other.unresolved:
        taken = max(taken, 1.0 - other.unresolved / case.unresolved)
    return Reason.FOUND if heard else Reason.SETTLED, taken


def _bad_waits(case: CaseHistory) -> float:
    return case.bad_waits


def _cold(case: CaseHistory) -> float:
    return case.cold


def _repeats(case: CaseHistory) -> float:
    return case.repeats


def _fewer(
    count: Count, what: Reason
) -> Callable[[CaseHistory, CaseHistory], tuple[Reason, float]]:
    """The share of something that the other life had less of."""

    def fewer(case: CaseHistory, other: CaseHistory) -> tuple[Reason, float]:
        return what, max(0.0, 1.0 - count(other) / count(case))

    return fewer


def _good_will(
    weights: Weights, hazard: float, leaver: Lives, ours: History, theirs: History, by_touch: Side
) -> None:
    """What good will on top takes from the whole hazard: a mean over the leaver's decisions."""
    world = leaver.outcome.encoded.world
    choice, taste = world.leaving, world.experience
    sides = {Reason.SELLING: Side.DIRECT, Reason.SETTLED: Side.DIRECT}
    for day in ours.occasions:
        part = hazard / len(ours.occasions)
        here, there = _credit(ours, day, taste), _credit(theirs, day, taste)
        more = {_OF_GAIN[gain]: choice.credit_effect * (there[gain] - here[gain]) for gain in Gain}
        more[Reason.TOUCHES] += choice.trust_effect * (
            _trust(theirs, day, taste) - _trust(ours, day, taste)
        )
        more[Reason.OFFERS] = _offer(ours, day) - _offer(theirs, day)
        whole = sum(max(0.0, ratio) for ratio in more.values())
        for what, ratio in more.items():
            if ratio > 0.0:
                taken = part * (1.0 - exp(-whole)) * ratio / whole
                weights[what, sides.get(what, by_touch)] += taken


_OF_GAIN = {
    Gain.TOUCH: Reason.TOUCHES,
    Gain.ADVICE: Reason.SELLING,
    Gain.SERVICE: Reason.SETTLED,
}


def _credit(life: History, day: float, taste: Experience) -> dict[Gain, float]:
    """A customer's credit on a day by what it comes from; the fuller, the less is added."""
    found, since = dict.fromkeys(Gain, 0.0), 0.0
    for at, credit, gain in life.gains:
        if at > day:
            break
        faded = halved(at - since, taste.half_life_good)
        found = {each: value * faded for each, value in found.items()}
        found[gain] += credit * (1.0 - sum(found.values()))
        since = at
    faded = halved(day - since, taste.half_life_good)
    return {each: value * faded for each, value in found.items()}


def _trust(life: History, day: float, taste: Experience) -> float:
    """The trust that touches and advice have built."""
    there = [(at, trust) for at, trust in life.trusted if at <= day]
    return sum(trust * halved(day - at, taste.half_life_trust) for at, trust in there)


def _offer(life: History, day: float) -> float:
    """The log hazard ratio of the good offer that runs on a day; the last one made counts."""
    running = [ratio for at, until, ratio in life.offers if at <= day < until]
    return min(0.0, running[-1]) if running else 0.0
