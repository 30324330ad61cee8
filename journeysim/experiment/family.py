"""Family: how many intervals are to hold at once, and the one place where a paired difference is made.

Whoever compares several policies with a baseline, or looks more than once, is misled more often than
each interval by itself allows; so all of them share the same 5 %. A command that shows one of the
differences uses the family of the comparison that it belongs to: the same question, the same digits.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from journeysim import metrics
from journeysim.experiment.estimate import CONFIDENCE, Estimate, difference, shared
from journeysim.experiment.sequential import planned
from journeysim.scenario.scenario import Scenario

DOUBLINGS = 2
"""How many times the file's replications a comparison may take unasked, so that it stays short."""


class IntervalFamily(NamedTuple):
    """So many comparisons, each looked at so often; 95 % for all of them together."""

    comparisons: int = 1
    looks: int = 1

    @property
    def confidence(self) -> float:
        """The confidence of each interval, so that all hold together (Bonferroni)."""
        return shared(CONFIDENCE, self.comparisons * self.looks)

    @property
    def words(self) -> str:
        """What the interval holds together with; "" for one that stands alone."""
        counts = ((self.comparisons, "comparisons"), (self.looks, "looks"))
        parts = [f"{count} {name}" for count, name in counts if count > 1]
        return f"for all {' and '.join(parts)} at once" if parts else ""


ALONE = IntervalFamily()
"""One comparison, looked at once."""


def usual(scenario: Scenario, baseline: str | None = None, exactly: bool = False) -> IntervalFamily:
    """The family of a comparison of all named policies, as `compare` makes it.

    exactly: with just the scenario's replications, looked at once.
    """
    against = scenario.baseline if baseline is None else baseline
    others = [policy for policy in scenario.policies if policy != against]
    count = scenario.tables.run.replications
    looks = 1 if exactly else len(planned(count, DOUBLINGS * count))
    return IntervalFamily(max(1, len(others)), looks)


def paired_difference(
    ours: Sequence[float], theirs: Sequence[float], metric: str, family: IntervalFamily = ALONE
) -> Estimate:
    """The mean of ours minus theirs in a metric, replication by replication, with its interval.

    Raises ExperimentError if they differ in length.
    """
    within = metrics.find(metric).metric.range
    return difference(ours, theirs, family.confidence, within)
