"""Followers: a future begins where the screen stands, and is what it would be from day 0."""

from __future__ import annotations

from typing import Any

import pytest
from scripted import garage

from journeysim.engine.choice import COMPILED, SIMPY, is_there
from journeysim.scenario.scenario import Scenario
from journeysim.tui.protocol import Position, RunRequest, RunSpec, RunUpdate, opening
from journeysim.tui.worker import checkpoints
from journeysim.tui.worker.runs import SteppedRun
from journeysim.tui.worker.scheduler import Scheduler

DAYS = 60
Levers = tuple[tuple[float, dict[str, Any]], ...]

needs_compiled = pytest.mark.skipif(not is_there(), reason="the compiled engine cannot run here")


def small() -> Scenario:
    return garage().with_values(
        {"population": {"customers": 80}, "run": {"days": f"{DAYS} d"}}, "a test"
    )


def reach(day: float, share: float) -> Levers:
    return ((day, {"care": {"touches": {"reminder": {"reach": share}}}}),)


def ask(levers: Levers = (), replication: int = 0, world: dict[str, Any] | None = None) -> RunSpec:
    return RunSpec(1, "wait_and_see", [*levers], world or {}, 7, replication, replication == 0)


def here(day: int, levers: Levers = (), replications: int = 2, seed: int = 7) -> Position:
    return Position("wait_and_see", [*levers], {}, seed, day, replications)


def desk_for(engine: str) -> Scheduler:
    scheduler = Scheduler(clock=lambda: 0.0)
    scheduler.take(opening(small(), engine))
    return scheduler


def worked_off(scheduler: Scheduler) -> list[RunUpdate]:
    """The whole runs that a scheduler tells until it has nothing more to do."""
    found = []
    while not scheduler.is_idle:
        news = scheduler.work()
        if isinstance(news, RunUpdate) and news.whole:
            found.append(news)
    return found


@needs_compiled
def test_a_future_begins_where_the_screen_stands_and_is_the_same_to_the_last_byte() -> None:
    scheduler = desk_for(COMPILED)
    scheduler.take(here(30))
    worked_off(scheduler)
    for levers in (reach(30.0, 0.6), reach(30.0, 0.9), (*reach(30.0, 0.4), *reach(44.0, 0.1))):
        for replication in (0, 1):
            wanted = ask(levers, replication)
            assert scheduler._begun(wanted).day == 30
            scheduler.take(RunRequest([wanted]))
            other = desk_for(COMPILED)
            other.take(RunRequest([wanted]))
            assert other._begun(wanted).day == 0
            assert worked_off(scheduler) == worked_off(other)


@needs_compiled
def test_followers_go_along_take_the_new_way_and_come_back() -> None:
    scheduler = desk_for(COMPILED)
    levers = reach(30.0, 0.6)
    for now in (here(30), here(41, levers), here(12, levers), here(12), here(50)):
        scheduler.take(now)
        worked_off(scheduler)
        assert {run.day for run in scheduler.checkpoints.runs.values()} == {now.day}
        later = (*now.levers, *reach(float(now.day), 0.9))
        scheduler.take(RunRequest([ask(later, 1)]))
        other = desk_for(COMPILED)
        other.take(RunRequest([ask(later, 1)]))
        assert worked_off(scheduler) == worked_off(other)


@needs_compiled
@pytest.mark.parametrize(
    "wanted",
    [
        ask(reach(29.0, 0.6)),
        ask(reach(30.0, 0.6), 2),
        ask(reach(30.0, 0.6), world={"problems": {"breakdown": {"rate": "9 per year"}}}),
        RunSpec(1, "wait_and_see", [*reach(30.0, 0.6)], {}, 8, 0, True),
        RunSpec(1, "caring", [*reach(30.0, 0.6)], {}, 7, 0, True),
    ],
)
def test_what_has_another_past_is_lived_from_day_0(wanted: RunSpec) -> None:
    scheduler = desk_for(COMPILED)
    scheduler.take(here(30))
    worked_off(scheduler)
    assert scheduler._begun(wanted).day == 0


@needs_compiled
def test_other_luck_has_other_followers() -> None:
    scheduler = desk_for(COMPILED)
    scheduler.take(here(30))
    worked_off(scheduler)
    scheduler.take(here(30, seed=8))
    assert not scheduler.checkpoints.runs
    worked_off(scheduler)
    assert (
        scheduler._begun(RunSpec(1, "wait_and_see", [*reach(30.0, 0.6)], {}, 8, 0, True)).day == 30
    )


@needs_compiled
def test_wants_come_before_followers() -> None:
    scheduler = desk_for(COMPILED)
    scheduler.take(here(30))
    scheduler.take(RunRequest([ask()]))
    news = scheduler.work()
    assert isinstance(news, RunUpdate)
    assert not scheduler.checkpoints.runs


@needs_compiled
def test_followers_that_find_no_room_are_not_begun(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checkpoints, "ROOM", 1.0)
    scheduler = desk_for(COMPILED)
    scheduler.take(here(30))
    worked_off(scheduler)
    assert list(scheduler.checkpoints.runs) == [0]


@needs_compiled
def test_a_world_that_cannot_go_on_is_not_followed() -> None:
    scheduler = Scheduler(clock=lambda: 0.0)
    full = small().with_values(
        {"run": {"max_customers": 80}, "population": {"prospects": "40 per day"}}, "a test"
    )
    scheduler.take(opening(full, COMPILED))
    scheduler.take(here(30))
    assert worked_off(scheduler) == []
    assert not scheduler.checkpoints.runs


def test_simpy_lives_from_day_0() -> None:
    scheduler = desk_for(SIMPY)
    scheduler.take(here(30))
    assert scheduler.is_idle
    assert scheduler._begun(ask(reach(30.0, 0.6))).day == 0


@needs_compiled
def test_a_future_on_either_engine_is_the_same() -> None:
    scheduler = desk_for(COMPILED)
    scheduler.take(here(30))
    worked_off(scheduler)
    wanted = ask(reach(30.0, 0.9))
    scheduler.take(RunRequest([wanted]))
    (told,) = worked_off(scheduler)
    scenario = small()
    run = SteppedRun(scenario, scenario.phases("wait_and_see", wanted.levers), 7, 0, SIMPY)
    run.advance(DAYS)
    for mine, theirs in zip(told.recording, run.recording(), strict=True):
        assert mine.tobytes() == theirs.tobytes()
