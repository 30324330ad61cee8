"""Stories: what a customer's rows up to a day come to, as far as it may bear on leaving.

Reads rows; compares nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from journeysim.events import FIRST, IN_TIME, WARM, Kind, Row
from journeysim.experiment.twins.pairs import Lives

_OCCASION = (Kind.PURCHASE, Kind.ELSEWHERE, Kind.LEFT)
_ENDS = (Kind.RESOLVED, Kind.UNRESOLVED)


@dataclass
class Case:
    """One problem or request of one life: what came of it."""

    severity: float = 0.0
    at: float = 0.0
    prevented: bool = False
    intercepted: bool = False
    silent: bool = False
    heard: bool = False
    bad_waits: int = 0
    cold: int = 0
    repeats: int = 0
    unresolved: int = 0
    settled_at: float = float("inf")
    warm: bool = False


@dataclass
class Story:
    """What a life says that may bear on leaving, up to a day."""

    cases: dict[tuple[int, int], Case] = field(default_factory=lambda: defaultdict(Case))
    occasions: list[float] = field(default_factory=list)
    welcome: list[tuple[float, float, float]] = field(default_factory=list)
    advised: list[tuple[float, float]] = field(default_factory=list)
    offers: list[tuple[float, float, float]] = field(default_factory=list)
    beyond: int = 0
    pushed: float = 0.0
    tempted: int = 0


def story(lives: Lives, rows: Sequence[Row], end: float) -> Story:
    """What a customer's rows up to a day come to."""
    told = Story()
    own, world = lives.outcome.encoded.names, lives.outcome.encoded.world
    touches = dict(zip(own.touches, world.touches[-1], strict=True))
    selling = world.phases[-1].sales
    names: Mapping[int, str] = dict(enumerate(lives.names.touches))
    for row in rows:
        if row.time > end:
            break
        if row.kind in _OCCASION:
            told.occasions.append(row.time)
        elif row.kind == Kind.TOUCHED:
            told.beyond += row.attempt
            touch = touches[names[row.slot]]
            told.welcome.append((row.time, row.value, 0.0 if row.attempt else touch.trust))
        elif row.kind == Kind.OFFERED:
            lasts = touches[names[row.slot]].offer_lasts
            told.offers.append((row.time, row.time + lasts, row.value))
            told.tempted += row.value > 0.0
        elif row.kind == Kind.WOKEN:
            told.tempted += 1
        elif row.kind == Kind.PUSHED:
            told.pushed += row.value
        elif row.kind == Kind.ADVISED:
            told.advised.append((row.time, selling.advice_credit * row.value))
        else:
            _tell(told, row)
    return told


def _tell(told: Story, row: Row) -> None:
    """Write one row of a case into what came of it."""
    kind = row.kind
    if kind not in _TOLD:
        return
    case = told.cases[row.slot, row.number]
    if kind == Kind.FAILURE:
        case.severity, case.at = row.value, row.time
    elif kind == Kind.PREVENTED:
        case.prevented = True
    elif kind == Kind.INTERCEPTED:
        case.intercepted = True
    elif kind == Kind.SILENT:
        case.silent = True
    elif kind == Kind.FOUND:
        case.heard = True
    elif kind in (Kind.ABANDONED, Kind.TURNED_AWAY):
        case.bad_waits += 1
    elif kind == Kind.GAVE_UP:
        case.bad_waits += 1
        case.unresolved += 1
    elif kind in (Kind.SELF_SERVED, Kind.REFUNDED, Kind.HEALED):
        case.settled_at = row.time
    elif kind == Kind.ESCALATED:
        case.repeats += 1
    elif kind in _ENDS:
        case.bad_waits += not row.marks & IN_TIME
        case.cold += not row.marks & WARM
        case.repeats += not row.marks & FIRST
        if kind == Kind.RESOLVED:
            case.settled_at, case.warm = row.time, bool(row.marks & WARM)
        else:
            case.unresolved += 1


_TOLD = (
    Kind.FAILURE, Kind.PREVENTED, Kind.INTERCEPTED, Kind.SILENT, Kind.FOUND, Kind.ABANDONED,
    Kind.TURNED_AWAY, Kind.GAVE_UP, Kind.SELF_SERVED, Kind.REFUNDED, Kind.HEALED, Kind.ESCALATED,
    *_ENDS,
)  # fmt: skip
