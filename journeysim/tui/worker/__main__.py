"""Worker: the process that simulates for the screen: orders on stdin, news on stdout.

Ends when its stdin does, so that it never outlives the screen. Ctrl-C is the screen's affair.
"""

from __future__ import annotations

import os
import queue
import signal
import sys
import threading
from typing import BinaryIO

from journeysim.errors import JourneysimError
from journeysim.tui.protocol import Died, News, Order, line_of, order_of
from journeysim.tui.worker.scheduler import Scheduler

_BLOCK = 1 << 16


def _read(stdin: int, orders: queue.Queue[Order | None]) -> None:
    """Queue the orders that come in; reads past Python's buffers, whose locks outlive a crash."""
    rest = b""
    try:
        while block := os.read(stdin, _BLOCK):
            *lines, rest = (rest + block).split(b"\n")
            for line in lines:
                orders.put(order_of(line))
    finally:
        orders.put(None)


def _write(stdout: BinaryIO, news: News) -> None:
    stdout.write(line_of(news))
    stdout.flush()


def serve(stdin: int, stdout: BinaryIO) -> None:
    """Work for whoever writes to stdin until it is closed."""
    orders: queue.Queue[Order | None] = queue.Queue()
    threading.Thread(target=_read, args=(stdin, orders), daemon=True).start()
    scheduler = Scheduler()
    while True:
        try:
            while scheduler.is_idle or not orders.empty():
                order = orders.get()
                if order is None:
                    return
                scheduler.take(order)
            news = scheduler.work()
        except JourneysimError as error:
            _write(stdout, Died(str(error)))
            scheduler = Scheduler()
            continue
        if news is not None:
            _write(stdout, news)


def main() -> int:
    """Serve the process that started this one."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        serve(sys.stdin.fileno(), sys.stdout.buffer)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
