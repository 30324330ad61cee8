"""What a script may conclude from how a command ended, error by error."""

from __future__ import annotations

import errno
import gc
import os
import sys
import weakref

import pytest

from journeysim.cli.exits import RAN_OUT, Exit, code_of, let_go, what_ran_out
from journeysim.errors import (
    EngineError,
    ExperimentError,
    LostWorkError,
    OutputError,
    ScenarioError,
    UsageError,
    WorkLimitError,
)


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (KeyboardInterrupt(), 130),
        (BrokenPipeError(), 141),
        (LostWorkError("x"), 4),
        (OutputError("x"), 4),
        (WorkLimitError("x"), 4),
        (MemoryError(), 4),
        (OSError(errno.ENOSPC, "full"), 4),
        (UsageError("x"), 2),
        (ScenarioError.single("a", "b", "c"), 2),
        (EngineError("x"), 2),
        (ExperimentError("x"), 2),
        (OSError(errno.ENOENT, "nothing there"), 70),
        (OSError("without a number"), 70),
        (ValueError("x"), 70),
        (AssertionError(), 70),
    ],
    ids=repr,
)
def test_an_error_has_its_code(error: BaseException, code: int) -> None:
    assert code_of(error) == code
    assert isinstance(code_of(error), Exit)


@pytest.mark.parametrize(
    ("number", "word"),
    [
        (errno.ENOSPC, "disk is full"), (errno.EDQUOT, "disk is full"), (errno.EFBIG, "file"),
        (errno.EIO, "disk or the terminal"), (errno.EMFILE, "ulimit -n"), (errno.ENFILE, "files"),
        (errno.ENOMEM, "memory"), (errno.EAGAIN, "ulimit -u"),
    ],
)  # fmt: skip
def test_what_the_machine_had_too_little_of_is_named(number: int, word: str) -> None:
    error = OSError(number, os.strerror(number))
    assert word in what_ran_out(error)
    assert code_of(error) == Exit.INCOMPLETE
    assert set(RAN_OUT) >= {number}


def test_memory_is_named_and_all_else_is_no_want() -> None:
    assert what_ran_out(MemoryError()) == RAN_OUT[errno.ENOMEM]
    for error in (OSError(errno.ENOENT, ""), OSError("plain"), ValueError(), KeyboardInterrupt()):
        assert what_ran_out(error) == ""


class World:
    """Something that takes much room."""


def too_large(kept: list[weakref.ref[World]]) -> None:
    world = World()
    kept.append(weakref.ref(world))
    raise MemoryError


def again(kept: list[weakref.ref[World]]) -> None:
    """A second error while the first is handled: both keep frames."""
    try:
        too_large(kept)
    except MemoryError:
        own = World()
        kept.append(weakref.ref(own))
        raise ValueError("while mending") from None


@pytest.mark.parametrize("breaks", [too_large, again])
def test_what_a_run_held_is_let_go_with_every_error_behind_it(breaks: object) -> None:
    kept: list[weakref.ref[World]] = []
    with pytest.raises((MemoryError, ValueError)) as ended:
        breaks(kept)
    assert kept
    assert all(each() is not None for each in kept)
    let_go(ended.value)
    assert all(each() is None for each in kept)


def test_circles_are_let_go_too() -> None:
    """A simulation is full of them; Python would look for them only later."""
    kept: list[weakref.ref[World]] = []
    gc.disable()
    try:
        circle = World()
        circle.self = circle
        kept.append(weakref.ref(circle))
        del circle
        let_go(MemoryError())
        assert kept[0]() is None
    finally:
        gc.enable()
    assert sys.exc_info() == (None, None, None)
