"""`warmup`: ends when it is asked to, and says where nothing can be kept before it begins."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from cli_process import environment, spoken
from test_cli_endings import session, until

from journeysim.cli.exits import Exit

pytest.importorskip("numba")


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_it_and_what_compiles(tmp_path: Path, number: signal.Signals) -> None:
    process = subprocess.Popen(
        spoken("warmup"),
        env=environment(JOURNEYSIM_CACHE=str(tmp_path / "cache")),
        cwd=tmp_path,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    try:
        assert process.stderr is not None
        assert process.stderr.readline() == "journeysim: compiling, about a minute ...\n"
        assert until(lambda: children(process.pid) != [], 20)
        compiling = children(process.pid)
        process.send_signal(number)
        _, err = process.communicate(timeout=20)
    finally:
        process.kill()
    assert (process.returncode, err) == (Exit.INTERRUPTED, "journeysim: interrupted\n")
    assert until(lambda: not any(session(pid) for pid in compiling), 5)
    assert list((tmp_path / "cache").rglob("kernels*")) == []


def children(parent: int) -> list[int]:
    """The processes that another began."""
    listed = Path(f"/proc/{parent}/task/{parent}/children").read_text(encoding="utf-8")
    return [int(each) for each in listed.split()]


@pytest.mark.parametrize("name", ["/dev/null/x", "/proc/nope", "a" * 300])
def test_where_nothing_can_be_kept_is_told_before_it_begins(
    journeysim: Callable[..., tuple[int, str, str]], monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv("JOURNEYSIM_CACHE", name)
    code, out, err = journeysim("warmup")
    assert (code, out) == (Exit.USAGE, "")
    assert err.startswith("journeysim: compiled code cannot be kept: ")
    assert err.count("\n") == 1
