"""Replicate: many runs of policies, side by side in worker processes, as many as asked for.

A task is plain data; a result is a few numbers. Results are ordered by task, never by who was
quicker, so the number of workers changes nothing. When a worker dies its task is done again; a task
that loses its worker three times is named and given up.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ThreadPoolExecutor, wait
from contextlib import closing
from itertools import islice
from math import nan
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from journeysim.engine import choice
from journeysim.engine.choice import COMPILED, SIMPY, Jobs
from journeysim.experiment.executors import by_executor
from journeysim.experiment.workers import Task, each_done
from journeysim.scenario.in_small import SmallFirm, small_firm
from journeysim.scenario.scenario import Scenario

if TYPE_CHECKING:
    from journeysim.engine.log import Array
    from journeysim.metrics import Request

_WINDOW = 3


class MeasureTask(NamedTuple):
    """One policy in one replication of a scenario, what to measure of it, and which engine runs.

    max_events: a run with more is given up; curves: money and people by day, too.
    """

    scenario: Scenario
    policy: str
    replication: int
    metrics: tuple[str, ...]
    engine: str = SIMPY
    max_events: int | None = None
    curves: bool = True


class Result(NamedTuple):
    """What one task measured, in the order of its metrics, and its money and people by day.

    cash: cumulative profit at the end of each day; active: share of day-0 customers still there; both
    empty where no curves are asked for.
    """

    policy: str
    replication: int
    values: tuple[float, ...]
    cash: tuple[float, ...]
    active: tuple[float, ...]
    events: int


Progress = Callable[[int, int], None]
"""Told how many tasks are done, of how many."""

Work = Callable[[MeasureTask], Result]
"""What is done with a task that measures."""


_Task = TypeVar("_Task", bound=Task)
_Result = TypeVar("_Result")


def perform(task: MeasureTask, stop: Array | None = None) -> Result:
    """Run one task. A pure function: the same task gives the same result anywhere.

    What is asked of a channel that this policy does not have is NaN. A firm that is told in small
    (`small_firm`) is measured as the whole firm it stands for. stop: see `running.run`.
    """
    from journeysim import metrics
    from journeysim.engine.running import run

    firm = small_firm(task.scenario)
    outcome = run(firm.scenario, task.policy, task.replication, task.engine, stop, task.max_events)
    rate = task.scenario.tables.money.discount_rate
    requests = [metrics.find(text) for text in task.metrics]
    channels = (None, *outcome.encoded.names.channels)
    there = [request for request in requests if request.channel in channels]
    records = metrics.Records(outcome)
    values = metrics.evaluate(records, there, discount_rate=rate)
    days = int(outcome.horizon)
    cash, active = (), ()
    if task.curves:
        cash = tuple((firm.times * metrics.daily_cash(records, days)).tolist())
        active = tuple(metrics.daily_retention(records, days).tolist())
    return Result(
        task.policy,
        task.replication,
        tuple(_of_the_whole(firm, each, values.get(each.name, nan)) for each in requests),
        cash,
        active,
        len(outcome.log),
    )


def _of_the_whole(firm: SmallFirm, request: Request, value: float) -> float:
    """A figure of a firm in small as the whole firm's: totals times how many customers one stands for,
    waits over the pace of their line's clock; NaN for the waits of lines with different clocks."""
    if firm.times == 1:
        return value
    if request.metric.unit == "min":
        own = firm.clocks.get(request.channel or "")
        paces = {own} if own else set(firm.clocks.values())
        return value / paces.pop() if len(paces) == 1 else nan
    return value * firm.times if request.metric.is_total else value


def perform_all(
    tasks: Sequence[MeasureTask],
    jobs: Jobs = None,
    progress: Progress | None = None,
    work: Work = perform,
) -> list[Result]:
    """Run and measure all tasks; see `carry_out`."""
    return carry_out(tasks, work, jobs, progress)


def carry_out(
    tasks: Sequence[_Task],
    work: Callable[..., _Result],
    jobs: Jobs = None,
    progress: Progress | None = None,
) -> list[_Result]:
    """Do all tasks; the results come in the order of the tasks.

    work: what is done with a task, a function that workers can import; compiled runs hand it the
    flag that stops them too. jobs: worker processes; 1 runs everything here, None takes one a core;
    or an executor, which is handed the tasks and left open. Raises LostWorkError naming the tasks that could not be done, EngineError as the first failing
    task raised it.
    """
    if isinstance(jobs, Executor):
        return by_executor(jobs, work, tasks, progress)
    workers = min(choice.workers(jobs), len(tasks))
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
    with closing(each_done(work, tasks, workers)) as answers:
        for place, result in answers:
            done[place] = result
            if progress:
                progress(len(done), len(tasks))
    return [done[place] for place in range(len(tasks))]


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

    from journeysim.engine.compiled.kernel import abreast, kernel

    kernel()
    workers = int(min(workers, abreast()))
    stop = np.zeros(1, dtype=np.int64)
    done: dict[int, _Result] = {}
    waiting = iter(range(len(tasks)))
    with ThreadPoolExecutor(workers) as pool:
        running: dict[Future[_Result], int] = {}
        try:
            for index in islice(waiting, workers * _WINDOW):
                running[pool.submit(work, tasks[index], stop)] = index
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
