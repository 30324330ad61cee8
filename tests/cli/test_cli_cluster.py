"""`--cluster ADDRESS`: the bytes of a run here, and clear words where there is no cluster to run on."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from cli_process import Done, environment, spoken
from clusters import Machines
from worlds import WORLD

from journeysim.cli.exits import Exit
from journeysim.experiment.sensitivity import tornado
from journeysim.experiment.store import Store

Command = Callable[..., Done]

SMALL = ("--customers", "15", "--days", "20", "--engine", "simpy", "--replications", "4")
CLAIM = '\n[[expect]]\nclaim = "retention vs plain >= -99 pp"\npolicy = "caring"\n'
WORDS = {
    "run": ("run", "firm.toml"),
    "compare": ("compare", "firm.toml"),
    "check": ("check", "claiming.toml"),
    "explain": ("explain", "firm.toml", "plain", "caring", "--metric", "retention"),
    "sensitivity": ("sensitivity", "firm.toml", "--policy", "caring", "--top", "1"),
    "solve": (
        "solve", "firm.toml", "--find", "service.channels.phone.agents", "--for", "abandonment <= 90 %",
        "--from", "1", "--to", "2",
    ),
    "optimize": (
        "optimize", "firm.toml", "--levers", "service.channels.phone.agents=1:2", "--steps", "2",
    ),
    "twins": ("twins", "firm.toml", "plain", "caring"),
}  # fmt: skip


@pytest.fixture
def written(folder: Path) -> None:
    """The small firm with a claim, too."""
    (folder / "claiming.toml").write_text(WORLD + CLAIM, encoding="utf-8")


@pytest.fixture(scope="module")
def machines() -> Iterator[Machines]:
    """A scheduler and two workers that no test kills."""
    pytest.importorskip("distributed", reason="dask is not installed: pip install '.[cluster]'")
    with Machines() as there:
        there.add(2)
        yield there


@pytest.mark.usefixtures("written")
@pytest.mark.parametrize("name", WORDS)
def test_what_runs_there_gives_the_bytes_of_what_runs_here(
    journeysim: Command, machines: Machines, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    every = tornado.knobs
    monkeypatch.setattr(tornado, "knobs", lambda *asked: every(*asked)[:3])
    words = (*WORDS[name], *SMALL, "--json")
    here = journeysim(*words, "--jobs", "1")
    assert here.out
    there = journeysim(*words, "--cluster", machines.address)
    assert (there.code, there.out) == (here.code, here.out)
    assert f"cluster {machines.address}: " in there.err


def test_workers_may_be_begun_for_one_command(apart: Callable[..., Done]) -> None:
    pytest.importorskip("distributed", reason="dask is not installed: pip install '.[cluster]'")
    words = ("run", "firm.toml", *SMALL, "--json")
    there = apart(*words, "--cluster", "local:2")
    assert (there.code, there.out) == (Exit.PASS, apart(*words).out)
    assert "cluster local:2: 2 workers, 2 threads" in there.err
    assert len(there.err.splitlines()) == 2, "dask itself is quiet"


@pytest.mark.skipif(
    not hasattr(os, "killpg"), reason="a terminal's Ctrl-C reaches a group only here"
)
def test_ctrl_c_ends_workers_begun_for_one_command_without_a_word_of_theirs(folder: Path) -> None:
    pytest.importorskip("distributed", reason="dask is not installed: pip install '.[cluster]'")
    words = spoken("run", "firm.toml", *SMALL, "--replications", "5000", "--cluster", "local:1")
    process = subprocess.Popen(
        words, cwd=folder, env=environment(), start_new_session=True,
        stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True,
    )  # fmt: skip
    assert process.stderr is not None
    for line in process.stderr:
        if "cluster local:1: " in line:
            os.killpg(process.pid, signal.SIGINT)
            break
    assert process.stderr.read() == "journeysim: interrupted\n"
    assert process.wait() == Exit.INTERRUPTED


def test_a_scheduler_that_is_killed_ends_with_four_and_the_next_run_goes_on(
    journeysim: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("distributed", reason="dask is not installed: pip install '.[cluster]'")
    words = ("run", "firm.toml", *SMALL[:-1], "40", "--json", "--store", "kept")
    keep = Store.keep
    kept: list[str] = []

    def then_kill(store: Store, key: str, *rest: object) -> None:
        keep(store, key, *rest)  # type: ignore[arg-type]
        kept.append(key)
        there.scheduler.kill()

    with Machines() as there:
        there.add(1)
        monkeypatch.setattr(Store, "keep", then_kill)
        done = journeysim(*words, "--cluster", there.address)
    monkeypatch.setattr(Store, "keep", keep)
    assert (done.code, done.out) == (Exit.INCOMPLETE, "")
    assert f"cluster {there.address}: the scheduler is gone; with --store" in done.err
    assert "Traceback" not in done.err
    again = journeysim(*words)
    assert again.out == journeysim(*words[:-2]).out
    assert f"kept: {len(kept)} results were kept" in again.err


@pytest.mark.parametrize(
    ("words", "what"),
    [
        (("--cluster", "tcp://10.0.0.1:8786"), "without TLS can run code"),
        (("--cluster", "nowhere"), "is none of tls://HOST:PORT"),
        (("--cluster", "none.json"), "none.json: cannot be read"),
        (("--cluster", "local:0"), "allowed: local:1"),
        (("--cluster", "local:1", "--jobs", "2"), "--jobs counts workers of this machine"),
        (("--insecure",), "--insecure says that a --cluster"),
        (("--cluster", "tcp://10.0.0.1:8786", "--store", "kept"), "without TLS can run code"),
    ],
)
def test_what_is_no_cluster_is_refused(
    journeysim: Command, words: tuple[str, ...], what: str, folder: Path
) -> None:
    done = journeysim("run", "firm.toml", *SMALL, *words)
    assert (done.code, done.out) == (Exit.USAGE, "")
    assert what in done.err
    assert [path.name for path in folder.iterdir()] == ["firm.toml"]


def test_without_dask_its_name_is_said(
    journeysim: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    done = journeysim("run", "firm.toml", *SMALL, "--cluster", "tcp://127.0.0.1:9")
    assert (done.code, done.out) == (Exit.USAGE, "")
    assert "pip install 'journeysim[cluster]'" in done.err
