"""The whole screen in a real terminal, with the real process behind it."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from worlds import world_file

from journeysim.scenario.scenario import load

ROOT = Path(__file__).resolve().parents[2]
GARAGE = world_file("garage")
LONGEST = 40.0

PLAY = (sys.executable, "-m", "journeysim", "play")


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

    def no_longer(self, text: str) -> None:
        """It stands there no more."""
        self.until(lambda: text not in self.tmux("capture-pane", "-p"))

    def press(self, *keys: str) -> None:
        self.tmux("send-keys", *keys)

    def enter(self, *words: str) -> None:
        """Run a command, and then say how it ended."""
        self.press(f"{shlex.join(words)}; echo status $?", "Enter")

    def go_to_field(self, hint: str) -> None:
        """Go to the next field of a card, in which a hint stands; it looks otherwise then."""
        before = self.styled(hint)
        self.press("Tab")
        self.until(lambda: self.styled(hint) != before)

    def styled(self, text: str) -> str:
        """The line in which a text stands, with its colours."""
        lines = self.tmux("capture-pane", "-p", "-e").splitlines()
        return next(line for line in lines if text in line)

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
    found = Terminal(tmp_path / "tmux")
    bare = ("-u", "COLUMNS", "-u", "LINES", "-u", "NO_COLOR")
    found.tmux("new-session", "-d", "-x", "120", "-y", "40", "env", *bare, "PS1=> ", "sh")
    path = os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])
    found.press(f"export PYTHONPATH={path} XDG_STATE_HOME={tmp_path}/state", "Enter")
    yield found
    found.tmux("kill-server")


@pytest.fixture
def playing(terminal: Terminal) -> Terminal:
    """A terminal in which the garage is played."""
    terminal.enter(*PLAY, GARAGE, "--replications", "4", "--speed", "8")
    terminal.shows("PAUSED", "1 y", "Move a dial: the futures split here.")
    return terminal


def test_play_turn_a_dial_and_quit(playing: Terminal) -> None:
    playing.shows("Nothing changed yet.", "Move a dial: the futures split here.", "PAUSED")
    playing.press("Space")
    playing.shows("RUNNING")
    playing.press("S-Right", "S-Right")
    playing.shows("50 % ▲50", "people of 1,000", "wait and see", "4 paired runs")
    playing.press("q")
    playing.is_clean("status 0")


@pytest.mark.parametrize(
    "keys",
    [
        ("Space", "c"),
        pytest.param(("Space",), marks=pytest.mark.slow),
        pytest.param(("p",), marks=pytest.mark.slow),
        pytest.param(("C-p",), marks=pytest.mark.slow),
    ],
)
def test_ctrl_c_leaves_a_clean_terminal_wherever_it_is_pressed(
    playing: Terminal, keys: tuple[str, ...]
) -> None:
    playing.press(*keys, "C-c")
    playing.is_clean("interrupted", "status 130")
    playing.until(lambda: playing.children("journeysim.tui.worker") == [])


@pytest.mark.parametrize(
    "number", [signal.SIGTERM, signal.SIGHUP, pytest.param(signal.SIGINT, marks=pytest.mark.slow)]
)
def test_a_signal_ends_it_as_ctrl_c_does(playing: Terminal, number: signal.Signals) -> None:
    playing.press("Space")
    playing.shows("RUNNING")
    (screen,) = playing.children("journeysim play")
    os.kill(screen, number)
    playing.is_clean("interrupted", "status 130")
    playing.until(lambda: playing.children("journeysim.tui.worker") == [])


def test_what_was_decided_survives_a_hangup_and_is_offered_again(playing: Terminal) -> None:
    playing.press("S-Right")
    playing.shows("25 % ▲25", "people of 1,000")
    playing.press(">")
    playing.shows("day   7 / 365")
    (screen,) = playing.children("journeysim play")
    os.kill(screen, signal.SIGHUP)
    playing.is_clean("interrupted", "status 130")
    playing.press("clear", "Enter")
    playing.enter(*PLAY, GARAGE, "--replications", "4", "--speed", "8")
    playing.shows("You have been here before", "wait and see + 1 change, day 7")
    playing.press("Enter")
    playing.shows("Where you left it; u takes back.", "25 % ▲25", "people of 1,000")
    playing.press("u")
    playing.shows("Nothing changed yet.")
    playing.press("q")
    playing.is_clean("status 0")


def test_a_terminal_that_is_gone_leaves_nothing_running(playing: Terminal) -> None:
    """The screen can no longer write then, and waited for that for ever."""
    playing.press("Space")
    playing.shows("RUNNING")
    (screen,) = playing.children("journeysim play")
    playing.tmux("kill-server")
    playing.until(lambda: not Path(f"/proc/{screen}").exists())


def test_ctrl_c_leaves_a_fault_that_is_not_mended(terminal: Terminal, tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.toml"
    wrong.write_text("[nothing]\nhere = 1\n", encoding="utf-8")
    terminal.enter(*PLAY, str(wrong))
    terminal.shows("This scenario cannot be played")
    terminal.press("C-c")
    terminal.is_clean("interrupted", "status 130")


@pytest.mark.slow
def test_a_storm_of_sizes_while_it_runs_does_no_harm(playing: Terminal) -> None:
    playing.press("Space", "S-Right")
    for width, height in ((80, 24), (30, 8), (200, 50), (10, 3), (121, 41), (60, 20), (120, 40)):
        playing.tmux("resize-window", "-x", str(width), "-y", str(height))
    playing.shows("customers of day 0 still here", "RUNNING")
    playing.press("q")
    playing.is_clean("status 0")


def test_a_killed_worker_is_told_and_restarted(playing: Terminal) -> None:
    found = playing.children("journeysim.tui.worker")
    assert len(found) == 1
    os.kill(found[0], signal.SIGKILL)
    playing.shows("The simulation stopped", "r restarts it")
    playing.press("r", "S-Right")
    playing.shows("25 % ▲25", "people of 1,000")
    playing.press("q")
    playing.is_clean("status 0")
    assert playing.children("journeysim.tui.worker") == []


@pytest.mark.slow
def test_a_killed_screen_takes_its_worker_along(playing: Terminal) -> None:
    (worker,) = playing.children("journeysim.tui.worker")
    (screen,) = playing.children("journeysim play")
    os.kill(screen, signal.SIGKILL)
    playing.shows("status 137")
    playing.until(lambda: not Path(f"/proc/{worker}").exists())


def test_a_whole_session_by_keys_alone(terminal: Terminal, tmp_path: Path) -> None:
    """Run, turn two dials, see the fork, step back, branch, compare, predict, reveal, save, quit."""
    own = tmp_path / "own.toml"
    shutil.copy(GARAGE, own)
    terminal.press(f"cd {shlex.quote(str(tmp_path))}", "Enter")
    terminal.enter(*PLAY, "own.toml", "--replications", "4", "--speed", "4")
    terminal.shows("PAUSED", "1 y", "Move a dial: the futures split here.")
    terminal.press("Space")
    terminal.shows("RUNNING")
    terminal.press("S-Right")
    terminal.shows("25 % ▲25", "people of 1,000", "4 paired runs")
    terminal.press("j")
    terminal.shows("▌Check-in reach")
    terminal.press("S-Right", "F7")
    turned = day_of(
        terminal.shows("Reminder reach 0 → 25 %", "Check-in reach 0 → 25 %", "4 paired runs")
    )
    terminal.until(lambda: day_of(terminal.shows("RUNNING")) > turned + 8)
    terminal.press("Space")
    day = day_of(terminal.shows("PAUSED"))
    terminal.press("<")
    terminal.shows(f"day {max(0, day - 7):3d} / 365")
    terminal.press("b")
    terminal.shows("branch B", "what you change from here on is its own")
    terminal.press("S-Left")
    terminal.shows("25 → 0 %", "branch A", "you, branch B", "4 paired runs")
    terminal.press("c")
    terminal.shows(
        "all policies against wait and see", "you, with your changes", "4 of 4 paired runs"
    )
    terminal.press("Escape")
    terminal.no_longer("all policies against wait and see")
    terminal.press("p")
    terminal.shows("Predict, then reveal", "0 guesses locked", "are still here on day 365")
    terminal.press("Space")
    terminal.go_to_field(" to 1000")
    terminal.press("52")
    terminal.shows("  52 ")
    terminal.go_to_field("ecause ...")
    terminal.press("fewer waits")
    terminal.shows("fewer waits")
    terminal.press("C-r")
    terminal.shows("day 365 / 365", "What you expected, and what happened", "had the direction")
    terminal.press("Escape")
    terminal.no_longer("What you expected")
    terminal.press("C-s")
    terminal.shows("Save this branch as a policy", "my_policy.toml")
    terminal.press("Enter")
    terminal.shows("Saved my_policy.toml")
    terminal.press("q")
    terminal.is_clean("status 0")
    assert own.read_bytes() == Path(GARAGE).read_bytes()
    assert sorted(path.name for path in tmp_path.glob("*.toml")) == ["my_policy.toml", "own.toml"]
    saved = load(str(tmp_path / "my_policy.toml"))
    assert "my_policy" in saved.policies
    phases = saved.phases("my_policy")
    assert [phase.levers.care.touches["reminder"].reach for phase in phases][-1] == 0.25


def day_of(screen: str) -> int:
    """The day on the clock."""
    found = re.search(r"day +(\d+) / 365", screen)
    assert found, screen
    return int(found[1])
