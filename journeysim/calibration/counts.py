"""Counts: how often customers have a problem or a question, from a table of cases.

A table has one row a case (its type, and perhaps how many), and the firm says over how many
customer-years it was kept. Rates come with exact Poisson intervals.
Source: F. Garwood, Fiducial limits for the Poisson distribution, Biometrika 28, 1936.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import NamedTuple

from journeysim.calibration import tables
from journeysim.calibration.amounts import number
from journeysim.calibration.tables import Form, Refusal, Refusals
from journeysim.errors import UsageError

TYPE = ("type", "problem", "category", "reason", "kind", "topic", "subject")
COUNT = ("count", "number", "n", "cases", "problems")


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
    rows: int
    refused: tuple[Refusal, ...]
    sha256: str
    name: str


def read(path: Path, years: float, form: Form, named: str | None = None) -> Counts:
    """The rates of the cases in a file over so many customer-years. Raises UsageError."""
    if not years > 0.0:
        raise UsageError("--customer-years: is out of range; allowed: more than 0")
    refused, found, rows = Refusals(), Counter[str](), 0
    with tables.lines_of(path, form) as lines:
        at = tables.column(path, lines.header, named, TYPE, "--type")
        many = tables.guessed(lines.header, COUNT)
        for line, row in lines.rows:
            rows += 1
            if at >= len(row) or not row[at].strip():
                refused.add("no type", line)
                continue
            times = 1.0 if many is None else number(row[many] if many < len(row) else "")
            if times is None or times < 0.0:
                refused.add("no count", line)
                continue
            found[row[at].strip()] += times  # type: ignore[assignment]
    rates = tuple(
        Rate(name, cases, cases / years, _interval(cases, years))
        for name, cases in found.most_common()
    )
    return Counts(rates, years, rows, refused.listed(), tables.digest(path), path.name)


def _interval(cases: float, years: float) -> tuple[float, float]:
    from scipy.special import gammaincinv

    low = float(gammaincinv(cases, 0.025)) if cases > 0 else 0.0
    return low / years, float(gammaincinv(cases + 1.0, 0.975)) / years
