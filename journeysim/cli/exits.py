"""Exit codes: what a script may conclude from how a command ended."""

from __future__ import annotations

import errno
import gc
import traceback
from enum import IntEnum

from journeysim.errors import JourneysimError, LostWorkError


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


RAN_OUT = {
    errno.ENOSPC: "the disk is full",
    errno.EDQUOT: "the disk is full",
    errno.EFBIG: "the file would be too large",
    errno.EIO: "the disk or the terminal fails",
    errno.EMFILE: "too many files are open (ulimit -n)",
    errno.ENFILE: "too many files are open",
    errno.ENOMEM: "there is not enough memory",
    errno.EAGAIN: "there are too many processes (ulimit -u)",
}
"""What the machine has too little of, by the number of the error that says so."""


def code_of(error: BaseException) -> Exit:
    """What a command ends with that this error ended."""
    if isinstance(error, KeyboardInterrupt):
        return Exit.INTERRUPTED
    if isinstance(error, BrokenPipeError):
        return Exit.CLOSED_PIPE
    if isinstance(error, LostWorkError) or what_ran_out(error):
        return Exit.INCOMPLETE
    return Exit.USAGE if isinstance(error, JourneysimError) else Exit.INTERNAL


def what_ran_out(error: BaseException) -> str:
    """What the machine had too little of, in words; "" if the error says nothing of that."""
    if isinstance(error, MemoryError):
        return RAN_OUT[errno.ENOMEM]
    if isinstance(error, OSError):
        return RAN_OUT.get(error.errno or 0, "")
    return ""


def let_go(error: BaseException) -> None:
    """Give back what a run that broke off still holds, so that there is memory to say so.

    An error keeps the frames it came through, and they keep the world that was too large.
    """
    held: BaseException | None = error
    while held is not None:
        traceback.clear_frames(held.__traceback__)
        held.__traceback__ = None
        held = held.__context__
    gc.collect()
