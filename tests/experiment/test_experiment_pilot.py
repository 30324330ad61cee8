"""Pilot: power against brute force, false positives at 5 %, the shared line, worth of knowing."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from math import erf, exp, pi, sqrt

import numpy as np
import pytest
from engines import QUICK
from worlds import world

from journeysim.errors import UsageError
from journeysim.experiment.decisions.arms import PILOT, arms
from journeysim.experiment.decisions.field_test import FieldTest
from journeysim.experiment.decisions.information import (
    gained,
    information_worth,
    smooth,
    without_luck,
)
from journeysim.experiment.decisions.trials import (
    INDICATORS,
    TrialTask,
    chances,
    lived_people,
)
from journeysim.experiment.replicate import carry_out
from journeysim.scenario.scenario import Scenario
from journeysim.study import limits
from journeysim.study.pilot import exit_code_of, pilot
from journeysim.study.pilot_ask import AskPilot


def test_both_doors_know_the_same_indicators() -> None:
    assert limits.INDICATORS == INDICATORS


# What chance does to a test.


def test_a_test_of_nothing_says_something_in_five_of_a_hundred() -> None:
    ends = chances(0.0, (0.2, 0.2), 500, is_better=True)
    assert ends.right == pytest.approx(0.025, abs=1e-9)
    assert ends.wrong == pytest.approx(0.025, abs=1e-9)


@pytest.mark.parametrize(("arm", "power"), [(1565, 0.80), (2095, 0.90), (765, 0.50)])
def test_the_power_is_that_of_the_textbook(arm: int, power: float) -> None:
    """50 % against 55 %: 1,565 in each group for 80 %, as in Fleiss, Statistical Methods for Rates."""
    variances = (0.5 * 0.5, 0.55 * 0.45)
    assert chances(0.05, variances, arm, is_better=True).right == pytest.approx(power, abs=0.005)
    assert chances(0.05, variances, arm, is_better=False).wrong == pytest.approx(power, abs=0.005)


# Who is in which arm, and what reaches whom.


def ample(*more: str) -> Scenario:
    """A garage whose line nobody waits in: what is done to some touches nobody else."""
    return world(
        "garage", "population.customers=300", 'run.days="200 d"', "run.replications=4",
        "service.channels.desk.agents=60", 'talk.referral=0', *more,
    )  # fmt: skip


def people(scenario: Scenario, policy: str, replication: int = 0) -> np.ndarray:
    task = TrialTask(scenario, policy, replication, QUICK, (199.0,), "profit@199d")
    return lived_people(task).outcomes[1, 0]


def test_the_treated_live_as_if_all_were_and_the_others_as_if_nobody_were() -> None:
    both = arms(ample(), "caring", "wait_and_see", 0.5)
    task = TrialTask(both.scenario, PILOT, 0, QUICK, (199.0,), "profit@199d")
    tried = lived_people(task)
    names = list(both.scenario.tables.segments)
    held = np.isin(tried.segment, [names.index(name) for name in both.held])
    assert 0.4 < held.mean() < 0.6
    every, nobody = people(both.scenario, "caring"), people(both.scenario, "wait_and_see")
    assert (tried.outcomes[1, 0][~held] == every[~held]).all()
    assert (tried.outcomes[1, 0][held] == nobody[held]).all()
    assert (every != nobody).any()
    assert (nobody == people(ample(), "wait_and_see")).all(), "to be divided changes no life"


def test_those_held_back_go_on_with_what_the_baseline_does() -> None:
    """A letter that all get today is no part of the test, and one that is given up goes on for them."""
    today = (
        "care.touches.check_in.reach=0.5", "policies.caring.care.touches.check_in.reach=0.5",
        "care.touches.reminder.reach=0.3",
    )  # fmt: skip
    both = arms(ample(*today), "caring", "wait_and_see", 0.5)
    touches = both.scenario.phases(PILOT)[0].levers.care.touches
    assert touches["check_in"].audience.segments == []
    assert touches["reminder"].reach == 0.8
    assert touches["reminder_held_out"].reach == 0.3
    assert touches["reminder_held_out"].audience.segments == list(both.held)
    assert set(touches["reminder"].audience.segments).isdisjoint(both.held)


def test_what_no_group_can_be_kept_from_is_named() -> None:
    more = "policies.caring.service.channels.desk.agents=61"
    assert arms(ample(more), "caring", "wait_and_see", 0.5).common == (
        "service.channels.desk.agents",
    )
    firm = ample(
        "policies.caring={service.training='9 h'}", "policies.caring.care.touches.reminder.reach=0"
    )
    with pytest.raises(UsageError, match="does nothing to customers"):
        arms(firm, "caring", "wait_and_see", 0.5)


# Power against brute force.


def busy() -> Scenario:
    """A garage with one desk that makes check-in calls, too: they keep callers waiting."""
    return world(
        "garage", "population.customers=500", 'run.days="180 d"', "run.replications=12",
        "service.channels.desk.agents=1", "problems.question.rate='10 per year'",
        "policies.caring.care.touches.reminder.reach=0.9",
        "policies.caring.care.touches.check_in={reach=1, every='30 d', staff='20 min', channel='desk'}",
    )  # fmt: skip


def verdicts(scenario: Scenario, baseline: str, policy: str, runs: int) -> dict[str, float]:
    """How often tests of half and half end which way, each with luck of its own."""
    both = arms(scenario, policy, baseline, 0.5)
    days = (scenario.tables.run.days,)
    money = f"profit@{days[0]:.0f}d"
    tasks = [TrialTask(both.scenario, PILOT, 1000 + n, QUICK, days, money) for n in range(runs)]
    names = list(both.scenario.tables.segments)
    held = [names.index(name) for name in both.held]
    ends = {"above": 0.0, "below": 0.0}
    for lived in carry_out(tasks, lived_people, 2):
        control = np.isin(lived.segment, held)
        kept = [lived.outcomes[0, 0][who] for who in (~control, control)]
        error = sqrt(sum(arm.mean() * (1 - arm.mean()) / len(arm) for arm in kept))
        z = (kept[0].mean() - kept[1].mean()) / error
        ends["above"] += (z > 1.959964) / runs
        ends["below"] += (z < -1.959964) / runs
    return ends


def as_piloted(scenario: Scenario, **more: object) -> FieldTest:
    arm = scenario.tables.population.customers // 2
    return pilot(scenario, AskPilot(policy="caring", engine=QUICK, arm=arm, jobs=2, **more))  # type: ignore[arg-type]


def helped(*more: str) -> Scenario:
    """A garage in which reminders keep many."""
    return world(
        "garage", "population.customers=400", 'run.days="360 d"', "run.replications=12",
        "service.channels.desk.agents=4", "experience.touch_effect=1.5", "leaving.credit_effect=1.8",
        "problems.breakdown.rate='3 per year'", *more,
    )  # fmt: skip


def agrees(study: FieldTest, runs: int) -> None:
    """Is what was foretold what happens in so many tests, but for chance?"""
    ends = verdicts(study.scenario, study.baseline, study.policy, runs)
    right = ends["above"] if study.brought.mean >= 0 else ends["below"]
    wrong = ends["below"] if study.brought.mean >= 0 else ends["above"]
    chance = 2.6 * sqrt(max(0.01, study.chosen.chances.right * study.chosen.chances.none) / runs)
    assert study.chosen.low - chance <= right <= study.chosen.high + chance, (right, study.chosen)
    assert wrong == pytest.approx(study.chosen.chances.wrong, abs=0.02 + chance)


def test_power_is_what_three_hundred_tests_show() -> None:
    study = as_piloted(helped())
    assert 0.15 < study.chosen.chances.right < 0.99
    agrees(study, 300)


@pytest.mark.slow
def test_power_is_what_a_thousand_tests_show() -> None:
    agrees(as_piloted(helped()), 1000)
    agrees(as_piloted(busy(), lasts=180.0), 1000)


def idle() -> Scenario:
    """Reminders that do nothing at all, made by nobody."""
    nothing = (
        "{credit=0, trust=0, burden=0, staff='0 min', protects={}, wake=0, cost=0, lasts='90 d'}"
    )
    return world(
        "garage", "population.customers=300", 'run.days="200 d"', "run.replications=4",
        f"care.touches.reminder={nothing}", "policies.caring.care.touches.reminder.reach=0.8",
    )  # fmt: skip


def test_a_touch_that_does_nothing_is_called_something_at_the_nominal_rate() -> None:
    study = as_piloted(idle())
    assert study.brought.mean == study.shown.mean == 0.0
    assert study.chosen.chances.right + study.chosen.chances.wrong == pytest.approx(0.05, abs=1e-6)
    ends = verdicts(idle(), "wait_and_see", "caring", 400)
    assert ends["above"] + ends["below"] == pytest.approx(0.05, abs=2.6 * sqrt(0.05 * 0.95 / 400))


@cache
def in_one_line() -> FieldTest:
    return as_piloted(busy(), lasts=180.0)


def test_a_shared_line_makes_a_test_mislead() -> None:
    study = in_one_line()
    assert study.spill.high < 0.0, "those held back wait for those who are called"
    assert study.bias.settled
    assert study.bias.mean > 0.0, "so the test flatters the calls"
    assert study.brought.mean < study.shown.mean


def test_where_nobody_waits_a_test_shows_what_all_would_have() -> None:
    study = pilot(ample(), AskPilot(policy="caring", engine=QUICK, jobs=1))
    assert study.spill.low == study.spill.high == 0.0
    assert abs(study.bias.mean) <= 3.0 * study.bias.half


def test_the_smallest_test_is_the_first_that_tells() -> None:
    study = pilot(helped(), AskPilot(policy="caring", engine=QUICK, jobs=2, power=0.3))
    assert study.smallest is not None
    assert study.chosen.chances.right >= 0.3
    fewer = as_piloted(helped(), power=0.3)
    assert fewer.smallest == study.smallest
    assert exit_code_of(study) == 0
    rights = [size.chances.right for size in study.sizes]
    assert rights == sorted(rights)
    assert (study.sizes[-1].arm, study.sizes[0].arm) == (200, 50)


# What it is worth to know.


def loss(mean: float, spread: float) -> float:
    """What perfect knowledge is worth where a lead is normal: the unit normal loss integral.

    Source: Raiffa & Schlaifer, Applied Statistical Decision Theory, 1961, 5.4.
    """
    u = abs(mean) / spread
    density = exp(-u * u / 2) / sqrt(2 * pi)
    return spread * (density - u * 0.5 * (1 - erf(u / sqrt(2))))


COEFFICIENTS = (4.0, 2.0, 1.0, 0.0)
LUCK = 3.0


def drawn(mean: float, count: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    draws = np.random.default_rng(seed)
    values = draws.normal(size=(count, len(COEFFICIENTS)))
    ahead = mean + values @ np.array(COEFFICIENTS) + LUCK * draws.normal(size=count)
    return values, ahead


def worths(mean: float, count: int, seed: int) -> tuple[float, Sequence[float]]:
    values, ahead = drawn(mean, count, seed)
    paths = [(f"figure_{place}",) for place in range(len(COEFFICIENTS))]
    worth = information_worth(paths, values, ahead, LUCK * LUCK)
    by_path = {each.path: each.value for each in worth.figures}
    return worth.everything, [by_path[path] for path in paths]


@pytest.mark.parametrize("mean", [-2.0, 0.0, 1.0, 5.0])
def test_knowing_is_worth_what_the_normal_loss_integral_says(mean: float) -> None:
    everything, single = worths(mean, 20_000, 7)
    whole = sqrt(sum(each * each for each in COEFFICIENTS))
    assert everything == pytest.approx(loss(mean, whole), abs=0.06)
    for place, coefficient in enumerate(COEFFICIENTS):
        exact = loss(mean, coefficient) if coefficient else 0.0
        assert single[place] == pytest.approx(exact, abs=0.06), place


def test_few_draws_are_right_on_average() -> None:
    every = [worths(1.0, 120, seed) for seed in range(60)]
    whole = sqrt(sum(each * each for each in COEFFICIENTS))
    assert np.mean([each for each, _ in every]) == pytest.approx(loss(1.0, whole), abs=0.1)
    for place, coefficient in enumerate(COEFFICIENTS):
        exact = loss(1.0, coefficient) if coefficient else 0.0
        mean = np.mean([single[place] for _, single in every])
        assert mean == pytest.approx(exact, abs=0.15), place


def test_a_figure_that_does_nothing_is_called_clear_in_one_study_of_twenty() -> None:
    called = 0
    for seed in range(200):
        draws = np.random.default_rng(1000 + seed)
        values, ahead = draws.uniform(size=(120, 20)), draws.normal(size=120)
        paths = [(f"figure_{place}",) for place in range(20)]
        called += any(each.clear for each in information_worth(paths, values, ahead, 1.0).figures)
    assert called <= 0.05 * 200 + 3 * sqrt(200 * 0.05 * 0.95)


def test_what_bends_is_seen_as_well_as_what_is_straight() -> None:
    draws = np.random.default_rng(3)
    figure = draws.uniform(-1, 1, size=4000)
    fitted, _, ratio = smooth(figure, figure**2 + 0.1 * draws.normal(size=4000))
    assert ratio > 100
    assert np.abs(fitted - figure**2).max() < 0.1


def test_luck_alone_is_worth_nothing_to_know() -> None:
    ahead = np.random.default_rng(5).normal(size=5000)
    assert gained(ahead) > 0.3
    assert gained(without_luck(ahead, float(ahead.var(ddof=1)))) == 0.0


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"policy": "wait_and_see"}, "is the baseline"),
        ({"policy": "caring", "lasts": 900.0}, "the run ends"),
        ({"policy": "caring", "arm": 9000}, "out of range"),
        ({"policy": "nobody"}, "no policy 'nobody'"),
        ({"policy": "caring", "assumptions": True, "draws": 10}, "fewer than 40"),
    ],
)
def test_what_is_no_test_is_refused(asked: dict[str, object], words: str) -> None:
    firm = world("garage", "population.customers=60", 'run.days="40 d"', "run.replications=2")
    with pytest.raises(UsageError, match=words):
        pilot(firm, AskPilot(engine=QUICK, jobs=1, **asked))  # type: ignore[arg-type]
