"""Optimize: the promise of ranking and selection, known optima, the budget, and bounds that bind."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from math import sqrt

import numpy as np
import pytest
from engines import QUICK
from worlds import world

from journeysim.errors import UsageError
from journeysim.experiment.decisions.optimum import Binding, Optimum
from journeysim.experiment.decisions.selection import (
    LEAST,
    SCREENING,
    Selected,
    SelectionTerms,
    selected,
)
from journeysim.experiment.estimate import Estimate
from journeysim.numerals import spelled
from journeysim.report.frontier import frontier_chart, worth_looking_at
from journeysim.report.optimize import document, sentences
from journeysim.scenario.scenario import Scenario
from journeysim.study.optimize import Optimized, optimize
from journeysim.study.optimize_ask import optimize_asked

# Ranking and selection.


def chosen(
    means: Sequence[float], seed: int, terms: SelectionTerms, shared: float = 0.0
) -> Selected:
    """The selection among normal candidates; shared: how much of their luck is common to all."""
    draws = np.random.default_rng(seed)
    common = draws.normal(size=terms.most)
    own = draws.normal(size=(len(means), terms.most))
    seen = np.array(means)[:, None] + sqrt(shared) * common + sqrt(1.0 - shared) * own

    def observe(places: Sequence[int], count: int) -> Mapping[int, Sequence[float]]:
        return {place: seen[place, :count].tolist() for place in places}

    return selected(observe, range(len(means)), terms)


def correct(
    means: Sequence[float], terms: SelectionTerms, problems: int, shared: float = 0.0
) -> float:
    """The share of problems in which the best is among those left."""
    best = int(np.argmax(means))
    return sum(best in chosen(means, n, terms, shared).left for n in range(problems)) / problems


APART = 0.5
SLIPPAGE = [0.0] * 9 + [APART]
"""The hardest case: all but the best lie just so far behind as matters."""


@pytest.mark.parametrize("shared", [0.0, 0.8])
def test_the_best_is_chosen_as_often_as_is_promised(shared: float) -> None:
    """95 % of 200 problems at the hardest case, to the end: a single one is left."""
    terms = SelectionTerms(0.95, APART, 10, 2000, 1)
    ended = [chosen(SLIPPAGE, n, terms, shared) for n in range(200)]
    assert all(len(each.left) == 1 for each in ended), "to the end one is left"
    right = sum(each.left == (9,) for each in ended) / 200
    assert right >= 0.95 - 2.0 * sqrt(0.95 * 0.05 / 200)


@pytest.mark.parametrize("by", [1, 4])
def test_where_runs_are_used_up_the_best_is_among_those_left(by: int) -> None:
    terms = SelectionTerms(0.95, APART, 8, 32, by)
    assert correct(SLIPPAGE, terms, 200) >= 0.95
    assert correct([0.0, 0.1, 0.2, 0.3, 0.8], terms, 200) >= 0.95


def test_what_lies_far_behind_is_left_out_early() -> None:
    ended = chosen([0.0, 0.0, 5.0], 3, SelectionTerms(0.95, 0.5, 8, 64, 4))
    assert ended.left == (2,)
    assert ended.rounds == {0: LEAST, 1: LEAST, 2: 8}


def test_few_rounds_leave_out_what_is_far_behind_and_hardly_ever_the_best() -> None:
    """The screening makes its part of the error at most, and spares the others most of the rounds."""
    terms = SelectionTerms(0.95, APART, 8, 8, 1)
    means = [*(-0.5 * step for step in range(12, 0, -1)), 0.0]
    problems = [chosen(means, seed, terms, 0.8) for seed in range(1000)]
    gone = sum(ended.rounds[12] == LEAST for ended in problems)
    assert gone <= 1000 * SCREENING * 0.05 + 2.0 * sqrt(1000 * SCREENING * 0.05)
    spared = [sum(count == LEAST for count in ended.rounds.values()) for ended in problems]
    assert sum(spared) / 1000 > 4.0


def test_those_that_are_the_same_stay_together() -> None:
    same = [1.0, 2.0, 3.0, 2.5, 1.5, 2.2, 2.8, 1.9]

    def observe(places: Sequence[int], count: int) -> Mapping[int, Sequence[float]]:
        return dict.fromkeys(places, (same * 4)[:count])

    ended = selected(observe, range(3), SelectionTerms(0.95, 0.1, 8, 32, 8))
    assert ended.left == (0, 1, 2)


def test_one_alone_is_the_best() -> None:
    assert chosen([0.0], 1, SelectionTerms(0.95, 0.1, 8, 32, 8)).left == (0,)


# A firm.

REACH, COST = "care.touches.reminder.reach", "care.touches.reminder.cost"


def garage(*more: str) -> Scenario:
    return world("garage", "population.customers=200", 'run.days="180 d"', "run.replications=4",
                 *more)  # fmt: skip


def best_of(scenario: Scenario, levers: str, **more: object) -> Optimized:
    options = {"engine": QUICK, "jobs": more.pop("jobs", 1), "policies": more.pop("policies", ())}
    asked = {"maximise": "whole_value", "budget": None, "steps": 3, "matters": None,
             "max_replications": None} | more  # fmt: skip
    return optimize(scenario, optimize_asked(options, levers=(levers,), **asked))  # type: ignore[arg-type]


def at_best(optimum: Optimum) -> tuple[float, ...]:
    assert optimum.best is not None
    return optimum.points[optimum.best].values


WASTE = "service.programme=0 per year:4000 per year,care.touches.reminder.set_up=0:2000"
"""Two levers that cost and do nothing."""


def test_the_known_best_is_the_best() -> None:
    """Of what does nothing the least is best."""
    answer = best_of(garage("service.programme='4000 per year'"), WASTE, policies=("caring",))
    assert at_best(answer.optimum) == (0.0, 0.0)
    assert answer.optimum.left == (answer.optimum.best,)
    assert answer.exit_code == 0
    worst = min(answer.optimum.points, key=lambda point: point.goal.mean)
    assert worst.values == pytest.approx((4000 / 365, 2000.0))


def test_where_nothing_is_better_today_is_the_best() -> None:
    dear = "service.programme=1000 per year:4000 per year,care.touches.reminder.set_up=500:2000"
    answer = best_of(garage(), dear, policies=("caring",))
    assert (answer.optimum.best, answer.optimum.left, answer.exit_code) == (None, (None,), 1)
    assert answer.optimum.confirmed == {}
    assert "is better than caring" in sentences(answer.optimum)[0]


AGENTS = "service.channels.desk.agents"


def test_a_budget_bounds_what_is_tried_and_is_told_where_it_binds() -> None:
    levers = f"{REACH},{AGENTS}=1:3"
    free = best_of(garage(), levers, maximise="retention").optimum
    bound = best_of(garage(), levers, maximise="retention", budget="1500 per year").optimum
    assert at_best(free)[0] == 1.0
    assert at_best(bound) == (0.5, 1.0), "half the reach is what it allows"
    assert all(point.cost <= 1500.0 for point in bound.points if point.left)
    assert all(bound.points[place].within for place in bound.frontier)
    assert any(each.lever is None for each in bound.bindings)
    assert any("The budget binds" in line for line in sentences(bound))
    assert max(point.runs for point in bound.points if not point.within) == 2
    assert not any(each.lever is None for each in free.bindings)


def test_what_stands_at_its_end_for_nothing_is_said_so() -> None:
    optimum = best_of(garage(), REACH).optimum
    (binding,) = optimum.bindings
    assert (binding.lever, binding.is_high, binding.cost > 0.0) == (0, True, True)
    assert "the last step costs" in sentences(optimum)[1]
    free = replace(optimum, bindings=(Binding(0, is_high=True, cost=0.0),))
    assert "nothing in your file makes the last step cost" in sentences(free)[1]
    assert "look further" not in sentences(free)[1], "a share has no more"
    idle = replace(optimum, bindings=(Binding(0, is_high=False, cost=0.0),))
    assert "the last step saves nothing that you pay for" in sentences(idle)[1]
    half = best_of(garage(), f"{REACH}=0:0.5").optimum
    assert "look further" in sentences(half)[1]


def test_touches_into_which_nobody_puts_anything_bring_exactly_nothing() -> None:
    """No free lunch for whoever looks for it: all settings are the same, and today among them."""
    idle = "care.touches.reminder={cost=0, staff='0 min', discount=0, burden=0}"
    answer = best_of(garage(idle), REACH)
    assert set(answer.optimum.left) == {1, 2, None}, "the first is today's own"
    assert all(point.goal.mean == 0.0 for point in answer.optimum.points)
    assert answer.exit_code == 3


def test_people_who_are_hired_are_paid_after_the_run_too() -> None:
    """A second pair of hands pays within the run and by those who are there then, and not for good."""
    firm = garage("problems.question.rate='14 per year'", "service.channels.desk.pay='4 per h'")
    whole, total = (
        best_of(firm, f"{AGENTS}=1:3", maximise=goal).optimum
        for goal in ("whole_value", "total_value")
    )
    assert at_best(total) == (2.0,)
    assert whole.best is None
    assert whole.points[1].goal.high < 0.0


def test_where_money_has_no_end_it_is_that_of_the_run_and_of_those_still_there() -> None:
    grid = best_of(garage("money.discount_rate=0"), REACH).optimum.grid
    assert (grid.goal, grid.worth) == ("total_value", "total_value")


def test_people_lost_are_not_called_kept_and_what_costs_brings_nothing() -> None:
    """Neither a sentence nor a sign says that -10 are kept, or that -3 k is brought."""
    optimum = best_of(garage(), f"{REACH},{AGENTS}=1:3").optimum
    fewer, less = Estimate(-0.0103, -0.0142, -0.0064, 8), Estimate(-3100.0, -3600.0, -2600.0, 8)
    more = Estimate(12_340.0, 12_000.0, 12_680.0, 8)
    goal, kept, worth = optimum.grid.goal, optimum.grid.kept, optimum.grid.worth
    first = spelled(
        sentences(replace(optimum, confirmed={goal: more, worth: more, kept: fewer}))[0]
    )
    assert "It brings 12.3 k EUR more in all (give or take 0.3 by chance) and " in first
    assert "and loses 10 more of 1,000 customers (give or take 4 by chance);" in first
    first = spelled(
        sentences(replace(optimum, confirmed={goal: less, worth: less, kept: fewer}))[0]
    )
    assert "It costs 3,100 EUR in all" in first
    grid = replace(optimum.grid, goal=kept)
    people = spelled(
        sentences(replace(optimum, grid=grid, confirmed={kept: fewer, worth: more}))[0]
    )
    assert "It loses 10 more of 1,000 customers (give or take 4 by chance) and brings" in people


def test_the_frontier_is_beaten_by_nobody() -> None:
    optimum = best_of(garage(), f"{REACH},{AGENTS}=1:3").optimum
    on = [optimum.points[place] for place in optimum.frontier]
    worths = [point.worth.mean for point in on]
    kept = [point.kept.mean for point in on]
    assert worths == sorted(worths)
    assert kept == sorted(kept, reverse=True)
    for point in optimum.points:
        assert any(
            each.worth.mean >= point.worth.mean and each.kept.mean >= point.kept.mean for each in on
        )


def test_what_lies_far_behind_does_not_squash_the_picture() -> None:
    optimum = best_of(garage(), f"{REACH},{AGENTS}=1:3").optimum
    points = [*optimum.points]
    worst = replace(points[0], worth=replace(points[0].worth, mean=-1e9))
    far = replace(
        optimum, points=(worst, *points[1:]), frontier=tuple(p for p in optimum.frontier if p)
    )
    assert 0 not in worth_looking_at(far)
    assert set(far.frontier) <= worth_looking_at(far)
    *picture, left_out = frontier_chart(far)
    hidden = len(points) - len(worth_looking_at(far))
    assert f"{hidden} settings far behind not drawn" in left_out
    assert sum(line.count("T") for line in picture) == 1


def test_what_the_best_brings_is_told_by_runs_that_chose_nobody() -> None:
    answer = best_of(garage(), REACH)
    assert answer.optimum.confirmed["whole_value"].n == 8
    assert set(answer.optimum.confirmed) >= {"whole_value"}


def test_the_same_bytes_come_from_any_number_of_jobs() -> None:
    levers = f"{REACH},{AGENTS}=1:2"
    documents = [document(best_of(garage(), levers, jobs=jobs).optimum) for jobs in (1, 2, 3)]
    assert documents[0] == documents[1] == documents[2]


@pytest.mark.parametrize(
    ("levers", "more", "words"),
    [
        ("", {}, "name what may be turned"),
        (f"{REACH},{REACH}", {}, "the same lever twice"),
        (f"{REACH}=0.2", {}, "KEY=LOW:HIGH"),
        ("problems.question.rate", {}, "belongs to the world"),
        ("service.channels.desk.agentz", {}, "did you mean 'agents'"),
        (REACH, {"budget": "much"}, "--budget much"),
        (REACH, {"budget": "-5"}, "at least 0"),
        (REACH, {"maximise": "joy"}, "is none of"),
        (REACH, {"matters": 0.0}, "more than 0"),
        (f"{REACH},{COST},{AGENTS},service.training", {"steps": 6}, "at most 400"),
    ],
)
def test_what_is_no_question_is_refused(levers: str, more: dict[str, object], words: str) -> None:
    with pytest.raises(UsageError, match=words):
        best_of(garage(), levers, **more)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("200k per year", 200_000.0), ("1.5M", 1.5e6), ("20k per month", 240_000.0), ("300", 300.0)],
)
def test_a_budget_is_money_a_year(typed: str, meant: float) -> None:
    ask = optimize_asked({}, levers=(REACH,), maximise="profit", budget=typed, steps=3, matters=None,
                         max_replications=None)  # fmt: skip
    assert ask.budget == pytest.approx(meant)


@pytest.mark.slow
def test_the_best_of_a_firm_is_left_in_nineteen_of_twenty_seeds() -> None:
    """What is left with few runs holds what a hundred runs call the best."""
    levers = f"{REACH},{AGENTS}=1:2"
    long = best_of(garage("run.replications=100"), levers, max_replications=100).optimum
    means = {place: point.goal.mean for place, point in enumerate(long.points)} | {None: 0.0}
    best = max(means, key=lambda place: means[place])
    held = sum(
        best in best_of(garage(f"run.seed={100 + seed}"), levers).optimum.left for seed in range(60)
    )
    assert held >= 54
