"""Purchases: a log of purchases read into what the models need: who came how often, and when last.

Several purchases of one customer on one day count once, their amounts together. Twenty bytes a row
are held, whatever the file's size.
"""

from __future__ import annotations

import hashlib
from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from journeysim.calibration import dates, tables
from journeysim.calibration.amounts import decimal_sign, number
from journeysim.calibration.tables import Form, Refusal, Refusals
from journeysim.errors import UsageError

Array = npt.NDArray[Any]

CUSTOMER = ("customer", "customerid", "caseconceptname", "custid", "clientid", "client", "userid", "user", "accountid", "account", "memberid", "member", "customernumber", "kunde", "kundennummer", "id")  # fmt: skip
DATE = ("date", "invoicedate", "orderdate", "purchasedate", "transactiondate", "timetimestamp", "timestamp", "datetime", "orderedat", "createdat", "time", "datum")  # fmt: skip
AMOUNT = ("amount", "totalprice", "total", "value", "revenue", "sales", "spend", "price", "basket", "sum", "betrag", "umsatz")  # fmt: skip
ACTIVITY = "concept:name"
"""The column of an event log that says what happened."""

_BOUGHT = "purchase"
_SAMPLE = 20_000
MOST_ROWS = 50_000_000


class Mapping(NamedTuple):
    """Which columns hold what; None is guessed. where: (column, value) that rows must have."""

    customer: str | None = None
    date: str | None = None
    amount: str | None = None
    where: tuple[str, str] | None = None
    order: str | None = None


@dataclass(frozen=True)
class Purchases:
    """What a log of purchases says, one entry a customer and day of purchase, sorted by both.

    who: positions of customers from 0; day: ordinals of dates; amount: of that day, NaN if no
    amounts are known. first_day, last_day: the span of the data. identical: rows that repeat
    another one in customer, day and amount; they are counted, not refused.
    """

    who: Array
    day: Array
    amount: Array
    first_day: int
    last_day: int
    rows: int
    refused: tuple[Refusal, ...]
    left_out: int
    identical: int
    columns: tuple[str, str, str]
    sha256: str
    name: str

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


def read(path: Path, mapping: Mapping, form: Form) -> Purchases:
    """The purchases in a file. Raises UsageError if there is nothing to learn from."""
    refused = Refusals()
    with tables.lines_of(path, form) as lines:
        header = lines.header
        who_at = tables.column(path, header, mapping.customer, CUSTOMER, "--customer")
        date_at = tables.column(path, header, mapping.date, DATE, "--date")
        amount_at = _amount_column(path, header, mapping)
        where = _where(path, header, mapping)
        sample = list(islice(lines.rows, _SAMPLE))
        picked = [row for _, row in sample if _fits(row, where)]
        order = mapping.order or _order(path, picked, date_at)
        decimal = form.decimal or decimal_sign(
            [row[amount_at] for row in picked if amount_at is not None and amount_at < len(row)]
        )
        people, days, amounts = array("Q"), array("i"), array("d")
        total = left_out = 0
        width = 1 + max(who_at, date_at, amount_at or 0)
        for line, row in _chained(sample, lines.rows):
            total += 1
            if total > MOST_ROWS:
                raise UsageError(f"{path}: has more than {MOST_ROWS:,} rows; calibrate on a sample")
            if len(row) < width:
                refused.add("too few cells", line)
                continue
            if not _fits(row, where):
                left_out += 1
                continue
            customer = row[who_at].strip()
            if not customer:
                refused.add("no customer", line)
                continue
            day = dates.day_in(order, row[date_at])
            if day is None:
                refused.add(f"no date in the order {order}", line)
                continue
            amount = float("nan")
            if amount_at is not None:
                found = number(row[amount_at], decimal)
                if found is None:
                    refused.add("no amount", line)
                    continue
                if found < 0.0:
                    refused.add("amount below zero (a return?)", line)
                    continue
                if found == 0.0:
                    refused.add("amount of zero", line)
                    continue
                amount = found
            people.append(_key(customer))
            days.append(day)
            amounts.append(amount)
    if not days:
        why = "; ".join(f"{each.times:,} x {each.reason}" for each in refused.listed())
        raise UsageError(f"{path}: no row can be used{f' ({why})' if why else ''}")
    columns = (header[who_at], header[date_at], "" if amount_at is None else header[amount_at])
    return _gathered(path, people, days, amounts, total, refused, left_out, columns)


def _key(customer: str) -> int:
    """A number for a customer: 64 bits of a hash, so that millions of names need little room."""
    return int.from_bytes(hashlib.blake2b(customer.encode(), digest_size=8).digest(), "little")


def _chained(
    sample: list[tuple[int, list[str]]], rows: Iterator[tuple[int, list[str]]]
) -> Iterator[tuple[int, list[str]]]:
    yield from sample
    sample.clear()
    yield from rows


def _fits(row: list[str], where: tuple[int, str] | None) -> bool:
    return where is None or (where[0] < len(row) and row[where[0]].strip() == where[1])


def _where(path: Path, header: tuple[str, ...], mapping: Mapping) -> tuple[int, str] | None:
    """The condition that rows must meet; of an event log, to be a purchase."""
    if mapping.where is not None:
        name, value = mapping.where
        return tables.column(path, header, name, (), "--where"), value
    return (header.index(ACTIVITY), _BOUGHT) if ACTIVITY in header else None


def _amount_column(path: Path, header: tuple[str, ...], mapping: Mapping) -> int | None:
    if mapping.amount is not None:
        return tables.column(path, header, mapping.amount, (), "--amount")
    return tables.guessed(header, AMOUNT)


def _order(path: Path, rows: list[list[str]], at: int) -> str:
    texts = [row[at] for row in rows if at < len(row) and row[at].strip()]
    try:
        return dates.order_of(texts)
    except dates.Unclear as error:
        raise UsageError(f"{path}: {error}") from None


def _gathered(
    path: Path,
    people: array[int],
    days: array[int],
    amounts: array[float],
    total: int,
    refused: Refusals,
    left_out: int,
    columns: tuple[str, str, str],
) -> Purchases:
    """Rows sorted by customer and day, the rows of one customer and day added up."""
    keys = np.frombuffer(people, dtype=np.uint64)
    day = np.frombuffer(days, dtype=np.int32)
    amount = np.frombuffer(amounts, dtype=np.float64)
    order = np.lexsort((amount, day, keys))
    keys, day, amount = keys[order], day[order], amount[order]
    same_day = (keys[1:] == keys[:-1]) & (day[1:] == day[:-1])
    identical = int(np.count_nonzero(same_day & (amount[1:] == amount[:-1])))
    starts = np.flatnonzero(np.concatenate(([True], ~same_day)))
    keys, sums = keys[starts], np.add.reduceat(amount, starts)
    who = np.concatenate(([0], np.cumsum(keys[1:] != keys[:-1])))
    return Purchases(
        who=who,
        day=day[starts],
        amount=sums,
        first_day=int(day.min()),
        last_day=int(day.max()),
        rows=total,
        refused=refused.listed(),
        left_out=left_out,
        identical=identical,
        columns=columns,
        sha256=tables.digest(path),
        name=path.name,
    )


def histories(purchases: Purchases, until: int | None = None) -> Histories:
    """Every customer's history up to and with a day (default: the last), newcomers after it left out."""
    end = purchases.last_day if until is None else until
    there = purchases.day <= end
    who, day = purchases.who[there], purchases.day[there].astype(np.int64)
    starts = np.flatnonzero(np.concatenate(([True], who[1:] != who[:-1])))
    counts = np.diff(np.concatenate((starts, [len(who)])))
    first, last = day[starts], day[starts + counts - 1]
    return Histories(counts - 1, last - first, end - first, first)
