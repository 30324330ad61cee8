"""CSV: the event log as process mining tools read it, one row an event.

Columns: case, activity and timestamp under the names those tools know, then the attributes. Text
that a spreadsheet would run as a formula gets a leading quote.
"""

from __future__ import annotations

import csv
import gzip
import io
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, BinaryIO, TextIO, cast

from journeysim.engine.log import Outcome
from journeysim.events import CAUSE_NAMES, Kind
from journeysim.report.files import written
from journeysim.scenario.world import Names

HEADER = (
    "case:concept:name",
    "concept:name",
    "time:timestamp",
    "org:resource",
    "day",
    "subject",
    "number",
    "attempt",
    "marks",
    "value",
    "money",
    "policy",
    "replication",
)
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_OF_PROBLEM = frozenset(
    {
        Kind.FAILURE, Kind.REQUEST, Kind.PREVENTED, Kind.INTERCEPTED, Kind.INTERCEPT_MISSED,
        Kind.SILENT, Kind.HEALED, Kind.FOUND, Kind.CONTACT, Kind.ANSWERED, Kind.CALLED_BACK,
        Kind.ABANDONED, Kind.TURNED_AWAY, Kind.OVERFLOWED, Kind.SELF_SERVED, Kind.RESOLVED,
        Kind.UNRESOLVED, Kind.ESCALATED, Kind.GAVE_UP, Kind.REFUNDED, Kind.GOODWILL,
    }
)  # fmt: skip
_OF_TOUCH = frozenset(
    {
        Kind.TOUCHED, Kind.TOUCH_EXPIRED, Kind.TOUCH_OVER_CAPACITY, Kind.TOUCH_STARTED,
        Kind.OFFERED, Kind.WOKEN, Kind.MEMBER, Kind.SET_UP,
    }
)  # fmt: skip
_AT_CHANNEL = frozenset(
    {
        Kind.CONTACT, Kind.ANSWERED, Kind.CALLED_BACK, Kind.ABANDONED, Kind.TURNED_AWAY,
        Kind.OVERFLOWED, Kind.SELF_SERVED, Kind.RESOLVED, Kind.UNRESOLVED, Kind.ESCALATED,
        Kind.GOODWILL, Kind.INTERCEPTED, Kind.INTERCEPT_MISSED, Kind.TOUCH_STARTED,
        Kind.TOUCH_EXPIRED,
    }
)  # fmt: skip
_OF_SEGMENT = frozenset({Kind.JOINED, Kind.LOST_PROSPECT, Kind.PURCHASE, Kind.ELSEWHERE})
_OF_CAUSE = frozenset({Kind.LEFT, Kind.CAUSE})


def safe(text: str) -> str:
    """Text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def rows(
    outcome: Outcome, policy: str, start: date, several: bool = False
) -> Iterator[tuple[Any, ...]]:
    """The rows of one run, in the order of the log; day 0 is `start`, midnight UTC.

    several: other policies' lives stand in the same file, so that a case begins with its policy.
    """
    run = f"{policy}:r{outcome.replication}" if several else f"r{outcome.replication}"
    names = outcome.encoded.names
    origin = datetime(start.year, start.month, start.day, tzinfo=UTC)
    paths: dict[int, str] = {}
    for row in outcome.log.rows.tolist():
        time, value, money, person, number, slot, attempt, place, kind, marks = row
        if person >= 0 and person not in paths:
            paths[person] = outcome.path(person)
        case = f"{run}-{paths[person]}" if person >= 0 else f"{run}-firm"
        stamp = (origin + timedelta(days=time)).isoformat(timespec="milliseconds")
        yield (
            case,
            Kind(kind).name.lower(),
            stamp,
            safe(_resource(names, kind, place)),
            repr(time),
            safe(subject(names, kind, slot)),
            number,
            attempt,
            marks,
            repr(value),
            repr(money),
            safe(policy),
            outcome.replication,
        )


def subject(names: Names, kind: int, slot: int) -> str:
    """What an event is about, by name: a problem type, a touch, a segment, a channel, a cause."""
    for kinds, known in (
        (_OF_PROBLEM, names.problems),
        (_OF_TOUCH, names.touches),
        (_OF_SEGMENT, names.segments),
        (_OF_CAUSE, CAUSE_NAMES),
        ({Kind.STAFFED}, names.channels),
    ):
        if kind in kinds:
            return known[slot]
    return ""


def _resource(names: Names, kind: int, place: int) -> str:
    return names.channels[place] if kind in _AT_CHANNEL and place >= 0 else ""


@contextmanager
def _text(path: Path) -> Iterator[TextIO]:
    """A text stream into a file that gets its name when all is written."""
    with written(path) as raw:
        if path.suffix == ".gz":
            with (
                gzip.GzipFile(filename="", mode="wb", fileobj=raw, mtime=0) as packed,
                io.TextIOWrapper(cast(BinaryIO, packed), encoding="utf-8", newline="") as stream,
            ):
                yield stream
        else:
            stream = io.TextIOWrapper(raw, encoding="utf-8", newline="")
            yield stream
            stream.flush()
            stream.detach()


def write(
    path: Path, outcomes: Iterable[tuple[str, Outcome]], start: date, several: bool = False
) -> int:
    """Write the logs of (policy, outcome) pairs to `.csv` or `.csv.gz`; returns the rows written.

    several: there is more than one policy among them.
    """
    count = 0
    with _text(path) as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(HEADER)
        for policy, outcome in outcomes:
            for row in rows(outcome, policy, start, several):
                writer.writerow(row)
                count += 1
    return count
