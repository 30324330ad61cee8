"""Effort: what a study will take, roughly, told before it begins and asked back where it is much.

Good to a factor of two or three; nothing is decided by it but whether to ask. The bound that holds is
`max_events`, which counts what really happens.
"""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import dataclass
from math import inf
from pathlib import Path

from journeysim.engine import choice
from journeysim.engine.choice import COMPILED, Jobs
from journeysim.engine.compiled.memory import MOST
from journeysim.engine.log import ROW
from journeysim.numerals import numeral
from journeysim.scenario.scenario import Scenario

SPEED = 30.0
"""How much quicker a compiled run is, roughly."""

TOLD_SECONDS, TOLD_BYTES = 10.0, 1e9
"""Work from which its size is told."""

ASKED_SECONDS, ASKED_BYTES = 900.0, 8e9
"""Work from which is asked whether it is meant."""

_EVENT_BYTES = {COMPILED: 100.0}
_PERSON_BYTES = {COMPILED: 900.0}
_OF_SIMPY = (70.0, 4000.0)
"""Bytes of an event and of a customer while a run lasts and is measured."""

_ORDER_BYTES = 8.0
"""Bytes of an event whose row lies in a file, because the compiled engine cannot have so much: its place in
order alone."""


@dataclass(frozen=True)
class Effort:
    """Events in all, seconds from here on, and bytes at the same time.

    is_elsewhere: on other machines; then the seconds are those of one core, the bytes those of one run.
    """

    events: float
    seconds: float
    bytes: float
    is_elsewhere: bool = False

    @property
    def is_told(self) -> bool:
        """Is it worth telling?"""
        return self.seconds >= TOLD_SECONDS or self.bytes >= TOLD_BYTES

    @property
    def is_asked(self) -> bool:
        """Is it so much that it may not be meant?"""
        return self.seconds >= ASKED_SECONDS or self.bytes >= ASKED_BYTES

    def __str__(self) -> str:
        """As people say it, numbers marked for their style: `about 12 million events, 3 minutes, 0.4 GB`."""
        apart = (" of a core", " a run") if self.is_elsewhere else ("", "")
        seconds, size = _time(self.seconds) + apart[0], told_bytes(self.bytes) + apart[1]
        return f"about {_events(self.events)}, {seconds}, {size}"

    @property
    def bytes_here(self) -> float:
        """Bytes that it takes on this machine."""
        return 0.0 if self.is_elsewhere else self.bytes


def effort(scenario: Scenario, runs: int, engine: str, jobs: Jobs) -> Effort:
    """What so many runs of a scenario will take."""
    elsewhere = choice.is_elsewhere(jobs)
    abreast = 1 if elsewhere else max(1, min(runs, choice.workers(jobs), os.cpu_count() or 1))
    events = choice.rows_expected(scenario)
    seconds = choice.rows_lived(scenario) * choice.SECONDS_A_ROW * runs / abreast
    people = choice.people_expected(scenario)
    return Effort(
        events * runs,
        seconds / SPEED if engine == COMPILED else seconds,
        abreast * _bytes(engine, events, people),
        elsewhere,
    )


def _bytes(engine: str, events: float, people: float) -> float:
    """What one run takes, and what is made of its log."""
    of_people = people * _PERSON_BYTES.get(engine, _OF_SIMPY[1])
    if engine == COMPILED and of_people + events * ROW.itemsize > MOST:
        return MOST + events * _ORDER_BYTES
    return of_people + events * _EVENT_BYTES.get(engine, _OF_SIMPY[0])


def room() -> float:
    """How many bytes this process may still take: of what the machine has left, and of its limit.

    Infinity where neither is known. Python cannot be trusted to end in good order once nothing at
    all is left, so that what will not fit is better not begun.
    """
    return min(_left_on_the_machine(), _left_of_the_limit())


def _left_on_the_machine() -> float:
    with suppress(OSError, ValueError, IndexError):
        for line in Path("/proc/meminfo").read_text(encoding="ascii").splitlines():
            if line.startswith("MemAvailable:"):
                return 1024.0 * int(line.split()[1])
    return inf


def _left_of_the_limit() -> float:
    with suppress(ImportError, OSError, ValueError, IndexError):
        import resource

        limit, _ = resource.getrlimit(resource.RLIMIT_AS)
        if limit != resource.RLIM_INFINITY:
            pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
            return max(0.0, float(limit - pages * resource.getpagesize()))
    return inf


def _events(count: float) -> str:
    for size, word in ((1e9, "billion"), (1e6, "million")):
        if count >= size:
            places = 0 if count >= 10 * size else 1
            return f"{numeral(count / size, f',.{places}f')} {word} events"
    if count < 1000:
        return f"{numeral(max(1.0, count), ',.2g')} events"
    return f"{numeral(round(count, -3), ',.0f')} events"


def _time(seconds: float) -> str:
    for size, word in ((86_400.0, "days"), (3600.0, "hours"), (60.0, "minutes")):
        if seconds >= 2 * size:
            return f"{numeral(seconds / size, ',.0f')} {word}"
    return f"{numeral(max(1.0, seconds), ',.0f')} seconds"


def told_bytes(size: float) -> str:
    """So many bytes, in words."""
    if size >= 1e8:
        return f"{numeral(size / 1e9, ',.1f')} GB"
    return f"{numeral(max(1.0, size / 1e6), ',.0f')} MB"
