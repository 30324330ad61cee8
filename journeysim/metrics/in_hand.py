"""In hand: contacts that the horizon cut off, in line or in a talk; no row tells of their end.

Every attempt has a name (customer, problem type, candidate, attempt), so what has begun and not
ended is a difference of two sets of rows.
"""

from __future__ import annotations

import numpy as np

from journeysim.engine.log import Array
from journeysim.events import EventType, Refers, holding
from journeysim.metrics.observed import Observed
from journeysim.metrics.records import Records

TALKS = holding("value", Refers.HANDLING)
"""What ends a talk."""

OUT_OF_LINE = (*holding("value", Refers.WAIT), EventType.CUT_SHORT)
"""What ends a wait."""

_NAME = ("customer", "slot", "number", "attempt")


def in_talk(observed: Observed) -> Array:
    """The rows of answers whose talk had not ended at the horizon."""
    return _unended(observed, EventType.ANSWERED, TALKS)


def in_line(observed: Observed) -> Array:
    """The rows of contacts after the warm-up that were still waiting at the horizon."""
    waiting = _unended(observed, EventType.CONTACT, OUT_OF_LINE)
    return waiting.compress(waiting["time"] >= observed.warmup)


def _unended(observed: Observed, begins: EventType, ends: tuple[EventType, ...]) -> Array:
    """The rows of a beginning that no row of an ending shares its name with.

    Reckoned once for the whole run: an attempt waits, talks and ends in one channel.
    """
    whole = observed.records.root
    return observed.records.narrow(whole.once(begins, lambda: _left(whole, begins, ends)))


def _left(whole: Records, begins: EventType, ends: tuple[EventType, ...]) -> Array:
    begun = whole.of(begins)
    ended = [whole.of(kind) for kind in ends]
    columns = [np.concatenate([begun[name], *(rows[name] for rows in ended)]) for name in _NAME]
    names = np.zeros(len(columns[0]), dtype=np.int64)
    for column in columns:
        names = names * (int(column.max(initial=0)) + 1) + column
    ours, theirs = names[: len(begun)], np.sort(names[len(begun) :])
    if not len(theirs):
        return begun
    # Sorted names are looked up side by side in memory; those that are left are few.
    there = np.sort(ours)
    place = np.minimum(np.searchsorted(theirs, there), len(theirs) - 1)
    return begun.compress(np.isin(ours, there[theirs[place] != there]))
