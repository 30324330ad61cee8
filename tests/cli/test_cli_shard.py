"""`--shard I/N`: parts made apart and put together give the bytes of the whole."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from cli_process import Done, environment, spoken

from journeysim.cli.exits import Exit
from journeysim.engine import running
from journeysim.experiment import store as storing

Command = Callable[..., Done]

SMALL = ("--customers", "15", "--days", "20", "--engine", "simpy")
WORDS = {
    "run": ("run", "firm.toml", *SMALL, "--replications", "8", "--json"),
    "compare": ("compare", "firm.toml", *SMALL, "--set", "run.replications=4", "--json"),
    "compare, drawn": (
        "compare", "firm.toml", *SMALL, "--replications", "2", "--json", "--assumptions"
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", WORDS)
def test_parts_put_together_are_the_whole_and_nothing_is_run_again(
    journeysim: Command, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    whole = journeysim(*WORDS[name])
    for number in range(1, 4):
        part = journeysim(*WORDS[name], "--store", "kept", "--shard", f"{number}/3")
        assert (part.code, part.out) == (Exit.PASS, "")
        assert "0 results were kept" in part.err or number > 1
    monkeypatch.setattr(running, "run", None)
    assert journeysim(*WORDS[name], "--store", "kept").out == whole.out


def test_eight_processes_at_once_make_the_whole(folder: Path, journeysim: Command) -> None:
    words = WORDS["run"]
    parts = [
        subprocess.Popen(
            spoken(*words, "--store", "kept", "--shard", f"{number}/8", "-q"),
            cwd=folder, env=environment(), stdout=subprocess.PIPE, text=True,
        )
        for number in range(1, 9)
    ]  # fmt: skip
    assert [(part.communicate()[0], part.returncode) for part in parts] == [("", 0)] * 8
    put_together = journeysim(*words, "--store", "kept")
    assert ", 0 runs made" in put_together.err
    assert put_together.out == journeysim(*words).out


def test_no_run_is_in_two_parts_and_none_in_no_part(journeysim: Command, folder: Path) -> None:
    counts = []
    for number in range(1, 4):
        journeysim(*WORDS["run"], "--store", "kept", "--shard", f"{number}/3")
        counts.append(len(list((folder / "kept").glob("??/*"))))
    alone = journeysim(*WORDS["run"], "--store", "alone")
    assert f"{counts[-1]} runs made" in alone.err
    assert 0 < counts[0] < counts[1] < counts[2]


@pytest.mark.parametrize(
    ("words", "what"),
    [
        (("--shard", "1/2"), "name a --store"),
        (("--store", "kept", "--shard", "0/2"), "is not I/N"),
        (("--store", "kept", "--shard", "3/2"), "is not I/N"),
        (("--store", "kept", "--shard", "half"), "is not I/N"),
        (("--store", "kept", "--shard", "1/2", "--max-events", "9"), "--max-events"),
    ],
)
def test_what_is_no_part_is_refused(journeysim: Command, words: tuple[str, ...], what: str) -> None:
    done = journeysim(*WORDS["run"], *words)
    assert done.code == Exit.USAGE
    assert what in done.err


@pytest.mark.parametrize("command", ["check", "explain", "report"])
def test_other_commands_take_no_shard(journeysim: Command, command: str) -> None:
    assert journeysim(command, "firm.toml", "--shard", "1/2").code == Exit.USAGE


def test_a_part_that_could_not_be_kept_is_lost_work(
    journeysim: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(storing.os, "replace", full)
    done = journeysim(*WORDS["run"], "--store", "kept", "--shard", "1/2")
    assert done.code == Exit.INCOMPLETE
    assert "No space left on device" in done.err
