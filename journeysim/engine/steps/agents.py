"""Agents: how those who answer stand now: how well they are trained, how free they are, their time."""

from __future__ import annotations

from journeysim.engine.steps.hooks import Sim, clock
from journeysim.model import agents as rules
from journeysim.model import service
from journeysim.model.customer import Case, Customer


def training_so_far(sim: Sim) -> float:
    """How far training has taken hold."""
    world, phase = sim.world, sim.firm[0].phase
    ramp = world.phases[phase].service.training_ramp
    before, since = world.phases[phase].trained, world.phases[phase].trained_at
    return rules.trained(before, world.phases[phase].skill, ramp, clock(sim) - since)


def leeway(sim: Sim, person: Customer) -> float:
    """How free agents are for this customer."""
    basket = sim.world.segments[person.segment].basket_mean
    return service.leeway(sim.world.phases[sim.firm[0].phase].service, basket)


def handling(sim: Sim, person: Customer, case: Case, talk: float, extra: float) -> float:
    """How long a contact takes that would take so long without any lever, now that it begins.

    extra: what a try to sell an extra takes.
    """
    world, phase = sim.world, sim.firm[0].phase
    levers, channel = world.phases[phase].service, world.channels[phase][case.channel]
    station = sim.stations[case.channel]
    factor = rules.handling_factor(levers, channel, training_so_far(sim), leeway(sim, person))
    whole: float = talk * world.problems[case.kind].handling_factor * factor
    whole = whole + extra
    whole = whole * rules.divided_attention(channel, station.busy, station.present)
    if case.called_back != 0:
        whole = whole + levers.call_back_time
    if case.tried != 0 and case.served == 1:
        whole = whole + levers.self_service_time
    return whole


STEPS = (training_so_far, leeway, handling)
