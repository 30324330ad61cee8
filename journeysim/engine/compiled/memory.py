"""Memory: where a compiled run lives: arrays in the memory of a machine, and calls of its code.

A machine is lent out and comes back by itself when nobody sees its memory any more: whoever keeps a
log keeps what it lies in, and the next run finds pages that need not be cleared. What is handed to
code is the address of `words`: eight bytes each, a number, or where an array lies and its shape.
"""

from __future__ import annotations

import ctypes
import weakref
from collections.abc import Iterator
from threading import RLock
from typing import Any, Protocol

import numpy as np

from journeysim.engine.log import Array
from journeysim.errors import EngineError

LINE = 64
"""Bytes the processor fetches at once; what is read together lies within as few as can be."""

KEPT = 4
"""Machines at rest that are kept, at most."""

KEPT_BYTES = 1 << 30
"""Bytes that machines at rest may hold together; the latest one is kept up to half of `MOST`."""

MOST = 1 << 32
"""Bytes a machine can have."""


class NoRoomError(EngineError):
    """A machine has no room for so much."""


class Machine(Protocol):
    """What runs the code, on memory of its own.

    base: where its memory lies in this process; origin: its address as the code knows it; start:
    the first byte that is free; size: bytes there are; touched: the end of what was ever written.
    """

    base: int
    origin: int
    start: int
    size: int
    touched: int

    def grow(self, size: int) -> None:
        """Have at least so many bytes, those there are where they were. Raises NoRoomError."""

    def call(self, name: str, *numbers: int | float) -> int:
        """Call a function; other threads go on."""


class Pool:
    """Machines of one kind: made when needed, kept when at rest."""

    def __init__(self, make: Any) -> None:
        self._make = make
        self._idle: list[Machine] = []
        self._lock = RLock()  # a collection of garbage may give a machine back at any moment

    def lend(self) -> Memory:
        """The memory of a machine that nobody else uses."""
        with self._lock:
            machine = self._idle.pop() if self._idle else None
        machine = machine or self._make()
        pages = _Pages.from_address(machine.base)
        weakref.finalize(pages, self._back, machine).atexit = False
        return Memory(machine, pages)

    def _back(self, machine: Machine) -> None:
        """The latest come first to be lent again; the oldest go where there is too much."""
        with self._lock:
            self._idle.append(machine)
            while len(self._idle) > 1 and (
                len(self._idle) > KEPT or sum(each.touched for each in self._idle) > KEPT_BYTES
            ):
                del self._idle[0]
            if self._idle[-1].touched > MOST // 2:
                del self._idle[-1]


class _Pages(ctypes.c_uint8 * MOST):  # type: ignore[misc]
    """All a machine may ever have; who holds a view of it holds the machine."""


def copy_rows(rows: Array, into: Array) -> None:
    """Write records over the first of others of their kind, as bytes: field by field takes longer."""
    into.view(np.uint8)[: rows.nbytes] = rows.view(np.uint8)


class Memory:
    """Room for arrays, taken from the beginning to the end."""

    def __init__(self, machine: Machine, pages: Any) -> None:
        self._machine = machine
        self._bytes: Array = np.frombuffer(pages, dtype=np.uint8)
        self._end = machine.start

    def empty(self, count: int, kind: np.dtype[Any]) -> Array:
        """So many records from the beginning of a line, with whatever lies there."""
        start = -(-self._end // LINE) * LINE
        return self._taken(start, count, kind)

    def zeros(self, count: int, kind: np.dtype[Any]) -> Array:
        """The same, all zero; what was never written to is so by itself."""
        touched = self._machine.touched
        array = self.empty(count, kind)
        start = self._place(array)
        size = min(array.nbytes, max(0, touched - start))
        self._bytes[start : start + size] = 0
        return array

    def longer(self, array: Array, count: int) -> Array:
        """The same records with room for more: where they are, if they are the last."""
        start = self._place(array)
        if start + array.nbytes == self._end:
            return self._taken(start, count, array.dtype)
        moved = self.empty(count, array.dtype)
        copy_rows(array, moved)
        return moved

    def held(self, value: Any) -> Any:
        """The same, with all arrays and records of a named tuple in this memory."""
        if isinstance(value, np.ndarray):
            if self._holds(value):
                return value
            copied = self.empty(value.size, value.dtype).reshape(value.shape)
            copied[...] = value
            return copied
        if isinstance(value, np.void):
            return self.held(np.array([value], dtype=value.dtype))[0]
        if isinstance(value, tuple):
            return type(value)._make(map(self.held, value))  # type: ignore[attr-defined]
        return value

    def block(self, value: Any) -> Array:
        """The words of a named tuple whose arrays lie in this memory."""
        words = list(self._words(value))
        block = self.empty(len(words), np.dtype(np.int64))
        self.rewrite(block, value)
        return block

    def rewrite(self, block: Array, value: Any) -> None:
        """The same words for what has come to lie elsewhere."""
        numbers = block.view(np.float64)
        for place, word in enumerate(self._words(value)):
            if type(word) is float:
                numbers[place] = word
            else:
                block[place] = word

    def left(self) -> int:
        """Bytes there may still be."""
        return MOST - self._end

    def call(self, name: str, block: Array, *numbers: int | float) -> int:
        """Call a function with the words of a block and some numbers; other threads go on."""
        return self._machine.call(name, self._address(block), *numbers)

    def _taken(self, start: int, count: int, kind: np.dtype[Any]) -> Array:
        end = start + count * kind.itemsize
        if end > self._machine.size:
            self._machine.grow(end)
        self._end = end
        self._machine.touched = max(self._machine.touched, end)
        return self._bytes[start:end].view(kind)

    def _words(self, value: Any) -> Iterator[int | float]:
        if isinstance(value, np.ndarray):
            yield from (self._address(value), *value.shape)
        elif isinstance(value, np.void):
            yield self._address(np.frombuffer(value, np.uint8))
        elif isinstance(value, tuple):
            for part in value:
                yield from self._words(part)
        else:
            yield value

    def _holds(self, array: Array) -> bool:
        return 0 <= array.ctypes.data - self._machine.base < self._machine.size

    def _place(self, array: Array) -> int:
        return array.ctypes.data - self._machine.base

    def _address(self, array: Array) -> int:
        return self._place(array) + self._machine.origin


def shape_of(value: Any) -> Iterator[str]:
    """How a named tuple lies in memory, in words that are the same exactly if the layouts are."""
    if isinstance(value, np.ndarray):
        yield f"{value.ndim} x {value.dtype.descr} in {value.dtype.itemsize}"
    elif isinstance(value, np.void):
        yield f"{value.dtype.descr} in {value.dtype.itemsize}"
    elif isinstance(value, tuple):
        for part in value:
            yield from shape_of(part)
    else:
        yield type(value).__name__
