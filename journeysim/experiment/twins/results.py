"""Results: what a ledger of twins says. Frozen data; counts nothing by itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields, replace
from enum import StrEnum
from math import fsum
from typing import Any, NamedTuple, TypeVar

from journeysim.experiment.estimate import Estimate, estimate
from journeysim.experiment.twins.divergence import Divergence, Side
from journeysim.experiment.twins.reasons import Attribution
from journeysim.metrics import TRAITS
from journeysim.scenario.scenario import Scenario


class LifeOutcome(StrEnum):
    """What became of a customer's two lives."""

    SAVED = "saved"
    LOST = "lost"
    STAYS = "stays"
    LEAVES = "leaves"
    ONLY_BEFORE = "only_before"
    ONLY_AFTER = "only_after"


DIVISIONS = ("segment", *TRAITS, "cohort")
"""How the ledger can be divided: by quarters of the customers of day 0, or as it is called. Traits
are what no policy changes, so that nobody counts as worth little because they left early."""

ALIKE = "all alike"
"""The one part of a division by a trait that is the same for everybody."""


@dataclass(frozen=True)
class MatchedPair:
    """One customer with two fates: who they are, where their lives part, what weighed most.

    key: their KEY; left_before, left_after: days, infinite for those who stay; touches: how many
    reached them in each life; cost: what those of the second life cost beside work.
    """

    key: str
    outcome: LifeOutcome
    segment: str
    left_before: float
    left_after: float
    divergence: Divergence
    attribution: Attribution
    touches_before: int
    touches_after: int
    cost: float


class KeptLost(NamedTuple):
    """How many were saved and lost by something; not whole where people are shared over reasons."""

    name: str
    saved: float
    lost: float

    @property
    def net(self) -> float:
        """Saved minus lost."""
        return self.saved - self.lost


def kept_lost(
    name: str, people: Sequence[MatchedPair], share: Callable[[MatchedPair], float]
) -> KeptLost:
    """Saved and lost, each person counted with their share."""
    saved, lost = (
        fsum(share(each) for each in people if each.outcome == outcome)
        for outcome in (LifeOutcome.SAVED, LifeOutcome.LOST)
    )
    return KeptLost(name, float(saved), float(lost))


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

    @property
    def net(self) -> int:
        """Saved minus lost."""
        return self.saved - self.lost


class Spent(NamedTuple):
    """What went to the customers of one fate: touches, work on them in minutes, cost beside work.

    money: what these customers brought or cost, pay and programmes apart, in the firm's currency.
    """

    outcome: LifeOutcome
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
    over first, and by what kept the twin, each person shared over their reasons; shares: every part of every division; spent: by fate, of
    everybody. touches (problems put right unasked among them), spending and profit: of the whole
    firm under each policy; spending is pay, programmes, care, goodwill, refunds and advice. events: rows of both logs. people: the saved
    and the lost of day 0; times: each of them stands for so many.
    """

    replication: int
    customers: int
    saved: int
    lost: int
    stays: int
    leaves: int
    sooner: int
    later: int
    diverged: int
    ways: tuple[KeptLost, ...]
    reasons: tuple[KeptLost, ...]
    shares: tuple[Share, ...]
    spent: tuple[Spent, ...]
    touches_before: int
    touches_after: int
    spending_before: float
    spending_after: float
    profit_before: float
    profit_after: float
    events: int
    people: tuple[MatchedPair, ...]
    times: int = 1

    def of_the_whole(self, times: int, pace: float) -> Ledger:
        """The same of a firm of which one in so many was simulated, on lines so many times slower
        (NaN where that differs from line to line); `people` are those simulated."""
        if times == 1:
            return self
        spent = (_multiplied(each, times) for each in self.spent)
        return replace(
            _multiplied(self, times),
            replication=self.replication,
            events=self.events,
            people=self.people,
            ways=tuple(_multiplied(each, times) for each in self.ways),
            reasons=tuple(_multiplied(each, times) for each in self.reasons),
            shares=tuple(_multiplied(each, times) for each in self.shares),
            spent=tuple(
                each._replace(
                    minutes_before=each.minutes_before / pace,
                    minutes_after=each.minutes_after / pace,
                )
                for each in spent
            ),
            times=times,
        )

    @property
    def net(self) -> int:
        """Customers of day 0 kept on top: saved minus lost."""
        return self.saved - self.lost

    def side(self, side: Side, alone: bool | None = None) -> KeptLost:
        """Saved and lost by whose doing it was; the two sides add up to everybody.

        alone: only those with whom nothing (True) or something (False) differed by the other side.
        """
        own = [each for each in self.people if alone in (None, each.attribution.alone)]
        return kept_lost(side, own, lambda each: self.times * each.attribution.share(side))


_Counts = TypeVar("_Counts", KeptLost, Share, Spent, Ledger)


def _multiplied(counts: _Counts, times: int) -> _Counts:
    """So many times all numbers among these."""
    names = [each.name for each in fields(counts)] if isinstance(counts, Ledger) else counts._fields
    values = {name: getattr(counts, name) for name in names}
    more: dict[str, Any] = {
        name: times * value for name, value in values.items() if isinstance(value, int | float)
    }
    return replace(counts, **more) if isinstance(counts, Ledger) else counts._replace(**more)


class NetEffect(NamedTuple):
    """Saved, lost and their difference by something, as means over replications."""

    name: str
    saved: Estimate
    lost: Estimate
    net: Estimate


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

    def effects(self, of: Callable[[Ledger], Sequence[KeptLost | Share]]) -> tuple[NetEffect, ...]:
        """The means of what every ledger tallies under the same names in the same order."""
        columns = zip(*(of(each) for each in self.ledgers), strict=True)
        return tuple(
            NetEffect(
                column[0].name,
                estimate([float(each.saved) for each in column]),
                estimate([float(each.lost) for each in column]),
                estimate([float(each.net) for each in column]),
            )
            for column in columns
        )

    def sides(self, alone: bool | None = None) -> tuple[NetEffect, ...]:
        """Directly and through others; see `Ledger.side`."""
        return self.effects(lambda each: [each.side(side, alone) for side in Side])
