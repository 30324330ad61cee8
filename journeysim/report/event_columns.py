"""Event columns: the log of a run as tools outside read it, block by block, names for numbers.

One column a fact, under the names that process mining tools know where they have one. Every format
writes these; which of them, and how, is the format's own business. Decides nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from journeysim.causes import CAUSE_NAMES
from journeysim.engine.log import Outcome
from journeysim.events import EventType, Refers, holding
from journeysim.scenario.world import Names

Array = npt.NDArray[Any]

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
    "case:policy",
    "case:replication",
    "case:segment",
    "case:group",
)
"""The columns of every export; `case:` stands before what is the same in all events of a case."""

BLOCK = 65_536
"""Rows that are turned into text at a time."""

FIRM = "firm"
"""The case of what happens to nobody in particular: staffing, programmes, changes of policy."""

_MILLISECONDS = 86_400_000.0


class Export(NamedTuple):
    """One run, and under which name it goes into a file.

    start: the date of day 0; several: other policies' lives stand in the same file, so that a case
    begins with its policy; held_out: which segments are a control group, by the segment they were
    taken from (empty: there is none).
    """

    outcome: Outcome
    policy: str
    start: date
    several: bool = False
    held_out: tuple[tuple[str, str], ...] = ()

    @property
    def run(self) -> str:
        """What the name of every case begins with."""
        number = f"r{self.outcome.replication}"
        return f"{self.policy}:{number}" if self.several else number


def cases(export: Export) -> list[str]:
    """The name of every customer's case, by row of the roster; the firm's comes last, at -1."""
    outcome = export.outcome
    people = range(len(outcome.people))
    return [*(f"{export.run}-{outcome.path(row)}" for row in people), f"{export.run}-{FIRM}"]


def segments(export: Export) -> tuple[list[str], list[str]]:
    """Every customer's segment and group, by row of the roster; the firm's, nothing, come last."""
    names = export.outcome.encoded.names.segments
    held_out = dict(export.held_out)
    of = [held_out.get(name, name) for name in names]
    treated = "treated" if held_out else ""
    group = ["held_out" if name in held_out else treated for name in names]
    place = export.outcome.people["segment"].tolist()
    return [*(of[at] for at in place), ""], [*(group[at] for at in place), ""]


def blocks(export: Export, order: Array | None = None) -> Iterator[dict[str, list[Any]]]:
    """The columns of `HEADER`, so many rows at a time; text as text, numbers as numbers.

    order: the positions of the rows in the order wanted; that of the log, if not said.
    """
    outcome = export.outcome
    names = outcome.encoded.names
    case = np.array(cases(export), dtype=object)
    segment, group = (np.array(column, dtype=object) for column in segments(export))
    kinds = np.array(["", *(kind.name.lower() for kind in EventType)], dtype=object)
    for first in range(0, len(outcome.log), BLOCK):
        if order is None:
            rows = outcome.log.rows[first : first + BLOCK]
        else:
            rows = outcome.log.rows[order[first : first + BLOCK]]
        who, count = rows["customer"], len(rows)
        yield {
            "case:concept:name": case[who].tolist(),
            "concept:name": kinds[rows["kind"]].tolist(),
            "time:timestamp": stamps(rows["time"], export.start),
            "org:resource": _named(rows, "place", ((Refers.CHANNEL, names.channels),)),
            "day": rows["time"].tolist(),
            "subject": _named(rows, "slot", _subjects(names)),
            "number": rows["number"].tolist(),
            "attempt": rows["attempt"].tolist(),
            "marks": rows["marks"].tolist(),
            "value": rows["value"].tolist(),
            "money": rows["money"].tolist(),
            "case:policy": [export.policy] * count,
            "case:replication": [outcome.replication] * count,
            "case:segment": segment[who].tolist(),
            "case:group": group[who].tolist(),
        }


def stamps(days: Array, start: date) -> list[str]:
    """Days as ISO 8601 with offset, to the millisecond below; day 0 is `start`, midnight UTC."""
    origin = np.datetime64(start.isoformat(), "ms")
    moments = origin + np.floor(days * _MILLISECONDS + 1e-4).astype("timedelta64[ms]")
    texts = np.datetime_as_string(moments, unit="ms")
    return [f"{text}+00:00" for text in texts.tolist()]


_Known = Sequence[tuple[Refers, Sequence[str]]]


def _subjects(names: Names) -> _Known:
    """What a slot may be a position in."""
    return (
        (Refers.PROBLEM, names.problems),
        (Refers.TOUCH, names.touches),
        (Refers.SEGMENT, names.segments),
        (Refers.CAUSE, CAUSE_NAMES),
        (Refers.CHANNEL, names.channels),
    )


def _named(rows: Array, column: str, known: _Known) -> list[str]:
    """The names that a column of positions stands for; "" for kinds that have none."""
    kind, place = rows["kind"], rows[column]
    labels = np.full(len(rows), "", dtype=object)
    for refers, names in known:
        if names:
            these = np.isin(kind, holding(column, refers)) & (place >= 0)
            labels[these] = np.array(names, dtype=object)[place[these]]
    return list(labels.tolist())
