"""Seen: what of a run the firm could see, and beside it what only a simulator knows.

A log for people who try their methods on it must not hold the answers: silent problems, prevented
ones, causes and hazards are left out of it and written to a table of their own, one row a customer,
with the life the same person led under the baseline.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from math import exp, inf, isinf, isnan
from pathlib import Path
from typing import NamedTuple

import numpy as np

from journeysim.causes import CAUSE_NAMES
from journeysim.engine.log import Array, EventLog, Outcome
from journeysim.events import KINDS, WARM, EventType, Known, known_to
from journeysim.metrics.records import Records
from journeysim.report.event_columns import Export, cases, segments
from journeysim.report.to_csv import safe, text_file

HIDDEN = known_to(Known.CUSTOMER, Known.NOBODY)
"""What nobody tells the firm; a failure shows when somebody turns to it."""

_FELT = tuple(each.kind for each in KINDS if each.value.known is Known.CUSTOMER)
"""Kinds whose value is felt inside a customer."""

COLUMNS = (
    "case", "policy", "replication", "segment", "group", "joined_day", "left_day", "left_because",
    "leaving_chance", "threshold", "risk_score", "worth", "satisfaction", "trust", "contact_burden",
    "failures", "silent", "prevented", "touches", "baseline", "baseline_left_day", "twin",
)  # fmt: skip
"""One row a customer; state at the horizon, empty for those who left."""


class Pair(NamedTuple):
    """A run and the same replication under the baseline."""

    export: Export
    baseline: str
    twin: Outcome


def seen(outcome: Outcome) -> Outcome:
    """The run without what only a simulator knows."""
    rows = outcome.log.rows[~np.isin(outcome.log.column("kind"), HIDDEN)]
    rows["marks"] &= ~WARM
    rows["value"][np.isin(rows["kind"], _FELT)] = 0.0
    return replace(outcome, log=EventLog(rows))


def truth_path(path: Path) -> Path:
    """Where the truth about a log goes: `log.truth.csv` beside `log.xes.gz`."""
    stem = path.name.removesuffix(".gz").rpartition(".")[0]
    return path.with_name(f"{stem}.truth.csv")


@contextmanager
def truth_file(path: Path) -> Iterator[Callable[[Pair], None]]:
    """A file for the truth about runs, one row a customer; give it a run at a time."""
    with text_file(path) as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(COLUMNS)

        def write(pair: Pair) -> None:
            for row in rows(pair):
                writer.writerow([safe(cell) if isinstance(cell, str) else cell for cell in row])

        yield write


def rows(pair: Pair) -> Iterator[tuple[object, ...]]:
    """What only a simulator knows of each customer, in the order of joining."""
    export = pair.export
    outcome = export.outcome
    records, people = Records(outcome), outcome.people
    case, (segment, group) = cases(export), segments(export)
    counts = [_by_person(records, kind) for kind in _COUNTED]
    gone = records.of(EventType.LEFT)
    why = dict(zip(gone["customer"].tolist(), gone["slot"].tolist(), strict=True))
    threshold = dict(zip(gone["customer"].tolist(), gone["value"].tolist(), strict=True))
    theirs = _left_by_key(pair.twin)
    customers = records.customers
    for row, joined, left in zip(
        customers.row.tolist(), customers.joined.tolist(), customers.left.tolist(), strict=True
    ):
        person = people[row]
        other = theirs.get(int(person["key"]))
        yield (
            case[row],
            export.policy,
            outcome.replication,
            segment[row],
            group[row],
            joined,
            _known(left),
            CAUSE_NAMES[why[row]] if row in why else "",
            1.0 - exp(-float(person["base_hazard"])),
            threshold.get(row, ""),
            float(person["risk_score"]),
            float(person["worth"]),
            *(_known(float(person[name])) for name in ("satisfaction", "trust", "burden")),
            *(int(each[row]) for each in counts),
            pair.baseline,
            "" if other is None else _known(other),
            _twin(left, other),
        )


_COUNTED = (EventType.FAILURE, EventType.SILENT, EventType.PREVENTED, EventType.TOUCHED)


def _by_person(records: Records, kind: EventType) -> Array:
    who = records.of(kind)["customer"]
    return np.bincount(who[who >= 0], minlength=len(records.outcome.people))


def _left_by_key(outcome: Outcome) -> dict[int, float]:
    """When each customer left (never: infinite), by the key that names the same person anywhere."""
    customers = Records(outcome).customers
    keys = outcome.people["key"][customers.row]
    return dict(zip(keys.tolist(), customers.left.tolist(), strict=True))


def _known(value: float) -> float | str:
    return "" if isnan(value) or isinf(value) else value


def _twin(left: float, other: float | None) -> str:
    """How this life ends against the one under the baseline."""
    if other is None:
        return "no customer there"
    if left == other:
        return "same"
    if other != inf:
        return "saved" if left == inf else "later" if left > other else "earlier"
    return "lost"
