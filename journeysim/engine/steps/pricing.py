"""Pricing: what somebody would pay now, how they take it, and what they get used to.

Where the market asks the same and nobody is surprised, nothing is drawn and nothing changes.
"""

from __future__ import annotations

from journeysim.engine.steps.dealings import running_discount
from journeysim.engine.steps.hooks import Sim
from journeysim.engine.steps.variate import variate
from journeysim.model import price as rules
from journeysim.model.customer import Customer
from journeysim.streams import Purpose, uniform


def price_now(sim: Sim, person: Customer) -> float:
    """The price that somebody would pay now."""
    price = sim.world.phases[sim.firm[0].phase].price
    return rules.price_index(price, running_discount(sim, person))


def sensitivity(sim: Sim, person: Customer, gap: float, surprise: float) -> float:
    """How strongly somebody answers to prices: a trait, looked up by name where it matters."""
    if gap == 0.0 and surprise == 0.0:
        return 1.0
    price = sim.world.phases[sim.firm[0].phase].price
    return variate(sim, price.sensitivity, uniform(person.key, Purpose.SENSITIVITY))


def gap_and_surprise(sim: Sim, person: Customer) -> tuple[float, float]:
    """How much dearer than the market, and than what they are used to, somebody would buy now."""
    price, paid = sim.world.phases[sim.firm[0].phase].price, price_now(sim, person)
    return rules.market_gap(price, paid), rules.surprise(price, paid, person.reference_price)


def log_hazards(sim: Sim, person: Customer) -> tuple[float, float]:
    """What the price adds to somebody's log hazard of leaving: now, and once they are used to it."""
    price = sim.world.phases[sim.firm[0].phase].price
    gap, surprise = gap_and_surprise(sim, person)
    strength = sensitivity(sim, person, gap, surprise)
    now = rules.log_hazard(price, strength, gap, surprise)
    return now, rules.log_hazard(price, strength, gap, 0.0)


def log_odds_elsewhere(sim: Sim, person: Customer) -> float:
    """What the price adds to somebody's log odds of buying elsewhere this once."""
    price = sim.world.phases[sim.firm[0].phase].price
    gap, surprise = gap_and_surprise(sim, person)
    return rules.log_odds_elsewhere(price, sensitivity(sim, person, gap, surprise), gap, surprise)


def quantity_factor(sim: Sim, person: Customer) -> float:
    """What the price does to how much somebody buys."""
    price = sim.world.phases[sim.firm[0].phase].price
    gap = rules.market_gap(price, price_now(sim, person))
    return rules.demand_factor(price.quantity_response, sensitivity(sim, person, gap, 0.0), gap)


def conversion_factor(sim: Sim, person: Customer) -> float:
    """What the price does to a prospect's chance to buy."""
    price = sim.world.phases[sim.firm[0].phase].price
    gap = rules.market_gap(price, price_now(sim, person))
    return rules.demand_factor(price.conversion_response, sensitivity(sim, person, gap, 0.0), gap)


def get_used_to(sim: Sim, person: Customer, paid: float, first: int) -> None:
    """A price is paid: a newcomer takes it for the usual one, others move towards it."""
    price = sim.world.phases[sim.firm[0].phase].price
    before = paid if first != 0 else person.reference_price
    person.reference_price = rules.reference_after(price, before, paid)


STEPS = (
    price_now, sensitivity, gap_and_surprise, log_hazards, log_odds_elsewhere,
    quantity_factor, conversion_factor, get_used_to,
)  # fmt: skip
