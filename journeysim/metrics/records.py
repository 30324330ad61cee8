"""Records: the rows of one run sorted by kind, and the customers behind them, ready to be counted.

Everything is cut once and kept, because many metrics look at the same rows. May be narrowed to one
segment (its customers and their rows) or one channel (the rows of contacts and of work in it).
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import Any, NamedTuple, TypeVar

import numpy as np

from journeysim.engine.log import Array, Outcome
from journeysim.events import EventType, Refers, holding
from journeysim.metrics.exact_sums import exact_sum

STARTED = 0
"""`JOINED.number` of those who are customers on day 0."""

COHORTS = ("day0", "joined")
"""Those there on day 0, and those who joined later."""

QUARTERS = ("lowest", "second", "third", "highest")
"""The quarters of the customers of day 0 by a trait; equal values lie in the same one."""

TRAITS = {
    "risk": "base_hazard",
    "score": "risk_score",
    "value": "worth",
    "tenure": "joined_at",
}
"""What customers are divided into quarters by, and where the roster has it: how likely they are to
leave when nothing has happened, how likely the firm's score takes them to be, the margin expected a
year, how long they have been customers. No policy changes any, so both sides of a pair divide
alike."""


class TraitQuarter(NamedTuple):
    """One quarter of the customers of day 0: the trait, and which quarter."""

    trait: str
    quarter: str


_CHANNEL_IN = {
    kind: column
    for column in ("slot", "attempt", "place")
    for kind in holding(column, Refers.CHANNEL)
}
"""The column in which a kind names its channel."""


class Customers(NamedTuple):
    """Everybody who ever was a customer, one entry each, in the order of joining. Times in days.

    row: position in the roster; started: there on day 0; joined: when they came into the run;
    since: when they became customers (negative before day 0); left: infinite for those who stay.
    """

    row: Array
    started: Array
    joined: Array
    since: Array
    left: Array


Value = TypeVar("Value")


class Records:
    """The rows of one outcome by kind, narrowed to a segment or a channel if one is given."""

    def __init__(
        self,
        outcome: Outcome,
        who: Array | None = None,
        channel: int | None = None,
        whole: Records | None = None,
    ) -> None:
        self.outcome = outcome
        self.who = who
        self.channel = channel
        self.whole = whole
        self._kept: dict[object, Any] = {}
        self._rows: dict[int, Array] = {}
        self._totals: dict[tuple[int, str, float, float], float] = {}

    def once(self, what: object, reckon: Callable[[], Value]) -> Value:
        """What several metrics need, reckoned when it is asked for first. what: tells it apart."""
        if what not in self._kept:
            self._kept[what] = reckon()
        value: Value = self._kept[what]
        return value

    @classmethod
    def of_run(cls, run: Outcome | Records) -> Records:
        """The records of a run; those that are given, with what was sorted and reckoned already."""
        return run if isinstance(run, Records) else cls(run)

    def narrowed(
        self,
        segment: int | None = None,
        channel: int | None = None,
        cohort: str | None = None,
        part: TraitQuarter | None = None,
    ) -> Records:
        """The same run seen through a filter; the sorting is shared."""
        if segment is None and channel is None and cohort is None and part is None:
            return self
        who = None
        if segment is not None or cohort is not None or part is not None:
            who = np.ones(len(self.outcome.people), dtype=bool)
        if segment is not None:
            who &= self.outcome.people["segment"] == segment
        if cohort is not None:
            who &= self.started if cohort == COHORTS[0] else ~self.started
        if part is not None:
            who &= self._in_part(part)
        return Records(self.outcome, who, channel, self)

    @cached_property
    def started(self) -> Array:
        """Who of the roster is a customer on day 0."""
        joined = self.of(EventType.JOINED)
        started = np.zeros(len(self.outcome.people), dtype=bool)
        started[joined["customer"][joined["number"] == STARTED]] = True
        return started

    def _in_part(self, part: TraitQuarter) -> Array:
        """Who of the roster lies in a quarter."""
        trait = self.outcome.people[TRAITS[part.trait]]
        if part.trait == "tenure":
            trait = -trait
        if not self.started.any():
            return self.started
        edges = np.quantile(trait[self.started], (0.25, 0.5, 0.75), method="lower")
        place = np.searchsorted(edges, trait, side="left")
        inside: Array = self.started & (place == QUARTERS.index(part.quarter))
        return inside

    def of(self, kind: int) -> Array:
        """All rows of a kind, warm-up included, in the order they happened."""
        rows = self._rows.get(kind)
        if rows is None:
            rows = self._cut(kind) if self.whole is None else self._filtered(self.whole.of(kind))
            self._rows[kind] = rows
        return rows

    def between(self, kind: int, start: float, end: float) -> Array:
        """The rows of a kind with start <= time < end."""
        rows = self.of(kind)
        if start <= 0.0 and end >= self.outcome.horizon:
            return rows
        first, last = np.searchsorted(rows["time"], (start, end))
        return rows[first:last]

    def total(self, kind: int, column: str, start: float, end: float) -> float:
        """The exact sum of a column over these rows, the same in any order."""
        key = (kind, column, start, end)
        if key not in self._totals:
            self._totals[key] = exact_sum(self.between(kind, start, end)[column])
        return self._totals[key]

    @cached_property
    def segments(self) -> Array:
        """The segment of everybody in the roster."""
        return np.ascontiguousarray(self.outcome.people["segment"])

    @cached_property
    def people(self) -> Array:
        """The roster: customers, and prospects who never bought."""
        people = self.outcome.people
        if self.who is None:
            return people
        return people.compress(self.who)

    @cached_property
    def active(self) -> Array:
        """The roster's rows of those who are customers at the horizon."""
        people = self.people
        return people.compress(people["satisfaction"] == people["satisfaction"])

    @cached_property
    def customers(self) -> Customers:
        """Everybody who ever was a customer, with the time of joining and leaving."""
        joined, left = self.of(EventType.JOINED), self.of(EventType.LEFT)
        gone = np.full(len(self.outcome.people), np.inf)
        gone[left["customer"]] = left["time"]
        row = joined["customer"]
        return Customers(
            row=row,
            started=joined["number"] == STARTED,
            joined=joined["time"],
            since=self.outcome.people["joined_at"][row],
            left=gone[row],
        )

    @cached_property
    def _by_kind(self) -> tuple[Array, Array]:
        """The order that sorts the rows by kind, and where in it each kind ends."""
        kind = np.ascontiguousarray(self.outcome.log.column("kind"))
        ends = np.cumsum(np.bincount(kind, minlength=max(EventType) + 1))
        return np.argsort(kind, kind="stable"), ends

    def _places(self, kind: int) -> Array:
        order, ends = self._by_kind
        return order[ends[kind - 1] : ends[kind]]

    def _cut(self, kind: int) -> Array:
        places = self._places(kind)
        rows = self.outcome.log.rows.take(places)
        if kind == EventType.CONTACT:
            # The row after a contact says so if a long line passed it over to another channel.
            passed = self._places(EventType.OVERFLOWED) - 1
            rows["place"][np.searchsorted(places, passed)] = self.of(EventType.OVERFLOWED)["place"]
        return self.outcome.log.kept(rows)

    @property
    def root(self) -> Records:
        """The whole run, without a filter."""
        return self if self.whole is None else self.whole.root

    def narrow(self, rows: Array) -> Array:
        """Rows of one kind of the whole run, seen through this filter."""
        return rows if self.whole is None else self._filtered(self.whole.narrow(rows))

    def _filtered(self, rows: Array) -> Array:
        if self.who is not None:
            of_people = rows.compress(rows["customer"] >= 0)
            rows = of_people.compress(self.who[of_people["customer"]])
        if self.channel is not None and len(rows):
            column = _CHANNEL_IN.get(EventType(int(rows["kind"][0])))
            if column is not None:
                rows = rows.compress(rows[column] == self.channel)
        return rows
