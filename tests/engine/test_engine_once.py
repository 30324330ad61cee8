"""Once: threads that ask for the same at the same time have it made by one of them."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Event

from journeysim.engine.once import Once

SOON = 10.0
"""Seconds after which a test gives up waiting."""


def test_who_asks_while_it_is_made_waits_for_it() -> None:
    begun, go, made = Event(), Event(), []

    def slowly(name: str) -> str:
        made.append(name)
        begun.set()
        assert go.wait(SOON)
        return name.upper()

    once = Once(slowly, lambda *_: 2)
    with ThreadPoolExecutor(3) as pool:
        answers = [pool.submit(once, "a")]
        assert begun.wait(SOON)
        answers += [pool.submit(once, "a") for _ in range(2)]
        assert not any(answer.done() for answer in answers)
        go.set()
        assert [answer.result(SOON) for answer in answers] == ["A"] * 3
    assert made == ["a"]


def test_what_failed_is_made_anew_by_whoever_waited() -> None:
    begun, go, made = Event(), Event(), []

    def sometimes(name: str) -> str:
        made.append(name)
        if len(made) == 1:
            begun.set()
            assert go.wait(SOON)
            raise KeyboardInterrupt
        return name.upper()

    once = Once(sometimes, lambda *_: 2)
    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(once, "a")
        assert begun.wait(SOON)
        second = pool.submit(once, "a")
        go.set()
        assert second.result(SOON) == "A"
        assert isinstance(first.exception(SOON), KeyboardInterrupt)
    assert made == ["a", "a"]


def test_what_was_asked_for_lately_stays() -> None:
    made: list[str] = []
    once = Once(lambda name: made.append(name), lambda *_: 2)
    for name in ("a", "b", "a", "c", "a", "b"):
        once(name)
    assert made == ["a", "b", "c", "b"]
