"""Work that kills the worker that does it; importable, because workers import what they do."""

from __future__ import annotations

import os
import signal
from multiprocessing.connection import Connection
from pathlib import Path

from journeysim.errors import EngineError
from journeysim.experiment.replicate import MeasureTask, Result


def _plain(task: MeasureTask) -> Result:
    """A result that tells which task it is of."""
    return Result(task.policy, task.replication, (float(task.replication),), (), (), 1)


def _die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def unharmed(task: MeasureTask) -> Result:
    """Work that goes well."""
    return _plain(task)


def dies_once(task: MeasureTask) -> Result:
    """Kills its worker in replication 5 the first time; task.policy is the path of the marker."""
    marker = Path(task.policy)
    if task.replication == 5 and not marker.exists():
        marker.touch()
        _die()
    return _plain(task)


def dies_answering(task: MeasureTask) -> Result:
    """In replication 5, the first time, kills its worker when half of the answer is on the wire."""
    marker = Path(task.policy)
    if task.replication == 5 and not marker.exists():
        marker.touch()
        send = Connection._send  # type: ignore[attr-defined]

        def half(wire: Connection, parcel: bytes) -> None:
            send(wire, bytes(parcel)[: len(parcel) // 2])
            _die()

        Connection._send = half  # type: ignore[attr-defined]
    return _plain(task)


def dies_always(task: MeasureTask) -> Result:
    """Kills its worker in replication 5, every time."""
    if task.replication == 5:
        _die()
    return _plain(task)


def cannot_go_on(task: MeasureTask) -> Result:
    """Raises in replication 5."""
    if task.replication == 5:
        raise EngineError("day 3.0: more than 10 customers")
    return _plain(task)


def divides_by_zero(task: MeasureTask) -> Result:
    """A mistake of the program, in replication 5."""
    return _plain(task._replace(replication=5 // (task.replication - 5)))


def noted(task: MeasureTask) -> Result:
    """Writes that it begins, and in which process, into the file that task.policy names."""
    note(Path(task.policy), f"begun {task.replication} {os.getpid()}")
    return _plain(task)


def note(path: Path, line: str) -> None:
    """A line at the end of a file, in one piece."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    os.write(handle, f"{line}\n".encode())
    os.close(handle)
