"""Customer: lives from joining to leaving, with purchases, decisions and what goes wrong.

A life is a process that waits for one occasion after another; a stream of problems is another.
"""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING, Any

from journeysim.distributions import Kind as Law
from journeysim.distributions import normal_quantile
from journeysim.engine.des import account, care, contacts
from journeysim.engine.des.timeline import Story
from journeysim.events import GRIEVANCES, Cause, Due, Kind, rank
from journeysim.model import experience as feelings
from journeysim.model import leaving, population, problems, purchase, sales, talk
from journeysim.model.care import (
    AFTER_JOINING,
    AFTER_PURCHASE,
    AT_PROBLEM,
    NTH_PURCHASE,
    risk_score,
)
from journeysim.model.customer import Case, Customer
from journeysim.model.hours import quarter_of, reopening
from journeysim.portable import log
from journeysim.streams import Purpose, child_key, uniform

if TYPE_CHECKING:
    from journeysim.engine.des.loop import Simulation

STARTED, PROSPECT, REFERRED = 0, 1, 2
"""How somebody became a customer."""

FRESH: Any = 1
"""`population.start`, as encoded, for customers who have all just joined."""


def begin(sim: Simulation) -> None:
    """The customers of day 0, and the stream of prospects."""
    people = sim.world.population
    for arrival in range(1, people.customers + 1):
        key = child_key(sim.root, arrival)
        person = appear(sim, key, -1, arrival, STARTED)
        person.active = 1
        if people.start == FRESH:
            person.decides_from = sim.world.leaving.first_decision
        else:
            person.decides_from = 0
            person.joined_at = -people.tenure
        sim.note(Kind.JOINED, person.row, person.segment, STARTED)
        settle_in(sim, person, first_occasion(sim, person))
    if people.prospects > 0.0:
        sim.timeline.process(prospects(sim))


def appear(sim: Simulation, key: int, parent: int, ordinal: int, how: int) -> Customer:
    """A person with the traits that their key gives them, now on the roster."""
    world = sim.world
    u = uniform(key, Purpose.SEGMENT)
    segment = 0
    while u >= world.sites[segment].share:
        segment += 1
    kind, site = world.segments[segment], world.sites[segment]
    chances = site.aged if how == STARTED else kind.chance
    chance = sim.draw(chances, uniform(key, Purpose.CHANCE))
    hazard = leaving.base_hazard(world.leaving, chance, 1 if how == REFERRED else 0)
    frequency = sim.draw(kind.frequency, uniform(key, Purpose.FREQUENCY))
    noise = normal_quantile(uniform(key, Purpose.RISK))
    person = Customer(
        key=key,
        row=len(sim.people),
        parent=parent,
        ordinal=ordinal,
        segment=segment,
        frequency=frequency,
        base_hazard=hazard,
        threshold=-log(uniform(key, Purpose.THRESHOLD)),
        offer_response=normal_quantile(uniform(key, Purpose.OFFER)),
        risk_score=risk_score(hazard, world.care[0].risk_noise, noise),
        worth=site.basket_mean * kind.margin * frequency * 365.0 / site.gap_days,
        joined_at=sim.now,
    )
    sim.enrol(person)
    return person


def prospects(sim: Simulation) -> Story:
    """People who look in, thinned by weekday and season."""
    people = sim.world.population
    peak = people.prospects * max(people.weekdays) * max(people.season)
    when, number = 0.0, 0
    while True:
        when += -log(uniform(sim.root, Purpose.PROSPECT, 0, number)) / peak
        yield sim.timeline.at(when, Due.PROSPECT, sim.root, number)
        rate = population.prospect_rate(sim.world.population, sim.now)
        if uniform(sim.root, Purpose.THIN, 0, number) * peak < rate:
            look_in(sim, number)
        number += 1


def look_in(sim: Simulation, number: int) -> None:
    """A prospect looks in: a question first, perhaps, then the decision to buy."""
    arrival = sim.world.population.customers + 1 + number
    person = appear(sim, child_key(sim.root, arrival), -1, arrival, PROSPECT)
    person.looking = 1
    for kind, problem in enumerate(sim.world.problems):
        if uniform(person.key, Purpose.ASK, kind) < problem.per_prospect:
            sim.note(Kind.REQUEST, person.row, kind)
            contacts.begin(sim, person, Case(person.row, kind, 0, sim.now))
            return
    decide_to_join(sim, person, answered=1)


def decide_to_join(sim: Simulation, person: Customer, answered: int) -> None:
    """A prospect buys, or does not."""
    world, manner = sim.world, sim.world.sales[sim.phase]
    person.looking = 0
    rumour = talk.rumour_now(world.talk, sim.rumour, sim.now - sim.rumour_at)
    chance = population.conversion(
        world.population, answered, sales.conversion_factor(manner), talk.reputation(rumour)
    )
    if uniform(person.key, Purpose.CONVERT) < chance:
        join(sim, person, PROSPECT)
    else:
        cost = manner.advice_cost * max(0.0, -manner.push)
        sim.note(Kind.LOST_PROSPECT, person.row, person.segment, money=-cost)


def join(sim: Simulation, person: Customer, how: int) -> None:
    """Somebody becomes a customer with their first purchase."""
    person.active = 1
    person.joined_at = sim.now
    person.decides_from = sim.world.leaving.first_decision
    sim.note(Kind.JOINED, person.row, person.segment, how)
    lift = feelings.lift_now(sim.world.experience, person, sim.now)
    buy(sim, person, 0, lift, first=1)
    care.trigger(sim, person, AFTER_JOINING, 0, 0)
    settle_in(sim, person, sim.now + gap(sim, person, 0))
    for slot in range(len(sim.touches)):
        care.arm_for(sim, person, slot)


def settle_in(sim: Simulation, person: Customer, first: float) -> None:
    """A life begins, and with it the streams of what can go wrong."""
    person.last_seen = sim.now
    sim.timeline.process(life(sim, person, first))
    segment = sim.world.segments[person.segment]
    for kind, problem in enumerate(sim.world.problems):
        factor = problems.factor(problem, segment)
        if problem.rate * factor > 0.0:
            sim.timeline.process(trouble(sim, person, kind, problem.rate * factor))


def gap(sim: Simulation, person: Customer, number: int) -> float:
    """Days from this occasion to the next."""
    law = sim.world.segments[person.segment].gap
    drawn = sim.draw(law, uniform(person.key, Purpose.GAP, 0, number))
    return drawn / person.frequency if person.frequency > 0.0 else inf


def first_occasion(sim: Simulation, person: Customer) -> float:
    """When a customer of day 0 comes first: after a gap, or somewhere within one.

    A uniform part of a gap is exact for constant gaps; exponential ones need no part.
    """
    law = sim.world.segments[person.segment].gap
    whole = gap(sim, person, 0)
    if sim.world.population.start == FRESH or law.kind == Law.EXPONENTIAL:
        return whole
    return whole * uniform(person.key, Purpose.STAGGER)


def life(sim: Simulation, person: Customer, first: float) -> Story:
    """From one occasion to the next, until the customer leaves."""
    when = first
    while True:
        person.occasions += 1
        number = person.occasions
        when = shop_opens(sim, person, number, when)
        yield sim.timeline.at(when, Due.OCCASION, person.key, number)
        taste, now = sim.world.experience, sim.now
        good = feelings.credit_now(taste, person, now), feelings.bonus_now(taste, person, now)
        debits = feelings.debits_now(taste, person, now)
        if number >= person.decides_from and leaves(sim, person, *good, debits):
            return
        lift = good[0] + good[1] - debits
        if not goes_elsewhere(sim, person, number, lift):
            buy(sim, person, number, lift, first=0)
        when = sim.now + gap(sim, person, number)


def shop_opens(sim: Simulation, person: Customer, number: int, when: float) -> float:
    """The time itself if buying is possible then, else one on the next such day."""
    shop = sim.world.shop
    if when == inf or shop[quarter_of(when)] != 0:
        return when
    return reopening(shop, when, uniform(person.key, Purpose.OPENING, 0, number))


def leaves(sim: Simulation, person: Customer, credit: float, bonus: float, debits: float) -> bool:
    """A decision: hazard accumulates, cause by cause; at the threshold the customer leaves."""
    world, now = sim.world, sim.now
    taste, choice = world.experience, world.leaving
    good, distrust, harm = leaving.multipliers(
        choice,
        credit,
        bonus,
        feelings.trust_now(taste, person, now),
        person.offer if now < person.offer_until else 0.0,
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
    blame = person.blame
    for cause in range(GRIEVANCES):
        if person.debit[cause] != 0.0:
            debit = feelings.debit_now(taste, person, cause, now)
            blame[cause] = blame[cause] + each * debit * part
    blame[Cause.DISTRUST] = blame[Cause.DISTRUST] + of_distrust * part
    blame[Cause.OFFER] = blame[Cause.OFFER] + of_offer * part
    person.hazard = person.threshold if gone else person.hazard + increment
    if gone:
        leave(sim, person)
    return gone


def leave(sim: Simulation, person: Customer) -> None:
    """The customer is gone; what is not otherwise explained was competition."""
    blame = person.blame
    rest = person.threshold
    for cause in range(Cause.COMPETITION):
        rest = rest - blame[cause]
    blame[Cause.COMPETITION] = max(0.0, rest)
    worst = 0
    for cause in range(Cause.COMPETITION + 1):
        if blame[cause] > blame[worst]:
            worst = cause
    person.active = 0
    sim.note(Kind.LEFT, person.row, worst, person.occasions, value=person.threshold)
    for cause in range(Cause.COMPETITION + 1):
        if blame[cause] > 0.0:
            sim.note(Kind.CAUSE, person.row, cause, value=blame[cause])


def basket(sim: Simulation, person: Customer, number: int, lift: float) -> float:
    """The amount of this occasion before the manner of selling."""
    segment = sim.world.segments[person.segment]
    drawn = sim.draw(segment.basket, uniform(person.key, Purpose.BASKET, 0, number))
    return drawn * purchase.basket_factor(sim.world.purchase, lift)


def goes_elsewhere(sim: Simulation, person: Customer, number: int, lift: float) -> bool:
    """This once, a competitor gets the purchase."""
    world = sim.world
    if world.purchase.elsewhere == 0.0:
        return False
    chance = purchase.elsewhere_chance(world.purchase, lift)
    if uniform(person.key, Purpose.ELSEWHERE, 0, number) >= chance:
        return False
    amount = basket(sim, person, number, lift)
    sim.note(Kind.ELSEWHERE, person.row, person.segment, number, value=amount)
    return True


def buy(sim: Simulation, person: Customer, number: int, lift: float, first: int) -> None:
    """A purchase: money, forgiveness, the manner of selling, and what it brings."""
    world, now, key = sim.world, sim.now, person.key
    taste, segment, selling = (
        world.experience,
        world.segments[person.segment],
        world.sales[sim.phase],
    )
    manner = sales.manner(selling, first)
    amount = basket(sim, person, number, lift) * sales.sale_factor(selling, manner)
    discount = person.discount if now < person.discount_until else 0.0
    paid = amount * (1.0 - discount)
    margin = amount * (segment.margin - discount)
    if first == 0 and person.fresh_failure == 0:
        account.shrink(taste, person, 1.0 - taste.forgiven, now)
    person.fresh_failure = 0
    person.purchases += 1
    person.last_seen = now
    sim.note(Kind.PURCHASE, person.row, person.segment, number, value=paid, money=margin)
    if manner != 0.0:
        sell(sim, person, number, manner, paid, margin)
    account.learn(taste, person, world.service[sim.phase].knowledge)
    for kind, problem in enumerate(world.problems):
        if problem.per_purchase > 0.0:
            bring(sim, person, kind, number, max(0.0, -manner))
    if world.talk.referral > 0.0:
        chance = talk.referral_chance(world.talk, feelings.lift_now(taste, person, now))
        if uniform(key, Purpose.REFER, 0, number) < chance:
            refer(sim, person)
    care.trigger(sim, person, AFTER_PURCHASE, number, 0)
    care.trigger(sim, person, NTH_PURCHASE, person.purchases, 0)


def sell(
    sim: Simulation, person: Customer, number: int, manner: float, paid: float, margin: float
) -> None:
    """What a pushed or advised sale leaves behind."""
    world, now = sim.world, sim.now
    taste, selling = world.experience, world.sales[sim.phase]
    if manner < 0.0:
        cost = selling.advice_cost * -manner
        sim.note(Kind.ADVISED, person.row, number=number, value=-manner, money=-cost)
        account.please(taste, person, selling.advice_credit * -manner, now)
        account.trust(taste, person, selling.advice_trust * -manner, now)
        return
    sim.note(Kind.PUSHED, person.row, number=number, value=manner)
    account.worsen(taste, person, Cause.PUSHY, selling.push_debit * manner, now)
    account.trust(taste, person, -selling.push_trust * manner, now)
    account.promise(taste, person, selling.push_promise * manner, now)
    if uniform(person.key, Purpose.RETURN, 0, number) < selling.push_returns * manner:
        u = uniform(person.key, Purpose.RETURN_DELAY, 0, number)
        delay = sim.draw(selling.return_after, u)
        order = rank(0, number, 0)
        sim.timeline.call(
            now + delay,
            Due.RETURN,
            person.key,
            order,
            bring_back,
            sim,
            person,
            number,
            paid,
            margin,
        )


def bring_back(sim: Simulation, person: Customer, number: int, paid: float, margin: float) -> None:
    """A pushed purchase comes back."""
    sim.note(Kind.RETURNED, person.row, number=number, value=paid, money=-margin)


def refer(sim: Simulation, person: Customer) -> None:
    """The customer brings a friend, who comes some days later."""
    person.referrals += 1
    ordinal, law = person.referrals, sim.world.talk.referral_delay
    sim.note(Kind.REFERRED, person.row, number=ordinal)
    u = uniform(person.key, Purpose.REFER_DELAY, 0, ordinal)
    when = sim.now + sim.draw(law, u)
    key = child_key(person.key, ordinal)
    sim.timeline.call(when, Due.ARRIVAL, key, 0, arrive, sim, person.row, key, ordinal)


def arrive(sim: Simulation, parent: int, key: int, ordinal: int) -> None:
    """A referred friend becomes a customer."""
    join(sim, appear(sim, key, parent, ordinal, REFERRED), REFERRED)


def bring(sim: Simulation, person: Customer, kind: int, number: int, advice: float) -> None:
    """What a purchase may bring, unless attentive advice prevents it at once."""
    problem, segment = sim.world.problems[kind], sim.world.segments[person.segment]
    factor = problems.factor(problem, segment)
    if uniform(person.key, Purpose.OCCURS, kind, number) >= problem.per_purchase * factor:
        return
    protection = problem.prevented_by_advice * advice
    if problems.is_prevented(uniform(person.key, Purpose.PREVENT, kind, number), protection):
        sim.note(Kind.PREVENTED, person.row, kind, number, value=protection)
        return
    u = uniform(person.key, Purpose.DELAY, kind, number)
    when = sim.now + sim.draw(problem.delay, u)
    order = rank(kind, number, 0)
    sim.timeline.call(when, Due.FAILURE, person.key, order, happen, sim, person, kind, number)


def trouble(sim: Simulation, person: Customer, kind: int, rate: float) -> Story:
    """One type of problem that comes by rate, candidate after candidate."""
    when, number = sim.now, 0
    while True:
        when += -log(uniform(person.key, Purpose.CANDIDATE, kind, number)) / rate
        yield sim.timeline.at(when, Due.FAILURE, person.key, rank(kind, number, 0))
        if person.active == 0:
            return
        happen(sim, person, kind, number)
        number += 1


def happen(sim: Simulation, person: Customer, kind: int, number: int) -> None:
    """A candidate comes due: prevented, or a request, or a failure."""
    if person.active == 0:
        return
    now, problem = sim.now, sim.world.problems[kind]
    protection = person.shield[kind] if now < person.shield_until[kind] else 0.0
    if problems.is_prevented(uniform(person.key, Purpose.PREVENT, kind, number), protection):
        sim.note(Kind.PREVENTED, person.row, kind, number, value=protection)
        return
    case = Case(person.row, kind, number, now)
    if problems.is_request(problem):
        sim.note(Kind.REQUEST, person.row, kind, number)
        contacts.begin(sim, person, case)
    else:
        fail(sim, person, case)
        care.trigger(sim, person, AT_PROBLEM, number, kind)


def fail(sim: Simulation, person: Customer, case: Case) -> None:
    """Something goes wrong: noticed in time, complained about, or carried in silence."""
    now, key, kind, number = sim.now, person.key, case.kind, case.number
    taste, problem = sim.world.experience, sim.world.problems[kind]
    case.severity = problems.severity(problem, uniform(key, Purpose.SEVERITY, kind, number))
    case.hit_at = now
    hit = feelings.failure_hit(
        taste,
        case.severity,
        feelings.trust_now(taste, person, now),
        feelings.promise_now(taste, person, now),
        feelings.debits_now(taste, person, now),
    )
    person.failures += 1
    person.fresh_failure = 1
    sim.note(Kind.FAILURE, person.row, kind, number, value=case.severity)
    if care.intercepted(sim, person, case):
        account.add(taste, person, Cause.RESIDUAL, hit * (1.0 - taste.recovery_intercepted), now)
        case.open = 0
        sim.tell(person, kind, number, good=1)
        return
    case.hit, case.hit_shrunk = hit, person.shrunk
    case.trust_lost = taste.trust_lost * case.severity
    ease = sim.world.service[sim.phase].complaint_ease
    heard = uniform(key, Purpose.COMPLAIN, kind, number) < problems.complaining(problem, ease)
    account.add(taste, person, Cause.UNRESOLVED if heard else Cause.SILENT, hit, now)
    account.trust(taste, person, -case.trust_lost, now)
    if heard:
        contacts.begin(sim, person, case)
    else:
        stay_silent(sim, person, case)


def stay_silent(sim: Simulation, person: Customer, case: Case) -> None:
    """The firm does not hear of it; perhaps it goes away by itself."""
    key, kind, number = person.key, case.kind, case.number
    problem = sim.world.problems[kind]
    case.silent = 1
    case.next_silent = person.first_silent
    person.first_silent = len(sim.silent)
    sim.silent.append(case)
    sim.note(Kind.SILENT, person.row, kind, number)
    sim.tell(person, kind, number, good=0)
    if uniform(key, Purpose.HEAL, kind, number) < problem.heals:
        u = uniform(key, Purpose.HEAL_DELAY, kind, number)
        when = sim.now + sim.draw(problem.heals_after, u)
        sim.timeline.call(when, Due.HEAL, key, rank(kind, number, 0), heal, sim, person, case)


def heal(sim: Simulation, person: Customer, case: Case) -> None:
    """A silent problem goes away by itself, if it is still there."""
    if person.active != 0 and case.open != 0 and case.silent != 0:
        taste = sim.world.experience
        account.settle(taste, person, case, taste.recovery_healed, sim.now)
        sim.note(Kind.HEALED, person.row, case.kind, case.number)
