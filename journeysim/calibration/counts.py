"""Counts: how often customers have a problem or a question, from a table of cases.

A table has one row a case (its type), or one row a type and how many; the firm says over how many
customer-years it was kept. Rates come with exact Poisson intervals. The number of a ticket is not
taken for how many there were.
Source: F. Garwood, Fiducial limits for the Poisson distribution, Biometrika 28, 1936.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import NamedTuple

from journeysim.calibration.cells import columns, numbers, options, people, understood, words
from journeysim.calibration.cells.columns import DataColumn
from journeysim.calibration.cells.files import DataTable
from journeysim.calibration.cells.options import ReadingOptions
from journeysim.calibration.cells.unclear import Unclear
from journeysim.calibration.cells.understood import Leftovers, Understood
from journeysim.errors import UsageError

TYPE = ("type", "problem", "category", "reason", "kind", "topic", "subject", "issue", "issuetype", "art", "kategorie", "grund", "thema", "motif", "sujet", "motivo", "tipo")  # fmt: skip
COUNT = ("count", "counts", "n", "cases", "problems", "times", "frequency", "anzahl", "fälle", "faelle", "häufigkeit", "nombre", "cantidad", "aantal", "liczba", "number")  # fmt: skip


class Rate(NamedTuple):
    """How often a type of case comes, per customer-year, with its 95 % interval."""

    type: str
    cases: float
    rate: float
    interval: tuple[float, float]


class Counts(NamedTuple):
    """The rates of all types in a table, the most frequent first."""

    rates: tuple[Rate, ...]
    years: float
    understood: Understood


def read(path: Path, years: float, how: ReadingOptions, named: str | None = None) -> Counts:
    """The rates of the cases in a file over so many customer-years. Raises UsageError."""
    if not years > 0.0:
        raise UsageError("--customer-years: is out of range; allowed: more than 0")
    table, left, counts, total = DataTable(path, how.file), Leftovers(), Counter[str](), 0
    at = columns.column(path, table.header, named, TYPE, "--type")
    many, sign = _count_column(table, at, how)
    where = options.where_of(path, table.header, how)
    kept = 0
    for line, row in table.rows():
        total += 1
        kind = row[at.at].strip() if at.at < len(row) else ""
        if where is not None and not where.holds(row):
            left.set_aside(understood.NOT_WHERE, line)
        elif words.plain(kind) in words.TOTALS:
            left.set_aside(understood.TOTAL, line)
        elif people.is_nobody(kind):
            left.refuse("no type", line)
        else:
            times = 1.0 if many is None else _count(row, many, sign)
            if times is None or times < 0.0 or times != int(times):
                left.refuse("no whole count", line)
                continue
            kept += 1
            counts[kind] += int(times)
    sentences = (
        table.description(),
        f"type {at.name!r}, " + ("a case a row" if many is None else f"how many in {many.name!r}"),
        *_not_taken(table, many),
    )
    file = Understood(path.name, table.sha256(), total, kept, sentences, left.refused, left.aside)
    understood.judged(path, file, how.allowed)
    return Counts(rates_of(counts, years), years, file)


def rates_of(cases: Counter[str], years: float) -> tuple[Rate, ...]:
    """The rate of each type over so many customer-years."""
    return tuple(
        Rate(name, float(times), times / years, interval(times, years))
        for name, times in cases.most_common()
    )


def _count_column(
    table: DataTable, at: DataColumn, how: ReadingOptions
) -> tuple[DataColumn | None, str]:
    """The column of how many there were, if there is one, and its decimal sign."""
    many = columns.usual(table.path, table.header, COUNT, "a column")
    if many is None or many.at == at.at:
        return None, "."
    evidence, types, seen, rows = numbers.NumberEvidence(), set[str](), set[str](), 0
    for _, row in table.rows():
        if max(at.at, many.at) < len(row):
            rows += 1
            types.add(row[at.at].strip())
            seen.add(row[many.at].strip())
            evidence.add(row[many.at].strip())
    ticket = columns.plain(many.name) in ("number", "n", "times") and len(types) < rows
    if ticket and len(seen) == rows:
        return None, "."
    try:
        return many, numbers.style(
            evidence, f"column {many.name!r}", option=how.decimal, whole=True
        ).decimal
    except Unclear as error:
        raise UsageError(f"{table.path}: {error}") from None


def _not_taken(table: DataTable, many: DataColumn | None) -> list[str]:
    usual = columns.usual(table.path, table.header, COUNT, "a column")
    if many is not None or usual is None:
        return []
    return [
        f"{usual.name!r} is another in each row while types repeat: the number of a ticket, no count"
    ]


def _count(row: list[str], many: DataColumn, sign: str) -> float | None:
    return numbers.number(row[many.at].strip() if many.at < len(row) else "", sign)


def interval(cases: float, years: float) -> tuple[float, float]:
    """The exact 95 % interval of a Poisson rate."""
    from scipy.special import gammaincinv

    low = float(gammaincinv(cases, 0.025)) if cases > 0 else 0.0
    return low / years, float(gammaincinv(cases + 1.0, 0.975)) / years
