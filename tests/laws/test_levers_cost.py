"""Levers cost: what a firm puts into a touch, advice, an extra or a watch is what it gets, less and
less of it; nothing comes of nothing."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from mechanisms import lived, value
from worlds import world

from journeysim.engine.log import Array
from journeysim.errors import ScenarioError
from journeysim.events import EventType
from journeysim.scenario.scenario import Scenario

DAILY_PAY = 26.0 * 24.0
"""Of an agent of the small firm."""


def touch(name: str = "it", **knobs: str) -> tuple[str, ...]:
    return tuple(f"care.touches.{name}.{knob}={value}" for knob, value in knobs.items())


@pytest.fixture(scope="module")
def firm() -> Scenario:
    return world("firm", "leaving.chance=0.02", "service.channels.phone.agents=5")


def strengths(rows: Array) -> list[list[float]]:
    """What each customer's touches left, in their order; the customers with three and more."""
    each = [rows["value"][rows["customer"] == who].tolist() for who in np.unique(rows["customer"])]
    return [values for values in each if len(values) >= 3]


def test_without_effort_a_touch_does_nothing_to_the_last_bit(firm: Scenario) -> None:
    """Whatever people would take to: it only weighs."""
    nothing = touch(trigger="period", every='"20 d"')
    gladly = touch(
        credit="0.3", trust="0.3", finds="1", community="1",
        protects="{ breakdown = 1, mistake = 1 }",
    )  # fmt: skip
    plain, run = lived(firm, *nothing), lived(firm, *nothing, *gladly)
    assert run.log.rows.tobytes() == plain.log.rows.tobytes()
    assert np.nanmax(run.people["burden"]) > 0.0
    assert lived(firm, *nothing, *gladly, *touch(cost="0.1")).log.rows.tobytes() != (
        plain.log.rows.tobytes()
    )


def test_the_second_half_of_an_effort_buys_less(firm: Scenario) -> None:
    """First touches of all customers: half as much put in leaves more than half as much."""
    kind = touch(trigger="date", on='"5 d"', credit="0.2", burden="0")
    half, whole, ten = (
        float(lived(firm, *kind, *touch(cost=cost)).log.of(EventType.TOUCHED)["value"].mean())
        for cost in ("3", "6", "60")
    )
    assert half < whole < 2.0 * half
    assert whole < ten <= 1.2 * whole


def test_each_further_touch_of_a_kind_leaves_less_than_the_one_before(firm: Scenario) -> None:
    kind = touch(trigger="period", every='"20 d"', credit="0.2", cost="3", burden="0")
    lasting = strengths(lived(firm, *kind).log.of(EventType.TOUCHED))
    assert len(lasting) > 50
    for values in lasting:
        assert all(later < earlier for earlier, later in pairwise(values))
    forgetful = strengths(lived(firm, *kind, 'care.repeat_memory="1 d"').log.of(EventType.TOUCHED))
    assert np.concatenate(forgetful) == pytest.approx(forgetful[0][0], rel=1e-6)


def test_touches_from_one_entry_of_the_catalogue_remind_of_each_other(firm: Scenario) -> None:
    def second(entry: str) -> float:
        one = touch("one", like="check_in", trigger="date", on='"5 d"')
        other = touch("other", like=entry, trigger="date", on='"10 d"', burden="0", credit="0.055")
        rows = lived(firm, *one, *other, *touch("one", burden="0")).log.of(EventType.TOUCHED)
        return float(rows["value"][rows["time"] > 9.0].max() / rows["value"].max())

    assert second("check_in") == pytest.approx(0.7, abs=0.01)
    assert second("service_call") == pytest.approx(1.0)


@pytest.mark.parametrize("cost", ["0", "1"])
def test_a_thank_you_never_pays(firm: Scenario, cost: str) -> None:
    thanks = touch(like="thank_you", cost=cost)
    plain, run = lived(firm), lived(firm, *thanks)
    assert len(run.log.of(EventType.TOUCHED)) > 100
    assert value(run, "total_value") <= value(plain, "total_value")


def test_an_offer_without_a_discount_does_nothing_good(firm: Scenario) -> None:
    """A recommendation that gives nothing can only wake."""
    plain = lived(firm)
    run = lived(firm, *touch(like="recommendation", discount="0"))
    assert value(run, "retention") <= value(plain, "retention")
    assert value(run, "total_value") < value(plain, "total_value")


def test_protections_of_several_touches_come_together_up_to_a_limit(firm: Scenario) -> None:
    """1 - 0.75 x 0.8 of what would go wrong; one touch again and again is one."""
    guard = {"trigger": "period", "every": '"10 d"', "cost": "1000", "burden": "0"}
    one = touch("one", **guard, protects="{ breakdown = 0.25 }")
    two = touch("two", **guard, protects="{ breakdown = 0.2 }")
    often = (
        'problems.breakdown.rate="20 per year"',
        "leaving.chance=0",
        "leaving.grievance_scale=0",
    )

    def prevented(*touches: str) -> float:
        log = lived(firm, *often, *touches).log
        early, late = (log.of(kind) for kind in (EventType.PREVENTED, EventType.FAILURE))
        late = late[late["slot"] == 0]
        count = [np.count_nonzero(rows["time"] > 10.0) for rows in (early, late)]
        return float(count[0] / sum(count))

    assert prevented(*one) == pytest.approx(0.25, abs=0.04)
    assert prevented(*one, *two) == pytest.approx(0.4, abs=0.04)
    assert prevented(*one, *two, "care.protects_most=0.3") == pytest.approx(0.3, abs=0.04)


def test_advice_takes_minutes_and_is_new_only_once(firm: Scenario) -> None:
    run = lived(firm, "sales.push=-0.5", 'sales.channel="phone"')
    advised = run.log.of(EventType.ADVISED)
    assert len(advised) > 300
    assert advised["money"] == pytest.approx(-0.5 * 8.0 / 1440.0 * DAILY_PAY)
    wage = ("service.channels.phone.wage=1.3", "service.replacement=0")
    better_paid = lived(firm, "sales.push=-0.5", 'sales.channel="phone"', *wage)
    for paid in better_paid.log.of(EventType.ADVISED)["money"]:
        assert paid == pytest.approx(-1.3 * 0.5 * 8.0 / 1440.0 * DAILY_PAY), "at their wage"
    for values in strengths(advised):
        assert values[0] == pytest.approx(0.7310586)
        assert all(later < values[0] for later in values[1:])


def test_a_talk_that_sells_takes_longer_and_too_many_attempts_annoy(firm: Scenario) -> None:
    faithful = ("leaving.chance=0", "leaving.grievance_scale=0", "talk.referral=0")
    plain, run = lived(firm, *faithful), lived(firm, *faithful, "service.cross_sell=1")
    talks = [
        {
            (row["customer"], row["slot"], row["number"]): row["value"]
            for row in each.log.of(EventType.RESOLVED)
            if row["attempt"] == 0
        }
        for each in (plain, run)
    ]
    both = talks[0].keys() & talks[1].keys()
    assert len(both) > 100
    longer = [talks[1][case] - talks[0][case] for case in both]
    assert np.median(longer) == pytest.approx(45.0 / 86400.0)
    declined = run.log.of(EventType.DECLINED)
    first = np.unique(declined["customer"], return_index=True)[1]
    assert declined["value"].max() > 0.0
    sold = set(run.log.of(EventType.CROSS_SOLD)["customer"].tolist())
    assert all(
        declined["value"][place] == 0.0
        for place in first
        if declined["customer"][place] not in sold
    )


def test_who_would_notice_problems_watches_as_many_purchases(firm: Scenario) -> None:
    own = touch(like="ownership", reach="0.3")
    run = lived(firm, *own)
    watched, bought = run.log.of(EventType.WATCHED), run.log.of(EventType.PURCHASE)
    assert len(watched) / len(bought) == pytest.approx(0.3, abs=0.04)
    assert watched["money"] == pytest.approx(-DAILY_PAY / 1440.0)
    assert value(run, "care_cost") > -watched["money"].sum()
    better_paid = lived(firm, *own, "service.channels.phone.wage=1.3", "service.replacement=0")
    watched = better_paid.log.of(EventType.WATCHED)
    assert watched["money"] == pytest.approx(-1.3 * DAILY_PAY / 1440.0), (
        "their wage, not the market's"
    )
    with pytest.raises(ScenarioError, match=r"at most 0\.3 of a touch that intercepts"):
        world("firm", *own, "care.touches.it.reach=0.5")
