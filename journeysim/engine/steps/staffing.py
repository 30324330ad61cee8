"""Staffing: who is at work in each quarter of the week, and closing time.

Agents finish what is in hand when a shift ends; whoever still queues at closing time is turned
away.
"""

from __future__ import annotations

from math import inf

from journeysim.engine.state import NOBODY
from journeysim.engine.steps import answering, hooks, plans, stations
from journeysim.engine.steps.hooks import Sim, clock, record
from journeysim.events import EventType
from journeysim.model.hours import next_staffing, quarter_of


def restaff(sim: Sim, slot: int) -> None:
    """Bring a station to the staffing of this quarter of the week, and plan the next change."""
    world, phase, now, station = sim.world, sim.firm[0].phase, clock(sim), sim.stations[slot]
    here, channel = quarter_of(now), world.channels[phase][slot]
    present, opens = channel.present[here], channel.opens[here]
    pay = channel.paid[here] * channel.agent_cost
    was_open = station.opens
    places = present * channel.concurrency
    changes = present != station.present or places != station.places
    if changes or opens != station.opens or pay != station.pay:
        station.present = present
        station.places = places
        station.opens = opens
        station.pay = pay
        record(sim, EventType.STAFFED, -1, slot, present, opens, value=pay)
    station.version = station.version + 1
    when = next_staffing(channel.present, channel.paid, channel.opens, now)
    if when < inf:
        plans.plan_staffing(sim, when, slot, station.version)
    if was_open != 0 and opens == 0 and channel.asynchronous == 0:
        close(sim, slot)
    answering.serve(sim, slot)


def next_quarter(sim: Sim, slot: int, version: int) -> None:
    """The planned change of staffing, unless a policy has changed the plan."""
    if version == sim.stations[slot].version:
        restaff(sim, slot)


def close(sim: Sim, slot: int) -> None:
    """Closing time: whoever still queues is turned away, in the order of the queue."""
    station = sim.stations[slot]
    while station.first != NOBODY:
        case = sim.cases[station.first]
        stations.leave_queue(sim, slot, case)
        hooks.turn_away(sim, sim.people[case.row], case)


STEPS = (restaff, next_quarter, close)
