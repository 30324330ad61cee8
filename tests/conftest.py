"""Shared fixtures: small worlds as text, a way to run them, and the fast engine, compiled once."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from threading import Thread

import pytest
from hypothesis import settings
from worlds import WORLD

from journeysim.engine import cache
from journeysim.engine.choice import is_there
from journeysim.scenario.scenario import Scenario, load

settings.register_profile("steady", derandomize=True, deadline=None, max_examples=40)
settings.load_profile("steady")

COMPILING = "JOURNEYSIM_TESTS_COMPILING"
"""Names the file that is there once the fast engine is compiled, or could not be."""

ON_SIMPY = ("metrics", "model", "reference", "scenario", "tests")
"""Folders whose tests never ask which engine answers: they run while the fast one is compiled."""


def pytest_configure(config: pytest.Config) -> None:
    """Begin to compile, in the first process of a run of the whole suite; never ignore Ctrl-C.

    A shell that begins something in the background lets it ignore SIGINT, and a process ignores
    what the one that began it did; then no command that a test begins could be interrupted.
    """
    if signal.getsignal(signal.SIGINT) == signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    whole = config.args_source == pytest.Config.ArgsSource.TESTPATHS
    narrowed = config.option.collectonly or config.option.keyword
    wanted = whole and not narrowed and COMPILING not in os.environ
    if wanted and is_there() and not cache.is_warm():
        _begin_to_compile(config)


def _begin_to_compile(config: pytest.Config) -> None:
    process = subprocess.Popen([sys.executable, "-m", "journeysim", "warmup", "--quiet"])
    folder = tempfile.TemporaryDirectory()
    over = Path(folder.name) / "over"
    os.environ[COMPILING] = str(over)

    def end() -> None:
        process.wait()
        over.touch()

    thread = Thread(target=end, daemon=True)
    thread.start()

    def stop() -> None:
        process.terminate()
        thread.join()
        folder.cleanup()
        del os.environ[COMPILING]

    config.add_cleanup(stop)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """First what needs no fast engine, if that is being compiled."""
    if COMPILING in os.environ:
        items.sort(key=_waits)


def pytest_runtest_setup(item: pytest.Item) -> None:
    """No test compiles for itself, and none sees the engine change under its feet."""
    over = os.environ.get(COMPILING)
    if over is None or not _waits(item):
        return
    while not os.path.exists(over):
        time.sleep(0.1)
    assert cache.is_warm(), "the fast engine could not be compiled; try: journeysim warmup"


def _waits(item: pytest.Item) -> bool:
    return item.path.parent.name not in ON_SIMPY


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    """Write a scenario file and return its path."""

    def writer(text: str = WORLD, name: str = "firm.toml") -> Path:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return writer


@pytest.fixture
def firm(write: Callable[..., Path]) -> Scenario:
    """The small firm."""
    return load(str(write()))
