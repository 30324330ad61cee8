"""The whole screen in a real terminal, with the real process behind it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
LONGEST = 20.0

PROGRAM = f"""
from journeysim.scenario.scenario import load
from journeysim.tui.app import run
raise SystemExit(run(load({str(HERE / "garage.toml")!r}), speed=32))
"""


class Terminal:
    """A tmux of its own."""

    def __init__(self, socket: Path) -> None:
        self.socket = socket

    def tmux(self, *words: str) -> str:
        command = ["tmux", "-S", str(self.socket), "-f", "/dev/null", *words]
        return subprocess.run(command, capture_output=True, text=True, check=False).stdout

    def shows(self, *wanted: str) -> str:
        """The screen, once all of these stand on it."""
        end = time.monotonic() + LONGEST
        while True:
            screen = self.tmux("capture-pane", "-p")
            if all(text in screen for text in wanted):
                return screen
            assert time.monotonic() < end, f"{wanted} did not appear:\n{screen}"

    def press(self, *keys: str) -> None:
        self.tmux("send-keys", *keys)


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[Terminal]:
    if shutil.which("tmux") is None:
        pytest.skip("tmux is not installed")
    program = tmp_path / "play.py"
    program.write_text(PROGRAM, encoding="utf-8")
    found = Terminal(tmp_path / "tmux")
    bare = ("-u", "COLUMNS", "-u", "LINES", "-u", "NO_COLOR")
    found.tmux("new-session", "-d", "-x", "120", "-y", "40", "env", *bare, "PS1=> ", "sh")
    path = os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])
    found.press(f"PYTHONPATH={path} {sys.executable} {program}; echo status $?", "Enter")
    yield found
    found.tmux("kill-server")


def test_play_turn_a_dial_and_quit(terminal: Terminal) -> None:
    terminal.shows("Nothing changed yet. Move a dial: the futures split here.", "PAUSED", "50.4 %")
    terminal.press("Space")
    terminal.shows("RUNNING")
    terminal.press("S-Right", "S-Right")
    terminal.shows("50 % ▲50", "more stay", "wait and see")
    terminal.press("q")
    screen = terminal.shows("status 0")
    assert "PAUSED" not in screen
    assert "Traceback" not in screen
