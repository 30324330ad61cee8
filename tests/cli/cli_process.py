"""What a command needs to run in a process of its own."""

from __future__ import annotations

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent


def environment(**further: str) -> dict[str, str]:
    """What a process of its own needs to find the package."""
    return os.environ | {"PYTHONPATH": str(ROOT), "JOURNEYSIM_BACKGROUND": "0"} | further


def spoken(*arguments: str) -> list[str]:
    """The command line of a process of its own."""
    return [sys.executable, "-m", "journeysim", *arguments]
