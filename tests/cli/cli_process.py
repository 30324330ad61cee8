"""What a command needs to run in a process of its own, and how it ended."""

from __future__ import annotations

import os
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
    return os.environ | {"PYTHONPATH": str(ROOT), "JOURNEYSIM_BACKGROUND": "0"} | further


def spoken(*arguments: str) -> list[str]:
    """The command line of a process of its own."""
    return [sys.executable, "-m", "journeysim", *arguments]
