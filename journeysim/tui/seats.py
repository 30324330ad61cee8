"""Seats: forty customers of day 0, each in the same seat under every policy, and how they fare."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

import numpy as np

from journeysim.causes import CAUSE_COUNT, CAUSES, Cause
from journeysim.events import KINDS, EventType, Stands
from journeysim.experiment.twins.reasons import REASON_WORDS, Reason
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


SEAT_WORDS = {
    Reason.PREVENTED: "prevented", Reason.INTERCEPTED: "put right", Reason.FOUND: "heard of",
    Reason.SETTLED: "settled", Reason.WAITS: "no wait", Reason.TOUCHES: "reminded",
    Reason.DOSE: "less mail", Reason.OFFERS: "an offer", Reason.PRICE: "price",
    Reason.WOKEN: "let be", Reason.SELLING: "no push", Reason.SMALL: "little",
}  # fmt: skip
"""What kept somebody, in at most nine letters."""


def differing(room: Sequence[Seat]) -> list[Seat]:
    """Those whose other life ends differently: who is kept first, then who is driven away."""
    order = (TwinOutcome.SAVED, TwinOutcome.LOST)
    return [seat for outcome in order for seat in room if seat.twin is outcome]


def last_to_leave(room: Sequence[Seat], own: Recording, day: float) -> tuple[Seat, int] | None:
    """Who left last before a day, and when."""
    gone = [seat for seat in room if own.left[seat.customer] < day]
    if not gone:
        return None
    last = max(gone, key=lambda seat: float(own.left[seat.customer]))
    return last, int(own.left[last.customer])


def gone_words(seat: Seat, day: int) -> str:
    """That somebody has gone, when and over what."""
    return f"Seat {seat.number} is gone on day {day}, over {_over(seat.cause)}."


def twin_words(seat: Seat, reason: str, other: Recording, label: str) -> str:
    """What becomes of somebody whose other life ends differently, and why; reason: what made the
    difference (`twins.Reason`), "" if it is not counted yet; label: the policy of the other life."""
    if seat.twin is TwinOutcome.LOST:
        why = f": {REASON_WORDS[Reason(reason)].lost[0]}" if reason else ""
        over = _over(seat.cause)
        return (
            f"Seat {seat.number} is driven away{why}. Gone over {over}; under “{label}” still here."
        )
    why = f": {REASON_WORDS[Reason(reason)].saved[0]}" if reason else ""
    day, cause = int(other.left[seat.customer]), Cause(int(other.causes[seat.customer]))
    return f"Seat {seat.number} stays{why}. Under “{label}” gone on day {day}, over {_over(cause)}."


def _over(cause: Cause | None) -> str:
    return CAUSES[cause].screen if cause is not None else "for no known reason"


def lit(room: Sequence[Seat]) -> int:
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


def most_silent(room: Sequence[Seat]) -> int:
    """How many of those gone left over a problem they never spoke of."""
    return sum(seat.cause is Cause.SILENT for seat in room)


def reasons(own: Recording, day: float) -> list[tuple[str, int]]:
    """Why customers of day 0 have left by a day, the most frequent first."""
    causes = own.causes[own.left < day]
    counts = np.bincount(causes[causes >= 0], minlength=CAUSE_COUNT)
    counted = [(words.screen, int(count)) for words, count in zip(CAUSES, counts, strict=True)]
    return sorted((each for each in counted if each[1]), key=lambda each: -each[1])
