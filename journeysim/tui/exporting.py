"""Exporting: files about what is on the screen, written by a worker of their own.

So the screen never waits for them, and neither do its days.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path

from journeysim.tui.command import frame_of, played, policy_name
from journeysim.tui.protocol import Died, Exported, ExportRequest, Kind, News
from journeysim.tui.session.session import Session
from journeysim.tui.simulator import WorkerProcess

_PATIENCE = 20.0
"""Seconds that a worker has to take back what it was writing, before it is killed."""


def refusal(path: Path, endings: tuple[str, ...] = ()) -> str:
    """Why a file of this name is not begun; "" if it may be. endings: the kinds allowed."""
    if endings and not path.name.endswith(endings):
        return f"{path}: unknown kind of file; write {', '.join(endings)}"
    try:
        taken = path.exists()
    except (OSError, ValueError) as error:
        return f"{path} cannot be written: {getattr(error, 'strerror', None) or error}"
    return f"{path} is there already; nothing is overwritten" if taken else ""


def export_of(session: Session, kind: Kind, path: Path) -> ExportRequest:
    """The order to write a file about *you*: the log of the first run, or a report."""
    you, launch = played(session), session.launch
    return ExportRequest(
        kind, str(path), launch.source, frame_of(launch, you), policy_name(you), you.against,
        session.exchange.replications, session.engine,
    )  # fmt: skip


async def fault_of(order: ExportRequest) -> str:
    """Let a file be written; why it is not, or "". Whoever does not wait leaves no half file."""
    worker = WorkerProcess(patience=_PATIENCE)
    answer: asyncio.Future[str] = asyncio.get_running_loop().create_future()

    def hear(news: Sequence[News]) -> None:
        for message in news:
            if not answer.done():
                if isinstance(message, Exported):
                    answer.set_result(message.fault)
                elif isinstance(message, Died):
                    answer.set_result(message.why)

    await worker.open(hear)
    try:
        worker.send(order)
        return await answer
    finally:
        await worker.close()
