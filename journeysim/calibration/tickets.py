"""Tickets: a helpdesk's export read into how often each type of problem comes, where, and if it is settled.

Columns as Zendesk, Freshdesk and Intercom name them, and their like. A ticket is a case of which the
firm heard; whether it was settled at first shows where reopens or replies are counted.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from journeysim.calibration import profile
from journeysim.calibration.cells import (
    columns,
    dates,
    durations,
    numbers,
    options,
    people,
    understood,
    words,
)
from journeysim.calibration.cells.columns import DataColumn
from journeysim.calibration.cells.files import DataTable
from journeysim.calibration.cells.options import ReadingOptions
from journeysim.calibration.cells.unclear import Unclear
from journeysim.calibration.cells.understood import Leftovers, Understood
from journeysim.calibration.contacts import wilson
from journeysim.calibration.counts import TYPE
from journeysim.calibration.profile import Profile
from journeysim.errors import UsageError

CREATED = ("createdat", "created", "createdtime", "createdate", "createddate", "datecreated", "conversationcreatedat", "conversationstartedat", "startedat", "opened", "openedat", "opendate", "submitted", "submittedat", "requestedat", "ticketcreated", "ticketcreatedat", "date", "datum", "erstellt", "erstelltam", "eroeffnet", "eröffnet", "crééle", "creele", "datecreation", "fecha", "fechacreacion")  # fmt: skip
KIND = ("type", "tickettype", "category", "tags", "tag", "conversationtags", "conversationtag", "topic", "issuetype", "problem", "problemtype", "reason", "contactreason", "group", "subject", "custtype", *TYPE)  # fmt: skip
FIRST_REPLY = ("firstreplyat", "firstresponseat", "firstrespondedat", "initialresponsetime", "firstreplytime", "firstresponsetime", "firstreplytimeinminutes", "firstresponsetimeinhrs", "firstresponsetimeinhours", "firstreplytimeminutes", "timetofirstresponse", "timetofirstagentreply", "timetofirstreply", "firstresponse", "firstreply", "ersteantwort")  # fmt: skip
RESOLVED = ("resolvedat", "resolvedtime", "solvedat", "solved", "resolved", "closedat", "closedtime", "resolutiondate", "lastclosedat", "firstclosedat", "geloestam", "gelöstam", "geschlossen")  # fmt: skip
REOPENS = ("reopens", "reopened", "reopencount", "numberofreopens", "timesreopened", "countofreopens", "wiedereröffnet", "reopenings")  # fmt: skip
REQUESTER = ("requesterid", "requester", "requesteremail", "requestername", "contactid", "contactemail", "customerid", "customer", "customeremail", "userid", "user", "useremail", "caller", "reporter", "associatedcontact", "email", "fullname", "kunde", "kundennummer")  # fmt: skip
CHANNEL = ("channel", "via", "source", "sourcetype", "conversationchannel", "origin", "contactchannel", "ticketsource", "kanal", "canal")  # fmt: skip
RATING = ("satisfaction", "satisfactionscore", "satisfactionrating", "csat", "csatscore", "conversationrating", "rating", "surveyresult", "surveyresults", "customersatisfaction", "zufriedenheit")  # fmt: skip
STATUS = ("status", "state", "ticketstatus", "conversationstate")
_NOT_TICKETS = frozenset(("spam", "deleted", "merged", "duplicate", "test", "suspended"))
_GOOD = frozenset(("good", "satisfied", "verysatisfied", "happy", "positive", "great", "amazing", "thumbsup", "extremelysatisfied", "gut", "zufrieden"))  # fmt: skip
_BAD = frozenset(("bad", "unsatisfied", "dissatisfied", "unhappy", "negative", "terrible", "poor", "thumbsdown", "extremelydissatisfied", "neutral", "okay", "ok", "schlecht", "unzufrieden"))  # fmt: skip
LEAST = 20


class TicketColumns(NamedTuple):
    """The columns of a helpdesk's export; None where it has none."""

    created: DataColumn
    type: DataColumn
    reply: DataColumn | None
    resolved: DataColumn | None
    reopens: DataColumn | None
    requester: DataColumn | None
    channel: DataColumn | None
    rating: DataColumn | None
    status: DataColumn | None

    def description(self) -> str:
        """The columns in words."""
        return ", ".join(
            f"{what} {each.name!r}" for what, each in self._asdict().items() if each is not None
        )


class Tickets(NamedTuple):
    """What a helpdesk's export says. types: cases by type; channels: cases by channel, empty if it does
    not say; settled: (cases settled at first, of how many), if reopens are counted; reply: the median
    time to the first reply, in days; satisfied: (good ratings, all)."""

    types: Counter[str]
    channels: Counter[str]
    settled: tuple[int, int] | None
    reply: float | None
    satisfied: tuple[int, int] | None
    requesters: int
    first_day: int
    last_day: int
    profile: Profile
    understood: Understood

    @property
    def days(self) -> int:
        """Whole days observed."""
        return self.last_day - self.first_day + 1

    def settled_interval(self) -> tuple[float, float] | None:
        """The 95 % interval of the share settled at first."""
        return None if self.settled is None else wilson(*self.settled)


def is_one(header: tuple[str, ...]) -> bool:
    """Has a table the columns of a helpdesk's export?"""
    plain = [columns.plain(name) for name in header]
    plain += [columns.without_unit(name) for name in header]

    def has(names: tuple[str, ...]) -> bool:
        return any(name in plain for name in names)

    return has(CREATED) and has(KIND) and (has(RESOLVED) or has(REOPENS) or has(FIRST_REPLY) or has(("ticketid", "requesterid", "requester")))  # fmt: skip


def read(path: Path, how: ReadingOptions, kind: str | None = None) -> Tickets:
    """What the export in a file says. kind: the column of types. Raises UsageError where it is none."""
    table, left = DataTable(path, how.file), Leftovers()
    at = _columns(path, table.header, kind)
    way, signs, reply_style = _signs(table, at, how)
    where = options.where_of(path, table.header, how)
    types, channels, names = Counter[str](), Counter[str](), set[int]()
    when, replies = list[float](), list[float]()
    settled = [0, 0]
    rated = [0, 0]
    total = 0
    for line, row in table.rows():
        total += 1
        if where is not None and not where.holds(row):
            left.set_aside(understood.NOT_WHERE, line)
            continue
        if at.status is not None and words.plain(_cell(row, at.status)) in _NOT_TICKETS:
            left.set_aside(understood.OTHER_TYPE, line)
            continue
        moment = dates.moment(way, _cell(row, at.created))
        name = _cell(row, at.type).split(",")[0].strip().strip("[]\"'")
        if moment is None:
            head = any(words.plain(cell) in words.TOTALS for cell in row[:1])
            if head:
                left.set_aside(understood.TOTAL, line)
            else:
                left.refuse(f"no date in the order {way}", line)
            continue
        if how.until is not None and moment.day > how.until:
            left.set_aside(understood.AFTER, line)
            continue
        types["" if people.is_nobody(name) else name] += 1
        begun = moment.day + (moment.passed or 0.0)
        when.append(begun)
        if at.channel is not None:
            channels[_cell(row, at.channel) or "not said"] += 1
        who = people.name_of(_cell(row, at.requester))
        if at.requester is not None and not people.is_nobody(who, how.nobody):
            names.add(people.key(who))
        if at.reopens is not None:
            _count_settled(row, at, signs, settled)
        replied = _reply(row, at, way, begun, reply_style)
        if replied is not None:
            replies.append(replied)
        _count_rating(row, at, rated)
    if types[""] > 0:
        left.set_aside("no type; they count with the rest in proportion", 0, times=types.pop(""))
    kept = types.total()
    sentences = [table.description(), "a ticket a row: " + at.description()]
    if when:
        sentences.append(f"dates {way}; {understood.span(int(min(when)), int(max(when)))}")
    file = Understood(
        path.name, table.sha256(), total, kept, tuple(sentences), left.refused, left.aside
    )
    understood.judged(path, file, how.allowed)
    untyped = len(when) / max(1, kept)
    return Tickets(
        Counter({name: round(times * untyped) for name, times in types.items()}), channels,
        (settled[0], settled[1]) if settled[1] >= LEAST else None,
        float(np.median(replies)) if len(replies) >= LEAST else None,
        (rated[0], rated[1]) if rated[1] >= LEAST else None,
        len(names), int(min(when)), int(max(when)), profile.of_moments(np.array(when)), file,
    )  # fmt: skip


def _columns(path: Path, header: tuple[str, ...], kind: str | None) -> TicketColumns:
    bare = tuple(columns.without_unit(name) for name in header)
    created = columns.usual(path, header, CREATED, "--date") or columns.usual(path, bare, CREATED, "--date")  # fmt: skip
    if created is None:
        raise UsageError(f"{path}: no column is known to hold when tickets were created; it has {columns.listed(header)}: call the one that does 'created'")  # fmt: skip
    created = DataColumn(created.at, header[created.at])
    named = columns.column(path, header, kind, KIND, "--type")

    def usual(names: tuple[str, ...]) -> DataColumn | None:
        match = columns.usual(path, header, names, "a column")
        match = match or columns.usual(path, bare, names, "a column")
        if match is None or match.at in (created.at, named.at):
            return None
        return DataColumn(match.at, header[match.at])

    return TicketColumns(
        created, named, usual(FIRST_REPLY), usual(RESOLVED), usual(REOPENS), usual(REQUESTER),
        usual(CHANNEL), usual(RATING), usual(STATUS),
    )  # fmt: skip


def _signs(table: DataTable, at: TicketColumns, how: ReadingOptions) -> tuple[str, str, Any]:
    """The way of dates, the decimal sign of counts, and how replies are written (None: as moments)."""
    created, reopens = dates.DateEvidence(), numbers.NumberEvidence()
    reply, reply_dates = durations.DurationEvidence(), dates.DateEvidence()
    for _, row in table.rows():
        created.add(_cell(row, at.created))
        if at.reopens is not None:
            reopens.add(_cell(row, at.reopens))
        if at.reply is not None and _cell(row, at.reply):
            reply.add(_cell(row, at.reply))
            reply_dates.add(_cell(row, at.reply))
    try:
        way = dates.way_of(created, option=how.dates, name=at.created.name)
        sign = numbers.style(reopens, "reopens", option=how.decimal, whole=True).decimal
        if at.reply is None or any(ways for ways in reply_dates.fits if ways):
            return way, sign, None
        # A first reply may take days, so that no size of it tells its unit.
        style = durations.style(
            reply, at.reply.name, unit=how.unit, decimal=how.decimal, longest=float("inf")
        )
        return way, sign, style
    except Unclear as error:
        raise UsageError(f"{table.path}: {error}") from None


def _cell(row: list[str], column: DataColumn | None) -> str:
    return row[column.at].strip() if column is not None and column.at < len(row) else ""


def _count_settled(row: list[str], at: TicketColumns, sign: str, settled: list[int]) -> None:
    """Count a ticket as settled at first where it was never opened again."""
    text = _cell(row, at.reopens)
    word = words.plain(text)
    again = numbers.number(text, sign) if text else 0.0
    if again is None:
        again = 1.0 if word in words.YES else 0.0 if word in words.NO else None
    if again is None or (at.resolved is not None and not _cell(row, at.resolved)):
        return
    settled[0] += again == 0.0
    settled[1] += 1


def _reply(row: list[str], at: TicketColumns, way: str, begun: float, style: Any) -> float | None:
    """The time to the first reply, in days."""
    text = _cell(row, at.reply)
    if not text:
        return None
    if style is not None:
        return durations.days(text, style)
    moment = dates.moment(way, text)
    if moment is None or moment.passed is None:
        return None
    return max(0.0, moment.day + moment.passed - begun)


def _count_rating(row: list[str], at: TicketColumns, rated: list[int]) -> None:
    """Count a rating, if there is one; of five, four and five are good."""
    word = words.plain(_cell(row, at.rating))
    if word in _GOOD or word in ("4", "5", "40", "50"):
        rated[0] += 1
        rated[1] += 1
    elif word in _BAD or word in ("1", "2", "3", "10", "20", "30"):
        rated[1] += 1
