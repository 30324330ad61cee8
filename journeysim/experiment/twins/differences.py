"""Differences: everything in which two lives of one customer differ, matter by matter.

After the first difference the rest of two lives no longer runs in step, but each problem, touch and
sale still has its twin in the other life, by number. What differs first within such a matter tells
whose doing it was; what follows from it does not count again, nor does a matter that only one life
ever had. Reads rows, weighs nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from journeysim.events import EventType, Refers, Row, holding
from journeysim.experiment.twins.divergence import RANK, SIDES, Side, Way, way_of
from journeysim.experiment.twins.pairs import BACKSTAGE, Lives, felt

PROBLEM, TOUCH, SALE = "problem", "touch", "sale"

_PROBLEM_ROWS = holding("number", Refers.CANDIDATE)
_TOUCH_ROWS = holding("number", Refers.TRIGGER)
_SALE_ROWS = (EventType.ADVISED, EventType.PUSHED)


class Matter(NamedTuple):
    """One thing that both lives may have: a problem, a touch or a sale.

    place: of the problem type or touch; number: which one of them.
    """

    kind: str
    place: int
    number: int


def differences(
    before: Lives, ours: Sequence[Row], after: Lives, theirs: Sequence[Row], until: float
) -> dict[Matter, Way]:
    """By what each matter of two lives differs first, up to a day; those that do not left out."""
    here, there = _matters(ours, until), _matters(theirs, until)
    alike = {
        place
        for place, name in enumerate(before.names.touches)
        if _touch(before, name) == _touch(after, name)
    }
    bought = [
        {row.number for row in rows if row.kind == EventType.PURCHASE} for rows in (ours, theirs)
    ]
    ways: dict[Matter, Way] = {}
    for matter in {**here, **there}:
        one, other = here.get(matter, []), there.get(matter, [])
        if matter.kind == PROBLEM and not (one and other):
            continue
        if matter.kind == SALE and not all(matter.number in numbers for numbers in bought):
            continue
        way = _first(one, other)
        if way is None or (way == Way.TOUCH and matter.kind == TOUCH and matter.place in alike):
            continue
        ways[matter] = way
    return ways


def sides(ways: dict[Matter, Way]) -> set[Side]:
    """Whose doing the differences are."""
    return {SIDES[way] for way in ways.values()}


def _touch(lives: Lives, name: str) -> object:
    """What a touch is in each phase of a world; None where there is no such touch."""
    own = lives.outcome.encoded
    if name not in own.names.touches:
        return None
    slot = own.names.touches.index(name)
    return [phase[slot] for phase in own.world.touches]


def _matters(rows: Sequence[Row], until: float) -> dict[Matter, list[Row]]:
    """The rows of each matter of a life, up to a day."""
    matters: dict[Matter, list[Row]] = defaultdict(list)
    for row in rows:
        if row.time > until:
            break
        for kind, kinds in ((PROBLEM, _PROBLEM_ROWS), (TOUCH, _TOUCH_ROWS), (SALE, _SALE_ROWS)):
            if row.kind in kinds:
                place = 0 if kind == SALE else row.slot
                matters[Matter(kind, place, row.number)].append(row)
    return matters


def _first(ours: Sequence[Row], theirs: Sequence[Row]) -> Way | None:
    """By what the rows of one matter differ first; None if the customer felt the same."""
    one, other = ([row for row in rows if row.kind not in BACKSTAGE] for rows in (ours, theirs))
    for index in range(max(len(one), len(other))):
        here = one[index] if index < len(one) else None
        there = other[index] if index < len(other) else None
        if here is not None and there is not None and felt(here) == felt(there):
            continue
        rows = [
            (row, against) for row, against in ((here, theirs), (there, ours)) if row is not None
        ]
        day = min(row.time for row, _ in rows)
        ways = [way_of(row, against) for row, against in rows if row.time == day]
        return min(ways, key=RANK.__getitem__)
    return None
