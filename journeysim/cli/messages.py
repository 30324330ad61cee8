"""Messages: what commands tell people, on the error stream; never a result, never a traceback.

What steers a terminal or a build's log is shown, not sent, whoever wrote it.
"""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterable

from journeysim.errors import Fault, ScenarioError
from journeysim.numerals import spelled
from journeysim.shown import shown


def remark(text: str, quiet: bool = False) -> None:
    """A remark for people."""
    if not quiet:
        for line in text.splitlines() or [""]:
            _write(f"journeysim: {line}")


def say(text: str) -> None:
    """A line that is no remark of the program about itself."""
    _write(text)


def complain(error: Exception) -> None:
    """What is wrong; faults of a scenario as `file:line: key: what`, which editors jump to."""
    if isinstance(error, ScenarioError):
        for fault in error.faults:
            _write(str(fault))
    else:
        remark(str(error))


def warn(faults: Iterable[Fault]) -> None:
    """What is worth a look and stops nothing, each where it stands."""
    for fault in faults:
        _write(str(fault))


def _write(line: str) -> None:
    with contextlib.suppress(OSError, ValueError):
        print(shown(spelled(line)), file=sys.stderr)
