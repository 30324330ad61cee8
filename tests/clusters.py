"""A dask cluster for tests: a scheduler and workers, each a process of its own, on the loopback."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import deque
from collections.abc import Sequence
from pathlib import Path
from threading import Thread
from types import TracebackType
from typing import IO

ROOT = Path(__file__).resolve().parent.parent
PATHS = (ROOT, ROOT / "tests" / "experiment")
"""Where processes find the package, and the work that tests have them do."""


def _begun(words: Sequence[str], paths: Sequence[Path]) -> subprocess.Popen[str]:
    further = {"PYTHONPATH": os.pathsep.join(map(str, paths)), "PYTHONUNBUFFERED": "1"}
    return subprocess.Popen(
        [sys.executable, "-m", *words],
        cwd=paths[0], env=os.environ | further, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True,
    )  # fmt: skip


def _line(stream: IO[str] | None, word: str) -> str:
    """The first line that holds a word; nobody waits for a process that has ended."""
    assert stream is not None
    lines: list[str] = []
    for line in stream:
        lines.append(line)
        if word in line:
            Thread(target=deque, args=(stream, 0), daemon=True).start()  # nobody waits for a reader
            return line
    raise AssertionError(f"ended without {word!r}: {''.join(lines)}")


class Machines:
    """A scheduler, and workers that may be begun and killed at any time; all end with the test.

    protocol: tcp or tls; keys: options that name certificates.
    """

    def __init__(self, protocol: str = "tcp", keys: Sequence[str] = ()) -> None:
        self._keys = tuple(keys)
        words = ("distributed.cli.dask_scheduler", "--host", f"{protocol}://127.0.0.1")
        self.scheduler = _begun([*words, "--port", "0", "--no-dashboard", *keys], PATHS)
        line = _line(self.scheduler.stderr, "Scheduler at:")
        self.address = line.split()[-1]
        self.workers: list[subprocess.Popen[str]] = []

    def add(self, count: int = 1, paths: Sequence[Path] = PATHS) -> None:
        """Begin workers of one thread that nobody restarts. paths: where they find their code."""
        words = ("distributed.cli.dask_worker", self.address, "--no-nanny", "--nthreads", "1")
        further = ("--no-dashboard", "--memory-limit", "0", "--death-timeout", "60")
        for _ in range(count):
            self.workers.append(_begun([*words, *further, *self._keys], paths))

    def wait(self) -> None:
        """Wait until all workers have registered; once for each."""
        for worker in self.workers:
            _line(worker.stderr, "Registered to:")

    def kill_workers(self) -> None:
        """Kill all workers at once."""
        for worker in self.workers:
            worker.kill()
        self.workers.clear()

    def __enter__(self) -> Machines:
        return self

    def __exit__(
        self, _: type[BaseException] | None, __: BaseException | None, ___: TracebackType | None
    ) -> None:
        for each in (*self.workers, self.scheduler):
            each.kill()
            each.wait()
