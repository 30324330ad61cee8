"""Contracts: files about renewals, in the forms in which firms have them, as survivals.

A row a renewal (period, survivors; in per cent with how many there were), a cohort triangle, a row a
contract with its tenure and whether it ended, or with its start and end. Payments are in `sbg`.
"""

from __future__ import annotations

from collections import Counter
from math import floor
from pathlib import Path

import numpy as np

from journeysim.calibration.cells import (
    columns,
    date_forms,
    dates,
    numbers,
    options,
    people,
    understood,
    words,
)
from journeysim.calibration.cells.files import DataTable
from journeysim.calibration.cells.options import ReadingOptions
from journeysim.calibration.cells.unclear import Unclear
from journeysim.calibration.cells.understood import Leftovers, Understood
from journeysim.calibration.cohorts import (
    PERIOD,
    SURVIVORS,
    ContractTable,
    decimal_of,
    periods,
    survivors,
    triangle,
)
from journeysim.calibration.exposure import of_contracts
from journeysim.calibration.sbg import Survivals
from journeysim.errors import UsageError

TENURE = ("tenure", "tenuremonths", "tenureyears", "monthsonbook", "monthsascustomer", "tenureinmonths", "monthsactive", "months", "lifetime", "accountlength", "laufzeit", "vertragsdauer", "dauer", "ancienneté", "anciennete")  # fmt: skip
CHURN = ("churn", "churned", "churnflag", "churnlabel", "ischurned", "haschurned", "cancelled", "canceled", "attrition", "exited", "left", "gekündigt", "gekuendigt", "kündigung", "résilié", "resilie", "baja")  # fmt: skip
THERE = ("active", "isactive", "stillactive", "status", "customerstatus", "subscriptionstatus", "accountstatus", "contractstatus", "attritionflag", "state", "aktiv")  # fmt: skip
"""Columns that say whether a contract is there; a yes under them is none that ended."""
START = ("start", "startdate", "startedat", "started", "subscriptionstart", "contractstart", "signup", "signupdate", "signedup", "createdat", "created", "createdutc", "activated", "activationdate", "begin", "begindate", "joined", "joindate", "membersince", "vertragsbeginn", "beginn", "debut", "début", "fechaalta", "alta", "inizio")  # fmt: skip
END = ("end", "enddate", "endedat", "ended", "subscriptionend", "contractend", "cancelledat", "canceledat", "canceledatutc", "cancelledon", "cancellationdate", "canceldate", "churndate", "churnedat", "terminated", "terminationdate", "leftat", "vertragsende", "ende", "kündigungsdatum", "fin", "fechabaja", "fine")  # fmt: skip
PLAN = ("contract", "plan", "contracttype", "billingcycle", "interval", "term", "tarif", "vertrag")
_OPEN_YEAR = 2090


def kind_of(header: tuple[str, ...]) -> str | None:
    """Which of the forms a table has by its header, or None: triangle, survivors, tenure, dates."""
    if len(periods(header)) >= 2:
        return "triangle"
    plain = [columns.plain(name) for name in header]

    def has(names: tuple[str, ...]) -> bool:
        return any(name in plain for name in names)

    if has(TENURE) and (has(CHURN) or has(THERE)):
        return "tenure"
    if has(START) and has(END):
        return "dates"
    return "survivors" if has(SURVIVORS) and has(PERIOD) and len(header) <= 5 else None


def read(path: Path, how: ReadingOptions, kind: str, period: float | None, start: float | None) -> ContractTable:  # fmt: skip
    """The survivals in a file of that kind.

    period: of a contract, in days; start: how many there were, where survivors are in per cent.
    Raises UsageError.
    """
    table = DataTable(path, how.file)
    if kind == "triangle":
        return triangle(table, how, start)
    if kind == "tenure":
        return _tenure(table, how, period)
    if kind == "dates":
        return _dates(table, how, period)
    return survivors(table, how, start)


def _tenure(table: DataTable, how: ReadingOptions, period: float | None) -> ContractTable:
    """A row a contract: the periods it has lasted, and whether it ended."""
    path, left, total = table.path, Leftovers(), 0
    tenure = columns.column(path, table.header, None, TENURE, "tenure")
    churn = columns.column(path, table.header, None, (*CHURN, *THERE), "whether it ended")
    if period is None:
        raise UsageError(f"{path}: {tenure.name!r} counts what? Say --period '1 month' or so")
    where = options.where_of(path, table.header, how)
    evidence = numbers.NumberEvidence()
    for _, row in table.rows():
        if tenure.at < len(row):
            evidence.add(row[tenure.at].strip())
    sign = decimal_of(path, evidence, f"column {tenure.name!r}", how, whole=True)
    ended, running = list[int](), list[int]()
    for line, row in table.rows():
        total += 1
        if where is not None and not where.holds(row):
            left.set_aside(understood.NOT_WHERE, line)
            continue
        number = numbers.number(row[tenure.at].strip() if tenure.at < len(row) else "", sign)
        word = words.plain(row[churn.at]) if churn.at < len(row) else ""
        gone = _gone(word, columns.plain(churn.name) in THERE)
        if number is None or number < 0 or gone is None:
            left.refuse(
                "no tenure" if gone is not None else f"{churn.name!r} says neither yes nor no", line
            )
        elif gone:
            ended.append(max(0, floor(number) - 1))
        else:
            running.append(floor(number))
    sentences = [table.description(), f"tenure {tenure.name!r} in periods, ended {churn.name!r}"]
    warnings = (
        "a snapshot of contracts: if those that ended long ago are not in it, fewer leave by it than do",
        *_plans(table, where),
    )
    return _single(table, ended, running, left, sentences, warnings, total, how)


_ENDED = frozenset(("churned", "ended", "cancelled", "canceled", "left", "inactive", "expired", "terminated", "closed", "lost", "attrited", "attritedcustomer", "churn", "gone", "gekündigt", "beendet", "inaktiv", "résilié", "resilie", "cancelado", "baja"))  # fmt: skip
_RUNNING = frozenset(("active", "running", "current", "retained", "existing", "existingcustomer", "stayed", "joined", "open", "live", "trialing", "aktiv", "laufend", "actif", "activo"))  # fmt: skip


def _gone(word: str, there: bool) -> bool | None:
    """Did a contract end? None where a word does not say it. there: a yes means that it runs."""
    if word in _ENDED:
        return True
    if word in _RUNNING:
        return False
    if word in words.YES:
        return not there
    return there if word in words.NO else None


def _plans(table: DataTable, where: options.Where | None) -> list[str]:
    """A warning where contracts of several lengths stand together."""
    plan = columns.usual(table.path, table.header, PLAN, "a column")
    if plan is None:
        return []
    kinds = {
        row[plan.at].strip()
        for _, row in table.rows()
        if plan.at < len(row) and (where is None or where.holds(row))
    }
    if not 2 <= len(kinds) <= 12:
        return []
    shown = ", ".join(repr(name[:30]) for name in sorted(kinds)[:4])
    return [
        f"{plan.name!r} holds contracts of several kinds ({shown}); fit each by itself, --where '{plan.name}=...'"
    ]


def _dates(table: DataTable, how: ReadingOptions, period: float | None) -> ContractTable:
    """A row a contract: when it began and when it ended; blank where it runs still."""
    path, left, total = table.path, Leftovers(), 0
    begin = columns.column(path, table.header, None, START, "--date")
    end = columns.column(path, table.header, None, END, "ends")
    if period is None:
        raise UsageError(f"{path}: how long is a contract? Say --period '1 month' or so")
    where = options.where_of(path, table.header, how)
    evidence = dates.DateEvidence()
    for _, row in table.rows():
        for column in (begin, end):
            if column.at < len(row) and not _is_open(row[column.at]):
                evidence.add(row[column.at])
    try:
        way = dates.way_of(evidence, option=how.dates)
    except Unclear as error:
        raise UsageError(f"{path}: {error}") from None
    spans, last, unknown = list[tuple[int, int | None]](), 0, Counter[str]()
    for line, row in table.rows():
        total += 1
        first = dates.day_in(way, row[begin.at]) if begin.at < len(row) else None
        text = row[end.at] if end.at < len(row) else ""
        ended = None if _is_open(text) else dates.day_in(way, text)
        last = max(last, *(day for day in (first, ended) if day is not None), last)
        if where is not None and not where.holds(row):
            left.set_aside(understood.NOT_WHERE, line)
        elif first is None:
            left.refuse(f"no start in the order {way}", line)
        elif ended is None and not _is_open(text):
            unknown[text.strip()] += 1
            left.refuse(f"no end in the order {way}", line)
        elif ended is not None and ended < first:
            left.refuse("ends before it begins", line)
        else:
            spans.append((first, ended))
    _refuse_words(path, end.name, unknown, total)
    until = how.until or last
    over, running = list[int](), list[int]()
    for first, ended in spans:
        if first > until:
            left.set_aside(understood.AFTER, 0)
        elif ended is not None and ended <= until:
            over.append(max(0, round((ended - first) / period) - 1))
        else:
            running.append(floor((until - first) / period + 1e-9))
    sentences = [
        table.description(),
        f"start {begin.name!r}, end {end.name!r} (blank: runs still), dates {way}; observed until {dates.iso(until)}",
    ]
    there = [(first, ended) for first, ended in spans if first <= until]
    lasted = of_contracts(
        np.array([float(first) for first, _ in there]),
        np.array([float(until if ended is None else min(ended, until)) for _, ended in there]),
        np.array([ended is None or ended > until for _, ended in there]),
        float(until),
    )
    contracts = _single(
        table, over, running, left, sentences, tuple(_plans(table, where)), total, how
    )
    return contracts._replace(exposure=lasted)


def _refuse_words(path: Path, name: str, unknown: Counter[str], rows: int) -> None:
    """Raise UsageError where ends are often the same word: those contracts would be missing."""
    for word, times in unknown.most_common(1):
        if times > max(2, understood.WARNS * rows):
            raise UsageError(
                f"{path}: {name!r} is {word[:30]!r} in {times:,} rows, which is no day; if that means that they run "
                "still, leave those cells blank"
            )


def _is_open(text: str) -> bool:
    """Does an end say that a contract runs still?"""
    if people.is_nobody(text) or words.plain(text) in (
        "active",
        "open",
        "present",
        "current",
        "running",
        "ongoing",
        "still",
        "never",
        "aktiv",
        "offen",
        "laufend",
        "unbefristet",
        "encours",
        "vigente",
        "activo",
    ):
        return True
    moment = dates.moment(date_forms.YMD, text) or dates.moment(date_forms.DMY, text)
    return (
        text.strip()[:4] == "9999"
        or text.strip()[-4:] == "9999"
        or (moment is not None and int(dates.iso(moment.day)[:4]) >= _OPEN_YEAR)
    )


def _single(
    table: DataTable,
    ended: list[int],
    running: list[int],
    left: Leftovers,
    sentences: list[str],
    warnings: tuple[str, ...],
    total: int,
    how: ReadingOptions,
) -> ContractTable:
    """Survivals from contracts one by one."""
    file = Understood(
        table.path.name, table.sha256(), total, len(ended) + len(running), tuple(sentences),
        left.refused, left.aside, 0.0, warnings,
    )  # fmt: skip
    understood.judged(table.path, file, how.allowed)
    length = max([*ended, *running], default=0) + 1
    survivals = Survivals(
        np.bincount(ended, minlength=length).astype(float),
        np.bincount(running, minlength=length).astype(float),
    )
    return ContractTable(survivals, file, float(len(running)))
