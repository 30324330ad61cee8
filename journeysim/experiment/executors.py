"""Executors: tasks carried by an executor of the caller's: processes, threads, a cluster.

A task is plain data and results keep the order of the tasks, so that nothing depends on who does
them. The executor stays open; what it has not begun is taken back when something fails.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Executor, Future, wait
from itertools import islice
from typing import TypeVar

from journeysim.engine.choice import COMPILED
from journeysim.errors import LostWorkError
from journeysim.experiment.workers import GUARD, Task

_WINDOW = 64
"""How many tasks are handed over at a time."""

_Task = TypeVar("_Task", bound=Task)
_Result = TypeVar("_Result")


def by_executor(
    executor: Executor,
    work: Callable[[_Task], _Result],
    tasks: Sequence[_Task],
    progress: Callable[[int, int], None] | None = None,
) -> list[_Result]:
    """Do all tasks; the results come in the order of the tasks.

    Raises what a task raised, and LostWorkError where the executor lost its workers.
    """
    if tasks and tasks[0].engine == COMPILED:
        from journeysim.engine.compiled.kernel import kernel

        kernel()
    done: dict[int, _Result] = {}
    waiting = iter(range(len(tasks)))
    running: dict[Future[_Result], int] = {}
    try:
        for place in islice(waiting, _WINDOW):
            running[executor.submit(work, tasks[place])] = place
        while running:
            finished, _ = wait(running, return_when=FIRST_COMPLETED)
            for future in finished:
                done[running.pop(future)] = future.result()
                if progress:
                    progress(len(done), len(tasks))
                for place in islice(waiting, 1):
                    running[executor.submit(work, tasks[place])] = place
    except BrokenExecutor as error:
        raise LostWorkError(f"the executor broke off: {error} {GUARD}") from error
    except BaseException:
        for future in running:
            future.cancel()
        raise
    return [done[place] for place in range(len(tasks))]
