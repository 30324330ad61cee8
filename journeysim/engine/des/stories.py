"""Stories: the processes of SimPy, each told as it unfolds: a life, its troubles, a case, prospects.

A process waits; what happens in the moments between is in `engine.steps`.
"""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING

from journeysim.engine.des.timeline import Story
from journeysim.engine.steps import contacts, customer
from journeysim.engine.steps import trouble as troubles
from journeysim.events import PlannedEvent, rank
from journeysim.model.customer import Case, Customer

if TYPE_CHECKING:
    from journeysim.engine.des.loop import Simulation


def life(sim: Simulation, person: Customer, first: float) -> Story:
    """From one occasion to the next, until the customer leaves."""
    when = customer.next_occasion(sim, person, first)
    while when < inf:
        yield sim.timeline.at(when, PlannedEvent.OCCASION, person.key, person.occasions)
        when = customer.occasion(sim, person)


def trouble(sim: Simulation, person: Customer, kind: int, rate: float) -> Story:
    """One type of problem that comes by rate, candidate after candidate."""
    when, number = sim.clock(), 0
    while True:
        when = troubles.next_candidate(sim, person, kind, number, when, rate)
        yield sim.timeline.at(when, PlannedEvent.FAILURE, person.key, rank(kind, number, 0))
        if person.active == 0:
            return
        troubles.happen(sim, person, kind, number)
        number += 1


def pursuit(sim: Simulation, person: Customer, case: Case, when: float) -> Story:
    """A case: one attempt to reach the firm after another, until it is settled or given up."""
    while when < inf:
        yield sim.timeline.at(when, PlannedEvent.CONTACT, person.key, contacts.order(case))
        when = contacts.turn_to_firm(sim, person, case)
        if when == contacts.WAITS:
            how = yield sim.endings[case.place]
            when = contacts.ended(sim, person, case, how)
    contacts.over(sim, person, case)


def prospects(sim: Simulation) -> Story:
    """People who look in, one after another."""
    when, number = 0.0, 0
    while True:
        when = customer.next_prospect(sim, when, number)
        yield sim.timeline.at(when, PlannedEvent.PROSPECT, sim.root, number)
        customer.looks_in(sim, number)
        number += 1
