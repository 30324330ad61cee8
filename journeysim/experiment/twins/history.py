"""History: what came of each matter of a life, as far as rows tell without weighing anything."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from journeysim.events import EventType, Row
from journeysim.experiment.twins.felt import CaseKey


@dataclass
class CaseHistory:
    """One problem or request of one life: what became of it."""

    prevented: bool = False
    intercepted: bool = False
    silent: bool = False
    heard: bool = False


def case_histories(rows: Sequence[Row], end: float) -> dict[CaseKey, CaseHistory]:
    """What became of every case up to a day."""
    cases: dict[CaseKey, CaseHistory] = defaultdict(CaseHistory)
    for row in rows:
        if row.time > end:
            break
        name = _FACTS.get(EventType(row.kind))
        if name is not None:
            setattr(cases[row.slot, row.number], name, True)
        elif row.kind in _CASES:
            cases[row.slot, row.number]
    return dict(cases)


_CASES = (EventType.FAILURE, EventType.REQUEST)
_FACTS = {
    EventType.PREVENTED: "prevented",
    EventType.INTERCEPTED: "intercepted",
    EventType.SILENT: "silent",
    EventType.FOUND: "heard",
}
