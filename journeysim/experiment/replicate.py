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
from concurrent.futures import (
    FIRST_COMPLETED,
    Future,
    ProcessPoolExecutor,
    ThreadPoolExecutor,
    wait,
)
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from itertools import islice
from math import nan
from multiprocessing import get_context, resource_tracker
from typing import TYPE_CHECKING, NamedTuple, Protocol, TypeVar

from journeysim.engine import choice
from journeysim.engine.choice import COMPILED, SIMPY
from journeysim.errors import LostWorkError
from journeysim.experiment.kernels import load_kernels
from journeysim.scenario.scenario import Scenario

if TYPE_CHECKING:
    from journeysim.engine.log import Array

TRIES = 3
_WINDOW = 3


class Task(NamedTuple):
    """One policy in one replication of a scenario, what to measure of it, and which engine runs."""

    scenario: Scenario
    policy: str
    replication: int
    metrics: tuple[str, ...]
    engine: str = SIMPY


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

Work = Callable[[Task], Result]
"""What is done with a task that measures."""


class Doable(Protocol):
    """What can be carried out: plain data that says which policy, which luck and which engine."""

    @property
    def policy(self) -> str: ...
    @property
    def replication(self) -> int: ...
    @property
    def engine(self) -> str: ...


_Task = TypeVar("_Task", bound=Doable)
_Result = TypeVar("_Result")


def perform(task: Task, stop: Array | None = None) -> Result:
    """Run one task. A pure function: the same task gives the same result anywhere.

    What is asked of a channel that this policy does not have is NaN. stop: see `running.run`.
    """
    from journeysim import metrics
    from journeysim.engine.running import run

    outcome = run(task.scenario, task.policy, task.replication, task.engine, stop)
    rate = task.scenario.tables.money.discount_rate
    requests = [metrics.find(text) for text in task.metrics]
    channels = (None, *outcome.encoded.names.channels)
    there = [request for request in requests if request.channel in channels]
    found = metrics.evaluate(outcome, there, discount_rate=rate)
    days = int(outcome.horizon)
    return Result(
        task.policy,
        task.replication,
        tuple(found.get(request.name, nan) for request in requests),
        tuple(metrics.daily_cash(outcome, days).tolist()),
        tuple(metrics.daily_retention(outcome, days).tolist()),
        len(outcome.log),
    )


def perform_all(
    tasks: Sequence[Task],
    jobs: int | None = None,
    progress: Progress | None = None,
    work: Work = perform,
) -> list[Result]:
    """Run and measure all tasks; see `carry_out`."""
    return carry_out(tasks, work, jobs, progress)


def carry_out(
    tasks: Sequence[_Task],
    work: Callable[..., _Result],
    jobs: int | None = None,
    progress: Progress | None = None,
) -> list[_Result]:
    """Do all tasks; the results come in the order of the tasks.

    work: what is done with a task, a function that workers can import; compiled runs hand it the
    flag that stops them too. jobs: worker processes; 1 runs everything here, None takes one a core.
    Raises LostWorkError naming the tasks that could not be done, EngineError as the first failing
    task raised it.
    """
    workers = min(jobs or os.cpu_count() or 1, len(tasks))
    if tasks and tasks[0].engine == COMPILED:
        return _in_threads(tasks, workers, progress, work)
    if workers <= 1:
        results = []
        for task in tasks:
            results.append(work(task))
            if progress:
                progress(len(results), len(tasks))
        return results
    done: dict[int, _Result] = {}
    tries = [0] * len(tasks)
    while len(done) < len(tasks):
        _round(tasks, workers, done, tries, progress, work)
        lost = [index for index in range(len(tasks)) if index not in done and tries[index] >= TRIES]
        if lost:
            names = ", ".join(
                f"{tasks[i].policy} (replication {tasks[i].replication})" for i in lost
            )
            raise LostWorkError(f"gave up after {TRIES} lost workers each: {names}")
    return [done[index] for index in range(len(tasks))]


def _in_threads(
    tasks: Sequence[_Task],
    workers: int,
    progress: Progress | None,
    work: Callable[..., _Result],
) -> list[_Result]:
    """All tasks in threads of this process: compiled runs let each other work.

    Ctrl-C raises a flag that every kernel looks at, so it takes effect at once.
    """
    import numpy as np

    choice.compile_now()
    load_kernels()
    stop = np.zeros(1, dtype=np.int64)
    done: dict[int, _Result] = {}
    waiting = iter(range(len(tasks)))
    with ThreadPoolExecutor(workers) as pool:
        running = {
            pool.submit(work, tasks[index], stop): index
            for index in islice(waiting, workers * _WINDOW)
        }
        try:
            while running:
                finished, _ = wait(running, timeout=0.1, return_when=FIRST_COMPLETED)
                for future in finished:
                    done[running.pop(future)] = future.result()
                    if progress:
                        progress(len(done), len(tasks))
                    for index in islice(waiting, 1):
                        running[pool.submit(work, tasks[index], stop)] = index
        except BaseException:
            stop[0] = 1
            pool.shutdown(wait=True, cancel_futures=True)
            raise
    return [done[index] for index in range(len(tasks))]


def _round(
    tasks: Sequence[_Task],
    workers: int,
    done: dict[int, _Result],
    tries: list[int],
    progress: Progress | None,
    work: Callable[..., _Result],
) -> None:
    """One pool of workers, until everything is done or a worker dies.

    A dead worker takes every task under way with it, guilty or not. Tasks that were under way
    twice before run one at a time, so that a third loss names the task that kills.
    """
    waiting = iter([index for index in range(len(tasks)) if index not in done])
    suspicious = any(tries[index] >= TRIES - 1 for index in range(len(tasks)) if index not in done)
    window = 1 if suspicious else workers * _WINDOW
    with _pool(1 if suspicious else workers) as pool:
        running: dict[Future[_Result], int] = {}

        def begin(count: int) -> None:
            for index in islice(waiting, count):
                with _interrupts_held_back():
                    running[pool.submit(work, tasks[index])] = index

        try:
            begin(window)
            while running:
                finished, _ = wait(running, timeout=0.1, return_when=FIRST_COMPLETED)
                for future in finished:
                    done[running[future]] = future.result()
                    del running[future]
                    if progress:
                        progress(len(done), len(tasks))
                begin(len(finished))
        except BrokenProcessPool:
            for future, index in running.items():
                if future.done() and future.exception() is None:
                    done[index] = future.result()
                else:
                    tries[index] += 1


@contextmanager
def _interrupts_held_back() -> Iterator[None]:
    """Let no interrupt fall into the birth of a worker: it comes right after.

    The worker inherits that Ctrl-C is blocked, so that it is not hit before it is calm. Blocking
    alone is not enough here: a signal is taken by whatever thread does not block it.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    held: list[int] = []
    numbers = (signal.SIGINT, signal.SIGTERM)
    before = [signal.signal(number, lambda number, _: held.append(number)) for number in numbers]
    try:
        with _blocked(signal.SIGINT):
            yield
    finally:
        for number, handler in zip(numbers, before, strict=True):
            signal.signal(number, handler or signal.SIG_DFL)
    if held:
        signal.raise_signal(held[0])


@contextmanager
def _blocked(number: signal.Signals) -> Iterator[None]:
    """Block a signal in this thread and in processes it begins, where that can be done."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    resource_tracker.ensure_running()
    mask = signal.pthread_sigmask(signal.SIG_BLOCK, {number})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)


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
