"""Example: a made-up firm, as somebody would know it: a filled sheet, and small raw files as firms export them.

The files are from the log of that very firm, fitted to its sheet: what some of its customers bought in three
years, and their calls and tickets of the last. So what they show is known.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from journeysim.calibration.sheet import aims, facts, picture, world
from journeysim.calibration.sheet.fit import fit
from journeysim.calibration.sheet.picture import FirmPicture
from journeysim.engine import choice
from journeysim.engine.log import Outcome
from journeysim.engine.running import run
from journeysim.events import EventType
from journeysim.metrics.records import Records
from journeysim.scenario.document import Document, Source
from journeysim.scenario.merging import Table, merged
from journeysim.scenario.scenario import Scenario, checked
from journeysim.scenario.tables import BASELINE
from journeysim.study.progress import SILENT, Progress

SHEETS: dict[str, str] = {
    "telecom": """# Northlink, a broadband operator. Leave out what you do not know, or write "?".
[firm]
name = "Northlink broadband"
kind = "telecom"                  # shop, laptop, garage, burger, card, telecom or saas
customers = 40000
new = "900 per month"
churn = "1.5 % per month"         # or lost = "600 per month", or stay = "83 % per year"
buys = "monthly"
spend = 29
margin = "45 %"
currency = "EUR"
nps = 9

[firm.channels.phone]
hours = "mon-sat 09:00-18:00"
contacts = "10000 per month"
talk = "7 min"
staff = 12                        # employed; or people = 6, at work at the same time
week = "37.5 h"
shrinkage = "30 %"
hang_up = "8 %"
first_time = "69 %"

[firm.problems.outage]
per_customer = "0.3 per year"
told = "60 %"

[firm.touches.newsletter]
every = "90 d"
reach = "80 %"
cost = 0.02

[firm.costs]
hour = 27
acquisition = 260
""",
    "saas": """# Ledgerly, accounting by subscription. Leave out what you do not know, or write "?".
[firm]
name = "Ledgerly"
kind = "saas"
customers = 1200
new = "18 per month"
renewals = "88 %"
buys = "yearly"
spend = 2400
margin = "75 %"
currency = "USD"

[firm.channels.email]
contacts = "500 per month"
talk = "12 min"

[firm.problems.bug]
per_customer = "0.8 per year"
told = "50 %"

[firm.touches.check_in]
every = "quarterly"
reach = "90 %"
work = "15 min"
""",
    "shop": """# Wollwerk, wool and patterns online. Leave out what you do not know, or write "?".
[firm]
name = "Wollwerk"
kind = "shop"
customers = 100000
buys = "2.2 orders per year"
spend = 48
margin = "40 %"
currency = "EUR"

[firm.channels.email]
contacts = "1500 per month"
talk = "6 min"

[firm.channels.chat]
hours = "mon-fri 09:00-17:00"
contacts = "900 per month"
talk = "9 min"
people = 2
""",
    "garage": """# Radwerk, a garage. Leave out what you do not know, or write "?".
[firm]
name = "Radwerk"
kind = "garage"
customers = 2500
new = "30 per month"
stay = "80 % per year"
buys = "every 200 days"
spend = 210
margin = "40 %"
currency = "CHF"

[firm.channels.phone]
hours = "mon-fri 08:00-18:00"
contacts = "1000 per month"
talk = "5 min"
people = 1
hang_up = "?"

[firm.problems.breakdown]
per_customer = "0.3 per year"
told = "80 %"
""",
}
"""A sheet of each kind; made up."""

PEOPLE, DAYS, CALLS = 2500, 1092.0, 364.0
"""Whose files there are: about so many of all customers, what they bought in three years and when they
called in the last."""

_A_DAY = 86_400.0
_ENDS = (EventType.RESOLVED, EventType.UNRESOLVED, EventType.ABANDONED)
START = datetime(2023, 1, 9)


class _Files(NamedTuple):
    """A log, one in so many of whose customers are written down; since: the day calls are kept from."""

    outcome: Outcome
    one_in: int
    since: float

    def of(self, kind: EventType, since: float = 0.0) -> Iterator[Any]:
        """The rows of a kind since a day, of those who are written down."""
        rows = self.outcome.log.of(kind)
        yield from rows[(rows["customer"] % self.one_in == 0) & (rows["time"] >= since)]


def example(kind: str, progress: Progress = SILENT) -> dict[str, str]:
    """The files of an example by name."""
    table = tomllib.loads(SHEETS[kind])["firm"]
    whole = picture.picture_of(facts.read(table, lambda path: "sheet.toml"))
    files = _Files(_lived(whole, progress), max(1, round(whole.customers / PEOPLE)), DAYS - CALLS)
    return {
        "sheet.toml": SHEETS[kind],
        "orders.csv": _orders(files),
        "calls.csv": _calls(files),
        "tickets.csv": _tickets(files),
    }


def _lived(whole: FirmPicture, progress: Progress) -> Outcome:
    """Three years after which it is the firm of its sheet, as large and with these figures."""
    base = _scenario(world.values_of(whole))
    with progress.counting("making the firm of the sheet") as counter:
        fitted = fit(whole, base, aims.aims_of(whole), choice.AUTO, counter)
    frame: Table = {"run": {"days": f"{DAYS:g} d", "run_in": "0 d"}}
    firm = _scenario(merged(merged(world.values_of(whole), fitted.values), frame))
    engine = choice.chosen(choice.AUTO, [firm], 2, None)
    with progress.counting("three years of its days") as counter:
        grown = Records(run(firm, BASELINE, 0, engine)).customers
        share = whole.customers / max(1, int(np.isinf(grown.left).sum()))
        begun = {"population": {"customers": max(1, round(share * whole.customers))}}
        outcome = run(firm.with_values(begun, "example"), BASELINE, 0, engine)
        if counter:
            counter(1, 1)
    return outcome


def _scenario(values: Table) -> Scenario:
    nothing = Document("example", Path("example.toml"), {}, {}, (Source("example", {}),))
    return checked(nothing.overlaid(values, "example"))


def _lines(header: str, rows: list[str]) -> str:
    return "\n".join([header, *rows]) + "\n"


def _moment(day: float) -> str:
    return f"{START + timedelta(days=float(day)):%Y-%m-%d %H:%M:%S}"


def _orders(files: _Files) -> str:
    rows = [
        f"{number},C{row['customer']:05d},{_moment(row['time'])[:10]},{row['value']:.2f}"
        for number, row in enumerate(files.of(EventType.PURCHASE), start=10_001)
    ]
    return _lines("order,customer,date,total", rows)


def _case(row: Any) -> tuple[int, int, int]:
    return int(row["customer"]), int(row["slot"]), int(row["number"])


def _calls(files: _Files) -> str:
    """Every contact that ended in an answer or in hanging up, with its wait and talk in seconds."""
    names, log = files.outcome.encoded.names.channels, files.outcome.log.rows
    ends: dict[tuple[int, int, int], list[Any]] = {}
    rows = []
    kept = (log["customer"] % files.one_in == 0) & (log["time"] >= files.since)
    for row in log[kept & np.isin(log["kind"], (EventType.CONTACT, *_ENDS))]:
        kind = int(row["kind"])
        if kind == EventType.CONTACT:
            ends.setdefault(_case(row), []).append(row)
        elif kind in _ENDS and ends.get(_case(row)):
            begun = ends[_case(row)].pop()
            hung_up = kind == EventType.ABANDONED
            talk = 0.0 if hung_up else float(row["value"])
            wait = _A_DAY * (row["time"] - begun["time"] - talk)
            word = "abandoned" if hung_up else "answered"
            rows.append(
                f"{_moment(begun['time'])},{names[int(begun['place'])]},{wait:.0f},{word},{_A_DAY * talk:.0f},"
                f"C{row['customer']:05d}"
            )
    return _lines("call start,channel,wait_s,outcome,talk_s,customer", rows)


def _tickets(files: _Files) -> str:
    names = files.outcome.encoded.names.problems
    contacts = [row for row in files.of(EventType.CONTACT, files.since) if int(row["attempt"]) == 0]
    rows = [
        f"{number},{_moment(row['time'])},{names[int(row['slot'])]},C{row['customer']:05d}"
        for number, row in enumerate(contacts, start=1)
    ]
    return _lines("ticket id,created at,type,requester id", rows)
