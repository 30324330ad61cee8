"""Exports of helpdesks and interval reports of telephony, in the columns of common systems."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pytest
from made import written

from journeysim.calibration import interval_columns, interval_report, tickets
from journeysim.calibration.cells.files import DataTable, FileStyle
from journeysim.calibration.cells.options import ReadingOptions
from journeysim.errors import UsageError

_LUCK = np.random.default_rng(6)
TYPES = ("Billing", "Outage", "Question")


class Ticket(NamedTuple):
    opened: datetime
    kind: str
    who: str
    reopened: int
    reply: int
    good: bool


TICKETS = [
    Ticket(
        datetime(2024, 1, 1) + timedelta(minutes=int(_LUCK.integers(0, 525_000))),
        TYPES[int(_LUCK.integers(0, 3))],
        f"u{_LUCK.integers(0, 90)}",
        int(_LUCK.random() < 0.3),
        int(_LUCK.exponential(90)) + 1,
        bool(_LUCK.random() < 0.8),
    )
    for _ in range(300)
]
HOURS = float(np.median([ticket.reply for ticket in TICKETS])) / 60.0


def iso(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M:%S}"


FORMS: dict[str, tuple[str, Callable[[Ticket], str]]] = {
    "zendesk": (
        "Id,Requester email,Created at,Status,Type,Via,Reopens,First reply time in minutes,Solved at,Satisfaction Score",
        lambda t: f"1,{t.who}@x.de,{iso(t.opened)},Closed,{t.kind},email,{t.reopened},{t.reply},{iso(t.opened)},{'Good' if t.good else 'Bad'}",
    ),
    "freshdesk": (
        "Ticket ID,Status,Source,Type,Created time,Resolved time,First response time (in hrs),Reopened,Email,Survey results",
        lambda t: f"1,Closed,email,{t.kind},{iso(t.opened)},{iso(t.opened)},{t.reply // 60:02d}:{t.reply % 60:02d}:00,{'Yes' if t.reopened else 'No'},{t.who}@x.de,{'Happy' if t.good else 'Unhappy'}",
    ),
    "intercom": (
        "Conversation ID,Conversation started at (UTC),User ID,Conversation tags,Channel,First response time (seconds),Reopens,Conversation rating",
        lambda t: f'1,{iso(t.opened)},{t.who},"{t.kind}, vip",email,{60 * t.reply},{t.reopened},{5 if t.good else 2}',
    ),
    "german": (
        "Ticketnummer;Erstellt am;Kategorie;Kunde;Kanal;Gelöst am;Wiedereröffnet;First reply at;Zufriedenheit",
        lambda t: f"1;{t.opened:%d.%m.%Y %H:%M};{t.kind};{t.who};email;{t.opened:%d.%m.%Y %H:%M};{t.reopened};{t.opened + timedelta(minutes=t.reply):%d.%m.%Y %H:%M};{'gut' if t.good else 'schlecht'}",
    ),
}  # fmt: skip


@pytest.mark.parametrize("form", FORMS)
def test_a_helpdesks_export_tells_types_settled_replies_and_ratings(
    tmp_path: Path, form: str
) -> None:
    header, row = FORMS[form]
    path = written(tmp_path / "t.csv", [header, *map(row, TICKETS)])
    assert tickets.is_one(DataTable(path, FileStyle()).header)
    found = tickets.read(path, ReadingOptions())
    assert found.types == {kind: sum(t.kind == kind for t in TICKETS) for kind in TYPES}
    assert found.settled == (sum(not t.reopened for t in TICKETS), 300)
    assert found.reply is not None
    assert found.reply * 24 == pytest.approx(HOURS, abs=0.02)
    assert found.satisfied == (sum(t.good for t in TICKETS), 300)
    assert found.requesters == len({t.who for t in TICKETS})
    assert dict(found.channels) == {"email": 300}


def test_tickets_without_a_type_count_with_the_rest_in_proportion(tmp_path: Path) -> None:
    lines = ["ticket id,created at,type,requester id"]
    lines += [f"{n},{iso(t.opened)},{t.kind if n % 3 else ''},{t.who}" for n, t in enumerate(TICKETS)]  # fmt: skip
    found = tickets.read(written(tmp_path / "t.csv", lines), ReadingOptions())
    assert found.types.total() == pytest.approx(300, abs=2)
    assert [each.times for each in found.understood.aside] == [100]


def test_spam_and_merged_tickets_are_no_cases(tmp_path: Path) -> None:
    lines = ["ticket id,created at,type,status"]
    lines += [f"{n},{iso(t.opened)},{t.kind},{('closed', 'spam', 'merged')[n % 3]}" for n, t in enumerate(TICKETS)]  # fmt: skip
    found = tickets.read(written(tmp_path / "t.csv", lines), ReadingOptions())
    assert found.types.total() == 100


class Half(NamedTuple):
    begin: datetime
    offered: int
    abandoned: int
    wait: int
    talk: int
    level: float


HALVES = [
    Half(
        datetime(2025, 1, 6, 9) + timedelta(days=n // 16, minutes=30 * (n % 16)),
        20 + n % 11, n % 3, 20 + n % 37, 400 + n % 57, 70.0 + n % 29 + 0.5,
    )
    for n in range(320)
]  # fmt: skip
OFFERED, ABANDONED = sum(h.offered for h in HALVES), sum(h.abandoned for h in HALVES)
TALK = sum(h.talk * (h.offered - h.abandoned) for h in HALVES) / (OFFERED - ABANDONED)
WAIT = sum(h.wait * h.offered for h in HALVES) / OFFERED


def minutes(seconds: int) -> str:
    return f"{seconds // 60}:{seconds % 60:02d}"


REPORTS: dict[str, tuple[str, Callable[[Half], str]]] = {
    "plain": (
        "Interval Start,Queue,Offered,Answered,Abandoned,Avg Wait,AHT,Service Level %",
        lambda h: f"{h.begin},Billing,{h.offered},{h.offered - h.abandoned},{h.abandoned},{h.wait},{h.talk},{h.level}",
    ),
    "clocks": (
        "Interval,Calls Offered,Calls Answered,Calls Abandoned,Avg Wait Time (mm:ss),AHT (mm:ss),SL",
        lambda h: f"{h.begin},{h.offered},{h.offered - h.abandoned},{h.abandoned},{minutes(h.wait)},{minutes(h.talk)},{h.level}%",
    ),
    "date and interval": (
        "Date,Interval,Offered,Handled,Avg Wait,Avg Handle Time,Service Level %",
        lambda h: f"{h.begin:%Y-%m-%d},{h.begin:%H:%M}-{h.begin + timedelta(minutes=30):%H:%M},{h.offered},{h.offered - h.abandoned},{h.wait},{h.talk},{h.level}",
    ),
    "german": (
        "Datum;Uhrzeit;Angebotene Anrufe;Angenommene Anrufe;Verlorene Anrufe;Ø Wartezeit (s);Ø Bearbeitungszeit (s);Servicegrad",
        lambda h: f"{h.begin:%d.%m.%Y};{h.begin:%H:%M};{h.offered};{h.offered - h.abandoned};{h.abandoned};{h.wait};{h.talk};{h.level:.1f} %".replace(".5 %", ",5 %"),
    ),
    "acd": (
        "Split,Date,Time,ACD Calls,Aban Calls,Avg Speed Ans,Avg ACD Time,SL",
        lambda h: f"1,{h.begin:%Y-%m-%d},{h.begin:%H:%M},{h.offered - h.abandoned},{h.abandoned},{h.wait},{h.talk},{h.level}",
    ),
}  # fmt: skip


@pytest.mark.parametrize("total", [False, True])
@pytest.mark.parametrize("form", REPORTS)
def test_an_interval_report_is_summed_and_no_log_of_calls(
    tmp_path: Path, form: str, total: bool
) -> None:
    header, row = REPORTS[form]
    last = ["Total" + header.count(";" if ";" in header else ",") * (";9" if ";" in header else ",9")]  # fmt: skip
    path = written(tmp_path / "r.csv", [header, *map(row, HALVES), *(last if total else [])])
    assert interval_columns.is_report(DataTable(path, FileStyle()))
    (found,) = interval_report.read(path, ReadingOptions())
    assert not found.understood.refused
    assert (found.offered, found.abandoned) == (OFFERED, ABANDONED)
    assert found.handling is not None
    assert found.mean_wait is not None
    assert found.level is not None
    assert found.handling * 86_400 == pytest.approx(TALK)
    assert found.mean_wait * 86_400 == pytest.approx(WAIT)
    assert found.level == pytest.approx(sum(h.level * h.offered for h in HALVES) / OFFERED / 100)
    assert found.patience == pytest.approx(found.mean_wait / (ABANDONED / OFFERED))
    assert [n > 0 for n in found.profile.by_hour()] == [9 <= hour < 17 for hour in range(24)]


def test_single_calls_with_both_columns_are_no_report(tmp_path: Path) -> None:
    lines = ["date,answered,abandoned,wait_s,talk_s"]
    lines += [f"{h.begin},{int(h.abandoned == 0)},{int(h.abandoned > 0)},{h.wait},{h.talk}" for h in HALVES]  # fmt: skip
    path = written(tmp_path / "r.csv", lines)
    assert not interval_columns.is_report(DataTable(path, FileStyle()))


def test_shares_are_not_taken_for_counts(tmp_path: Path) -> None:
    lines = ["Interval Start,Offered,Abandon %,Avg Wait,AHT"]
    lines += [f"{h.begin},{h.offered},{100 * h.abandoned / h.offered:.1f},{h.wait},{h.talk}" for h in HALVES]  # fmt: skip
    with pytest.raises(UsageError, match="needs two of offered, answered and abandoned"):
        interval_report.read(written(tmp_path / "r.csv", lines), ReadingOptions())
