"""Signals: being interrupted or terminated leaves the screen in order, as its own keys do."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import threading
from collections.abc import Callable
from typing import Any

_ENDING = tuple(
    signal.Signals[name] for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)
)
"""Ctrl-C from outside, `kill`, and a terminal that is closed, where there are such signals."""

Before = dict[signal.Signals, Any]
"""What each signal did before."""


_PATIENCE = 10.0
"""Seconds in which the screen has to leave; where its terminal is gone it never does by itself."""

_INTERRUPTED = 130


def heeded(leave: Callable[[], None]) -> Before:
    """Let each of them call this, where signals can be heeded at all."""
    before: Before = {}

    def end() -> None:
        last = threading.Timer(_PATIENCE, os._exit, (_INTERRUPTED,))
        last.daemon = True
        last.start()
        leave()

    for number in _ENDING:
        with contextlib.suppress(NotImplementedError, RuntimeError, ValueError):
            handler = signal.getsignal(number)
            asyncio.get_running_loop().add_signal_handler(number, end)
            before[number] = handler
    return before


def restored(before: Before) -> None:
    """Let signals do again what they did before."""
    for number, handler in before.items():
        asyncio.get_running_loop().remove_signal_handler(number)
        signal.signal(number, handler)
