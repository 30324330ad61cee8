"""Threads of compiled runs stop when they are told to."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Event
from time import sleep
from typing import Any

import pytest

from journeysim.engine.choice import COMPILED
from journeysim.engine.log import Array
from journeysim.experiment.replicate import MeasureTask, _in_threads, perform_all
from journeysim.scenario.scenario import Scenario


def test_an_interrupt_while_work_is_handed_out_stops_what_has_begun(
    firm: Scenario, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[bool] = []
    handed = ThreadPoolExecutor.submit

    def work(_: MeasureTask, stop: Array) -> int:
        for _ in range(10_000):
            if stop[0]:
                break
            sleep(0.001)
        told.append(bool(stop[0]))
        return 0

    def submit(pool: ThreadPoolExecutor, function: Any, task: MeasureTask, stop: Array) -> Any:
        if task.replication == 1:
            raise KeyboardInterrupt
        return handed(pool, function, task, stop)

    monkeypatch.setattr(ThreadPoolExecutor, "submit", submit)
    tasks = [MeasureTask(firm, "plain", number, (), COMPILED) for number in range(4)]
    with pytest.raises(KeyboardInterrupt):
        perform_all(tasks, 2, None, work)  # type: ignore[arg-type]
    assert told == [True]


def test_a_thread_that_cannot_look_at_the_flag_is_not_waited_for(firm: Scenario) -> None:
    """As on day 0 of millions of customers, whom one call brings into being."""
    begun, deaf, over = Event(), Event(), Event()
    stops: list[Array] = []

    def work(task: MeasureTask, stop: Array) -> int:
        stops.append(stop)
        if task.replication == 1:
            begun.set()
            deaf.wait(30.0)
            over.set()
        begun.wait(30.0)
        return 0

    def broken_off(_place: int, _: int) -> None:
        raise KeyboardInterrupt

    tasks = [MeasureTask(firm, "plain", number, (), COMPILED) for number in range(2)]
    with pytest.raises(KeyboardInterrupt):
        _in_threads(tasks, 2, work, broken_off)
    assert not over.is_set()
    assert stops[0][0] == 1
    deaf.set()
    assert over.wait(30.0)
