"""Followers: a future begins where the screen stands, and is what it would be from day 0."""

from __future__ import annotations

from typing import Any

import pytest
from scripted import garage

from journeysim.engine.choice import COMPILED, SIMPY, is_there
from journeysim.scenario.scenario import Scenario
from journeysim.tui import followers
from journeysim.tui.desk import Desk
from journeysim.tui.lives import Life
from journeysim.tui.wire import Ask, Here, Run, Want, opening

DAYS = 60
Levers = tuple[tuple[float, dict[str, Any]], ...]

needs_numba = pytest.mark.skipif(not is_there(), reason="Numba is not installed")


def small() -> Scenario:
    return garage().with_values(
        {"population": {"customers": 80}, "run": {"days": f"{DAYS} d"}}, "a test"
    )


def reach(day: float, share: float) -> Levers:
    return ((day, {"care": {"touches": {"reminder": {"reach": share}}}}),)


def ask(levers: Levers = (), replication: int = 0, world: dict[str, Any] | None = None) -> Ask:
    return Ask(1, "wait_and_see", [*levers], world or {}, 7, replication, replication == 0)


def here(day: int, levers: Levers = (), replications: int = 2, seed: int = 7) -> Here:
    return Here("wait_and_see", [*levers], {}, seed, day, replications)


def desk_for(engine: str) -> Desk:
    desk = Desk(clock=lambda: 0.0)
    desk.take(opening(small(), engine))
    return desk


def worked_off(desk: Desk) -> list[Run]:
    """The whole runs that a desk tells until it has nothing more to do."""
    found = []
    while not desk.is_idle:
        news = desk.work()
        if isinstance(news, Run) and news.whole:
            found.append(news)
    return found


@needs_numba
def test_a_future_begins_where_the_screen_stands_and_is_the_same_to_the_last_byte() -> None:
    desk = desk_for(COMPILED)
    desk.take(here(30))
    worked_off(desk)
    for levers in (reach(30.0, 0.6), reach(30.0, 0.9), (*reach(30.0, 0.4), *reach(44.0, 0.1))):
        for replication in (0, 1):
            wanted = ask(levers, replication)
            assert desk._begun(wanted).day == 30
            desk.take(Want([wanted]))
            other = desk_for(COMPILED)
            other.take(Want([wanted]))
            assert other._begun(wanted).day == 0
            assert worked_off(desk) == worked_off(other)


@needs_numba
def test_followers_go_along_take_the_new_way_and_come_back() -> None:
    desk = desk_for(COMPILED)
    levers = reach(30.0, 0.6)
    for now in (here(30), here(41, levers), here(12, levers), here(12), here(50)):
        desk.take(now)
        worked_off(desk)
        assert {life.day for life in desk.followers.lives.values()} == {now.day}
        later = (*now.levers, *reach(float(now.day), 0.9))
        desk.take(Want([ask(later, 1)]))
        other = desk_for(COMPILED)
        other.take(Want([ask(later, 1)]))
        assert worked_off(desk) == worked_off(other)


@needs_numba
@pytest.mark.parametrize(
    "wanted",
    [
        ask(reach(29.0, 0.6)),
        ask(reach(30.0, 0.6), 2),
        ask(reach(30.0, 0.6), world={"problems": {"breakdown": {"rate": "9 per year"}}}),
        Ask(1, "wait_and_see", [*reach(30.0, 0.6)], {}, 8, 0, True),
        Ask(1, "caring", [*reach(30.0, 0.6)], {}, 7, 0, True),
    ],
)
def test_what_has_another_past_is_lived_from_day_0(wanted: Ask) -> None:
    desk = desk_for(COMPILED)
    desk.take(here(30))
    worked_off(desk)
    assert desk._begun(wanted).day == 0


@needs_numba
def test_other_luck_has_other_followers() -> None:
    desk = desk_for(COMPILED)
    desk.take(here(30))
    worked_off(desk)
    desk.take(here(30, seed=8))
    assert not desk.followers.lives
    worked_off(desk)
    assert desk._begun(Ask(1, "wait_and_see", [*reach(30.0, 0.6)], {}, 8, 0, True)).day == 30


@needs_numba
def test_wants_come_before_followers() -> None:
    desk = desk_for(COMPILED)
    desk.take(here(30))
    desk.take(Want([ask()]))
    news = desk.work()
    assert isinstance(news, Run)
    assert not desk.followers.lives


@needs_numba
def test_followers_that_find_no_room_are_not_begun(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(followers, "ROOM", 1.0)
    desk = desk_for(COMPILED)
    desk.take(here(30))
    worked_off(desk)
    assert list(desk.followers.lives) == [0]


@needs_numba
def test_a_world_that_cannot_go_on_is_not_followed() -> None:
    desk = Desk(clock=lambda: 0.0)
    full = small().with_values(
        {"run": {"max_customers": 80}, "population": {"prospects": "40 per day"}}, "a test"
    )
    desk.take(opening(full, COMPILED))
    desk.take(here(30))
    assert worked_off(desk) == []
    assert not desk.followers.lives


def test_simpy_lives_from_day_0() -> None:
    desk = desk_for(SIMPY)
    desk.take(here(30))
    assert desk.is_idle
    assert desk._begun(ask(reach(30.0, 0.6))).day == 0


@needs_numba
def test_a_future_on_either_engine_is_the_same() -> None:
    desk = desk_for(COMPILED)
    desk.take(here(30))
    worked_off(desk)
    wanted = ask(reach(30.0, 0.9))
    desk.take(Want([wanted]))
    (told,) = worked_off(desk)
    scenario = small()
    life = Life(scenario, scenario.phases("wait_and_see", wanted.levers), 7, 0, SIMPY)
    life.advance(DAYS)
    for mine, theirs in zip(told.frames, life.frames(), strict=True):
        assert mine.tobytes() == theirs.tobytes()
