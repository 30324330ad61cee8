"""Interval columns: which columns of a telephone system's report hold what, by their usual names.

Sums and means of intervals; a column of per cent is never taken for a count.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from typing import NamedTuple

from journeysim.calibration.cells import columns, date_forms, numbers
from journeysim.calibration.cells.columns import DataColumn
from journeysim.calibration.cells.files import DataTable
from journeysim.errors import UsageError

BEGIN = ("intervalstart", "interval", "intervalbegin", "intervallbeginn", "beginn", "starttime", "start", "period", "datetime", "timestamp", "date", "time", "intervallstart", "intervall", "von", "datum", "halfhour", "zeitintervall")  # fmt: skip
CLOCK = ("time", "interval", "starttime", "intervaltime", "uhrzeit", "zeit", "von", "heure", "hora")
OFFERED = ("offered", "offer", "callsoffered", "offeredcalls", "contactsoffered", "received", "callsreceived", "inbound", "inboundcalls", "calls", "totalcalls", "entered", "noffered", "volume", "contactsqueued", "angeboten", "angeboteneanrufe", "anrufe", "eingegangen", "appelsrecus", "appelsreçus", "presentes", "ofrecidas", "recibidas")  # fmt: skip
ANSWERED = ("answered", "answer", "acdcalls", "acd", "answeredcontacts", "callsanswered", "answeredcalls", "handled", "callshandled", "contactshandled", "nanswered", "angenommen", "angenommeneanrufe", "beantwortet", "appelsrepondus", "atendidas")  # fmt: skip
ABANDONED = ("abandoned", "abandon", "abancalls", "aban", "abandonedcontacts", "aufgelegteanrufe", "verloreneanrufe", "callsabandoned", "abandonedcalls", "abandons", "aband", "contactsabandoned", "nabandoned", "lost", "missed", "verloren", "aufgelegt", "abgebrochen", "abandonnes", "abandonnés", "abandonadas")  # fmt: skip
WAIT = ("avgwait", "avgspeedans", "avganswertime", "averageanswertime", "wait", "waittime", "waitingtime", "queuetime", "tempsattente", "espera", "averagewait", "avgwaittime", "averagewaittime", "meanwait", "asa", "avgspeedofanswer", "averagespeedofanswer", "averagequeueanswertime", "speedofanswer", "avgqueuetime", "awt", "durchschnittlichewartezeit", "mittlerewartezeit", "wartezeit", "attentemoyenne")  # fmt: skip
HANDLING = ("aht", "avghandletime", "avghandle", "avgacdtime", "handle", "handling", "handlingtime", "talktime", "gesprächszeit", "gesprächsdauer", "dmc", "averagehandletime", "averagehandlingtime", "avghandlingtime", "handletime", "avgtalktime", "averagetalktime", "att", "meanhandling", "bearbeitungszeit", "dmt", "tmo")  # fmt: skip
LEVEL = ("servicelevel", "sl", "sla", "servicelevelpct", "slpct", "tsf", "within20s", "percentinsl", "servicegrad")  # fmt: skip
QUEUE = ("queue", "queuename", "skill", "skillgroup", "split", "vdn", "line", "channel", "warteschlange", "file", "cola")  # fmt: skip

_NO_PART = frozenset(("s", "sec", "secs", "sek", "seconds", "sekunden", "min", "minutes", "mm", "ss", "hh", "mmss", "pct", "percent", "in"))  # fmt: skip
_SHARES = frozenset(("rate", "share", "quote", "anteil", "taux"))
_LOOKED_AT = 2000
_MEAN = frozenset(("ø", "avg", "average", "mean", "mittlere", "mittl", "durchschnittliche", "durchschn", "moyen", "moyenne", "media", "medio", "promedio"))  # fmt: skip


class IntervalColumns(NamedTuple):
    """The columns of an interval report; None where it has none."""

    begin: DataColumn
    clock: DataColumn | None
    offered: DataColumn | None
    answered: DataColumn | None
    abandoned: DataColumn | None
    wait: DataColumn | None
    handling: DataColumn | None
    level: DataColumn | None
    queue: DataColumn | None

    def description(self) -> str:
        """The columns in words."""
        return ", ".join(
            f"{what} {each.name!r}" for what, each in self._asdict().items() if each is not None
        )


def is_one(header: tuple[str, ...]) -> bool:
    """Has a table the columns of an interval report?"""
    plain = [_plain(name) for name in header] + [_barely(name) for name in header]

    def has(names: Sequence[str]) -> bool:
        return any(name in plain for name in names)

    counts = [_counted(name) for name in header]
    kinds = (OFFERED, ANSWERED, ABANDONED)
    sums = len([names for names in kinds if any(name in counts for name in names)])
    return sums >= 2 and (has(HANDLING) or has(WAIT) or has(LEVEL) or has(OFFERED)) and has(BEGIN)


def is_report(table: DataTable) -> bool:
    """Does a table have those columns, and counts in them, not a yes or no of single calls?"""
    if not is_one(table.header):
        return False
    names = (*OFFERED, *ANSWERED, *ABANDONED)
    places = [at for at, name in enumerate(table.header) if _counted(name) in names]
    for _, row in islice(table.rows(), _LOOKED_AT):
        for at in places:
            value = numbers.number(row[at].strip(), ".") if at < len(row) else None
            if value is not None and value > 1.0:
                return True
    return False


def _plain(name: str) -> str:
    """A column's name without unit and per cent sign."""
    return "".join(word for word in columns.words(name) if word not in _NO_PART)


def _barely(name: str) -> str:
    """The same without the word that says that it is a mean."""
    return "".join(word for word in columns.words(name) if word not in _NO_PART | _MEAN)


def _counted(name: str) -> str:
    """A column's name where it may hold counts; "" where it says that it holds shares."""
    shares = columns.says_shares(name) or _SHARES.intersection(columns.words(name))
    return "" if shares else _plain(name)


def _begin(table: DataTable, plain: tuple[str, ...]) -> DataColumn | None:
    """The column of the usual names whose first cell says a day: a date beside a column of clocks."""
    first = next((row for _, row in table.rows()), [])
    named = [plain.index(name) for name in BEGIN if name in plain]
    dated = [at for at in named if at < len(first) and _days_in(first[at])]
    return next((DataColumn(at, table.header[at]) for at in [*dated, *named]), None)


def _days_in(text: str) -> bool:
    """Does a cell say a day?"""
    day = date_forms.parted(text.partition(" - ")[0])[0]
    return bool(date_forms.readings(day) or date_forms.numbered(day))


def interval_columns(table: DataTable) -> IntervalColumns:
    """The columns of an interval report. Raises UsageError where it is none."""
    path, header = table.path, table.header
    plain = tuple(_plain(name) for name in header)
    counts = tuple(_counted(name) for name in header)
    barely = tuple(_barely(name) for name in header)

    def usual(names: tuple[str, ...]) -> DataColumn | None:
        match = columns.usual(path, plain, names, "a column")
        match = match or columns.usual(path, barely, names, "a column")
        return None if match is None else DataColumn(match.at, header[match.at])

    def counted(names: tuple[str, ...]) -> DataColumn | None:
        match = columns.usual(path, counts, names, "a column")
        return None if match is None else DataColumn(match.at, header[match.at])

    begin = _begin(table, plain)
    if begin is None:
        begin = columns.column(path, header, None, BEGIN, "--arrival")
    clock = usual(CLOCK)
    if clock is not None and clock.at == begin.at:
        clock = usual(tuple(name for name in CLOCK if name != plain[begin.at]))
    at = IntervalColumns(
        begin, None if clock is None or clock.at == begin.at else clock, counted(OFFERED), counted(ANSWERED),
        counted(ABANDONED), usual(WAIT), usual(HANDLING), usual(LEVEL), usual(QUEUE),
    )  # fmt: skip
    if sum(each is not None for each in (at.offered, at.answered, at.abandoned)) < 2:
        raise UsageError(f"{path}: an interval report needs two of offered, answered and abandoned; it has {columns.listed(header)}")  # fmt: skip
    return at
