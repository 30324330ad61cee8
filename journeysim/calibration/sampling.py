"""Sampling: a smaller firm that shows the same figures, so that a search takes a minute and not a day.

Customers and newcomers are fewer, and people on shift in proportion. Who stays and what goes wrong is the
same in a sample; who waits is not quite, because a small line is worse than a large one: such figures
are looked for once more with as many customers as a line needs, over fewer days. Sizes do not hang on the
engine, so that both find the same.
"""

from __future__ import annotations

from math import floor

from journeysim.calibration.search_directions import staffing
from journeysim.engine.choice import rows_expected
from journeysim.scenario.merging import Table, merged
from journeysim.scenario.scenario import Scenario

REPLICATIONS = 4
A_TRY = 200_000.0
"""Rows of the log that one try may cost, all its replications together."""

A_LINE = 300_000.0
"""Rows of one run for a line in its full size, or nearly: some 100,000 customers over weeks."""

WEEK = 7.0
_MOST_WEEKS = 4


def replications(scenario: Scenario, rows: float = A_TRY) -> int:
    """How many replications a try may have: fewer where each holds many customers."""
    return max(1, min(REPLICATIONS, floor(rows / max(1.0, rows_expected(scenario)))))


def sampled(scenario: Scenario, rows: float) -> tuple[Scenario, float]:
    """A firm whose run costs so many rows at most, and the share of customers in it."""
    share = rows / max(1.0, rows_expected(scenario))
    if share >= 1.0:
        return scenario, 1.0
    population = scenario.tables.population
    fewer: Table = {
        "population": {
            "customers": max(1, round(share * population.customers)),
            "prospects": f"{share * population.prospects:.6g} per d",
        }
    }
    return scenario.with_values(
        merged(fewer, staffing(None).knobs(scenario, share)), "sample"
    ), share


def line(scenario: Scenario) -> Scenario:
    """The firm over a few weeks, with as many customers as its lines need to be what they are."""
    weeks = max(1, min(_MOST_WEEKS, floor(scenario.tables.run.days / WEEK)))
    while weeks > 1 and rows_expected(_over(scenario, weeks)) > A_LINE:
        weeks -= 1
    return sampled(_over(scenario, weeks), A_LINE)[0]


def _over(scenario: Scenario, weeks: int) -> Scenario:
    days = min(WEEK * weeks, scenario.tables.run.days)
    return scenario.with_values({"run": {"days": f"{days:g} d"}}, "sample")
