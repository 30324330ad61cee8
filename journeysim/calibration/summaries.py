"""Summaries: data that somebody has counted already: a row a customer, or a row a renewal.

A row a customer holds how often they came back, when last and how long they are known; a row a
renewal how many of a cohort were left after it.
"""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import numpy as np

from journeysim.calibration import tables
from journeysim.calibration.amounts import number
from journeysim.calibration.purchases import Histories
from journeysim.calibration.tables import Form, Refusal, Refusals
from journeysim.errors import UsageError

FREQUENCY = ("frequency", "repeats", "repeatpurchases", "x")
RECENCY = ("recency", "tx", "lastpurchase")
AGE = ("t", "age", "tenure", "observed")
PERIOD = ("period", "renewal", "year", "month", "quarter", "week", "t", "renewals")
SURVIVORS = ("survivors", "remaining", "active", "customers", "survived", "left", "n", "alive")
COHORT = ("cohort", "group", "segment")


class Counted(NamedTuple):
    """What such a file holds: histories or cohorts of survivors, one of them."""

    histories: Histories | None
    survivors: list[list[float]]
    rows: int
    refused: tuple[Refusal, ...]
    sha256: str
    name: str


def kind_of(path: Path, form: Form) -> str:
    """What a file holds by its header: 'customers', 'survivors' or 'log'."""
    with tables.lines_of(path, form) as lines:
        header = lines.header
    if all(tables.guessed(header, names) is not None for names in (FREQUENCY, RECENCY, AGE)):
        return "customers"
    named = [tables.guessed(header, names) for names in (SURVIVORS, PERIOD)]
    return "survivors" if None not in named and len(header) <= 4 else "log"


def customers(path: Path, form: Form, unit: float) -> Counted:
    """A row a customer; unit: days in the unit of the file's times."""
    refused = Refusals()
    found: list[tuple[float, float, float]] = []
    with tables.lines_of(path, form) as lines:
        places = [
            tables.column(path, lines.header, None, names, "a column")
            for names in (FREQUENCY, RECENCY, AGE)
        ]
        for line, row in lines.rows:
            cells = [number(row[at] if at < len(row) else "", form.decimal or ".") for at in places]
            if None in cells:
                refused.add("no number", line)
                continue
            x, recency, age = (float(cell or 0.0) for cell in cells)
            if x < 0 or x != int(x) or not 0.0 <= recency <= age or (x == 0) != (recency == 0.0):
                refused.add("not 0 <= recency <= age with whole repeats", line)
                continue
            found.append((x, recency * unit, age * unit))
    if not found:
        raise UsageError(f"{path}: no row can be used{_why(refused)}")
    x_all, recencies, ages = (np.array(column) for column in zip(*found, strict=True))
    histories = Histories(x_all.astype(int), recencies, ages, -ages)
    count = len(found) + refused.total
    return Counted(histories, [], count, refused.listed(), tables.digest(path), path.name)


def survivors(path: Path, form: Form) -> Counted:
    """A row a renewal, in order, from the customers at the start; cohorts apart, if there are any."""
    refused = Refusals()
    cohorts: dict[str, list[tuple[float, float]]] = {}
    with tables.lines_of(path, form) as lines:
        at = tables.column(path, lines.header, None, SURVIVORS, "a column")
        when = tables.column(path, lines.header, None, PERIOD, "a column")
        which = tables.guessed(lines.header, COHORT)
        for line, row in lines.rows:
            cells = [
                number(row[i] if i < len(row) else "", form.decimal or ".") for i in (when, at)
            ]
            if cells[0] is None or cells[1] is None or cells[1] < 0:
                refused.add("no number", line)
                continue
            cohort = row[which] if which is not None and which < len(row) else ""
            cohorts.setdefault(cohort, []).append((cells[0], cells[1]))
    found = []
    for cohort, points in cohorts.items():
        points.sort()
        periods = [period for period, _ in points]
        if any(after - before != 1 for before, after in pairwise(periods)):
            name = f"cohort {cohort[:40]!r}: " if cohort else ""
            raise UsageError(
                f"{path}: {name}periods must follow each other, each once: 0, 1, 2 ..."
            )
        if len(points) > 1:
            found.append([left for _, left in points])
    if not found:
        raise UsageError(f"{path}: a cohort needs at least two rows{_why(refused)}")
    rows = sum(map(len, cohorts.values())) + refused.total
    return Counted(None, found, rows, refused.listed(), tables.digest(path), path.name)


def _why(refused: Refusals) -> str:
    why = "; ".join(f"{each.times:,} x {each.reason}" for each in refused.listed())
    return f" ({why})" if why else ""
