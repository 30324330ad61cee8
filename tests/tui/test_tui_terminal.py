"""The whole screen in a real terminal, with the real process behind it."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
LONGEST = 40.0

PROGRAM = f"""
from journeysim.scenario.scenario import load
from journeysim.tui.app import run
raise SystemExit(run(load({str(HERE / "garage.toml")!r}, settings=["run.replications=4"]), speed=8))
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

    def is_clean(self, *wanted: str) -> None:
        """It has ended, and left nothing on the screen and the terminal as it was."""
        screen = self.shows(*wanted)
        assert "PAUSED" not in screen
        assert "RUNNING" not in screen
        assert "Traceback" not in screen
        flags = "#{alternate_on}#{mouse_any_flag}#{cursor_flag}"
        self.until(lambda: self.tmux("display-message", "-p", flags).strip() == "001")

    def until(self, happened: Callable[[], bool]) -> None:
        """Wait for something to happen."""
        end = time.monotonic() + LONGEST
        while not happened():
            assert time.monotonic() < end

    def children(self, name: str) -> list[int]:
        """The processes of this terminal in whose command a name stands."""
        pane = int(self.tmux("display-message", "-p", "#{pane_pid}").strip())
        listed = subprocess.run(
            ["ps", "-A", "-ww", "-o", "pid=,ppid=,stat=,args="],
            capture_output=True,
            text=True,
            check=True,
        )
        rows = [line.split(None, 3) for line in listed.stdout.splitlines()]
        family = {pane}
        for _ in range(5):
            family |= {int(pid) for pid, parent, *_ in rows if int(parent) in family}
        return [
            int(pid)
            for pid, _, stat, args in rows
            if int(pid) in family
            and name in args
            and "python" in args.split()[0]
            and "Z" not in stat
        ]


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
    terminal.shows("50 % ▲50", "more stay", "wait and see", "4 paired runs")
    terminal.press("q")
    terminal.is_clean("status 0")


def test_ctrl_c_leaves_a_clean_terminal(terminal: Terminal) -> None:
    terminal.shows("PAUSED", "50.4 %")
    terminal.press("Space", "C-c")
    terminal.is_clean("status 0")


@pytest.mark.slow
def test_a_storm_of_sizes_while_it_runs_does_no_harm(terminal: Terminal) -> None:
    terminal.shows("PAUSED", "50.4 %")
    terminal.press("Space", "S-Right")
    for width, height in ((80, 24), (30, 8), (200, 50), (10, 3), (121, 41), (60, 20), (120, 40)):
        terminal.tmux("resize-window", "-x", str(width), "-y", str(height))
    terminal.shows("Customers retained", "RUNNING")
    terminal.press("q")
    terminal.is_clean("status 0")


def test_a_killed_worker_is_told_and_restarted(terminal: Terminal) -> None:
    terminal.shows("PAUSED", "50.4 %")
    found = terminal.children("journeysim.tui.worker")
    assert len(found) == 1
    os.kill(found[0], signal.SIGKILL)
    terminal.shows("The simulation stopped", "r restarts it")
    terminal.press("r", "S-Right")
    terminal.shows("25 % ▲25", "more stay")
    terminal.press("q")
    terminal.is_clean("status 0")
    assert terminal.children("journeysim.tui.worker") == []


@pytest.mark.slow
def test_a_killed_screen_takes_its_worker_along(terminal: Terminal) -> None:
    terminal.shows("PAUSED", "50.4 %")
    (worker,) = terminal.children("journeysim.tui.worker")
    (screen,) = terminal.children("play.py")
    os.kill(screen, signal.SIGKILL)
    terminal.shows("status 137")
    terminal.until(lambda: not Path(f"/proc/{worker}").exists())
