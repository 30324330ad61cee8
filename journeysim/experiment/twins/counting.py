"""Counting: the ledger of two outcomes of one replication, from the rows of their logs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from math import fsum
from typing import NamedTuple

import numpy as np

from journeysim import metrics
from journeysim.engine.log import Array, Outcome
from journeysim.events import EventType, Refers, holding
from journeysim.experiment.twins.attribution import LifeRows, attribution
from journeysim.experiment.twins.divergence import Way, divergence
from journeysim.experiment.twins.pairs import Lives, Pairs, pairs
from journeysim.experiment.twins.reasons import Attribution, Reason
from journeysim.experiment.twins.results import (
    ALIKE,
    KeptLost,
    Ledger,
    LifeOutcome,
    MatchedPair,
    Share,
    Spent,
    kept_lost,
)
from journeysim.units import minutes

_SPENDING = (
    "service_cost",
    "care_cost",
    "programmes",
    "goodwill",
    "refunds",
    "sales_cost",
    "acquisition",
)


def life_outcomes(entries: Pairs) -> list[LifeOutcome]:
    """What became of each entry's two lives."""
    result = []
    for one, other in zip(entries.left_before.tolist(), entries.left_after.tolist(), strict=True):
        if one != one:
            result.append(LifeOutcome.ONLY_AFTER)
        elif other != other:
            result.append(LifeOutcome.ONLY_BEFORE)
        elif (one == np.inf) == (other == np.inf):
            result.append(LifeOutcome.STAYS if one == np.inf else LifeOutcome.LEAVES)
        else:
            result.append(LifeOutcome.SAVED if other == np.inf else LifeOutcome.LOST)
    return result


def ledger(before: Outcome, after: Outcome) -> Ledger:
    """The ledger of two policies in one replication. Raises ExperimentError for different ones."""
    entries = pairs(before, after)
    became = np.array(life_outcomes(entries), dtype=object)
    started = entries.started
    both = (became == LifeOutcome.LEAVES) & started
    count = {
        outcome: int(np.count_nonzero((became == outcome) & started)) for outcome in LifeOutcome
    }
    touched = _touched(entries)
    people = tuple(
        _matched_pair(entries, index, became[index], touched)
        for index in np.flatnonzero(
            started & np.isin(became, (LifeOutcome.SAVED, LifeOutcome.LOST))
        ).tolist()
    )
    money_before, money_after = _money(before), _money(after)
    return Ledger(
        replication=before.replication,
        customers=int(np.count_nonzero(started)),
        saved=count[LifeOutcome.SAVED],
        lost=count[LifeOutcome.LOST],
        stays=count[LifeOutcome.STAYS],
        leaves=count[LifeOutcome.LEAVES],
        sooner=int(np.count_nonzero(both & (entries.left_after < entries.left_before))),
        later=int(np.count_nonzero(both & (entries.left_after > entries.left_before))),
        diverged=int(np.count_nonzero(started & np.isfinite(entries.diverges))),
        ways=tuple(_by_way(people, way) for way in Way),
        reasons=tuple(_by_reason(people, reason) for reason in Reason),
        shares=tuple(_shares(entries, became)),
        spent=tuple(_spent(entries, became)),
        touches_before=int(touched[0].touches.sum()),
        touches_after=int(touched[1].touches.sum()),
        spending_before=_spending(money_before),
        spending_after=_spending(money_after),
        profit_before=money_before["profit"],
        profit_after=money_after["profit"],
        events=len(before.log) + len(after.log),
        people=people,
    )


def _by_way(people: Sequence[MatchedPair], way: Way) -> KeptLost:
    """Saved and lost whose lives part first over this."""
    return kept_lost(way, people, lambda each: float(each.divergence.way == way))


def _by_reason(people: Sequence[MatchedPair], reason: Reason) -> KeptLost:
    """Saved and lost by one reason, each person in proportion."""
    return kept_lost(
        reason,
        people,
        lambda each: fsum(
            part.share for part in each.attribution.portions if part.reason == reason
        ),
    )


class _Received(NamedTuple):
    """By roster of one world: touches, days of work on them, cost beside work, all money."""

    touches: Array
    work: Array
    cost: Array
    money: Array


def _received(lives: Lives) -> _Received:
    rows, size = lives.rows, len(lives.outcome.people)
    kind, who = rows["kind"], rows["customer"]
    touched = np.isin(kind, (EventType.TOUCHED, EventType.INTERCEPTED))
    paid = np.isin(kind, holding("money", Refers.CARE_COST))
    worked = np.isin(kind, holding("value", Refers.WORK))

    def total(mask: Array, values: Array) -> Array:
        return np.bincount(who[mask], weights=values[mask], minlength=size)

    every = np.ones(len(rows), dtype=bool)
    return _Received(
        np.bincount(who[touched], minlength=size),
        total(worked, rows["value"]),
        total(paid, -rows["money"]),
        total(every, rows["money"]),
    )


def _touched(entries: Pairs) -> tuple[_Received, _Received]:
    return _received(entries.lives_before), _received(entries.lives_after)


def _matched_pair(
    entries: Pairs, index: int, outcome: LifeOutcome, touched: tuple[_Received, _Received]
) -> MatchedPair:
    before, after = int(entries.before[index]), int(entries.after[index])
    part = divergence(entries, index)
    assert part is not None
    return MatchedPair(
        key=entries.path(index),
        outcome=outcome,
        segment=entries.names.segments[int(entries.segment[index])],
        left_before=float(entries.left_before[index]),
        left_after=float(entries.left_after[index]),
        divergence=part,
        attribution=attribution_of(entries, index, outcome),
        touches_before=int(touched[0].touches[before]),
        touches_after=int(touched[1].touches[after]),
        cost=float(touched[1].cost[after]),
    )


def attribution_of(entries: Pairs, index: int, outcome: LifeOutcome) -> Attribution:
    """What weighed most for one of the saved or lost."""
    part = divergence(entries, index)
    assert part is not None
    lives = [
        LifeRows(side, int(row), side.of(int(row)))
        for side, row in (
            (entries.lives_before, entries.before[index]),
            (entries.lives_after, entries.after[index]),
        )
    ]
    leaver, stayer = lives if outcome == LifeOutcome.SAVED else lives[::-1]
    return attribution(leaver, stayer, part.side)


def _shares(entries: Pairs, became: Array) -> list[Share]:
    """The parts of every division. Those of risk and value hold the customers of day 0."""
    started = entries.started
    parts: list[tuple[str, str, Array]] = [
        ("segment", name, started & (entries.segment == place))
        for place, name in enumerate(entries.names.segments)
    ]
    for division, values in entries.traits.items():
        trait = -values if division == "tenure" else values
        if len(np.unique(trait[started])) == 1:
            parts.append((division, ALIKE, started))
            continue
        quarter = _quarters(trait, started)
        parts += [
            (division, name, started & (quarter == place))
            for place, name in enumerate(metrics.QUARTERS)
        ]
    parts += [
        ("cohort", name, those)
        for name, those in zip(metrics.COHORTS, (started, ~started), strict=True)
    ]
    result = []
    for division, name, those in parts:
        counts = Counter(became[those].tolist())
        numbers = [counts[outcome] for outcome in LifeOutcome]
        result.append(Share(division, name, sum(numbers), *numbers))
    return result


def _quarters(trait: Array, among: Array) -> Array:
    """Which quarter each value lies in; equal values lie in the same one."""
    if not among.any():
        return np.zeros(len(trait), dtype=int)
    edges = np.quantile(trait[among], (0.25, 0.5, 0.75), method="lower")
    return np.searchsorted(edges, trait, side="left")


def _spent(entries: Pairs, became: Array) -> list[Spent]:
    """What went to the customers of each fate, day 0 and later ones together."""
    one, other = _touched(entries)
    result = []
    for outcome in LifeOutcome:
        those = became == outcome
        before = entries.before[those & (entries.before >= 0)]
        after = entries.after[those & (entries.after >= 0)]
        result.append(
            Spent(
                outcome,
                int(np.count_nonzero(those)),
                int(one.touches[before].sum()),
                int(other.touches[after].sum()),
                minutes(fsum(one.work[before])),
                minutes(fsum(other.work[after])),
                fsum(one.cost[before]),
                fsum(other.cost[after]),
                fsum(one.money[before]),
                fsum(other.money[after]),
            )
        )
    return result


def _money(outcome: Outcome) -> dict[str, float]:
    wanted = [metrics.find(name) for name in ("profit", *_SPENDING)]
    return metrics.evaluate(outcome, wanted)


def _spending(money: dict[str, float]) -> float:
    return fsum(money[name] for name in _SPENDING)
