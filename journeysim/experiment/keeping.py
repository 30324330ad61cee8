"""Keeping: who runs, with a store that is asked first and told afterwards.

Stands wherever an executor may stand. What cannot be kept is counted and never stops a run: the answer
is right without it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Executor, Future
from typing import TYPE_CHECKING, Any

from journeysim.engine import choice
from journeysim.experiment.result_key import KeyMaker, rules_digest
from journeysim.experiment.store import KeptRun, Store

if TYPE_CHECKING:
    from journeysim.engine.choice import Jobs
    from journeysim.experiment.replicate import MeasureTask, Result


class Keeping(Executor):
    """A store, and who runs what it does not hold: `jobs`, as anywhere else.

    hits, misses: how many results were there, and how many runs were needed; damaged: how many of those
    because their entry could not be trusted; unkept: how many could not be kept, and why.
    """

    def __init__(self, store: Store, jobs: Jobs = None) -> None:
        self.store = store
        self.jobs = jobs
        self.hits = self.misses = self.damaged = self.unkept = 0
        self.why = ""
        self._accounted = (0, 0)

    @property
    def is_elsewhere(self) -> bool:
        """Do its runs take no memory here?"""
        return choice.is_elsewhere(self.jobs)

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Do something that is no measuring, at once: nothing of it is kept."""
        future: Future[Any] = Future()
        future.set_result(fn(*args, **kwargs))
        return future

    def keys(self, tasks: Sequence[MeasureTask]) -> list[str]:
        """The names of the results of tasks, in their order."""
        maker = KeyMaker(rules_digest())
        return [maker.key(task) for task in tasks]

    def find(self, key: str, task: MeasureTask) -> KeptRun | None:
        """What is kept of a task; None where it has to be run.

        A run that has more events than it may is run again, to break off as it did.
        """
        run = self.store.find(key)
        if run is None and self.store.is_damaged(key):
            self.damaged += 1
        if run is None or (task.max_events is not None and run.events > task.max_events):
            return None
        self.hits += 1
        return run

    def hands(self, tasks: Sequence[MeasureTask]) -> Jobs:
        """Who runs what is missing: few quick runs need no workers."""
        if not tasks:
            return self.jobs
        return choice.processes(tasks[0].engine, tasks[0].scenario, len(tasks), self.jobs)

    def keep(self, key: str, task: MeasureTask, result: Result) -> None:
        """Keep what a task measured, if it can be."""
        self.misses += 1
        about = (task.scenario.name, task.scenario.world, task.policy, task.replication)
        measured = (result.values, result.cash, result.active, result.events)
        try:
            self.store.keep(key, KeptRun(*measured, *about, rules_digest()))
        except OSError as error:
            self.unkept += 1
            self.why = error.strerror or str(error)

    def account(self) -> str:
        """How much of the work was there, in a line; "" where nothing new is to be said."""
        if self._accounted == (self.hits, self.misses):
            return ""
        self._accounted = (self.hits, self.misses)
        line = f"{self.store.folder}: {self.hits:,} results were kept, {self.misses:,} runs made"
        return line + (f", {self.damaged:,} for damaged entries" if self.damaged else "")

    def trouble(self) -> str:
        """What could not be kept, and why; "" where all was."""
        if not self.unkept:
            return ""
        return f"{self.store.folder}: {self.unkept:,} results could not be kept ({self.why})"
