"""Turning: what one assumed number does to a difference, and where it turns it over."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from worlds import changed

from journeysim.experiment import break_even
from journeysim.experiment.assumptions import unknowns
from journeysim.experiment.break_even import (
    Swing,
    break_even_of,
    break_evens,
    differences,
    swings,
    turned,
)
from journeysim.experiment.compare import measure
from journeysim.experiment.contrast import Contrast
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


def _line(crossing: float) -> object:
    """Differences that fall in a straight line and cross zero at a value of the knob."""

    def found(contrast: Contrast, there: Sequence[Scenario], _: object = None) -> list[float]:
        return [(crossing - each.tables.leaving.paradox) ** 3 for each in there]

    return found


@pytest.mark.parametrize("crossing", [0.05, 0.31, 0.44])
def test_the_turning_point_is_found_between_the_value_and_the_worst_end(
    contrast: Contrast, monkeypatch: pytest.MonkeyPatch, crossing: float
) -> None:
    monkeypatch.setattr(break_even, "differences", _line(crossing))
    monkeypatch.setattr(break_even, "STEPS", 40)
    ends = crossing**3, (crossing - 0.5) ** 3
    found = break_even_of(contrast, Swing(("leaving", "paradox"), 0.0, 0.0, 0.5, ends[0], *ends))
    assert found.at == pytest.approx(crossing, abs=1e-3)


def test_what_does_not_turn_has_no_turning_point(contrast: Contrast) -> None:
    assert break_even_of(contrast, swing(0.2, 0.9)).at is None


def test_what_turns_comes_before_what_only_comes_near(
    contrast: Contrast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(break_even, "differences", lambda *_: [0.0])
    turns = Swing(("talk", "referral"), 0.5, 0.0, 0.9, 0.5, 0.9, -0.4)
    monkeypatch.setattr(break_even, "turned", lambda *_: contrast.scenario)
    found = break_evens(contrast, [turns, swing(0.1, 0.9), swing(0.3, 0.9), swing(0.4, 0.9)])
    assert [each.swing.left for each in found] == [-0.4, 0.1, 0.3]
    assert [each.at is None for each in found] == [False, True, True]
