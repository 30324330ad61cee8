"""In all: money of the firm as a whole, of one configuration against another, over paired runs.

That is `whole_value`: within the run, customers still there, who joins later, and all pay that goes on,
so that no dial that hires looks better than it is. Where later money counts as much as today's, that has
no end, and it is `total_value`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from journeysim.experiment.estimate import ANYTHING, CONFIDENCE, Estimate, difference
from journeysim.scenario.scenario import Scenario
from journeysim.tui.recording import WORTH, Recording


def place_of_money(scenario: Scenario) -> int:
    """Which of `WORTH` it is."""
    is_discounted = scenario.tables.money.discount_rate > 0.0
    return WORTH.index("whole_value" if is_discounted else "total_value")


def money_between(
    ours: Mapping[int, Recording], theirs: Mapping[int, Recording], runs: Sequence[int], place: int
) -> Estimate | None:
    """How much more one comes to than the other in these runs; None where a run does not tell."""
    if not runs or any(len(of[run].worth) <= place for of in (ours, theirs) for run in runs):
        return None
    one, other = ([float(of[run].worth[place]) for run in runs] for of in (ours, theirs))
    return difference(one, other, CONFIDENCE, ANYTHING)
