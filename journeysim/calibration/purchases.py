"""Purchases: a log of orders read into who came on which days and for how much.

The file is read twice: once to see how its columns write dates and amounts, once to use them. What
is left out is counted by its reason, and whether it could be read or was not meant.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from journeysim.calibration.cells import (
    dates,
    numbers,
    options,
    people,
    understood,
    words,
)
from journeysim.calibration.cells.columns import DataColumn
from journeysim.calibration.cells.files import DataTable
from journeysim.calibration.cells.options import ReadingOptions, Where
from journeysim.calibration.cells.unclear import Unclear
from journeysim.calibration.cells.understood import Leftovers, Understood
from journeysim.calibration.histories import Purchases, Rows, gathered
from journeysim.calibration.order_columns import ACTIVITY, OrderColumns, OrderMapping, order_columns
from journeysim.calibration.order_forms import OrderForms, OrderSigns
from journeysim.errors import UsageError

_BOUGHT = "purchase"
_HEAVY_SHARE, _HEAVY_TIMES, _HEAVY_ROWS = 0.05, 20, 100
_CACHED = 500_000
_SHOWN = 4


def read(path: Path, mapping: OrderMapping, how: ReadingOptions) -> Purchases:
    """The purchases in a file. Raises UsageError if there is nothing to learn from."""
    table = DataTable(path, how.file)
    at = order_columns(path, table.header, mapping)
    where = options.where_of(path, table.header, how)
    if where is None and ACTIVITY in table.header:
        where = Where(table.header.index(ACTIVITY), _BOUGHT)
    forms = OrderForms(table, at, where)
    try:
        way = dates.way_of(forms.dates, option=how.dates, name=at.date.name)
    except Unclear as error:
        raise UsageError(f"{path}: {error}") from None
    signs = OrderSigns(path, forms, at, how.decimal)
    rows = _Reading(at, where, how, way, signs, forms.totals_repeat(at))
    total = 0
    for line, row in table.rows():
        total += 1
        rows.take(line, row)
    rows.leave_far_days()
    return rows.result(table, forms, total)


class _Reading:
    """Rows taken one by one: used, set aside or unreadable."""

    def __init__(
        self,
        at: OrderColumns,
        where: Where | None,
        how: ReadingOptions,
        way: str,
        signs: OrderSigns,
        totals_repeat: bool,
    ) -> None:
        self.at, self.where, self.how, self.way, self.signs = at, where, how, way, signs
        self.totals_repeat = totals_repeat
        self.bought, self.back, self.left = Rows(), Rows(), Leftovers()
        self.days_of_all: dict[int, list[int]] = {}
        self.kept: Any = None
        self._keys: dict[str, int] = {}
        self._order = ""

    def take(self, line: int, row: list[str]) -> None:
        """One more row."""
        at, left = self.at, self.left
        if len(row) < at.width:
            if words.plain(row[0]) in words.TOTALS:
                left.set_aside(understood.TOTAL, line)
            else:
                left.refuse("too few cells", line)
            return
        day = dates.day_in(self.way, row[at.date.at])
        if day is not None and (self.how.until is None or day <= self.how.until):
            seen = self.days_of_all.setdefault(day, [0, line])
            seen[0] += 1
        if self.where is not None and not self.where.holds(row):
            given = self.how.where is not None
            left.set_aside(understood.NOT_WHERE if given else understood.OTHER_TYPE, line)
            return
        key = self._key(row[at.customer.at])
        if (key < 2 or day is None) and any(words.plain(cell) in words.TOTALS for cell in row):
            left.set_aside(understood.TOTAL, line)
            return
        amount, reason = self._amount(row)
        aside = self._aside(row, reason)
        if aside:
            left.set_aside(aside, line, amount)
        elif key == 0:
            left.set_aside(understood.NOBODY, line, amount)
        elif key == 1:
            left.refuse("a customer's number that a spreadsheet has rounded (1.23E+11)", line)
        elif day is None:
            left.refuse(f"no date in the order {self.way}", line)
        elif self.how.until is not None and day > self.how.until:
            left.set_aside(understood.AFTER, line, amount)
        elif reason:
            left.refuse(reason, line)
        elif amount < 0.0 or (self._sent_back(row) and amount > 0.0):
            self.back.add(key, day, -abs(amount))
            left.set_aside(understood.RETURN, line, -abs(amount))
        else:
            self.bought.add(key, day, amount)

    def _key(self, text: str) -> int:
        """The key of a customer; 0 for nobody, 1 for a number that was spoilt."""
        key = self._keys.get(text)
        if key is None:
            name = people.name_of(text)
            if people.is_nobody(name, self.how.nobody):
                key = 0
            else:
                key = 1 if people.is_spoilt(name) else people.key(name)
            if len(self._keys) >= _CACHED:
                self._keys.clear()
            self._keys[text] = key
        return key

    def _amount(self, row: list[str]) -> tuple[float, str]:
        """The amount of a row, NaN where none is known, and why it cannot be read."""
        at, signs = self.at, self.signs
        if at.quantity is not None and at.price is not None:
            times = numbers.number(row[at.quantity.at].strip(), signs.quantity.decimal)
            price = numbers.number(row[at.price.at].strip(), signs.price.decimal)
            if times is None or price is None:
                return float("nan"), "no quantity" if times is None else "no price"
            return times * price, ""
        if at.amount is None:
            return float("nan"), ""
        text = row[at.amount.at].strip()
        amount = numbers.number(text, signs.amount.decimal)
        if amount is None:
            return float("nan"), "no amount" if text else "a blank amount"
        return amount, ""

    def _aside(self, row: list[str], reason: str) -> str:
        """For which known reason a row is no purchase; "" if for none."""
        at = self.at
        if at.cancelled_at is not None and _cell(row, at.cancelled_at):
            refund = "refund" in at.cancelled_at.name.lower()
            return understood.REFUNDED if refund else understood.CANCELLED
        if at.status is not None:
            word = words.plain(_cell(row, at.status))
            if word in words.CANCELLED:
                return understood.CANCELLED
            if word in words.REFUNDED:
                return understood.REFUNDED
        if at.type is not None and words.plain(_cell(row, at.type)) in words.OTHER:
            return understood.OTHER_TYPE
        if at.order is not None:
            order = _cell(row, at.order)
            again, self._order = bool(order) and order == self._order, order
            if again and (self.totals_repeat or reason == "a blank amount"):
                return understood.FURTHER
        return ""

    def _sent_back(self, row: list[str]) -> bool:
        return self.at.type is not None and words.plain(_cell(row, self.at.type)) in words.REFUNDED

    def leave_far_days(self) -> None:
        """Refuse dates that lie far from all others, by name."""
        until = self.how.until
        far = dates.far_days({day: count for day, (count, _) in self.days_of_all.items()})
        far = {day: near for day, near in far.items() if until is None or day < near}
        days = self.bought.columns()[1]
        self.kept = np.ones(len(days), dtype=bool)
        for day, near in sorted(far.items()):
            gone = days == day
            self.kept &= ~gone
            name, nearest = dates.iso(day), dates.iso(near)
            hint = f"; if it is right, say --until {name}" if day > near else ""
            reason = f"{name} lies far from all other dates (the nearest is {nearest}){hint}"
            self.left.refuse_many(reason, int(gone.sum()), self.days_of_all[day][1])
            del self.days_of_all[day]

    def result(self, table: DataTable, forms: OrderForms, total: int) -> Purchases:
        """Everything taken, as purchases. Raises UsageError where too little could be read."""
        purchases = gathered(self.bought, self.back, self.kept)
        used = int(self.kept.sum())
        amounts = purchases.amount
        known = float(np.nansum(amounts)) if len(amounts) else 0.0
        warnings = [*_heavy(table, self.at, purchases.largest, used)]
        file = Understood(
            table.path.name,
            table.sha256(),
            total,
            used,
            (),
            self.left.refused,
            self.left.aside,
            known,
        )
        understood.judged(table.path, file, self.how.allowed)
        last = self.how.until or max(self.days_of_all)
        first = int(purchases.day.min())
        sentences = self._sentences(table, forms, purchases, first, last, used)
        file = Understood(
            file.name,
            file.sha256,
            total,
            used,
            tuple(sentences),
            file.refused,
            file.aside,
            known,
            tuple(warnings),
        )
        return Purchases(
            purchases.who, purchases.day, purchases.amount, first, last, purchases.identical, file, self.way in dates.MONTHS_ONLY
        )  # fmt: skip

    def _sentences(self, table: DataTable, forms: OrderForms, purchases: Any, first: int, last: int, used: int) -> list[str]:  # fmt: skip
        at, signs = self.at, self.signs
        sentences = [
            table.description(),
            f"customer {at.customer.name!r}, date {at.date.name!r}, {at.amounts_said()}",
            f"dates {self.way}; {understood.span(first, last)}",
        ]
        if at.amount is not None:
            sentences.append(f"decimal sign '{signs.amount.decimal}': {signs.amount.why}")
        elif at.price is not None:
            sentences.append(f"decimal sign '{signs.price.decimal}': {signs.price.why}")
        for column, counter in ((at.status, forms.statuses), (at.type, forms.types)):
            if column is not None:
                shown = ", ".join(
                    f"{name or 'blank'} {n:,}" for name, n in counter.most_common(_SHOWN)
                )
                sentences.append(
                    f"{column.name!r} holds {shown}{' ...' if len(counter) > _SHOWN else ''}"
                )
        if used > len(purchases.who):
            sentences.append(f"{used - len(purchases.who):,} further purchases of the same customer on the same day count with the first")  # fmt: skip
        if purchases.identical:
            sentences.append(f"{purchases.identical:,} rows repeat another one in customer, day and amount; they are counted")  # fmt: skip
        if purchases.unmatched:
            sentences.append(f"{purchases.unmatched:,} returns are of what was bought before these data; they are left out")  # fmt: skip
        if self.way in dates.MONTHS_ONLY:
            sentences.append(
                "dates name months only: all fall on the first, and gaps under a month are not seen"
            )
        sentences.append(
            "who bought before the data begin is taken for new at the first purchase in them"
        )
        return sentences


def _cell(row: list[str], column: DataColumn) -> str:
    return row[column.at].strip() if column.at < len(row) else ""


def _heavy(
    table: DataTable, at: OrderColumns, largest: tuple[int, int, int], used: int
) -> list[str]:
    """A warning of a customer with so many purchases that it may be nobody."""
    key, times, second = largest
    if times < _HEAVY_ROWS or times < _HEAVY_SHARE * used or times < _HEAVY_TIMES * second:
        return []
    name = next(
        name
        for _, row in table.rows()
        if at.customer.at < len(row)
        and people.key(name := people.name_of(row[at.customer.at])) == key
    )
    return [
        f"customer {name[:40]!r} has {times:,} of {used:,} rows, the second {second:,}: if that is nobody's "
        f"name, say --nobody {name[:40]!r}"
    ]
