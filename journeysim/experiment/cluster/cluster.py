"""Cluster: tasks carried by the workers of a dask scheduler, or by workers begun here to try it out.

Few batches are under way at a time, and what has landed is let go at the scheduler at once, so that a
worker that dies costs what it had in hand and no more. Needs dask (`pip install 'journeysim[cluster]'`).
"""

from __future__ import annotations

import logging
import signal
from collections.abc import Callable, Sequence
from concurrent.futures import Executor, Future
from contextlib import suppress
from queue import Empty, SimpleQueue
from time import monotonic, sleep
from typing import Any, TypeVar

from journeysim.errors import LostWorkError, UsageError
from journeysim.experiment.cluster.address import address_of
from journeysim.experiment.cluster.batches import IN_HAND, Batches
from journeysim.experiment.cluster.worker import (
    BatchAnswer,
    code_digest,
    do_batch,
    parcel,
    trouble_with,
    workplace,
)
from journeysim.experiment.executors import Landing
from journeysim.experiment.workers import Task, blocked, given_up

CONNECTING = "10 s"
"""How long a scheduler may take to answer."""

PATIENCE = "60 s"
"""How long there may be no worker, unless dask's `distributed.scheduler.no-workers-timeout` says so."""

_LOOKING = 0.2
"""Seconds between looks at whether the cluster is still there, while nothing lands."""

_NOTICED = 2.0
"""Seconds in which it is noticed that a scheduler is gone."""

_COUNTED = 1.0
"""Seconds for which the number of threads is taken as known."""

_ENVIRONMENT = {"OMP_NUM_THREADS": 1, "OPENBLAS_NUM_THREADS": 1, "MKL_NUM_THREADS": 1}
"""What workers begun here are told."""

_Landing = tuple[str, BatchAnswer | Exception]
"""The key of a batch, and what it came to."""

_Task = TypeVar("_Task", bound=Task)
_Result = TypeVar("_Result")


class Cluster(Executor):
    """A cluster that is reached when it is first needed, and left when this is closed.

    address: `tls://HOST:PORT`, `tcp://127.0.0.1:PORT`, the file of a scheduler, or `local:N`; insecure:
    plain TCP may go anywhere. say: is told how many workers there are. Raises UsageError for an address
    that is none or not safe, and where dask is not installed.
    """

    def __init__(
        self, address: str, insecure: bool = False, say: Callable[[str], None] = lambda _: None
    ) -> None:
        self._address = address_of(address, insecure)
        self._say = say
        self._dask = _distributed()
        self._client: Any = None
        self._own: Any = None
        self._known: set[tuple[str, str]] = set()
        self._threads, self._counted_at = 0, -_COUNTED
        self._broken = ""

    @property
    def is_elsewhere(self) -> bool:
        """Do its runs take no memory here?"""
        return not self._address.local

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Have one thing done there."""
        future: Future[Any] = self._reached().get_executor().submit(fn, *args, **kwargs)
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Leave the cluster, and end what was begun here."""
        client, own, self._client, self._own = self._client, self._own, None, None
        for each, seconds in ((client, 2), (own, 10)):
            if each is not None:
                with suppress(Exception):
                    each.close(timeout=seconds)

    def carry(
        self, work: Callable[[_Task], _Result], tasks: Sequence[_Task], landed: Landing[_Result]
    ) -> None:
        """Do all tasks. work: a function that workers can import; landed: is handed each task's place
        and its result, as soon as it is there.

        Raises what a task raised; UsageError, before the first task, where a worker has other code;
        LostWorkError where the scheduler or all workers are gone, or a task loses three workers.
        """
        from distributed.scheduler import KilledWorker

        client = self._ready(tasks[0].engine)
        batches = Batches(len(tasks))
        landings: SimpleQueue[_Landing] = SimpleQueue()
        running: dict[str, tuple[Any, list[int]]] = {}
        try:
            while batches or running:
                while batches and len(running) < IN_HAND * max(1, self._count()):
                    places = batches.taken(self._threads)
                    batch = parcel(work, [tasks[place] for place in places])
                    future = client.submit(do_batch, batch, code_digest(), pure=False)
                    running[future.key] = future, places
                    future.add_done_callback(lambda each: landings.put((each.key, _outcome(each))))
                key, outcome = self._next(landings)
                future, places = running.pop(key)
                future.release()
                if isinstance(outcome, KilledWorker):
                    if (place := batches.lost(places)) is not None:
                        raise given_up(tasks[place])
                    continue
                answer = self._answer(outcome)
                for place, result in zip(places, answer.results, strict=False):
                    landed(place, result)
                if answer.error is not None:
                    raise answer.error
                batches.took(len(places), answer.seconds)
        finally:
            if running and client.status == "running":
                with suppress(Exception):
                    client.cancel([future for future, _ in running.values()], force=True)

    def _reached(self) -> Any:
        """The client, connected. Raises UsageError where nobody answers, LostWorkError once it broke."""
        if self._broken:
            raise LostWorkError(self._broken)
        if self._client is None:
            try:
                self._client = self._connected()
            except BaseException:
                self.shutdown()
                raise
        return self._client

    def _connected(self) -> Any:
        dask, address = self._dask, self._address
        for name in ("distributed", "distributed.client", "distributed.core"):
            logging.getLogger(name).setLevel(logging.CRITICAL)  # what matters is said here, once
        try:
            where: Any = address.text
            security = dask.Security.temporary() if address.local else dask.Security()
            if address.is_secured and security.get_connection_args("client")["ssl_context"] is None:
                raise UsageError(
                    f"--cluster {address.text}: needs a certificate; tell dask where it is by "
                    "DASK_DISTRIBUTED__COMM__TLS__CA_FILE, ..__CLIENT__CERT and ..__CLIENT__KEY"
                )
            if address.local:
                self._own = where = _begun_here(dask, address.local, security)
            return dask.Client(where, security=security, timeout=CONNECTING, set_as_default=False)
        except (OSError, ImportError) as error:
            raise UsageError(f"--cluster {address.text}: cannot be reached ({error})") from None

    def _ready(self, engine: str) -> Any:
        """The client, once there is a worker, and all that are there have the code that is here."""
        client = self._reached()
        if not self._count(again=True):
            self._wait_for_workers()
        if new := [each for each in client.nthreads() if (each, engine) not in self._known]:
            places = client.run(workplace, engine, workers=new, on_error="return")
            for worker, place in places.items():
                if trouble := trouble_with(place):
                    raise UsageError(f"--cluster {self._address.text}: worker {worker} {trouble}")
            self._known |= {(worker, engine) for worker in new}
            self._say(
                f"cluster {self._address.text}: {len(client.nthreads())} workers, "
                f"{self._count(again=True)} threads"
            )
        return client

    def _count(self, again: bool = False) -> int:
        """How many threads all workers have together; none where nobody answers."""
        if again or monotonic() - self._counted_at > _COUNTED:
            self._threads, self._counted_at = 0, monotonic()
            if self._client.status == "running":
                with suppress(OSError, self._dask.TimeoutError):
                    numbers = self._client.nthreads().values()
                    self._threads = int(sum(numbers))
        return self._threads

    def _next(self, landings: SimpleQueue[_Landing]) -> _Landing:
        """The next batch that has ended, however it did."""
        while True:
            with suppress(Empty):
                return landings.get(timeout=_LOOKING)
            self._refuse_without_scheduler()
            if not self._count():
                self._wait_for_workers()

    def _answer(self, outcome: BatchAnswer | Exception) -> BatchAnswer:
        """What a batch came to. Raises LostWorkError where it has come to nothing."""
        if isinstance(outcome, BatchAnswer):
            return outcome
        until = monotonic() + _NOTICED
        while monotonic() < until:  # one message is quicker than the news that nobody sends any
            self._refuse_without_scheduler()
            sleep(_LOOKING)
        raise self._broke(f"a batch was lost ({outcome})")

    def _wait_for_workers(self) -> None:
        """Wait until there is a worker. Raises LostWorkError where none comes."""
        from dask import config
        from dask.utils import parse_timedelta

        asked = config.get("distributed.scheduler.no-workers-timeout", None)
        patience = float(parse_timedelta(asked or PATIENCE))
        self._say(f"cluster {self._address.text}: no worker; waits {patience:g} seconds for one")
        until = monotonic() + patience
        while not self._count(again=True):
            self._refuse_without_scheduler()
            if monotonic() >= until:
                raise self._broke(f"no worker for {patience:g} seconds")
            sleep(_LOOKING)

    def _refuse_without_scheduler(self) -> None:
        if self._client.status != "running":
            raise self._broke("the scheduler is gone")

    def _broke(self, what: str) -> LostWorkError:
        """The error that ends this, and every later attempt."""
        self._broken = (
            f"cluster {self._address.text}: {what}; with --store, the same command goes on"
        )
        return LostWorkError(self._broken)


def _begun_here(dask: Any, workers: int, security: Any) -> Any:
    """A scheduler and workers of this machine, which nobody reaches without the key made for them now.

    Ctrl-C is left to this process: threads and processes inherit that it is blocked. Dask would have its
    workers give memory back to the system as soon as they can, only to take it again for the next run.
    """
    from dask import config

    with blocked(signal.SIGINT), config.set({"distributed.nanny.pre-spawn-environ": _ENVIRONMENT}):
        return dask.LocalCluster(
            n_workers=workers,
            threads_per_worker=1,
            host="127.0.0.1",
            protocol="tls",
            security=security,
            memory_limit=0,
            dashboard_address="127.0.0.1:0",
            silence_logs=logging.CRITICAL,
            scheduler_kwargs={"allowed_failures": 0, "dashboard": False},
        )


def _outcome(future: Any) -> BatchAnswer | Exception:
    """What a batch came to; waits, where its worker has died since, for whoever does it again."""
    try:
        answer: BatchAnswer = future.result()
    except Exception as error:
        return error
    return answer


def _distributed() -> Any:
    try:
        import distributed
    except ImportError:
        raise UsageError("--cluster needs dask: pip install 'journeysim[cluster]'") from None
    return distributed
