"""Turning: what one assumed number does to a difference, and where it turns it over."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest
from worlds import changed

from journeysim.experiment import break_even
from journeysim.experiment import contrast as contrast_module
from journeysim.experiment.assumptions import unknowns
from journeysim.experiment.break_even import (
    Crossing,
    Swing,
    break_even_of,
    break_evens,
    crossing,
    differences,
    swings,
    turned,
)
from journeysim.experiment.compare import measure
from journeysim.experiment.contrast import Contrast
from journeysim.experiment.estimate import Estimate
from journeysim.numerals import spelled
from journeysim.report.knob_text import crossed
from journeysim.scenario.scenario import Scenario


@pytest.fixture
def contrast(firm: Scenario) -> Contrast:
    """The caring policy against the plain one, in a few people."""
    return Contrast(changed(firm, "population.customers=20", "run.days=40 d"), "caring", "plain", "profit", jobs=1)  # fmt: skip


def swing(low: float, high: float, value: float = 0.5) -> Swing:
    """A swing with these differences at the ends 0 and 1."""
    return Swing(("leaving", "paradox"), 0.5, 0.0, 1.0, value, low, high)


@pytest.mark.parametrize(
    ("found", "worst", "left", "turns"),
    [
        (swing(0.2, 0.9), 0.0, 0.2, False),
        (swing(0.9, -0.1), 1.0, -0.1, True),
        (swing(-0.9, 0.3, -0.5), 1.0, -0.3, True),
        (swing(-0.2, -0.9, -0.5), 0.0, 0.2, False),
    ],
)
def test_the_worst_end_leaves_least_of_a_difference(
    found: Swing, worst: float, left: float, turns: bool
) -> None:
    assert (found.worst, found.left, found.turns) == (worst, left, turns)


def test_a_difference_is_that_of_the_experiment(contrast: Contrast) -> None:
    pair = (contrast.policy, contrast.baseline)
    experiment = measure(contrast.scenario, pair, ("profit",), replications=2, jobs=1)
    (found,) = differences(contrast, [contrast.scenario])
    assert found == pytest.approx(experiment.difference(*pair, "profit").estimate.mean)


def test_a_knob_left_where_it_is_moves_nothing(contrast: Contrast) -> None:
    for path, _, value, _ in unknowns(contrast.scenario)[:5]:
        assert turned(contrast.scenario, path, value).sha256 == contrast.scenario.sha256


def test_every_unknown_is_tried_and_what_leaves_least_comes_first(contrast: Contrast) -> None:
    told: list[tuple[int, int]] = []
    found = swings(contrast, 100.0, lambda done, of: told.append((done, of)))
    assert {each.path for each in found} == {path for path, *_ in unknowns(contrast.scenario)}
    assert told[-1][0] == told[-1][1]
    first = [each.left for each in found[: break_even.LOOKED_AT]]
    assert first == sorted(first)
    assert all(each.at_value == 100.0 for each in found)
    still = [each for each in found if each.at_low == each.at_high == 100.0]
    assert "sales.push_debit" in {each.key for each in still}


def test_what_is_known_of_the_world_itself_is_not_run_again(
    contrast: Contrast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same to the last bit, and fewer runs."""
    pair = (contrast.policy, contrast.baseline)
    experiment = measure(contrast.scenario, pair, ("profit",), replications=2, jobs=1)
    done: list[int] = []
    plainly = contrast_module.perform_all
    monkeypatch.setattr(
        contrast_module,
        "perform_all",
        lambda tasks, *rest: done.append(len(tasks)) or plainly(tasks, *rest),
    )
    few = [path for path, low, _, high in unknowns(contrast.scenario) if low < high][:3]
    found = swings(contrast, 100.0, among=few, again=2)
    assert done == [2 * 7, 2 * 5]
    known = replace(contrast, plain=experiment.apart(*pair, "profit"))
    assert swings(known, 100.0, among=few, again=2) == found
    assert done[2:] == [2 * 6, 2 * 4]


def test_the_first_are_measured_with_all_runs_the_others_with_one(contrast: Contrast) -> None:
    few = [path for path, low, _, high in unknowns(contrast.scenario) if low < high][:3]
    every = {each.path: each for each in swings(contrast, 100.0, among=few)}
    once = {each.path: each for each in swings(replace(contrast, replications=1), 100.0, among=few)}
    found = swings(contrast, 100.0, among=few, again=2)
    assert found[:2] == sorted(
        (every[each.path] for each in found[:2]), key=lambda each: (each.left, each.key)
    )
    assert found[2:] == [once[each.path] for each in found[2:]]


STANDS = Estimate(0.2, 0.1, 0.3, 8)


def _line(crossing: float, spread: float = 0.0) -> object:
    """Differences that fall along a cubic and cross zero at a value of the knob; what the move adds
    differs by `spread` between two replications."""

    def found(contrast: Contrast, there: Sequence[Scenario], _: object = None) -> list[list[float]]:
        values = [each.tables.leaving.paradox for each in there]
        mean = [(crossing - value) ** 3 for value in values]
        apart = [spread if value else 0.0 for value in values]
        return [[one - off, one + off] for one, off in zip(mean, apart, strict=True)]

    return found


@pytest.mark.parametrize("crossing", [0.05, 0.31, 0.44])
def test_the_turning_point_is_found_between_the_value_and_the_worst_end(
    contrast: Contrast, monkeypatch: pytest.MonkeyPatch, crossing: float
) -> None:
    monkeypatch.setattr(break_even, "apart", _line(crossing))
    monkeypatch.setattr(break_even, "STEPS", 40)
    stands = Estimate(crossing**3, crossing**3, crossing**3, 8)
    ends = stands.mean, (crossing - 0.5) ** 3
    there = Swing(("leaving", "paradox"), 0.0, 0.0, 0.5, stands.mean, *ends)
    found = break_even_of(contrast, there, stands)
    assert found.at == pytest.approx(crossing, abs=1e-3)
    assert found.crossing == pytest.approx((crossing,) * 3, abs=1e-2)


def straight(
    monkeypatch: pytest.MonkeyPatch, stands: Estimate, slope: float, spread: float = 0.0
) -> Callable[[Contrast, tuple[float, float]], Crossing]:
    """The crossing of a difference that moves in a straight line with the knob."""

    def found(contrast: Contrast, there: Sequence[Scenario], _: object = None) -> list[list[float]]:
        values = [each.tables.leaving.paradox for each in there]
        return [[slope * v - spread * (v > 0.0), slope * v + spread * (v > 0.0)] for v in values]

    monkeypatch.setattr(break_even, "apart", found)

    def cross(contrast: Contrast, way: tuple[float, float]) -> Crossing:
        scenario = turned(contrast.scenario, ("leaving", "paradox"), 0.0)
        return crossing(
            replace(contrast, scenario=scenario),
            lambda value: turned(scenario, ("leaving", "paradox"), value),
            stands,
            way,
            stands.mean + slope * way[1],
        )

    return cross


def test_a_break_even_has_the_interval_of_the_difference_over_its_slope(
    contrast: Contrast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Known answer: the difference is 0.2 give or take 0.1 and falls by 1 a unit of the knob."""
    found = straight(monkeypatch, STANDS, -1.0)(contrast, (0.0, 1.0))
    assert found == pytest.approx((0.2, 0.1, 0.3), abs=1e-9)


def test_a_negative_difference_turns_as_a_positive_one_does(
    contrast: Contrast, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = straight(monkeypatch, Estimate(-0.2, -0.3, -0.1, 8), 1.0)(contrast, (0.0, 1.0))
    assert found == pytest.approx((0.2, 0.1, 0.3), abs=1e-9)


def test_what_chance_carries_out_of_the_range_has_no_end(
    contrast: Contrast, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = straight(monkeypatch, STANDS, -1.0)(contrast, (0.0, 0.25))
    assert (found.low, found.high) == (pytest.approx(0.1), None)


def test_a_difference_that_chance_could_turn_may_have_turned_already(
    contrast: Contrast, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = straight(monkeypatch, Estimate(0.2, -0.1, 0.5, 8), -1.0)(contrast, (0.0, 1.0))
    assert found == pytest.approx((0.2, 0.0, 0.5), abs=1e-9)


def test_replications_that_disagree_about_a_move_widen_its_break_even(
    contrast: Contrast, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = straight(monkeypatch, STANDS, -1.0, spread=0.05)(contrast, (0.0, 1.0))
    assert found.low is not None
    assert found.high is not None
    assert found.low < 0.1
    assert found.high > 0.3


@pytest.mark.parametrize(
    ("found", "text"),
    [
        (Crossing(0.1834, 0.15, 0.22), "about 18 % (by chance 15 % to 22 %)"),
        (Crossing(0.1834, 0.05, 0.35), "about 20 % (by chance 5 % to 40 %)"),
        (Crossing(0.18341, 0.1833, 0.1835), "about 18.3 % (by chance 18.3 % to 18.4 %)"),
        (Crossing(0.1834, 0.15, None), "about 18 % (by chance 15 % or more)"),
        (Crossing(0.1834, None, 0.15), "about 18 % (by chance 15 % or less)"),
        (Crossing(0.1834, None, None), "about 18 % (chance unknown)"),
    ],
)
def test_a_break_even_shows_no_more_digits_than_chance_leaves(found: Crossing, text: str) -> None:
    assert spelled(crossed(found, "share")) == text


def test_what_does_not_turn_has_no_turning_point(contrast: Contrast) -> None:
    assert break_even_of(contrast, swing(0.2, 0.9), STANDS).at is None


def test_what_turns_comes_before_what_only_comes_near(
    contrast: Contrast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(break_even, "apart", lambda *_: [[0.0, 0.0]])
    turns = Swing(("talk", "referral"), 0.5, 0.0, 0.9, 0.5, 0.9, -0.4)
    monkeypatch.setattr(break_even, "turned", lambda *_: contrast.scenario)
    found = break_evens(
        contrast, [turns, swing(0.1, 0.9), swing(0.3, 0.9), swing(0.4, 0.9)], STANDS
    )
    assert [each.swing.left for each in found] == [-0.4, 0.1, 0.3]
    assert [each.at is None for each in found] == [False, True, True]
