"""Threads of compiled runs stop when they are told to."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from time import sleep
from typing import Any

import pytest

from journeysim.engine.choice import COMPILED
from journeysim.engine.log import Array
from journeysim.experiment.replicate import MeasureTask, perform_all
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
