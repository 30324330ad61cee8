"""Contact columns: which columns of a log of calls or chats hold arrival, wait, outcome and talk."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from journeysim.calibration.cells import columns
from journeysim.calibration.cells.columns import DataColumn
from journeysim.errors import UsageError

ARRIVAL = ("arrival", "arrivaltime", "arrived", "arrivedat", "callstart", "callstarttime", "calldatetime", "calltimestamp", "startedat", "starttime", "startdatetime", "calldate", "callstarted", "initiated", "initiationtimestamp", "queuedat", "enqueuedat", "queueentertime", "timestamp", "datetime", "date", "start", "created", "createdat", "createdon", "time", "datum", "anrufzeit", "beginn", "anrufdatum", "fecha", "dateappel")  # fmt: skip
CLOCK = ("time", "calltime", "timeofday", "starttime", "hour", "uhrzeit", "zeit", "heure", "hora", "ora", "tijd", "klockslag", "tid", "godzina")  # fmt: skip
WAIT = ("wait", "waittime", "waiting", "waitingtime", "waited", "qtime", "queuetime", "timeinqueue", "queuewait", "queuewaittime", "queueduration", "timetoanswer", "speedofanswer", "ringtime", "holdtimeinqueue", "waits", "wartezeit", "warten", "tempsattente", "attente", "tempsdattente", "tiempoespera", "espera", "attesa", "tempoattesa", "wachttijd", "waitseconds", "waitminutes", "waitmin", "waitsec", "secondsinqueue")  # fmt: skip
OUTCOME = ("outcome", "answered", "wasanswered", "isanswered", "callanswered", "answeredyn", "abandoned", "isabandoned", "wasabandoned", "callabandoned", "missed", "ismissed", "wasmissed", "callmissed", "unanswered", "noanswer", "dropped", "connected", "aufgelegt", "verloren", "abgebrochen", "hungup", "hangup", "lost", "result", "callresult", "disposition", "calldisposition", "status", "callstatus", "calloutcome", "state", "ergebnis", "ausgang", "resultat", "resultado", "esito", "statut", "angenommen")  # fmt: skip
HANDLING = ("handling", "handlingtime", "handletime", "handled", "aht", "sertime", "servicetime", "talktime", "talk", "talkduration", "agenttime", "agentduration", "conversationtime", "callduration", "duration", "billsec", "gesprächsdauer", "gesprachsdauer", "gesprächszeit", "bearbeitungszeit", "bearbeitung", "dauer", "duree", "durée", "dureeappel", "duracion", "duración", "durata", "duur", "handlings", "handlingseconds", "handlingminutes", "handlingmin", "handlingsec", "talkseconds", "talktimeseconds")  # fmt: skip
CALLER = ("customer", "customerid", "caller", "callerid", "callernumber", "callingnumber", "ani", "clid", "from", "fromnumber", "phone", "phonenumber", "customerphonenumber", "number", "client", "clientid", "contactid", "requester", "requesterid", "userid", "kunde", "kundennummer", "anrufer", "rufnummer", "appelant", "cliente")  # fmt: skip
ANSWERED_AT = ("answeredat", "answertime", "answeredtime", "answertimestamp", "connectedat", "connecttime", "connectedtoagenttimestamp", "agentconnected", "pickuptime", "angenommenum")  # fmt: skip
ENDED_AT = ("endedat", "endtime", "end", "callend", "callendtime", "hangupat", "disconnecttimestamp", "disconnectedat", "finishedat", "ended", "ende", "beendet")  # fmt: skip
DIRECTION = ("direction", "calldirection", "initiationmethod", "calltype", "richtung", "sens")
CHANNEL = ("channel", "mediatype", "media", "medium", "contactchannel", "kanal", "canal", "canale", "via")  # fmt: skip


class ContactMapping(NamedTuple):
    """Which columns hold what, as options say it; None is told by the usual names."""

    arrival: str | None = None
    wait: str | None = None
    outcome: str | None = None
    handling: str | None = None
    caller: str | None = None


class ContactColumns(NamedTuple):
    """The columns of a log of contacts; None where it has none.

    clock: the time of day, where arrival says only the day; answered_at and ended_at: moments from
    which waits and talks follow where they have no columns of their own.
    """

    arrival: DataColumn
    clock: DataColumn | None
    wait: DataColumn | None
    outcome: DataColumn | None
    handling: DataColumn | None
    caller: DataColumn | None
    answered_at: DataColumn | None
    ended_at: DataColumn | None
    direction: DataColumn | None
    channel: DataColumn | None

    @property
    def width(self) -> int:
        """How many cells a row needs."""
        needed = (self.arrival, self.clock, self.wait, self.outcome)
        return 1 + max(each.at for each in needed if each is not None)

    def description(self) -> str:
        """The columns in words."""
        named = {
            "arrival": self.arrival, "time": self.clock, "wait": self.wait, "outcome": self.outcome,
            "talk": self.handling, "caller": self.caller, "answered at": self.answered_at,
            "ended at": self.ended_at, "direction": self.direction, "channel": self.channel,
        }  # fmt: skip
        return ", ".join(
            f"{what} {each.name!r}" for what, each in named.items() if each is not None
        )


def _usual(
    path: Path, header: tuple[str, ...], names: tuple[str, ...], option: str
) -> DataColumn | None:
    """A usual name, with or without a unit behind it."""
    match = columns.usual(path, header, names, option)
    if match is not None:
        return match
    bare = tuple(columns.without_unit(name) for name in header)
    place = columns.usual(path, bare, names, option)
    return None if place is None else DataColumn(place.at, header[place.at])


def contact_columns(path: Path, header: tuple[str, ...], mapping: ContactMapping) -> ContactColumns:
    """The columns of a log of contacts. Raises UsageError naming the option that decides."""

    def asked(name: str | None, names: tuple[str, ...], option: str) -> DataColumn | None:
        if name is not None:
            return columns.column(path, header, name, (), option)
        return _usual(path, header, names, option)

    arrival = asked(mapping.arrival, ARRIVAL, "--arrival")
    if arrival is None:
        arrival = columns.column(path, header, None, ARRIVAL, "--arrival")
    answered_at = columns.usual(path, header, ANSWERED_AT, "--answered-at")
    ended_at = columns.usual(path, header, ENDED_AT, "--ended-at")
    moments = answered_at is not None and ended_at is not None
    wait = asked(mapping.wait, WAIT, "--wait")
    handling = asked(mapping.handling, HANDLING, "--handling")
    outcome = asked(mapping.outcome, OUTCOME, "--outcome")
    if not moments:
        missing = {
            "--wait": (wait, WAIT), "--outcome": (outcome, OUTCOME), "--handling": (handling, HANDLING),
        }  # fmt: skip
        for option, (column, names) in missing.items():
            if column is None:
                columns.column(path, header, None, names, option)
    caller = asked(mapping.caller, CALLER, "--caller")
    clock = columns.usual(path, header, CLOCK, "--arrival")
    if clock is not None and clock.at in {each.at for each in (arrival, wait, handling) if each}:
        clock = None
    direction = columns.usual(path, header, DIRECTION, "--where")
    channel = columns.usual(path, header, CHANNEL, "--channel")
    return ContactColumns(
        arrival, clock, wait, outcome, handling, caller,
        answered_at if moments else None, ended_at if moments else None, direction, channel,
    )  # fmt: skip


def refuse_same(path: Path, at: ContactColumns) -> None:
    """Raise UsageError where one column would be two things."""
    places: dict[int, str] = {}
    for what in ("arrival", "wait", "outcome", "handling"):
        column: DataColumn | None = getattr(at, what)
        if column is not None and places.setdefault(column.at, what) != what:
            raise UsageError(f"{path}: column {column.name!r} cannot be both {places[column.at]} and {what}; say --{what} COLUMN")  # fmt: skip


def is_one(header: tuple[str, ...]) -> bool:
    """Has a table the columns of a log of contacts?"""
    plain = [columns.plain(name) for name in header] + [
        columns.without_unit(name) for name in header
    ]

    def has(names: tuple[str, ...]) -> bool:
        return any(name in plain for name in names)

    return has(ARRIVAL) and ((has(WAIT) and has(HANDLING)) or (has(ANSWERED_AT) and has(ENDED_AT)))
