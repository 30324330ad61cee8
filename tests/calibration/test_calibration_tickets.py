"""Exports of helpdesks, in the columns of common systems."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pytest
from made import written

from journeysim.calibration import tickets
from journeysim.calibration.cells.files import DataTable, FileStyle
from journeysim.calibration.cells.options import ReadingOptions

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
