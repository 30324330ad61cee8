"""What a command needs to run in a process of its own, and how it ended."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent.parent


class Done(NamedTuple):
    """How a command ended."""

    code: int
    out: str
    err: str


def environment(**further: str) -> dict[str, str]:
    """What a process of its own needs to find the package."""
    return os.environ | {"PYTHONPATH": str(ROOT)} | further


def spoken(*arguments: str) -> list[str]:
    """The command line of a process of its own."""
    return [sys.executable, "-m", "journeysim", *arguments]


def into_a_closed_pipe(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """A command whose reader has gone away, as in `journeysim run ... | head -1`."""
    reader, writer = os.pipe()
    os.close(reader)
    try:
        return subprocess.run(
            spoken(*arguments),
            cwd=folder, env=environment(), stdout=writer, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
    finally:
        os.close(writer)
