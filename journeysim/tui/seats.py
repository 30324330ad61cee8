"""Seats: forty customers of day 0, each in the same seat under every policy, and how they fare."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

import numpy as np

from journeysim.causes import CAUSE_COUNT, CAUSES, Cause
from journeysim.events import KINDS, EventType, Stands
from journeysim.scenario.world import Names
from journeysim.tui.panels.ticker import event_words
from journeysim.tui.recording import Recording, seated


class State(Enum):
    """How somebody is doing."""

    FINE = "here"
    TROUBLE = "trouble"
    SILENT = "silent"
    WAITING = "waiting"
    LEFT = "gone"


class TwinOutcome(Enum):
    """How somebody's other life compares today."""

    SAME = ""
    SAVED = "saved"
    LOST = "lost"


@dataclass(frozen=True)
class Seat:
    """One customer on one day. cause: mainly why they left, None while they are here."""

    number: int
    customer: int
    state: State
    cause: Cause | None
    twin: TwinOutcome


_LOOKS = {
    Stands.OPEN: State.TROUBLE,
    Stands.SILENT: State.SILENT,
    Stands.WAITING: State.WAITING,
    Stands.SERVED: State.WAITING,
    Stands.CLOSED: State.FINE,
}
_AFTER = {kind.kind: _LOOKS[kind.stands] for kind in KINDS if kind.stands is not None}
_AFTER[EventType.GAVE_UP] = State.SILENT
del _AFTER[EventType.REQUEST]
"""How somebody looks after an event. Who gave up says nothing more; a question is no trouble."""


def seats(own: Recording, other: Recording | None, day: float) -> list[Seat]:
    """Everybody's seat on a day; other: the same people under the other policy."""
    people = seated(len(own.left))
    before = own.seats[own.seats["time"] < day]
    taken = []
    for number, customer in enumerate(people.tolist(), 1):
        state, cause, twin = State.FINE, None, TwinOutcome.SAME
        gone = bool(own.left[customer] < day)
        if gone:
            state, cause = State.LEFT, Cause(int(own.causes[customer]))
        else:
            kinds = before["kind"][before["customer"] == customer]
            for kind in kinds[::-1].tolist():
                if kind in _AFTER:
                    state = _AFTER[EventType(kind)]
                    break
        if other is not None and gone != bool(other.left[customer] < day):
            twin = TwinOutcome.LOST if gone else TwinOutcome.SAVED
        taken.append(Seat(number, customer, state, cause, twin))
    return taken


def lit(room: list[Seat]) -> int:
    """How many are still there."""
    return sum(seat.state is not State.LEFT for seat in room)


def life(recording: Recording, customer: int, names: Names, day: float) -> list[tuple[float, str]]:
    """What happened to somebody who has a seat, up to a day: (time, words)."""
    rows = recording.seats[
        (recording.seats["customer"] == customer) & (recording.seats["time"] < day)
    ]
    events = []
    for row in rows:
        kind = EventType(int(row["kind"]))
        if kind in _UNTOLD:
            continue
        events.append((float(row["time"]), event_words(kind, int(row["slot"]), names)))
    return events


_UNTOLD = (
    EventType.CAUSE,
    EventType.JOINED,
    EventType.PUSHED,
    EventType.ADVISED,
    EventType.POLICY,
    EventType.WORLD,
)
"""What a seat's own life leaves out."""


def first_difference(one: list[tuple[float, str]], two: list[tuple[float, str]]) -> int:
    """The position of the first event that is not the same in both lives."""
    for index, (mine, theirs) in enumerate(zip(one, two, strict=False)):
        if mine != theirs:
            return index
    return min(len(one), len(two))


def most_silent(room: list[Seat]) -> int:
    """How many of those gone left over a problem they never spoke of."""
    return sum(seat.cause is Cause.SILENT for seat in room)


def reasons(own: Recording, day: float) -> list[tuple[str, int]]:
    """Why customers of day 0 have left by a day, the most frequent first."""
    causes = own.causes[own.left < day]
    counts = np.bincount(causes[causes >= 0], minlength=CAUSE_COUNT)
    counted = [(words.screen, int(count)) for words, count in zip(CAUSES, counts, strict=True)]
    return sorted((each for each in counted if each[1]), key=lambda each: -each[1])
