"""Replicate: many runs of policies, side by side in worker processes, as many as asked for.

A task is plain data; a result is a few numbers. Results are ordered by task, never by who was
quicker, so the number of workers changes nothing. When a worker dies its tasks are done again; a
task that kills its worker three times is named and given up.
"""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from itertools import islice
from multiprocessing import get_context
from typing import NamedTuple

from journeysim.errors import LostWorkError
from journeysim.scenario.scenario import Scenario

TRIES = 3
_WINDOW = 3


class Task(NamedTuple):
    """One policy in one replication of a scenario, and what to measure of it."""

    scenario: Scenario
    policy: str
    replication: int
    metrics: tuple[str, ...]


class Result(NamedTuple):
    """What one task measured, in the order of its metrics, and its money and people by day.

    cash: cumulative profit at the end of each day; active: share of day-0 customers still there.
    """

    policy: str
    replication: int
    values: tuple[float, ...]
    cash: tuple[float, ...]
    active: tuple[float, ...]
    events: int


Progress = Callable[[int, int], None]
"""Told how many tasks are done, of how many."""


def perform(task: Task) -> Result:
    """Run one task. A pure function: the same task gives the same result anywhere."""
    from journeysim import metrics
    from journeysim.engine.running import run

    outcome = run(task.scenario, task.policy, task.replication)
    rate = task.scenario.tables.money.discount_rate
    requests = [metrics.find(text) for text in task.metrics]
    found = metrics.evaluate(outcome, requests, discount_rate=rate)
    days = int(outcome.horizon)
    return Result(
        task.policy,
        task.replication,
        tuple(found[request.name] for request in requests),
        tuple(metrics.daily_cash(outcome, days).tolist()),
        tuple(metrics.daily_retention(outcome, days).tolist()),
        len(outcome.log),
    )


def perform_all(
    tasks: Sequence[Task], jobs: int | None = None, progress: Progress | None = None
) -> list[Result]:
    """Run all tasks; the results come in the order of the tasks.

    jobs: worker processes; 1 runs everything here, None takes one a core. Raises LostWorkError
    naming the tasks that could not be done, EngineError as the first failing task raised it.
    """
    workers = min(jobs or os.cpu_count() or 1, len(tasks))
    if workers <= 1:
        results = []
        for task in tasks:
            results.append(perform(task))
            if progress:
                progress(len(results), len(tasks))
        return results
    done: dict[int, Result] = {}
    tries = [0] * len(tasks)
    while len(done) < len(tasks):
        _round(tasks, workers, done, tries, progress)
        lost = [index for index in range(len(tasks)) if index not in done and tries[index] >= TRIES]
        if lost:
            names = ", ".join(
                f"{tasks[i].policy} (replication {tasks[i].replication})" for i in lost
            )
            raise LostWorkError(f"gave up after {TRIES} lost workers each: {names}")
    return [done[index] for index in range(len(tasks))]


def _round(
    tasks: Sequence[Task],
    workers: int,
    done: dict[int, Result],
    tries: list[int],
    progress: Progress | None,
) -> None:
    """One pool of workers, until everything is done or a worker dies.

    A dead worker takes every task under way with it, guilty or not. Tasks that were under way
    twice before run one at a time, so that a third loss names the task that kills.
    """
    waiting = iter([index for index in range(len(tasks)) if index not in done])
    suspicious = any(tries[index] >= TRIES - 1 for index in range(len(tasks)) if index not in done)
    window = 1 if suspicious else workers * _WINDOW
    with _pool(1 if suspicious else workers) as pool:
        running: dict[Future[Result], int] = {}
        try:
            for index in _first(waiting, window):
                running[pool.submit(perform, tasks[index])] = index
            while running:
                finished, _ = wait(running, timeout=0.1, return_when=FIRST_COMPLETED)
                for future in finished:
                    done[running[future]] = future.result()
                    del running[future]
                    if progress:
                        progress(len(done), len(tasks))
                    for index in _first(waiting, 1):
                        running[pool.submit(perform, tasks[index])] = index
        except BrokenProcessPool:
            for index in running.values():
                if index not in done:
                    tries[index] += 1


def _first(items: Iterator[int], count: int) -> list[int]:
    return list(islice(items, count))


@contextmanager
def _pool(workers: int) -> Iterator[ProcessPoolExecutor]:
    """A pool whose workers end with it, at once, however it is left."""
    pool = ProcessPoolExecutor(workers, get_context("spawn"), _calm, (os.getpid(),))
    try:
        yield pool
    except BaseException:
        for process in list((pool._processes or {}).values()):
            process.kill()
        pool.shutdown(wait=False, cancel_futures=True)
        raise
    pool.shutdown(wait=True, cancel_futures=True)


def _calm(parent: int) -> None:
    """In a worker: leave Ctrl-C to the parent, and end when the parent is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(0.5)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()
