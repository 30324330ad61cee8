"""Pairs: every customer's two lives, found by key and laid side by side up to where they part.

Two outcomes of one replication enter, one a policy; what leaves is one entry for everybody who was
a customer in either. Decides nothing about why lives part.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from journeysim.engine.log import Array, Outcome
from journeysim.engine.opening import Opening, opening_of
from journeysim.errors import ExperimentError
from journeysim.events import KINDS, Known, Refers, Row, holding, known_to
from journeysim.metrics.records import TRAITS, Records
from journeysim.scenario.world import Names

BACKSTAGE = known_to(Known.FIRM)
"""Kinds that happen on the firm's side: the customer notices nothing, so no life parts there."""

_UNFELT = (Known.FIRM, Known.NOBODY)
_VALUE_UNFELT = tuple(each.kind for each in KINDS if each.value.known in _UNFELT)
_MONEY_FELT = tuple(each.kind for each in KINDS if each.money.known not in _UNFELT)
_FELT = ("kind", "time", "slot", "number", "attempt", "place", "marks", "value", "money")


class Lives:
    """The rows of one world customer by customer, under names that both worlds share.

    rows: sorted by customer, then in the order they happened; firm's rows left out.
    """

    def __init__(self, outcome: Outcome, names: Names) -> None:
        rows = outcome.log.rows[outcome.log.rows["customer"] >= 0]
        rows = rows[np.argsort(rows["customer"], kind="stable")]
        self.outcome = outcome
        self.names = names
        self.rows = _renamed(rows, outcome.encoded.names, names)
        people = np.arange(len(outcome.people) + 1)
        self.first = np.searchsorted(self.rows["customer"], people)
        self.felt = np.flatnonzero(~np.isin(self.rows["kind"], BACKSTAGE))
        self.first_felt = np.searchsorted(self.rows["customer"][self.felt], people)

    def opening(self) -> Opening | None:
        """How the customers of day 0 stand after a run-in, if there was one."""
        return opening_of(self.outcome)

    def of(self, row: int) -> list[Row]:
        """One customer's rows, in order; none for -1."""
        if row < 0:
            return []
        return _as_rows(self.rows[self.first[row] : self.first[row + 1]])

    def at(self, row: int, place: int) -> Row | None:
        """The felt row of a customer at a place in their life; None beyond its end."""
        index = self.first_felt[row] + place
        if row < 0 or index >= self.first_felt[row + 1]:
            return None
        return _as_rows(self.rows[self.felt[index : index + 1]])[0]

    def felt_columns(self) -> dict[str, Array]:
        """What customers notice of the felt rows, column by column."""
        rows = self.rows[self.felt]
        columns = {name: rows[name] for name in _FELT}
        columns["value"] = np.where(np.isin(rows["kind"], _VALUE_UNFELT), 0.0, rows["value"])
        columns["money"] = np.where(np.isin(rows["kind"], _MONEY_FELT), rows["money"], 0.0)
        return columns


def felt(row: Row) -> Row:
    """A row as far as its customer notices it; the same in both lives where they feel the same."""
    return row._replace(
        customer=0,
        value=0.0 if row.kind in _VALUE_UNFELT else row.value,
        money=row.money if row.kind in _MONEY_FELT else 0.0,
    )


def _as_rows(rows: Array) -> list[Row]:
    return [
        Row(time, kind, customer, slot, number, attempt, place, marks, value, money)
        for time, value, money, customer, number, slot, attempt, place, kind, marks in rows.tolist()
    ]


def _renamed(rows: Array, own: Names, shared: Names) -> Array:
    """Rows whose touches and channels are positions among the shared names."""
    touches = np.array([shared.touches.index(name) for name in own.touches] + [-1])
    channels = np.array([shared.channels.index(name) for name in own.channels] + [-1])
    for refers, positions in ((Refers.TOUCH, touches), (Refers.CHANNEL, channels)):
        for column in ("slot", "attempt", "place"):
            there = np.isin(rows["kind"], holding(column, refers))
            rows[column][there] = positions[rows[column][there]]
    return rows


def shared_names(one: Names, other: Names) -> Names:
    """The names of both worlds, those of the first in its order."""
    return one._replace(
        channels=tuple(dict.fromkeys((*one.channels, *other.channels))),
        touches=tuple(dict.fromkeys((*one.touches, *other.touches))),
    )


@dataclass(frozen=True)
class Pairs:
    """Everybody who was a customer in either world, one entry each; arrays of one length.

    before, after: the position in each roster, -1 where they never came up; left_before,
    left_after: days, infinite for those who stay, NaN for those who never were customers there;
    started: there on day 0; segment, and traits by name (see
    `metrics.TRAITS`), are what no policy changes. parts: the day on which the
    two lives part, infinite if they never do; same: the felt rows before that.
    """

    names: Names
    lives_before: Lives
    lives_after: Lives
    before: Array
    after: Array
    started: Array
    left_before: Array
    left_after: Array
    segment: Array
    traits: Mapping[str, Array]
    diverges: Array
    same: Array

    def __len__(self) -> int:
        return len(self.before)

    def path(self, index: int) -> str:
        """A customer's KEY."""
        if self.before[index] >= 0:
            return self.lives_before.outcome.path(int(self.before[index]))
        return self.lives_after.outcome.path(int(self.after[index]))

    def find(self, key: str) -> int | None:
        """The entry of the customer with this KEY, or None."""
        return next((index for index in range(len(self)) if self.path(index) == key), None)


def pairs(before: Outcome, after: Outcome) -> Pairs:
    """Lay two outcomes of the same replication side by side.

    Raises ExperimentError for different replications: their customers are other people.
    """
    if before.replication != after.replication or before.horizon != after.horizon:
        raise ExperimentError("twins live in the same replication, up to the same day")
    names = shared_names(before.encoded.names, after.encoded.names)
    one, other = Lives(before, names), Lives(after, names)
    gone_before, started_before = _left(before)
    gone_after, started_after = _left(after)
    where = _partners(before.people["key"], after.people["key"])
    new = np.setdiff1d(np.arange(len(after.people)), where)
    rows_before = np.concatenate([np.arange(len(before.people)), np.full(len(new), -1)])
    rows_after = np.concatenate([where, new])
    left_before = np.append(gone_before, np.nan)[rows_before]
    left_after = np.append(gone_after, np.nan)[rows_after]
    ever = ~(np.isnan(left_before) & np.isnan(left_after))
    rows_before, rows_after = rows_before[ever], rows_after[ever]
    diverges, same = _divergences(one, other, rows_before, rows_after)
    return Pairs(
        names=names,
        lives_before=one,
        lives_after=other,
        before=rows_before,
        after=rows_after,
        started=np.append(started_before, False)[rows_before]
        | np.append(started_after, False)[rows_after],
        left_before=left_before[ever],
        left_after=left_after[ever],
        segment=_trait("segment", before, after, rows_before, rows_after),
        traits={
            name: _trait(column, before, after, rows_before, rows_after)
            for name, column in TRAITS.items()
        },
        diverges=diverges,
        same=same,
    )


def _left(outcome: Outcome) -> tuple[Array, Array]:
    """By roster: when each left (infinite: stays, NaN: never a customer), and who started."""
    customers = Records(outcome).customers
    left = np.full(len(outcome.people), np.nan)
    left[customers.row] = customers.left
    started = np.zeros(len(outcome.people), dtype=bool)
    started[customers.row] = customers.started
    return left, started


def _partners(keys: Array, others: Array) -> Array:
    """For each key its position among the others, -1 where it is not there."""
    order = np.argsort(others, kind="stable")
    if not len(others):
        return np.full(len(keys), -1)
    places = np.minimum(np.searchsorted(others, keys, sorter=order), len(others) - 1)
    positions = order[places]
    return np.where(others[positions] == keys, positions, -1)


def _trait(
    name: str, before: Outcome, after: Outcome, rows_before: Array, rows_after: Array
) -> Array:
    """A trait of each entry's customer, from the world in which they came up."""
    values = np.zeros(len(rows_before), dtype=before.people[name].dtype)
    for outcome, rows in ((after, rows_after), (before, rows_before)):
        there = rows >= 0
        values[there] = outcome.people[name][rows[there]]
    return values


def _divergences(one: Lives, other: Lives, before: Array, after: Array) -> tuple[Array, Array]:
    """For each pair the day of the first felt row that differs, and how many are the same."""
    length_one = np.where(before >= 0, one.first_felt[before + 1] - one.first_felt[before], 0)
    length_other = np.where(after >= 0, other.first_felt[after + 1] - other.first_felt[after], 0)
    both = np.minimum(length_one, length_other)
    begins = np.cumsum(both) - both
    step = np.arange(int(both.sum())) - np.repeat(begins, both)
    left = np.repeat(one.first_felt[before], both) + step
    right = np.repeat(other.first_felt[after], both) + step
    differs = np.zeros(len(step), dtype=bool)
    ours, theirs = one.felt_columns(), other.felt_columns()
    for name in _FELT:
        differs |= ours[name][left] != theirs[name][right]
    same = both.copy()
    some = both > 0
    if some.any():
        first = np.minimum.reduceat(np.where(differs, step, len(step)), begins[some])
        same[some] = np.minimum(first, both[some])
    diverges = np.minimum(
        _time_at(one, ours["time"], before, same, length_one),
        _time_at(other, theirs["time"], after, same, length_other),
    )
    return diverges, same


def _time_at(lives: Lives, times: Array, rows: Array, place: Array, length: Array) -> Array:
    """The time of each life's felt row at a place; infinite beyond its end."""
    index = np.where(place < length, lives.first_felt[rows] + place, len(times))
    return np.append(times, np.inf)[index]
