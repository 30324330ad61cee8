"""Library: the runs heard of, by what they are runs of; the same question is never asked twice."""

from __future__ import annotations

import json
from dataclasses import dataclass, field

from journeysim.engine.log import Array
from journeysim.scenario.merging import Table
from journeysim.tui.frames import Frames
from journeysim.tui.wire import Ask, Run

MOST_KEPT = 400
MOST_BYTES = 64e6
"""Lines kept, and what their runs may take; the longest unused are forgotten first."""

LEAST_KEPT = 16
"""Lines kept however much they take: those on the screen are among them."""


@dataclass(frozen=True)
class Line:
    """What a run is a run of, its replication apart."""

    policy: str
    levers: tuple[tuple[float, Table], ...]
    world: Table
    seed: int

    @property
    def name(self) -> str:
        """The same text for the same line."""
        said = [self.policy, self.levers, self.world, self.seed]
        return json.dumps(said, sort_keys=True)


@dataclass
class Shelf:
    """The runs of one line: the first as far as it is known, and the days of all whole ones."""

    key: int
    first: Frames | None = None
    whole: dict[int, Frames] = field(default_factory=dict)
    fault: str = ""
    taken: int = 0

    def put(self, replication: int, found: Frames) -> None:
        """Keep a whole run."""
        self.whole[replication] = found
        self.taken += sum(array.nbytes for array in found)

    @property
    def paired(self) -> int:
        """How many replications are whole, counted from the first without a gap."""
        count = 0
        while count in self.whole:
            count += 1
        return count


class Library:
    """Shelves by line."""

    def __init__(self) -> None:
        self._shelves: dict[str, Shelf] = {}
        self._keys: dict[int, Shelf] = {}
        self._next = 0

    def shelf(self, line: Line) -> Shelf:
        """The shelf of a line; an empty one if nothing is known of it."""
        name = line.name
        shelf = self._shelves.pop(name, None)
        if shelf is None:
            self._next += 1
            shelf = Shelf(self._next)
            self._keys[shelf.key] = shelf
        self._shelves[name] = shelf
        if len(self._shelves) > MOST_KEPT:
            self._forget_oldest()
        return shelf

    def _forget_oldest(self) -> int:
        """Forget the longest unused line; what it took."""
        shelf = self._shelves.pop(next(iter(self._shelves)))
        del self._keys[shelf.key]
        return shelf.taken

    def asks(self, line: Line, replication: int, told: bool) -> list[Ask]:
        """The order for one run, if it is not there yet."""
        shelf = self.shelf(line)
        if replication in shelf.whole or shelf.fault:
            return []
        levers = list(line.levers)
        return [Ask(shelf.key, line.policy, levers, line.world, line.seed, replication, told)]

    def hear(self, run: Run) -> bool:
        """Put a run on its shelf; does anybody still know what it is of?"""
        shelf = self._keys.get(run.key)
        if shelf is None:
            return False
        found = run.frames
        if run.replication == 0 and (shelf.first is None or 0 not in shelf.whole):
            shelf.first = found
        if run.whole:
            empty: Array = found.ticks[:0]
            kept = found if run.replication == 0 else found._replace(ticks=empty, seats=empty)
            shelf.put(run.replication, kept)
            taken = sum(each.taken for each in self._shelves.values())
            while taken > MOST_BYTES and len(self._shelves) > LEAST_KEPT:
                taken -= self._forget_oldest()
        return True

    def fail(self, key: int, why: str) -> None:
        """A line that cannot be run."""
        if key in self._keys:
            self._keys[key].fault = why
