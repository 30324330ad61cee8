"""Attribution: what kept somebody whose twin left.

Both lives are felt again (`replay`), and each of the leaver's decisions is looked at: what stood in
their account that day, from which case, touch or sale, and what of it the other life was spared, or
had on top. A person counts for each reason in proportion to the hazard it took. Only what happened
before the leaving counts.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from math import fsum
from typing import Any, NamedTuple

from journeysim.causes import Cause
from journeysim.events import EventType, Row
from journeysim.experiment.twins.differences import PROBLEM, SALE, TOUCH, Matter, differences, sides
from journeysim.experiment.twins.divergence import SIDES, Side, Way
from journeysim.experiment.twins.felt import (
    FELT,
    CaseKey,
    Decision,
    Feelings,
    FeltLife,
    Origin,
    Source,
)
from journeysim.experiment.twins.history import CaseHistory, case_histories
from journeysim.experiment.twins.pairs import Lives
from journeysim.experiment.twins.reasons import Attribution, Reason, Weights, portions
from journeysim.experiment.twins.replay import lived
from journeysim.portable import exp, power

_OF_A_HIT = (Cause.SILENT, Cause.UNRESOLVED, Cause.RESIDUAL)
"""Where a failure's hit stands, one after the other: what one case left is their sum."""


class LifeRows(NamedTuple):
    """One customer's life in one world: their place in the roster, and their rows."""

    lives: Lives
    place: int
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
        weights = {(each, only): fsum(weights.get((each, side), 0.0) for side in Side)
                   for each in dict.fromkeys(reason for reason, _ in weights)}  # fmt: skip
    return Attribution(portions(weights or {(Reason.SMALL, first): 1.0}), alone=len(there) == 1)


def weighed(
    leaver: LifeRows, stayer: LifeRows, differ: Mapping[Matter, Way], end: float
) -> Weights:
    """The part of the leaver's hazard that each difference may account for, where there is any."""
    ours, theirs = (FeltLife(life.lives, life.place) for life in (leaver, stayer))
    lived(ours, leaver.rows, end)
    felt = lived(theirs, stayer.rows, end, [each.day for each in ours.decisions])
    tempted = {each.day: each.hazard.get(Cause.OFFER, 0.0) for each in theirs.decisions}
    between = _Between(
        differ,
        case_histories(leaver.rows, end),
        case_histories(stayer.rows, end),
        ours.given,
        theirs.given,
        leaver.lives.outcome.encoded.world.leaving,
    )
    weights: Weights = defaultdict(float)
    for decision, other in zip(ours.decisions, felt, strict=True):
        for why, weight in between.of_decision(decision, other, tempted.get(decision.day, 0.0)):
            weights[why] += weight
    return {each: weight for each, weight in weights.items() if weight > 0.0}


class _Between(NamedTuple):
    """What is needed to hold a leaver's decision against the other life.

    given_here, given_there: the share of each failure's hit that its settlement gave back.
    """

    differ: Mapping[Matter, Way]
    ours: Mapping[CaseKey, CaseHistory]
    theirs: Mapping[CaseKey, CaseHistory]
    given_here: Mapping[CaseKey, float]
    given_there: Mapping[CaseKey, float]
    leaving: Any

    def of_decision(
        self, decision: Decision, other: Feelings, tempted: float
    ) -> Iterator[tuple[tuple[Reason, Side], float]]:
        """The weights of one decision; tempted: the other's hazard by temptation that day."""
        spared = list(self._spared(decision, other))
        hazard = fsum(decision.hazard.get(cause, 0.0) for cause in FELT)
        yield from _shared(spared, hazard, self.leaving.grievance_power)
        yield from self._trusted(decision, other)
        of_offer = decision.hazard.get(Cause.OFFER, 0.0)
        if of_offer > tempted:
            yield (Reason.WOKEN, self._by_touch), of_offer - tempted
        yield from self._good_will(decision, other)

    @property
    def _by_touch(self) -> Side:
        """Whose doing it is that touches differ: the firm's, unless only hands were missing."""
        sides = {SIDES[way] for matter, way in self.differ.items() if matter.kind == TOUCH}
        return Side.OTHERS if sides == {Side.OTHERS} else Side.DIRECT

    def _spared(
        self, decision: Decision, other: Feelings
    ) -> Iterator[tuple[tuple[Reason, Side], float]]:
        """Of each grievance's hazard what the other life's account does not hold."""
        for cause, amounts in decision.feelings.debits.items():
            total = fsum(amount for amount in amounts.values() if amount > 0.0)
            hazard = decision.hazard.get(cause, 0.0)
            for source, amount in amounts.items():
                if amount <= 0.0 or hazard <= 0.0:
                    continue
                with_it = _OF_A_HIT if cause in _OF_A_HIT else (cause,)
                here = _held(decision.feelings.debits, with_it, source)
                less = here - max(0.0, _held(other.debits, with_it, source))
                why = self._why(source, cause)
                if why is None or less <= 0.0:
                    continue
                repaid = _held(other.repaid, with_it, source)
                repaid -= _held(decision.feelings.repaid, with_it, source)
                repaid = min(less, max(0.0, repaid))
                each = hazard * amount / total / here
                yield (Reason.TOUCHES, self._by_touch), each * repaid
                yield why, each * (less - repaid)

    def _trusted(
        self, decision: Decision, other: Feelings
    ) -> Iterator[tuple[tuple[Reason, Side], float]]:
        """Of the hazard by distrust what comes from trust that the other life did not lose."""
        lost = {source: gain for source, gain in decision.feelings.trust.items() if gain < 0.0}
        hazard, total = decision.hazard.get(Cause.DISTRUST, 0.0), fsum(lost.values())
        for source, gain in lost.items():
            there = min(0.0, other.trust.get(source, 0.0))
            why = self._why(source, Cause.DISTRUST)
            if why is not None and there > gain:
                yield why, hazard * gain / total * (1.0 - there / gain)

    def _why(self, source: Source, cause: Cause) -> tuple[Reason, Side] | None:
        """What being spared of something counts as; None for a case that only one life had."""
        if source is Origin.TOUCH:
            return Reason.DOSE, self._by_touch
        if source is Origin.BEFORE:
            return self._softened
        if isinstance(source, Origin):
            return Reason.SELLING, Side.DIRECT
        other = self.theirs.get(source)
        if other is None:
            return None
        own = self.ours.get(source, CaseHistory())
        way = self.differ.get(Matter(PROBLEM, *source))
        side = SIDES[way or Way.UNSEEN]
        if way is None and self.given_there.get(source, 0.0) <= self.given_here.get(source, 0.0):
            return self._softened
        if other.prevented:
            return Reason.PREVENTED, side
        if other.intercepted and not own.intercepted:
            return Reason.INTERCEPTED, side
        if cause is Cause.WAITING or (cause is Cause.QUESTIONS and way is Way.WAIT):
            return Reason.WAITS, side
        unheard = own.silent and not own.heard
        if unheard and (other.heard or not other.silent):
            return Reason.FOUND, side
        return Reason.SETTLED, side

    @property
    def _softened(self) -> tuple[Reason, Side]:
        """What the same failure, settled alike, hurts less by: trust built before, or no promise."""
        there = {matter.kind for matter in self.differ}
        if TOUCH in there:
            return Reason.TOUCHES, self._by_touch
        return (Reason.SELLING if SALE in there else Reason.SETTLED), Side.DIRECT

    def _good_will(
        self, decision: Decision, other: Feelings
    ) -> Iterator[tuple[tuple[Reason, Side], float]]:
        """What good will on top, or a lower price, takes from the whole hazard of a decision."""
        here, choice = decision.feelings, self.leaving
        more = dict.fromkeys((Reason.TOUCHES, Reason.SELLING, Reason.SETTLED), 0.0)
        for origin, reason in _GOOD_WILL.items():
            credit = other.credit.get(origin, 0.0) - here.credit.get(origin, 0.0)
            trust = other.trust.get(origin, 0.0) - here.trust.get(origin, 0.0)
            more[reason] += choice.credit_effect * credit + choice.trust_effect * trust
        more[Reason.OFFERS] = min(0.0, here.offer) - min(0.0, other.offer)
        more[Reason.PRICE] = here.price - other.price
        whole = fsum(max(0.0, ratio) for ratio in more.values())
        for reason, ratio in more.items():
            if ratio > 0.0:
                touched = reason in (Reason.TOUCHES, Reason.OFFERS, Reason.PRICE)
                side = self._by_touch if touched else Side.DIRECT
                yield (reason, side), decision.total * (1.0 - exp(-whole)) * ratio / whole


_GOOD_WILL = {
    Origin.TOUCH: Reason.TOUCHES,
    Origin.SALE: Reason.SELLING,
    Origin.SERVICE: Reason.SETTLED,
}


def _held(
    debits: Mapping[Cause, Mapping[Source, float]], causes: Sequence[Cause], source: Source
) -> float:
    """How much of some causes comes from one source."""
    return fsum(debits[cause].get(source, 0.0) for cause in causes)


def _shared(
    spared: Sequence[tuple[tuple[Reason, Side], float]], hazard: float, strength: float
) -> Iterator[tuple[tuple[Reason, Side], float]]:
    """Grievances act by a power of their sum: what is spared of one takes from the others too."""
    total = fsum(weight for _, weight in spared)
    if hazard <= 0.0 or total <= 0.0:
        return
    taken = hazard * (1.0 - power(max(0.0, 1.0 - total / hazard), strength))
    for why, weight in spared:
        yield why, weight * taken / total
