"""Workers: processes of their own that do one task after the other, each on a wire of its own.

Workers share nothing, neither a queue nor a lock, so that one may be killed at any moment, even at
its birth or in the middle of an answer: the end of its wire tells at once, the task it had is known
exactly, and nobody waits for what the dead one held. Workers without work stay for the next tasks;
they end with this process, however it ends.
"""

from __future__ import annotations

import os
import pickle
import signal
import threading
import time
import traceback
from collections import deque
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager, suppress
from multiprocessing import current_process, get_context, resource_tracker
from multiprocessing.connection import Connection, wait
from typing import Protocol, TypeVar

from journeysim.errors import JourneysimError, LostWorkError, UsageError
from journeysim.scenario.scenario import Scenario

GUARD = (
    "If this is a script: its workers read it again when they begin, so what it does must stand "
    'under `if __name__ == "__main__":`.'
)
"""What a script needs whose work is done by processes."""

UNGUARDED = 97
"""How a worker ends that would begin workers of its own while it reads the script again."""

TRIES = 3
"""How many workers a task may lose before it is given up."""


class Task(Protocol):
    """What can be carried out: plain data that says which policy, which luck and which engine."""

    @property
    def scenario(self) -> Scenario: ...
    @property
    def policy(self) -> str: ...
    @property
    def replication(self) -> int: ...
    @property
    def engine(self) -> str: ...


_Task = TypeVar("_Task", bound=Task)
_Result = TypeVar("_Result")


class Worker:
    """A process that does what comes along its wire; `place` is where its task stands in the list.

    Raises OSError where the operating system has no process or pipe left to give.
    """

    def __init__(self) -> None:
        if _is_reading_the_script():
            os._exit(UNGUARDED)
        context = get_context("spawn")
        self.place = -1
        self.wire, theirs = context.Pipe()
        with theirs, _interrupts_held_back():
            self._process = context.Process(target=_serve, args=(theirs, os.getpid()), daemon=True)
            self._process.start()

    def begin(self, work: Callable[[_Task], object], task: _Task, place: int) -> None:
        """Hand over a task. That the worker is dead shows where its answer is read."""
        self.place = place
        with suppress(BrokenPipeError, ConnectionResetError):
            self.wire.send((work, task))

    def ended_as(self) -> int | None:
        """The exit code of a process whose wire is closed."""
        self._process.join(1.0)
        return self._process.exitcode

    def end(self) -> None:
        """End the process at once, whatever it is doing."""
        self._process.kill()
        self._process.join()
        self.wire.close()


_idle: list[Worker] = []


def _is_reading_the_script() -> bool:
    """Is this a worker that has not begun to work, but reads the script of its parent again?"""
    return getattr(current_process(), "_inheriting", False)


def each_done(
    work: Callable[[_Task], _Result], tasks: Sequence[_Task], workers: int
) -> Generator[tuple[int, _Result], None, None]:
    """Every task's place in the list and its result, in whatever order they are done.

    work: a function that workers can import; workers: how many work side by side. Raises what a
    task raised, and LostWorkError naming a task that lost its worker three times. Then, as when
    the iterator is closed early, workers that are under way end at once.
    """
    waiting = deque(range(len(tasks)))
    losses = [0] * len(tasks)
    busy: list[Worker] = []
    try:
        while waiting or busy:
            while waiting and len(busy) < workers:
                busy.append(_idle.pop() if _idle else Worker())
                busy[-1].begin(work, tasks[waiting[0]], waiting.popleft())
            answered = wait([worker.wire for worker in busy], timeout=0.1)
            for worker in [worker for worker in busy if worker.wire in answered]:
                try:
                    answer = worker.wire.recv_bytes()
                except (EOFError, OSError):
                    if worker.ended_as() == UNGUARDED:
                        raise UsageError(f"A worker began the whole work anew. {GUARD}") from None
                    losses[worker.place] += 1
                    if losses[worker.place] == TRIES:
                        raise given_up(tasks[worker.place]) from None
                    waiting.appendleft(worker.place)
                    busy.remove(worker)
                    worker.end()
                    continue
                result, error = pickle.loads(answer)
                if error is not None:
                    raise error
                busy.remove(worker)
                _idle.append(worker)
                yield worker.place, result
    finally:
        for worker in busy:
            worker.end()


def given_up(task: Task) -> LostWorkError:
    """The error that names a task whose workers die."""
    name = f"{task.policy} (replication {task.replication})"
    return LostWorkError(f"gave up after {TRIES} lost workers: {name}")


def _serve(wire: Connection, parent: int) -> None:
    """In a worker: leave Ctrl-C to the parent, answer until there is nobody to answer to."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with, args=(parent,), daemon=True).start()
    with suppress(EOFError, ConnectionResetError, BrokenPipeError):
        while True:
            wire.send_bytes(_answer(wire.recv_bytes()))


def _answer(parcel: bytes) -> bytes:
    """The result of a task and no error, or no result and the error."""
    try:
        work, task = pickle.loads(parcel)
        return pickle.dumps((work(task), None))
    except Exception as error:
        if not isinstance(error, JourneysimError):
            error.add_note(traceback.format_exc())
        return pickle.dumps((None, error))


def _end_with(parent: int) -> None:
    """End this process, even in the middle of a task, when the one that asked for it is gone."""
    while os.getppid() == parent:
        time.sleep(0.5)
    os._exit(1)


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
        with blocked(signal.SIGINT):
            yield
    finally:
        for number, handler in zip(numbers, before, strict=True):
            signal.signal(number, handler or signal.SIG_DFL)
    if held:
        signal.raise_signal(held[0])


@contextmanager
def blocked(number: signal.Signals) -> Iterator[None]:
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
