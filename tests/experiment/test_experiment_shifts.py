"""Shifts: exact answers where every hour is the same, and fewer hours than a flat line where not."""

from __future__ import annotations

from math import fsum

import numpy as np
import pytest
from engines import QUICK
from hypothesis import given
from hypothesis import strategies as st
from worlds import world

from journeysim.errors import UsageError
from journeysim.experiment.decisions.staffing import (
    HOURS,
    Standard,
    Week,
    ample,
    erlang_a_says,
    hours_where,
    needed,
)
from journeysim.experiment.verify import formulas
from journeysim.experiment.verify.answers import shipped_world
from journeysim.model.hours import quarters
from journeysim.scenario.scenario import load
from journeysim.study.shifts import AskShifts, shifts


@pytest.mark.parametrize("agents", [1, 3, 9])
def test_erlang_a_within_agrees_with_what_is_known_of_its_ends(agents: int) -> None:
    waits, gone, _, _ = formulas.erlang_a(4.0, 1.0, agents, 0.7)
    at_once = formulas.erlang_a_within(4.0, 1.0, agents, 0.7, 0.0)
    ever = formulas.erlang_a_within(4.0, 1.0, agents, 0.7, 80.0)
    assert at_once == pytest.approx(1 - waits)
    assert ever == pytest.approx(1 - gone)


def test_erlang_a_within_nears_erlang_c_where_people_are_patient() -> None:
    patient = formulas.erlang_a_within(4.0, 1.0, 6, 1e-5, 0.3)
    assert patient == pytest.approx(formulas.erlang_c_within(4.0, 1.0, 6, 0.3), abs=1e-4)


@given(st.lists(st.tuples(st.integers(0, 671), st.integers(1, 40)), max_size=6))
def test_hours_are_written_as_they_are_read(spans: list[tuple[int, int]]) -> None:
    flags = [False] * 672
    for start, length in spans:
        for quarter in range(start, min(672, start + length)):
            flags[quarter] = True
    assert quarters(hours_where(flags)) == tuple(int(flag) for flag in flags)


def poisson_week(load: float, widest: int = 60) -> Week:
    """People in a system in which nobody ever waits: as many as a Poisson law has it."""
    weights = np.cumprod([1.0, *(load / n for n in range(1, widest))])
    shares = np.tile(weights / weights.sum(), (HOURS, 1))
    return Week(shares, np.full(HOURS, load * 1440), 1 / 1440, 0.0)


def test_as_many_are_needed_as_the_chance_of_finding_all_busy_asks_for() -> None:
    week = poisson_week(8.0)
    tail = 1.0 - np.cumsum(week.shares[0])
    for chance in (0.01, 0.2, 0.5, 0.9):
        (agents,) = set(needed(week, chance).tolist())
        assert tail[agents - 1] <= chance < (tail[agents - 2] if agents > 1 else 1.0)
    assert needed(week, 0.001).max() < ample(week).min()


def test_erlang_a_says_the_fewest_that_reach_a_standard() -> None:
    week = poisson_week(8.0)
    target, patience = 20 / 86400, 1 / 1440
    (says,) = set(erlang_a_says(week, patience, Standard("service_level", 0.8, True, target)))
    reaches = [formulas.erlang_a_within(8, 1, n, 1, 1 / 3) >= 0.8 for n in range(1, 30)]
    assert says == 1 + reaches.index(True)
    (says,) = set(erlang_a_says(week, patience, Standard("abandonment", 0.05, False, target)))
    reaches = [formulas.erlang_a(8, 1, n, 1)[1] <= 0.05 for n in range(1, 30)]
    assert says == 1 + reaches.index(True)


def test_where_every_hour_is_the_same_every_hour_has_erlang_as_agents() -> None:
    line = load(
        shipped_world("erlang_a_light"),
        settings=("population.customers=250", "run.replications=2", 'run.days="8.2 d"',
                  'run.warmup="1.2 d"', 'service.target_wait="20 s"'),
    )  # fmt: skip
    with_two, with_three = (formulas.erlang_a_within(2, 1, n, 1, 1 / 3) for n in (2, 3))
    exact, bound = 3, 0.5 * (with_two + with_three)
    claim = f"service_level >= {100 * bound:.3f} %"
    plan = shifts(line, AskShifts(claim=claim, engine=QUICK, jobs=1)).plan
    ours, theirs = plan.fewest.agents, plan.erlang.agents
    assert set(theirs.tolist()) == {exact}
    assert exact - 0.9 <= fsum(ours.tolist()) / HOURS <= exact
    assert ours.min() >= exact - 1
    assert plan.judgement.estimate.low >= bound
    assert plan.fewest.hours < plan.erlang.hours


def test_where_hours_differ_a_good_week_takes_fewer_hours_than_a_flat_one() -> None:
    firm = world(
        "ordinary_garage", "population.customers=3000", 'run.days="182 d"', "run.replications=2",
        "service.channels.phone.agents=1",
    )  # fmt: skip
    answer = shifts(firm, AskShifts(claim="service_level >= 85 %", engine=QUICK, jobs=1))
    plan = answer.plan
    assert answer.exit_code == 0
    assert plan.judgement.estimate.low >= 0.85
    opens = np.array(quarters(plan.staffing.levers.hours)).sum() / 4
    assert plan.fewest.hours <= plan.erlang.hours
    assert plan.fewest.hours < plan.fewest.agents.max() * opens, "not everybody all day"
    assert plan.fewest.agents[:24].max() >= plan.fewest.agents[72:96].max(), "Mondays are busy"


@pytest.mark.parametrize(
    ("claim", "words"),
    [
        ("retention >= 80 %", "a claim about a line"),
        ("service_level vs today >= 5 pp", "a claim about a line"),
        ("service_level <= 80 %", "good enough"),
        ("service_level.desk >= 80 %", "desk"),
    ],
)
def test_what_is_no_question_about_a_line_is_refused(claim: str, words: str) -> None:
    with pytest.raises(UsageError, match=words):
        shifts(world("ordinary_garage"), AskShifts(claim=claim, engine=QUICK, jobs=1))
