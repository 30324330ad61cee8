"""Simulator: where days come from. The screen knows no more of simulating than this.

`WorkerProcess` starts the worker; a test hands in a scripted one.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import sys
from collections.abc import Callable, Sequence
from typing import Protocol

from journeysim.tui.protocol import Died, News, Order
from journeysim.tui.wire import line_of, news_of

Listener = Callable[[Sequence[News]], None]

_BLOCK = 1 << 16

PATIENCE = 1.0
"""Seconds that a process has to end by itself; one that writes files takes longer to clear up."""


class Simulator(Protocol):
    """Takes orders, and tells what became of them."""

    async def open(self, listener: Listener) -> None:
        """Begin, or begin anew; news goes to the listener, several pieces at a time."""

    def send(self, order: Order) -> None:
        """Give an order; nothing happens if nobody is there to take it."""

    async def close(self) -> None:
        """End, and leave nothing behind."""


class WorkerProcess:
    """A process of its own, so that simulating never holds up the screen."""

    def __init__(self, *command: str, patience: float = PATIENCE) -> None:
        self.patience = patience
        self.command = command or (sys.executable, "-P", "-m", "journeysim.tui.worker")
        self.process: asyncio.subprocess.Process | None = None
        self._listening: asyncio.Task[None] | None = None

    async def open(self, listener: Listener) -> None:
        """Start the process, ending the one before."""
        await self.close()
        pipe = asyncio.subprocess.PIPE
        same = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
        self.process = await asyncio.create_subprocess_exec(
            *self.command, stdin=pipe, stdout=pipe, stderr=pipe, env=same
        )
        self._listening = asyncio.create_task(_listen(self.process, listener))

    def send(self, order: Order) -> None:
        """Write an order to the process."""
        if self.process is not None and self.process.returncode is None:
            assert self.process.stdin is not None
            self.process.stdin.write(line_of(order))

    async def close(self) -> None:
        """Close the process's stdin, and end it if that does not."""
        process, self.process = self.process, None
        if self._listening is not None:
            self._listening.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._listening
        if process is None:
            return
        assert process.stdin is not None
        process.stdin.close()
        try:
            await asyncio.wait_for(process.wait(), self.patience)
        except TimeoutError:
            with contextlib.suppress(ProcessLookupError):
                process.kill()
            await process.wait()


async def _listen(process: asyncio.subprocess.Process, listener: Listener) -> None:
    """Hand on what a process tells, as much as has come in, until it ends."""
    assert process.stdout is not None
    assert process.stderr is not None
    complaint = asyncio.create_task(process.stderr.read())
    rest = b""
    while block := await process.stdout.read(_BLOCK):
        *lines, rest = (rest + block).split(b"\n")
        if lines:
            listener([news_of(line) for line in lines])
    words = (await complaint).decode(errors="replace").strip().splitlines()
    status = await process.wait()
    listener([Died(words[-1] if words else f"the process ended with status {status}")])
