"""Textbook: a small part of the model written the way SimPy's documentation teaches, to measure against.

Purchases, one type of failure, one channel with patience, repeat contacts, leaving and one touch,
as in the bench scenario (`experiment.bench`). Draws come from Python's generator in the order of
events, waiting is `request | timeout`, and nothing is logged but a few sums. It agrees with the
engines within luck, which the bench checks; it is no part of any result.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from math import exp, log
from random import Random
from typing import Any

import simpy

from journeysim.scenario.world import World

_HALF = log(2.0)


@dataclass
class Person:
    """A customer: base hazard, threshold, and an account of credit and grievances."""

    row: int
    base: float
    threshold: float
    hazard: float = 0.0
    credit: float = 0.0
    credit_at: float = 0.0
    debit: float = 0.0
    debit_at: float = 0.0
    fresh_failure: bool = False
    active: bool = True


@dataclass
class Sums:
    """What the run comes to."""

    events: int = 0
    purchases: int = 0
    contacts: int = 0
    abandoned: int = 0
    waits: list[float] = field(default_factory=list)


class Textbook:
    """The firm: its customers, its one channel, its sums."""

    def __init__(self, world: World, seed: int, logged: bool = False) -> None:
        """logged: with a row a happening, as one would keep it for later."""
        self.env = simpy.Environment()
        self.world = world
        self.random = Random(seed)
        self.channel: Any = world.channels[0][0]
        self.agents = simpy.Resource(self.env, capacity=self.channel.present[0])
        self.sums = Sums()
        self.people: list[Person] = []
        self.rows: list[tuple[float, str, int, float]] | None = [] if logged else None
        beta = (1.5, 30.0)
        for row in range(world.population.customers):
            chance = self.random.betavariate(*beta)
            person = Person(row, -log(1.0 - chance), self.random.expovariate(1.0))
            self.people.append(person)
            self.env.process(self.life(person))
            self.env.process(self.troubles(person))

    def run(self, days: float) -> Sums:
        """Run to the horizon."""
        self.env.run(until=days)
        return self.sums

    def note(self, what: str, person: Person, value: float = 0.0) -> None:
        """Something happened."""
        self.sums.events += 1
        if self.rows is not None:
            self.rows.append((self.env.now, what, person.row, value))

    def faded_debit(self, person: Person) -> float:
        """The grievances as they have faded until now."""
        since = self.env.now - person.debit_at
        return person.debit * exp(-_HALF * since / self.world.experience.half_life_bad)

    def faded_credit(self, person: Person) -> float:
        """The credit as it has faded until now."""
        since = self.env.now - person.credit_at
        return person.credit * exp(-_HALF * since / self.world.experience.half_life_good)

    def set_debit(self, person: Person, debit: float) -> None:
        """Write the grievances."""
        person.debit, person.debit_at = max(0.0, debit), self.env.now

    def worsen(self, person: Person, size: float) -> float:
        """A bad experience; returns what it added."""
        debit = self.faded_debit(person)
        added = size * max(0.0, 1.0 - debit)
        self.set_debit(person, debit + added)
        return added

    def life(self, person: Person) -> Any:
        """From one occasion to the next, until the customer leaves."""
        env, world = self.env, self.world
        gap, choice = world.segments[0].gap.a, world.leaving
        while True:
            yield env.timeout(self.random.expovariate(1.0 / gap))
            self.note("occasion", person)
            debit, credit = self.faded_debit(person), self.faded_credit(person)
            good = exp(-choice.credit_effect * credit)
            person.hazard += good * (person.base + choice.grievance_scale * debit * debit)
            if person.hazard >= person.threshold:
                person.active = False
                return
            self.sums.purchases += 1
            if not person.fresh_failure:
                self.set_debit(person, debit * (1.0 - world.experience.forgiven))
            person.fresh_failure = False
            env.process(self.touch(person))

    def touch(self, person: Person) -> Any:
        """One touch some days after a purchase."""
        touch = self.world.touches[0][0]
        if self.random.random() >= touch.reach:
            return
        yield self.env.timeout(touch.delay)
        self.note("touch", person)
        if person.active:
            credit = self.faded_credit(person)
            person.credit = credit + touch.credit * (1.0 - credit)
            person.credit_at = self.env.now
            self.set_debit(person, self.faded_debit(person) * (1.0 - touch.credit))

    def troubles(self, person: Person) -> Any:
        """Failures that come by rate."""
        problem: Any = self.world.problems[0]
        random = self.random
        while True:
            yield self.env.timeout(random.expovariate(problem.rate))
            if not person.active:
                return
            self.note("failure", person)
            spread = problem.severity_spread
            severity = problem.severity * (1.0 - spread + 2.0 * spread * random.random())
            hit = self.worsen(person, severity)
            person.fresh_failure = True
            if random.random() < problem.complains:
                self.env.process(self.case(person, hit))

    def case(self, person: Person, hit: float) -> Any:
        """A failure from its first contact to its end."""
        env, random, experience = self.env, self.random, self.world.experience
        problem: Any = self.world.problems[0]
        channel, opened = self.channel, self.env.now
        yield env.timeout(random.expovariate(1.0 / problem.contact_after.a))
        served = 0
        while person.active:
            self.sums.contacts += 1
            arrived = env.now
            with self.agents.request() as request:
                patience = env.timeout(random.expovariate(1.0 / channel.patience.a))
                yield request | patience
                waited = env.now - arrived
                self.note("wait", person, waited)
                self.sums.waits.append(waited)
                if not request.triggered:
                    self.sums.abandoned += 1
                    if person.active:
                        self.worsen(person, experience.abandonment)
                    if random.random() >= channel.redial:
                        return
                    again = random.random() * channel.redial_within
                else:
                    served += 1
                    law = channel.handling
                    yield env.timeout(law.a * exp(law.b * random.gauss(0.0, 1.0)))
                    self.note("talk", person)
                    if not person.active:
                        return
                    if self.talked(person, hit, env.now - opened, waited, served):
                        return
                    if random.random() >= problem.retries:
                        return
                    again = random.expovariate(1.0 / problem.retry_after.a)
            yield env.timeout(again)

    def talked(self, person: Person, hit: float, delay: float, waited: float, served: int) -> bool:
        """What a talk leaves behind; is the matter settled?"""
        random, experience, channel = self.random, self.world.experience, self.channel
        warm = random.random() < channel.warmth
        if waited > experience.tolerance:
            over = experience.waiting * (waited - experience.tolerance) / experience.tolerance
            self.worsen(person, min(experience.waiting_most, over))
        if not warm:
            self.worsen(person, experience.cold)
        if served > 1:
            self.worsen(person, experience.effort)
        if random.random() >= channel.resolution:
            self.worsen(person, experience.unresolved)
            return False
        speed = experience.recovery_at_once - experience.recovery_slow
        given = experience.recovery_slow + speed * exp(
            -_HALF * delay / experience.recovery_half_time
        )
        given = min(experience.recovery_most, given) if warm else given * experience.recovery_cold
        self.set_debit(person, self.faded_debit(person) - hit * given)
        return True
