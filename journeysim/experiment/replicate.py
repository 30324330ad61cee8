"""Replicate: many runs of policies, side by side in worker processes, as many as asked for.

A task is plain data; a result is a few numbers. Results are ordered by task, never by who was
quicker, so the number of workers changes nothing. When a worker dies its task is done again; a task
that loses its worker three times is named and given up.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ThreadPoolExecutor, wait
from contextlib import closing
from itertools import islice, zip_longest
from math import nan
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from journeysim.engine import choice
from journeysim.engine.choice import COMPILED, SIMPY, Jobs
from journeysim.experiment.cluster import Cluster
from journeysim.experiment.executors import Landing, by_executor
from journeysim.experiment.keeping import Keeping
from journeysim.experiment.workers import Task, each_done
from journeysim.scenario.in_small import SmallFirm, small_firm
from journeysim.scenario.scenario import Scenario

if TYPE_CHECKING:
    from journeysim.engine.log import Array
    from journeysim.metrics import Request

_WINDOW = 3

PATIENCE = 0.1
"""Seconds that threads are waited for after Ctrl-C."""


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
        tuple(of_the_whole(firm, each, values.get(each.name, nan)) for each in requests),
        cash,
        active,
        len(outcome.log),
    )


def of_the_whole(firm: SmallFirm, request: Request, value: float) -> float:
    """A figure of a firm in small as the whole firm's: totals times how many customers one stands for,
    waits over the pace of their line's clock; NaN for the waits of lines with different clocks."""
    if firm.times == 1:
        return value
    if request.metric.unit == "min":
        return value / firm.clocks.get(request.channel or "", firm.pace)
    return value * firm.times if request.metric.is_total else value


def perform_all(
    tasks: Sequence[MeasureTask],
    jobs: Jobs = None,
    progress: Progress | None = None,
    work: Work = perform,
) -> list[Result]:
    """Run and measure all tasks; see `carry_out`.

    Where results are kept (jobs is a `Keeping`), what is there is taken, and what is run is kept at
    once, so that whatever ends this work, the next goes on where it was.
    """
    if not isinstance(jobs, Keeping) or work is not perform:
        return carry_out(tasks, work, jobs, progress)
    keys = jobs.keys(tasks)
    there = {place: jobs.find(keys[place], task) for place, task in enumerate(tasks)}
    missing = [place for place, kept in there.items() if kept is None]

    def keep(place: int, result: Result) -> None:
        jobs.keep(keys[missing[place]], tasks[missing[place]], result)

    left = [tasks[place] for place in missing]
    made = carry_out(left, work, jobs.hands(left), progress, keep)
    answers = dict(zip(missing, made, strict=True))
    for place, kept in there.items():
        if kept is not None:
            task = tasks[place]
            answers[place] = Result(task.policy, task.replication, *kept[:4])
    return [answers[place] for place in range(len(tasks))]


def carry_out(
    tasks: Sequence[_Task],
    work: Callable[..., _Result],
    jobs: Jobs = None,
    progress: Progress | None = None,
    landed: Landing[_Result] | None = None,
) -> list[_Result]:
    """Do all tasks; the results come in the order of the tasks.

    work: what is done with a task, a function that workers can import; compiled runs hand it the
    flag that stops them too. jobs: worker processes; 1 runs everything here, None takes one a core;
    or an executor, which is handed the tasks and left open. landed: is handed each task's place and
    its result as soon as it is there. Raises LostWorkError naming the tasks that could not be done,
    EngineError as the first failing task raised it.
    """
    done: dict[int, _Result] = {}

    def land(place: int, result: _Result) -> None:
        done[place] = result
        if landed:
            landed(place, result)
        if progress:
            progress(len(done), len(tasks))

    if isinstance(jobs, Keeping):
        jobs = jobs.jobs  # what is no measuring is not kept
    if tasks:
        _carry(tasks, work, jobs, land)
    return [done[place] for place in range(len(tasks))]


def _carry(
    tasks: Sequence[_Task], work: Callable[..., _Result], jobs: Jobs, land: Landing[_Result]
) -> None:
    """Have all tasks done: by a cluster, by an executor, by threads, here, or by worker processes."""
    if isinstance(jobs, Cluster):
        jobs.carry(work, tasks, land)
        return
    if isinstance(jobs, Executor):
        by_executor(jobs, work, tasks, land)
        return
    workers = min(choice.workers(jobs), len(tasks))
    if tasks[0].engine == COMPILED:
        _in_threads(tasks, workers, work, land)
    elif workers <= 1:
        for place, task in enumerate(tasks):
            land(place, work(task))
    else:
        with closing(each_done(work, tasks, workers)) as answers:
            for place, result in answers:
                land(place, result)


def in_turns(tasks: Sequence[Task], workers: int) -> list[int]:
    """The order in which threads take tasks: no two begin together that go on from one run-in.

    So the first of a replication passes it, and the others find it passed. The order within a
    replication is that of the tasks.
    """
    from journeysim.engine.running import run_ins_kept

    kin: dict[tuple[str, int], list[int]] = {}
    for place, task in enumerate(tasks):
        kin.setdefault((task.scenario.sha256, task.replication), []).append(place)
    abreast = min(workers, *(run_ins_kept(task.scenario) for task in tasks))
    groups, order = list(kin.values()), []
    for start in range(0, len(groups), abreast):
        for turn in zip_longest(*groups[start : start + abreast]):
            order += [place for place in turn if place is not None]
    return order


def _in_threads(
    tasks: Sequence[_Task], workers: int, work: Callable[..., _Result], land: Landing[_Result]
) -> None:
    """All tasks in threads of this process: compiled runs let each other work.

    Ctrl-C raises a flag that every kernel looks at, so it takes effect at once; a thread that cannot
    look at it yet, as on day 0 of millions of customers, is waited for no longer than `PATIENCE`.
    """
    import numpy as np

    from journeysim.engine.compiled.kernel import abreast, kernel

    kernel()
    workers = int(min(workers, abreast()))
    stop = np.zeros(1, dtype=np.int64)
    waiting = iter(in_turns(tasks, workers))
    pool = ThreadPoolExecutor(workers)
    running: dict[Future[_Result], int] = {}
    try:
        for index in islice(waiting, workers * _WINDOW):
            running[pool.submit(work, tasks[index], stop)] = index
        while running:
            finished, _ = wait(running, timeout=0.1, return_when=FIRST_COMPLETED)
            for future in finished:
                land(running.pop(future), future.result())
                for index in islice(waiting, 1):
                    running[pool.submit(work, tasks[index], stop)] = index
    except BaseException:
        stop[0] = 1
        pool.shutdown(wait=False, cancel_futures=True)
        wait(running, timeout=PATIENCE)
        raise
    pool.shutdown()
