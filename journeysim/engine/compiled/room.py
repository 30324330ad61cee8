"""Room: more of it for a run that is short of some, and a run once more in another memory."""

from __future__ import annotations

from typing import Any

import numpy as np

from journeysim.engine.compiled.memory import Memory, copy_rows
from journeysim.engine.compiled.run_state import (
    CASES,
    CHUNKS,
    DEALINGS,
    EVENTS,
    HEAP,
    PEOPLE,
    WORK_ITEMS,
    RunState,
)


def grown(state: RunState, memory: Memory) -> RunState:
    """The same run with twice the room in whatever is short, but for the log."""
    short = state.counters[0]["short"]
    larger: dict[str, Any] = {}
    for name, bit in _SHORT.items():
        if short & bit and name != "memories":
            larger[name] = memory.longer(getattr(state, name), 2 * len(getattr(state, name)))
    if short & PEOPLE:
        people, touches = len(larger["people"]), state.memories.shape[1]
        room = memory.longer(state.memories.reshape(-1), people * touches)
        larger["memories"] = room.reshape(people, touches)
    return state._replace(**larger)


def growth(state: RunState) -> int:
    """Bytes that `grown` takes, at most."""
    short = state.counters[0]["short"]
    return sum(2 * getattr(state, name).nbytes for name, bit in _SHORT.items() if short & bit)


def copied(state: RunState, memory: Memory, short: int = 0) -> RunState:
    """The same run once more, in another memory; with an eighth more room in what is short there."""
    counters = state.counters[0]
    counts = {"heap": "near", "chunks": "chunks", "events": "events", "log": "logged"}
    counts |= {name: name for name in ("people", "dealings", "cases", "work_items")}
    taken = {name: int(counters[count]) for name, count in counts.items()}
    copies: dict[str, Any] = {"world": memory.held(state.world), "root": state.root}
    state = state._replace(log=state.log[: taken["log"]])
    for name, array in state._asdict().items():
        if name not in copies:
            rows = 9 * len(array) // 8 + 1 if short & _SHORT.get(name, 0) else len(array)
            shape = (rows, *array.shape[1:])
            room = memory.empty(int(np.prod(shape, dtype=np.int64)), array.dtype)
            copy_rows(array.reshape(-1)[: taken.get(name, array.size)], room)
            copies[name] = room.reshape(shape)
    return state._replace(**copies)


_SHORT = {
    "people": PEOPLE, "memories": PEOPLE, "dealings": DEALINGS, "cases": CASES, "work_items": WORK_ITEMS,
    "events": EVENTS, "chunks": CHUNKS, "heap": HEAP,
}  # fmt: skip
"""What grows where a bit of `Counters.short` says so."""
