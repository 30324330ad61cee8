"""What the world does by itself: who comes when, who buys, what goes wrong, and how it is taken."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from mechanisms import cases, lived, value
from worlds import outcome

from journeysim.causes import Cause
from journeysim.events import EventType
from journeysim.scenario.scenario import Scenario, load
from journeysim.scenario.tables import BASELINE

TOWN = """
schema = 2
[run]
days = "364 d"
[population]
customers = 200
[purchase]
gap = { kind = "exponential", mean = "20 d" }
basket = 100
margin = 0.4
[leaving]
chance = 0.02
[problems.defect]
rate = "2 per year"
severity = 0.3
severity_spread = 0
complains = 0.5
contact_after = "0 d"
heals = 0
[service.channels.shop]
agents = 100
hours = "always"
handling = "5 min"
patience = "never"
resolution = 1
warmth = 1
"""

FAITHFUL = ("leaving.chance=0", "leaving.grievance_scale=0")
QUIET = 'problems.defect.rate="0 per year"'
PROSPECTS = ("population.customers=0", 'population.prospects="3 per d"', QUIET)


@pytest.fixture
def town(write: Callable[..., Path]) -> Scenario:
    return load(str(write(TOWN)))


# --- who comes when -------------------------------------------------------------------------


def test_prospects_come_at_their_rate_and_some_of_them_buy(town: Scenario) -> None:
    run = lived(town, *PROSPECTS, "population.conversion=0.25")
    joined, lost = run.log.of(EventType.JOINED), run.log.of(EventType.LOST_PROSPECT)
    assert len(joined) + len(lost) == pytest.approx(3 * 364, rel=0.06)
    assert len(joined) / (len(joined) + len(lost)) == pytest.approx(0.25, abs=0.04)


def test_prospects_keep_to_weekdays_and_seasons(town: Scenario) -> None:
    """Weights are relative: the mean over week and year stays what it was."""
    run = lived(
        town, *PROSPECTS, "population.weekdays=[1,1,1,1,1,5,0]",
        "population.season=[0,1,1,1,1,1,1,1,1,1,1,3]",
    )  # fmt: skip
    days = run.log.of(EventType.JOINED)["time"]
    per_weekday = np.bincount(days.astype(int) % 7, minlength=7) / len(days)
    assert per_weekday == pytest.approx([0.1] * 5 + [0.5, 0.0], abs=0.04)
    assert days.min() > 365 / 12
    assert np.mean(days > 335) == pytest.approx(3 / 13, abs=0.05)
    assert len(days) == pytest.approx(3 * 364, rel=0.1)


def test_segments_have_their_shares(write: Callable[..., Path]) -> None:
    segments = "[segments.a]\nshare = 0.2\n[segments.b]\nshare = 0.7\n[segments.c]\nshare = 0.1\n"
    run = outcome(load(str(write(TOWN + segments))), BASELINE)
    shares = np.bincount(run.people["segment"], minlength=3) / len(run.people)
    assert shares == pytest.approx([0.2, 0.7, 0.1], abs=0.08)


def test_staggered_customers_come_evenly_fresh_ones_together(town: Scenario) -> None:
    """With a constant gap the first occasion lies anywhere within it, or at its end."""
    yearly = (*FAITHFUL, QUIET, 'purchase.gap="100 d"')
    staggered = lived(town, *yearly).log.of(EventType.PURCHASE)
    first = staggered["time"][staggered["number"] == 1]
    assert np.histogram(first, bins=4, range=(0.0, 100.0))[0] == pytest.approx(50, abs=18)
    fresh = lived(town, *yearly, 'population.start="fresh"').log.of(EventType.PURCHASE)
    assert sorted(set(fresh["time"].tolist())) == [100.0, 200.0, 300.0]


def test_buying_waits_until_the_shop_is_open(town: Scenario) -> None:
    run = lived(town, 'purchase.hours="tue 10:00-12:00, thu 10:00-12:00"')
    times = run.log.of(EventType.PURCHASE, EventType.LEFT)["time"]
    assert set((times.astype(int) % 7).tolist()) == {1, 3}
    hours = times % 1.0 * 24.0
    assert 10.0 <= hours.min() <= hours.max() <= 12.0 + 1e-9


def test_people_of_long_standing_are_those_who_did_not_leave_before(
    write: Callable[..., Path],
) -> None:
    """Beta(a, b) after n survived occasions is beta(a, b + n): 360 d of 20 d are 18 occasions."""
    mixed = load(str(write(TOWN.replace("chance = 0.02", 'chance = {kind="beta", a=1, b=9}'))))
    young = lived(mixed, "population.customers=2000", 'run.days="1 d"').people["base_hazard"]
    aged = ('population.tenure="360 d"', 'run.days="1 d"', "population.customers=2000")
    old = lived(mixed, *aged).people["base_hazard"]
    assert np.mean(1 - np.exp(-young)) == pytest.approx(1 / 10, rel=0.08)
    assert np.mean(1 - np.exp(-old)) == pytest.approx(1 / 28, rel=0.08)


def test_the_first_decision_may_come_after_a_first_purchase(town: Scenario) -> None:
    certain = ("leaving.chance=1", QUIET, 'population.start="fresh"')
    at_once = lived(town, *certain)
    later = lived(town, *certain, "leaving.first_decision=3")
    assert len(at_once.log.of(EventType.PURCHASE)) == 0
    bought = later.log.of(EventType.PURCHASE)
    assert set(np.bincount(bought["customer"], minlength=200).tolist()) <= {0, 1, 2}
    assert len(later.log.of(EventType.LEFT)) > 190


# --- what is bought -------------------------------------------------------------------------


def test_some_occasions_go_to_a_competitor_and_are_no_leaving(town: Scenario) -> None:
    run = lived(town, *FAITHFUL, QUIET, "purchase.elsewhere=0.3")
    there, here = run.log.of(EventType.ELSEWHERE), run.log.of(EventType.PURCHASE)
    assert len(there) / (len(there) + len(here)) == pytest.approx(0.3, abs=0.02)
    assert value(run, "come_back_rate") == pytest.approx(value(run, "share_of_wallet"))
    assert value(run, "retention") == 1.0
    assert not there["money"].any()


def test_baskets_follow_satisfaction(town: Scenario) -> None:
    """100 (1 + lift / 2): nobody is above neutral here, and the wronged buy less."""
    wronged = ("problems.defect.complains=0", "experience.forgiven=0")
    run = lived(town, *FAITHFUL, *wronged, "purchase.basket_response=0.5")
    amounts = run.log.of(EventType.PURCHASE)["value"]
    assert amounts.max() == 100.0
    first = set(run.log.of(EventType.FAILURE)["customer"].tolist())
    after = run.log.of(EventType.PURCHASE)
    assert 50.0 <= amounts.min() < 80.0
    untouched = ~np.isin(after["customer"], list(first))
    assert set(amounts[untouched].tolist()) == {100.0}


def test_pushed_sales_come_back_and_take_their_margin_along(town: Scenario) -> None:
    run = lived(town, *FAITHFUL, QUIET, "sales.push=1", "sales.push_returns=0.2")
    sold, back = run.log.of(EventType.PURCHASE), run.log.of(EventType.RETURNED)
    early = sold[sold["time"] < 264.0]
    assert cases(back) < cases(sold)
    assert len(cases(back) & cases(early)) / len(early) == pytest.approx(0.2, abs=0.02)
    assert len(cases(back)) == len(back)
    paid = {(row["customer"], row["number"]): row for row in sold}
    for row in back:
        sale = paid[row["customer"], row["number"]]
        assert row["time"] > sale["time"]
        assert (row["value"], row["money"]) == (sale["value"], -sale["money"])


def test_later_sales_are_pushed_as_much_as_one_chooses(town: Scenario) -> None:
    newcomers = ("population.customers=0", 'population.prospects="1 per d"', QUIET, *FAITHFUL)
    run = lived(town, *newcomers, "sales.push=1", "sales.later_sales=0")
    pushed = run.log.of(EventType.PUSHED)
    assert len(pushed) == len(run.log.of(EventType.JOINED))
    assert not pushed["number"].any()


def test_questions_before_the_sale_want_an_answer(write: Callable[..., Path]) -> None:
    """Half of the prospects ask; unanswered, half of them are lost."""
    asks = '[problems.advice]\nkind = "request"\nper_prospect = 0.5\nretries = 0\ncontact_after = "0 d"\n'
    town = load(str(write(TOWN + asks)))
    answered = lived(town, *PROSPECTS)
    ignored = lived(town, *PROSPECTS, "service.channels.shop.resolution=0")
    asked = set(ignored.log.of(EventType.REQUEST)["customer"].tolist())
    assert value(answered, "joined") > 1000
    assert len(answered.log.of(EventType.LOST_PROSPECT)) == 0
    lost = set(ignored.log.of(EventType.LOST_PROSPECT)["customer"].tolist())
    assert lost <= asked
    assert len(lost) / len(asked) == pytest.approx(0.5, abs=0.06)
    assert len(asked) == pytest.approx(0.5 * 3 * 364, rel=0.1)


# --- what goes wrong ------------------------------------------------------------------------


def test_failures_come_at_their_rate_whatever_else_happens(town: Scenario) -> None:
    run = lived(town, *FAITHFUL, "population.customers=1000")
    assert value(run, "problems") == pytest.approx(1000 * 2 * 364 / 365, rel=0.1)
    assert value(run, "problems_rate") == pytest.approx(200.0, rel=0.1)


def test_failures_per_purchase_follow_purchases_after_their_delay(
    write: Callable[..., Path],
) -> None:
    text = TOWN.replace('rate = "2 per year"', 'per_purchase = 0.2\ndelay = "3 d"')
    run = lived(load(str(write(text))), *FAITHFUL)
    failed, sold = run.log.of(EventType.FAILURE), run.log.of(EventType.PURCHASE)
    when = {(row["customer"], row["number"]): row["time"] for row in sold}
    for row in failed:
        assert row["time"] == when[row["customer"], row["number"]] + 3.0
    assert len(failed) / len(sold) == pytest.approx(0.2, abs=0.03)


def test_advice_at_the_sale_prevents_its_share(write: Callable[..., Path]) -> None:
    """Same luck: what attentive selling prevents would have gone wrong, and nothing else does."""
    text = TOWN.replace('rate = "2 per year"', "per_purchase = 0.2\nprevented_by_advice = 0.5")
    town = load(str(write(text)))
    every = (*FAITHFUL, "sales.push=-1", "care.repeated=1")
    plain, advised = lived(town, *FAITHFUL), lived(town, *every)
    failed, prevented = advised.log.of(EventType.FAILURE), advised.log.of(EventType.PREVENTED)
    assert cases(failed) < cases(plain.log.of(EventType.FAILURE))
    assert len(prevented) / (len(prevented) + len(failed)) == pytest.approx(0.5, abs=0.06)


def test_a_segment_has_its_own_share_of_trouble(write: Callable[..., Path]) -> None:
    segments = "[segments.lucky]\nshare = 0.5\nproblem_factor = 0.5\n[segments.unlucky]\nshare = 0.5\nproblem_factor = 2\n"
    run = lived(load(str(write(TOWN + segments))), *FAITHFUL, "population.customers=1000")
    lucky = value(run, "problems_rate[segment=lucky]")
    assert value(run, "problems_rate[segment=unlucky]") == pytest.approx(4 * lucky, rel=0.2)


def test_how_bad_it_is_who_complains_and_what_heals_are_separate_matters_of_luck(
    town: Scenario,
) -> None:
    often = ('problems.defect.rate="10 per year"', "problems.defect.severity_spread=0.5")
    run = lived(
        town, *FAITHFUL, *often, "problems.defect.heals=0.5", 'problems.defect.heals_after="0 d"'
    )
    failed = run.log.of(EventType.FAILURE)
    keys = list(zip(failed["customer"].tolist(), failed["number"].tolist(), strict=True))
    silent, healed = cases(run.log.of(EventType.SILENT)), cases(run.log.of(EventType.HEALED))
    unheard = np.array([key in silent for key in keys])
    gone = np.array([key in healed for key in keys])
    severity = failed["value"]
    assert abs(np.corrcoef(severity, unheard)[0, 1]) < 0.08
    assert abs(np.corrcoef(severity[unheard], gone[unheard])[0, 1]) < 0.08
    assert [np.mean(unheard), np.mean(gone[unheard])] == pytest.approx([0.5, 0.5], abs=0.05)


def test_silent_problems_may_heal_and_the_healed_are_only_half_forgotten(town: Scenario) -> None:
    silent = ("problems.defect.complains=0", *FAITHFUL, "experience.forgiven=0")
    sick = lived(town, *silent)
    well = lived(town, *silent, "problems.defect.heals=1", 'problems.defect.heals_after="1 d"')
    healed = well.log.of(EventType.HEALED)
    early = sick.log.of(EventType.SILENT)
    assert cases(healed) == cases(early[early["time"] < 363.0])
    owed = 0.7 - sick.people["satisfaction"]
    still = 0.7 - well.people["satisfaction"]
    once = np.bincount(early["customer"], minlength=200) == 1
    once &= ~np.isin(np.arange(200), early["customer"][early["time"] >= 363.0])
    assert once.sum() > 30
    assert still[once] == pytest.approx(0.55 * owed[once])


def test_purchases_without_a_new_failure_forgive(town: Scenario) -> None:
    """Half of every grievance, once; the purchase right after the failure does not count."""
    one_big = ("problems.defect.complains=0", *FAITHFUL, "experience.half_life_bad=36500 d")
    run = lived(town, *one_big)
    debts = 0.7 - run.people["satisfaction"]
    failed, sold = run.log.of(EventType.FAILURE), run.log.of(EventType.PURCHASE)
    checked = 0
    for person in range(200):
        times = failed["time"][failed["customer"] == person]
        if len(times) != 1:
            continue
        later = int(np.count_nonzero(sold["time"][sold["customer"] == person] > times[0]))
        expected = 0.3 * 0.5 ** max(0, later - 1)
        assert debts[person] == pytest.approx(expected, rel=0.02)
        checked += 1
    assert checked > 30


@pytest.mark.parametrize(("gap", "days", "forgiven"), [("2 d", 60, 1.0), ("2 d", 240, 0.999)])
def test_a_settlement_gives_back_however_much_was_forgiven_before(
    town: Scenario, gap: str, days: int, forgiven: float
) -> None:
    """Settled at once and warmly, a failure leaves 0.31 of 0.3: the hundredth like the first."""
    run = lived(
        town, *FAITHFUL, f'purchase.gap="{gap}"', f'run.days="{days} d"', f"experience.forgiven={forgiven}",
        "population.customers=1200", "experience.reported_bonus=0", "problems.defect.complains=1",
        'problems.defect.rate="0.02 per d"', "experience.trust_softens=0",
    )  # fmt: skip
    failed, sold = run.log.of(EventType.FAILURE), run.log.of(EventType.PURCHASE)
    left = []
    for person in range(1200):
        times = failed["time"][failed["customer"] == person]
        last_sale = sold["time"][sold["customer"] == person][-1]
        if len(times) and last_sale < times[-1] < days - 0.1 and np.all(times[:-1] < days - 20):
            left.append(0.7 - run.people["satisfaction"][person])
    assert len(left) > 3
    assert left == pytest.approx([0.31 * 0.3] * len(left), abs=0.002)


@pytest.mark.parametrize(
    ("settings", "cause"),
    [
        (("problems.defect.complains=0",), Cause.SILENT),
        (("service.channels.shop.resolution=0", "problems.defect.complains=1"), Cause.UNRESOLVED),
        (("problems.defect.complains=1", "experience.recovery_at_once=0"), Cause.RESIDUAL),
        ((QUIET, "sales.push=1"), Cause.PUSHY),
        ((QUIET,), Cause.COMPETITION),
    ],
    ids=["silent", "unresolved", "residual", "pushy", "competition"],
)
def test_people_leave_for_the_reason_they_were_given(
    town: Scenario, settings: tuple[str, ...], cause: Cause
) -> None:
    """The ledger of why: without chance leaving, one grievance is the main cause of all."""
    often = 'problems.defect.rate="6 per year"'
    chance = "leaving.chance=0.02" if cause == Cause.COMPETITION else "leaving.chance=0.0001"
    run = lived(town, often, chance, *settings)
    left = run.log.of(EventType.LEFT)
    assert len(left) > 20
    assert np.mean(left["slot"] == cause) > 0.6


def test_whoever_tells_of_bad_service_had_some(town: Scenario) -> None:
    """And who speaks well bought without trouble; a failure that is settled is not told."""
    told_all = ("talk.telling=1", "experience.usual_severity=0.01", 'talk.praise="100 per d"')
    run = lived(town, *FAITHFUL, *told_all, "talk.praise_slope=0")
    told = run.log.of(EventType.TOLD)
    bad, good = told[told["slot"] == -1], told[told["slot"] == 1]
    unsettled = run.log.of(EventType.SILENT, EventType.GAVE_UP)
    assert len(run.log.of(EventType.RESOLVED)) > 0
    assert bad["customer"].tolist() == unsettled["customer"].tolist()
    bought = run.log.of(EventType.PURCHASE)
    assert 0 < len(good) < len(bought)
    moments = [
        set(zip(rows["customer"].tolist(), rows["time"].tolist(), strict=True))
        for rows in (good, bought)
    ]
    assert moments[0] <= moments[1]
    assert set(bad["value"].tolist()) == {5.0}
    assert set(good["value"].tolist()) == {1.2}
    assert value(run, "reputation") == 1.0, "talk costs nothing unless it is told to"


def test_good_is_told_more_often_than_bad(town: Scenario) -> None:
    """Between one and eight times as many people hear good things (East, Hammond & Wright 2007)."""
    run = lived(town, 'problems.defect.rate="0.5 per year"', "population.customers=2000")
    assert 1.0 < value(run, "heard_good") / value(run, "heard_bad") < 8.0


def test_newcomers_have_more_problems_and_leave_more_easily_at_first(town: Scenario) -> None:
    arrivals = ("population.customers=0", 'population.prospects="5 per d"', 'run.days="400 d"')
    new = ("population.newcomer_problems=3", "leaving.newcomer_hazard=3")

    def early(kind: EventType, *more: str) -> float:
        run = lived(town, *arrivals, *more)
        joined = {int(row["customer"]): float(row["time"]) for row in run.log.of(EventType.JOINED)}
        tenures = [row["time"] - joined[int(row["customer"])] for row in run.log.of(kind)]
        return float(np.mean(np.array(tenures) < 60.0))

    for kind, times in ((EventType.FAILURE, 1.5), (EventType.LEFT, 1.3)):
        assert early(kind, *new) > times * early(kind)


def test_an_old_customer_is_no_newcomer(town: Scenario) -> None:
    old = ('population.tenure="3000 d"', 'population.prospects="0 per d"', "talk.referral=0")
    new = ("population.newcomer_problems=3", "leaving.newcomer_hazard=3")
    plain, more = lived(town, *old), lived(town, *old, *new)
    assert plain.log.rows.tobytes() == more.log.rows.tobytes()


def test_friends_come_after_their_delay_and_are_customers_like_others(town: Scenario) -> None:
    run = lived(
        town, QUIET, "talk.referral=0.1", "talk.referral_slope=0", 'talk.referral_delay="10 d"',
    )  # fmt: skip
    brought, joined = run.log.of(EventType.REFERRED), run.log.of(EventType.JOINED)
    friends = joined[joined["number"] == 2]
    assert len(friends) > 200
    assert friends["time"].tolist() == (brought["time"][: len(friends)] + 10.0).tolist()
    assert (
        run.people["parent"][friends["customer"]].tolist()
        == brought["customer"][: len(friends)].tolist()
    )
    first = run.log.of(EventType.PURCHASE)
    first = first[first["number"] == 0]
    assert first["customer"].tolist() == friends["customer"].tolist()
