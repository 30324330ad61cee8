"""Executors: tasks carried by an executor of the caller's: processes, threads, a cluster.

A task is plain data and a result is known by the place of its task, so that nothing depends on who
does them. The executor stays open; what it has not begun is taken back when something fails.
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

Landing = Callable[[int, _Result], None]
"""Is handed a task's place and its result, as soon as it is there."""


def by_executor(
    executor: Executor,
    work: Callable[[_Task], _Result],
    tasks: Sequence[_Task],
    landed: Landing[_Result],
) -> None:
    """Do all tasks. landed: is handed each task's place and its result, as soon as it is there.

    Raises what a task raised, and LostWorkError where the executor lost its workers.
    """
    if tasks and tasks[0].engine == COMPILED:
        from journeysim.engine.compiled.kernel import kernel

        kernel()
    waiting = iter(range(len(tasks)))
    running: dict[Future[_Result], int] = {}
    try:
        for place in islice(waiting, _WINDOW):
            running[executor.submit(work, tasks[place])] = place
        while running:
            finished, _ = wait(running, return_when=FIRST_COMPLETED)
            for future in finished:
                landed(running.pop(future), future.result())
                for place in islice(waiting, 1):
                    running[executor.submit(work, tasks[place])] = place
    except BrokenExecutor as error:
        raise LostWorkError(f"the executor broke off: {error} {GUARD}") from error
    except BaseException:
        for future in running:
            future.cancel()
        raise
