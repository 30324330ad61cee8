"""Contact log: a table of calls or chats, a row each, read into contacts channel by channel.

Words of its outcome column that nobody explained are refused, never guessed.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any, NamedTuple

from journeysim.calibration import contact_columns
from journeysim.calibration.cells import (
    date_forms,
    dates,
    durations,
    options,
    people,
    understood,
    words,
)
from journeysim.calibration.cells.files import DataTable
from journeysim.calibration.cells.options import ReadingOptions
from journeysim.calibration.cells.unclear import Unclear
from journeysim.calibration.cells.understood import Leftovers, Understood
from journeysim.calibration.contact_columns import ContactColumns, ContactMapping
from journeysim.calibration.contacts import Contact, Contacts, summed
from journeysim.errors import UsageError

_UNKNOWN, _MOSTLY = 0.02, 0.5


class _Forms(NamedTuple):
    """How a log of contacts writes its cells."""

    way: str
    wait: durations.DurationStyle
    handling: durations.DurationStyle
    meaning: words.WordMeaning
    moments: str


def read(
    path: Path, mapping: ContactMapping, how: ReadingOptions, split: bool = True
) -> tuple[Contacts, ...]:
    """What the log of contacts in a file says, a channel each. Raises UsageError where it is none.

    split: keep the channels of the data apart.
    """
    table = DataTable(path, how.file)
    at = contact_columns.contact_columns(path, table.header, mapping)
    contact_columns.refuse_same(path, at)
    forms = _forms(table, at, how)
    left, rows, total = Leftovers(), list[Contact](), 0
    where = options.where_of(path, table.header, how)
    for line, row in table.rows():
        total += 1
        if where is not None and not where.holds(row):
            left.set_aside(understood.NOT_WHERE, line)
            continue
        entry = _contact(row, at, forms, how)
        if isinstance(entry, Contact):
            if how.until is not None and entry.when >= how.until + 1:
                left.set_aside(understood.AFTER, line)
                continue
            rows.append(entry)
            if entry.outcome == words.NEITHER:
                left.set_aside(understood.NEITHER, line)
        elif entry[0]:
            left.set_aside(entry[1], line)
        else:
            left.refuse(entry[1], line)
    rows = _near(rows, left, how)
    file = _understood(table, at, forms, left, rows, total)
    understood.judged(path, file, how.allowed)
    channels = Counter(row.channel for row in rows) if split and at.channel else Counter({"": 0})
    return tuple(
        summed(
            name, [row for row in rows if not split or row.channel == name or not at.channel], file
        )
        for name, _ in channels.most_common()
    )


def _near(rows: list[Contact], left: Leftovers, how: ReadingOptions) -> list[Contact]:
    """Contacts without those whose date lies far from all others."""
    counts = Counter(int(row.when) for row in rows)
    far = dates.far_days(counts)
    for day in sorted(far):
        if how.until is None or day < far[day]:
            reason = f"{dates.iso(day)} lies far from all other dates"
            left.refuse_many(reason, counts[day], 0)
        else:
            far.pop(day)
    return [row for row in rows if int(row.when) not in far]


def _forms(table: DataTable, at: ContactColumns, how: ReadingOptions) -> _Forms:
    """How the columns write their cells. Raises UsageError naming the option that decides."""
    days, moments = dates.DateEvidence(), dates.DateEvidence()
    wait, handling, outcomes = (
        durations.DurationEvidence(),
        durations.DurationEvidence(),
        Counter[str](),
    )
    for _, row in table.rows():
        width = len(row)
        if at.arrival.at < width:
            days.add(row[at.arrival.at])
        for column, into in ((at.wait, wait), (at.handling, handling)):
            if column is not None and column.at < width:
                into.add(row[column.at])
        for column in (at.answered_at, at.ended_at):
            if column is not None and column.at < width:
                moments.add(row[column.at])
        if at.outcome is not None and at.outcome.at < width and len(outcomes) < 1000:
            outcomes[row[at.outcome.at].strip()] += 1
    try:
        way = dates.way_of(days, option=how.dates, name=at.arrival.name)
        talks = durations.style(
            handling, at.handling.name if at.handling else "", unit=how.unit, decimal=how.decimal,
            others=(wait.numbers,),
        )  # fmt: skip
        waits = durations.style(
            wait, at.wait.name if at.wait else "", unit=how.unit, decimal=how.decimal,
            beside=talks if at.handling and durations.unit_in(at.handling.name) is None else None,
            others=(handling.numbers,),
        )  # fmt: skip
        other = dates.way_of(moments, option=how.dates) if moments.cells else way
    except Unclear as error:
        raise UsageError(f"{table.path}: {error}") from None
    name = at.outcome.name if at.outcome is not None else ""
    meaning = words.meaning(name, how.answered, how.abandoned, how.neither).with_blank(outcomes)
    _refuse_unknown(table.path, name, outcomes, meaning)
    return _Forms(way, waits, talks, meaning, other)


def _refuse_unknown(
    path: Path, name: str, outcomes: Counter[str], meaning: words.WordMeaning
) -> None:
    """Raise UsageError where more than a few outcomes are words that nobody explained."""
    every = outcomes.total()
    unknown = {word: n for word, n in outcomes.most_common() if meaning.of(word) is None}
    fault = "words whose meaning is not known"
    if sum(unknown.values()) <= _UNKNOWN * every:
        unknown = {word: n for word, n in outcomes.most_common() if meaning.of(word) == words.NEITHER and words.plain(word) not in meaning.own}  # fmt: skip
        fault = "mostly words that mean neither answered nor hung up"
        if sum(unknown.values()) <= _MOSTLY * every:
            return
    shown = ", ".join(f"{word[:30] or words.BLANK!r} ({n:,})" for word, n in [*unknown.items()][:8])
    first = next(iter(unknown)) or words.BLANK
    raise UsageError(
        f"{path}: column {name!r} has {fault}: {shown}; say what they mean: --answered {first!r} or "
        f"--abandoned {first!r} or --neither {first!r} (several with commas)"
    )


def _contact(
    row: list[str], at: ContactColumns, forms: _Forms, how: ReadingOptions
) -> Contact | tuple[bool, str]:
    """A row's contact, or (is it set aside?, why) it is not used."""
    if len(row) < at.width:
        return (
            (True, understood.TOTAL)
            if words.plain(row[0]) in words.TOTALS
            else (False, "too few cells")
        )
    if at.direction is not None and words.plain(_cell(row, at.direction)) in words.OUTBOUND:
        return True, understood.OTHER_TYPE
    moment = dates.moment(forms.way, row[at.arrival.at])
    if moment is None:
        return False, f"no date in the order {forms.way}"
    passed = moment.passed
    if passed is None and at.clock is not None:
        passed = date_forms.clock(row[at.clock.at])
        if passed is None:
            return False, f"no time of day in {at.clock.name!r}"
    when = moment.day + (passed or 0.0)
    outcome, waited, worked = _by_columns(row, at, forms)
    if at.answered_at is not None and (
        at.wait is None or at.handling is None or at.outcome is None
    ):
        outcome, waited, worked = _by_moments(row, at, forms, when, outcome, waited, worked)
    if outcome is None:
        return False, "an outcome that is neither answered nor abandoned"
    if waited is None or waited < 0.0:
        return (True, understood.NEITHER) if outcome == words.NEITHER else (False, "no wait")
    if outcome == words.ANSWERED and (worked is None or worked <= 0.0):
        return False, "no handling time though it was answered"
    caller = people.name_of(_cell(row, at.caller))
    known = "" if people.is_nobody(caller, how.nobody) else caller
    return Contact(_cell(row, at.channel), when, waited, worked or 0.0, outcome, known)


def _by_columns(
    row: list[str], at: ContactColumns, forms: _Forms
) -> tuple[str | None, float | None, float | None]:
    """Outcome, wait and talk from columns of their own."""
    outcome = None if at.outcome is None else forms.meaning.of(_cell(row, at.outcome))
    waited = None if at.wait is None else durations.days(_cell(row, at.wait), forms.wait)
    worked = (
        None if at.handling is None else durations.days(_cell(row, at.handling), forms.handling)
    )
    return outcome, waited, worked


def _by_moments(
    row: list[str],
    at: ContactColumns,
    forms: _Forms,
    when: float,
    outcome: str | None,
    waited: float | None,
    worked: float | None,
) -> tuple[str | None, float | None, float | None]:
    """The same, what has no column from when it was answered and when it ended."""
    answered, ended = (_moment(row, column, forms) for column in (at.answered_at, at.ended_at))
    if at.outcome is None:
        outcome = words.ABANDONED if answered is None else words.ANSWERED
    until = answered if answered is not None else ended
    if at.wait is None and until is not None:
        waited = until - when
    if at.handling is None and answered is not None and ended is not None:
        worked = ended - answered
    return outcome, waited, worked


def _moment(row: list[str], column: Any, forms: _Forms) -> float | None:
    text = _cell(row, column)
    moment = None if people.is_nobody(text) else dates.moment(forms.moments, text)
    return None if moment is None else moment.day + (moment.passed or 0.0)


def _cell(row: list[str], column: Any) -> str:
    return row[column.at].strip() if column is not None and column.at < len(row) else ""


def _understood(
    table: DataTable,
    at: ContactColumns,
    forms: _Forms,
    left: Leftovers,
    rows: list[Contact],
    total: int,
) -> Understood:
    sentences = [table.description(), at.description()]
    if rows:
        days = [int(row.when) for row in rows]
        sentences.append(f"dates {forms.way}; {understood.span(min(days), max(days))}")
    if at.wait is not None and forms.wait.why:
        sentences.append(f"waits {forms.wait.why}")
    if at.handling is not None and forms.handling.why:
        sentences.append(f"talks {forms.handling.why}")
    if any("." in text or "," in text for text in (forms.wait.decimal,)) and at.wait is not None:
        sentences.append(
            f"decimal sign '{forms.wait.decimal}' in waits, '{forms.handling.decimal}' in talks"
        )
    if at.outcome is not None and forms.meaning.yes:
        sentences.append(
            f"yes in {at.outcome.name!r} means {forms.meaning.yes}, no {forms.meaning.no}"
        )
    if forms.meaning.blank:
        sentences.append(f"an empty cell there means {forms.meaning.blank}")
    return Understood(
        table.path.name, table.sha256(), total, len(rows), tuple(sentences), left.refused, left.aside
    )  # fmt: skip
