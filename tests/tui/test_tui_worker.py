"""The simulating process, what it works on first, and what it says."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from dataclasses import replace
from math import fsum, nan

import numpy as np
import pytest
from scripted import garage

from journeysim import metrics
from journeysim.engine.choice import SIMPY
from journeysim.events import EventType
from journeysim.experiment.break_even import BreakEven, Crossing, Swing
from journeysim.experiment.draws import draw_worlds
from journeysim.experiment.estimate import Estimate
from journeysim.experiment.replicate import MeasureTask, perform
from journeysim.scenario.scenario import Scenario
from journeysim.study.advice import TurnSearch
from journeysim.study.ask import Frame
from journeysim.tui.figures import FIGURES
from journeysim.tui.protocol import (
    Died,
    Drawn,
    DrawsRequest,
    Exported,
    ExportRequest,
    Failed,
    Kind,
    News,
    Open,
    RunRequest,
    RunSpec,
    RunUpdate,
    Turns,
    TurnsRequest,
    opening,
    scenario_of,
)
from journeysim.tui.simulator import WorkerProcess
from journeysim.tui.wire import line_of, news_of, order_of
from journeysim.tui.worker.runs import SteppedRun
from journeysim.tui.worker.scheduler import Scheduler
from journeysim.tui.worker.series_recorder import recorded

REMINDERS = {"care": {"touches": {"reminder": {"reach": 0.6}}}}


def small() -> Scenario:
    return garage().with_values(
        {"population": {"customers": 80}, "run": {"days": "60 d"}}, "a test"
    )


def order(scenario: Scenario) -> Open:
    return opening(scenario, SIMPY)


def ask(
    key: int = 1, replication: int = 0, levers: tuple = (), world: dict | None = None
) -> RunSpec:  # type: ignore[type-arg]
    return RunSpec(key, "wait_and_see", list(levers), world or {}, 7, replication, replication == 0)


def test_every_order_and_all_news_survive_the_wire() -> None:
    frame = Frame("busy", seed=3, settings=("a=1",), dated=(("9 d", "b=2"),))
    export = ExportRequest(Kind.REPORT, "x.html", "firm.toml", frame, "you", "plain", 4, SIMPY)
    assert order_of(line_of(export)) == export
    draws = DrawsRequest(("run.seed=3",), ("wait_and_see", "caring"), ("profit",), 12)
    assert order_of(line_of(draws)) == draws
    pair, stands = ("caring", "wait_and_see"), Estimate(0.1, -1.0, 2.0, 2)
    search = TurnSearch(pair, "profit", (("talk", "referral"), ("leaving",)), stands, (0.1, 0.3))
    turns = TurnsRequest(("run.seed=3",), search)
    assert order_of(line_of(turns)) == turns
    swing = Swing(("talk", "referral"), 0.1, 0.0, 0.3, 1.0, 2.0, -1.0)
    for said in (order(small()), RunRequest([ask(levers=((9.0, REMINDERS),))]), RunRequest([])):
        again = order_of(line_of(said))
        assert line_of(again) == line_of(said)
    for news in (
        RunUpdate(3, 0, 9, True, SIMPY, ["", ""], 17),
        Drawn(draws, 4, "retention", {"caring": {"profit": [1.5, 2.0]}}),
        Turns(turns, None),
        Turns(turns, BreakEven(swing, None)),
        Turns(turns, BreakEven(swing, Crossing(0.2, None, 0.25))),
        Failed(3, "no"),
        Exported("x.html", "no"),
        Died("no room"),
    ):
        assert news_of(line_of(news)) == news
    for text in ('{"is":"Open"}', '{"is":"Died","why":""}', "{}", "[]"):
        with pytest.raises(ValueError):
            order_of(text)


def test_a_scenario_arrives_as_it_left() -> None:
    assert scenario_of(order_of(line_of(order(small())))).tables == small().tables  # type: ignore[arg-type]


def worked_off(*asks: RunSpec) -> dict[tuple[int, int], RunUpdate]:
    """The whole runs that a scheduler makes of these asks."""
    scheduler, found = Scheduler(clock=lambda: 0.0), {}
    scheduler.take(order(small()))
    scheduler.take(RunRequest(list(asks)))
    while not scheduler.is_idle:
        news = scheduler.work()
        if isinstance(news, RunUpdate) and news.whole:
            found[news.key, news.replication] = news
        assert not isinstance(news, Failed)
    return found


def test_draws_wait_for_runs_and_are_those_of_a_comparison() -> None:
    scheduler, said = Scheduler(clock=lambda: 0.0), []
    scheduler.take(order(small()))
    request = DrawsRequest(("run.seed=3",), ("wait_and_see", "caring"), ("retention", "profit"), 3)
    scheduler.take(request)
    scheduler.take(RunRequest([ask()]))
    while not scheduler.is_idle:
        said.append(scheduler.work())
    first, last = (news for news in said if isinstance(news, Drawn | RunUpdate) and (isinstance(news, Drawn) or news.whole))  # fmt: skip
    assert isinstance(first, RunUpdate)
    assert isinstance(last, Drawn)
    there = small().with_settings(["run.seed=3"])
    draws = draw_worlds(there, request.policies, request.metrics, 3, jobs=1)
    assert (last.request, last.assumed, last.kept) == (request, draws.assumed, draws.kept)
    for policy, of in draws.observations.items():
        assert {name: list(values) for name, values in of.items()} == last.observations[policy]


def test_draws_of_a_world_that_cannot_be_are_none() -> None:
    scheduler = Scheduler(clock=lambda: 0.0)
    scheduler.take(order(small()))
    scheduler.take(DrawsRequest(("population.customers=-3",), ("caring",), ("profit",), 3))
    assert scheduler.is_idle


def test_a_search_whose_world_cannot_be_gives_up() -> None:
    stands = Estimate(1.0, 0.5, 2.0, 3)
    search = TurnSearch(
        ("caring", "wait_and_see"), "profit", (("leaving", "newcomer_hazard"),), stands, ()
    )
    for settings in (("population.customers=-3",), ()):
        scheduler = Scheduler(clock=lambda: 0.0)
        scheduler.take(order(small()))
        scheduler.take(TurnsRequest(settings, replace(search, pair=("nobody", "caring"))))
        while not scheduler.is_idle:
            assert scheduler.work() is None


def test_a_whole_run_says_how_many_events_it_had() -> None:
    scenario = small().with_settings(["run.seed=7"])
    done = perform(MeasureTask(scenario, "wait_and_see", 0, ()))
    assert worked_off(ask())[1, 0].events == done.events


def test_a_lever_turned_to_where_it_stands_changes_not_a_digit_of_any_day() -> None:
    same = {"care": {"touches": {"reminder": {"reach": 0.0}}}}
    found = worked_off(ask(1), ask(2, levers=((20.0, same),)))
    one, two = found[1, 0].recording, found[2, 0].recording
    assert np.array_equal(one.days, two.days, equal_nan=True)
    assert np.array_equal(one.left, two.left)


def test_a_change_tells_the_same_up_to_its_day_and_differs_after() -> None:
    found = worked_off(ask(1), ask(2, levers=((20.0, REMINDERS),)))
    one, two = found[1, 0].recording.days, found[2, 0].recording.days
    assert np.array_equal(one[:21], two[:21], equal_nan=True)
    assert not np.array_equal(one[60], two[60])


def test_wants_are_answered_in_their_order_and_what_is_no_longer_wanted_is_dropped() -> None:
    scheduler = Scheduler(clock=lambda: 0.0)
    scheduler.take(order(small()))
    scheduler.take(RunRequest([ask(1), ask(1, 1), ask(2, levers=((5.0, REMINDERS),))]))
    told = []
    while len(told) < 1:
        news = scheduler.work()
        if isinstance(news, RunUpdate) and news.whole:
            told.append((news.key, news.replication))
    scheduler.take(RunRequest([ask(3, levers=((9.0, REMINDERS),))]))
    while not scheduler.is_idle:
        news = scheduler.work()
        if isinstance(news, RunUpdate) and news.whole:
            told.append((news.key, news.replication))
    assert told == [(1, 0), (3, 0)]


def test_a_run_that_takes_long_says_how_far_it_is() -> None:
    times = iter(range(100_000))
    scheduler = Scheduler(clock=lambda: float(next(times)))
    scheduler.take(order(small()))
    scheduler.take(RunRequest([ask()]))
    last = []
    while not scheduler.is_idle:
        news = scheduler.work()
        if isinstance(news, RunUpdate):
            last.append((news.last, news.whole))
    assert last[0] == (7, False)
    assert last[-1] == (60, True)
    assert [day for day, _ in last] == sorted({day for day, _ in last})


def test_days_told_early_are_the_days_of_the_whole_run() -> None:
    scenario = small()
    whole = SteppedRun(scenario, scenario.phases("caring"), 7, 0, SIMPY)
    whole.advance(60)
    part = SteppedRun(scenario, scenario.phases("caring"), 7, 0, SIMPY)
    part.advance(30)
    early, late = part.recording().days, whole.recording().days
    sums = [name for name in FIGURES if name not in ("wait_p95", "profit", "cost")]
    for name in sums:
        index = FIGURES.index(name)
        assert early[:31, index] == pytest.approx(late[:31, index]), name


def test_a_run_that_cannot_be_made_says_why_and_the_next_one_goes_on() -> None:
    wrong = {"care": {"touches": {"reminder": {"reach": 7.0}}}}
    scheduler = Scheduler()
    scheduler.take(order(small()))
    scheduler.take(RunRequest([ask(1, levers=((5.0, wrong),)), ask(2)]))
    first = scheduler.work()
    assert isinstance(first, Failed)
    assert "reach" in first.why
    assert not scheduler.is_idle


def test_a_world_dial_changes_the_world() -> None:
    rough = {"problems": {"breakdown": {"rate": "9 per year"}}}
    found = worked_off(ask(1), ask(2, world=rough))
    index = FIGURES.index("failures")
    assert found[2, 0].recording.days[60, index] > 2 * found[1, 0].recording.days[60, index]


@pytest.mark.parametrize("policy", ["wait_and_see", "caring"])
def test_the_last_day_is_what_the_metrics_say(policy: str) -> None:
    scenario = small()
    run = SteppedRun(scenario, scenario.phases(policy), 7, 0, SIMPY)
    run.advance(60)
    outcome = run.engine_run.outcome(60.0)
    shown = dict(zip(FIGURES, recorded(outcome, False).days[-1], strict=True))
    names = (
        "retention",
        "profit",
        "wait_p95",
        "service_cost",
        "care_cost",
        "programmes",
        "problems",
    )
    said = metrics.evaluate(outcome, [metrics.find(name) for name in names])
    assert shown["stayed"] / shown["started"] == said["retention"]
    assert shown["profit"] == said["profit"]
    assert shown["wait_p95"] == said["wait_p95"]
    costs = fsum(said[each] for each in ("service_cost", "care_cost", "programmes"))
    assert shown["cost"] == pytest.approx(costs, rel=1e-12)
    assert shown["failures"] == said["problems"]


def test_daily_money_is_the_metric_asked_for_that_day() -> None:
    scenario = small()
    run = SteppedRun(scenario, scenario.phases("caring"), 7, 0, SIMPY)
    run.advance(60)
    outcome = run.engine_run.outcome(60.0)
    column = recorded(outcome, False).days[:, FIGURES.index("profit")]
    for day in (10, 33, 59):
        said = metrics.evaluate(outcome, [metrics.find(f"profit@{day}d")])
        assert column[day] == pytest.approx(said[f"profit@{day}d"])


def test_everybody_is_somewhere_counted_case_by_case() -> None:
    """Open and unspoken matters at midnight, counted by walking through the log."""
    scenario = garage().with_values({"run": {"days": "90 d"}}, "a test")
    run = SteppedRun(scenario, scenario.phases("caring"), 7, 0, SIMPY)
    run.advance(90)
    outcome = run.engine_run.outcome(90.0)
    days = recorded(outcome, False).days
    reopened = (
        EventType.FAILURE,
        EventType.REQUEST,
        EventType.FOUND,
        EventType.ABANDONED,
        EventType.TURNED_AWAY,
    )
    reopened = (*reopened, EventType.UNRESOLVED)
    for day in (1, 40, 90):
        state: dict[tuple[int, int, int], str] = {}
        gone = set()
        for row in outcome.log.rows[outcome.log.rows["time"] < day]:
            kind = EventType(int(row["kind"]))
            case = (int(row["customer"]), int(row["slot"]), int(row["number"]))
            if kind in reopened:
                state[case] = "problem"
            elif kind is EventType.SILENT:
                state[case] = "silent"
            elif kind in (
                EventType.CONTACT,
                EventType.ANSWERED,
                EventType.OVERFLOWED,
                EventType.ESCALATED,
            ):
                state[case] = "talk"
            elif kind in (
                EventType.RESOLVED,
                EventType.HEALED,
                EventType.GAVE_UP,
                EventType.INTERCEPTED,
            ):
                state[case] = "closed"
            elif kind is EventType.LEFT:
                gone.add(int(row["customer"]))
        for name in ("problem", "silent"):
            there = sum(1 for (who, _, _), s in state.items() if s == name and who not in gone)
            assert days[day, FIGURES.index(name)] == there, (day, name)


def test_a_seat_knows_everything_that_happens_to_it() -> None:
    found = worked_off(ask())[1, 0].recording
    assert set(found.seats["customer"].tolist()) <= set(range(0, 80, 2))
    joined = found.seats[found.seats["kind"] == EventType.JOINED]
    assert len(joined) == 40


def test_without_waits_there_is_no_wait() -> None:
    scenario = small().with_values(
        {"problems": {"breakdown": {"rate": "0 per year"}, "question": {"rate": "0 per year"}}},
        "a test",
    )
    run = SteppedRun(scenario, scenario.phases("wait_and_see"), 7, 0, SIMPY)
    run.advance(60)
    assert str(run.recording().days[60, FIGURES.index("wait_p95")]) == str(nan)


def heard_from(source: WorkerProcess, until: int = 1) -> list[News]:
    """Everything a process says about the small world up to so many whole runs, or its end."""
    heard: list[News] = []

    async def listen() -> None:
        enough = asyncio.Event()

        def hear(news: object) -> None:
            heard.extend(news)  # type: ignore[arg-type]
            whole = [each for each in heard if isinstance(each, RunUpdate) and each.whole]
            if len(whole) >= until or isinstance(heard[-1], Died):
                enough.set()

        await source.open(hear)
        source.send(order(small()))
        source.send(RunRequest([ask(1), ask(1, 1)]))
        await asyncio.wait_for(enough.wait(), 60)
        process = source.process
        await source.close()
        assert process is not None
        assert process.returncode is not None

    asyncio.run(listen())
    return heard


def test_the_real_process_tells_what_is_wanted_and_ends_when_it_is_closed() -> None:
    heard = heard_from(WorkerProcess(), until=2)
    whole = [each for each in heard if isinstance(each, RunUpdate) and each.whole]
    assert [(run.key, run.replication) for run in whole] == [(1, 0), (1, 1)]
    own = worked_off(ask())[1, 0]
    assert whole[0].recording.days.tobytes() == own.recording.days.tobytes()


def test_a_process_that_dies_says_why() -> None:
    heard = heard_from(WorkerProcess(sys.executable, "-c", "raise SystemExit('no room left')"))
    assert heard == [Died("no room left")]


def test_a_worker_that_fails_says_why_in_its_last_words() -> None:
    code = (
        "import journeysim.tui.worker.__main__ as w, journeysim.tui.worker.scheduler as d\n"
        "def fail(self): raise RuntimeError('the model is broken')\n"
        "d.Scheduler.work = fail\n"
        "w.main()"
    )
    heard = heard_from(WorkerProcess(sys.executable, "-c", code))
    assert heard == [Died("RuntimeError: the model is broken")]


def test_the_process_does_not_load_the_screen() -> None:
    code = "import sys, journeysim.tui.worker.__main__; sys.exit('textual' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
