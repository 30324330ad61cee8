"""Closing lines: what a comparison advises, said the same way wherever it is said."""

from __future__ import annotations

from dataclasses import replace
from math import nan

import pytest

from journeysim.experiment.break_even import BreakEven, Crossing, Swing
from journeysim.experiment.compare import Experiment
from journeysim.experiment.draws import Draws
from journeysim.report.closing import Advice, choice, closing_lines
from journeysim.scenario.scenario import Scenario

MORE, FEWER, OPEN, SAME = (0.1, 0.11, 0.09), (-0.1, -0.11, -0.09), (0.3, -0.3, 0.0), (0.0,) * 3


def experiment(
    firm: Scenario, kept: dict[str, tuple[float, ...]], earned: dict[str, tuple[float, ...]]
) -> Experiment:
    """Policies that keep so many more (shares) and earn so much more (thousands) than `plain`."""
    runs = len(next(iter(kept.values())))
    policies = ("plain", *kept)
    observations = {"plain": {"retention": (0.5,) * runs, "profit": (0.0,) * runs}}
    for policy in kept:
        observations[policy] = {
            "retention": tuple(0.5 + share for share in kept[policy]),
            "profit": tuple(1e6 * money for money in earned[policy]),
        }
    return Experiment(
        scenario=firm, policies=policies, metrics=("retention", "profit"), replications=runs,
        observations=observations, cash={}, active={}, events=1000,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("kept", "earned", "advice", "line"),
    [
        (MORE, MORE, Advice.CHOOSE, "Choose caring."),
        (MORE, FEWER, Advice.NO_CLEAR_CHOICE, "No clear choice: caring keeps more people, plain earns more."),
        (FEWER, MORE, Advice.NO_CLEAR_CHOICE, "No clear choice: caring earns more, plain keeps more people."),
        (MORE, OPEN, Advice.NO_CLEAR_CHOICE, "No clear choice: caring keeps more people; whether it pays is too close to call."),
        (OPEN, FEWER, Advice.KEEP, "Keep plain: all else costs money, and that it keeps people is too close to call."),
        (FEWER, FEWER, Advice.KEEP, "Keep plain: nothing else keeps more people or earns more."),
        (SAME, SAME, Advice.KEEP, "Keep plain: nothing else changes anything."),
        (OPEN, OPEN, Advice.NO_CLEAR_CHOICE, "No clear choice: people and money are too close to call."),
        ((0.1,), (0.1,), Advice.NO_CLEAR_CHOICE, "No clear choice: one run tells nothing about chance."),
    ],
)  # fmt: skip
def test_people_and_money_together_make_the_advice(
    firm: Scenario,
    kept: tuple[float, ...],
    earned: tuple[float, ...],
    advice: Advice,
    line: str,
) -> None:
    found = experiment(firm, {"caring": kept}, {"caring": earned})
    assert choice(found, "plain").advice is advice
    assert closing_lines(found, "plain")[0] == line


def test_who_keeps_more_people_than_the_chosen_one_is_said(firm: Scenario) -> None:
    found = experiment(
        firm, {"caring": MORE, "staffed": (0.2, 0.21, 0.19)}, {"caring": MORE, "staffed": FEWER}
    )
    assert closing_lines(found, "plain")[0] == "Choose caring: staffed keeps more people."


def test_what_it_keeps_and_earns_is_said_with_chance(firm: Scenario) -> None:
    found = experiment(firm, {"caring": MORE}, {"caring": MORE})
    said = closing_lines(found, "plain", assumed=14)[1]
    assert said.startswith("It keeps 100 more (give or take ")
    assert "of 1,000 customers after 120 days and earns 100 k" in said
    assert said.endswith("Chance only; 14 assumed figures not counted.")
    unsure = closing_lines(experiment(firm, {"caring": OPEN}, {"caring": MORE}), "plain")[1]
    assert "by chance: too close to call)" in unsure


def test_money_is_total_value_where_it_is_known_and_its_parts_add_up(firm: Scenario) -> None:
    """A policy that earns less within the run is chosen for the customers that it has then."""
    earned = (-0.0040044, -0.0040044, -0.0040044)
    found = experiment(firm, {"caring": MORE}, {"caring": earned})
    worth = {
        "discounted_profit": (-4004.4,) * 3,
        "equity": (10_003.6,) * 3,
        "total_value": (5999.2,) * 3,
    }
    seen = {
        "plain": found.observations["plain"] | dict.fromkeys(worth, (0.0,) * 3),
        "caring": found.observations["caring"] | worth,
    }
    whole = replace(found, metrics=(*found.metrics, *worth), observations=seen)
    assert closing_lines(found, "plain")[0].startswith("No clear choice")
    first, second = closing_lines(whole, "plain")
    assert first == "Choose caring."
    assert "is worth 5,999 EUR more: -4,005 EUR within 120 days, +10,004 EUR with the" in second


def test_draws_are_counted_as_drawn(firm: Scenario) -> None:
    found = experiment(firm, {"caring": MORE}, {"caring": MORE})
    ahead = tuple(1000.0 * (draw - 2) for draw in range(20))
    draws = Draws(
        14,
        "retention",
        {
            "plain": {"retention": (0.5,) * 20, "profit": (0.0,) * 20},
            "caring": {"retention": (0.6,) * 20, "profit": ahead},
        },
    )
    said = closing_lines(found, "plain", draws)[1]
    assert "Over 20 draws of chance and 14 assumed figures: +100 to +100 people, more money" in said
    assert "in 17 of 20; the worst tenth costs 1,000" in said
    assert draws.range("caring", "plain", "profit") == (-1000.0, 16000.0)
    assert draws.best_in("profit", "retention", 0.0) == {"plain": 3, "caring": 17}
    assert draws.best_in("profit", "retention", 1e6) == {"plain": 0, "caring": 20}


def test_a_draw_without_a_figure_is_not_counted() -> None:
    draws = Draws(
        1, "retention", {"a": {"profit": (1.0, nan, 3.0)}, "b": {"profit": (0.0, 0.0, 4.0)}}
    )
    assert draws.differences("a", "b", "profit") == (1.0, -1.0)
    assert draws.better_in("a", "b", "profit") == 1


def test_the_assumption_that_would_turn_it_is_the_last_line(firm: Scenario) -> None:
    found = experiment(firm, {"caring": MORE}, {"caring": MORE})
    swing = Swing(("experience", "waiting"), 0.03, 0.0, 0.06, 100.0, 150.0, -20.0)
    *_, turns = closing_lines(found, "plain", turns=BreakEven(swing, Crossing(0.05, 0.046, 0.054)))
    assert turns == (
        "It would turn with experience.waiting above about 5 % (by chance 4.6 % to 5.4 %) "
        "(taken: 3 %)."
    )
    *_, stays = closing_lines(found, "plain", turns=BreakEven(swing, None))
    assert stays.startswith("No single assumption turns it within its plausible range;")


def test_one_policy_alone_advises_nothing(firm: Scenario) -> None:
    assert closing_lines(_alone(firm), "plain") == ()


def _alone(firm: Scenario) -> Experiment:
    return Experiment(
        scenario=firm, policies=("plain",), metrics=("retention", "profit"), replications=1,
        observations={"plain": {"retention": (0.5,), "profit": (0.0,)}}, cash={}, active={}, events=9,
    )  # fmt: skip


def test_what_was_looked_for_among_a_few_is_not_said_of_all(firm: Scenario) -> None:
    found = experiment(firm, {"caring": MORE}, {"caring": MORE})
    swing = Swing(("experience", "waiting"), 0.03, 0.0, 0.06, 100.0, 150.0, 20.0)
    *_, stays = closing_lines(found, "plain", turns=BreakEven(swing, None), looked_at=8)
    assert stays.startswith("None of the 8 assumptions that seem to move it most turns it within")
