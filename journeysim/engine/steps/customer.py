"""Customer: the moments of a life: joining, and occasions with their decision and purchase."""

from __future__ import annotations

from math import inf
from typing import Any

from journeysim.causes import CAUSE_COUNT, Cause
from journeysim.distributions import Family, normal_quantile
from journeysim.engine.state import NOBODY
from journeysim.engine.steps import account, care, contacts, firm, hooks, trouble
from journeysim.engine.steps.draw import drawn
from journeysim.engine.steps.hooks import Sim, clock, note
from journeysim.events import EventType
from journeysim.model import experience as feelings
from journeysim.model import leaving, population, problems, purchase, sales, talk
from journeysim.model.care import (
    AFTER_JOINING,
    AFTER_PURCHASE,
    NTH_PURCHASE,
    risk_score,
)
from journeysim.model.customer import Customer
from journeysim.model.hours import quarter_of, reopening
from journeysim.portable import log
from journeysim.streams import Purpose, child_key, uniform

STARTED, PROSPECT, REFERRED = 0, 1, 2
"""How somebody became a customer."""

FRESH: Any = 1
"""`population.start`, as encoded, for customers who have all just joined."""


def begin(sim: Sim) -> None:
    """The customers of day 0, and the stream of prospects."""
    people = sim.world.population
    for arrival in range(1, people.customers + 1):
        key = child_key(sim.root, arrival)
        person = appear(sim, key, NOBODY, arrival, STARTED)
        person.active = 1
        if people.start == FRESH:
            person.decides_from = sim.world.leaving.first_decision
        else:
            person.joined_at = -people.tenure
        note(sim, EventType.JOINED, person.row, person.segment, STARTED)
        settle_in(sim, person, first_occasion(sim, person))
    if people.prospects > 0.0:
        hooks.begin_prospects(sim)


def appear(sim: Sim, key: int, parent: int, ordinal: int, how: int) -> Customer:
    """A person with the traits that their key gives them, now on the roster."""
    world = sim.world
    u = uniform(key, Purpose.SEGMENT)
    segment = 0
    while u >= world.segments[segment].up_to:
        segment = segment + 1
    kind = world.segments[segment]
    u = uniform(key, Purpose.CHANCE)
    chance = drawn(sim, kind.aged, u) if how == STARTED else drawn(sim, kind.chance, u)
    referred = 1 if how == REFERRED else 0
    person = hooks.new_person(sim)
    person.key = key
    person.parent = parent
    person.ordinal = ordinal
    person.segment = segment
    person.frequency = drawn(sim, kind.frequency, uniform(key, Purpose.FREQUENCY))
    person.base_hazard = leaving.base_hazard(world.leaving, chance, referred)
    person.threshold = -log(uniform(key, Purpose.THRESHOLD))
    person.offer_response = normal_quantile(uniform(key, Purpose.OFFER))
    noise = normal_quantile(uniform(key, Purpose.RISK))
    person.risk_score = risk_score(person.base_hazard, world.phases[0].care.risk_noise, noise)
    yearly = person.frequency * 365.0 / kind.gap_days
    person.worth = kind.basket_mean * kind.margin * yearly
    person.joined_at = clock(sim)
    return person


def next_prospect(sim: Sim, when: float, number: int) -> float:
    """When the number-th prospect might look in, after the one before."""
    people = sim.world.population
    u = uniform(sim.root, Purpose.PROSPECT, 0, number)
    return when - log(u) / population.peak_rate(people)


def looks_in(sim: Sim, number: int) -> None:
    """A prospect looks in, unless weekday or season thin them out; perhaps with a question."""
    people = sim.world.population
    rate = population.prospect_rate(people, clock(sim))
    if uniform(sim.root, Purpose.THIN, 0, number) * population.peak_rate(people) >= rate:
        return
    arrival = people.customers + 1 + number
    person = appear(sim, child_key(sim.root, arrival), NOBODY, arrival, PROSPECT)
    person.looking = 1
    for kind in range(len(sim.world.problems)):
        chance = sim.world.problems[kind].per_prospect
        if chance > 0.0 and uniform(person.key, Purpose.ASK, kind) < chance:
            note(sim, EventType.REQUEST, person.row, kind)
            contacts.begin(sim, person, contacts.opened(sim, person, kind, 0))
            return
    decide_to_join(sim, person, 1)


def decide_to_join(sim: Sim, person: Customer, answered: int) -> None:
    """A prospect buys, or does not."""
    world = sim.world
    selling = world.phases[sim.firm[0].phase].sales
    person.looking = 0
    factor = sales.conversion_factor(selling)
    chance = population.conversion(world.population, answered, factor, firm.reputation_now(sim))
    if uniform(person.key, Purpose.CONVERT) < chance:
        join(sim, person, PROSPECT)
    else:
        cost = selling.advice_cost * max(0.0, -selling.push)
        note(sim, EventType.LOST_PROSPECT, person.row, person.segment, money=-cost)


def join(sim: Sim, person: Customer, how: int) -> None:
    """Somebody becomes a customer with their first purchase."""
    now = clock(sim)
    person.active = 1
    person.joined_at = now
    person.decides_from = sim.world.leaving.first_decision
    note(sim, EventType.JOINED, person.row, person.segment, how)
    buy(sim, person, 0, feelings.lift_now(sim.world.experience, person, now), 1)
    care.trigger(sim, person, AFTER_JOINING, 0, 0)
    settle_in(sim, person, now + gap(sim, person, 0))
    for slot in range(len(sim.rations)):
        care.arm_for(sim, person, slot)


def arrive(sim: Sim, parent: int, key: int, ordinal: int) -> None:
    """A referred friend becomes a customer."""
    join(sim, appear(sim, key, parent, ordinal, REFERRED), REFERRED)


def settle_in(sim: Sim, person: Customer, first: float) -> None:
    """A life begins, and with it the streams of what can go wrong."""
    person.last_seen = clock(sim)
    hooks.begin_life(sim, person, first)
    segment = sim.world.segments[person.segment]
    for kind in range(len(sim.world.problems)):
        problem = sim.world.problems[kind]
        rate = problem.rate * problems.factor(problem, segment)
        if rate > 0.0:
            hooks.begin_trouble(sim, person, kind, rate)


def gap(sim: Sim, person: Customer, number: int) -> float:
    """Days from this occasion to the next."""
    law = sim.world.segments[person.segment].gap
    days = drawn(sim, law, uniform(person.key, Purpose.GAP, 0, number))
    return days / person.frequency if person.frequency > 0.0 else inf


def first_occasion(sim: Sim, person: Customer) -> float:
    """When a customer of day 0 comes first: after a gap, or somewhere within one.

    A uniform part of a gap is exact for constant gaps; exponential ones need no part.
    """
    law = sim.world.segments[person.segment].gap
    whole = gap(sim, person, 0)
    if sim.world.population.start == FRESH or law.kind == Family.EXPONENTIAL:
        return whole
    return whole * uniform(person.key, Purpose.STAGGER)


def next_occasion(sim: Sim, person: Customer, when: float) -> float:
    """Count one more occasion; it comes at this time, or when buying is next possible."""
    person.occasions = person.occasions + 1
    shop = sim.world.shop
    if when == inf or len(shop) == 0 or shop[quarter_of(when)] != 0:
        return when
    return reopening(shop, when, uniform(person.key, Purpose.OPENING, 0, person.occasions))


def occasion(sim: Sim, person: Customer) -> float:
    """An occasion: a decision, then a purchase here or elsewhere; the time of the next.

    Infinite if the customer leaves.
    """
    taste, now, number = sim.world.experience, clock(sim), person.occasions
    account.age(taste, person, now)
    debits = feelings.debits_now(taste, person, now)
    if number >= person.decides_from and leaves(sim, person, debits):
        return inf
    lift = person.credit + person.bonus - debits
    if not goes_elsewhere(sim, person, number, lift):
        buy(sim, person, number, lift, 0)
    return next_occasion(sim, person, now + gap(sim, person, number))


def leaves(sim: Sim, person: Customer, debits: float) -> bool:
    """A decision: hazard accumulates, cause by cause; at the threshold the customer leaves.

    The account is up to date.
    """
    choice = sim.world.leaving
    offer = person.offer if clock(sim) < person.offer_until else 0.0
    good, distrust, harm = leaving.multipliers(
        choice, person.credit, person.bonus, person.trust, offer
    )
    each = good * leaving.grievance_hazard(choice, debits)
    core = good * person.base_hazard + each * debits
    of_distrust = (distrust - 1.0) * core
    of_offer = (harm - 1.0) * distrust * core + person.wake * person.base_hazard
    person.wake = 0.0
    increment = core + of_distrust + of_offer
    short = person.threshold - person.hazard
    gone = increment >= short
    part = short / increment if gone else 1.0
    if debits != 0.0:
        for cause in range(person.aggrieved):
            person.blame[cause] = person.blame[cause] + each * person.debit[cause] * part
    if of_distrust != 0.0:
        person.blame[Cause.DISTRUST] = person.blame[Cause.DISTRUST] + of_distrust * part
    if of_offer != 0.0:
        person.blame[Cause.OFFER] = person.blame[Cause.OFFER] + of_offer * part
    person.hazard = person.threshold if gone else person.hazard + increment
    if gone:
        leave(sim, person)
    return gone


def leave(sim: Sim, person: Customer) -> None:
    """The customer is gone; what is not otherwise explained was competition."""
    last = CAUSE_COUNT - 1
    rest = person.threshold
    for cause in range(last):
        rest = rest - person.blame[cause]
    person.blame[last] = max(0.0, rest)
    worst = 0
    for cause in range(CAUSE_COUNT):
        if person.blame[cause] > person.blame[worst]:
            worst = cause
    person.active = 0
    note(sim, EventType.LEFT, person.row, worst, person.occasions, value=person.threshold)
    for cause in range(CAUSE_COUNT):
        if person.blame[cause] > 0.0:
            note(sim, EventType.CAUSE, person.row, cause, value=person.blame[cause])


def basket(sim: Sim, person: Customer, number: int, lift: float) -> float:
    """The amount of this occasion before the manner of selling."""
    law = sim.world.segments[person.segment].basket
    amount = drawn(sim, law, uniform(person.key, Purpose.BASKET, 0, number))
    return amount * purchase.basket_factor(sim.world.purchase, lift)


def goes_elsewhere(sim: Sim, person: Customer, number: int, lift: float) -> bool:
    """This once, a competitor gets the purchase."""
    world = sim.world
    if world.purchase.elsewhere == 0.0:
        return False
    chance = purchase.elsewhere_chance(world.purchase, lift)
    if uniform(person.key, Purpose.ELSEWHERE, 0, number) >= chance:
        return False
    amount = basket(sim, person, number, lift)
    note(sim, EventType.ELSEWHERE, person.row, person.segment, number, value=amount)
    return True


def buy(sim: Sim, person: Customer, number: int, lift: float, first: int) -> None:
    """A purchase: money, forgiveness, the manner of selling, and what it brings."""
    world, now, phase = sim.world, clock(sim), sim.firm[0].phase
    taste, segment, selling = (
        world.experience,
        world.segments[person.segment],
        world.phases[phase].sales,
    )
    manner = sales.manner(selling, first)
    amount = basket(sim, person, number, lift) * sales.sale_factor(selling, manner)
    discount = person.discount if now < person.discount_until else 0.0
    paid = amount * (1.0 - discount)
    margin = amount * (segment.margin - discount)
    if first == 0 and person.fresh_failure == 0:
        account.shrink(taste, person, 1.0 - taste.forgiven, now)
    person.fresh_failure = 0
    person.purchases = person.purchases + 1
    person.last_seen = now
    note(sim, EventType.PURCHASE, person.row, person.segment, number, value=paid, money=margin)
    if manner != 0.0:
        sell(sim, person, number, manner, paid, margin)
    account.learn(taste, person, world.phases[phase].service.knowledge)
    for kind in range(len(world.problems)):
        if world.problems[kind].per_purchase > 0.0:
            trouble.bring(sim, person, kind, number, max(0.0, -manner))
    if world.talk.referral > 0.0:
        chance = talk.referral_chance(world.talk, feelings.lift_now(taste, person, now))
        if uniform(person.key, Purpose.REFER, 0, number) < chance:
            refer(sim, person)
    care.trigger(sim, person, AFTER_PURCHASE, number, 0)
    care.trigger(sim, person, NTH_PURCHASE, person.purchases, 0)


def sell(
    sim: Sim, person: Customer, number: int, manner: float, paid: float, margin: float
) -> None:
    """What a pushed or advised sale leaves behind."""
    world, now = sim.world, clock(sim)
    taste, selling = world.experience, world.phases[sim.firm[0].phase].sales
    if manner < 0.0:
        cost = selling.advice_cost * -manner
        note(sim, EventType.ADVISED, person.row, number=number, value=-manner, money=-cost)
        account.please(taste, person, selling.advice_credit * -manner, now)
        account.trust(taste, person, selling.advice_trust * -manner, now)
        return
    note(sim, EventType.PUSHED, person.row, number=number, value=manner)
    account.worsen(taste, person, Cause.PUSHY, selling.push_debit * manner, now)
    account.trust(taste, person, -selling.push_trust * manner, now)
    account.promise(taste, person, selling.push_promise * manner, now)
    if uniform(person.key, Purpose.RETURN, 0, number) < selling.push_returns * manner:
        u = uniform(person.key, Purpose.RETURN_DELAY, 0, number)
        when = now + drawn(sim, selling.return_after, u)
        hooks.plan_return(sim, when, person, number, paid, margin)


def bring_back(sim: Sim, person: Customer, number: int, paid: float, margin: float) -> None:
    """A pushed purchase comes back."""
    note(sim, EventType.RETURNED, person.row, number=number, value=paid, money=-margin)


def refer(sim: Sim, person: Customer) -> None:
    """The customer brings a friend, who comes some days later."""
    person.referrals = person.referrals + 1
    ordinal = person.referrals
    note(sim, EventType.REFERRED, person.row, number=ordinal)
    u = uniform(person.key, Purpose.REFER_DELAY, 0, ordinal)
    when = clock(sim) + drawn(sim, sim.world.talk.referral_delay, u)
    hooks.plan_arrival(sim, when, person.row, child_key(person.key, ordinal), ordinal)


STEPS = (
    begin, appear, next_prospect, looks_in, decide_to_join, join, arrive, settle_in, gap,
    first_occasion, next_occasion, occasion, leaves, leave, basket, goes_elsewhere, buy, sell,
    bring_back, refer,
)  # fmt: skip
