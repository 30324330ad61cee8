"""Agents: what training, wage, talk time and discretion make of those who answer, and their cost."""

from __future__ import annotations

import pytest

from journeysim.model.agents import (
    FULL_TIME,
    attrition,
    divided_attention,
    effort_cost,
    further_novices,
    handling_factor,
    novices,
    pace,
    paid,
    resolution,
    skilled,
    trained,
    warmth,
)
from journeysim.model.service import Channel, Service

PLAIN, PHONE = Service(), Channel()
HASTE, CARE = Channel(talk_time=0.7), Channel(talk_time=1.3)
CHEAP, DEAR = Channel(wage=0.7), Channel(wage=1.3)


@pytest.mark.parametrize(
    ("hours", "level"), [(0, 0.0), (20, 0.3934693), (40, 0.6321206), (80, 0.8646647), (400, 0.9999546)]
)  # fmt: skip
def test_hours_of_training_lift_ever_less(hours: float, level: float) -> None:
    """1 - exp(-h / 40 h)."""
    assert skilled(Service(training=f"{hours} h")) == pytest.approx(level)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("before", "level", "since", "now"),
    [
        (0.0, 1.0, 0.0, 0.0),
        (0.0, 1.0, 60.0, 0.6321206),
        (0.0, 1.0, 1e6, 1.0),
        (0.8, 0.0, 60.0, 0.2943036),
        (0.5, 0.5, 9.0, 0.5),
    ],
)
def test_training_takes_hold_and_wears_off(
    before: float, level: float, since: float, now: float
) -> None:
    """before + (level - before) (1 - exp(-t / 60 d))."""
    assert trained(before, level, 60.0, since) == pytest.approx(now)


@pytest.mark.parametrize(
    ("channel", "factor", "training", "known", "leeway", "chance"),
    [
        (PHONE, 1.0, 0.0, 0.0, 0.0, 0.70),
        (PHONE, 1.0, 0.0, 0.0, 1.0, 0.75),
        (PHONE, 1.0, 1.0, 0.0, 0.0, 0.76),
        (PHONE, 1.0, 0.0, 1.0, 0.0, 0.75),
        (PHONE, 1.0, 1.0, 1.0, 1.0, 0.86),
        (PHONE, 0.5, 1.0, 1.0, 1.0, 0.43),
        (PHONE, 2.0, 1.0, 1.0, 1.0, 1.0),
        (HASTE, 1.0, 0.0, 0.0, 0.0, 0.5978622),
        (CARE, 1.0, 0.0, 0.0, 0.0, 0.7606017),
        (HASTE, 1.0, 1.0, 0.0, 0.0, 0.6578622),
        (CHEAP, 1.0, 0.0, 0.0, 0.0, 0.6900397),
        (DEAR, 1.0, 0.0, 0.0, 0.0, 0.7031136),
    ],
)
def test_what_settles_a_matter(
    channel: Channel, factor: float, training: float, known: float, leeway: float, chance: float
) -> None:
    """(.70 (1 - exp(-1.74 t)) / (1 - exp(-1.74)) + .06 training + .05 leeway + .05 known
    - .06 further novices) x factor, at most one."""
    assert resolution(PLAIN, channel, factor, training, known, leeway) == pytest.approx(
        chance, abs=2e-7
    )


@pytest.mark.parametrize(
    ("channel", "training", "leeway", "chance"),
    [
        (PHONE, 0.0, 0.0, 0.45),
        (PHONE, 0.0, 1.0, 0.65),
        (PHONE, 1.0, 1.0, 0.80),
        (HASTE, 0.0, 0.0, 0.315),
        (CARE, 0.0, 0.0, 0.45),
    ],
)
def test_haste_is_cold_and_time_alone_is_not_warm(
    channel: Channel, training: float, leeway: float, chance: float
) -> None:
    assert warmth(PLAIN, channel, training, leeway) == pytest.approx(chance)
    assert warmth(Service(discretion_warmth=1), channel, 0.0, 1.0) == 1.0


@pytest.mark.parametrize(
    ("channel", "training", "leeway", "factor"),
    [
        (PHONE, 0.0, 1.0, 1.08),
        (PHONE, 1.0, 0.0, 0.94),
        (HASTE, 0.0, 0.0, 0.7),
        (CARE, 1.0, 1.0, 1.3 * 1.08 * 0.94),
        (CHEAP, 0.0, 0.0, 0.7**-0.8 * 1.1023122 / 1.0359102),
        (DEAR, 0.0, 0.0, 1.3**-0.8 * 1.0151529 / 1.0359102),
    ],
)
def test_how_long_talks_take(
    channel: Channel, training: float, leeway: float, factor: float
) -> None:
    """t x wage^-.8 x (1 + .4 novices) / (1 + .4 novices at the market's wage), in full."""
    assert handling_factor(PLAIN, channel, training, leeway) == pytest.approx(factor)
    assert handling_factor(PLAIN, channel, 0.0, 0.0) == pace(PLAIN, channel)


def test_the_markets_wage_and_usual_pace_change_not_a_bit() -> None:
    """Whatever else wages would do."""
    odd = Service(
        attrition="0.7 per year", novice_time=3.1, novice_resolution=0.3, settling_rate=0.7
    )  # type: ignore[arg-type]
    assert resolution(odd, PHONE, 0.9, 0.0, 0.0, 0.0) == PHONE.resolution * 0.9
    assert warmth(odd, PHONE, 0.0, 0.0) == PHONE.warmth
    assert handling_factor(odd, PHONE, 0.0, 0.0) == 1.0
    assert further_novices(odd, PHONE) == 0.0
    assert paid(odd, PHONE) == PHONE.pay
    assert effort_cost(odd, PHONE) == 0.0


@pytest.mark.parametrize(("wage", "yearly"), [(1.0, 0.30), (0.7, 1.0453895), (1.3, 0.1197621)])
def test_agents_leave_for_better_pay(wage: float, yearly: float) -> None:
    """.30 a year x wage^-3.5; in the long run a R / (1 + a R) are novices, R = 120 d."""
    assert attrition(PLAIN, wage) * 365.0 == pytest.approx(yearly, rel=1e-5)
    joining = yearly * 120.0 / 365.0
    assert novices(PLAIN, wage) == pytest.approx(joining / (1.0 + joining), rel=1e-5)


@pytest.mark.parametrize("wage", [0.7, 1.3])
def test_an_agents_hour_costs_the_wage_and_whoever_must_be_replaced_beyond_the_usual(
    wage: float,
) -> None:
    """26 x wage + (attrition - .30) x 8,000 / 1,700 h (a year of 52 weeks within one of 365 days)."""
    more = (0.30 * wage**-3.5 - 0.30) * 8000.0 / FULL_TIME * 364.0 / 365.0
    assert paid(PLAIN, Channel(wage=wage)) / 24.0 == pytest.approx(26.0 * wage + more)
    assert paid(PLAIN, Channel(wage=0.5, pay="0 per h")) > 0.0  # type: ignore[arg-type]
    assert paid(PLAIN, Channel(wage=3, pay="0 per h")) == 0.0  # type: ignore[arg-type]


def test_training_costs_its_hours_with_pay_and_fee_and_knowledge_its_depth() -> None:
    """Of a full-time agent a year: 40 h x (26 + 12), 1,200 x depth."""
    hours = 364.0 / 365.0 / FULL_TIME
    trained_ones = Service(training="40 h")  # type: ignore[arg-type]
    assert effort_cost(trained_ones, PHONE) / 24.0 == pytest.approx(40 * 38 * hours)
    assert effort_cost(trained_ones, DEAR) / 24.0 == pytest.approx(40 * (26 * 1.3 + 12) * hours)
    assert effort_cost(Service(knowledge=0.5), PHONE) / 24.0 == pytest.approx(600 * hours)


def test_no_lack_of_skill_settles_less_than_nothing() -> None:
    hopeless = Service(novice_resolution=1.0, attrition="12 per year")  # type: ignore[arg-type]
    assert resolution(hopeless, Channel(wage=0.5, resolution=0), 1.0, 0.0, 0.0, 0.0) == 0.0


@pytest.mark.parametrize(
    ("at_once", "talks", "agents", "longer"),
    [
        (1, 1, 1, 1.0),
        (1, 3, 2, 1.0),
        (3, 2, 2, 1.0),
        (3, 3, 2, 1.25),
        (3, 6, 2, 2.0),
        (2, 1, 2, 1.0),
    ],
)
def test_a_talk_takes_longer_the_more_its_agent_has_in_hand(
    at_once: int, talks: int, agents: int, longer: float
) -> None:
    """Half as long again for each further talk of an agent, shared evenly; never for one at a time."""
    channel = Channel(concurrency=at_once, concurrency_time=0.5)
    assert divided_attention(channel, talks, agents) == pytest.approx(longer)
