"""The week: demand by day and hour keeps its law, and a flat one is what it always was."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from engines import GRIDS, both
from worlds import outcome, quick_outcome, same_world, world

from journeysim.engine.choice import is_there
from journeysim.engine.log import Array
from journeysim.engine.steps import cases
from journeysim.engine.steps.hooks import Sim
from journeysim.errors import ScenarioError
from journeysim.events import EventType
from journeysim.experiment.verify.formulas import erlang_a
from journeysim.model.customer import Case, Customer
from journeysim.model.hours import quarter_of
from journeysim.model.week import USUAL_DAYS, USUAL_HOURS
from journeysim.scenario.scenario import Scenario, load
from journeysim.scenario.tables import BASELINE

LINE = """
schema = 2
[run]
days = "140 d"
[population]
customers = 200
[purchase]
gap = "never"
[problems.call]
kind = "request"
rate = "0.5 per d"
profile = "usual"
contact_after = "0 d"
retries = 0
[service.channels.phone]
agents = 400
hours = "always"
handling = "1 min"
resolution = 1
"""
WEEKS, CUSTOMERS, RATE = 20, 200, 0.5

Write = Callable[..., Path]


def asked(write: Write, *changes: tuple[str, str]) -> Array:
    """When people ask, in days."""
    text = LINE
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    run = quick_outcome(load(str(write(text))), BASELINE)
    return run.log.of(EventType.REQUEST)["time"]


def close(counts: Array, expected: Array) -> None:
    """Counts that vary as a Poisson stream lets them."""
    assert np.all(np.abs(counts - expected) < 4.5 * np.sqrt(expected))


def test_a_flat_week_said_in_words_is_no_week_at_all() -> None:
    """Law: where all hours are alike nothing is mapped, and every bit is as it was."""
    spelled = ("profile='flat'", "by_weekday=[2, 2, 2, 2, 2, 2, 2]", f"by_hour={[0.1] * 24}")
    settings = [f"problems.breakdown.{setting}" for setting in spelled]
    assert same_world(world("everything_happens"), world("everything_happens", *settings), BASELINE)


def test_people_ask_by_day_and_hour_as_it_is_said(write: Write) -> None:
    """Law: the shares of days and hours are those of the profile, and a week's total is the rate's."""
    times = asked(write)
    total = CUSTOMERS * RATE * 7 * WEEKS
    days, hours = np.array(USUAL_DAYS), np.array(USUAL_HOURS)
    close(np.array([len(times)]), np.array([total]))
    close(np.bincount(times.astype(int) % 7, minlength=7), total * days / days.sum())
    by_hour = np.bincount((times % 1.0 * 24).astype(int), minlength=24)
    close(by_hour, total * hours / hours.sum())


def test_a_poisson_stream_stays_one(write: Write) -> None:
    """Law: counts of the same hour of the week vary from week to week as much as their mean."""
    times = asked(write)
    counts = np.histogram(times, bins=7 * WEEKS * 24, range=(0.0, 7.0 * WEEKS))[0]
    by_hour = counts.reshape(WEEKS, 168).astype(float)
    busy = by_hour[:, by_hour.mean(axis=0) > 1.0]
    dispersion = busy.var(axis=0, ddof=1) / busy.mean(axis=0)
    assert dispersion.mean() == pytest.approx(
        1.0, abs=4.0 * (2.0 / (WEEKS - 1) / busy.shape[1]) ** 0.5
    )


def test_a_week_brings_as_much_as_without_a_profile(write: Write) -> None:
    flat, usual = asked(write, ('profile = "usual"\n', "")), asked(write)
    assert abs(len(flat) - len(usual)) < 4.5 * (2.0 * len(flat)) ** 0.5
    assert flat[0] != usual[0]


def test_own_days_and_hours_take_the_place_of_the_profile_s(write: Write) -> None:
    """Nobody asks where the weights are zero, and what is not said stays the profile's."""
    own = "by_weekday = [1, 0, 0, 0, 0, 0, 0]"
    times = asked(write, ('profile = "usual"', f'profile = "usual"\n{own}'))
    assert set(times.astype(int) % 7) == {0}
    hours = np.array(USUAL_HOURS)
    by_hour = np.bincount((times % 1.0 * 24).astype(int), minlength=24)
    close(by_hour, len(times) * hours / hours.sum())
    night = "by_hour = [1, 1" + ", 0" * 22 + "]"
    times = asked(write, ('profile = "usual"', night))
    assert (times % 1.0 < 2 / 24).all()


def test_days_and_hours_count_from_the_monday_of_a_run_in(write: Write) -> None:
    """Before day 0 time is negative, and the week goes on as after it."""
    times = asked(write, ('days = "140 d"', 'days = "140 d"\nrun_in = "28 d"'))
    days = np.array(USUAL_DAYS)
    close(np.bincount(times.astype(int) % 7, minlength=7), len(times) * days / days.sum())


def test_contacts_and_further_tries_keep_to_the_hours_too(write: Write) -> None:
    """Whoever takes a day to call does so by day; a matter of one second before is called about now."""
    late = (
        'contact_after = "0 d"\nretries = 0',
        'contact_after = "1 d"\nretries = 1\nretry_after = "1 d"',
    )
    text = LINE.replace(*late).replace("resolution = 1", "resolution = 0.5")
    contacts = quick_outcome(load(str(write(text))), BASELINE).log.of(EventType.CONTACT)
    assert np.count_nonzero(contacts["attempt"] > 0) > 1000
    for some in (contacts["attempt"] == 0, contacts["attempt"] > 0):
        hours = contacts["time"][some] % 1.0 * 24
        assert np.mean(hours < 6) == pytest.approx(sum(USUAL_HOURS[:6]) / 100, abs=0.006)


@pytest.mark.parametrize(
    ("key", "value", "count"), [("by_weekday", "[1, 2]", 7), ("by_hour", f"{[0] * 24}", 24)]
)
def test_weights_that_make_no_week_are_refused(
    write: Write, key: str, value: str, count: int
) -> None:
    text = LINE.replace('profile = "usual"', f"{key} = {value}")
    with pytest.raises(ScenarioError, match=f"problems.call.{key}.*needs {count} numbers"):
        load(str(write(text)))


@pytest.mark.skipif(not is_there(), reason="the compiled engine cannot run here")
@pytest.mark.parametrize("grid", GRIDS)
def test_both_engines_live_through_the_same_week(grid: str) -> None:
    """Law: with profiles, a run-in and any grid, they agree to the last bit."""
    assert both(usual(grid), BASELINE) == ""


def usual(grid: str) -> Scenario:
    settings = (
        "population.customers=60", "run.days='60 d'", f"run.grid='{grid}'", "run.run_in='28 d'",
        "problems.question.profile='usual'", "problems.breakdown.by_weekday=[1, 2, 1, 1, 0, 0, 0]",
    )  # fmt: skip
    return world("everything_happens", *settings)


OFFICE = """
schema = 2
[run]
days = "371 d"
warmup = "7 d"
[population]
customers = 2000
[purchase]
gap = "never"
[problems.call]
kind = "request"
rate = "80 per year"
profile = "usual"
contact_after = { kind = "exponential", mean = "2 h" }
retries = 0
[service.channels.phone]
agents = 8
hours = "mon-fri 08:00-18:00"
handling = { kind = "exponential", mean = "6 min" }
patience = { kind = "exponential", mean = "6 min" }
redial = 0
resolution = 1
"""


def test_nobody_returns_to_a_closed_door(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    """Law: whoever found it closed, or was turned away, is back while somebody is there to answer."""
    closed: list[float] = []
    came = cases.back_when_open

    def noted(sim: Sim, purpose: int, person: Customer, case: Case) -> float:
        when = came(sim, purpose, person, case)
        closed.append(when)
        return when

    monkeypatch.setattr(cases, "back_when_open", noted)
    text = OFFICE.replace("customers = 2000", "customers = 300").replace("agents = 8", "agents = 1")
    text = text.replace('patience = { kind = "exponential", mean = "6 min" }', 'patience = "never"')
    shift = '[{ hours = "mon-fri 12:00-13:00", agents = -1 }]'
    text = text.replace("redial = 0", f"redial = 0\nshifts = {shift}\nshrinkage = 0.1")
    run = outcome(load(str(write(text)), settings=("run.days=60 d",)), BASELINE)
    channel = run.encoded.world.channels[0][0]
    assert len(closed) > 1000
    for when in closed:
        quarter = quarter_of(when)
        assert channel.opens[quarter]
        assert channel.present[quarter]


def test_more_call_on_mondays(write: Write) -> None:
    """Law: with usual demand and office hours Monday has 1.2 to 1.45 of a mean day's calls."""
    run = quick_outcome(load(str(write(OFFICE))), BASELINE)
    contacts = run.log.of(EventType.CONTACT)
    times = contacts["time"][contacts["time"] >= 7.0]
    days = np.bincount(times.astype(int) % 7, minlength=7)
    assert days[5:].sum() == 0
    assert 1.2 < days[0] / days[:5].mean() < 1.45


@pytest.mark.slow
@pytest.mark.parametrize("hour", [9, 10, 12, 14, 16])
def test_every_hour_is_answered_as_erlang_says(write: Write, hour: int) -> None:
    """Law: within an hour calls come evenly, so waiting and hanging up are those of M/M/n+M.

    Each weekday has a rate of its own, as its mornings bring back whom the night kept out. Its
    second half is counted, when the queue of the hour before is gone.
    """
    run = quick_outcome(load(str(write(OFFICE)), settings=("run.days=2002 d",)), BASELINE)
    days = np.arange(7, 2002)

    def counted(kind: EventType, day: int) -> Array:
        rows = run.log.of(kind)
        begun = rows["time"] - (0.0 if kind == EventType.CONTACT else rows["value"])
        within = (begun >= 7.0) & (begun.astype(int) % 7 == day)
        return rows[within & ((begun % 1.0 * 48).astype(int) == 2 * hour + 1)]

    calls, at_once, hung_up = 0, 0.0, 0.0
    answered, abandoned = 0, 0
    for day in range(5):
        here = len(counted(EventType.CONTACT, day))
        hourly = 2.0 * here / np.count_nonzero(days % 7 == day)
        waits, hangs_up, _, _ = erlang_a(hourly, 10.0, 8, 10.0)
        calls += here
        at_once += here * (1.0 - waits)
        hung_up += here * hangs_up
        answered += np.count_nonzero(counted(EventType.ANSWERED, day)["value"] == 0.0)
        abandoned += len(counted(EventType.ABANDONED, day))
    assert answered / calls == pytest.approx(at_once / calls, abs=0.012)
    assert abandoned / calls == pytest.approx(hung_up / calls, abs=0.006)
