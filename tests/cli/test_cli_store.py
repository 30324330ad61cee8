"""`--store` and `store`: the same bytes without a run, and a folder that can be looked at and emptied."""

from __future__ import annotations

import json
import resource
import signal
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from cli_process import Done, environment, spoken

from journeysim.cli.exits import Exit
from journeysim.engine import running

Command = Callable[..., Done]

SMALL = ("--customers", "15", "--days", "20", "--engine", "simpy")
CLAIM = '\n[[expect]]\npolicy = "caring"\nclaim = "retention >= 1 %"\n'

COMMANDS = {
    "run": ("run", "firm.toml"),
    "compare": ("compare", "firm.toml"),
    "compare, drawn": ("compare", "firm.toml", "--assumptions", "--replications", "2"),
    "check": ("check", "firm.toml"),
    "explain": ("explain", "firm.toml", "plain", "caring", "--metric", "retention"),
    "solve": (
        "solve", "firm.toml", "--find", "service.channels.phone.agents", "--for",
        "abandonment <= 30 %", "--from", "1", "--to", "3",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", COMMANDS)
def test_the_same_bytes_without_a_run(
    folder: Path, journeysim: Command, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    with (folder / "firm.toml").open("a", encoding="utf-8") as file:
        file.write(CLAIM)
    words = (*COMMANDS[name], *SMALL, "--json")
    plain = journeysim(*words)
    first = journeysim(*words, "--store", "kept")
    assert "0 results were kept" in first.err
    monkeypatch.setattr(running, "run", None)
    again = journeysim(*words, "--store", "kept")
    assert plain.out == first.out == again.out != ""
    assert plain.code == first.code == again.code
    assert ", 0 runs made" in again.err


def test_of_a_pilot_its_draws_are_kept_and_its_people_are_lived_again(journeysim: Command) -> None:
    pair = ("firm.toml", "caring", "--baseline", "plain", "--replications", "2")
    words = ("pilot", *pair, *SMALL, "--assumptions", "--draws", "40", "--lasts", "10 d", "--json")
    plain = journeysim(*words)
    first = journeysim(*words, "--store", "kept")
    again = journeysim(*words, "--store", "kept")
    assert plain.out == first.out == again.out != ""
    assert "0 results were kept, 96 runs made" in first.err
    assert "96 results were kept, 0 runs made" in again.err


def test_quiet_says_nothing_of_the_store(journeysim: Command) -> None:
    words = ("run", "firm.toml", "--policy", "plain", *SMALL, "--store", "kept")
    assert journeysim(*words, "-q").err == ""
    assert journeysim(*words, "-q").err == ""


def test_a_folder_of_something_else_ends_with_2(journeysim: Command, folder: Path) -> None:
    done = journeysim("run", "firm.toml", *SMALL, "--store", ".")
    assert done.code == Exit.USAGE
    assert "a folder of something else" in done.err
    assert journeysim("store", "nothing").code == Exit.USAGE


def no_large_files() -> None:
    """In a process to come: no file may have more than 100 bytes, as on a disk that is full."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100))


def test_where_nothing_can_be_written_the_answer_is_the_same_and_that_is_told(
    folder: Path, journeysim: Command
) -> None:
    words = ("run", "firm.toml", "--policy", "plain", *SMALL, "--jobs", "1", "--json")
    done = subprocess.run(
        spoken(*words, "--store", "kept", "--quiet"),
        cwd=folder, env=environment(), preexec_fn=no_large_files, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == Exit.PASS
    assert done.stdout == journeysim(*words).out
    assert "could not be kept (File too large)" in done.stderr


def entries(folder: Path) -> list[Path]:
    return [path for path in (folder / "kept").glob("??/*") if path.is_file()]


def test_a_store_is_looked_at_and_pruned_and_nothing_else_is_touched(
    folder: Path, journeysim: Command
) -> None:
    journeysim("run", "firm.toml", "--policy", "plain", *SMALL, "--store", "kept")
    (folder / "kept" / "notes.txt").write_text("mine", encoding="utf-8")
    whole = json.loads(journeysim("store", "kept", "--json").out)
    assert {name: whole[name] for name in ("damaged", "pruned")} == {"damaged": 0, "pruned": 0}
    assert whole["entries"] == len(entries(folder)) > 1
    assert whole["bytes"] == sum(path.stat().st_size for path in entries(folder))
    shown = journeysim("store", "kept", "--show")
    assert f"{whole['entries']}  firm  plain" in shown.out

    entries(folder)[0].write_text("{}", encoding="utf-8")
    harmed = json.loads(journeysim("store", "kept", "--json").out)
    assert (harmed["entries"], harmed["damaged"]) == (whole["entries"] - 1, 1)
    pruned = json.loads(journeysim("store", "kept", "--prune", "--json").out)
    assert (pruned["entries"], pruned["damaged"], pruned["pruned"]) == (whole["entries"] - 1, 0, 1)

    journeysim("store", "kept", "--prune", "--unused", "0 d")
    assert entries(folder) == []
    assert (folder / "kept" / "notes.txt").read_text(encoding="utf-8") == "mine"


def test_what_other_rules_made_is_pruned(
    folder: Path, journeysim: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    from journeysim.experiment import keeping
    from journeysim.study import store

    journeysim("run", "firm.toml", "--policy", "plain", *SMALL, "--store", "kept")
    monkeypatch.setattr(keeping, "rules_digest", lambda: "other")
    again = journeysim("run", "firm.toml", "--policy", "plain", *SMALL, "--store", "kept")
    assert "0 results were kept" in again.err
    monkeypatch.setattr(store, "rules_digest", lambda: "other")
    there = len(entries(folder))
    assert f"{there // 2} of other rules" in journeysim("store", "kept").out
    assert f"{there // 2} files deleted" in journeysim("store", "kept", "--prune").out


@pytest.mark.parametrize("words", [("--unused", "3 d"), ("--prune", "--unused", "3")])
def test_ages_are_told_with_a_unit_and_for_a_purpose(
    journeysim: Command, words: tuple[str, ...]
) -> None:
    journeysim("run", "firm.toml", "--policy", "plain", *SMALL, "--store", "kept")
    done = journeysim("store", "kept", *words)
    assert done.code == Exit.USAGE
    assert "--unused" in done.err
