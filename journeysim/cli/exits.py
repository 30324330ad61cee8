"""Exit codes: what a script may conclude from how a command ended."""

from __future__ import annotations

from enum import IntEnum


class Exit(IntEnum):
    """Every way a command may end."""

    PASS = 0
    FAIL = 1
    USAGE = 2
    UNDECIDED = 3
    INCOMPLETE = 4
    INTERNAL = 70
    INTERRUPTED = 130
    CLOSED_PIPE = 141
