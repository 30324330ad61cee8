"""Roster: the lines people wait in, who is at work, and who is served next.

Contacts come first, care work when nobody waits. Agents finish what is in hand when a shift ends;
whoever still waits at closing time is turned away.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from heapq import heappop, heappush
from math import inf
from typing import TYPE_CHECKING, NamedTuple

import simpy

from journeysim.engine.des import care, contacts
from journeysim.events import Due, Kind
from journeysim.model.customer import Case, Customer
from journeysim.model.hours import next_staffing, quarter_of

if TYPE_CHECKING:
    from journeysim.engine.des.loop import Simulation


class Waiting(NamedTuple):
    """Somebody in a line; their story goes on when `patience` is handed an ending."""

    priority: float
    order: int
    patience: simpy.Event
    person: Customer
    case: Case
    called_back: int


class Errand(NamedTuple):
    """Care work that waits for a free agent."""

    person: Customer
    slot: int
    ordinal: int
    kind: int
    since: float


@dataclass(slots=True)
class Line:
    """One channel as it stands: who is at work, who waits, what care work lies there."""

    slot: int
    present: int = 0
    pay: float = 0.0
    opens: int = 0
    busy: int = 0
    waiting: int = 0
    joined: int = 0
    version: int = 0
    queue: list[Waiting] = field(default_factory=list)
    errands: deque[Errand] = field(default_factory=deque)


def restaff(sim: Simulation, line: Line) -> None:
    """Bring a line to the staffing of this quarter of the week, and plan the next change."""
    world, phase, slot, now = sim.world, sim.phase, line.slot, sim.now
    present, paid, opens = (
        world.rosters[phase][slot],
        world.paid[phase][slot],
        world.opens[phase][slot],
    )
    here = quarter_of(now)
    pay = paid[here] * world.channels[phase][slot].pay
    was_open, was = line.opens, (line.present, line.opens, line.pay)
    line.present, line.opens, line.pay = present[here], opens[here], pay
    if was != (line.present, line.opens, line.pay):
        sim.note(Kind.STAFFED, -1, slot, line.present, line.opens, value=pay)
    line.version += 1
    when = next_staffing(present, paid, opens, now)
    if when < inf:
        order = line.version
        sim.timeline.call(when, Due.STAFF, slot, order, next_quarter, sim, line, order)
    if was_open != 0 and line.opens == 0:
        close(sim, line)
    serve(sim, line)


def next_quarter(sim: Simulation, line: Line, version: int) -> None:
    """The planned change of staffing, unless a policy has changed the plan."""
    if version == line.version:
        restaff(sim, line)


def is_free(line: Line) -> bool:
    """Is somebody at work who has nothing to do?"""
    return line.busy < line.present


def join(
    line: Line,
    person: Customer,
    case: Case,
    priority: float,
    called_back: int,
    ending: simpy.Event,
) -> simpy.Event:
    """Take a place in the line; `ending` comes when patience ends, unless something else does."""
    line.waiting += 1
    line.joined += 1
    heappush(line.queue, Waiting(priority, line.joined, ending, person, case, called_back))
    return ending


def serve(sim: Simulation, line: Line) -> None:
    """While somebody is free: the next in line, and if nobody waits, the next errand."""
    while is_free(line):
        waiting = next_waiting(line)
        if waiting is not None:
            line.waiting -= 1
            if contacts.is_there(waiting.person):
                contacts.answer_waiting(sim, line, waiting)
            else:
                waiting.patience.callbacks = []
                contacts.cut_short(sim, waiting.case, Due.IMPATIENT)
        elif line.errands:
            care.start_errand(sim, line, line.errands.popleft())
        else:
            return


def next_waiting(line: Line) -> Waiting | None:
    """The next who still waits; those who hung up have left their place empty."""
    while line.queue:
        waiting = heappop(line.queue)
        if waiting.patience.callbacks:
            return waiting
    return None


def close(sim: Simulation, line: Line) -> None:
    """Closing time: whoever still waits is turned away, in the order of the line."""
    while (waiting := next_waiting(line)) is not None:
        line.waiting -= 1
        ending = simpy.Event(sim.timeline)
        ending._ok, ending._value = True, Due.CLOSING
        callbacks, waiting.patience.callbacks = waiting.patience.callbacks, []
        for callback in callbacks or ():
            callback(ending)
