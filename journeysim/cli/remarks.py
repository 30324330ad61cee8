"""Remarks: what commands tell people, on the error stream; never a result, never a traceback.

Control characters are shown, not sent: a file's name or text must not steer a terminal.
"""

from __future__ import annotations

import contextlib
import re
import sys

from journeysim.errors import ScenarioError

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


def remark(text: str, quiet: bool = False) -> None:
    """A remark for people."""
    if not quiet:
        for line in text.splitlines() or [""]:
            _write(f"journeysim: {line}")


def complain(error: Exception) -> None:
    """What is wrong; faults of a scenario as `file:line: key: what`, which editors jump to."""
    if isinstance(error, ScenarioError):
        for fault in error.faults:
            _write(str(fault))
    else:
        remark(str(error))


def _write(line: str) -> None:
    shown = _CONTROL.sub(lambda found: repr(found[0])[1:-1], line)
    with contextlib.suppress(OSError):
        print(shown, file=sys.stderr)
