"""Effort: what a study will take, roughly, told before it begins and asked back where it is much.

Good to a factor of two or three; nothing is decided by it but whether to ask. The bound that holds is
`max_events`, which counts what really happens.
"""

from __future__ import annotations

import os
from dataclasses import dataclass

from journeysim.engine import choice
from journeysim.engine.choice import COMPILED, Jobs
from journeysim.scenario.scenario import Scenario

SPEED = 30.0
"""How much quicker a compiled run is, roughly."""

TOLD_SECONDS, TOLD_BYTES = 10.0, 1e9
"""Work from which its size is told."""

ASKED_SECONDS, ASKED_BYTES = 900.0, 8e9
"""Work from which is asked whether it is meant."""

_EVENT_BYTES = {COMPILED: 60.0}
_PERSON_BYTES = {COMPILED: 900.0}
_OF_SIMPY = (70.0, 4000.0)
"""Bytes of an event and of a customer while a run lasts."""


@dataclass(frozen=True)
class Effort:
    """Events in all, seconds from here on, and bytes at the same time."""

    events: float
    seconds: float
    bytes: float

    @property
    def is_told(self) -> bool:
        """Is it worth telling?"""
        return self.seconds >= TOLD_SECONDS or self.bytes >= TOLD_BYTES

    @property
    def is_asked(self) -> bool:
        """Is it so much that it may not be meant?"""
        return self.seconds >= ASKED_SECONDS or self.bytes >= ASKED_BYTES

    def __str__(self) -> str:
        """As people say it: `about 12 million events, 3 minutes, 0.4 GB`."""
        return f"about {_events(self.events)}, {_time(self.seconds)}, {_room(self.bytes)}"


def effort(scenario: Scenario, runs: int, engine: str, jobs: Jobs) -> Effort:
    """What so many runs of a scenario will take."""
    abreast = max(1, min(runs, choice.workers(jobs), os.cpu_count() or 1))
    events = choice.rows_expected(scenario)
    seconds = events * choice.SECONDS_A_ROW * runs / abreast
    people = choice.people_expected(scenario)
    an_event = _EVENT_BYTES.get(engine, _OF_SIMPY[0])
    a_person = _PERSON_BYTES.get(engine, _OF_SIMPY[1])
    return Effort(
        events * runs,
        seconds / SPEED if engine == COMPILED else seconds,
        abreast * (events * an_event + people * a_person),
    )


def _events(count: float) -> str:
    for size, word in ((1e9, "billion"), (1e6, "million")):
        if count >= size:
            return f"{count / size:,.{0 if count >= 10 * size else 1}f} {word} events"
    return f"{max(1.0, count):,.2g} events" if count < 1000 else f"{round(count, -3):,.0f} events"


def _time(seconds: float) -> str:
    for size, word in ((86_400.0, "days"), (3600.0, "hours"), (60.0, "minutes")):
        if seconds >= 2 * size:
            return f"{seconds / size:,.0f} {word}"
    return f"{max(1.0, seconds):,.0f} seconds"


def _room(size: float) -> str:
    return f"{size / 1e9:,.1f} GB" if size >= 1e8 else f"{max(1.0, size / 1e6):,.0f} MB"
