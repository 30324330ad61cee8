"""In all: money of the firm as a whole, of one configuration against another, over paired runs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from journeysim.experiment.decisions.in_all import money_in_all
from journeysim.experiment.estimate import ANYTHING, CONFIDENCE, Estimate, difference
from journeysim.scenario.scenario import Scenario
from journeysim.tui.recording import WORTH, Recording


def place_of_money(scenario: Scenario) -> int:
    """Which of `WORTH` it is."""
    return WORTH.index(money_in_all(scenario))


def money_between(
    ours: Mapping[int, Recording], theirs: Mapping[int, Recording], runs: Sequence[int], place: int
) -> Estimate | None:
    """How much more one comes to than the other in these runs; None where a run does not tell."""
    if not runs or any(len(of[run].worth) <= place for of in (ours, theirs) for run in runs):
        return None
    one, other = ([float(of[run].worth[place]) for run in runs] for of in (ours, theirs))
    return difference(one, other, CONFIDENCE, ANYTHING)
