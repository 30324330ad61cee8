"""Log: the rows an engine writes, as typed columns. What an engine returns is the log."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from journeysim.errors import EngineError
from journeysim.events import COLUMNS
from journeysim.model import experience as feelings
from journeysim.model.customer import Customer, Dealings
from journeysim.model.experience import Experience
from journeysim.scenario.world import Encoded, World

ROW = np.dtype([(name, kind) for name, kind in COLUMNS], align=True)
"""One row of the log as NumPy sees it, and as compiled code writes it."""

Array = npt.NDArray[Any]

LARGE_FILES = "/var/tmp"
"""Where large temporary files go on systems that keep the small ones in memory."""

PERSON = np.dtype(
    [
        ("key", "i8"),
        ("parent", "i4"),
        ("ordinal", "i4"),
        ("segment", "i2"),
        ("joined_at", "f8"),
        ("base_hazard", "f8"),
        ("risk_score", "f8"),
        ("worth", "f8"),
        ("satisfaction", "f8"),
        ("trust", "f8"),
        ("burden", "f8"),
        ("grievances", "f8"),
        ("credit", "f8"),
        ("bonus", "f8"),
        ("frequency", "f8"),
        ("due", "f8"),
        ("occasions", "i4"),
        ("decides_from", "i4"),
        ("period", "i4"),
        ("decisions", "f8"),
        ("aggrieved_leaving", "f8"),
        ("multiplied", "f8"),
        ("decisions_before", "f8"),
        ("aggrieved_leaving_before", "f8"),
        ("multiplied_before", "f8"),
        ("reference_price", "f8"),
        ("discount", "f8"),
        ("discount_until", "f8"),
    ]
)
"""One row of the roster: who a customer is, and their state at the horizon.

Satisfaction, trust and burden are NaN of those not active; grievances, credit and bonus of those who
left are as they were then."""


@dataclass(frozen=True)
class EventLog:
    """The events of one run, in the order they happened; every column is an array."""

    rows: Array

    def __len__(self) -> int:
        return len(self.rows)

    def column(self, name: str) -> Array:
        """One column by name (see `events.COLUMNS`)."""
        return self.rows[name]

    def kept(self, rows: Array) -> Array:
        """Rows taken out of it, kept as it is: in a file where memory would not hold it twice."""
        if not isinstance(self.rows, np.memmap):
            return rows
        out = WrittenOut()
        out.add(rows)
        return out.rows()

    def of(self, *kinds: int) -> Array:
        """The rows of these kinds, in order."""
        kind = self.rows["kind"]
        wanted: Array = kind == kinds[0] if len(kinds) == 1 else np.isin(kind, kinds)
        return self.rows.compress(wanted)


@dataclass(frozen=True)
class Outcome:
    """What a run leaves behind: the log, the roster of customers, and the world it was run in.

    reputation: the firm's name at the horizon, 1 when nothing is said; seed: of its luck.
    """

    log: EventLog
    people: Array
    encoded: Encoded
    replication: int
    horizon: float
    warmup: float
    reputation: float
    seed: int = 0

    @property
    def world(self) -> World:
        """The world in force at the horizon."""
        return self.encoded.world_before(self.horizon)

    def path(self, row: int) -> str:
        """A customer's KEY: `1234`, or `1234.2` for the second friend they brought."""
        parts: list[str] = []
        while True:
            person = self.people[row]
            parts.append(str(int(person["ordinal"])))
            if person["parent"] < 0:
                return ".".join(reversed(parts))
            row = int(person["parent"])


class Journal:
    """Rows as they are written, packed into arrays now and then to save room."""

    CHUNK = 65_536

    def __init__(self) -> None:
        self.rows: list[tuple[float, float, float, int, int, int, int, int, int, int]] = []
        self.packed: list[Array] = []

    def pack(self) -> None:
        """Turn the loose rows into an array."""
        if self.rows:
            self.packed.append(np.array(self.rows, dtype=ROW))
            self.rows.clear()

    def log(self) -> EventLog:
        """Everything written so far."""
        self.pack()
        if len(self.packed) > 1:
            self.packed = [np.concatenate(self.packed)]
        return EventLog(self.packed[0] if self.packed else np.empty(0, dtype=ROW))


class WrittenOut:
    """Rows that left memory for a file without a name, which goes when nobody sees it any more."""

    def __init__(self) -> None:
        self.count = 0
        self._file: Any = None

    def add(self, rows: Array) -> None:
        """Write some more. Raises EngineError where there is no room for them."""
        folder = None if "TMPDIR" in os.environ or not os.path.isdir(LARGE_FILES) else LARGE_FILES
        try:
            if self._file is None:
                self._file = tempfile.TemporaryFile(dir=folder)  # noqa: SIM115 - stays open
            self._file.write(np.ascontiguousarray(rows).data)
            self._file.flush()
        except OSError as error:
            raise EngineError(
                f"no room for the log: {error}; set TMPDIR to a roomy folder"
            ) from error
        self.count += len(rows)

    def rows(self) -> Array:
        """All of them, one after the other; they take memory only while they are read."""
        if not self.count:
            return np.empty(0, dtype=ROW)
        return np.memmap(self._file, dtype=ROW, mode="r+", shape=(self.count,))

    def copy(self) -> WrittenOut:
        """The same once more, in a file of its own."""
        other = WrittenOut()
        if self.count:
            other.add(self.rows())
        return other


def person_row(
    experience: Experience, person: Customer, dealings: Dealings, horizon: float
) -> tuple[Any, ...]:
    """One row of the roster as it stands at the horizon."""
    satisfaction = trust = burden = float("nan")
    last = horizon if person.active != 0 else person.felt_at
    grievances = feelings.debits_now(experience, person, last)
    if person.active != 0:
        satisfaction = feelings.satisfaction_now(experience, person, horizon)
        trust = feelings.trust_now(experience, person, horizon)
        burden = feelings.burden_now(experience, dealings, horizon)
    return (
        person.key,
        person.parent,
        person.ordinal,
        person.segment,
        person.joined_at,
        person.base_hazard,
        person.risk_score,
        person.worth,
        satisfaction,
        trust,
        burden,
        grievances,
        feelings.credit_now(experience, person, last),
        feelings.bonus_now(experience, person, last),
        person.frequency,
        person.due,
        person.occasions,
        person.decides_from,
        person.period,
        person.decisions,
        person.aggrieved_leaving,
        person.multiplied,
        person.decisions_before,
        person.aggrieved_leaving_before,
        person.multiplied_before,
        person.reference_price,
        dealings.discount,
        person.discount_until,
    )


def people_table(people: Sequence[tuple[Any, ...]]) -> Array:
    """The roster as an array of `PERSON` rows."""
    return np.array(list(people), dtype=PERSON)
