"""Worlds whose answers are known: ordinary scenario files, held against closed forms.

Every world is a file in `worlds/`, run like any other; nothing in the package knows of them. The
exact value lies within the 99.9 % interval over independent replications, and that interval
reaches no further than 2 % of it to either side. The longer proofs ask for the same with
intervals that hold for all answers together.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from math import exp, fsum, isnan
from pathlib import Path
from typing import NamedTuple

import pytest
from closed_forms import (
    bg_nbd_purchases,
    branching_growth,
    contract_survival,
    erlang_a,
    erlang_c,
    erlang_c_wait,
    erlang_c_within,
    margin_multiple,
    pollaczek_khinchine,
)

from journeysim.engine.choice import AUTO, chosen
from journeysim.experiment.compare import Experiment, measure
from journeysim.experiment.estimate import half_width
from journeysim.scenario.scenario import load

WORLDS = Path(__file__).parent / "worlds"
CONFIDENCE = 0.999
CLOSE = 0.02


class Answer(NamedTuple):
    """A metric of a world and its exact value; longer: how many times the replications it takes."""

    world: str
    metric: str
    exact: float
    longer: int = 2


def _impatient(world: str, arrivals: float, agents: int, impatience: float) -> list[Answer]:
    """What Erlang's A formula says about a line, times in minutes."""
    waits, abandons, wait, occupancy = erlang_a(arrivals, 1.0, agents, impatience)
    return [
        Answer(world, "wait_probability", waits),
        Answer(world, "abandonment", abandons),
        Answer(world, "wait_mean", wait),
        Answer(world, "occupancy", occupancy),
    ]


def _contracts(world: str, a: float, b: float) -> list[Answer]:
    """Shares of contracts still there just after each renewal."""
    return [
        Answer(world, f"retention@{365 * years + 1}d", contract_survival(a, b, years))
        for years in (1, 2, 3, 5)
    ]


LOGNORMAL = exp(0.3**2) - 1.0
"""The squared coefficient of variation of a lognormal time with a log deviation of 0.3."""

ANSWERS = [
    Answer("erlang_c", "wait_probability", erlang_c(1.2, 2)),
    Answer("erlang_c", "service_level", erlang_c_within(1.2, 1.0, 2, 0.5)),
    Answer("erlang_c", "occupancy", 0.6),
    *_impatient("erlang_a_light", 0.8, 1, 1.0),
    *_impatient("erlang_a_overload", 4.0, 2, 1.0),
    Answer("lognormal_service", "wait_mean", pollaczek_khinchine(0.3, 1.0, LOGNORMAL)),
    Answer("lognormal_service", "wait_probability", 0.3),
    Answer("lognormal_service", "occupancy", 0.3),
    *_contracts("contracts_regular", 0.704, 1.182),
    *_contracts("contracts_high_end", 0.668, 3.806),
    Answer(
        "cdnow",
        "purchases",
        1500 * bg_nbd_purchases(0.2425967, 4.413659, 0.7929869, 2.426164, 39.0),
    ),
    Answer("referrals", "active", 500 * branching_growth(1 / 30, 0.05, 0.15, 120.0)),
    Answer("lifetime_value", "lifetime_value", 40.0 * margin_multiple(0.8, 0.1)),
]
SLOW_ANSWERS = [*ANSWERS, Answer("erlang_c", "wait_mean", erlang_c_wait(1.2, 1.0, 2), longer=16)]
"""The mean wait without impatience varies so slowly that it takes a million contacts."""


def _names(answers: list[Answer]) -> list[str]:
    return [f"{answer.world}-{answer.metric}" for answer in answers]


@cache
def _simulated(world: str, longer: int = 1) -> Experiment:
    """The world of a file, with as many replications as the file says, or several times more.

    By the engine that answers first: they give the same events.
    """
    scenario = load(str(WORLDS / f"{world}.toml"))
    metrics = sorted({answer.metric for answer in SLOW_ANSWERS if answer.world == world})
    count = scenario.tables.run.replications * longer
    engine = chosen(AUTO, [scenario], count, 1)
    return measure(scenario, scenario.policies, metrics, replications=count, jobs=1, engine=engine)


def _mean_and_half(answer: Answer, longer: int, confidence: float) -> tuple[float, float]:
    experiment = _simulated(answer.world, longer)
    seen = experiment.observations[experiment.scenario.baseline][answer.metric]
    return fsum(seen) / len(seen), half_width(seen, confidence)


@pytest.mark.parametrize("answer", ANSWERS, ids=_names(ANSWERS))
def test_the_simulated_mean_agrees_with_the_exact_answer(answer: Answer) -> None:
    """|mean - exact| <= half-width of the 99.9 % interval <= 2 % of exact."""
    mean, half = _mean_and_half(answer, 1, CONFIDENCE)
    assert half <= CLOSE * answer.exact
    assert abs(mean - answer.exact) <= half


@pytest.mark.slow
@pytest.mark.parametrize("answer", SLOW_ANSWERS, ids=_names(SLOW_ANSWERS))
def test_all_answers_together_agree(answer: Answer) -> None:
    """As above, with intervals that all hold at once with a confidence of 99.9 % (Bonferroni)."""
    together = 1.0 - (1.0 - CONFIDENCE) / len(SLOW_ANSWERS)
    mean, half = _mean_and_half(answer, answer.longer, together)
    assert half <= CLOSE * answer.exact
    assert abs(mean - answer.exact) <= half


def test_started_and_joined_customers_are_those_active_and_those_who_left() -> None:
    """Conservation, exactly, in every replication of a population that grows and shrinks."""
    scenario = load(str(WORLDS / "referrals.toml"))
    names = ("joined", "active", "churned")
    experiment = measure(scenario, scenario.policies, names, replications=5, jobs=1)
    seen = experiment.observations[scenario.baseline]
    started = scenario.tables.population.customers
    for joined, active, churned in zip(*(seen[name] for name in names), strict=True):
        assert joined > 50 < churned
        assert started + joined == active + churned


def test_a_policy_against_its_own_copy_differs_by_exactly_nothing(
    write: Callable[..., Path],
) -> None:
    """A against A: every paired difference of every metric is 0, not just close to it."""
    copies = '[policies.a]\nlabel = "one"\n[policies.b]\nlabel = "the other"\n'
    text = (WORLDS / "referrals.toml").read_text(encoding="utf-8")
    path = write(text + copies)
    experiment = measure(load(str(path)), ("a", "b"), replications=3, jobs=1)
    compared = 0
    for metric in experiment.metrics:
        ours, theirs = (experiment.observations[policy][metric] for policy in ("a", "b"))
        if not any(isnan(value) for value in ours):
            found = experiment.difference("a", "b", metric).estimate
            assert (found.mean, found.low, found.high) == (0.0, 0.0, 0.0), metric
            assert ours == theirs, metric
            compared += 1
    assert compared > 20
    assert experiment.observations["a"]["churned"] != (0.0, 0.0, 0.0)
