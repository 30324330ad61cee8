"""Edges: nobody there, one there, no time at all, and times that all fall together."""

from __future__ import annotations

from collections.abc import Callable
from math import isnan
from pathlib import Path

import numpy as np
import pytest
from worlds import changed, outcome

from journeysim.engine.log import Outcome
from journeysim.errors import EngineError
from journeysim.events import EventType
from journeysim.metrics import default_requests, evaluate
from journeysim.scenario.scenario import Scenario, load

POLICIES = ("plain", "caring", "staffed")


def measured(run: Outcome) -> dict[str, float]:
    """Every metric; none may fail, whatever the run."""
    return evaluate(run, default_requests(run.encoded.names, run.horizon))


@pytest.mark.parametrize("policy", POLICIES)
def test_a_firm_without_customers_pays_its_agents_and_that_is_all(
    firm: Scenario, policy: str
) -> None:
    run = outcome(changed(firm, "population.customers=0"), policy)
    assert set(run.log.column("kind").tolist()) == {EventType.STAFFED}
    values = measured(run)
    assert isnan(values["retention"])
    assert values["profit"] == -values["service_cost"] < 0.0
    assert len(run.people) == 0


@pytest.mark.parametrize("policy", POLICIES)
def test_one_customer_lives_the_life_they_live_among_many(firm: Scenario, policy: str) -> None:
    """Where nobody waits, the others make no difference, to the last bit."""
    roomy = (
        'service.channels.phone.hours="always"', "service.channels.phone.agents=200",
        "talk.referral=0", "talk.hit=0",
    )  # fmt: skip
    alone = outcome(changed(firm, *roomy, "population.customers=1"), policy)
    among = outcome(changed(firm, *roomy, "population.customers=30"), policy)
    theirs = among.log.rows[among.log.rows["customer"] == 0]
    mine = alone.log.rows[alone.log.rows["customer"] == 0]
    assert len(mine) > 5
    assert mine.tobytes() == theirs.tobytes()
    assert measured(alone)["customer_years"] > 0.0


@pytest.mark.parametrize("days", ["1 s", "2 h", "23 h", "1 d", "1.5 d"])
def test_a_run_may_be_shorter_than_a_day(firm: Scenario, days: str) -> None:
    run = outcome(changed(firm, f'run.days="{days}"'), "caring")
    assert run.log.column("time").max(initial=0.0) < run.horizon
    values = measured(run)
    assert 0.0 <= values["retention"] <= 1.0


def test_a_shorter_run_is_the_beginning_of_a_longer_one(firm: Scenario) -> None:
    short, long = (outcome(changed(firm, f'run.days="{n} d"'), "caring") for n in (37, 90))
    assert short.log.rows.tobytes() == long.log.rows[long.log.rows["time"] < 37.0].tobytes()


def test_an_event_on_the_horizon_lies_beyond_it(firm: Scenario) -> None:
    """The horizon is the first moment that is not simulated."""
    run = outcome(
        changed(firm, "purchase.gap=10 d", 'population.start="fresh"', 'run.days="30 d"'), "plain"
    )
    assert run.log.of(EventType.PURCHASE)["time"].max() < 30.0


@pytest.mark.parametrize("grid", ["1 min", "1 h", "1 d"])
def test_when_times_fall_together_the_order_is_still_defined(firm: Scenario, grid: str) -> None:
    """Same bits again, customers conserved, and an unused channel still changes nobody's life."""
    tied = changed(firm, f'run.grid="{grid}"', 'population.prospects="1 per d"')
    run, again = outcome(tied, "caring"), outcome(tied, "caring")
    assert run.log.rows.tobytes() == again.log.rows.tobytes()
    values = measured(run)
    assert 150 + values["joined"] == values["active"] + values["churned"]
    spare = outcome(changed(tied, "service.channels.spare.agents=3"), "caring")
    kinds = spare.log.rows["kind"] != EventType.STAFFED
    assert (
        spare.log.rows[kinds].tobytes()
        == run.log.rows[run.log.rows["kind"] != EventType.STAFFED].tobytes()
    )


def test_too_many_customers_end_the_run_with_a_word_of_advice(firm: Scenario) -> None:
    crowd = changed(firm, "talk.referral=1", "talk.referral_slope=0", "run.max_customers=500")
    with pytest.raises(EngineError, match=r"more than 500 customers; lower talk\.referral"):
        outcome(crowd, "plain")


def test_without_channels_or_problems_people_just_buy_and_leave(write: Callable[..., Path]) -> None:
    bare = "schema = 2\n[run]\ndays = '90 d'\n[population]\ncustomers = 50\n"
    run = outcome(load(str(write(bare))), "baseline")
    kinds = set(run.log.column("kind").tolist())
    told = {EventType.JOINED, EventType.PURCHASE, EventType.LEFT, EventType.CAUSE, EventType.TOLD}
    assert kinds <= told
    assert measured(run)["profit"] > 0.0


def test_everybody_leaves_where_leaving_is_certain(write: Callable[..., Path]) -> None:
    text = (
        "schema = 2\n[run]\ndays = '100 d'\n[population]\ncustomers = 50\n"
        "[purchase]\ngap = '10 d'\n[leaving]\nchance = 1\n"
    )
    run = outcome(load(str(write(text))), "baseline")
    assert measured(run)["retention"] == 0.0
    assert len(run.log.of(EventType.PURCHASE)) == 0


def test_nobody_leaves_where_nothing_happens_and_the_chance_is_nil(
    write: Callable[..., Path],
) -> None:
    text = (
        "schema = 2\n[run]\ndays = '100 d'\n[population]\ncustomers = 50\n"
        "[purchase]\ngap = '10 d'\n[leaving]\nchance = 0\n"
    )
    run = outcome(load(str(write(text))), "baseline")
    assert measured(run)["retention"] == 1.0
    bought = run.log.of(EventType.PURCHASE)
    assert np.bincount(bought["customer"]).tolist() == [10] * 50


def test_who_never_comes_to_the_point_of_buying_never_leaves(write: Callable[..., Path]) -> None:
    """Occasions are where people decide; without them there is no decision, however angry."""
    text = (
        "schema = 2\n[population]\ncustomers = 50\n[purchase]\ngap = 'never'\n"
        "[problems.breakdown]\nrate = '5 per year'\nseverity = 0.9\n[service.channels.phone]\n"
    )
    run = outcome(load(str(write(text))), "baseline")
    assert len(run.log.of(EventType.FAILURE)) > 50
    assert len(run.log.of(EventType.LEFT)) == len(run.log.of(EventType.PURCHASE)) == 0
    assert measured(run)["equity"] <= 0.0
