"""Run cache: the runs heard of, by what they are runs of; the same question is never asked twice."""

from __future__ import annotations

import json
from dataclasses import dataclass, field

from journeysim.scenario.merging import Table
from journeysim.tui.protocol import RunSpec, RunUpdate
from journeysim.tui.recording import Recording

MOST_KEPT = 400
MOST_BYTES = 64e6
"""Configurations kept, and what their runs may take; the longest unused are forgotten first."""

LEAST_KEPT = 16
"""Configurations kept however much they take: those on the screen are among them."""


@dataclass(frozen=True)
class Configuration:
    """What a run is a run of, its replication apart."""

    policy: str
    levers: tuple[tuple[float, Table], ...]
    world: Table
    seed: int

    @property
    def name(self) -> str:
        """The same text for the same configuration."""
        fields = [self.policy, self.levers, self.world, self.seed]
        return json.dumps(fields, sort_keys=True)


@dataclass
class CachedRuns:
    """The runs of one configuration: the first as far as it is known, and all whole ones with their
    numbers of events."""

    key: int
    first: Recording | None = None
    whole: dict[int, Recording] = field(default_factory=dict)
    events: dict[int, int] = field(default_factory=dict)
    fault: str = ""
    taken: int = 0

    def put(self, replication: int, recording: Recording) -> None:
        """Keep a whole run."""
        self.whole[replication] = recording
        self.taken += sum(array.nbytes for array in recording)

    @property
    def paired(self) -> int:
        """How many replications are whole, counted from the first without a gap."""
        count = 0
        while count in self.whole:
            count += 1
        return count

    @property
    def last(self) -> int:
        """The last day known of the first run; -1 if none is."""
        return -1 if self.first is None else self.first.last


class RunCache:
    """Runs by configuration."""

    def __init__(self) -> None:
        self._by_name: dict[str, CachedRuns] = {}
        self._by_key: dict[int, CachedRuns] = {}
        self._last_key = 0

    def __len__(self) -> int:
        return len(self._by_name)

    def runs(self, configuration: Configuration) -> CachedRuns:
        """The runs of a configuration; none if nothing is known of it."""
        name = configuration.name
        runs = self._by_name.pop(name, None)
        if runs is None:
            self._last_key += 1
            runs = CachedRuns(self._last_key)
            self._by_key[runs.key] = runs
        self._by_name[name] = runs
        if len(self._by_name) > MOST_KEPT:
            self._forget_oldest()
        return runs

    def _forget_oldest(self) -> int:
        """Forget the longest unused configuration; what it took."""
        runs = self._by_name.pop(next(iter(self._by_name)))
        del self._by_key[runs.key]
        return runs.taken

    def missing(
        self, configuration: Configuration, replication: int, events: bool
    ) -> list[RunSpec]:
        """The one run to request, if it is not there yet."""
        runs = self.runs(configuration)
        if replication in runs.whole or runs.fault:
            return []
        c = configuration
        return [RunSpec(runs.key, c.policy, list(c.levers), c.world, c.seed, replication, events)]

    def take(self, update: RunUpdate) -> bool:
        """Keep what is known of a run; does anybody still know what it is of?"""
        runs = self._by_key.get(update.key)
        if runs is None:
            return False
        recording = update.recording
        is_first = update.replication == 0
        if is_first and 0 not in runs.whole:
            runs.first = recording
        if update.whole:
            runs.events[update.replication] = update.events
            runs.put(update.replication, recording if is_first else recording.without_events)
            taken = sum(cached.taken for cached in self._by_name.values())
            while taken > MOST_BYTES and len(self._by_name) > LEAST_KEPT:
                taken -= self._forget_oldest()
        return True

    def fail(self, key: int, why: str) -> None:
        """A configuration that cannot be run."""
        if key in self._by_key:
            self._by_key[key].fault = why
