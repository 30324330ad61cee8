"""Once: what is costly to make is made once, however many threads ask for it at the same time."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from concurrent.futures import Future
from threading import Lock
from typing import Generic, TypeVar

_Made = TypeVar("_Made")


class Once(Generic[_Made]):
    """A function whose latest results are kept; who asks while one is being made waits for it.

    most: how many are kept, of the arguments of the latest. What fails is not kept: whoever waited
    makes it anew, and fails by itself.
    """

    def __init__(self, make: Callable[..., _Made], most: Callable[..., int]) -> None:
        self._make = make
        self._most = most
        self._kept: dict[tuple[Hashable, ...], Future[_Made]] = {}
        self._lock = Lock()

    def __call__(self, *asked: Hashable) -> _Made:
        while True:
            with self._lock:
                there = self._kept.pop(asked, None)
                result: Future[_Made] = there or Future()
                self._kept[asked] = result
                while len(self._kept) > max(1, self._most(*asked)):
                    del self._kept[next(iter(self._kept))]
            if there is None:
                return self._made(asked, result)
            if result.exception() is None:
                return result.result()

    def _made(self, asked: tuple[Hashable, ...], result: Future[_Made]) -> _Made:
        try:
            made = self._make(*asked)
        except BaseException as error:
            with self._lock:
                if self._kept.get(asked) is result:
                    del self._kept[asked]
            result.set_exception(error)
            raise
        result.set_result(made)
        return made
