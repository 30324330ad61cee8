"""Time, speed and words, without a screen."""

from __future__ import annotations

import asyncio

import pytest
from scripted import Scripted, garage

from journeysim.tui import wording
from journeysim.tui.panels.header import header
from journeysim.tui.panels.retention import sentence
from journeysim.tui.play import Play, speed_for
from journeysim.tui.wire import BASELINE, YOU


def play(source: Scripted) -> Play:
    played = Play(garage(), None, source)
    asyncio.run(played.open())
    return played


def test_where_simulating_cannot_keep_up_the_header_says_so_and_nothing_is_skipped() -> None:
    source = Scripted(silent=True)
    slow = play(source)
    slow.hear([*source.line(YOU, 0), *source.line(BASELINE, 0)])
    slow.hurry(2)
    slow.toggle()
    for day in range(1, 30):
        slow.hear([source.line(YOU, day)[-1], source.line(BASELINE, day)[-1]])
        slow.tick(0.25)
        assert slow.day <= day
    assert "x16 (running x4)" in header(slow.view(), 120).plain


@pytest.mark.parametrize("width", [60, 80, 120, 200])
def test_the_header_fits(width: int) -> None:
    assert header(play(Scripted()).view(), width).cell_len <= width


@pytest.mark.parametrize(
    ("horizon", "speed"), [(30, 1), (365, 4), (730, 8), (1095, 16), (9999, 64)]
)
def test_long_runs_start_faster(horizon: int, speed: int) -> None:
    assert speed_for(horizon) == speed


def test_a_lever_turned_after_the_last_day_is_refused_in_words() -> None:
    ended = play(Scripted())
    ended.step(365)
    ended.nudge("care.touches.reminder.reach", 3)
    ended.settle()
    assert ended.plan.changes == ()
    assert ended.view().notice == "The last day is reached: a lever changes nothing."


def test_the_sentence_tells_today_and_the_end_apart() -> None:
    turned = play(Scripted())
    assert sentence(turned.view()).plain.startswith("Nothing changed yet.")
    turned.step(65)
    turned.nudge("care.touches.reminder.reach", 3)
    turned.settle()
    turned.step(100)
    assert sentence(turned.view()).plain == "today +5.0 · d365 +15.0 points better · 1 run"
    turned.step(365)
    assert sentence(turned.view()).plain == "d365 +15.0 points better · 1 run"


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (wording.percent(0.8184), "81.8 %"),
        (wording.signed_points(0.031), "+3.1 points"),
        (wording.signed_points(-0.0001), "0.0 points"),
        (wording.more_stay(0.031), "31 of 1,000 more stay"),
        (wording.more_stay(-0.002), "2 of 1,000 fewer stay"),
        (wording.more_stay(0.0004), "as many stay"),
        (wording.money(9870.4), "9,870"),
        (wording.money(-141_400.0), "-141.4 k"),
        (wording.minutes(0.8), "48 s"),
        (wording.minutes(120.0), "2.0 h"),
        (wording.minutes(float("nan")), "-"),
    ],
)
def test_numbers_are_written_as_people_write_them(written: str, expected: str) -> None:
    assert written == expected
