"""What was decided survives a restart, undo included; what does not fit any more is forgotten whole."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from scripted import Scripted, garage

from journeysim.tui.session import memory
from journeysim.tui.session.launch import Launch
from journeysim.tui.session.session import Session

REACH, CHECK_IN = "care.touches.reminder.reach", "care.touches.check_in.reach"


@pytest.fixture(autouse=True)
def at_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    return tmp_path


def session(source: str = "garage") -> Session:
    found = Session(garage(), None, Scripted(), launch=Launch(source, keeps=True))

    import asyncio

    asyncio.run(found.open())
    return found


def played() -> Session:
    one = session()
    one.step(30)
    one.load([(REACH, 60.0)])
    one.step(40)
    one.load([(CHECK_IN, 20.0)])
    one.step(-20)
    one.load([(REACH, 100.0)])
    one.reshuffle()
    one.step(10)
    return one


def test_everything_decided_comes_back_and_undo_goes_all_the_way() -> None:
    one = played()
    memory.keep(one)
    other = session()
    assert memory.kept(other).endswith(f", day {one.playback.day}")
    assert memory.take_up(other)
    assert other.decisions.course == one.decisions.course
    assert other.pair == one.pair
    assert other.playback.day == one.playback.day
    for _ in range(len(one.decisions.history)):
        one.undo()
        other.undo()
        assert other.decisions.course == one.decisions.course
    assert other.decisions.plan.changes == ()
    other.undo()
    assert "nothing to undo" in other.notice


def test_nothing_is_offered_where_nothing_was_decided() -> None:
    one = session()
    assert memory.kept(one) == ""
    memory.keep(one)
    assert memory.kept(session()) == ""
    assert memory.kept(session("another")) == ""


@pytest.mark.parametrize(
    "harm",
    [
        lambda data: data.pop("policy"),
        lambda data: data.update(policy="nobody"),
        lambda data: data.update(day="soon"),
        lambda data: data["course"].update(active=9),
        lambda data: data["course"]["branches"][0].update(world="nowhere"),
        lambda data: data["course"]["branches"][0].update(changes=[[1, "no.dial", 0, 1]]),
        lambda data: data.update(course=None),
    ],
)
def test_what_does_not_fit_is_forgotten_whole(harm) -> None:  # type: ignore[no-untyped-def]
    one = played()
    memory.keep(one)
    path = memory.memory_file(one)
    data = json.loads(path.read_text(encoding="utf-8"))
    harm(data)
    path.write_text(json.dumps(data), encoding="utf-8")
    other = session()
    before = other.decisions
    assert memory.kept(other) == ""
    assert not memory.take_up(other)
    assert other.decisions is before


@pytest.mark.parametrize("text", ["", "[]", "{", "\x00"])
def test_a_broken_file_offers_nothing(text: str) -> None:
    one = session()
    path = memory.memory_file(one)
    path.parent.mkdir(parents=True)
    path.write_text(text, encoding="utf-8")
    assert memory.kept(one) == ""
    assert not memory.take_up(one)
