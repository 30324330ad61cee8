"""Extras: what customers are offered on top, by a touch or at the end of a talk, and the watch that is
kept so that problems are noticed."""

from __future__ import annotations

from journeysim.causes import Cause
from journeysim.engine.steps import account, cases, triggers
from journeysim.engine.steps.cases import case_uniform
from journeysim.engine.steps.dealings import dealings_with
from journeysim.engine.steps.hooks import Sim, clock, record
from journeysim.events import EventType
from journeysim.model import care, sales
from journeysim.model.customer import Case, Customer
from journeysim.streams import Purpose, uniform


def is_tried(sim: Sim, person: Customer, case: Case) -> bool:
    """Is an extra to be offered at the end of this talk, if it goes well? A customer's only."""
    share = sim.world.phases[sim.firm[0].phase].service.cross_sell
    if share == 0.0 or person.active == 0:
        return False
    return case_uniform(sim, Purpose.CROSS_SELL, person, case) < share


def offer(sim: Sim, person: Customer, place: int, u: float) -> None:
    """An attempt to sell an extra: bought, or declined, and the more annoying the more there were.

    place: the touch, or -1 in a contact; u: the uniform of whether it is bought.
    """
    selling, now = sim.world.phases[sim.firm[0].phase].sales, clock(sim)
    dealings = dealings_with(sim, person)
    since = now - dealings.offered_at
    attempts = sales.attempts_remembered(selling, dealings.offered_extras, since)
    dealings.offered_extras = attempts + 1.0
    dealings.offered_at = now
    if u < sales.extra_chance(selling, attempts, now - dealings.extra_sold_at):
        segment = sim.world.segments[person.segment]
        amount = segment.cross_sell_value
        money = amount * segment.margin
        dealings.extra_sold_at = now
        record(sim, EventType.CROSS_SOLD, person.row, place=place, value=amount, money=money)
        return
    debit = sales.extra_debit(selling, attempts)
    record(sim, EventType.DECLINED, person.row, place=place, value=debit)
    account.worsen(sim.world.experience, person, Cause.PUSHY, debit, now)


def watch(sim: Sim, person: Customer, number: int) -> None:
    """To notice problems unasked somebody has to watch that share of purchases, at the pay of the
    channel that would put them right."""
    world, phase = sim.world, sim.firm[0].phase
    for index in range(len(world.phases[phase].interceptions)):
        slot = world.phases[phase].interceptions[index]
        if slot < 0:
            return
        touch = world.touches[phase][slot]
        u = uniform(person.key, Purpose.NOTICE, care.draw_slot(touch), number)
        if u < touch.reach and triggers.is_meant(sim, person, touch):
            channel = cases.channel_for(sim, person, touch.channel)
            cost = world.phases[phase].care.notice_time * world.channels[phase][channel].agent_cost
            segment = person.segment
            watched = EventType.WATCHED
            record(sim, watched, person.row, segment, number, place=slot, money=-cost)


STEPS = (is_tried, offer, watch)
