"""Worker: the process that simulates for the screen: orders on stdin, news on stdout.

Ends when its stdin does, whatever it is at, so that it never outlives the screen; a file that is
being written is then as if it had not been begun. Ctrl-C is the screen's affair.
"""

from __future__ import annotations

import os
import queue
import signal
import sys
import threading
from types import FrameType
from typing import BinaryIO, NoReturn

from journeysim.errors import JourneysimError
from journeysim.tui.protocol import Died, ExportRequest, News, Order
from journeysim.tui.wire import line_of, order_of
from journeysim.tui.worker.exports import exported
from journeysim.tui.worker.scheduler import Scheduler

_BLOCK = 1 << 16


def _read(stdin: int, orders: queue.Queue[Order]) -> None:
    """Queue the orders that come in; reads past Python's buffers, whose locks outlive a crash."""
    rest = b""
    try:
        while block := os.read(stdin, _BLOCK):
            *lines, rest = (rest + block).split(b"\n")
            for line in lines:
                orders.put(order_of(line))
    finally:
        os.kill(os.getpid(), signal.SIGTERM)


def _write(stdout: BinaryIO, news: News) -> None:
    stdout.write(line_of(news))
    stdout.flush()


def serve(stdin: int, stdout: BinaryIO) -> None:
    """Work for whoever writes to stdin; its end interrupts."""
    orders: queue.Queue[Order] = queue.Queue()
    threading.Thread(target=_read, args=(stdin, orders), daemon=True).start()
    scheduler = Scheduler()
    while True:
        try:
            while scheduler.is_idle or not orders.empty():
                order = orders.get()
                if isinstance(order, ExportRequest):
                    _write(stdout, exported(order))
                else:
                    scheduler.take(order)
            news = scheduler.work()
        except JourneysimError as error:
            _write(stdout, Died(str(error)))
            scheduler = Scheduler()
            continue
        if news is not None:
            _write(stdout, news)


def _ended(_: int, __: FrameType | None) -> NoReturn:
    raise KeyboardInterrupt


def main() -> int:
    """Serve the process that started this one."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, _ended)
    try:
        serve(sys.stdin.fileno(), sys.stdout.buffer)
    except KeyboardInterrupt:
        pass
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
