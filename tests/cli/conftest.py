"""Running a command line, in this process or in one of its own."""

from __future__ import annotations

import signal
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from cli_process import environment, spoken
from worlds import WORLD

from journeysim.cli.main import main


class Done(NamedTuple):
    """How a command ended."""

    code: int
    out: str
    err: str


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder in which commands run, with the small firm in `firm.toml`."""
    (tmp_path / "firm.toml").write_text(WORLD, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    for name in ("COLUMNS", "JOURNEYSIM_TRACEBACK", "NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("JOURNEYSIM_BACKGROUND", "0")
    return tmp_path


@pytest.fixture
def journeysim(folder: Path, capsys: pytest.CaptureFixture[str]) -> Iterator[Callable[..., Done]]:
    """Run `journeysim ...` in the folder, in this process."""
    before = signal.getsignal(signal.SIGTERM)

    def command(*arguments: str) -> Done:
        capsys.readouterr()
        code = main(arguments)
        return Done(code, *capsys.readouterr())

    yield command
    signal.signal(signal.SIGTERM, before)


@pytest.fixture
def apart(folder: Path) -> Callable[..., Done]:
    """Run `journeysim ...` in the folder, in a process of its own."""

    def command(*arguments: str, **further: str) -> Done:
        done = subprocess.run(
            spoken(*arguments),
            cwd=folder,
            env=environment(**further),
            capture_output=True,
            text=True,
            encoding="utf-8",
        )
        return Done(done.returncode, done.stdout, done.stderr)

    return command
