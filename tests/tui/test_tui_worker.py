"""The simulating process and what it works on first."""

from __future__ import annotations

import asyncio
import subprocess
import sys

import pytest
from scripted import garage

from journeysim.events import Kind
from journeysim.scenario.scenario import Scenario
from journeysim.tui.desk import Desk
from journeysim.tui.lives import Life
from journeysim.tui.source import Process
from journeysim.tui.tracks import Recorder
from journeysim.tui.view import FIGURES
from journeysim.tui.wire import (
    BASELINE,
    YOU,
    Day,
    Died,
    News,
    Open,
    Run,
    Turn,
    line_of,
    news_of,
    opening,
    order_of,
    scenario_of,
)

REMINDERS = {"care": {"touches": {"reminder": {"reach": 0.6}}}}


def small() -> Scenario:
    return garage().with_values(
        {"population": {"customers": 80}, "run": {"days": "60 d"}}, "a test"
    )


def order(scenario: Scenario) -> Open:
    return opening(scenario, scenario.baseline, scenario.baseline, 7)


def test_every_order_and_all_news_survive_the_wire() -> None:
    for said in (order(small()), Turn(3, [(9.0, REMINDERS)], {"talk": {}}), Run(12)):
        again = order_of(line_of(said))
        assert line_of(again) == line_of(said)
    for news in (Day(YOU, 3, 9, [1.0, 2.0]), Died("no room")):
        assert news_of(line_of(news)) == news
    for text in ('{"is":"Open"}', '{"is":"Died","why":""}', "{}", "[]"):
        with pytest.raises(ValueError):
            order_of(text)


def test_a_scenario_arrives_as_it_left() -> None:
    assert scenario_of(order_of(line_of(order(small())))).tables == small().tables  # type: ignore[arg-type]


def worked_off(desk: Desk) -> dict[tuple[str, int], list[float]]:
    days = {}
    while (day := desk.work()) is not None:
        days[day.line, day.day] = day.figures
    return days


def opened(to: int) -> Desk:
    desk = Desk()
    desk.take(order(small()))
    desk.take(Run(to))
    return desk


def test_with_no_lever_moved_you_are_the_baseline_to_the_last_digit() -> None:
    days = worked_off(opened(60))
    assert all(days[YOU, day] == days[BASELINE, day] for day in range(61))


def test_what_is_on_the_screen_comes_first() -> None:
    desk = opened(5)
    first = [desk.work() for _ in range(12)]
    assert {(day.line, day.day) for day in first if day} == {
        (line, day) for line in (YOU, BASELINE) for day in range(6)
    }


def test_a_lever_turned_live_gives_the_same_days_as_one_dated_beforehand() -> None:
    live, dated = opened(20), opened(60)
    worked_off(live)
    live.take(Turn(1, [(20.0, REMINDERS)], {}))
    future = worked_off(live)
    live.take(Run(60))
    lived = worked_off(live)
    dated.take(Turn(1, [(20.0, REMINDERS)], {}))
    known = worked_off(dated)
    for day in range(21, 61):
        assert future[YOU, day] == lived[YOU, day] == known[YOU, day]
    assert known[YOU, 60] != known[BASELINE, 60]


def test_undoing_brings_the_untouched_days_back() -> None:
    desk = opened(40)
    before = worked_off(desk)
    desk.take(Turn(1, [(10.0, REMINDERS)], {}))
    worked_off(desk)
    desk.take(Turn(2, [], {}))
    after = worked_off(desk)
    assert all(after[YOU, day] == before[YOU, day] for day in range(41))


def test_a_world_dial_moves_both_lines_alike() -> None:
    desk = opened(60)
    before = worked_off(desk)
    desk.take(Turn(1, [], {"problems": {"breakdown": {"rate": "9 per year"}}}))
    after = worked_off(desk)
    assert after[BASELINE, 60] != before[BASELINE, 60]
    assert all(after[YOU, day] == after[BASELINE, day] for day in range(61))


def test_counted_figures_agree_with_the_log() -> None:
    scenario = small()
    life = Life(scenario, scenario.phases("caring"), 7)
    while life.day < life.horizon:
        life.advance()
    found = dict(zip(FIGURES, life.figures(), strict=True))
    assert found["started"] == 80
    assert found["active"] == sum(1 for person in life.run.people if person.active)
    assert found["active"] + found["left"] == len(life.run.log().of(Kind.JOINED))
    pay = 26.0 * 9 * sum(1 for day in range(60) if day % 7 < 5)
    money = life.run.log().column("money").sum()
    training = 60.0 * life.run.world.phases[0].programme
    assert found["profit"] == pytest.approx(money - pay - training)


def test_old_days_hold_only_as_far_as_the_plans_agree() -> None:
    line = Recorder("you", 10)
    row = [0.0] * len(FIGURES)
    for day in range(6):
        assert line.hear(Day(YOU, 0, day, row))
    line.replan(1, 3)
    assert line.last == 3
    assert not line.hear(Day(YOU, 0, 4, row))
    assert line.hear(Day(YOU, 1, 4, row))
    line.replan(2, 8)
    assert line.hear(Day(YOU, 1, 5, row))
    assert not line.hear(Day(YOU, 0, 5, row))
    line.replan(3, -1)
    assert line.last == -1


def heard_from(source: Process, *, to: int) -> list[News]:
    """Everything a process says about the small world up to a day, or until it dies."""
    heard: list[News] = []

    async def listen() -> None:
        enough = asyncio.Event()

        def hear(news: object) -> None:
            heard.extend(news)  # type: ignore[arg-type]
            done = {(each.line, each.day) for each in heard if isinstance(each, Day)}
            if {(YOU, to), (BASELINE, to)} <= done or isinstance(heard[-1], Died):
                enough.set()

        await source.open(hear)
        source.send(order(small()))
        source.send(Run(to))
        await asyncio.wait_for(enough.wait(), 20)
        process = source.process
        await source.close()
        assert process is not None
        assert process.returncode is not None

    asyncio.run(listen())
    return heard


def test_the_real_process_tells_every_day_and_ends_when_it_is_closed() -> None:
    heard = heard_from(Process(), to=30)
    days = {(day.line, day.day): day.figures for day in heard if isinstance(day, Day)}
    assert all(days[YOU, day] == days[BASELINE, day] for day in range(31))


def test_a_process_that_dies_says_why() -> None:
    heard = heard_from(Process(sys.executable, "-c", "raise SystemExit('no room left')"), to=1)
    assert heard == [Died("no room left")]


def test_a_worker_that_fails_says_why_in_its_last_words() -> None:
    code = (
        "import journeysim.tui.worker as w, journeysim.tui.desk as d\n"
        "def fail(self): raise RuntimeError('the model is broken')\n"
        "d.Desk.work = fail\n"
        "w.main()"
    )
    heard = heard_from(Process(sys.executable, "-c", code), to=1)
    assert heard == [Died("RuntimeError: the model is broken")]


def test_the_process_does_not_load_the_screen() -> None:
    code = "import sys, journeysim.tui.worker; sys.exit('textual' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
