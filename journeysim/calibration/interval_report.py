"""Interval report: what a telephone system says of every half hour: offered, answered, waits, talks.

Sums, not single calls: means are weighted by the calls they are of. Nothing is learnt of how talks
vary, nor of redialling; patience follows from mean wait and share hanging up, as if exponential.
Source of that: Mandelbaum & Zeltyn, Service engineering: the Palm/Erlang-A queue, 2004: the share who
abandon is the mean wait of all over the mean patience.
"""

from __future__ import annotations

from math import fsum
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from journeysim.calibration import profile
from journeysim.calibration.cells import (
    date_forms,
    dates,
    durations,
    numbers,
    options,
    understood,
    words,
)
from journeysim.calibration.cells.columns import DataColumn
from journeysim.calibration.cells.files import DataTable
from journeysim.calibration.cells.options import ReadingOptions
from journeysim.calibration.cells.unclear import Unclear
from journeysim.calibration.cells.understood import Leftovers, Understood
from journeysim.calibration.interval_columns import IntervalColumns, interval_columns
from journeysim.calibration.profile import Profile
from journeysim.errors import UsageError


class IntervalReport(NamedTuple):
    """What an interval report says. handling, mean_wait, patience in days; level: the share answered
    in time as the report says it; days: whole days observed. None where there is no column."""

    queue: str
    offered: float
    answered: float
    abandoned: float
    handling: float | None
    mean_wait: float | None
    level: float | None
    patience: float | None
    profile: Profile
    first_day: float
    days: float
    understood: Understood

    @property
    def abandonment(self) -> float:
        """The share that hung up."""
        return self.abandoned / max(1.0, self.offered)


class _Signs(NamedTuple):
    way: str
    counts: dict[int, str]
    wait: durations.DurationStyle
    handling: durations.DurationStyle
    level: str
    percent: bool


def read(path: Path, how: ReadingOptions, split: bool = False) -> tuple[IntervalReport, ...]:
    """What the interval report in a file says. Raises UsageError where it is none.

    split: keep its queues apart; else they are added up.
    """
    table, left = DataTable(path, how.file), Leftovers()
    at = interval_columns(table)
    signs = _signs(table, at, how)
    where = options.where_of(path, table.header, how)
    rows: dict[str, list[tuple[float, ...]]] = {}
    total = 0
    for line, row in table.rows():
        total += 1
        if where is not None and not where.holds(row):
            left.set_aside(understood.NOT_WHERE, line)
            continue
        interval = _interval(row, at, signs)
        if isinstance(interval, str):
            if _is_total(row):
                left.set_aside(understood.TOTAL, line)
            else:
                left.refuse(interval, line)
        elif how.until is not None and interval[0] >= how.until + 1:
            left.set_aside(understood.AFTER, line)
        else:
            queue = (
                row[at.queue.at].strip() if at.queue and split and at.queue.at < len(row) else ""
            )
            rows.setdefault(queue, []).append(interval)
    kept = sum(map(len, rows.values()))
    days = [int(each[0]) for part in rows.values() for each in part]
    sentences = [table.description(), "an interval a row: " + at.description()]
    if days:
        sentences.append(f"dates {signs.way}; {understood.span(min(days), max(days))}")
    for column, style in ((at.wait, signs.wait), (at.handling, signs.handling)):
        if column is not None and style.why:
            sentences.append(f"{column.name!r} {style.why}")
    file = Understood(
        path.name, table.sha256(), total, kept, tuple(sentences), left.refused, left.aside
    )
    understood.judged(path, file, how.allowed)
    queues = sorted(rows, key=lambda name: -fsum(each[1] for each in rows[name]))
    return tuple(_summed(queue, np.array(rows[queue]), at, file) for queue in queues)


def _signs(table: DataTable, at: IntervalColumns, how: ReadingOptions) -> _Signs:
    days, wait, handling = (
        dates.DateEvidence(),
        durations.DurationEvidence(),
        durations.DurationEvidence(),
    )
    counts = {
        each.at: numbers.NumberEvidence()
        for each in (at.offered, at.answered, at.abandoned)
        if each
    }
    level = numbers.NumberEvidence()
    whole = 0.0
    for _, row in table.rows():
        if at.begin.at >= len(row) or _is_total(row):
            continue
        days.add(row[at.begin.at].partition(" - ")[0])
        for place, into in counts.items():
            if place < len(row):
                into.add(row[place].strip())
        for column, times in ((at.wait, wait), (at.handling, handling)):
            if column is not None and column.at < len(row):
                times.add(row[column.at])
        if at.level is not None and at.level.at < len(row):
            level.add(row[at.level.at].strip())
            whole = max(
                whole, numbers.number(row[at.level.at].strip().rstrip("%").strip(), ".") or 0.0
            )
    try:
        others = (wait.numbers, handling.numbers, level)
        talk = durations.style(handling, at.handling.name if at.handling else "", unit=how.unit, decimal=how.decimal, others=others)  # fmt: skip
        waits = durations.style(wait, at.wait.name if at.wait else "", unit=how.unit, decimal=how.decimal, beside=talk if at.handling else None, others=others)  # fmt: skip
        return _Signs(
            dates.way_of(days, option=how.dates, name=at.begin.name),
            {place: numbers.style(into, "counts", option=how.decimal, whole=True).decimal for place, into in counts.items()},
            waits,
            talk,
            numbers.style(level, at.level.name if at.level else "", option=how.decimal, beside=others).decimal,
            level.percents > 0 or whole > 1.5 or (at.level is not None and "%" in at.level.name),
        )  # fmt: skip
    except Unclear as error:
        raise UsageError(f"{table.path}: {error}") from None


def _is_total(row: list[str]) -> bool:
    """Does a row add up others?"""
    return any(words.plain(cell) in words.TOTALS for cell in row[:2])


def _interval(row: list[str], at: IntervalColumns, signs: _Signs) -> tuple[float, ...] | str:
    """(when, offered, answered, abandoned, wait, talk, level) of a row, NaN for no figure, or a fault."""
    begin = row[at.begin.at].partition(" - ")[0] if at.begin.at < len(row) else ""
    moment = dates.moment(signs.way, begin)
    if moment is None:
        return f"no date in the order {signs.way}"
    passed = moment.passed
    if passed is None and at.clock is not None and at.clock.at < len(row):
        passed = date_forms.clock(row[at.clock.at].partition("-")[0].strip())
    counts: list[float | None] = []
    for column in (at.offered, at.answered, at.abandoned):
        if column is None:
            counts.append(None)
            continue
        text = row[column.at].strip() if column.at < len(row) else ""
        value = numbers.number(text, signs.counts[column.at]) if text else 0.0
        if value is None or value < 0.0:
            return f"no count in {column.name!r}"
        counts.append(value)
    offered, answered, abandoned = _completed(counts)
    level = float("nan")
    if at.level is not None and at.level.at < len(row):
        text = row[at.level.at].strip()
        seen = numbers.number(text, signs.level)
        if seen is not None:
            level = seen / 100.0 if signs.percent and "%" not in text else seen
    return (
        moment.day + (passed or 0.0), offered, answered, abandoned,
        _days(row, at.wait, signs.wait), _days(row, at.handling, signs.handling), level,
    )  # fmt: skip


def _completed(counts: list[float | None]) -> tuple[float, float, float]:
    """Offered, answered and abandoned, the one without a column from the others."""
    offered, answered, abandoned = counts
    if offered is None:
        offered = (answered or 0.0) + (abandoned or 0.0)
    if answered is None:
        answered = max(0.0, offered - (abandoned or 0.0))
    if abandoned is None:
        abandoned = max(0.0, offered - answered)
    return offered, answered, abandoned


def _days(row: list[str], column: DataColumn | None, style: durations.DurationStyle) -> float:
    if column is None or column.at >= len(row):
        return float("nan")
    duration = durations.days(row[column.at], style)
    return float("nan") if duration is None else duration


def _summed(queue: str, rows: Any, at: IntervalColumns, file: Understood) -> IntervalReport:
    when, offered, answered, abandoned, wait, talk, level = rows.T
    mean_wait = _mean(wait, offered)
    share = float(abandoned.sum() / max(1.0, offered.sum()))
    patience = (
        mean_wait / share
        if mean_wait is not None and share > 0.0 and abandoned.sum() >= 10
        else None
    )
    return IntervalReport(
        queue, float(offered.sum()), float(answered.sum()), float(abandoned.sum()),
        _mean(talk, answered), mean_wait, _mean(level, offered), patience,
        profile.of_moments(when, offered),
        float(np.floor(when.min())),
        float(np.floor(when.max()) - np.floor(when.min()) + 1.0), file,
    )  # fmt: skip


def _mean(values: Any, weights: Any) -> float | None:
    """The mean weighted by calls, of the intervals that say one."""
    known = np.isfinite(values) & (weights > 0)
    if not known.any():
        return None
    return float((values[known] * weights[known]).sum() / weights[known].sum())
