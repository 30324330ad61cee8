"""Solving: exact answers of Erlang A, a break-even against a fine scan, and what is not monotone."""

from __future__ import annotations

from collections.abc import Callable
from math import fsum

import pytest
from engines import QUICK
from worlds import world

from journeysim.errors import UsageError
from journeysim.experiment.decisions.ladder import ladder
from journeysim.experiment.decisions.solving import SearchEnd
from journeysim.experiment.replicate import MeasureTask, perform_all
from journeysim.experiment.verify import formulas
from journeysim.experiment.verify.answers import shipped_world
from journeysim.scenario.scenario import Scenario, load
from journeysim.study.findings import findings_of
from journeysim.study.solve import READING, Answered, AskSolve, solve

AGENTS = "service.channels.phone.agents"


def line(*settings: str) -> Scenario:
    """M/M/n+M: eight requests a minute, minutes of talk and of patience, answered at once or within."""
    return load(
        shipped_world("erlang_a_light"),
        settings=("population.customers=1000", "run.replications=6", 'run.days="1.2 d"',
                  'service.target_wait="20 s"', *settings),
    )  # fmt: skip


def asked(firm: Scenario, find: str, claim: str, **more: object) -> Answered:
    ask = AskSolve(find=find, claim=claim, engine=QUICK, jobs=1, **more)  # type: ignore[arg-type]
    return solve(firm, ask)


def fewest(reaches: Callable[[int], bool]) -> int:
    return next(agents for agents in range(1, 40) if reaches(agents))


PACE = 8.0  # requests a minute, one minute each

EXACT: dict[str, Callable[[int], bool]] = {
    "service_level >= 80 %": lambda n: formulas.erlang_a_within(PACE, 1, n, 1, 1 / 3) >= 0.8,
    "service_level >= 92 %": lambda n: formulas.erlang_a_within(PACE, 1, n, 1, 1 / 3) >= 0.92,
    "abandonment <= 5 %": lambda n: formulas.erlang_a(PACE, 1, n, 1)[1] <= 0.05,
    "abandonment < 1 %": lambda n: formulas.erlang_a(PACE, 1, n, 1)[1] < 0.01,
    "wait_probability <= 40 %": lambda n: formulas.erlang_a(PACE, 1, n, 1)[0] <= 0.4,
}


@pytest.mark.parametrize("claim", EXACT)
def test_the_fewest_agents_are_those_of_erlang_a(claim: str) -> None:
    answer = asked(line(), AGENTS, claim, low="1", high="20", max_replications=48)
    exact = fewest(EXACT[claim])
    assert answer.solution.status is SearchEnd.FOUND
    assert (answer.solution.best.value, answer.solution.side) == (exact, "smallest")
    (beside,) = answer.solution.neighbours
    assert beside.value == exact - 1
    assert answer.solution.monotone
    assert answer.exit_code == 0


def test_what_no_number_of_agents_reaches_is_impossible_and_the_nearest_is_named() -> None:
    answer = asked(line(), AGENTS, "service_level >= 95 %", low="1", high="5")
    assert (answer.solution.status, answer.exit_code) == (SearchEnd.IMPOSSIBLE, 1)
    assert answer.solution.best.value == 5


def test_a_claim_at_the_very_figure_is_left_to_luck() -> None:
    exact = formulas.erlang_a(PACE, 1, 9, 1)[1]
    answer = asked(line(), AGENTS, f"abandonment <= {100 * exact:.4f} %", low="8", high="10")
    assert answer.exit_code == 3
    assert answer.solution.best.value == 10
    assert answer.solution.neighbours[0].value == 9


def test_the_end_that_is_asked_for_is_the_end_that_is_given() -> None:
    largest = asked(line(), AGENTS, "abandonment <= 5 %", low="1", high="20", side="largest")
    assert (largest.solution.best.value, largest.solution.neighbours) == (20, ())
    every = asked(line(), AGENTS, "abandonment <= 50 %", low="8", high="12")
    assert every.solution.best.value == 8, "unasked it is the end that costs less"


def test_what_does_not_cost_has_to_be_said_which_end() -> None:
    with pytest.raises(UsageError, match="--smallest or --largest"):
        asked(line(), "service.target_wait", "abandonment <= 99 %", low="1 s", high="60 s")


def scanned(firm: Scenario, policy: str, key: str, values: list[float], runs: int) -> list[float]:
    """The paired difference in total value against the baseline at each value, by brute force."""
    means = []
    for value in values:
        there = firm.with_settings([f"policies.{policy}.{key}={value}"])
        tasks = [
            MeasureTask(there, name, number, ("total_value",), QUICK, None, False)
            for name in (policy, firm.baseline) for number in range(runs)
        ]  # fmt: skip
        seen = [each.values[0] for each in perform_all(tasks, 1)]
        means.append(fsum(a - b for a, b in zip(seen[:runs], seen[runs:], strict=True)) / runs)
    return means


COST = "care.touches.reminder.cost"


def garage() -> Scenario:
    return world("garage", "run.replications=6", "population.customers=300")


def test_a_break_even_cost_lies_where_a_fine_scan_crosses() -> None:
    answer = asked(
        garage(), COST, "total_value vs today >= 0", policies=("caring",), low="0", high="40",
        step="0.5", max_replications=6,
    )  # fmt: skip
    solution = answer.solution
    assert solution.crossing is not None
    values = [0.5 * number for number in range(81)]
    near = [value for value in values if abs(value - solution.crossing) <= 1.0]
    means = scanned(garage(), "caring", COST, near, 6)
    signs = [mean >= 0 for mean in means]
    assert signs == sorted(signs, reverse=True), "money falls with what a reminder costs"
    place = signs.index(False)
    at = near[place - 1] + 0.5 * means[place - 1] / (means[place - 1] - means[place])
    assert solution.crossing == pytest.approx(at, abs=1e-6)
    assert solution.side == "largest"
    assert solution.best.value <= at <= solution.neighbours[-1].value


def test_what_goes_up_and_down_is_looked_at_all_over_and_told() -> None:
    """What customers are worth against the price: low earns nothing, high drives people away."""
    firm = world("garage", "run.replications=4", "population.customers=300")
    claim = "total_value vs today >= 10000"
    ends = {}
    for side in ("smallest", "largest"):
        answer = asked(
            firm, "price.level", claim, low="0.8", high="4", step="0.1", side=side,
            max_replications=16,
        )  # fmt: skip
        assert not answer.solution.monotone
        assert len(answer.solution.looked) == 33, "every value is looked at"
        ends[side] = answer.solution.best.value
    values, means = zip(*answer.solution.looked, strict=True)
    above = [value for value, mean in zip(values, means, strict=True) if mean >= 10_000]
    assert 0.8 < above[0] < above[-1] < 4.0, "an island"
    assert ends["smallest"] == pytest.approx(above[0], abs=0.11)
    assert ends["largest"] == pytest.approx(above[-1], abs=0.41)
    assert ends["smallest"] < ends["largest"]
    assert "does not go one way only" in str(findings_of(solve, READING, [firm], AskSolve(
        find="price.level", claim=claim, low="0.8", high="4", step="0.1", side="smallest",
        engine=QUICK, jobs=1,
    )))  # fmt: skip


def test_a_lever_that_the_policy_does_not_use_is_said_to_move_nothing() -> None:
    firm = world("garage", "run.replications=3", "population.customers=100")
    answer = asked(firm, COST, "profit vs today >= 0", low="0", high="10", side="largest")
    assert answer.solution.idle


@pytest.mark.parametrize(
    ("find", "claim", "words"),
    [
        ("service.channels.phone.agent", "abandonment <= 5 %", "did you mean 'agents'"),
        ("service.channels.phone.hours", "abandonment <= 5 %", "holds text"),
        ("service.channels.phone.handling", "abandonment <= 5 %", "handling.mean"),
        ("run.days", "abandonment <= 5 %", "belongs to the run"),
        (AGENTS, "abandonment vs nobody <= 5 pp", "no policy 'nobody'"),
        (AGENTS, "abandonment <= 5", "out of range"),
        (AGENTS, "abandonment == 5 %", "cannot be shown"),
        ("problems.call.rate", "abandonment vs today <= 5 pp", "the world is the same"),
    ],
)
def test_what_cannot_be_asked_is_refused_before_anything_runs(
    find: str, claim: str, words: str
) -> None:
    with pytest.raises(UsageError, match=words):
        asked(line(), find, claim)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        (("5", "2", None), "--from has to lie below --to"),
        (("1", "2000000", None), "out of bounds"),
        (("1", "20", "0"), "more than 0"),
        (("1", "20", "30"), "makes 1 values"),
        (("many", "20", None), "is no value of"),
    ],
)
def test_a_range_that_is_none_is_refused(
    typed: tuple[str | None, str | None, str | None], words: str
) -> None:
    with pytest.raises(UsageError, match=words):
        ladder(line(), "baseline", AGENTS, typed)


def test_a_range_comes_from_the_dial_then_from_what_is_plausible() -> None:
    firm = world("garage")
    reach = ladder(firm, "caring", "care.touches.reminder.reach")
    assert (reach.values[0], reach.values[-1], len(reach.values)) == (0.0, 1.0, 21)
    rate = ladder(firm, "caring", "problems.question.rate", ("0 per year", "4 per year", None))
    assert rate.values[-1] == pytest.approx(4 / 365)
    assert not rate.is_lever
    assert ladder(line("service.channels.phone.agents=60"), "baseline", AGENTS).values[-1] == 120


@pytest.mark.slow
def test_the_answer_is_the_right_one_in_nineteen_of_twenty_seeds() -> None:
    right = wrong = 0
    exact = fewest(EXACT["service_level >= 80 %"])
    for seed in range(200):
        answer = asked(
            line(f"run.seed={seed}"), AGENTS, "service_level >= 80 %", low="6", high="14"
        )
        if answer.solution.status is SearchEnd.FOUND:
            right += answer.solution.best.value == exact
            wrong += answer.solution.best.value != exact
    assert wrong <= 0.05 * 200
    assert right >= 0.9 * 200
