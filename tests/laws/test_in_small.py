"""A vast firm in small: one in so many customers, and its lines with their clocks slowed down.

The laws are judged on a firm that can be simulated in both sizes within a second.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from functools import cache
from math import fsum, isnan, nan, sqrt
from pathlib import Path
from statistics import fmean, stdev
from typing import Any

import pytest
from engines import QUICK

from journeysim import metrics
from journeysim.calibration.sheet import fit as sheet_fit
from journeysim.engine import choice
from journeysim.engine.choice import one_in_for
from journeysim.errors import UsageError
from journeysim.experiment.assumptions import unknowns
from journeysim.experiment.break_even import turned
from journeysim.experiment.compare import Experiment, default_metrics, measure
from journeysim.experiment.decisions.arms import arms
from journeysim.experiment.decisions.trials import SHARES, trials
from journeysim.experiment.twins import Side, measure_twins
from journeysim.experiment.twins.lives import live_twice
from journeysim.scenario.in_small import refuse_in_small, small_firm
from journeysim.scenario.scenario import Scenario, load
from journeysim.study import mirror as mirroring
from journeysim.study.init import init, sheet_of
from journeysim.study.log import AskLog, log
from journeysim.study.mirror import mirror
from journeysim.tui.figures import FIGURES
from journeysim.tui.protocol import RunRequest, RunSpec, RunUpdate, opening
from journeysim.tui.recording import WORTH
from journeysim.tui.worker.scheduler import Scheduler

FIRM = """
schema = 2
title = "A firm to be told in small"
[firm]
kind = "telecom"
customers = 16000
churn = "1.5 % per month"
[firm.channels.phone]
hours = "mon-sat 09:00-18:00"
contacts = "4000 per month"
talk = "7 min"
people = 3
[run]
days = "182 d"
replications = 2
[population]
customers = 16000
prospects = "700 per month"
conversion = 0.3
acquisition_cost = 200
[purchase]
gap = "30.42 d"
basket = 28
margin = 0.45
[leaving]
chance = { kind = "beta", a = 0.5, b = 40 }
[problems.outage]
rate = "0.3 per year"
severity = 0.4
channel = "phone"
by_weekday = [9, 9, 9, 9, 9, 9, 0]
by_hour = [0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0]
[problems.question]
kind = "request"
rate = "2 per year"
channel = "phone"
by_weekday = [9, 9, 9, 9, 9, 9, 0]
by_hour = [0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0]
[service]
goodwill = 5
programme = "2000 per month"
[service.channels.phone]
hours = "mon-sat 09:00-18:00"
agents = 3
shrinkage = 0
pay = "28 per h"
handling = { kind = "exponential", mean = "7 min" }
patience = { kind = "exponential", mean = "6 min" }
[care.touches.check_in]
like = "check_in"
reach = 0
trigger = "period"
every = "91 d"
channel = "phone"
cost = 0.5
set_up = 900
[policies.today]
[policies.one_more]
service.channels.phone.agents = "+1"
[policies.trained]
service.training = "40 h"
[policies.check_in]
care.touches.check_in.reach = 0.3
"""

TIMES = 8
LUCK = 4.0
"""Standard errors by which two means of the same may differ by chance."""


@cache
def firm(*settings: str) -> Scenario:
    from tempfile import TemporaryDirectory

    with TemporaryDirectory() as folder:
        path = Path(folder) / "small.toml"
        path.write_text(FIRM)
        return load(str(path), settings=settings)


@cache
def measured(one_in: int, count: int) -> Experiment:
    scenario = firm(f"run.one_in={one_in}")
    names = (*default_metrics(scenario), "wait_p90")
    return measure(scenario, scenario.policies, names, replications=count, engine=QUICK)


def apart(name: str, policy: str) -> tuple[float, float, float]:
    """A figure in full, how much it differs in small, and by how much it may by chance."""
    full, small = (measured(*size).observations[policy][name] for size in ((1, 3), (TIMES, 10)))
    if any(map(isnan, (*full, *small))):
        return nan, nan, nan
    chance = sqrt(stdev(full) ** 2 / len(full) + stdev(small) ** 2 / len(small))
    return fmean(full), fmean(small) - fmean(full), LUCK * chance


def test_everybody_is_simulated_unless_it_is_said() -> None:
    plain = firm()
    assert small_firm(plain).scenario is plain
    assert small_firm(firm(f"run.one_in={TIMES}")).scenario.tables.population.customers == 2000


@pytest.mark.parametrize("policy", ["today", "one_more", "trained"])
@pytest.mark.parametrize(
    ("name", "edges"),
    [
        ("abandonment", 0.01),
        ("wait_probability", 0.03),
        ("service_level", 0.03),
        ("wait_mean", 0.03),
        ("occupancy", 0.015),
        ("contacts_per_customer", 0.02),
        ("first_contact_resolution", 0.005),
        ("retention", 0.002),
        ("nps", 0.4),
    ],
)
def test_a_line_in_slow_motion_is_the_same_line(name: str, edges: float, policy: str) -> None:
    """Law: as many wait, hang up and are answered in time; edges: the first and last talks of a day, and
    that a call too many meets the same crowd again."""
    _, off, chance = apart(name, policy)
    assert abs(off) <= edges + chance


def test_a_sample_with_fewer_people_is_another_line() -> None:
    """What is not done: a third of the people for a third of the callers lose many more of them."""
    third = ("population.customers=5333", 'population.prospects="233 per month"')
    fewer = firm(*third, "service.channels.phone.agents=1")
    seen = measure(fewer, ("baseline",), ("abandonment",), replications=4, engine=QUICK)
    full, _, _ = apart("abandonment", "today")
    assert seen.estimate("baseline", "abandonment").mean > full + 0.1


@pytest.mark.parametrize("policy", ["today", "one_more", "trained", "check_in"])
def test_totals_are_those_of_the_whole_firm(policy: str) -> None:
    """Law: whatever is added up over customers is as much as in full size, within chance and a part in
    twenty; nothing that is of one customer, contact or line is multiplied."""
    known = 0
    for name in measured(1, 3).metrics:
        full, off, chance = apart(name, policy)
        if isnan(full) or metrics.find(name).metric.unit in ("share", "min"):
            continue
        known += 1
        assert abs(off) <= 0.05 * abs(full) + chance + 1e-9, (name, full, off, chance)
    assert known > 40


@pytest.mark.parametrize("policy", ["today", "one_more", "trained"])
def test_what_is_paid_is_a_share_to_the_cent(policy: str) -> None:
    """Known answer: pay, training and programmes of whole weeks are the same money in both sizes."""
    for name in ("service_cost", "programmes"):
        full, off, _ = apart(name, policy)
        assert full > 0.0
        assert off == pytest.approx(0.0, abs=1e-6 * full)


def test_a_day_is_not_as_long_as_a_curve_says_otherwise() -> None:
    """The curve of money ends where the total does."""
    seen = measured(TIMES, 10)
    for policy in seen.policies:
        ends = [curve[-1] for curve in seen.cash[policy]]
        assert ends == pytest.approx(seen.observations[policy]["profit"], rel=1e-9)


@pytest.mark.parametrize(
    ("setting", "why"),
    [
        ('policies.one_more.service.channels.phone.call_back_from="2 min"', "call_back_from"),
        ('policies.check_in.care.touches.check_in.staff="9 min"', "staff"),
        ("problems.question.by_hour=[0,0,0,0,0,0,0,0,0,9,9,9,1,1,1,1,1,1,0,0,0,0,0,0]", "evenly"),
        ("problems.question.by_weekday=[9,9,9,9,9,9,9]", "evenly"),
        ('service.channels.phone.shifts=[{hours="mon-fri 09:00-12:00",agents=1}]', "shifts"),
    ],
)
def test_what_cannot_be_told_in_small_is_refused(setting: str, why: str) -> None:
    scenario = firm("run.one_in=4", setting)
    with pytest.raises(UsageError, match=why) as refused:
        small_firm(scenario)
    assert "run.one_in=1" in str(refused.value)


def test_where_people_write_the_night_stays_as_long() -> None:
    """A mailbox keeps its hours, and its waits are not divided by a clock that runs as ever."""
    settings = (
        "service.channels.phone.asynchronous=true",
        'service.channels.phone.patience="never"',
    )
    with pytest.raises(UsageError, match="nobody answers a line"):
        small_firm(firm("run.one_in=4", *settings))


def test_only_a_vast_firm_is_told_in_small() -> None:
    sizes = {
        customers: one_in_for(firm(f"population.customers={customers}", "run.days=728 d"))
        for customers in (16_000, 200_000, 1_500_000, 5_000_000)
    }
    assert sizes[16_000] == sizes[200_000] == 1
    assert 4 <= sizes[1_500_000] < sizes[5_000_000] <= 32


def test_a_mirror_shows_the_firm_in_full_size(write: Callable[..., Path]) -> None:
    """Whatever policies are measured on, the owner's figures are held against everybody."""
    small = ("population.customers=1600", "run.days=28 d")
    plain, told = (mirror(firm(*more, *small), QUICK, 2) for more in ((), ("run.one_in=4",)))
    assert told.rows == plain.rows


def test_every_plausible_world_can_be_told_in_small() -> None:
    """At both ends of what nobody measured, with the slowest clocks: no time leaves its knob's range."""
    scenario = firm("run.one_in=32")
    for path, low, _, high in unknowns(scenario):
        for end in (low, high):
            assert small_firm(turned(scenario, path, end)).times == 32


def test_a_ledger_of_twins_is_of_the_whole_firm() -> None:
    """Law: in small the saved and the lost, their money and minutes are those of everybody, within
    chance; the parts still add up."""
    whole, small = (
        measure_twins(
            firm(f"run.one_in={times}"), "today", "one_more",
            replications=count, engine=QUICK,
        )
        for times, count in ((1, 2), (TIMES, 8))
    )  # fmt: skip
    for ledger in small.ledgers:
        assert ledger.customers == ledger.saved + ledger.lost + ledger.stays + ledger.leaves
        assert fsum(each.saved for each in ledger.reasons) == pytest.approx(ledger.saved)
        sides = [ledger.side(side) for side in Side]
        assert fsum(each.lost for each in sides) == pytest.approx(ledger.lost)
    for name, off in (
        ("customers", 0.01),
        ("stays", 0.02),
        ("saved", 0.35),
        ("profit_before", 0.03),
    ):
        ours, theirs = (
            fmean(float(getattr(each, name)) for each in of.ledgers) for of in (whole, small)
        )
        assert theirs == pytest.approx(ours, rel=off), name
    ours, theirs = (
        fmean(fsum(each.minutes_before for each in ledger.spent) for ledger in of.ledgers)
        for of in (whole, small)
    )
    assert theirs == pytest.approx(ours, rel=0.03)


def test_one_persons_days_are_not_told_where_they_stand_for_many() -> None:
    with pytest.raises(UsageError, match=r"run\.one_in=1"):
        live_twice(firm("run.one_in=8"), ("today", "one_more"), 0, QUICK)


def test_the_screen_shows_the_money_and_the_waits_of_the_whole_firm() -> None:
    """The last day of a run on the screen is what the command line says of it, as of any firm."""
    scenario = firm("run.one_in=8", "run.replications=1")
    names = ("retention", "profit", "total_value", "equity", "wait_p95")
    seen = measure(scenario, ("one_more",), names, replications=1, engine=QUICK)
    scheduler = Scheduler(clock=lambda: 0.0)
    scheduler.take(opening(scenario, QUICK))
    scheduler.take(RunRequest([RunSpec(1, "one_more", [], {}, scenario.tables.run.seed, 0, True)]))
    news = [scheduler.work() for _ in range(400)]
    (shown,) = (each.recording for each in news if isinstance(each, RunUpdate) and each.whole)
    last = dict(zip(FIGURES, shown.days[-1], strict=True))
    worth = dict(zip(WORTH, shown.worth, strict=True))
    value = {name: seen.estimate("one_more", name).mean for name in names}
    assert last["stayed"] / last["started"] == pytest.approx(value["retention"])
    assert last["profit"] == pytest.approx(value["profit"])
    assert last["wait_p95"] == pytest.approx(value["wait_p95"], rel=1e-6)
    assert worth["total_value"] == pytest.approx(value["total_value"])
    assert worth["equity"] == pytest.approx(value["equity"])


def test_a_dial_that_means_another_thing_in_small_is_refused() -> None:
    levers = {"service": {"channels": {"phone": {"call_back_from": "2 min"}}}}
    refuse_in_small(firm(), [levers])
    with pytest.raises(UsageError, match="call_back_from"):
        refuse_in_small(firm("run.one_in=8"), [levers])


def test_a_field_test_in_small_is_that_of_the_whole_firm() -> None:
    """Law: as many customers to draw groups from, the same spread of people, money of all of them."""
    days = (60.0, 120.0)
    found = []
    for times, count in ((1, 2), (TIMES, 6)):
        scenario = firm(f"run.one_in={times}")
        both = [arms(scenario, "check_in", "today", share) for share in SHARES]
        policies = ("check_in", "today")
        found.append(trials(scenario, both, policies, SHARES, days, count, engine=QUICK))
    whole, small = found
    assert small.people == pytest.approx(whole.people)
    spreads = [of.at(0.5, "variances").mean(axis=0) for of in (whole, small)]
    assert spreads[1] == pytest.approx(spreads[0], rel=0.1)
    costs = [of.cost(4000) for of in (whole, small)]
    assert costs[1].mean == pytest.approx(costs[0].mean, rel=0.25)


def test_a_log_of_people_who_stand_for_many_is_refused() -> None:
    with pytest.raises(UsageError, match=r"run\.one_in=1"):
        log(firm("run.one_in=8"), AskLog(("today",)))


IN_FULL = {
    "experiment/decisions/shifts.py": "the study hands it everybody",
    "experiment/verify/verification.py": "worlds of its own, of everybody",
    "calibration/checking.py": "worlds of its own, of everybody",
    "study/example.py": "writes a whole firm's files",
}
"""Who runs a scenario as it stands, each with the reason."""


def test_whoever_runs_a_scenario_minds_the_size_it_is_told_in() -> None:
    """twins, pilot and the log once ran everybody of a firm that is measured in small."""
    package = Path(metrics.__file__).parents[1]
    minding = ("small_firm(", "refuse_days_in_small(")
    for path in sorted(package.rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        name = path.relative_to(package).as_posix()
        if "from journeysim.engine.running import run\n" in text and name not in IN_FULL:
            assert any(each in text for each in minding), name


@pytest.fixture
def vast(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """A firm of 16,000 counts as vast; in which sizes it is measured from now on."""
    sizes: list[int] = []

    def watched(scenario: Scenario, *args: Any, **named: Any) -> Experiment:
        sizes.append(scenario.tables.run.one_in)
        return measure(scenario, *args, **named)

    monkeypatch.setattr(choice, "VAST", 100_000.0)
    monkeypatch.setattr(choice, "ROWS_IN_SMALL", 50_000.0)
    monkeypatch.setattr(sheet_fit, "ROWS", dict.fromkeys(sheet_fit.ROWS, 50_000.0))
    for module in (sheet_fit, mirroring):
        monkeypatch.setattr(module, "measure", watched)
    return sizes


@pytest.mark.skipif(QUICK == choice.SIMPY, reason="needs the compiled engine, which sizes are for")
def test_a_vast_firm_is_fitted_as_its_policies_are_measured(vast: list[int]) -> None:
    sheet = sheet_of({"firm": tomllib.loads(FIRM)["firm"]})
    made = init(sheet, engine=QUICK)
    times = choice.one_in_for(made.scenario)
    assert set(vast[: made.fit.tries]) == {times}
    assert times > 1


@pytest.mark.skipif(QUICK == choice.SIMPY, reason="needs the compiled engine, which sizes are for")
def test_the_mirror_of_more_than_can_be_run_is_in_small_and_held_against_everybody(
    vast: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mirroring, "MOST_AT_ONCE", 1000)
    seen = mirror(firm(), QUICK, 1)
    assert seen.one_in == vast[0] > 1
    vast.clear()
    both = mirroring.sizes(seen, firm(f"run.one_in={seen.one_in}"), QUICK)
    assert vast == [1, seen.one_in]
    assert both.weeks == mirroring.WEEKS
    assert [row.key for row in both.whole] == [row.key for row in both.small]
