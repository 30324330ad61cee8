"""Population: the stream of prospects by weekday and season, and who of them buys."""

from __future__ import annotations

from math import exp, inf, log

import pytest

from journeysim.model.population import (
    Population,
    conversion,
    newcomers_next,
    peak_rate,
    place_among_classes,
    prospect_rate,
)

EVEN = Population(prospects="10 per d")
UNEVEN = Population(
    prospects="10 per d",
    weekdays=[1, 1, 1, 1, 2, 0.5, 0.5],
    season=[0.5, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1.5],
)


@pytest.mark.parametrize(
    ("day", "rate"),
    [
        (0.0, 5.0),
        (4.5, 10.0),
        (5.999, 2.5),
        (7.0, 5.0),
        (60.0, 20.0),
        (335.0, 7.5),
        (364.9, 15.0),
        (365.0, 5.0),
    ],
)
def test_prospects_come_by_weekday_and_season(day: float, rate: float) -> None:
    """Day 0 is a Monday in the first twelfth of the year; weights multiply."""
    assert prospect_rate(UNEVEN, day) == pytest.approx(rate)
    assert prospect_rate(EVEN, day) == 10.0


def test_the_peak_is_the_highest_rate_there_is() -> None:
    assert peak_rate(EVEN) == 10.0
    assert peak_rate(UNEVEN) == 30.0
    assert max(prospect_rate(UNEVEN, float(day)) for day in range(5 * 365)) == 30.0


@pytest.mark.parametrize(
    ("answered", "manner", "reputation", "chance"),
    [
        (1, 1.0, 1.0, 0.4),
        (0, 1.0, 1.0, 0.2),
        (1, 1.25, 1.0, 0.5),
        (1, 1.0, 0.5, 0.2),
        (1, 1.25, 3.0, 1.0),
    ],
)
def test_conversion_depends_on_answers_manner_and_name(
    answered: int, manner: float, reputation: float, chance: float
) -> None:
    """conversion x manner x reputation, half of it without an answer, at most one."""
    people = Population(conversion=0.4)
    assert conversion(people, answered, manner, reputation) == pytest.approx(chance)


@pytest.mark.parametrize(
    ("tenure", "amount", "following"),
    [
        (0.0, 0.6, 60.0 * log(2.0)),
        (60.0 * log(2.0), 0.3, 60.0 * log(4.0)),
        (0.0, 1.2, inf),
        (600.0, 0.01, inf),
    ],
)
def test_a_newcomers_further_problems_come_to_an_end(
    tenure: float, amount: float, following: float
) -> None:
    """1.2 of them in all: twice .01 a day, for a mean of 60 days. An old customer has had them."""
    newcomers = Population(newcomer_problems=2, newcomer_time="60 d")
    assert newcomers_next(newcomers, 0.01, tenure, amount) == pytest.approx(following)


def test_most_of_a_newcomers_further_problems_come_early() -> None:
    """A share 1 - 1/e of them within the stated time, whatever the rate."""
    newcomers = Population(newcomer_problems=3, newcomer_time="40 d")
    whole = 3 * 0.02 * 40
    assert newcomers_next(newcomers, 0.02, 0.0, whole * (1 - exp(-1))) == pytest.approx(40.0)


@pytest.mark.parametrize(
    ("customers", "u", "shares"),
    [
        (10, 0.5, (2, 5, 3)), (1000, 0.1, (200, 500, 300)), (7, 0.1, (2, 3, 2)), (7, 0.5, (1, 4, 2)),
        (1, 0.1, (1, 0, 0)), (1, 0.5, (0, 1, 0)),
    ],
)  # fmt: skip
def test_classes_of_day_0_hold_as_many_as_their_shares_say(
    customers: int, u: float, shares: tuple[int, ...]
) -> None:
    """A fifth, a half and the rest, to one; which way, the uniform says."""
    people = Population(customers=customers)
    places = [place_among_classes(people, arrival, u) for arrival in range(1, customers + 1)]
    below = [sum(place < end for place in places) for end in (0.2, 0.7, 1.0)]
    assert (below[0], below[1] - below[0], below[2] - below[1]) == shares
