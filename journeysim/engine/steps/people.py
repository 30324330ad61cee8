"""People: who comes to be, with the traits that their key gives them, and when they come next."""

from __future__ import annotations

from math import inf
from typing import Any

from journeysim.causes import CAUSE_COUNT
from journeysim.distributions import Family, normal_quantile
from journeysim.engine.state import NOBODY
from journeysim.engine.steps import account, cases, hooks, pricing
from journeysim.engine.steps.hooks import Sim, clock, record
from journeysim.engine.steps.trouble import NEWCOMERS
from journeysim.engine.steps.variate import is_dated, variate
from journeysim.events import EventType
from journeysim.model import leaving, problems
from journeysim.model import population as rules
from journeysim.model.care import risk_score
from journeysim.model.customer import Customer
from journeysim.model.hours import quarter_of, reopening
from journeysim.portable import log
from journeysim.streams import Purpose, child_key, uniform

STARTED, PROSPECT, REFERRED = 0, 1, 2
"""How somebody became a customer."""

FRESH: Any = 1
"""`population.start`, as encoded, for customers who have all just joined."""


def open_with_customers(sim: Sim) -> None:
    """The customers of day 0, and the stream of prospects."""
    population = sim.world.population
    for arrival in range(1, population.customers + 1):
        key = child_key(sim.root, arrival)
        person = appear(sim, key, NOBODY, arrival, STARTED)
        person.active = 1
        if len(sim.world.classes) != 0:
            known = sim.world.classes[class_of(sim, arrival)]
            person.decides_from = known.first_decision
            person.joined_at = -known.tenure
        elif population.start == FRESH:
            person.decides_from = sim.world.leaving.first_decision
        else:
            person.joined_at = -population.tenure
        record(sim, EventType.JOINED, person.row, person.segment, STARTED)
        settle_in(sim, person, clock(sim) + first_occasion(sim, person))
    if clock(sim) >= 0.0:
        begin_prospects(sim)


def appear(sim: Sim, key: int, parent: int, ordinal: int, how: int) -> Customer:
    """A person with the traits that their key gives them, now in the table of people."""
    world = sim.world
    u = uniform(key, Purpose.SEGMENT)
    segment = 0
    while u >= world.segments[segment].up_to:
        segment = segment + 1
    kind = world.segments[segment]
    u, often = uniform(key, Purpose.CHANCE), uniform(key, Purpose.FREQUENCY)
    if how != STARTED:
        chance, frequency = variate(sim, kind.chance, u), variate(sim, kind.frequency, often)
    elif len(world.classes) == 0:
        chance, frequency = variate(sim, kind.aged, u), variate(sim, kind.frequency, often)
    else:
        known = world.classes[class_of(sim, ordinal)]
        chance, frequency = variate(sim, known.chance, u), variate(sim, known.frequency, often)
    referred = 1 if how == REFERRED else 0
    person = hooks.new_person(sim)
    person.key = key
    person.parent = parent
    person.ordinal = ordinal
    person.segment = segment
    person.frequency = frequency
    person.base_hazard = leaving.base_hazard(world.leaving, chance, referred)
    person.threshold = threshold(sim, person)
    noise = normal_quantile(uniform(key, Purpose.RISK))
    person.risk_score = risk_score(person.base_hazard, world.phases[0].care.risk_noise, noise)
    yearly = person.frequency * 365.0 / kind.gap_days
    person.worth = kind.basket_mean * kind.margin * yearly
    person.joined_at = clock(sim)
    person.reference_price = world.usual_price
    return person


def class_of(sim: Sim, arrival: int) -> int:
    """The class of a customer of day 0, where there are classes."""
    u, at = uniform(sim.root, Purpose.CLASS), 0
    place = rules.place_among_classes(sim.world.population, arrival, u)
    while place >= sim.world.classes[at].up_to:
        at = at + 1
    return at


def threshold(sim: Sim, person: Customer) -> float:
    """The hazard at which somebody leaves: of their life, or of one of those before day 0.

    It is exponential, so whoever is still there on day 0 has all of it before them.
    """
    if clock(sim) >= 0.0:
        return -log(uniform(person.key, Purpose.THRESHOLD))
    return -log(uniform(person.key, Purpose.BEFORE, 0, person.lives))


def begin_anew(sim: Sim, person: Customer) -> None:
    """Before day 0 whoever would leave makes room for somebody alike, who has felt nothing yet.

    So the customers of day 0 are those told, and what they feel is what those who stay feel.
    """
    now = clock(sim)
    account.shrink(sim.world.experience, person, 0.0, now)
    account.forget(person)
    if person.dealings != NOBODY:
        account.forget_dealings(sim.dealings[person.dealings])
    person.reference_price = pricing.price_now(sim, person)
    for slot in range(len(sim.quotas)):
        memory = sim.memories[person.row][slot]
        memory.count = 0.0
        memory.until = now
    cases.drop_silent(sim, person)
    person.lives = person.lives + 1
    person.threshold = threshold(sim, person)
    clear_hazard(person)


def clear_hazard(person: Customer) -> None:
    """No hazard has come together yet, of any cause."""
    person.hazard = 0.0
    for cause in range(CAUSE_COUNT):
        person.blame[cause] = 0.0


def open_on_day_0(sim: Sim) -> None:
    """After a run-in: those who are there count from now on, with the thresholds of their lives."""
    for row in range(hooks.head_count(sim)):
        person = sim.people[row]
        person.threshold = threshold(sim, person)
        clear_hazard(person)
        if len(sim.world.classes) != 0:
            first = sim.world.classes[class_of(sim, person.ordinal)].first_decision
            person.decides_from = person.occasions + first - 1
        record(sim, EventType.JOINED, person.row, person.segment, STARTED)
    begin_prospects(sim)


def begin_prospects(sim: Sim) -> None:
    """Prospects arrive from day 0 on, if any ever do."""
    stream = len(sim.world.problems)
    if is_dated(sim, stream):
        if problems.ever_comes(sim.world.rates[stream]):
            hooks.start_prospects(sim)
    elif sim.world.population.prospects > 0.0:
        hooks.start_prospects(sim)


def settle_in(sim: Sim, person: Customer, first: float) -> None:
    """A customer's life begins, and with it the streams of what can go wrong."""
    person.last_seen = clock(sim)
    hooks.start_customer(sim, person, first)
    segment = sim.world.segments[person.segment]
    for kind in range(len(sim.world.problems)):
        problem = sim.world.problems[kind]
        rate = problems.factor(problem, segment)
        if not is_dated(sim, kind):
            rate = problem.rate * rate
        if rate > 0.0:
            hooks.start_problems(sim, person, kind, 0, rate)
            if sim.world.population.newcomer_problems > 0.0:
                hooks.start_problems(sim, person, kind, NEWCOMERS, rate)


def gap(sim: Sim, person: Customer, number: int) -> float:
    """Days from this occasion to the next."""
    distribution = sim.world.segments[person.segment].gap
    days = variate(sim, distribution, uniform(person.key, Purpose.GAP, 0, number))
    return days / person.frequency if person.frequency > 0.0 else inf


def first_occasion(sim: Sim, person: Customer) -> float:
    """When a customer of day 0 comes first: after a gap, or somewhere within one.

    A uniform part of a gap is exact for constant gaps; exponential ones need no part.
    """
    distribution = sim.world.segments[person.segment].gap
    whole = gap(sim, person, 0)
    if sim.world.population.start == FRESH or distribution.kind == Family.EXPONENTIAL:
        return whole
    return whole * uniform(person.key, Purpose.STAGGER)


def next_occasion(sim: Sim, person: Customer, when: float) -> float:
    """Count one more occasion; it comes at this time, or when buying is next possible."""
    person.occasions = person.occasions + 1
    shop = sim.world.shop
    if when != inf and len(shop) != 0 and shop[quarter_of(when)] == 0:
        when = reopening(shop, when, uniform(person.key, Purpose.OPENING, 0, person.occasions))
    person.due = when
    return when


STEPS = (
    open_with_customers, appear, class_of, threshold, begin_anew, clear_hazard, open_on_day_0,
    begin_prospects, settle_in, gap, first_occasion, next_occasion,
)  # fmt: skip
