"""Processes of SimPy, each told as it unfolds: a customer, their problems, a case, prospects.

A process waits; what happens in the moments between is in `engine.steps`.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import inf
from typing import Protocol

import simpy

from journeysim.engine.des.timeline import Process, Timeline
from journeysim.engine.steps import cases, contacts, customer, joining, people, trouble
from journeysim.engine.steps.hooks import Sim
from journeysim.events import PlannedEvent, rank
from journeysim.model.customer import Case, Customer


class SimpyRun(Sim, Protocol):
    """A run on SimPy, as its processes see it; endings: of each case, what ends its wait."""

    @property
    def timeline(self) -> Timeline: ...
    @property
    def endings(self) -> Mapping[int, simpy.Event]: ...


def customer_process(sim: SimpyRun, person: Customer, first: float) -> Process:
    """From one occasion to the next, until the customer leaves."""
    when = people.next_occasion(sim, person, first)
    while when < inf:
        yield sim.timeline.at(when, PlannedEvent.OCCASION, person.key, person.occasions)
        when = customer.occasion(sim, person)


def problem_process(
    sim: SimpyRun, person: Customer, kind: int, number: int, rate: float
) -> Process:
    """One type of problem that comes by rate, candidate after candidate, from a number on."""
    when = sim.clock()
    while True:
        when = trouble.next_candidate(sim, person, kind, number, when, rate)
        if when == inf:
            return
        yield sim.timeline.at(when, PlannedEvent.FAILURE, person.key, rank(kind, number, 0))
        if person.active == 0:
            return
        trouble.happen(sim, person, kind, number)
        number += 1


def case_process(sim: SimpyRun, person: Customer, case: Case, when: float) -> Process:
    """A case: one attempt to reach the firm after another, until it is settled or given up."""
    while when < inf:
        yield sim.timeline.at(when, PlannedEvent.CONTACT, person.key, cases.case_rank(case))
        when = contacts.turn_to_firm(sim, person, case)
        if when == contacts.WAITS:
            how = yield sim.endings[case.place]
            when = contacts.ended(sim, person, case, how)
    contacts.over(sim, person, case)


def prospect_process(sim: SimpyRun) -> Process:
    """Prospects who arrive, one after another."""
    when, number = 0.0, 0
    while True:
        when = joining.next_prospect(sim, when, number)
        yield sim.timeline.at(when, PlannedEvent.PROSPECT, sim.root, number)
        joining.prospect_arrival(sim, number)
        number += 1
