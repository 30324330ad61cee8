"""Purchasing: one sale, here or elsewhere, and what it brings: failures, friends, returns."""

from __future__ import annotations

from journeysim.causes import Cause
from journeysim.engine.state import NOBODY
from journeysim.engine.steps import (
    account,
    cases,
    extras,
    plans,
    pricing,
    triggers,
    word_of_mouth,
)
from journeysim.engine.steps.dealings import dealings_with, running_discount
from journeysim.engine.steps.hooks import Sim, clock, record
from journeysim.engine.steps.variate import after, variate
from journeysim.events import EventType
from journeysim.model import experience as feelings
from journeysim.model import price as prices
from journeysim.model import problems, purchase, sales, service, talk
from journeysim.model.care import AFTER_PURCHASE, NTH_PURCHASE
from journeysim.model.customer import Customer
from journeysim.streams import Purpose, child_key, uniform


def basket(sim: Sim, person: Customer, number: int, lift: float) -> float:
    """The amount of this occasion before the manner of selling."""
    distribution = sim.world.segments[person.segment].basket
    amount = variate(sim, distribution, uniform(person.key, Purpose.BASKET, 0, number))
    return amount * purchase.basket_factor(sim.world.purchase, lift)


def goes_elsewhere(sim: Sim, person: Customer, number: int, lift: float) -> bool:
    """This once, a competitor gets the purchase."""
    world = sim.world
    if person.lost_booking != 0:
        person.lost_booking = 0
        u = uniform(person.key, Purpose.BOOKED, 0, number)
        if u < world.purchase.booked_elsewhere:
            return goes(sim, person, number, lift)
    if world.purchase.elsewhere == 0.0:
        return False
    log_odds = pricing.log_odds_elsewhere(sim, person)
    chance = purchase.elsewhere_chance(world.purchase, lift, log_odds)
    if uniform(person.key, Purpose.ELSEWHERE, 0, number) >= chance:
        return False
    return goes(sim, person, number, lift)


def goes(sim: Sim, person: Customer, number: int, lift: float) -> bool:
    """A competitor gets it, at the market's price; nothing else happens here."""
    market = sim.world.phases[sim.firm[0].phase].price.market
    amount = basket(sim, person, number, lift) * market
    record(sim, EventType.ELSEWHERE, person.row, person.segment, number, value=amount)
    return True


def buy(sim: Sim, person: Customer, number: int, lift: float, first: int) -> None:
    """A purchase: money, forgiveness, the manner of selling, and what it brings."""
    world, now, phase = sim.world, clock(sim), sim.firm[0].phase
    experience, segment = world.experience, world.segments[person.segment]
    selling = world.phases[phase].sales
    manner = sales.manner(selling, first)
    index, quantity = pricing.price_now(sim, person), pricing.quantity_factor(sim, person)
    amount = basket(sim, person, number, lift) * sales.sale_factor(selling, manner) * quantity
    paid = amount * index
    margin = amount * (segment.margin + (index - 1.0))
    if first == 0 and person.fresh_failure == 0:
        word_of_mouth.praise(sim, person, number, lift)
        account.shrink(experience, person, 1.0 - experience.forgiven, now)
    if first == 0 and person.dealings != NOBODY:
        account.forgive_questions(experience, person, sim.dealings[person.dealings], now)
    person.fresh_failure = 0
    person.purchases = person.purchases + 1
    person.last_seen = now
    bought = EventType.PURCHASE
    record(sim, bought, person.row, person.segment, number, value=paid, money=margin)
    give_away(sim, person, number, amount)
    pricing.get_used_to(sim, person, index, first)
    advice = sell(sim, person, number, manner, paid, margin) if manner != 0.0 else 0.0
    account.learn(experience, person, service.kept(world.phases[phase].service))
    for kind in range(len(world.problems)):
        if world.problems[kind].per_purchase > 0.0:
            bring(sim, person, kind, number, advice)
    extras.watch(sim, person, number)
    if world.talk.referral > 0.0 and now >= 0.0:
        chance = talk.referral_chance(world.talk, feelings.lift_now(experience, person, now))
        if uniform(person.key, Purpose.REFER, 0, number) < chance:
            refer(sim, person)
    triggers.trigger(sim, person, AFTER_PURCHASE, number, 0)
    triggers.trigger(sim, person, NTH_PURCHASE, person.purchases, 0)


def give_away(sim: Sim, person: Customer, number: int, amount: float) -> None:
    """What of the list price was not paid, for the books: margin has it already."""
    price = sim.world.phases[sim.firm[0].phase].price
    discount = running_discount(sim, person)
    if discount > 0.0:
        given = amount * prices.discount_given(price, discount)
        record(sim, EventType.DISCOUNTED, person.row, person.segment, number, value=given)
    if price.points > 0.0 and price.redeemed > 0.0:
        given = amount * prices.points_given(price, discount)
        record(sim, EventType.POINTS, person.row, person.segment, number, value=given)


def sell(
    sim: Sim, person: Customer, number: int, manner: float, paid: float, margin: float
) -> float:
    """What a pushed or advised sale leaves behind; how much of what advice can do was done."""
    world, now, phase = sim.world, clock(sim), sim.firm[0].phase
    experience, selling = world.experience, world.phases[phase].sales
    if manner < 0.0:
        dealings = dealings_with(sim, person)
        again = account.recall_advice(world.phases[phase].care, dealings, -manner, now)
        advice: float = sales.advice_effect(selling, -manner) * again
        cost = advice_cost(sim, person, -manner)
        record(sim, EventType.ADVISED, person.row, number=number, value=advice, money=-cost)
        account.please(experience, person, selling.advice_credit * advice, now)
        account.trust(experience, person, selling.advice_trust * advice, now)
        return advice
    record(sim, EventType.PUSHED, person.row, number=number, value=manner)
    account.worsen(experience, person, Cause.PUSHY, selling.push_debit * manner, now)
    account.trust(experience, person, -selling.push_trust * manner, now)
    account.promise(experience, person, selling.push_promise * manner, now)
    if uniform(person.key, Purpose.RETURN, 0, number) < selling.push_returns * manner:
        u = uniform(person.key, Purpose.RETURN_DELAY, 0, number)
        when = now + variate(sim, selling.return_after, u)
        plans.plan_return(sim, when, person, number, paid, margin)
    return 0.0


def advice_cost(sim: Sim, person: Customer, advice: float) -> float:
    """What the time for advice costs: at the pay of the channel whose people give it."""
    world, phase = sim.world, sim.firm[0].phase
    selling = world.phases[phase].sales
    if advice == 0.0 or len(sim.stations) == 0:
        return 0.0
    channel = cases.channel_for(sim, person, selling.channel)
    cost: float = sales.advice_cost(selling, advice, world.channels[phase][channel].agent_cost)
    return cost


def bring_back(sim: Sim, person: Customer, number: int, paid: float, margin: float) -> None:
    """A pushed purchase comes back."""
    record(sim, EventType.RETURNED, person.row, number=number, value=paid, money=-margin)


def bring(sim: Sim, person: Customer, kind: int, number: int, advice: float) -> None:
    """The problem a purchase may bring, unless attentive advice prevents it at once."""
    problem, segment = sim.world.problems[kind], sim.world.segments[person.segment]
    chance = problem.per_purchase * problems.factor(problem, segment)
    if uniform(person.key, Purpose.OCCURS, problem.luck, number) >= chance:
        return
    protection = problem.prevented_by_advice * advice
    if problems.is_prevented(
        uniform(person.key, Purpose.PREVENT, problem.luck, number), protection
    ):
        record(sim, EventType.PREVENTED, person.row, kind, number, value=protection)
        return
    u = uniform(person.key, Purpose.DELAY, problem.luck, number)
    when = after(sim, kind, clock(sim), variate(sim, problem.delay, u))
    plans.plan_failure(sim, when, person, kind, number)


def refer(sim: Sim, person: Customer) -> None:
    """The customer brings a friend, who comes some days later."""
    dealings = dealings_with(sim, person)
    dealings.referrals = dealings.referrals + 1
    ordinal = dealings.referrals
    record(sim, EventType.REFERRED, person.row, number=ordinal)
    u = uniform(person.key, Purpose.REFER_DELAY, 0, ordinal)
    when = clock(sim) + variate(sim, sim.world.talk.referral_delay, u)
    plans.plan_arrival(sim, when, person.row, child_key(person.key, ordinal), ordinal)


STEPS = (
    basket, goes_elsewhere, goes, buy, give_away, sell, advice_cost, bring_back, bring, refer,
)  # fmt: skip
