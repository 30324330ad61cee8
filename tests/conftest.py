"""Shared fixtures: small worlds as text, and a way to run them."""

from __future__ import annotations

import signal
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings
from worlds import WORLD

from journeysim.scenario.scenario import Scenario, load

settings.register_profile("steady", derandomize=True, deadline=None, max_examples=40)
settings.load_profile("steady")


def pytest_configure(config: pytest.Config) -> None:
    """Never ignore Ctrl-C.

    A shell that begins something in the background lets it ignore SIGINT, and a process ignores
    what the one that began it did; then no command that a test begins could be interrupted.
    """
    if signal.getsignal(signal.SIGINT) == signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


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
