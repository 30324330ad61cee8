"""Exporting: files about what is on the screen, written by the command line in a process of its own.

So they are the very bytes that the command gives, and the screen never waits for them.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import sys
from pathlib import Path

from journeysim.tui.command import arguments, played
from journeysim.tui.session.session import Session


def refusal(path: Path, endings: tuple[str, ...] = ()) -> str:
    """Why a file of this name is not begun; "" if it may be. endings: the kinds allowed."""
    if endings and not path.name.endswith(endings):
        return f"{path}: unknown kind of file; write {', '.join(endings)}"
    try:
        taken = path.exists()
    except (OSError, ValueError) as error:
        return f"{path} cannot be written: {getattr(error, 'strerror', None) or error}"
    return f"{path} is there already; nothing is overwritten" if taken else ""


def log_words(session: Session, path: Path) -> list[str]:
    """The command that writes the event log of *you*, first run."""
    return [*arguments("log", session.launch, played(session)), "-o", str(path)]


def report_words(session: Session, path: Path) -> list[str]:
    """The command that writes a report on *you* against the baseline."""
    words = arguments("report", session.launch, played(session))
    return [*words, "--replications", str(session.exchange.replications), "-o", str(path)]


async def done(words: list[str]) -> str:
    """Do what a command says; "" if it went well, else its last words."""
    same = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-P", "-m", *words, "--quiet"),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.PIPE,
        env=same,
    )
    try:
        _, complaint = await process.communicate()
    finally:
        if process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                process.terminate()
    if process.returncode == 0:
        return ""
    lines = complaint.decode(errors="replace").strip().splitlines()
    return lines[-1] if lines else f"ended with status {process.returncode}"
