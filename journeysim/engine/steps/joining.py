"""Joining: from a prospect's first look, or a friend's word, to the first purchase."""

from __future__ import annotations

from journeysim.engine.state import NOBODY
from journeysim.engine.steps import cases, people, pricing, purchasing, triggers, word_of_mouth
from journeysim.engine.steps.hooks import Sim, clock, record
from journeysim.engine.steps.people import PROSPECT, REFERRED
from journeysim.engine.steps.variate import is_dated, when_due
from journeysim.events import EventType
from journeysim.model import experience as feelings
from journeysim.model import population as rules
from journeysim.model import sales
from journeysim.model.care import AFTER_JOINING
from journeysim.model.customer import Customer
from journeysim.portable import log
from journeysim.streams import Purpose, child_key, uniform


def next_prospect(sim: Sim, when: float, number: int) -> float:
    """When the number-th prospect might arrive, after the one before."""
    lot = -log(uniform(sim.root, Purpose.PROSPECT, 0, number))
    stream = len(sim.world.problems)
    if is_dated(sim, stream):
        return when_due(sim, stream, NOBODY, when, 1.0, lot)
    return when + lot / rules.peak_rate(sim.world.population)


def prospect_arrival(sim: Sim, number: int) -> None:
    """A prospect arrives, unless weekday or season thin them out; perhaps with a question."""
    population = sim.world.population
    rate = rules.prospect_rate(population, clock(sim))
    if uniform(sim.root, Purpose.THIN, 0, number) * rules.peak_rate(population) >= rate:
        return
    arrival = population.customers + 1 + number
    person = people.appear(sim, child_key(sim.root, arrival), NOBODY, arrival, PROSPECT)
    person.looking = 1
    for kind in range(len(sim.world.problems)):
        problem = sim.world.problems[kind]
        asks = uniform(person.key, Purpose.ASK, problem.luck) < problem.per_prospect
        if problem.per_prospect > 0.0 and asks:
            record(sim, EventType.REQUEST, person.row, kind)
            cases.begin(sim, person, cases.opened(sim, person, kind, 0))
            return
    decide_to_join(sim, person, 1)


def decide_to_join(sim: Sim, person: Customer, answered: int) -> None:
    """A prospect buys, or does not."""
    population, selling = sim.world.population, sim.world.phases[sim.firm[0].phase].sales
    person.looking = 0
    reputation = word_of_mouth.reputation_now(sim)
    factor = sales.conversion_factor(selling) * pricing.conversion_factor(sim, person)
    chance = rules.conversion(population, answered, factor, reputation)
    if uniform(person.key, Purpose.CONVERT) < chance:
        join(sim, person, PROSPECT)
    else:
        cost = purchasing.advice_cost(sim, person, max(0.0, -selling.push))
        record(sim, EventType.LOST_PROSPECT, person.row, person.segment, money=-cost)


def join(sim: Sim, person: Customer, how: int) -> None:
    """Somebody becomes a customer with their first purchase."""
    now = clock(sim)
    person.active = 1
    person.joined_at = now
    person.decides_from = sim.world.leaving.first_decision
    cost = sim.world.population.acquisition_cost if how == PROSPECT else 0.0
    record(sim, EventType.JOINED, person.row, person.segment, how, money=0.0 - cost)
    purchasing.buy(sim, person, 0, feelings.lift_now(sim.world.experience, person, now), 1)
    triggers.trigger(sim, person, AFTER_JOINING, 0, 0)
    people.settle_in(sim, person, now + people.gap(sim, person, 0))
    for slot in range(len(sim.quotas)):
        triggers.arm_for(sim, person, slot)


def friend_arrival(sim: Sim, parent: int, ordinal: int) -> None:
    """A referred friend becomes a customer."""
    key = child_key(sim.people[parent].key, ordinal)
    join(sim, people.appear(sim, key, parent, ordinal, REFERRED), REFERRED)


STEPS = (next_prospect, prospect_arrival, decide_to_join, join, friend_arrival)
