"""Headline: the day a comparison is told for stands clear of the days on which all decide."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from worlds import world

from journeysim.experiment.compare import default_metrics, measure
from journeysim.experiment.headline import first_decision, headline
from journeysim.report import words
from journeysim.report.closing import closing_lines
from journeysim.scenario.scenario import Scenario, load

YEARLY = """
schema = 2
[run]
days = "{days} d"
replications = 2
[population]
customers = 40
start = "{start}"
[purchase]
gap = {gap}
[leaving]
chance = 0.3
first_decision = {first}
[policies.plain]
[policies.pushy]
sales.push = 1.0
"""


@pytest.fixture
def yearly(write: Callable[..., Path]) -> Callable[..., Scenario]:
    """Contracts that all run from day 0, a year each, unless told otherwise."""

    def made(
        days: int = 1095, gap: str = '"365 d"', start: str = "fresh", first: int = 1
    ) -> Scenario:
        return load(str(write(YEARLY.format(days=days, gap=gap, start=start, first=first))))

    return made


@pytest.mark.parametrize(
    ("days", "gap", "start", "first", "metric"),
    [
        (1095, '"365 d"', "fresh", 1, "retention@760d"),
        (1000, '"365 d"', "fresh", 1, "retention@760d"),
        (735, '"365 d"', "fresh", 1, "retention"),
        (400, '"365 d"', "fresh", 1, "retention@395d"),
        (1095, '"365 d"', "fresh", 2, "retention@760d"),
        (1095, '"365 d"', "staggered", 1, "retention@365d"),
        (1095, '{ kind = "exponential", mean = "365 d" }', "fresh", 1, "retention@365d"),
        (1095, '"30 d"', "fresh", 1, "retention@365d"),
        (1095, '"73 d"', "fresh", 1, "retention@1028d"),
        (200, '"30 d"', "fresh", 1, "retention"),
    ],
)
def test_the_headline_is_told_shortly_after_a_renewal(
    yearly: Callable[..., Scenario], days: int, gap: str, start: str, first: int, metric: str
) -> None:
    scenario = yearly(days, gap, start, first)
    assert headline(scenario).metric == metric
    assert metric in default_metrics(scenario)


def test_the_day_is_that_of_the_metric(yearly: Callable[..., Scenario]) -> None:
    assert headline(yearly()).day == 760.0
    assert headline(yearly(200)).day == 200.0


@pytest.mark.parametrize(("first", "day"), [(1, 365.0), (2, 730.0)])
def test_nobody_decides_before_the_first_renewal(
    yearly: Callable[..., Scenario], first: int, day: float
) -> None:
    assert first_decision(yearly(first=first)) == day
    assert first_decision(yearly(start="staggered")) == 0.0


def test_what_ends_before_anybody_could_leave_is_never_called_the_same(
    yearly: Callable[..., Scenario],
) -> None:
    scenario = yearly(365)
    found = measure(scenario, scenario.policies, ("retention", "profit"), jobs=1)
    (line,) = words.kept(found, "plain", "retention", 365.0)
    assert line.startswith("Nobody decides before day 365, and the run ends after a year")
    assert "same" not in line
    first, *_ = closing_lines(found, "plain")
    assert first == "No clear choice: nobody decides before day 365."


def test_a_year_is_told_where_nobody_renews_together() -> None:
    assert headline(world("workshop")).metric == "retention@365d"
