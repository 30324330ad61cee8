"""Wording: a lead beside what chance allows."""

from __future__ import annotations

from math import nan

import pytest

from journeysim.experiment.estimate import Estimate
from journeysim.tui import wording


@pytest.mark.parametrize(
    ("mean", "low", "high", "words"),
    [
        (0.022, 0.010, 0.034, " ± 1.2"),
        (0.022, -0.010, 0.054, " ± 3.2"),
        (0.022, 0.002, 0.055, ", 0.2 to 5.5"),
        (-0.022, -0.055, -0.002, ", 0.2 to 5.5"),
        (0.0, 0.0, 0.0, " ± 0.0"),
        (0.022, nan, nan, ""),
    ],
)
def test_no_settled_lead_is_shown_as_one_that_chance_could_turn(
    mean: float, low: float, high: float, words: str
) -> None:
    """`+2.2 ± 3.3 points better` would say and deny in one line."""
    assert wording.by_chance(Estimate(mean, low, high, 4)) == words
