"""Stations: the queues people wait in, and whether an agent is free.

A queue is a chain of cases through their neighbours, in the order in which they will be served.
"""

from __future__ import annotations

from journeysim.engine.state import NOBODY, Station
from journeysim.engine.steps.hooks import Sim
from journeysim.model.customer import Case


def is_free(station: Station) -> bool:
    """Is somebody at work who could hold one talk more?"""
    return station.busy < station.places


def has_hand(sim: Sim, slot: int) -> bool:
    """Is a hand free for care work, beside those kept for callers?"""
    station = sim.stations[slot]
    reserve = sim.world.channels[sim.firm[0].phase][slot].reserve
    return bool(station.busy + reserve < station.places)


def join_queue(sim: Sim, slot: int, case: Case, priority: float) -> None:
    """Take a place in a queue: behind everybody of the same or a better priority."""
    station = sim.stations[slot]
    case.priority = priority
    case.in_queue = 1
    before = station.last
    while before != NOBODY and sim.cases[before].priority > priority:
        before = sim.cases[before].ahead
    behind = station.first if before == NOBODY else sim.cases[before].behind
    case.ahead = before
    case.behind = behind
    if before == NOBODY:
        station.first = case.place
    else:
        sim.cases[before].behind = case.place
    if behind == NOBODY:
        station.last = case.place
    else:
        sim.cases[behind].ahead = case.place
    station.waiting = station.waiting + 1


def leave_queue(sim: Sim, slot: int, case: Case) -> None:
    """Step out of a queue; the neighbours close up."""
    station = sim.stations[slot]
    if case.ahead == NOBODY:
        station.first = case.behind
    else:
        sim.cases[case.ahead].behind = case.behind
    if case.behind == NOBODY:
        station.last = case.ahead
    else:
        sim.cases[case.behind].ahead = case.ahead
    case.ahead = NOBODY
    case.behind = NOBODY
    case.in_queue = 0
    station.waiting = station.waiting - 1


STEPS = (is_free, has_hand, join_queue, leave_queue)
