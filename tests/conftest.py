"""Shared fixtures: small worlds as text, and a way to run them."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings
from worlds import WORLD

from journeysim.engine import cache
from journeysim.engine.choice import is_there
from journeysim.scenario.scenario import Scenario, load

settings.register_profile("steady", derandomize=True, deadline=None, max_examples=40)
settings.load_profile("steady")


@pytest.fixture(scope="session", autouse=True)
def compiled_code(request: pytest.FixtureRequest) -> None:
    """Where the whole suite runs, the fast engine is compiled before, so that no test waits for it."""
    folders = {item.path.parent.name for item in request.session.items}
    if is_there() and {"cli", "engine", "tui"} <= folders and not cache.is_warm():
        subprocess.run([sys.executable, "-m", "journeysim", "warmup", "--quiet"], check=True)


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
