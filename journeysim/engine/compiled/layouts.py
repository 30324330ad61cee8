"""Layouts: how records lie in memory, made from the states the steps know and the encoded world.

A field is declared once (`model.customer`, `engine.state`, the sections); here it gets its place.
What is larger than the line a processor fetches begins on one.
"""

from __future__ import annotations

from dataclasses import Field, fields
from functools import cache
from typing import Any

import numpy as np

from journeysim.engine.compiled.memory import LINE, Memory
from journeysim.engine.log import ROW, Array


def _whole_lines(kind: np.dtype[Any]) -> np.dtype[Any]:
    """A record that takes whole lines, so that none of an array shares its last with the next."""
    names = list(kind.names or ())
    columns = [kind.fields[name] for name in names] if kind.fields else []
    return np.dtype(
        (
            np.record,
            np.dtype(
                {
                    "names": names,
                    "formats": [column[0] for column in columns],
                    "offsets": [column[1] for column in columns],
                    "itemsize": -(-kind.itemsize // LINE) * LINE,
                    "aligned": True,
                }
            ),
        )
    )


HEAP_ENTRY = np.dtype(
    (np.record, np.dtype([("time", "f8"), ("place", "i4"), ("row", "i4")], align=True))
)
"""One entry of the heap: a time, the place of its event, whom it concerns; small, as they move."""

CHUNK = 7
"""Events of a chunk: what two lines of memory hold."""

CHUNK_RECORD = _whole_lines(
    np.dtype(
        [
            ("time", "f8", (CHUNK,)),
            ("place", "i4", (CHUNK,)),
            ("row", "i4", (CHUNK,)),
            ("before", "i4"),
        ],
        align=True,
    )
)
"""Part of a bucket: when each event is due, its place, whom it concerns; the chunk before."""

BUCKET = np.dtype((np.record, np.dtype([("chunk", "i4"), ("count", "i4")], align=True)))
"""What is due in one slice of a day, or one window of days: the latest chunk, how many events."""

EVENT_RECORD = np.dtype(
    (
        np.record,
        np.dtype(
            [
                ("order", "i8"),
                ("x", "f8"),
                ("y", "f8"),
                ("a", "i4"),
                ("what", "i1"),
                ("b", "i1"),
            ],
            align=True,
        ),
    )
)
"""A planned event: the order of equal times, up to four parameters, what; half a line of memory.

Whom it concerns stands beside its place wherever it waits."""

LOG_ROW = np.dtype((np.record, ROW))
"""A row of the log as the kernel writes it."""


@cache
def layout(state: type) -> np.dtype[Any]:
    """The record of a state: its fields, numbers as they stand, lists as arrays of their length."""
    example = state()
    columns: list[Any] = []
    for field in fields(state):
        value = getattr(example, field.name)
        if isinstance(value, list):
            columns.append((field.name, "f8", (len(value),)))
        else:
            columns.append((field.name, "f8" if isinstance(value, float) else _width(field)))
    kind = np.dtype((np.record, np.dtype(columns, align=True)))
    return _whole_lines(kind) if kind.itemsize > LINE else kind


def _width(field: Field[Any]) -> str:
    if field.type == "Small":
        return "i1"
    return "i8" if field.name in ("key", "slice", "near", "planned", "events", "logged") else "i4"


def blank(state: type, memory: Memory, count: int = 1) -> Array:
    """So many states, each at its defaults."""
    array = memory.zeros(count, layout(state))
    example = state()
    for field in fields(state):
        value = getattr(example, field.name)
        if not isinstance(value, list) and value != 0:
            array[field.name] = value
    return array


def type_of(value: Any) -> Any:
    """The NumPy type of an encoded value: a number, a row of numbers, or a record of values."""
    if hasattr(value, "_fields"):
        columns = [_column(name, getattr(value, name)) for name in value._fields]
        return np.dtype((np.record, np.dtype(columns, align=True)))
    return np.dtype("f8") if isinstance(value, float) else np.dtype("i8")


def _column(name: str, value: Any) -> Any:
    if isinstance(value, tuple) and not hasattr(value, "_fields"):
        return (name, type_of(value[0]), (len(value),))
    return (name, type_of(value))


def plain(value: Any) -> Any:
    """A record as nested tuples, as NumPy takes them."""
    if isinstance(value, tuple):
        return tuple(plain(item) for item in value)
    return value
