"""Levers of service: none is free, each saturates, and one that is not used does nothing at all."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from mechanisms import lived, value
from worlds import world

from journeysim.engine.log import Outcome
from journeysim.events import EventType
from journeysim.model.agents import FULL_TIME, resolution, skilled
from journeysim.model.service import Channel, Service, kept, leeway, self_solved

IDLE = (
    'service.training_scale="9 h"', 'service.training_fee="99 per h"', "service.training_time=0.5",
    "service.training_resolution=0.5", "service.training_warmth=0.5", 'service.training_ramp="3 d"',
    "service.discretion_scale=3", "service.discretion_given=1", "service.discretion_time=0.5",
    "service.discretion_resolution=0.5", "service.discretion_warmth=0.5",
    'service.knowledge_agent_cost="9999 per year"', 'service.knowledge_customer_cost="9 per year"',
    "service.knowledge_resolution=0.5", "service.settling_rate=0.3", 'service.attrition="2 per year"',
    "service.attrition_response=1", "service.wage_response=2", "service.replacement=99999",
    "service.novice_time=3", "service.novice_resolution=0.5", 'service.novice_ramp="900 d"',
    "service.call_back_accepted=1", "service.call_back_unanswered=1", 'service.call_back_time="2 h"',
    "service.self_service_ceiling=1", "service.self_service_scale=9", 'service.self_service_life="9 d"',
    "service.self_service_choice=1", 'service.self_service_time="2 h"', "service.self_service_cost=9",
    'service.ease_cost="9 per year"', "problems.breakdown.self_solved=1", "problems.question.self_solved=1",
    "experience.self_service_failed=0.5", "experience.self_service_forced=0.5",
)  # fmt: skip
"""What people, machines and the labour market would make of levers that nobody uses here."""


@pytest.fixture(scope="module")
def plain() -> Outcome:
    return lived(world("firm"))


def test_a_lever_that_is_not_used_does_nothing_to_the_last_bit(plain: Outcome) -> None:
    idle = lived(world("firm", *IDLE))
    assert idle.log.rows.tobytes() == plain.log.rows.tobytes()
    assert idle.people.tobytes() == plain.people.tobytes()


NO_EFFECT = (
    "service.training_time=0", "service.training_resolution=0", "service.training_warmth=0",
    "service.knowledge_resolution=0", "experience.learning=0",
    "problems.breakdown.complains=1", "problems.mistake.complains=1", 'run.days="119 d"',
)  # fmt: skip
"""Levers that cost and change nobody's life, in whole weeks, where everybody complains anyway."""


@pytest.mark.parametrize(
    ("lever", "of_agents", "of_customers", "once"),
    [
        ('service.training="40 h"', 40 * 38.0, 0.0, 0.0),
        ("service.knowledge=0.5", 600.0, 0.4, 0.0),
        ("service.complaint_ease=2", 0.0, 0.2, 0.0),
        ("service.self_service_investment=8000", 0.0, 0.0, 2000.0),
    ],
)
def test_what_a_lever_costs_is_in_the_programmes_and_nowhere_else(
    lever: str, of_agents: float, of_customers: float, once: float
) -> None:
    """By full-time agent, by customer of day 0, or as it is written off; in a year."""
    without, used = lived(world("firm", *NO_EFFECT)), lived(world("firm", *NO_EFFECT, lever))
    years = without.horizon / 365.0
    full_time = value(without, "service_cost") / 26.0 / FULL_TIME * 364.0 / 365.0
    customers = world("firm").tables.population.customers
    cost = of_agents * full_time + (of_customers * customers + once) * years
    assert value(used, "programmes") == pytest.approx(value(without, "programmes") + cost)
    assert value(used, "profit") == pytest.approx(value(without, "profit") - cost)


def test_a_wage_above_the_market_costs_what_it_is_less_who_need_not_be_replaced() -> None:
    still = ("service.wage_response=0", "service.novice_time=0", "service.novice_resolution=0")
    dear = (*still, "service.channels.phone.wage=1.3")
    costs = [value(lived(world("firm", *levers)), "service_cost") for levers in (still, dear)]
    hours = costs[0] / 26.0
    saved = 0.3 * (1.0 - 1.3**-3.5) * 8000.0 / FULL_TIME * 364.0 / 365.0
    assert costs[1] - costs[0] == pytest.approx(hours * (0.3 * 26.0 - saved))


def test_half_of_what_agents_may_give_is_given() -> None:
    free = lived(world("firm", "service.discretion=10"))
    given = free.log.of(EventType.GOODWILL)
    assert len(given) > 20
    assert set(given["money"].tolist()) == {-5.0}
    assert value(free, "goodwill") == 5.0 * len(given)


def _settling(talk_time: float) -> float:
    return resolution(Service(), Channel(talk_time=talk_time), 1.0, 0.0, 0.0, 0.0)


EFFORTS: dict[str, tuple[Callable[[float], float], float]] = {
    "training": (lambda hours: skilled(Service(training=f"{hours} h")), 80.0),  # type: ignore[arg-type]
    "discretion": (lambda limit: leeway(Service(discretion=limit), 80.0), 200.0),
    "knowledge": (lambda depth: kept(Service(knowledge=depth)), 1.0),
    "self-service": (
        lambda money: self_solved(Service(self_service_investment=money), 0.14),
        200_000.0,
    ),
    "talk time": (_settling, 1.3),
}
"""What an effort achieves, and the sensible most of it."""


@pytest.mark.parametrize(("effect", "most"), EFFORTS.values(), ids=EFFORTS)
def test_the_second_half_of_an_effort_buys_less(
    effect: Callable[[float], float], most: float
) -> None:
    none, half, whole = effect(0.7 if most == 1.3 else 0.0), effect(1.0 if most == 1.3 else most / 2), effect(most)  # fmt: skip
    assert 0.0 < whole - half < half - none


def test_reserve_and_call_back_act_on_nobody_where_nobody_waits(plain: Outcome) -> None:
    ample = "service.channels.phone.agents=60"
    both = (
        "service.channels.phone.call_back=true",
        "service.channels.phone.reserve=20",
        "care.touches.reminder.reach=0.8",
    )
    one, other = lived(world("firm", ample, both[2])), lived(world("firm", ample, *both))
    assert one.log.rows.tobytes() == other.log.rows.tobytes()
