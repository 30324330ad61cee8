"""What touches do: when they come, to whom, by whom, and what they leave behind."""

from __future__ import annotations

from collections.abc import Callable
from math import exp
from pathlib import Path

import numpy as np
import pytest
from mechanisms import cases, leaving_times, lived, value

from journeysim.causes import Cause
from journeysim.engine.log import Array
from journeysim.events import EventType
from journeysim.scenario.scenario import Scenario, load

REGULARS = """
schema = 2
[run]
days = "200 d"
[population]
customers = 200
start = "fresh"
[segments.calm]
share = 0.5
[segments.hasty]
share = 0.5
[purchase]
gap = { kind = "exponential", mean = "20 d" }
basket = 100
margin = 0.4
cross_sell_value = 30
[leaving]
chance = 0.03
[problems.breakdown]
rate = "3 per year"
severity = 0.3
complains = 0.5
heals = 0
[service.channels.desk]
agents = 100
hours = "always"
handling = "5 min"
patience = "never"
resolution = 1
warmth = 1
"""

FAITHFUL = ("leaving.chance=0", "leaving.grievance_scale=0")
"""Nobody leaves, whatever happens."""


@pytest.fixture
def regulars(write: Callable[..., Path]) -> Scenario:
    return load(str(write(REGULARS)))


@pytest.fixture
def mixed(write: Callable[..., Path]) -> Scenario:
    """The regulars with individual frequencies and chances to leave."""
    text = REGULARS.replace("chance = 0.03", 'chance = { kind = "beta", a = 2, b = 30 }')
    frequency = 'frequency = { kind = "gamma", mean = 1, shape = 2 }'
    return load(str(write(text.replace("basket = 100", f"basket = 100\n{frequency}"))))


def touch(**knobs: str) -> tuple[str, ...]:
    """A touch of one name with knobs as in a file."""
    return tuple(f"care.touches.it.{name}={value}" for name, value in knobs.items())


WHOLE = touch(cost="1000")
"""As much put into it as can be felt."""

GIVE = touch(trigger='"date"', on='"0 d"', discount="0.05", lasts='"100 d"', burden="0")
"""A discount for everybody, until day 100."""


def times(rows: Array) -> dict[int, list[float]]:
    """Times of rows by customer."""
    found: dict[int, list[float]] = {}
    for row in rows:
        found.setdefault(int(row["customer"]), []).append(float(row["time"]))
    return found


# --- when -----------------------------------------------------------------------------------


def test_a_touch_after_a_purchase_comes_that_much_later(regulars: Scenario) -> None:
    run = lived(regulars, *FAITHFUL, *touch(delay='"5 d"'))
    bought, touched = times(run.log.of(EventType.PURCHASE)), times(run.log.of(EventType.TOUCHED))
    for person, when in touched.items():
        assert when == [time + 5.0 for time in bought[person] if time + 5.0 < 200.0]


def test_every_nth_purchase_is_rewarded(regulars: Scenario) -> None:
    run = lived(regulars, *FAITHFUL, *touch(trigger='"nth_purchase"', nth="3"))
    bought, touched = times(run.log.of(EventType.PURCHASE)), times(run.log.of(EventType.TOUCHED))
    assert touched == {person: when[2::3] for person, when in bought.items() if len(when) >= 3}


def test_regular_touches_keep_their_distance(regulars: Scenario) -> None:
    run = lived(regulars, *FAITHFUL, *touch(trigger='"period"', every='"30 d"'))
    touched = times(run.log.of(EventType.TOUCHED))
    assert len(touched) == 200
    for when in touched.values():
        assert 0.0 < when[0] < 30.0
        assert np.diff(when) == pytest.approx(30.0)
    assert np.mean([when[0] for when in touched.values()]) == pytest.approx(15.0, abs=2.0)


def test_silence_sets_a_touch_off_and_is_counted_anew_after_it(regulars: Scenario) -> None:
    run = lived(
        regulars, *FAITHFUL, 'problems.breakdown.rate="0 per d"',
        *touch(trigger='"silence"', every='"25 d"'),
    )  # fmt: skip
    bought, touched = times(run.log.of(EventType.PURCHASE)), times(run.log.of(EventType.TOUCHED))
    for person in range(200):
        expected, since = [], 0.0
        for time in [*bought.get(person, []), 1e9]:
            while since + 25.0 < min(time, 200.0):
                since += 25.0
                expected.append(since)
            since = time
        assert touched.get(person, []) == pytest.approx(expected)


def test_each_silence_has_its_own_luck(regulars: Scenario) -> None:
    """Whom a first touch did not reach, a second may: reach is a share of touches, not of people."""
    quiet = ('problems.breakdown.rate="0 per d"', 'purchase.gap="5000 d"')
    run = lived(regulars, *quiet, *touch(trigger='"silence"', every='"20 d"', reach="0.5"))
    touches = np.bincount(run.log.of(EventType.TOUCHED)["customer"], minlength=200)
    assert touches.mean() == pytest.approx(4.5, abs=0.5)
    assert np.mean((touches > 0) & (touches < 9)) > 0.9


def test_a_dated_touch_comes_once_on_its_day(regulars: Scenario) -> None:
    run = lived(regulars, *FAITHFUL, *touch(trigger='"date"', on='"40 d"'))
    assert times(run.log.of(EventType.TOUCHED)) == {person: [40.0] for person in range(200)}


def test_newcomers_are_welcomed(regulars: Scenario) -> None:
    prospects = 'population.prospects="1 per d"'
    run = lived(regulars, prospects, "leaving.chance=0", *touch(trigger='"joining"', delay='"2 d"'))
    joined = run.log.of(EventType.JOINED)
    came = times(joined[joined["number"] == 1])
    expected = {person: [when + 2.0] for person, (when,) in came.items() if when + 2.0 < 200.0}
    assert times(run.log.of(EventType.TOUCHED)) == expected
    assert len(expected) > 100


@pytest.mark.parametrize(
    ("trigger", "kind"), [("problem", EventType.FAILURE), ("resolution", EventType.RESOLVED)]
)
def test_problems_and_their_settlement_set_touches_off(
    regulars: Scenario, trigger: str, kind: EventType
) -> None:
    run = lived(regulars, *FAITHFUL, *touch(trigger=f'"{trigger}"', delay='"1 d"'))
    rows = run.log.of(kind)
    expected = times(rows[rows["time"] < 199.0])
    found = times(run.log.of(EventType.TOUCHED))
    assert found.keys() == expected.keys()
    for person, when in found.items():
        assert when == pytest.approx([time + 1.0 for time in expected[person]])


# --- to whom --------------------------------------------------------------------------------


def test_reach_is_a_share_of_the_audience_and_grows_by_inclusion(regulars: Scenario) -> None:
    """Same luck: whoever a smaller reach reaches, a larger one reaches, too."""
    runs = [lived(regulars, *FAITHFUL, *touch(reach=share)) for share in ("0.3", "0.6", "1")]
    some, more, everybody = (cases(run.log.of(EventType.TOUCHED)) for run in runs)
    assert some < more < everybody
    assert len(more) == pytest.approx(0.6 * len(everybody), rel=0.05)


def test_touches_with_the_same_trigger_share_their_luck_unless_told_otherwise(
    regulars: Scenario,
) -> None:
    def reached(*settings: str) -> list[set[tuple[int, int]]]:
        two = (*touch(reach="0.5"), "care.touches.other.reach=0.5", *settings)
        rows = lived(regulars, *FAITHFUL, *two).log.of(EventType.TOUCHED)
        return [cases(rows[rows["slot"] == slot]) for slot in (0, 1)]

    one, other = reached()
    assert one == other
    one, other = reached("care.touches.other.luck=1")
    assert 0.4 < len(one & other) / len(one) < 0.6


def test_only_the_audience_is_touched(regulars: Scenario) -> None:
    run = lived(regulars, *FAITHFUL, *touch(**{"audience.segments": '["hasty"]'}))
    touched = run.log.of(EventType.TOUCHED)
    assert set(run.people["segment"][touched["customer"]].tolist()) == {1}


@pytest.mark.parametrize(
    ("bound", "low", "high"), [("worth", "500", "900"), ("risk", "0.02", "0.1")]
)
def test_an_audience_is_bounded_by_worth_and_risk(
    mixed: Scenario, bound: str, low: str, high: str
) -> None:
    limits = {f"audience.{bound}_from": low, f"audience.{bound}_below": high}
    run = lived(mixed, *touch(**limits))
    traits = run.people["worth" if bound == "worth" else "risk_score"]
    touched = traits[run.log.of(EventType.TOUCHED)["customer"]]
    assert len(touched) > 30
    assert float(low) <= touched.min() <= touched.max() < float(high)
    assert traits.min() < float(low) < float(high) < traits.max()


def test_an_audience_is_bounded_by_tenure(regulars: Scenario) -> None:
    run = lived(
        regulars, *touch(**{"audience.tenure_from": '"50 d"', "audience.tenure_below": '"90 d"'})
    )
    touched = run.log.of(EventType.TOUCHED)["time"]
    assert 50.0 <= touched.min() < 55.0
    assert 85.0 < touched.max() < 90.0


def test_a_risk_score_is_noisy_and_right_on_average(mixed: Scenario) -> None:
    """Log score = log hazard + noise of the given standard deviation."""
    for noise in (0.0, 0.5):
        people = lived(mixed, f"care.risk_noise={noise}").people
        error = np.log(people["risk_score"] / people["base_hazard"])
        assert error.mean() == pytest.approx(0.0, abs=0.1)
        assert error.std() == pytest.approx(noise, abs=0.06)


# --- by whom --------------------------------------------------------------------------------


def test_capacity_is_a_number_a_day_and_the_rest_is_counted(regulars: Scenario) -> None:
    free = lived(regulars, *FAITHFUL, *touch(reach="1"))
    run = lived(regulars, *FAITHFUL, *touch(capacity="4"))
    touched, over = run.log.of(EventType.TOUCHED), run.log.of(EventType.TOUCH_OVER_CAPACITY)
    assert cases(touched) | cases(over) == cases(free.log.of(EventType.TOUCHED))
    assert np.bincount(touched["time"].astype(int)).max() == 4
    assert value(run, "touches_over_capacity") == len(over) > 100


def test_touches_that_nobody_has_time_for_expire_and_are_counted(regulars: Scenario) -> None:
    """One agent of eight hours does not call ten people a day for two hours each."""
    desk = ("service.channels.desk.agents=1", 'service.channels.desk.hours="mon-sun 08:00-16:00"')
    work = touch(staff='"2 h"', expires='"2 d"')
    run = lived(regulars, *FAITHFUL, 'problems.breakdown.rate="0 per d"', *desk, *work)
    begun, dropped = run.log.of(EventType.TOUCH_STARTED), run.log.of(EventType.TOUCH_EXPIRED)
    assert value(run, "touches_expired") == len(dropped) > 100
    assert not cases(begun) & cases(dropped)
    bought = {
        (row["customer"], row["number"]): row["time"] for row in run.log.of(EventType.PURCHASE)
    }
    for row in begun:
        assert row["time"] - bought[row["customer"], row["number"]] <= 2.0
    for row in dropped:
        assert 2.0 < row["time"] - bought[row["customer"], row["number"]] <= 3.0


def test_care_work_makes_callers_wait(regulars: Scenario) -> None:
    """Care and service draw on the same hands: work on touches lengthens the line."""
    desk = ("service.channels.desk.agents=1", 'service.channels.desk.hours="mon-sun 08:00-16:00"')
    waits = [
        value(lived(regulars, *FAITHFUL, *desk, *touch(staff=work)), "wait_mean")
        for work in ('"0 min"', '"30 min"')
    ]
    assert waits[1] > waits[0] + 1.0


def test_callers_go_before_care_work(regulars: Scenario) -> None:
    """When an agent is free and somebody waits, no touch is begun."""
    desk = ("service.channels.desk.agents=1", 'service.channels.desk.hours="mon-sun 08:00-16:00"')
    run = lived(regulars, *FAITHFUL, *desk, *touch(staff='"1 h"'))
    waiting = 0
    for row in run.log.rows.tolist():
        kind = row[8]
        waiting += (kind == EventType.CONTACT) - (
            kind in (EventType.ANSWERED, EventType.TURNED_AWAY)
        )
        if kind == EventType.TOUCH_STARTED:
            assert waiting == 0
    assert len(run.log.of(EventType.TOUCH_STARTED)) > 100


def test_a_touch_costs_its_cost_and_its_set_up(regulars: Scenario) -> None:
    plain = lived(regulars, *FAITHFUL)
    run = lived(regulars, *FAITHFUL, *touch(cost="2", set_up="500", burden="0"))
    assert value(run, "care_cost") == 2.0 * value(run, "touches")
    assert value(run, "programmes") == 500.0
    costs = value(run, "care_cost") + value(run, "programmes")
    assert value(run, "profit") == pytest.approx(value(plain, "profit") - costs)


# --- what it leaves behind ------------------------------------------------------------------


def test_credit_keeps_customers_and_distrust_loses_them(regulars: Scenario) -> None:
    """exp(-1.25 C): with more credit nobody leaves earlier, and some leave later or never."""
    quiet = 'problems.breakdown.rate="0 per d"'
    before = leaving_times(lived(regulars, quiet, *touch(burden="0")))
    kind = touch(burden="0", credit="0.2", trust="0.1")
    after = leaving_times(lived(regulars, quiet, *WHOLE, *kind))
    assert all(before[person] <= when for person, when in after.items())
    assert len(after) < len(before)


def test_too_many_touches_annoy(regulars: Scenario) -> None:
    """Fading burden beyond the ideal turns a touch into a grievance."""
    run = lived(regulars, *WHOLE, *touch(trigger='"period"', every='"4 d"', credit="0.1"))
    touched = run.log.of(EventType.TOUCHED)
    assert 0.0 < value(run, "fatigue_share") < 1.0
    first = touched[touched["number"] == 0]
    assert first["value"] == pytest.approx(0.1)
    assert set(first["attempt"].tolist()) == {0}
    late = touched[touched["number"] >= 10]
    assert set(late["attempt"].tolist()) == {1}
    assert late["value"].max() < 0.0
    blamed = run.log.of(EventType.CAUSE)
    assert Cause.OVERCONTACT in blamed["slot"].tolist()


def test_protection_prevents_its_share_and_only_while_it_lasts(regulars: Scenario) -> None:
    """Same luck: what is prevented would have happened, and nothing else is changed."""
    plain = lived(regulars, *FAITHFUL)
    guard = touch(trigger='"date"', on='"0 d"', protects_for='"100 d"', protects="{breakdown=0.4}")
    run = lived(regulars, *FAITHFUL, *WHOLE, *guard)
    failed, prevented = run.log.of(EventType.FAILURE), run.log.of(EventType.PREVENTED)
    assert cases(failed) | cases(prevented) == cases(plain.log.of(EventType.FAILURE))
    assert not cases(failed) & cases(prevented)
    assert prevented["time"].max() < 100.0
    early = int(np.count_nonzero(failed["time"] < 100.0))
    assert len(prevented) / (len(prevented) + early) == pytest.approx(0.4, abs=0.08)


def test_finding_brings_silent_problems_out(regulars: Scenario) -> None:
    """Asked, silent customers turn to the firm; their hit moves from silent to unresolved."""
    silent = "problems.breakdown.complains=0"
    plain, run = lived(regulars, silent), lived(regulars, silent, *WHOLE, *touch(finds="0.5"))
    found = run.log.of(EventType.FOUND)
    assert len(found) > 50
    assert cases(found) <= cases(run.log.of(EventType.SILENT))
    assert cases(run.log.of(EventType.CONTACT)) <= cases(found)
    assert value(run, "silent_problems") < 0.9 * value(plain, "silent_problems") == 0.9
    assert value(run, "retention") > value(plain, "retention")


def test_each_silent_problem_is_found_at_most_once(regulars: Scenario) -> None:
    run = lived(regulars, "problems.breakdown.complains=0", *FAITHFUL, *WHOLE, *touch(finds="0.5"))
    found = run.log.of(EventType.FOUND)
    assert len(cases(found)) == len(found)


OWNERSHIP = touch(trigger='"problem"', intercepts="true", staff='"5 min"', burden="0", reach="0.3")


def test_interception_beats_complaint_and_recovery(regulars: Scenario) -> None:
    """Noticed and fixed unasked, a failure hurts less than complained about and settled at once."""
    eager = ("problems.breakdown.complains=1", 'problems.breakdown.contact_after="0 d"')
    settled = leaving_times(lived(regulars, *eager))
    noticed = leaving_times(lived(regulars, *eager, *OWNERSHIP))
    assert all(settled.get(person, 1e9) <= when for person, when in noticed.items())
    assert len(noticed) < len(settled)


def test_interception_needs_a_free_hand(regulars: Scenario) -> None:
    busy = ("service.channels.desk.agents=1", 'care.touches.it.staff="1 d"')
    run = lived(regulars, *FAITHFUL, *OWNERSHIP, *busy)
    noticed, missed = run.log.of(EventType.INTERCEPTED), run.log.of(EventType.INTERCEPT_MISSED)
    assert len(missed) > 10
    assert np.diff(noticed["time"]).min() >= 1.0
    failed = cases(run.log.of(EventType.FAILURE))
    assert cases(noticed) | cases(missed) < failed
    assert (len(noticed) + len(missed)) / len(failed) == pytest.approx(0.3, abs=0.1)


def test_what_is_intercepted_is_never_complained_about(regulars: Scenario) -> None:
    run = lived(regulars, "problems.breakdown.complains=1", *OWNERSHIP)
    noticed, contacts = (
        cases(run.log.of(EventType.INTERCEPTED)),
        cases(run.log.of(EventType.CONTACT)),
    )
    assert len(noticed) > 50 < len(contacts)
    assert not noticed & contacts


def test_waking_sleeping_dogs_brings_leaving_forward(regulars: Scenario) -> None:
    """The hazard of so many occasions is added once: nobody leaves later, some leave earlier."""
    quiet = 'problems.breakdown.rate="0 per d"'
    before = leaving_times(lived(regulars, quiet))
    run = lived(regulars, quiet, *touch(trigger='"date"', on='"10 d"', wake="5"))
    after = leaving_times(run)
    assert all(after[person] <= when for person, when in before.items())
    assert len(after) > 1.2 * len(before)
    woken = run.log.of(EventType.WOKEN)
    assert len(set(woken["customer"].tolist())) == len(woken)
    blamed = run.log.of(EventType.CAUSE)
    assert blamed["value"][blamed["slot"] == Cause.OFFER].max() <= 5 * -np.log(0.97) + 1e-12


def test_nobody_is_woken_twice(regulars: Scenario) -> None:
    run = lived(regulars, *FAITHFUL, *touch(wake="1"))
    assert len(run.log.of(EventType.TOUCHED)) > len(run.log.of(EventType.WOKEN)) == 200


UNMOVED = (
    "price.market_response=0",
    "price.reference_response=0",
    "price.quantity_response=0",
)
"""No price moves anybody."""


def test_people_respond_to_an_offer_each_in_their_own_way(regulars: Scenario) -> None:
    """z ~ Normal(0, 0.4): an offer whose price moves nobody still keeps some and loses others."""
    quiet = ('problems.breakdown.rate="0 per d"', "population.customers=600", *UNMOVED)
    plain = leaving_times(lived(regulars, *quiet))
    run = lived(regulars, *quiet, *GIVE, "care.touches.it.discount=0.5")
    with_offer = leaving_times(run)
    both = plain.keys() & with_offer.keys()
    assert any(with_offer[person] < plain[person] for person in both)
    assert any(with_offer[person] > plain[person] for person in both)
    assert with_offer.keys() - plain.keys()
    assert plain.keys() - with_offer.keys()


def test_an_offer_ends(regulars: Scenario) -> None:
    """Once it is over, people who remember no price are as they would have been."""
    quiet = ('problems.breakdown.rate="0 per d"', "experience.offer_spread=0",
             "price.reference_response=0", "price.market_response=5")  # fmt: skip
    run = lived(regulars, *quiet, *GIVE, "care.touches.it.discount=0.9")
    left = run.log.of(EventType.LEFT)["time"]
    assert np.count_nonzero(left < 100.0) <= 8
    assert np.count_nonzero(left >= 100.0) > 20


def test_an_offer_without_a_discount_is_none(regulars: Scenario) -> None:
    """Nothing given, nothing taken: not a row but that of the touch, and nobody stays for it."""
    plain = lived(regulars)
    for nothing in (("discount=0",), ("discount=0.5", 'lasts="0 d"')):
        run = lived(regulars, *GIVE, *(f"care.touches.it.{each}" for each in nothing))
        rows = run.log.rows[run.log.column("kind") != EventType.TOUCHED]
        assert rows.tobytes() == plain.log.rows.tobytes()


def test_a_discount_that_moves_nobody_costs_margin_and_changes_nothing_else(
    regulars: Scenario,
) -> None:
    """5 % off a basket of 100: 5 less paid, 5 less margin, on every purchase while it lasts."""
    unmoved = (*UNMOVED, "experience.offer_spread=0")
    plain, run = lived(regulars), lived(regulars, *unmoved, *GIVE)
    before, after = plain.log.of(EventType.PURCHASE), run.log.of(EventType.PURCHASE)
    given = 0.05 * before["value"][before["time"] < 100.0].sum()
    assert value(run, "discounts") == pytest.approx(given)
    assert value(run, "margin") == pytest.approx(value(plain, "margin") - value(run, "discounts"))
    assert before["time"].tolist() == after["time"].tolist()
    off = np.where(after["time"] < 100.0, 0.05, 0.0)
    assert after["value"] == pytest.approx(before["value"] * (1.0 - off))
    assert after["money"] == pytest.approx(before["money"] - before["value"] * off)


def test_a_higher_discount_is_not_given_up_for_a_lower_one(regulars: Scenario) -> None:
    """Of two that run at once the higher counts."""
    lower = (
        'care.touches.other={trigger="date", on="10 d", discount=0.01, lasts="100 d", burden=0}',
    )
    alone, both = lived(regulars, *GIVE), lived(regulars, *GIVE, *lower)
    paid = [run.log.of(EventType.PURCHASE)["value"].sum() for run in (alone, both)]
    assert paid[0] == paid[1]


def test_touches_sell_extras(regulars: Scenario) -> None:
    """An attempt with that share; 6 % of first ones succeed, hardly any of those that follow."""
    run = lived(regulars, *FAITHFUL, *touch(cross_sell="0.25"))
    sold, touched = run.log.of(EventType.CROSS_SOLD), run.log.of(EventType.TOUCHED)
    tried = len(sold) + len(run.log.of(EventType.DECLINED))
    assert tried / len(touched) == pytest.approx(0.25, abs=0.03)
    assert 0 < len(sold) < 0.06 * tried
    assert set(sold["value"].tolist()) == {30.0}
    assert set(sold["money"].tolist()) == {12.0}


def test_in_a_community_good_will_fades_more_slowly(regulars: Scenario) -> None:
    """A credit of 0.2 after 90 days: half of it is left, in the community 2^(-1/1.5) of it."""
    once = (*WHOLE, *touch(trigger='"date"', on='"10 d"', credit="0.2"))
    alone = ('problems.breakdown.rate="0 per d"', 'run.days="100 d"', *FAITHFUL, *once)
    plain, run = lived(regulars, *alone), lived(regulars, *alone, *touch(community="0.5"))
    members = np.zeros(200, dtype=bool)
    members[run.log.of(EventType.MEMBER)["customer"]] = True
    assert 70 < members.sum() < 130
    felt = run.people["satisfaction"]
    assert felt[~members] == pytest.approx(0.7 + 0.2 * 0.5)
    assert felt[members] == pytest.approx(0.7 + 0.2 * 0.5 ** (1 / 1.5))
    assert plain.people["satisfaction"] == pytest.approx(0.8)


def test_a_personal_touch_reaches_more_of_those_who_are_known_and_weighs_less(
    regulars: Scenario,
) -> None:
    """Reach x (1 + 0.2 personal known), burden x (1 - 0.15 personal known); nothing alone."""
    mass, kind = touch(reach="0.5"), touch(reach="0.5", personal="1")
    knows = "service.knowledge=1"
    plain, strangers, known, both = (
        lived(regulars, *FAITHFUL, *each) for each in (mass, kind, (*mass, knows), (*kind, knows))
    )
    some = cases(plain.log.of(EventType.TOUCHED))
    assert cases(strangers.log.of(EventType.TOUCHED)) == some
    assert cases(known.log.of(EventType.TOUCHED)) == some
    more = cases(both.log.of(EventType.TOUCHED))
    assert some < more
    assert 1.1 < len(more) / len(some) < 1.2
    weighs = touch(trigger='"date"', on='"199 d"', personal="1")
    known_by_all = lived(regulars, *FAITHFUL, *weighs, knows, "experience.learning=0.5")
    assert 0.85 <= np.median(known_by_all.people["burden"]) * exp(1 / 90) < 0.9


def test_a_touch_repays_part_of_every_grievance(regulars: Scenario) -> None:
    """Each debit x (1 - strength), here with a strength of one half and no credit effect."""
    hurt = ('problems.breakdown.rate="10 per year"', "problems.breakdown.complains=0", *FAITHFUL)
    settings = (*hurt, "experience.forgiven=0", "leaving.credit_effect=0")
    plain = lived(regulars, *settings)
    run = lived(regulars, *settings, *WHOLE, *touch(trigger='"date"', on='"199 d"', credit="0.5"))
    owed = 0.7 - plain.people["satisfaction"]
    after = 0.7 + 0.5 * 0.5 ** (1 / 90) - run.people["satisfaction"]
    clear = (owed > 0.0) & (plain.people["satisfaction"] > 0.0) & (run.people["satisfaction"] < 1.0)
    late = plain.log.of(EventType.FAILURE)
    clear[late["customer"][late["time"] > 199.0]] = False
    assert clear.sum() > 50
    assert after[clear] == pytest.approx(0.5 * owed[clear])


@pytest.mark.parametrize("trigger", ["problem", "resolution"])
def test_a_touch_set_off_by_a_problem_repays_and_adds_no_credit(
    regulars: Scenario, trigger: str
) -> None:
    """Else a failure, its settlement and a kind word after it would keep more than no failure."""
    told = ("problems.breakdown.complains=1", "experience.reported_bonus=0")
    kind = (*WHOLE, *touch(trigger=f'"{trigger}"', credit="0.2", burden="0"))
    run = lived(regulars, *FAITHFUL, *told, *kind)
    assert len(run.log.of(EventType.TOUCHED)) > 100
    assert np.nanmax(run.people["satisfaction"]) <= 0.7 + 1e-12


def test_burden_fades_within_months(regulars: Scenario) -> None:
    """exp(-days / 90 d)."""
    run = lived(regulars, *FAITHFUL, *touch(trigger='"date"', on='"20 d"', burden="2"))
    assert run.people["burden"] == pytest.approx(2.0 * exp(-2.0))
