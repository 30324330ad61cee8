"""Threads find the compiled engine loaded."""

from __future__ import annotations

import pytest

from journeysim.engine import cache
from journeysim.engine.choice import COMPILED
from journeysim.experiment.kernels import load_kernels
from journeysim.experiment.replicate import Task, perform_all
from journeysim.scenario.scenario import Scenario


@pytest.mark.skipif(not cache.is_warm(), reason="the compiled engine is not compiled")
def test_kernels_are_loaded_before_any_thread_runs_one(firm: Scenario) -> None:
    load_kernels.cache_clear()
    seen = []

    def work(task: Task, _: object) -> int:
        seen.append(load_kernels.cache_info().currsize)
        return task.replication

    tasks = [Task(firm, "plain", number, (), COMPILED) for number in range(4)]
    assert perform_all(tasks, 2, None, work) == [0, 1, 2, 3]  # type: ignore[comparison-overlap, arg-type]
    assert seen == [1, 1, 1, 1]
