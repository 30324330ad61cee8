"""Histories: purchases as the models need them: who came on which days, for how much, and when last.

Several purchases of one customer on one day count once, their amounts together; returns are taken
off what the customer bought before. Twenty bytes a purchase are held, whatever the file's size.
"""

from __future__ import annotations

from array import array
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from journeysim.calibration.cells.understood import Understood

Array = npt.NDArray[Any]


class Rows:
    """Rows of purchases or returns as they are read: key of the customer, day, amount."""

    def __init__(self) -> None:
        self.people, self.days, self.amounts = array("Q"), array("i"), array("d")

    def add(self, key: int, day: int, amount: float) -> None:
        """One more row."""
        self.people.append(key)
        self.days.append(day)
        self.amounts.append(amount)

    def columns(self) -> tuple[Array, Array, Array]:
        """Keys, days and amounts."""
        return (
            np.frombuffer(self.people, dtype=np.uint64) if self.people else np.zeros(0, np.uint64),
            np.frombuffer(self.days, dtype=np.int32) if self.days else np.zeros(0, np.int32),
            np.frombuffer(self.amounts, dtype=np.float64) if self.amounts else np.zeros(0),
        )


@dataclass(frozen=True)
class Purchases:
    """What a log of purchases says, one entry a customer and day of purchase, sorted by both.

    who: positions of customers from 0; day: ordinals of dates; amount: of that day, net of returns,
    NaN if no amounts are known. first_day: of the data; last_day: the end of what was observed, which
    may lie after the last purchase. identical: rows that repeat another one in customer, day and
    amount; they are counted, not refused. months_only: dates name months, all on the first.
    """

    who: Array
    day: Array
    amount: Array
    first_day: int
    last_day: int
    identical: int
    understood: Understood
    months_only: bool = False

    @property
    def customers(self) -> int:
        """How many customers there are."""
        return int(self.who[-1]) + 1 if len(self.who) else 0


class Histories(NamedTuple):
    """Customers as repeat-buying models see them, one entry each.

    repeats: days of purchase after the first; recency: from the first to the last, in days; age:
    from the first to the end of what was observed, in days; first: the day of the first purchase.
    """

    repeats: Array
    recency: Array
    age: Array
    first: Array


class Gathered(NamedTuple):
    """Rows added up by customer and day. unmatched: returns of what was not bought in these data;
    largest: the key of the customer with most rows, their rows, and those of the second."""

    who: Array
    day: Array
    amount: Array
    identical: int
    unmatched: int
    largest: tuple[int, int, int]


def gathered(bought: Rows, back: Rows, kept: Array | None = None) -> Gathered:
    """Rows sorted by customer and day, those of one customer and day added up, returns taken off.

    kept: which rows of purchases count, if not all do.
    """
    keys, day, amount = bought.columns()
    if kept is not None:
        keys, day, amount = keys[kept], day[kept], amount[kept]
    order = np.lexsort((amount, day, keys))
    keys, day, amount = keys[order], day[order], amount[order]
    same_day = (keys[1:] == keys[:-1]) & (day[1:] == day[:-1])
    identical = int(np.count_nonzero(same_day & (amount[1:] == amount[:-1])))
    new = np.concatenate(([True], keys[1:] != keys[:-1])) if len(keys) else np.zeros(0, bool)
    rows = np.diff(np.concatenate((np.flatnonzero(new), [len(keys)])))
    first_keys = keys[new]
    most = int(np.argmax(rows)) if len(rows) else 0
    second = int(np.partition(rows, -2)[-2]) if len(rows) > 1 else 0
    largest = (int(first_keys[most]), int(rows[most]), second) if len(rows) else (0, 0, 0)
    starts = np.flatnonzero(np.concatenate(([True], ~same_day))) if len(keys) else np.zeros(0, int)
    keys, day = keys[starts], day[starts]
    sums = np.add.reduceat(amount, starts) if len(starts) else amount
    unmatched = _take_off(keys, day, sums, back)
    who = np.concatenate(([0], np.cumsum(keys[1:] != keys[:-1]))) if len(keys) else keys
    return Gathered(who, day, sums, identical, unmatched, largest)


def _take_off(keys: Array, day: Array, sums: Array, back: Rows) -> int:
    """Take returns off the latest purchases of their customers, none below 0; those left are counted."""
    who, when, what = back.columns()
    unmatched = 0
    for key, last, amount in zip(who.tolist(), when.tolist(), what.tolist(), strict=True):
        low = int(np.searchsorted(keys, np.uint64(key), side="left"))
        high = int(np.searchsorted(keys, np.uint64(key), side="right"))
        at = low + int(np.searchsorted(day[low:high], last, side="right")) - 1
        left = -amount
        if at < low:
            unmatched += 1
        while at >= low and left > 0.0:
            taken = min(left, float(sums[at]))
            sums[at] -= taken
            left -= taken
            at -= 1
    return unmatched


def histories(purchases: Purchases, until: int | None = None) -> Histories:
    """Every customer's history up to and with a day (default: the last), newcomers after it left out."""
    end = purchases.last_day if until is None else until
    there = purchases.day <= end
    who, day = purchases.who[there], purchases.day[there].astype(np.int64)
    starts = np.flatnonzero(np.concatenate(([True], who[1:] != who[:-1])))
    counts = np.diff(np.concatenate((starts, [len(who)])))
    first, last = day[starts], day[starts + counts - 1]
    return Histories(counts - 1, last - first, end - first, first)
