"""Order forms: how a table of orders writes its cells, found out by reading all of them once."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from journeysim.calibration.cells import currencies, dates, numbers
from journeysim.calibration.cells.columns import DataColumn
from journeysim.calibration.cells.files import DataTable
from journeysim.calibration.cells.options import Where
from journeysim.calibration.cells.unclear import Unclear
from journeysim.calibration.order_columns import OrderColumns
from journeysim.errors import UsageError

_LEAST_PAIRS = 10
_CACHED = 500_000


class OrderForms:
    """How a table of orders writes its cells: found out by reading all of them once."""

    def __init__(self, table: DataTable, at: OrderColumns, where: Where | None) -> None:
        self.dates, self.amount = dates.DateEvidence(), numbers.NumberEvidence()
        self.quantity, self.price = numbers.NumberEvidence(), numbers.NumberEvidence()
        self.statuses, self.types, self.currencies = Counter[str](), Counter[str](), Counter[str]()
        self.pairs = self.pairs_alike = 0
        self.rows = 0
        self._look(table, at, where)

    def _look(self, table: DataTable, at: OrderColumns, where: Where | None) -> None:
        evidence = [
            (column.at, into.add)
            for column, into in (
                (at.amount, self.amount),
                (at.quantity, self.quantity),
                (at.price, self.price),
            )
            if column is not None
        ]
        counters = [
            (column.at, into)
            for column, into in (
                (at.status, self.statuses),
                (at.type, self.types),
                (at.currency, self.currencies),
            )
            if column is not None
        ]
        day, names, single = at.date.at, set[int](), at.customer.name.casefold() in ("id", "phone")
        order_at, before = at.order, ("", "")
        for _, row in table.rows():
            width = len(row)
            if width <= day or (where is not None and not where.holds(row)):
                continue
            self.rows += 1
            self.dates.add(row[day])
            for place, add in evidence:
                if place < width:
                    add(row[place])
            for place, counter in counters:
                if place < width and len(counter) < 1000:
                    counter[row[place].strip()] += 1
            if single and at.customer.at < width and self.rows <= _CACHED:
                names.add(hash(row[at.customer.at]))
            if order_at is not None and at.amount is not None and order_at.at < width:
                here = (row[order_at.at], row[at.amount.at] if at.amount.at < width else "")
                if here[0] and here[0] == before[0]:
                    self.pairs += 1
                    self.pairs_alike += here == before
                before = here
        if single and self.rows >= 20 and len(names) == self.rows:
            raise UsageError(
                f"{table.path}: {at.customer.name!r} is different in every row: that is the row's own number; "
                f"which column is the customer? Say --customer COLUMN; it has {', '.join(map(repr, table.header[:12]))}"
            )

    def totals_repeat(self, at: OrderColumns) -> bool:
        """Does every line of an order repeat the order's total?"""
        item = (
            at.item is not None and at.amount is not None and "line" not in at.amount.name.lower()
        )
        return item and self.pairs >= _LEAST_PAIRS and self.pairs == self.pairs_alike


class OrderSigns:
    """The decimal signs of the columns of amounts."""

    def __init__(
        self, path: Path, forms: OrderForms, at: OrderColumns, decimal: str | None
    ) -> None:
        beside = (forms.amount, forms.quantity, forms.price)
        try:
            self.amount = numbers.style(
                forms.amount, _named(at.amount), option=decimal, beside=beside
            )
            self.quantity = numbers.style(
                forms.quantity, _named(at.quantity), option=decimal, beside=beside
            )
            self.price = numbers.style(forms.price, _named(at.price), option=decimal, beside=beside)
        except Unclear as error:
            raise UsageError(f"{path}: {error}") from None
        if forms.amount.percents > forms.amount.cells / 2:
            raise UsageError(
                f"{path}: {_named(at.amount)} is in per cent and holds no amounts; say --amount COLUMN"
            )
        mixed = currencies.mixed((forms.price if at.price is not None else forms.amount).currencies)
        if not mixed and len(+forms.currencies) > 1:
            known = Counter({name: n for name, n in forms.currencies.items() if name})
            mixed = dict(known.most_common()) if len(known) > 1 else {}
        if mixed:
            shown = ", ".join(f"{name} ({times:,})" for name, times in list(mixed.items())[:6])
            column = at.currency.name if at.currency is not None else "COLUMN"
            first = next(iter(mixed))
            raise UsageError(
                f"{path}: amounts are in several currencies: {shown}; they cannot be added: convert them, or "
                f"take one, e.g. --where {column}={first}"
            )


def _named(column: DataColumn | None) -> str:
    return "" if column is None else f"column {column.name!r}"
