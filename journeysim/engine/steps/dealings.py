"""Dealings: what the firm has to do with some customers beside sales and problems, once it has."""

from __future__ import annotations

from journeysim.engine.state import NOBODY
from journeysim.engine.steps import hooks
from journeysim.engine.steps.hooks import Sim, clock
from journeysim.model import experience as feelings
from journeysim.model.customer import Customer, Dealings


def dealings_with(sim: Sim, person: Customer) -> Dealings:
    """Those with a customer, beginning here if there were none."""
    if person.dealings == NOBODY:
        person.dealings = hooks.new_dealings(sim)
    return sim.dealings[person.dealings]


def burden_of(sim: Sim, person: Customer) -> float:
    """How the touches of the last months weigh on a customer now."""
    if person.dealings == NOBODY:
        return 0.0
    return feelings.burden_now(sim.world.experience, sim.dealings[person.dealings], clock(sim))


def running_discount(sim: Sim, person: Customer) -> float:
    """The discount that runs for somebody, 0 for none."""
    if person.dealings == NOBODY or not clock(sim) < person.discount_until:
        return 0.0
    return sim.dealings[person.dealings].discount


def running_offer(sim: Sim, person: Customer) -> float:
    """The log hazard ratio of how the discount that runs is taken, 0 for none."""
    if person.dealings == NOBODY or not clock(sim) < person.discount_until:
        return 0.0
    return sim.dealings[person.dealings].offer


STEPS = (dealings_with, burden_of, running_discount, running_offer)
