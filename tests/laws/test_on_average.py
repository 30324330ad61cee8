"""Laws that hold on average only: paired differences whose 99 % interval leaves out zero.

Every pair has the same luck. None of these holds for each customer: a line moved up by one agent
answers some people later, because others who would have left are still there.

The compiled engine runs these worlds, where it is there; the last test asks SimPy about each.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from worlds import changed, outcome, quick_outcome

from journeysim.experiment.estimate import difference
from journeysim.metrics import evaluate, find
from journeysim.scenario.scenario import Scenario, load
from journeysim.scenario.tables import BASELINE

CONFIDENCE = 0.99
REPLICATIONS = 16
METRICS = (
    "retention",
    "survival@60d[cohort=joined]",
    "joined",
    "referrals",
    "problems_rate",
    "wait_mean",
    "abandonment",
    "satisfaction",
    "trust",
    "reputation",
    "share_of_wallet",
)
_seen: dict[str, dict[str, list[float]]] = {}


def observed(scenario: Scenario, metric: str) -> list[float]:
    """A metric of a world, one number a replication; a world is run once for all metrics."""
    if scenario.sha256 not in _seen:
        requests = [find(name) for name in METRICS]
        runs = [quick_outcome(scenario, BASELINE, number) for number in range(REPLICATIONS)]
        values = [evaluate(run, requests) for run in runs]
        _seen[scenario.sha256] = {name: [each[name] for each in values] for name in METRICS}
    return _seen[scenario.sha256][metric]


def rises(before: Scenario, after: Scenario, metric: str) -> bool:
    """Is the metric higher in the second world, pair by pair, with confidence?"""
    return difference(observed(after, metric), observed(before, metric), CONFIDENCE).low > 0.0


CROWDED = """
schema = 2
[run]
days = "365 d"
[population]
customers = 150
[purchase]
gap = { kind = "exponential", mean = "30 d" }
[leaving]
chance = 0.02
[problems.defect]
rate = "3 per year"
complains = 0.8
contact_after = { kind = "exponential", mean = "2 h" }
[problems.further]
rate = "0 per year"
complains = 0.8
contact_after = { kind = "exponential", mean = "2 h" }
[problems.question]
kind = "request"
rate = "12 per year"
contact_after = { kind = "exponential", mean = "2 h" }
[service.channels.phone]
agents = 1
hours = "mon-fri 10:00-12:00"
handling = { kind = "lognormal", mean = "15 min", sigma = 0.8 }
patience = { kind = "exponential", mean = "10 min" }
"""


@pytest.fixture
def crowded(write: Callable[..., Path]) -> Scenario:
    """A line that is often long, and whoever leaves makes it shorter."""
    return load(str(write(CROWDED)))


def test_more_agents_shorten_the_mean_wait(crowded: Scenario) -> None:
    assert rises(changed(crowded, "service.channels.phone.agents=2"), crowded, "wait_mean")


def test_more_agents_raise_retention(crowded: Scenario) -> None:
    assert rises(crowded, changed(crowded, "service.channels.phone.agents=2"), "retention")


def test_a_further_type_of_failure_lowers_retention_where_lines_are_shared(
    crowded: Scenario,
) -> None:
    further = changed(crowded, 'problems.further.rate="6 per year"')
    assert rises(further, crowded, "retention")


def test_settling_more_at_the_first_contact_raises_retention(crowded: Scenario) -> None:
    better = changed(crowded, "service.channels.phone.resolution=0.95")
    assert rises(crowded, better, "retention")


def test_patient_people_are_answered_and_stay(crowded: Scenario) -> None:
    """Longer patience: fewer hang up, everybody waits longer."""
    patient = changed(crowded, 'service.channels.phone.patience.mean="40 min"')
    assert rises(patient, crowded, "abandonment")
    assert rises(crowded, patient, "wait_mean")


AMPLE = """
schema = 2
[run]
days = "365 d"
[population]
customers = 300
[purchase]
gap = { kind = "exponential", mean = "30 d" }
[leaving]
chance = 0.03
[problems.defect]
rate = "6 per year"
severity = 0.4
complains = 1
contact_after = "0 d"
[service]
goodwill = 50
[service.channels.phone]
agents = 900
hours = "always"
handling = "5 min"
patience = "never"
resolution = 1
warmth = 1
[care.touches.visit]
trigger = "period"
every = "1 year"
reach = 0
credit = 0.12
"""


@pytest.fixture
def ample(write: Callable[..., Path]) -> Scenario:
    """Nobody ever waits, and every failure is settled at once and warmly."""
    return load(str(write(AMPLE)))


def test_perfect_recovery_keeps_fewer_customers_than_no_failures(ample: Scenario) -> None:
    """No recovery paradox in the hazard: at most nine tenths are given back, and never more."""
    assert rises(ample, changed(ample, 'problems.defect.rate="0 per year"'), "retention")


def test_yet_reported_satisfaction_may_rise_after_an_excellent_recovery(ample: Scenario) -> None:
    """The bonus is reported, for a first failure, and does not keep anybody."""
    without = changed(ample, "experience.reported_bonus=0")
    loud = changed(ample, "experience.reported_bonus=0.1")
    assert rises(without, loud, "satisfaction")
    assert observed(without, "retention") == observed(loud, "retention")


def test_with_the_paradox_switched_on_the_bonus_keeps_people(ample: Scenario) -> None:
    believed = changed(ample, "leaving.paradox=5", "experience.reported_bonus=0.1")
    assert rises(ample, believed, "retention")


def test_a_warm_settlement_keeps_more_than_a_grudging_one(ample: Scenario) -> None:
    assert rises(changed(ample, "service.channels.phone.warmth=0"), ample, "retention")


def test_speed_pays_in_recovery(ample: Scenario) -> None:
    slow = changed(ample, 'problems.defect.contact_after="14 d"')
    assert rises(slow, ample, "retention")


def test_trust_softens_failures(ample: Scenario) -> None:
    """What failures cost in trust makes the next one hurt more and every decision harder."""
    callous = changed(ample, "experience.trust_lost=1", "experience.trust_returned=0")
    assert rises(callous, ample, "retention")


def test_retention_by_touches_per_quarter_rises_and_falls(ample: Scenario) -> None:
    """An inverted U: some contact is better than none, most near three a quarter, and twelve are
    worse than none (Godfrey, Seiders & Voss 2011); each as new as if it were of another kind."""

    def touched(per_quarter: float) -> Scenario:
        every = f'care.touches.visit.every="{91.25 / per_quarter} d"'
        return changed(
            ample, 'problems.defect.rate="0 per year"', every, "care.touches.visit.reach=1",
            "care.touches.visit.cost=1000", "care.repeated=1",
        )  # fmt: skip

    none = changed(ample, 'problems.defect.rate="0 per year"')
    assert rises(none, touched(1), "retention")
    assert rises(touched(1), touched(3), "retention")
    assert rises(touched(6), touched(3), "retention")
    assert rises(touched(12), touched(6), "retention")
    assert rises(touched(12), none, "retention")


def test_protection_keeps_customers(ample: Scenario) -> None:
    guarded = changed(
        ample, "care.touches.visit.reach=1", "care.touches.visit.credit=0",
        "care.touches.visit.burden=0", "care.touches.visit.protects={defect=0.6}",
        'care.touches.visit.every="90 d"', "care.touches.visit.cost=1000",
    )  # fmt: skip
    assert rises(guarded, ample, "problems_rate")
    assert rises(ample, guarded, "retention")


GROWING = """
schema = 2
[run]
days = "180 d"
[population]
customers = 150
prospects = "2 per d"
conversion = 0.5
[purchase]
gap = { kind = "exponential", mean = "30 d" }
margin = 0.4
[leaving]
chance = { kind = "beta", a = 2, b = 30 }
[talk]
referral = 0.1
[problems.mismatch]
per_purchase = 0.2
complains = 0.2
prevented_by_advice = 0.5
[service.channels.phone]
agents = 50
hours = "always"
pay = "0 per h"
"""


@pytest.fixture
def growing(write: Callable[..., Path]) -> Scenario:
    """Prospects look in, customers buy, tell and bring friends."""
    return load(str(write(GROWING)))


def test_pushing_sells_more_now_and_loses_customers(growing: Scenario) -> None:
    pushy = changed(growing, "sales.push=1", "talk.referral=0")
    plain = changed(growing, "talk.referral=0")
    assert rises(plain, pushy, "joined")
    assert rises(pushy, plain, "retention")
    assert rises(pushy, plain, "trust")


def test_attentive_selling_sells_less_now_and_keeps_customers(growing: Scenario) -> None:
    attentive = changed(growing, "sales.push=-1", "talk.referral=0")
    plain = changed(growing, "talk.referral=0")
    assert rises(attentive, plain, "joined")
    assert rises(plain, attentive, "retention")
    assert rises(attentive, plain, "problems_rate")
    assert rises(plain, attentive, "trust")


def test_bad_word_of_mouth_costs_new_customers(growing: Scenario) -> None:
    talked_about = changed(growing, "talk.hit=0.0005", "talk.told_good=0")
    silent = changed(growing, "talk.hit=0")
    assert rises(talked_about, silent, "joined")
    assert rises(talked_about, silent, "reputation")


def test_good_word_of_mouth_brings_new_customers(growing: Scenario) -> None:
    excellent = changed(
        growing, "problems.mismatch.complains=1", "service.channels.phone.resolution=1",
        "service.channels.phone.warmth=1",
    )  # fmt: skip
    praised = changed(excellent, "talk.hit=0.0005")
    assert rises(excellent, praised, "reputation")
    assert rises(excellent, praised, "joined")


def test_failures_cost_recommendations(growing: Scenario) -> None:
    flawless = changed(growing, "problems.mismatch.per_purchase=0")
    assert rises(growing, flawless, "referrals")


def test_referred_customers_stay_longer(growing: Scenario) -> None:
    """Base hazard x 0.85 (Schmitt, Skiera & Van den Bulte 2011)."""
    settings = ("population.prospects=0 per d", "talk.referral=0.3")
    strong = changed(growing, *settings, "leaving.referred_factor=0.3")
    weak = changed(growing, *settings, "leaving.referred_factor=1")
    assert rises(weak, strong, "survival@60d[cohort=joined]")


def test_customers_of_long_standing_stay_longer(growing: Scenario) -> None:
    """Those likely to leave have left before (Fader & Hardie 2007)."""
    alone = changed(growing, "population.prospects=0 per d", "talk.referral=0")
    assert rises(alone, changed(alone, 'population.tenure="720 d"'), "retention")


def test_grievances_send_people_elsewhere_and_shrink_baskets(growing: Scenario) -> None:
    tempted = changed(growing, "purchase.elsewhere=0.3", "leaving.grievance_scale=0")
    flawless = changed(tempted, "problems.mismatch.per_purchase=0")
    assert rises(tempted, flawless, "share_of_wallet")


@pytest.mark.parametrize("text", [CROWDED, AMPLE, GROWING], ids=["crowded", "ample", "growing"])
def test_simpy_says_the_same_of_these_worlds(write: Callable[..., Path], text: str) -> None:
    """Every law above is about both engines: they agree to the last bit."""
    firm = load(str(write(text)))
    one, other = outcome(firm, BASELINE), quick_outcome(firm, BASELINE)
    assert one.log.rows.tobytes() == other.log.rows.tobytes()
    assert one.people.tobytes() == other.people.tobytes()
