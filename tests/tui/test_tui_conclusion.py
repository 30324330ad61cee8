"""What the policies on the screen come to: the words of a comparison, over chance and assumptions."""

from __future__ import annotations

import asyncio

import pytest
from scripted import garage

from journeysim.engine.choice import SIMPY
from journeysim.experiment.compare import Experiment, default_metrics, measure
from journeysim.experiment.draws import BUDGET
from journeysim.numerals import spelled
from journeysim.scenario.scenario import Scenario
from journeysim.study.advice import advise
from journeysim.study.ask import Ask
from journeysim.tui.conclusion import conclusion, state_of
from journeysim.tui.protocol import DrawsRequest, Order, RunRequest, TurnsRequest
from journeysim.tui.run_cache import Configuration
from journeysim.tui.session.session import Session
from journeysim.tui.simulator import Listener
from journeysim.tui.worker.scheduler import Scheduler


class Working:
    """A worker in this process, which works when it is told to."""

    def __init__(self) -> None:
        self.scheduler = Scheduler(clock=lambda: 0.0)
        self.orders: list[Order] = []
        self.listener: Listener = lambda news: None

    async def open(self, listener: Listener) -> None:
        self.listener = listener

    def send(self, order: Order) -> None:
        self.orders.append(order)
        self.scheduler.take(order)  # type: ignore[arg-type]

    async def close(self) -> None:
        """Nothing is left behind."""

    def work(self) -> None:
        """All there is to do."""
        while not self.scheduler.is_idle:
            if (news := self.scheduler.work()) is not None:
                self.listener([news])


def small() -> Scenario:
    return garage().with_values(
        {"population": {"customers": 80}, "run": {"days": "60 d", "replications": 3}}, "a test"
    )


def played(scenario: Scenario) -> tuple[Session, Working]:
    """A session whose screen compares all policies, with all runs it wants."""
    worker = Working()
    session = Session(scenario, None, worker, engine=SIMPY)
    asyncio.run(session.open())
    seed, cache = session.decisions.seed, session.exchange.cache
    session.exchange.further = tuple(
        spec
        for number in range(session.exchange.replications)
        for name in scenario.policies
        for spec in cache.missing(Configuration(name, (), {}, seed), number, number == 0)
    )
    session.request()
    worker.work()
    return session, worker


def dear() -> Scenario:
    """Caring raises its prices: that pays, unless people mind more than is taken here."""
    return small().with_values(
        {
            "population": {"customers": 30},
            "run": {"days": "30 d", "replications": 4},
            "policies": {"caring": {"price": {"level": 1.2}}},
        },
        "a test",
    )


def compared(scenario: Scenario, monkeypatch: pytest.MonkeyPatch) -> Experiment:
    """All policies on paper; ten draws of two of them are what may be spent on top."""
    count = scenario.tables.run.replications
    experiment = measure(
        scenario, scenario.policies, default_metrics(scenario), replications=count, jobs=1
    )
    runs = count * len(scenario.policies)
    monkeypatch.setitem(BUDGET, SIMPY, 2 * 10 * experiment.events // runs + 1)
    return experiment


def test_the_screen_ends_as_a_comparison_does(monkeypatch: pytest.MonkeyPatch) -> None:
    scenario = dear()
    experiment = compared(scenario, monkeypatch)
    session, worker = played(scenario)
    frames, states = [conclusion(session)], [state_of(session)]
    for _ in range(2):
        worker.work()
        states.append(state_of(session))
        frames.append(conclusion(session))
    lines = advise(experiment, scenario.baseline, Ask(engine=SIMPY, jobs=1)).lines
    paper = tuple(map(spelled, lines))
    assert frames[0][1].endswith("not counted.")
    assert " assumed figures: " in frames[1][1]
    assert "turn" in paper[2]
    assert frames[1] == paper[:2]
    assert frames[2] == paper
    assert len(set(states)) == 3
    asked = [order for order in worker.orders if isinstance(order, DrawsRequest | TurnsRequest)]
    assert list(map(type, asked)) == [DrawsRequest, TurnsRequest]


def test_what_turns_another_pair_is_not_said_and_is_looked_for_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    scenario = dear()
    compared(scenario, monkeypatch)
    session, worker = played(scenario)
    exchange = session.exchange
    conclusion(session)
    worker.work()
    before = conclusion(session)
    (search,) = (order for order in worker.orders if isinstance(order, TurnsRequest))
    other = DrawsRequest(("run.seed=3",), ("wait_and_see", "caring"), ("profit",), 1)
    for _ in range(3):
        worker.scheduler.work()
    exchange.draws(other)
    worker.work()
    assert other in exchange.drawn
    assert not exchange.turns
    assert conclusion(session) == before
    assert [order for order in worker.orders if isinstance(order, TurnsRequest)] == [search] * 2


def test_nothing_is_drawn_before_all_runs_are_there_or_where_it_would_take_long() -> None:
    session, worker = played(small())
    for runs in map(session.exchange.cache.runs, session.pair):
        runs.events = dict.fromkeys(runs.events, 10**6)
    conclusion(session)
    session.exchange.replications += 1
    conclusion(session)
    assert not [order for order in worker.orders if isinstance(order, DrawsRequest)]
    assert [order for order in worker.orders if isinstance(order, RunRequest)]
