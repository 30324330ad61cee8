"""A dask cluster carries replications like any executor: the same numbers, also when a worker dies."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from journeysim.engine.choice import SIMPY
from journeysim.experiment.keeping import Keeping
from journeysim.experiment.replicate import MeasureTask, perform, perform_all
from journeysim.experiment.store import Store
from journeysim.scenario.scenario import Scenario

distributed = pytest.importorskip(
    "distributed", reason="dask is not installed: pip install '.[cluster]'"
)


def tasks(firm: Scenario, count: int) -> list[MeasureTask]:
    return [
        MeasureTask(firm, "plain", number, ("retention", "profit"), SIMPY)
        for number in range(count)
    ]


@pytest.fixture(scope="module")
def client() -> Iterator[Any]:
    """A scheduler and two workers, processes of their own on the loopback."""
    there = distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, host="127.0.0.1", dashboard_address=None
    )
    with there, distributed.Client(there) as client:
        yield client


def test_a_cluster_finds_the_same_bits_and_its_results_are_kept(
    firm: Scenario, client: Any, tmp_path: Path
) -> None:
    keeping = Keeping(Store(tmp_path / "kept"), client.get_executor())
    there = perform_all(tasks(firm, 4), keeping)
    assert there == [perform(task) for task in tasks(firm, 4)]
    assert perform_all(tasks(firm, 4), Keeping(Store(tmp_path / "kept"), 1)) == there


def test_a_worker_that_dies_costs_nothing_but_time(firm: Scenario, client: Any) -> None:
    def kill_one(done: int, _: int) -> None:
        if done == 3:
            os.kill(next(iter(client.run(os.getpid).values())), signal.SIGKILL)

    there = perform_all(tasks(firm, 12), client.get_executor(retries=3), kill_one)
    assert there == [perform(task) for task in tasks(firm, 12)]
