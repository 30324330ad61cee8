"""Cohorts: how many of a cohort were left after each renewal: a row a renewal, or a triangle.

Shares need how many there were at the start; what has not happened yet is blank.
"""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from journeysim.calibration import sbg
from journeysim.calibration.cells import columns, numbers, options, people, understood, words
from journeysim.calibration.cells.columns import DataColumn
from journeysim.calibration.cells.files import DataTable
from journeysim.calibration.cells.options import ReadingOptions
from journeysim.calibration.cells.unclear import Unclear
from journeysim.calibration.cells.understood import Leftovers, Understood
from journeysim.calibration.exposure import Exposure
from journeysim.calibration.sbg import Survivals
from journeysim.errors import UsageError

PERIOD = ("period", "renewal", "year", "month", "quarter", "week", "t", "renewals", "periode", "jahr", "monat", "année", "annee", "mois", "año", "mes")  # fmt: skip
SURVIVORS = ("survivors", "remaining", "active", "customers", "survived", "survival", "survivalrate", "retained", "retention", "retentionpct", "retentionpercent", "retentionrate", "survivalpct", "survivedpct", "survivorspct", "remainingpct", "activepct", "left", "n", "alive", "verbleibend", "aktiv", "übrig", "restants", "activos")  # fmt: skip
COHORT = ("cohort", "group", "segment", "kohorte", "cohorte")
SIZE = ("size", "cohortsize", "newusers", "newcustomers", "newsubscribers", "signups", "acquired", "neukunden", "customers", "users", "n", "start", "initial", "total", "größe", "anzahl")  # fmt: skip
_ALL = 0.9995
_COLUMN_OF_PERIOD = re.compile(r"^(?:period|month|year|week|quarter|renewal|m|y|w|q|t|p|monat|jahr)?\s*_?([0-9]{1,3})$", re.IGNORECASE)  # fmt: skip


class ContractTable(NamedTuple):
    """Survivals and how their file was understood. customers: contracts that run still, if known."""

    survivals: Survivals
    understood: Understood
    running: float | None = None
    exposure: Exposure | None = None


def periods(header: tuple[str, ...]) -> list[DataColumn]:
    """Columns named 0, 1, 2 ... or Month 1, Month 2 ..., in order; empty if they do not follow."""
    numbered = [
        (int(match[1]), DataColumn(at, name))
        for at, name in enumerate(header)
        if (match := _COLUMN_OF_PERIOD.match(name.strip()))
    ]
    follow = all(after[0] - before[0] == 1 for before, after in pairwise(numbered))
    begins = bool(numbered) and numbered[0][0] in (0, 1)
    return [column for _, column in numbered] if follow and begins and len(numbered) > 1 else []


def triangle(table: DataTable, how: ReadingOptions, start: float | None) -> ContractTable:
    """A row a cohort, a column a period; what has not happened yet is blank."""
    places, left = periods(table.header), Leftovers()
    size = columns.usual(table.path, table.header, SIZE, "a column")
    where, total = options.where_of(table.path, table.header, how), 0
    name_at = next(
        (at for at in range(len(table.header)) if at not in {p.at for p in places}), None
    )
    evidence = numbers.NumberEvidence()
    for _, row in table.rows():
        for column in (*places, *((size,) if size else ())):
            if column.at < len(row):
                evidence.add(row[column.at].strip())
    percent = evidence.percents > 0 or any(columns.says_shares(each.name) for each in places)
    sign = decimal_of(table.path, evidence, "the cohorts", how, whole=not percent)
    late = places[0].name.strip()[-1:] != "0"
    cohorts: list[list[float]] = []
    zeros: list[int] = []
    for line, row in table.rows():
        total += 1
        if where is not None and not where.holds(row):
            left.set_aside(understood.NOT_WHERE, line)
            continue
        label = row[name_at].strip() if name_at is not None and name_at < len(row) else ""
        if words.plain(label) in words.TOTALS:
            left.set_aside(understood.TOTAL, line)
            continue
        texts = [row[column.at].strip() if column.at < len(row) else "" for column in places]
        while texts and people.is_nobody(texts[-1]) and texts[-1] != "0":
            texts.pop()
        cells = [numbers.number(text, sign) for text in texts]
        if len(cells) + late < 2 and not any(cell is None for cell in cells):
            left.set_aside("a cohort without a renewal yet", line)
            continue
        if any(cell is None or cell < 0 for cell in cells):
            left.refuse("no number", line)
            continue
        whole = _size_of(row, size, sign) if size else start
        values = _of_whole(table.path, [float(cell or 0.0) for cell in cells], percent, whole, late)
        zeros.append(len(values) - len([v for v in values if v > 0]))
        cohorts.append(values)
    if len(zeros) > 1 and len(places) > 2 and zeros == sorted(zeros) and zeros[-1] > zeros[0]:
        raise UsageError(
            f"{table.path}: later cohorts end in zeros; if that is what has not happened yet, leave those cells "
            "blank: read as they stand, everybody would have left"
        )
    sentences = (
        table.description(),
        f"a cohort a row, {len(places)} periods from {places[0].name!r} to {places[-1].name!r}"
        + (", in per cent" if percent else ""),
    )
    return _finished(table, cohorts, left, sentences, total, how)


def _size_of(row: list[str], size: DataColumn, sign: str) -> float | None:
    return numbers.number(row[size.at].strip() if size.at < len(row) else "", sign)


def survivors(table: DataTable, how: ReadingOptions, start: float | None) -> ContractTable:
    """A row a renewal, in order, from the customers at the start; cohorts apart, if there are any."""
    path, left, total = table.path, Leftovers(), 0
    when = columns.column(path, table.header, None, PERIOD, "periods")
    at = columns.column(path, table.header, None, SURVIVORS, "survivors")
    which = columns.usual(path, table.header, COHORT, "a column")
    where = options.where_of(path, table.header, how)
    evidence = numbers.NumberEvidence()
    for _, row in table.rows():
        if at.at < len(row):
            evidence.add(row[at.at].strip())
    percent = evidence.percents > 0 or columns.says_shares(at.name)
    sign = decimal_of(path, evidence, f"column {at.name!r}", how, whole=not percent)
    cohorts: dict[str, list[tuple[float, float]]] = {}
    for line, row in table.rows():
        total += 1
        if where is not None and not where.holds(row):
            left.set_aside(understood.NOT_WHERE, line)
            continue
        period = numbers.number(row[when.at].strip() if when.at < len(row) else "")
        survivors = numbers.number(row[at.at].strip() if at.at < len(row) else "", sign)
        if period is None or survivors is None or survivors < 0:
            left.refuse("no number", line)
            continue
        cohort = row[which.at] if which is not None and which.at < len(row) else ""
        cohorts.setdefault(cohort, []).append((period, survivors))
    curves = []
    for cohort, points in cohorts.items():
        points.sort()
        if any(after[0] - before[0] != 1 for before, after in pairwise(points)):
            name = f"cohort {cohort[:40]!r}: " if cohort else ""
            raise UsageError(
                f"{path}: {name}periods must follow each other, each once: 0, 1, 2 ..."
            )
        late = points[0][0] > 0
        if len(points) + late > 1:
            curves.append(_of_whole(path, [value for _, value in points], percent, start, late))
    sentences = (
        table.description(),
        f"period {when.name!r}, survivors {at.name!r}" + (" in per cent" if percent else ""),
    )
    return _finished(table, curves, left, sentences, total, how)


def _of_whole(
    path: Path, values: list[float], percent: bool, whole: float | None, late: bool
) -> list[float]:
    """Survivors as numbers of customers, from those at the start.

    percent: they are said to be per cent; late: the first period is not called 0, so that the start may
    be missing: it is put first where fewer are there. Raises UsageError where per cent are of nobody
    knows how many.
    """
    if percent and max(values) > 1.5:
        values = [value / 100.0 for value in values]
    shares = percent or (
        len(values) > 1 and values[0] <= 1.0 and max(values) <= 1.0 and values[0] > 0.0
    )
    if not shares:
        if any(value != int(value) for value in values) and max(values) <= 100.0:
            raise UsageError(
                f"{path}: survivors such as {next(v for v in values if v != int(v)):g} look like per cent; write "
                "them with %, and say how many customers there were: --start N"
            )
        begins = late and whole is not None and values[0] < whole
        return [float(whole or 0.0), *values] if begins else values
    if whole is None or not whole > 0.0:
        raise UsageError(
            f"{path}: survivors are shares; of how many customers at the start? Say --start N"
        )
    if late and values[0] < _ALL:
        values = [1.0, *values]
    return [round(value * whole) for value in values]


def decimal_of(
    path: Path, evidence: numbers.NumberEvidence, what: str, how: ReadingOptions, whole: bool
) -> str:
    """The decimal sign of a column. Raises UsageError with both readings."""
    try:
        return numbers.style(
            evidence, what, option=how.decimal, whole=whole, share=not whole
        ).decimal
    except Unclear as error:
        raise UsageError(f"{path}: {error}") from None


def _finished(
    table: DataTable, cohorts: list[list[float]], left: Leftovers, sentences: tuple[str, ...], total: int, how: ReadingOptions
) -> ContractTable:  # fmt: skip
    kept = total - left.unreadable() - sum(each.times for each in left.aside)
    file = Understood(
        table.path.name, table.sha256(), total, kept, sentences, left.refused, left.aside
    )
    understood.judged(table.path, file, how.allowed)
    if not cohorts:
        raise UsageError(f"{table.path}: a cohort needs at least two rows")
    return ContractTable(sbg.from_survivors(cohorts), file)
