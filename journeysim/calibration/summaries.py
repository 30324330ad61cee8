"""Summaries: a row a customer, counted by somebody: how often, when last, and for how long known.

The two meanings of frequency (purchases after the first, or all) and of recency (age at the last
purchase, or time since it) are told apart by their arithmetic over the whole table: who bought once
has no repeats, and bought last at age 0.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from journeysim.calibration.cells import columns, numbers, options, understood
from journeysim.calibration.cells.files import DataTable
from journeysim.calibration.cells.options import ReadingOptions
from journeysim.calibration.cells.unclear import Unclear
from journeysim.calibration.cells.understood import Leftovers, Understood
from journeysim.calibration.histories import Histories
from journeysim.errors import UsageError

Array = npt.NDArray[Any]

FREQUENCY = ("frequency", "repeats", "repeatpurchases", "repeattransactions", "x", "orders", "numberoforders", "ordercount", "orderscount", "totalorders", "numorders", "purchases", "numberofpurchases", "transactions", "häufigkeit", "frequenz", "haufigkeit", "fréquence", "frequence", "frecuencia")  # fmt: skip
RECENCY = ("recency", "tx", "lastpurchase", "recencydays", "dayssincelastpurchase", "dayssincelastorder", "récence", "recence", "recencia")  # fmt: skip
AGE = ("t", "age", "tenure", "observed", "customerage", "agedays", "alter", "ancienneté", "anciennete", "antigüedad")  # fmt: skip
FROM_END = ("dayssincelastpurchase", "dayssincelastorder")
"""Names of recency that say that it counts from the end."""

_FEW = 0.02
_ROUNDED = 0.02


class CustomerTable(NamedTuple):
    """A row a customer, as histories, and how the file was understood."""

    histories: Histories
    understood: Understood


class _Meaning(NamedTuple):
    """all_counted: frequency counts the first purchase too; from_end: recency counts from the end."""

    all_counted: bool
    from_end: bool


def is_one(header: tuple[str, ...]) -> bool:
    """Has a table the columns of a summary?"""
    plain = [columns.plain(name) for name in header]
    return all(any(name in plain for name in names) for names in (FREQUENCY, RECENCY, AGE))


def read(path: Path, how: ReadingOptions, unit: float) -> CustomerTable:
    """A row a customer; unit: days in the unit of the file's times. Raises UsageError."""
    table, left = DataTable(path, how.file), Leftovers()
    at = [
        columns.column(path, table.header, None, names, what)
        for names, what in ((FREQUENCY, "frequency"), (RECENCY, "recency"), (AGE, "age"))
    ]
    where = options.where_of(path, table.header, how)
    evidence = [numbers.NumberEvidence() for _ in at]
    for _, row in table.rows():
        for column, into in zip(at, evidence, strict=True):
            if column.at < len(row):
                into.add(row[column.at])
    try:
        signs = [
            numbers.style(
                into,
                f"column {column.name!r}",
                option=how.decimal,
                whole=place == 0,
                beside=evidence,
            )
            for place, (column, into) in enumerate(zip(at, evidence, strict=True))
        ]
    except Unclear as error:
        raise UsageError(f"{path}: {error}") from None
    records, total = list[tuple[float, float, float, int]](), 0
    for line, row in table.rows():
        total += 1
        if where is not None and not where.holds(row):
            left.set_aside(understood.NOT_WHERE, line)
            continue
        cells = [
            numbers.number(row[column.at].strip() if column.at < len(row) else "", sign.decimal)
            for column, sign in zip(at, signs, strict=True)
        ]
        if any(cell is None for cell in cells):
            left.refuse("no number", line)
            continue
        x, recency, age = (float(cell or 0.0) for cell in cells)
        if x < 0 or x != int(x) or age < 0.0 or not 0.0 <= recency <= age:
            left.refuse("not 0 <= recency <= age with a whole frequency", line)
            continue
        records.append((x, recency, age, line))
    return _table(table, records, left, total, [column.name for column in at], signs, how, unit)


def _table(
    table: DataTable,
    records: list[tuple[float, float, float, int]],
    left: Leftovers,
    total: int,
    names: list[str],
    signs: list[numbers.NumberStyle],
    how: ReadingOptions,
    unit: float,
) -> CustomerTable:
    rows = np.array(records).reshape(-1, 4)
    x, recency, age, lines = rows.T
    meaning = _meaning(table.path, x, recency, age, names)
    if meaning.all_counted:
        x = x - 1.0
    if meaning.from_end:
        recency = age - recency
    near = _ROUNDED + 1e-3 * age
    wrong = (x < 0) | ((x == 0) & (recency > near)) | ((x > 0) & (recency <= 0.0))
    if wrong.any():
        reason = "who bought once has a recency of 0, who came back has not, by this table's own arithmetic"
        left.refuse_many(reason, int(wrong.sum()), int(lines[wrong][0]))
    x, recency, age = x[~wrong], np.where(x[~wrong] == 0, 0.0, recency[~wrong]), age[~wrong]
    counts = "all purchases, the first too" if meaning.all_counted else "purchases after the first"
    since = "the time since the last purchase" if meaning.from_end else "age at the last purchase"
    sentences = (
        table.description(),
        f"{names[0]!r} counts {counts}, {names[1]!r} is {since}: told by who bought once",
        f"times in units of {unit:g} d (--time-unit); decimal sign '{signs[1].decimal}': {signs[1].why}",
    )
    file = Understood(
        table.path.name, table.sha256(), total, len(x), sentences, left.refused, left.aside
    )
    understood.judged(table.path, file, how.allowed)
    histories = Histories(x.astype(int), recency * unit, age * unit, -age * unit)
    return CustomerTable(histories, file)


def _meaning(path: Path, x: Array, recency: Array, age: Array, names: list[str]) -> _Meaning:
    """What frequency and recency mean. Raises UsageError where the arithmetic fits none or two."""
    if not len(x):
        return _Meaning(False, False)
    if (x == 0).any():
        once, all_counted = x == 0, False
    elif (x == 1).any():
        once, all_counted = x == 1, True
        if ((recency > 0) & (recency < age) & once).mean() > _FEW * once.mean():
            once = x == 0
            all_counted = False
    else:
        once, all_counted = x == 0, False
    if not once.any():
        if columns.plain(names[1]) in FROM_END:
            return _Meaning(False, True)
        raise UsageError(
            f"{path}: nobody in it bought only once, so that it does not show whether {names[0]!r} counts the "
            "first purchase; give the table with those who bought once, or the log of purchases"
        )
    near = _ROUNDED + 1e-3 * age
    at_start = float(((recency <= near) & once).sum()) / once.sum()
    at_age = float(((np.abs(recency - age) <= near) & once).sum()) / once.sum()
    later = ~once
    if at_age >= 1.0 - _FEW > at_start:
        return _Meaning(all_counted, True)
    if at_start >= 1.0 - _FEW > at_age or (at_start >= 1.0 - _FEW and not later.any()):
        return _Meaning(all_counted, False)
    if at_start >= 1.0 - _FEW:
        return _Meaning(all_counted, False)
    raise UsageError(
        f"{path}: of those who bought once, {100 * at_start:.0f} % have a {names[1]!r} of 0 and {100 * at_age:.0f} % "
        f"one equal to {names[2]!r}: it is neither the age at the last purchase nor the time since it"
    )
