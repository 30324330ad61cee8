"""How a command ends: what a script may conclude from the exit code, and what is left behind."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic

import pytest
from cli_process import Done, environment, into_a_closed_pipe, spoken
from worlds import WORLD

from journeysim.cli.exits import Exit
from journeysim.errors import EngineError, LostWorkError, OutputError, UsageError
from journeysim.report import to_parquet
from journeysim.study import measure as measuring

Command = Callable[..., tuple[int, str, str]]
RUN = (
    "run",
    "firm.toml",
    "--customers",
    "20",
    "--days",
    "10",
    "--replications",
    "1",
    "--jobs",
    "1",
)
ON_LINUX = pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")


def test_exit_codes_are_those_that_scripts_know() -> None:
    assert {code.name: int(code) for code in Exit} == {
        "PASS": 0, "FAIL": 1, "USAGE": 2, "UNDECIDED": 3, "INCOMPLETE": 4, "INTERNAL": 70,
        "INTERRUPTED": 130, "CLOSED_PIPE": 141,
    }  # fmt: skip


def fails_with(monkeypatch: pytest.MonkeyPatch, error: BaseException) -> None:
    def measure(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(measuring, "measure", measure)


def test_an_interrupt_that_hits_the_making_of_a_class_ends_like_any_other(tmp_path: Path) -> None:
    program = (
        "import sys; from journeysim.cli import main; from journeysim.study import measure\n"
        "measure.measure = lambda *_, **__: exec('raise KeyboardInterrupt')\n"
        "sys.exit(main.main(['run', 'firm.toml', '--quiet']))"
    )
    (tmp_path / "interrupted.py").write_text(program, encoding="utf-8")
    (tmp_path / "firm.toml").write_text(WORLD, encoding="utf-8")
    there = environment()
    there["PYTHONPATH"] = os.pathsep.join((str(tmp_path), there["PYTHONPATH"]))
    done = subprocess.run(
        [sys.executable, "-m", "interrupted"], env=there, cwd=tmp_path, capture_output=True
    )
    assert done.returncode == Exit.INTERRUPTED


def test_an_interrupted_command_waits_for_no_thread(tmp_path: Path) -> None:
    """As one that brings millions of customers into being, and hears nothing meanwhile."""
    program = (
        "import sys, threading, time; from journeysim.cli import main\n"
        "from journeysim.study import measure\n"
        "threading.Thread(target=time.sleep, args=(60,)).start()\n"
        "measure.measure = lambda *_, **__: exec('raise KeyboardInterrupt')\n"
        "sys.argv = ['journeysim', 'run', 'firm.toml', '--quiet']; sys.exit(main.main())"
    )
    (tmp_path / "firm.toml").write_text(WORLD, encoding="utf-8")
    command = [sys.executable, "-c", program]
    done = subprocess.run(
        command, env=environment(), cwd=tmp_path, capture_output=True, text=True, timeout=40
    )
    assert (done.returncode, done.stderr) == (Exit.INTERRUPTED, "journeysim: interrupted\n")


@pytest.mark.parametrize(
    ("error", "code", "words"),
    [
        (LostWorkError("gave up: plain"), Exit.INCOMPLETE, "journeysim: gave up: plain\n"),
        (EngineError("day 3: too many"), Exit.USAGE, "journeysim: day 3: too many\n"),
        (KeyboardInterrupt(), Exit.INTERRUPTED, "journeysim: interrupted\n"),
        (BrokenPipeError(), Exit.CLOSED_PIPE, ""),
    ],
    ids=["lost work", "an engine that cannot go on", "an interrupt", "a closed pipe"],
)
def test_an_error_ends_in_its_exit_code(
    journeysim: Command,
    monkeypatch: pytest.MonkeyPatch,
    error: BaseException,
    code: int,
    words: str,
) -> None:
    fails_with(monkeypatch, error)
    monkeypatch.setattr(os, "dup2", lambda *_: None)
    assert journeysim(*RUN, "--quiet") == (code, "", words)


def test_an_internal_error_is_owned_up_to_without_a_traceback(
    journeysim: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    fails_with(monkeypatch, ZeroDivisionError("of all things"))
    assert journeysim(*RUN, "--quiet") == (
        Exit.INTERNAL,
        "",
        "journeysim: internal error: ZeroDivisionError: of all things\n"
        "journeysim: set JOURNEYSIM_TRACEBACK=1 to see where; please report it\n",
    )


def test_a_traceback_is_there_for_those_who_ask(
    journeysim: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    fails_with(monkeypatch, ZeroDivisionError("of all things"))
    monkeypatch.setenv("JOURNEYSIM_TRACEBACK", "1")
    with pytest.raises(ZeroDivisionError):
        journeysim(*RUN)


def test_a_missing_file_inside_is_an_internal_error_and_no_lost_output(
    journeysim: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    fails_with(monkeypatch, FileNotFoundError(2, "No such file", "rules.dat"))
    code, _, err = journeysim(*RUN, "--quiet")
    assert code == Exit.INTERNAL
    assert "internal error: FileNotFoundError" in err


class TestOutput:
    """Standard output that is closed, full or not there."""

    @pytest.mark.parametrize(
        "arguments",
        [RUN, (*RUN, "--json"), ("schema",), ("list",), ("--help",), ("--version",)],
        ids=["tables", "a document", "a schema", "a list", "help", "a version"],
    )
    def test_a_pipe_that_is_closed_early_ends_the_command_quietly(
        self, folder: Path, arguments: tuple[str, ...]
    ) -> None:
        """As in `journeysim run ... | head -1`."""
        done = into_a_closed_pipe(folder, *arguments)
        assert done.returncode == Exit.CLOSED_PIPE
        assert "Traceback" not in done.stderr
        assert "Exception ignored" not in done.stderr
        assert done.stderr.count("\n") <= 1

    @pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
    @pytest.mark.parametrize(
        "arguments", [RUN, ("schema",), ("--version",)], ids=["tables", "a schema", "a version"]
    )
    def test_a_full_disk_is_told_in_a_word(self, folder: Path, arguments: tuple[str, ...]) -> None:
        with open("/dev/full", "wb") as full:
            done = subprocess.run(
                spoken(*arguments),
                cwd=folder,
                env=environment(),
                stdout=full,
                stderr=subprocess.PIPE,
                text=True,
            )
        assert done.returncode == Exit.INCOMPLETE
        said = done.stderr.splitlines()
        assert said[-1] == "journeysim: cannot write the output: No space left on device"
        assert "Traceback" not in done.stderr

    @pytest.mark.parametrize(
        ("arguments", "code"), [(("list",), 0), (("validate", "nope.toml"), 2)]
    )
    def test_streams_that_were_closed_before_are_no_error(
        self, folder: Path, arguments: tuple[str, ...], code: int
    ) -> None:
        done = subprocess.run(
            ["sh", "-c", 'exec "$@" >&- 2>&-', "-", *spoken(*arguments)],
            cwd=folder,
            env=environment(),
        )
        assert done.returncode == code

    def test_an_alphabet_without_our_signs_is_no_error(
        self, apart: Callable[..., tuple[int, str, str]]
    ) -> None:
        code, out, _ = apart(*RUN, "--quiet", PYTHONIOENCODING="ascii", PYTHONUTF8="0")
        assert code == 0
        assert "What it leads to" in out


@contextmanager
def under_way(folder: Path, *further: str) -> Iterator[subprocess.Popen[str]]:
    """A comparison that would take minutes, in a session of its own, once its work has begun."""
    arguments = ("compare", "firm.toml", "--replications", "5000", "--engine", "simpy")
    process = subprocess.Popen(
        spoken(*arguments, "--jobs", "2", *further),
        cwd=folder,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    try:
        assert process.stderr is not None
        assert process.stderr.readline().startswith("journeysim: firm: ")
        yield process
    finally:
        for pid in session(process.pid):
            os.kill(pid, signal.SIGKILL)
        process.communicate()


def session(leader: int) -> list[int]:
    """The living processes of a session."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                state, *rest = (entry / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            if int(rest[2]) == leader and state != "Z":
                found.append(int(entry.name))
    return found


def until(condition: Callable[[], bool], seconds: float) -> bool:
    """Does something become true before long?"""
    deadline = monotonic() + seconds
    while not condition():
        if monotonic() > deadline:
            return False
    return True


WORKERS = 4
"""Processes of a comparison with two workers: itself, both, and what tracks their resources."""


@ON_LINUX
class TestInterrupted:
    """Whoever is interrupted ends soon, in words, and leaves no worker behind."""

    @pytest.mark.parametrize(
        ("number", "moment"),
        [
            (signal.SIGINT, "at once"),
            (signal.SIGINT, "in the middle"),
            (signal.SIGTERM, "in the middle"),
        ],
    )
    def test_a_signal_ends_the_command_and_its_workers(
        self, folder: Path, number: signal.Signals, moment: str
    ) -> None:
        with under_way(folder) as process:
            if moment == "in the middle":
                assert until(lambda: len(session(process.pid)) == WORKERS, 20)
            process.send_signal(number)
            began = monotonic()
            out, err = process.communicate(timeout=20)
            assert monotonic() - began < 5
            assert process.returncode == Exit.INTERRUPTED
            assert out == ""
            assert err.split() == ["journeysim:", "interrupted"]
            assert until(lambda: not session(process.pid), 5)

    @pytest.mark.parametrize("moment", ["at once", "in the middle"])
    def test_ctrl_c_hits_everybody_and_only_one_answers(self, folder: Path, moment: str) -> None:
        """A terminal sends the signal to the whole group, workers that are just born included."""
        with under_way(folder) as process:
            if moment == "in the middle":
                assert until(lambda: len(session(process.pid)) == WORKERS, 20)
            else:
                assert until(lambda: len(session(process.pid)) > 2, 20)
            os.killpg(process.pid, signal.SIGINT)
            out, err = process.communicate(timeout=20)
            assert (process.returncode, out) == (Exit.INTERRUPTED, "")
            assert err.split() == ["journeysim:", "interrupted"]
            assert until(lambda: not session(process.pid), 5)

    def test_workers_do_not_outlive_a_command_that_is_killed(self, folder: Path) -> None:
        with under_way(folder) as process:
            assert until(lambda: len(session(process.pid)) == WORKERS, 20)
            process.kill()
            assert until(lambda: not session(process.pid), 10)

    def test_an_interrupted_command_leaves_no_half_file(self, folder: Path) -> None:
        with under_way(folder, "--json-file", "x.json") as process:
            process.send_signal(signal.SIGINT)
            process.communicate(timeout=20)
        assert [path.name for path in folder.iterdir()] == ["firm.toml"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs pipes with names")
class TestPipes:
    """What a shell hands over as `<(...)`."""

    def test_a_scenario_that_comes_through_a_pipe_is_refused_in_a_word(
        self, folder: Path, journeysim: Callable[..., Done]
    ) -> None:
        os.mkfifo("pipe")
        done = journeysim("run", "pipe")
        assert done.code == Exit.USAGE
        assert done.err == (
            "pipe: is a pipe, which can be read only once; save what comes through it as a file\n"
        )

    def test_a_table_that_comes_through_a_pipe_is_read(
        self, folder: Path, journeysim: Callable[..., Done]
    ) -> None:
        """Its header is looked at more than once; what comes through it comes only once."""
        os.mkfifo("pipe")
        rows = ["customer,date", *(f"c{n % 23},2025-{1 + n % 12:02}-{1 + n % 28:02}" for n in range(80))]  # fmt: skip
        text = "\n".join(rows)
        (folder / "file").write_text(text, encoding="utf-8")
        writing = threading.Thread(target=Path("pipe").write_text, args=(text,))
        writing.start()
        piped = journeysim("calibrate", "firm.toml", "pipe", "--model", "bgnbd", "-o", "a.toml")
        writing.join()
        plain = journeysim("calibrate", "firm.toml", "file", "--model", "bgnbd", "-o", "b.toml")
        assert (piped.code, piped.out) == (plain.code, plain.out)
        assert piped.code == Exit.PASS, piped.err


def test_memory_that_is_full_is_no_failed_claim(folder: Path) -> None:
    """What held the world is let go first, so that there is room to say so and to write."""
    resource = pytest.importorskip("resource")
    (folder / "full.py").write_text(FULL, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "full.py"],
        cwd=folder, env=environment(), capture_output=True, text=True, timeout=100,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (700_000_000, 700_000_000)),
    )  # fmt: skip
    assert done.returncode == Exit.INCOMPLETE, done.stderr
    assert done.stderr.endswith("there is not enough memory: not done to the end\n")
    assert "Traceback" not in done.stderr
    written = json.loads((folder / "o.json").read_text(encoding="utf-8"))
    assert written["exit_code"] == Exit.INCOMPLETE


FULL = """
import sys
from journeysim.cli.main import main
from journeysim.study import check

def filling(*given, **named):
    held = []
    while True:
        held.append([object() for _ in range(10_000)])

check.trial = filling
CLAIM = '\\n[[expect]]\\nclaim = "retention vs plain >= -99 pp"\\npolicy = "caring"\\n'
with open("firm.toml", "a", encoding="utf-8") as file:
    file.write(CLAIM)
sys.exit(main(["check", "firm.toml", "--engine", "simpy", "--json-file", "o.json", "-q"]))
"""


def test_a_database_that_has_no_room_has_lost_work(tmp_path: Path) -> None:
    full = to_parquet._why(
        tmp_path / "log.parquet", "IO Error: /x/log.duckdb: No space left on device"
    )
    assert isinstance(full, OutputError)
    assert str(full) == f"cannot write {tmp_path / 'log.parquet'}: No space left on device"
    assert isinstance(to_parquet._why(tmp_path, "Catalog Error: x"), UsageError)
