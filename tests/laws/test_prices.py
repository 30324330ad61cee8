"""What prices do: one index, held against the market and against habit, and what it earns."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from worlds import changed, outcome, quick_outcome

from journeysim.causes import Cause
from journeysim.engine.choice import is_there
from journeysim.engine.log import Outcome
from journeysim.events import EventType
from journeysim.metrics import find
from journeysim.scenario.scenario import Scenario, load

CONTRACTS = """
schema = 2
[run]
days = "360 d"
[population]
customers = 200
[purchase]
gap = { kind = "constant", mean = "30 d" }
basket = 30
margin = 0.45
[leaving]
chance = { kind = "beta", a = 1.5, b = 45 }
[problems.breakdown]
rate = "1 per year"
severity = 0.3
complains = 0
[service.channels.phone]
agents = 0
[experience]
offer_spread = 0
[price]
market_response = 1.5
quantity_response = 0
conversion_response = 3
[care.touches.give]
trigger = "date"
on = "0 d"
burden = 0
discount = 0.1
lasts = "360 d"
reach = 0
[policies.plain]
[policies.level]
price.level = 0.9
[policies.points]
price.points = 0.125
[policies.discount]
care.touches.give.reach = 1
[policies.dearer]
price.level = 1.1
"""

ALIKE = (EventType.PURCHASE, EventType.ELSEWHERE, EventType.LEFT, EventType.CAUSE)
"""What tells whether two lives are one."""


@pytest.fixture
def contracts(write: Callable[..., Path]) -> Scenario:
    """A contract a month, problems nobody speaks of, and nobody at the phone."""
    return load(str(write(CONTRACTS)))


def leavers(run: Outcome) -> dict[int, float]:
    rows = run.log.of(EventType.LEFT)
    return dict(zip(rows["customer"].tolist(), rows["time"].tolist(), strict=True))


def value(run: Outcome, metric: str) -> float:
    return find(metric).value(run)


def test_list_price_discount_and_points_of_one_size_are_one(contracts: Scenario) -> None:
    """10 % less, whatever it is called: the same people leave, on the same days, for the same causes,
    and the rest pay the same."""
    shop = changed(contracts, "purchase.elsewhere=0.2", "price.quantity_response=0.3")
    runs = [outcome(shop, policy) for policy in ("level", "discount", "points")]
    for run in runs[1:]:
        one, other = runs[0].log.of(*ALIKE), run.log.of(*ALIKE)
        assert len(one) == len(other)
        for column in ("time", "kind", "customer", "slot", "number"):
            assert one[column].tolist() == other[column].tolist(), column
        for column in ("value", "money"):
            assert one[column] == pytest.approx(other[column], rel=1e-9), column
    given = [value(run, "discounts") + value(run, "points") for run in runs]
    assert given[0] == 0.0
    assert given[1] == pytest.approx(given[2])
    assert given[1] == pytest.approx(value(runs[1], "revenue") / 9.0)


def test_a_dearer_market_is_as_good_as_a_lower_price(contracts: Scenario) -> None:
    """In what lasts, the gap; a surprise is a matter of one's own price alone."""
    unsurprised = changed(contracts, "price.reference_response=0")
    cheaper = outcome(unsurprised, "level")
    dearer = outcome(changed(unsurprised, f"price.market={1 / 0.9}"), "plain")
    assert leavers(cheaper) == leavers(dearer)


def test_who_rises_with_the_market_loses_nobody(contracts: Scenario) -> None:
    """A tenth more here and everywhere: people who are not surprised stay, and pay a tenth more."""
    unsurprised = changed(contracts, "price.reference_response=0")
    plain = outcome(unsurprised, "plain")
    both = outcome(changed(unsurprised, "price.market=1.1"), "dearer")
    assert leavers(plain) == leavers(both)
    assert value(both, "revenue") == pytest.approx(1.1 * value(plain, "revenue"))


def test_the_cheaper_it_is_the_longer_everybody_stays(contracts: Scenario) -> None:
    """Person by person: nobody leaves earlier at a lower price."""
    lives = [leavers(outcome(changed(contracts, f"policies.level.price.level={level}"), "level"))
             for level in (1.5, 1.1, 0.9, 0.0)]  # fmt: skip
    for dearer, cheaper in pairwise(lives):
        assert len(cheaper) < len(dearer)
        assert all(dearer[person] <= when for person, when in cheaper.items())
    assert lives[-1], "even for nothing somebody leaves"


def test_a_rise_drives_away_more_than_an_equal_fall_keeps(contracts: Scenario) -> None:
    down, plain, up = (len(leavers(outcome(contracts, policy)))
                       for policy in ("level", "plain", "dearer"))  # fmt: skip
    assert up - plain > plain - down > 0


def test_where_no_price_moves_answers_to_prices_change_nothing(contracts: Scenario) -> None:
    """Zero effect, zero bits: neither a draw nor a row."""
    touchy = changed(
        contracts, "price.market_response=5", "price.reference_response=5", "price.loss_aversion=3",
        "price.elsewhere_response=9", "price.sensitivity=2", "price.redeemed=0.6",
    )  # fmt: skip
    plain, run = outcome(contracts, "plain"), outcome(touchy, "plain")
    assert run.log.rows.tobytes() == plain.log.rows.tobytes()


def test_people_get_used_to_a_price(contracts: Scenario) -> None:
    """A rise that is no gap (the market rose too) drives people away at first, and later nobody."""
    slow = changed(contracts, "price.market=1.5", "policies.dearer.price.level=1.5",
                   "price.reference_response=3", "leaving.chance=0.008",
                   'problems.breakdown.rate="0 per d"')  # fmt: skip
    left = np.array(list(leavers(outcome(slow, "dearer")).values()))
    first, second = np.count_nonzero(left < 180.0), np.count_nonzero(left >= 180.0)
    assert first / 200 > 3.0 * second / (200 - first) > 0.0


def test_an_ended_discount_is_missed_and_has_cost(contracts: Scenario) -> None:
    """While it runs nobody leaves over the price; when it ends some do, and the money is gone."""
    for_a_while = changed(
        contracts, "care.touches.give.discount=0.3", 'care.touches.give.lasts="200 d"'
    )
    plain, run = outcome(for_a_while, "plain"), outcome(for_a_while, "discount")
    causes = run.log.of(EventType.CAUSE)
    over_price = causes["time"][causes["slot"] == Cause.PRICE]
    assert len(over_price) > 5
    assert over_price.min() >= 200.0
    assert value(run, "profit") < value(plain, "profit")


def test_the_causes_of_a_leaving_add_up_with_the_price_among_them(contracts: Scenario) -> None:
    run = outcome(changed(contracts, "policies.dearer.price.level=1.4"), "dearer")
    causes, left = run.log.of(EventType.CAUSE), run.log.of(EventType.LEFT)
    total = np.zeros(len(run.people))
    np.add.at(total, causes["customer"], causes["value"])
    assert total[left["customer"]] == pytest.approx(left["value"], rel=1e-12)
    shares = {cause: causes["value"][causes["slot"] == cause].sum() for cause in Cause}
    assert shares[Cause.PRICE] > 0.2 * left["value"].sum()
    assert shares[Cause.SILENT] > 0.0


def test_dearer_prospects_buy_less_often(contracts: Scenario) -> None:
    many = ('population.prospects="5 per d"', "population.conversion=0.25", 'run.days="200 d"')
    joined = [value(outcome(changed(contracts, *many), policy), "joined")
              for policy in ("level", "plain", "dearer")]  # fmt: skip
    assert joined[0] > 1.15 * joined[1]
    assert joined[1] > 1.15 * joined[2]


LONG = (
    'run.days="9125 d"',
    "population.customers=600",
    'population.prospects="0.8 per d"',
    "population.conversion=0.25",
    "leaving.chance=0.01",
    'problems.breakdown.rate="0 per d"',
    "run.max_customers=20000",
)
"""A quarter of a century, in which those who leave are replaced by those who come."""


def present_value(scenario: Scenario, level: float) -> float:
    """Twenty-five years of margin at a list price, discounted by a tenth a year."""
    run = quick_outcome(changed(scenario, f"policies.level.price.level={level}"), "level")
    rows = run.log.of(EventType.PURCHASE)
    return float((rows["money"] * np.exp(-np.log(1.1) / 365.0 * rows["time"])).sum())


@pytest.mark.skipif(not is_there(), reason="SimPy takes minutes for centuries of contracts")
def test_the_best_list_price_is_near_that_of_today(contracts: Scenario) -> None:
    """Answers to prices are those of a firm that prices well (Lerner: elasticity about -1 / margin): a
    fifth less or a quarter more earns less, and half off for ever loses more than there is."""
    firm = changed(contracts, *LONG)
    worth = {level: present_value(firm, level) for level in (0.5, 0.8, 1.0, 1.25)}
    assert worth[0.5] < 0.0
    assert worth[0.8] < 0.98 * worth[1.0] > worth[1.25]
    assert max(present_value(firm, level) for level in (0.9, 1.1)) < 1.01 * worth[1.0]


THREE_YEARS = (*LONG, 'run.days="1080 d"')


def worth_at(firm: Scenario, level: float, end: float) -> float:
    """All that a list price brings, and what it leaves behind; end: the price of the last 60 days."""
    change = f'policies.level.changes=[{{at="1020 d", price={{level={end}}}}}]'
    turned = changed(
        firm, f"policies.level.price.level={level}", *([change] if end != level else [])
    )
    runs = [quick_outcome(turned, "level", number) for number in range(4)]
    return sum(value(run, "total_value") + value(run, "future_value") for run in runs)


@pytest.mark.skipif(not is_there(), reason="SimPy takes minutes for so many contracts")
def test_the_end_game_does_not_pay(contracts: Scenario) -> None:
    """Three times the price, or a fifth more, in the last sixty days: what it takes in, those who
    leave or never come take away."""
    firm = changed(contracts, *THREE_YEARS)
    plain = worth_at(firm, 1.0, 1.0)
    assert worth_at(firm, 1.0, 3.0) < 0.5 * plain
    assert worth_at(firm, 1.0, 1.2) < plain


@pytest.mark.skipif(not is_there(), reason="SimPy takes minutes for so many contracts")
def test_three_years_and_what_they_leave_tell_what_a_quarter_of_a_century_would(
    contracts: Scenario,
) -> None:
    """By total value and the worth of those to come the best list price is near today's, too."""
    firm = changed(contracts, *THREE_YEARS)
    worth = {level: worth_at(firm, level, level) for level in (0.5, 0.8, 0.9, 1.0, 1.1, 1.25)}
    assert worth[0.5] < 0.0
    assert max(worth, key=worth.__getitem__) in (0.9, 1.0, 1.1)
