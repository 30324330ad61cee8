"""Twins: every customer lives under two policies with the same luck; who parts from whom, and why.

The ledger of one replication counts people: saved by the second policy (they leave under the first
and stay under the second), lost because of it (the other way round), staying in both, leaving in
both. Saved minus lost is the difference in customers kept, exactly, and so is the sum over whose
doing it was, over reasons and over the parts of any division.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import fsum
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from journeysim.engine.choice import SIMPY
from journeysim.engine.log import Outcome
from journeysim.events import Kind
from journeysim.experiment.estimate import Estimate, estimate
from journeysim.experiment.replicate import Progress, carry_out
from journeysim.experiment.twins_pairs import Lives, Pairs, pairs
from journeysim.experiment.twins_parting import Parting, Side, Way, parting
from journeysim.experiment.twins_reasons import Reason, reason
from journeysim.scenario.scenario import Scenario

if TYPE_CHECKING:
    from journeysim.engine.log import Array

__all__ = [
    "DIVISIONS", "Fate", "Ledger", "Parting", "Reason", "Share", "Side", "Spent", "Tally", "Twin",
    "Twins", "Way", "fates", "ledger", "measure_twins", "pairs",
]  # fmt: skip


class Fate(StrEnum):
    """What became of a customer's two lives."""

    SAVED = "saved"
    LOST = "lost"
    STAYS = "stays"
    LEAVES = "leaves"
    ONLY_BEFORE = "only_before"
    ONLY_AFTER = "only_after"


DIVISIONS = ("segment", "risk", "value", "cohort")
"""How the ledger can be divided. risk and value are quarters of the customers, by the hazard of
leaving when nothing has happened and by the expected margin a year: traits that no policy changes,
so that nobody counts as worth little because they left early."""

_QUARTERS = ("lowest quarter", "second quarter", "third quarter", "highest quarter")


@dataclass(frozen=True)
class Twin:
    """One customer with two fates: who they are, when their lives part, what weighed most.

    key: their KEY; left_before, left_after: days, infinite for those who stay; touches: how many
    reached them in each life; cost: what those of the second life cost beside work.
    """

    key: str
    fate: Fate
    segment: str
    left_before: float
    left_after: float
    parting: Parting
    reason: Reason
    touches_before: int
    touches_after: int
    cost: float


class Tally(NamedTuple):
    """How many were saved and lost by something."""

    name: str
    saved: int
    lost: int

    @property
    def net(self) -> int:
        """Saved minus lost."""
        return self.saved - self.lost


class Share(NamedTuple):
    """One part of a division: its customers by what became of them, in both worlds or in one."""

    division: str
    name: str
    customers: int
    saved: int
    lost: int
    stays: int
    leaves: int
    only_before: int
    only_after: int


class Spent(NamedTuple):
    """What went to the customers of one fate: touches, work on them in minutes, cost beside work.

    money: what these customers brought or cost, pay and programmes apart, in the firm's currency.
    """

    fate: Fate
    customers: int
    touches_before: int
    touches_after: int
    minutes_before: float
    minutes_after: float
    cost_before: float
    cost_after: float
    money_before: float
    money_after: float


@dataclass(frozen=True)
class Ledger:
    """Two policies in one replication, customer by customer. All counts are of people.

    customers: those of day 0, of whom saved + lost + stays + leaves is the sum; sooner, later: of
    those who leave in both, who leaves sooner or later under the second policy. parted: customers
    of day 0 whose lives differ at all. ways, reasons: saved and lost by what their lives part
    over, and by what weighed most; shares: every part of every division; spent: by fate, of
    everybody. touches (problems put right unasked among them), spending and profit: of the whole
    firm under each policy; spending is pay, programmes, care, goodwill, refunds and advice. people: the saved and the lost of day 0.
    """

    replication: int
    customers: int
    saved: int
    lost: int
    stays: int
    leaves: int
    sooner: int
    later: int
    parted: int
    ways: tuple[Tally, ...]
    reasons: tuple[Tally, ...]
    shares: tuple[Share, ...]
    spent: tuple[Spent, ...]
    touches_before: int
    touches_after: int
    spending_before: float
    spending_after: float
    profit_before: float
    profit_after: float
    people: tuple[Twin, ...]

    @property
    def net(self) -> int:
        """Customers of day 0 kept on top: saved minus lost."""
        return self.saved - self.lost

    def side(self, side: Side) -> Tally:
        """Saved and lost by whose doing it was; the two sides add up to everybody."""
        own = [each for each in self.people if each.parting.side == side]
        return _tally(side, own)


@dataclass(frozen=True)
class Twins:
    """Two policies over several replications: one ledger each, in their order."""

    scenario: Scenario
    before: str
    after: str
    ledgers: tuple[Ledger, ...]

    def estimate(self, count: Callable[[Ledger], float]) -> Estimate:
        """The mean of something counted in every ledger, with its interval."""
        return estimate([float(count(each)) for each in self.ledgers])


def fates(found: Pairs) -> list[Fate]:
    """What became of each entry's two lives."""
    result = []
    for one, other in zip(found.left_before.tolist(), found.left_after.tolist(), strict=True):
        if one != one:
            result.append(Fate.ONLY_AFTER)
        elif other != other:
            result.append(Fate.ONLY_BEFORE)
        elif (one == np.inf) == (other == np.inf):
            result.append(Fate.STAYS if one == np.inf else Fate.LEAVES)
        else:
            result.append(Fate.SAVED if other == np.inf else Fate.LOST)
    return result


def ledger(before: Outcome, after: Outcome) -> Ledger:
    """The ledger of two policies in one replication. Raises ExperimentError for different ones."""
    found = pairs(before, after)
    became = np.array(fates(found), dtype=object)
    started = found.started
    both = (became == Fate.LEAVES) & started
    count = {fate: int(np.count_nonzero((became == fate) & started)) for fate in Fate}
    touched = _touched(found)
    people = tuple(
        _twin(found, index, became[index], touched)
        for index in np.flatnonzero(started & np.isin(became, (Fate.SAVED, Fate.LOST))).tolist()
    )
    money_before, money_after = _money(before), _money(after)
    return Ledger(
        replication=before.replication,
        customers=int(np.count_nonzero(started)),
        saved=count[Fate.SAVED],
        lost=count[Fate.LOST],
        stays=count[Fate.STAYS],
        leaves=count[Fate.LEAVES],
        sooner=int(np.count_nonzero(both & (found.left_after < found.left_before))),
        later=int(np.count_nonzero(both & (found.left_after > found.left_before))),
        parted=int(np.count_nonzero(started & np.isfinite(found.parts))),
        ways=_tallies(people, Way, lambda each: each.parting.way),
        reasons=_tallies(people, Reason, lambda each: each.reason),
        shares=tuple(_shares(found, became)),
        spent=tuple(_spent(found, became)),
        touches_before=int(touched[0].touches.sum()),
        touches_after=int(touched[1].touches.sum()),
        spending_before=_spending(money_before),
        spending_after=_spending(money_after),
        profit_before=money_before["profit"],
        profit_after=money_after["profit"],
        people=people,
    )


def _tally(name: str, people: Sequence[Twin]) -> Tally:
    saved = sum(each.fate == Fate.SAVED for each in people)
    return Tally(name, saved, len(people) - saved)


def _tallies(
    people: Sequence[Twin], names: type[Way] | type[Reason], of: Callable[[Twin], str]
) -> tuple[Tally, ...]:
    """Every name with its saved and lost, those that moved nobody too."""
    own: dict[str, list[Twin]] = {name: [] for name in names}
    for each in people:
        own[of(each)].append(each)
    return tuple(_tally(name, those) for name, those in own.items())


class _Received(NamedTuple):
    """By roster of one world: touches, minutes of work on them, cost beside work, all money."""

    touches: Array
    minutes: Array
    cost: Array
    money: Array


def _received(lives: Lives) -> _Received:
    rows, size = lives.rows, len(lives.outcome.people)
    kind, who = rows["kind"], rows["customer"]
    touched = np.isin(kind, (Kind.TOUCHED, Kind.INTERCEPTED))
    worked = np.isin(kind, (Kind.TOUCH_STARTED, Kind.INTERCEPTED))

    def total(mask: Array, values: Array) -> Array:
        return np.bincount(who[mask], weights=values[mask], minlength=size)

    every = np.ones(len(rows), dtype=bool)
    return _Received(
        np.bincount(who[touched], minlength=size),
        total(worked, rows["value"]) * 1440.0,
        total(touched, -rows["money"]),
        total(every, rows["money"]),
    )


def _touched(found: Pairs) -> tuple[_Received, _Received]:
    return _received(found.lives_before), _received(found.lives_after)


def _twin(found: Pairs, index: int, fate: Fate, touched: tuple[_Received, _Received]) -> Twin:
    before, after = int(found.before[index]), int(found.after[index])
    lives = (found.lives_before, before), (found.lives_after, after)
    leaver, stayer = lives if fate == Fate.SAVED else lives[::-1]
    part = parting(found, index)
    assert part is not None
    return Twin(
        key=found.path(index),
        fate=fate,
        segment=found.names.segments[int(found.segment[index])],
        left_before=float(found.left_before[index]),
        left_after=float(found.left_after[index]),
        parting=part,
        reason=reason(*leaver, *stayer),
        touches_before=int(touched[0].touches[before]),
        touches_after=int(touched[1].touches[after]),
        cost=float(touched[1].cost[after]),
    )


def _shares(found: Pairs, became: Array) -> list[Share]:
    """The parts of every division. Those of risk and value hold the customers of day 0."""
    started = found.started
    parts: list[tuple[str, str, Array]] = [
        ("segment", name, started & (found.segment == place))
        for place, name in enumerate(found.names.segments)
    ]
    for division, trait in (("risk", found.risk), ("value", found.worth)):
        quarter = _quarters(trait, started)
        parts += [
            (division, name, started & (quarter == place)) for place, name in enumerate(_QUARTERS)
        ]
    parts += [("cohort", "day 0", started), ("cohort", "joined later", ~started)]
    result = []
    for division, name, those in parts:
        counts = Counter(became[those].tolist())
        if counts or division == "segment":
            numbers = [counts[fate] for fate in Fate]
            result.append(Share(division, name, sum(numbers), *numbers))
    return result


def _quarters(trait: Array, among: Array) -> Array:
    """Which quarter each value lies in; equal values lie in the same one."""
    if not among.any():
        return np.zeros(len(trait), dtype=int)
    edges = np.quantile(trait[among], (0.25, 0.5, 0.75), method="lower")
    return np.searchsorted(edges, trait, side="left")


def _spent(found: Pairs, became: Array) -> list[Spent]:
    """What went to the customers of each fate, day 0 and later ones together."""
    one, other = _touched(found)
    result = []
    for fate in Fate:
        those = became == fate
        before = found.before[those & (found.before >= 0)]
        after = found.after[those & (found.after >= 0)]
        result.append(
            Spent(
                fate,
                int(np.count_nonzero(those)),
                int(one.touches[before].sum()),
                int(other.touches[after].sum()),
                fsum(one.minutes[before]),
                fsum(other.minutes[after]),
                fsum(one.cost[before]),
                fsum(other.cost[after]),
                fsum(one.money[before]),
                fsum(other.money[after]),
            )
        )
    return result


_SPENDING = ("service_cost", "care_cost", "goodwill", "refunds", "sales_cost")


def _money(outcome: Outcome) -> dict[str, float]:
    from journeysim import metrics

    wanted = [metrics.find(name) for name in ("profit", *_SPENDING)]
    return metrics.evaluate(outcome, wanted)


def _spending(money: dict[str, float]) -> float:
    return sum(money[name] for name in _SPENDING)


class _Pair(NamedTuple):
    """Two policies in one replication, and which engine runs them."""

    scenario: Scenario
    policy: str
    other: str
    replication: int
    engine: str


def _perform(task: _Pair, stop: Array | None = None) -> Ledger:
    """The ledger of one replication; a pure function."""
    from journeysim.engine.running import run

    before, after = (
        run(task.scenario, policy, task.replication, task.engine, stop)
        for policy in (task.policy, task.other)
    )
    return ledger(before, after)


def measure_twins(
    scenario: Scenario,
    before: str,
    after: str,
    *,
    replications: int | None = None,
    jobs: int | None = None,
    progress: Progress | None = None,
    engine: str = SIMPY,
) -> Twins:
    """The ledgers of two policies, one a replication. Raises UsageError for unknown policies."""
    before, after = scenario.policy(before), scenario.policy(after)
    count = replications or scenario.tables.run.replications
    tasks = [_Pair(scenario, before, after, number, engine) for number in range(count)]
    return Twins(scenario, before, after, tuple(carry_out(tasks, _perform, jobs, progress)))
