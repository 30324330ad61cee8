"""History: what a customer's rows up to a day come to, as far as it may bear on leaving.

Reads rows; compares nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum

from journeysim.events import ASKED, FIRST, IN_TIME, WARM, EventType, Row
from journeysim.experiment.twins.pairs import Lives
from journeysim.model import care
from journeysim.model import experience as feelings
from journeysim.model.experience import Experience

_OCCASION = (EventType.PURCHASE, EventType.ELSEWHERE, EventType.LEFT)
_ENDS = (EventType.RESOLVED, EventType.UNRESOLVED)


class Gain(Enum):
    """What a customer's credit comes from."""

    TOUCH = 1
    ADVICE = 2
    SERVICE = 3


@dataclass
class CaseHistory:
    """One problem or request of one life: what came of it.

    given: the share of a failure's hit that its settlement gave back; the rest are counts.
    """

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
    given: float = 0.0


@dataclass
class History:
    """What a life says that may bear on leaving, up to a day.

    gains: day, credit, by what; trusted: day, trust; offers: from, until, log hazard ratio.
    """

    cases: dict[tuple[int, int], CaseHistory] = field(
        default_factory=lambda: defaultdict(CaseHistory)
    )
    occasions: list[float] = field(default_factory=list)
    gains: list[tuple[float, float, Gain]] = field(default_factory=list)
    trusted: list[tuple[float, float]] = field(default_factory=list)
    offers: list[tuple[float, float, float]] = field(default_factory=list)
    beyond: int = 0
    pushed: float = 0.0
    tempted: int = 0


def history(lives: Lives, rows: Sequence[Row], end: float) -> History:
    """What a customer's rows up to a day come to."""
    told = History()
    own, world = lives.outcome.encoded.names, lives.outcome.encoded.world
    touches = dict(zip(own.touches, world.touches[-1], strict=True))
    selling, taste = world.phases[-1].sales, world.experience
    names: Mapping[int, str] = dict(enumerate(lives.names.touches))
    for row in rows:
        if row.time > end:
            break
        if row.kind in _OCCASION:
            told.occasions.append(row.time)
        elif row.kind == EventType.TOUCHED:
            told.beyond += row.attempt
            touch = touches[names[row.slot]]
            if row.attempt == 0:
                if not care.only_repays(touch):
                    told.gains.append((row.time, row.value, Gain.TOUCH))
                told.trusted.append((row.time, touch.trust))
        elif row.kind == EventType.OFFERED:
            lasts = touches[names[row.slot]].offer_lasts
            told.offers.append((row.time, row.time + lasts, row.value))
            told.tempted += row.value > 0.0
        elif row.kind == EventType.WOKEN:
            told.tempted += 1
        elif row.kind == EventType.PUSHED:
            told.pushed += row.value
        elif row.kind == EventType.ADVISED:
            told.gains.append((row.time, selling.advice_credit * row.value, Gain.ADVICE))
            told.trusted.append((row.time, selling.advice_trust * row.value))
        elif row.kind in _TOLD:
            _tell(told, row, taste, world.phases[-1].service.goodwill_bonus)
    return told


def _tell(told: History, row: Row, taste: Experience, bonus: float) -> None:
    """Write one row of a case into what came of it; bonus: what goodwill adds when warm."""
    kind = row.kind
    case = told.cases[row.slot, row.number]
    if kind == EventType.FAILURE:
        case.severity, case.at = row.value, row.time
    elif kind == EventType.PREVENTED:
        case.prevented = True
    elif kind == EventType.INTERCEPTED:
        case.intercepted = True
        case.given = taste.recovery_intercepted
    elif kind == EventType.SILENT:
        case.silent = True
    elif kind == EventType.FOUND:
        case.heard = True
    elif kind in (EventType.ABANDONED, EventType.TURNED_AWAY):
        case.bad_waits += 1
    elif kind == EventType.GAVE_UP:
        case.bad_waits += 1
        case.unresolved += 1
    elif kind == EventType.HEALED:
        case.given = taste.recovery_healed
    elif kind == EventType.REFUNDED:
        case.given = taste.recovery_refund
    elif kind == EventType.SELF_SERVED:
        case.given = feelings.recovery(taste, row.time - case.at, 1, 0.0)
    elif kind == EventType.ESCALATED:
        case.repeats += 1
    elif kind in _ENDS:
        case.bad_waits += not row.marks & IN_TIME
        case.cold += not row.marks & WARM
        case.repeats += not row.marks & FIRST
        if kind == EventType.RESOLVED:
            warm = 1 if row.marks & WARM else 0
            case.given = feelings.recovery(taste, row.time - case.at, warm, bonus)
            if row.marks & ASKED and warm and row.marks & IN_TIME:
                told.gains.append((row.time, taste.warm_request, Gain.SERVICE))
        else:
            case.unresolved += 1


_TOLD = (
    EventType.FAILURE, EventType.PREVENTED, EventType.INTERCEPTED, EventType.SILENT, EventType.FOUND, EventType.ABANDONED,
    EventType.TURNED_AWAY, EventType.GAVE_UP, EventType.SELF_SERVED, EventType.REFUNDED, EventType.HEALED, EventType.ESCALATED,
    *_ENDS,
)  # fmt: skip
