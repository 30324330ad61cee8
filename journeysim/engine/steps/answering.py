"""Answering: agents take what waits: contacts first, care work when nobody queues.

A contact is answered at once where an agent is free, else it waits in the queue, or is passed over
to another channel. Whoever frees an agent, or adds to what waits, serves the station.
"""

from __future__ import annotations

from math import inf

from journeysim.engine.state import NOBODY
from journeysim.engine.steps import agents, cases, extras, hooks, stations, work_items
from journeysim.engine.steps.cases import case_uniform, record_case
from journeysim.engine.steps.hooks import Sim, clock
from journeysim.engine.steps.variate import variate
from journeysim.events import EventType
from journeysim.model import service as rules
from journeysim.model.customer import NOT_REACHED, Case, Customer
from journeysim.streams import Purpose


def attempt(sim: Sim, person: Customer, case: Case) -> None:
    """Turn to a channel: answered at once, or into its queue, or over to another open one's."""
    phase = sim.firm[0].phase
    channel = sim.world.channels[phase][case.channel]
    waiting = sim.stations[case.channel].waiting
    if cases.leads(channel.overflow_to) and waiting >= channel.overflow_at:
        there = cases.channel_for(sim, person, channel.overflow_to)
        if not cases.is_closed(sim, there):
            case.channel = there
            record_case(sim, EventType.OVERFLOWED, case, there)
            channel = sim.world.channels[phase][there]
    station = sim.stations[case.channel]
    case.since = clock(sim)
    case.waited = 0.0
    case.called_back = 0
    if stations.is_free(station) and station.opens != 0:
        answer(sim, person, case)
        return
    if channel.call_back != 0:
        mean, share = channel.mean_handling, sim.world.phases[phase].service.call_back_accepted
        wait = rules.expected_wait(station.waiting, station.places, mean)
        accepts = case_uniform(sim, Purpose.CALL_BACK, person, case) < share
        case.called_back = 1 if wait >= channel.call_back_from and accepts else 0
    priority = rules.priority(channel.discipline, case.severity, person.worth)
    stations.join_queue(sim, case.channel, case, priority)
    patience = inf
    if case.called_back == 0:
        u = case_uniform(sim, Purpose.PATIENCE, person, case)
        patience = variate(sim, channel.patience, u)
    hooks.plan_patience(sim, clock(sim) + patience, person, case)


def answer(sim: Sim, person: Customer, case: Case) -> None:
    """An agent takes the contact; its end is planned."""
    world, phase = sim.world, sim.firm[0].phase
    station = sim.stations[case.channel]
    station.busy = station.busy + 1
    case.served = case.served + 1
    case.since = clock(sim)
    record_case(sim, EventType.ANSWERED, case, case.channel, value=case.waited)
    channel = world.channels[phase][case.channel]
    talk = variate(sim, channel.handling, case_uniform(sim, Purpose.HANDLING, person, case))
    extra = world.phases[phase].sales.extra_time if extras.is_tried(sim, person, case) else 0.0
    handling = agents.handling(sim, person, case, talk, extra)
    hooks.plan_talk(sim, clock(sim) + handling, person, case)


def answer_waiting(sim: Sim, slot: int, case: Case) -> None:
    """The next in the queue is answered, on the phone or by a call back."""
    person = sim.people[case.row]
    if not cases.is_there(person):
        hooks.turn_away(sim, person, case)
        return
    waited = clock(sim) - case.since
    if case.called_back != 0:
        share = sim.world.phases[sim.firm[0].phase].service.call_back_unanswered
        if case_uniform(sim, Purpose.PICK_UP, person, case) < share:
            case.called_back = NOT_REACHED
            hooks.turn_away(sim, person, case)
            return
        record_case(sim, EventType.CALLED_BACK, case, slot, value=waited)
    else:
        case.waited = waited
    answer(sim, person, case)


def serve(sim: Sim, slot: int) -> None:
    """While somebody is free: the next in the queue, and if nobody waits, the next work item."""
    station = sim.stations[slot]
    while stations.is_free(station):
        if station.first != NOBODY:
            case = sim.cases[station.first]
            stations.leave_queue(sim, slot, case)
            answer_waiting(sim, slot, case)
        elif station.first_item != NOBODY and stations.has_hand(sim, slot):
            work_items.start_item(sim, slot)
        else:
            return


def release_agent(sim: Sim, slot: int) -> None:
    """An agent is free again."""
    sim.stations[slot].busy = sim.stations[slot].busy - 1
    serve(sim, slot)


STEPS = (attempt, answer, answer_waiting, serve, release_agent)
