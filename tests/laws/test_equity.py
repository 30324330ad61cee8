"""Customer equity: what those who stay are worth beyond the run, against what they then bring.

The closed form is exact where nothing but a constant hazard moves people; else long runs judge it:
the same luck, twenty-two years on, of the same people.
"""

from __future__ import annotations

from collections.abc import Callable
from math import exp, log
from pathlib import Path

import numpy as np
import pytest
from worlds import changed, outcome, quick_outcome

from journeysim.engine.log import Array, Outcome
from journeysim.events import EventType
from journeysim.metrics import evaluate, find, flows
from journeysim.metrics.bases import bases, standing
from journeysim.metrics.equity import worth
from journeysim.metrics.records import Records
from journeysim.scenario.scenario import Scenario, load

RATE = log(1.1) / 365
"""A tenth a year, by the day."""

CALM = """
schema = 2
[run]
days = "200 d"
[population]
customers = 300
[purchase]
gap = { kind = "exponential", mean = "20 d" }
basket = 100
margin = 0.4
[leaving]
chance = 0.1
[care.touches.letter]
trigger = "period"
every = "10 d"
reach = 0
cost = 10
[policies.caring]
changes = [{ at = "100 d", care.touches.letter.reach = 1 }]
"""

FIRM = """
schema = 2
[population]
customers = 20000
tenure = "730 d"
[problems.failure]
rate = "0.5 per year"
severity = 0.35
complains = 0.6
heals = "20 %"
[problems.question]
kind = "request"
rate = "2 per year"
[service.channels.phone]
agents = 60
hours = "mon-fri 08:00-18:00"
handling = { kind = "lognormal", mean = "6 min", sigma = 0.8 }
patience = { kind = "exponential", mean = "6 min" }
resolution = "70 %"
warmth = "55 %"
"""

FIRMS = {
    "telecom": """
[leaving]
chance = { kind = "beta", a = 0.7, b = 80 }
[purchase]
gap = "30.4 d"
basket = 40
margin = 0.45
""",
    "garage": """
[leaving]
chance = { kind = "beta", a = 1.5, b = 14 }
[purchase]
gap = { kind = "exponential", mean = "180 d" }
frequency = { kind = "gamma", mean = 1, shape = 6 }
basket = { kind = "lognormal", mean = 230, sigma = 0.6 }
elsewhere = "25 %"
hours = "mon-fri 08:00-18:00"
""",
    "shop": """
[leaving]
chance = { kind = "beta", a = 1, b = 14 }
[purchase]
gap = { kind = "gamma", mean = "60 d", shape = 2 }
frequency = { kind = "gamma", mean = 1, shape = 2 }
basket = { kind = "lognormal", mean = 60, sigma = 0.6 }
elsewhere = "30 %"
[problems.parcel]
per_purchase = "5 %"
severity = 0.3
complains = "50 %"
delay = "3 d"
[care.touches.check_in]
like = "check_in"
cost = 1
""",
    "contracts": """
[leaving]
chance = { kind = "beta", a = 1, b = 9 }
[purchase]
gap = "365 d"
basket = 400
margin = 0.3
""",
}


@pytest.fixture
def calm(write: Callable[..., Path]) -> Scenario:
    return load(str(write(CALM)))


def measured(run: Outcome, *names: str, rate: float = 0.1) -> list[float]:
    values = evaluate(run, [find(name) for name in names], rate)
    return [values[name] for name in names]


def there(run: Outcome) -> Array:
    felt = run.people["satisfaction"]
    return felt == felt


def test_a_constant_hazard_gives_the_closed_form(calm: Scenario) -> None:
    """n m S d / (1 - S d), with S = 0.9 and d = 1 / (1 + 20 r) for memoryless gaps of 20 days."""
    run = outcome(calm, "baseline")
    stay, discount, count = 0.9, 1 / (1 + 20 * RATE), np.count_nonzero(there(run))
    expected = count * 40 * stay * discount / (1 - stay * discount)
    assert 50 < count < 300
    assert measured(run, "equity")[0] == pytest.approx(expected * exp(-200 * RATE), rel=1e-12)


def test_where_the_next_date_is_known_it_counts(calm: Scenario) -> None:
    """All renew every 30 days together; on day 50 the next date is ten days off."""
    together = changed(calm, 'purchase.gap="30 d"', 'population.start="fresh"', 'run.days="50 d"')
    run = outcome(together, "baseline")
    stay, discount, count = 0.9, exp(-30 * RATE), np.count_nonzero(there(run))
    expected = count * 40 * stay * exp(-10 * RATE) / (1 - stay * discount)
    assert measured(run, "equity")[0] == pytest.approx(expected * exp(-50 * RATE), rel=1e-9)


def test_total_value_is_discounted_profit_and_equity(calm: Scenario) -> None:
    run = outcome(calm, "baseline")
    profit, equity, total = measured(run, "discounted_profit", "equity", "total_value")
    assert total == profit + equity
    assert 0 < profit < measured(run, "profit")[0]


def test_who_never_leaves_is_worth_a_perpetuity_and_no_number_undiscounted(calm: Scenario) -> None:
    run = outcome(changed(calm, "leaving.chance=0"), "baseline")
    expected = 300 * 40 / (20 * RATE) * exp(-200 * RATE)
    assert measured(run, "equity")[0] == pytest.approx(expected, rel=1e-9)
    assert np.isnan(measured(run, "equity", "total_value", rate=0.0)).all()


def test_grievances_that_stand_lower_what_somebody_is_worth(calm: Scenario) -> None:
    trouble = (
        "service.channels.desk.agents=5",
        "problems.failure.rate='2 per year'",
        "problems.failure.severity=0.6",
    )
    run = outcome(changed(calm, *trouble, "leaving.chance=0.02", "run.days='120 d'"), "baseline")
    records = Records(run)
    people = run.people[there(run)]
    (basis,) = bases(records)
    worths = worth(standing(records, people), basis, run.encoded.world, RATE)
    hurt = people["grievances"] > 0.3
    assert 10 < np.count_nonzero(hurt) < len(people) - 10
    assert worths[hurt].mean() < 0.8 * worths[people["grievances"] == 0.0].mean()
    assert basis.leaving > 0.0


def test_what_counts_is_the_time_since_levers_were_last_changed(calm: Scenario) -> None:
    """Letters at 10 each every 10 days from day 100 on: their cost is not spread over the year."""
    run = outcome(calm, "caring")
    (basis,) = bases(Records(run))
    assert flows.window_of(Records(run)) == (100.0, 200.0)
    assert basis.day == pytest.approx(-1.0, rel=0.06)
    assert measured(run, "equity")[0] < 0.6 * measured(outcome(calm, "baseline"), "equity")[0]


def test_each_new_customer_costs_acquisition_and_nothing_else_changes(calm: Scenario) -> None:
    growing = changed(calm, "population.prospects='1 per d'", "population.conversion=0.5")
    free = outcome(growing, "baseline")
    paid = outcome(changed(growing, "population.acquisition_cost=25"), "baseline")
    won = measured(free, "joined")[0]
    assert won > 50
    assert measured(paid, "acquisition") == [25 * won]
    assert measured(paid, "profit")[0] == pytest.approx(measured(free, "profit")[0] - 25 * won)
    assert measured(paid, "equity") == measured(free, "equity")
    rows = paid.log.rows.copy()
    rows["money"][rows["kind"] == EventType.JOINED] = 0.0
    assert rows.tobytes() == free.log.rows.tobytes()
    saved = measured(free, "future_value")[0] - measured(paid, "future_value")[0]
    assert saved == pytest.approx(0.5 * 365 * 25 / (365 * RATE) * exp(-200 * RATE), rel=0.1)


def hired(calm: Scenario, *more: str) -> tuple[Outcome, Outcome, float]:
    """A firm with a desk to which nobody comes, one with a second person there, and what a day of
    that person costs."""
    desk = ("service.channels.desk.hours='always'", "service.channels.desk.pay='10 per h'", *more)
    one, two = (
        outcome(changed(calm, f"service.channels.desk.agents={count}", *desk), "baseline")
        for count in (1, 2)
    )
    return one, two, 240.0


def test_idle_pay_goes_on_for_ever_in_what_the_firm_is_worth_and_not_in_equity(
    calm: Scenario,
) -> None:
    one, two, pay = hired(calm, "leaving.chance=0")
    assert measured(one, "equity") == measured(two, "equity")
    later, whole, now = (
        measured(two, name)[0] - measured(one, name)[0]
        for name in ("future_value", "whole_value", "discounted_profit")
    )
    assert later == pytest.approx(-pay / RATE * exp(-200 * RATE), rel=1e-9)
    assert now == pytest.approx(-pay / RATE * (1.0 - exp(-200 * RATE)), rel=1e-9)
    assert whole == pytest.approx(-pay / RATE, rel=1e-9), "from day 0 on, for ever"


def test_where_nobody_joins_idle_pay_ends_as_customers_leave(calm: Scenario) -> None:
    """Who stays at each occasion with 0.9, 20 days apart, is there for (1 - d) / r / (1 - 0.9 d)."""
    one, two, pay = hired(calm)
    discount = 1 / (1 + 20 * RATE)
    there_for = (1.0 - discount) / RATE / (1.0 - 0.9 * discount)
    later = measured(two, "future_value")[0] - measured(one, "future_value")[0]
    assert later == pytest.approx(-pay * there_for * exp(-200 * RATE), rel=1e-9)


def test_tripling_the_price_at_the_end_does_not_pay(calm: Scenario) -> None:
    """What the last two months earn, the customers who leave for it are missed for."""
    dear = changed(calm, "policies.caring.changes=[{at='140 d', price.level=3}]")
    plain, raised = outcome(calm, "baseline"), outcome(dear, "caring")
    assert measured(raised, "equity")[0] < 0.2 * measured(plain, "equity")[0]
    assert measured(raised, "total_value")[0] < measured(plain, "total_value")[0]


def brought(run: Outcome, since: float, who: Array) -> float:
    """What these customers bring from a day on, less what the work for them costs, discounted."""
    known = np.concatenate([who, np.zeros(len(run.people) - len(who), dtype=bool)])
    total = 0.0
    for each in flows.amounts(Records(run), flows.Window(since, run.horizon)):
        theirs = known[each.rows["customer"]]
        later = np.exp(-RATE * (each.rows["time"][theirs] - since))
        total += float(((each.money - each.work)[theirs] * later).sum())
    return total


@pytest.mark.slow
@pytest.mark.parametrize("name", FIRMS)
def test_equity_is_what_people_bring_in_the_next_twenty_two_years(
    name: str, write: Callable[..., Path]
) -> None:
    """Within 2 % and chance, five years in, when grievances no longer grow."""
    firm = load(str(write(FIRM + FIRMS[name])))
    found, real = [], []
    for replication in range(4):
        run = quick_outcome(changed(firm, "run.days='1825 d'"), "baseline", replication)
        long = quick_outcome(
            changed(firm, f"run.days='{1825 + 22 * 365} d'"), "baseline", replication
        )
        found.append(measured(run, "equity")[0] * exp(RATE * 1825))
        real.append(brought(long, 1825.0, there(run)))
    ratios = np.array(found) / np.array(real)
    chance = ratios.std(ddof=1) / 2.0
    print(f"{name}: {ratios.mean():.3f} ± {2 * chance:.3f}")
    assert abs(ratios.mean() - 1.0) < 0.02 + 2 * chance


CONTRACTS = """
schema = 2
[population]
customers = 4000
[purchase]
gap = "30 d"
basket = 30
margin = 0.45
[leaving]
chance = { kind = "beta", a = 3, b = 90 }
[price]
market_response = 1.5
quantity_response = 0
reference_response = 1
[policies.new]
"""


@pytest.mark.slow
@pytest.mark.parametrize("level", [1.3, 1.1, 0.8])
def test_equity_knows_that_people_get_used_to_a_new_price(
    level: float, write: Callable[..., Path]
) -> None:
    """Two months after a new price, when it still surprises: within 2 % and chance."""
    firm = load(str(write(CONTRACTS)))
    new = changed(firm, f'policies.new.changes=[{{at="365 d", price={{level={level}}}}}]')
    found, real = [], []
    for replication in range(4):
        run = quick_outcome(changed(new, "run.days='425 d'"), "new", replication)
        long = quick_outcome(changed(new, f"run.days='{425 + 22 * 365} d'"), "new", replication)
        found.append(measured(run, "equity")[0] * exp(RATE * 425))
        real.append(brought(long, 425.0, there(run)))
    ratios = np.array(found) / np.array(real)
    chance = ratios.std(ddof=1) / 2.0
    print(f"{level}: {ratios.mean():.3f} ± {2 * chance:.3f}")
    assert abs(ratios.mean() - 1.0) < 0.02 + 2 * chance


@pytest.mark.slow
@pytest.mark.parametrize("name", ["telecom", "garage"])
def test_where_the_run_ends_does_not_matter(name: str, write: Callable[..., Path]) -> None:
    """Profit, equity and future customers together, after 5, 7 and 9 years: within 3 %."""
    settings = ("population.prospects='12 per d'", "population.conversion=0.5")
    free = ("service.channels.phone.pay='0 per h'", "population.acquisition_cost=20")
    firm = changed(load(str(write(FIRM + FIRMS[name]))), *settings, *free)
    totals = []
    for years in (5, 7, 9):
        run = quick_outcome(changed(firm, f"run.days='{365 * years} d'"), "baseline")
        totals.append(sum(measured(run, "total_value", "future_value")))
    print(f"{name}: {[round(total) for total in totals]}")
    assert max(totals) < 1.03 * min(totals)


@pytest.mark.slow
def test_the_whole_value_knows_how_many_people_to_pay(write: Callable[..., Path]) -> None:
    """One more at the phone does not earn the pay of twenty years, though those who are there after
    three are worth more; training does. Within a fifth of what twenty years bring."""
    settings = ("population.prospects='12 per d'", "population.conversion=0.5", "run.days='1092 d'")
    policies = ("[policies.today]", "[policies.more]\nservice.channels.phone.agents = 4")
    policies += ("[policies.many]\nservice.channels.phone.agents = 7",)
    policies += ('[policies.trained]\nservice.training = "20 h"',)
    firm = changed(load(str(write(FIRM + FIRMS["telecom"] + "\n".join(policies)))), *settings)
    firm = changed(firm, "service.channels.phone.agents=3")
    long = changed(firm, f"run.days='{1092 + 20 * 364} d'")

    def ahead(scenario: Scenario, name: str, policy: str) -> float:
        one, other = (
            measured(quick_outcome(scenario, each), name)[0] for each in (policy, "today")
        )
        return one - other

    for policy in ("more", "many", "trained"):
        short, real = ahead(firm, "whole_value", policy), ahead(long, "discounted_profit", policy)
        print(f"{policy}: {short:,.0f} of {real:,.0f}")
        assert short == pytest.approx(real, rel=0.2)
    assert ahead(long, "discounted_profit", "more") < 0.0 < ahead(firm, "total_value", "more")
