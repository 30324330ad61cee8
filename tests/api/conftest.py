"""The same question asked at two doors: of the command line, and of the functions for Python."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from worlds import WORLD

from journeysim.cli.main import main

CLAIM = """
[[expect]]
claim = "retention vs plain >= -1 pp"
policy = "caring"
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder in which things run, with the small firm in `firm.toml`."""
    (tmp_path / "firm.toml").write_text(WORLD, encoding="utf-8")
    (tmp_path / "claiming.toml").write_text(f"{WORLD}\n{CLAIM}", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("COLUMNS", raising=False)
    return tmp_path


@pytest.fixture
def typed(folder: Path, capsys: pytest.CaptureFixture[str]) -> Iterator[Callable[..., str]]:
    """What `journeysim ...` writes to standard output in the folder, in this process."""
    before = signal.getsignal(signal.SIGTERM)

    def command(*words: str) -> str:
        capsys.readouterr()
        code = main((*words, "--quiet"))
        assert code in (0, 1, 3)
        return capsys.readouterr().out

    yield command
    signal.signal(signal.SIGTERM, before)
