"""Seats: forty customers of day 0, each in the same seat under every policy, and how they fare."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

import numpy as np

from journeysim.events import CAUSE_NAMES, EventType
from journeysim.scenario.world import Names
from journeysim.tui.frames import Frames, seated
from journeysim.tui.panels.ticker import CAUSE_WORDS, said

SHORT = {
    "silent": "silent",
    "unresolved": "unsolved",
    "residual": "scars",
    "waiting": "waiting",
    "cold": "cold",
    "effort": "effort",
    "overcontact": "too much",
    "pushy": "pushed",
    "offer": "woken",
    "distrust": "distrust",
    "competition": "moved on",
}
"""Causes of leaving that fit on a seat."""


class State(Enum):
    """How somebody is doing."""

    FINE = "here"
    TROUBLE = "trouble"
    SILENT = "silent"
    WAITING = "waiting"
    LEFT = "gone"


class Twin(Enum):
    """How somebody's other life compares today."""

    SAME = ""
    SAVED = "saved"
    LOST = "lost"


@dataclass(frozen=True)
class Seat:
    """One customer on one day. cause: mainly why they left, "" while they are here."""

    number: int
    customer: int
    state: State
    cause: str
    twin: Twin


_AFTER = {
    EventType.FAILURE: State.TROUBLE,
    EventType.UNRESOLVED: State.TROUBLE,
    EventType.ABANDONED: State.TROUBLE,
    EventType.TURNED_AWAY: State.TROUBLE,
    EventType.SILENT: State.SILENT,
    EventType.CONTACT: State.WAITING,
    EventType.RESOLVED: State.FINE,
    EventType.HEALED: State.FINE,
    EventType.INTERCEPTED: State.FINE,
    EventType.GAVE_UP: State.SILENT,
    EventType.SELF_SERVED: State.FINE,
}


def seats(own: Frames, other: Frames | None, day: float) -> list[Seat]:
    """Everybody's seat on a day; other: the same people under the other policy."""
    people = seated(len(own.left))
    before = own.seats[own.seats["time"] < day]
    found = []
    for number, customer in enumerate(people.tolist(), 1):
        state, cause, twin = State.FINE, "", Twin.SAME
        gone = bool(own.left[customer] < day)
        if gone:
            state, cause = State.LEFT, CAUSE_NAMES[int(own.causes[customer])]
        else:
            kinds = before["kind"][before["customer"] == customer]
            for kind in kinds[::-1].tolist():
                if kind in _AFTER:
                    state = _AFTER[EventType(kind)]
                    break
        if other is not None and gone != bool(other.left[customer] < day):
            twin = Twin.LOST if gone else Twin.SAVED
        found.append(Seat(number, customer, state, cause, twin))
    return found


def lit(room: list[Seat]) -> int:
    """How many are still there."""
    return sum(seat.state is not State.LEFT for seat in room)


def life(frames: Frames, customer: int, names: Names, day: float) -> list[tuple[float, str]]:
    """What happened to somebody who has a seat, up to a day: (time, words)."""
    rows = frames.seats[(frames.seats["customer"] == customer) & (frames.seats["time"] < day)]
    told = []
    for row in rows:
        kind = EventType(int(row["kind"]))
        if kind in (
            EventType.CAUSE,
            EventType.JOINED,
            EventType.PUSHED,
            EventType.ADVISED,
            EventType.POLICY,
        ):
            continue
        told.append((float(row["time"]), said(kind, int(row["slot"]), names)))
    return told


def first_difference(one: list[tuple[float, str]], two: list[tuple[float, str]]) -> int:
    """The position of the first event that is not the same in both lives."""
    for index, (mine, theirs) in enumerate(zip(one, two, strict=False)):
        if mine != theirs:
            return index
    return min(len(one), len(two))


def most_silent(room: list[Seat]) -> int:
    """How many of those gone left over a problem they never spoke of."""
    return sum(seat.cause == "silent" for seat in room)


def reasons(own: Frames, day: float) -> list[tuple[str, int]]:
    """Why customers of day 0 have left by a day, the most frequent first."""
    causes = own.causes[own.left < day]
    counts = np.bincount(causes[causes >= 0], minlength=len(CAUSE_NAMES))
    found = [(CAUSE_WORDS[CAUSE_NAMES[index]], int(count)) for index, count in enumerate(counts)]
    return sorted((each for each in found if each[1]), key=lambda each: -each[1])
