"""`check --record` and `board`: what moved from commit to commit, and what differs."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Callable
from html import unescape
from pathlib import Path
from xml.etree import ElementTree as Xml

import pytest
from cli_process import Done
from worlds import WORLD

from journeysim.cli.exits import Exit

Command = Callable[..., Done]

SMALL = ("--customers", "15", "--days", "20", "--engine", "simpy", "--max-replications", "4", "-q")
CLAIMS = """
[[expect]]
policy = "caring"
claim = "touches >= 0"

[[expect]]
policy = "staffed"
claim = "retention vs plain >= +90 pp"
level = "warn"
"""


def git(folder: Path, *words: str) -> None:
    who = ("-c", "user.name=somebody", "-c", "user.email=some@body", "-c", "commit.gpgsign=false")
    subprocess.run(["git", *who, *words], cwd=folder, check=True, capture_output=True)


@pytest.fixture
def commit(folder: Path, journeysim: Command) -> Callable[..., Done]:
    """Write the scenario, commit it, and record a check of it."""
    git(folder, "init", "-q")

    def committed(subject: str, text: str) -> Done:
        (folder / "firm.toml").write_text(text, encoding="utf-8")
        git(folder, "add", "firm.toml")
        git(folder, "commit", "-q", "-m", subject)
        return journeysim("check", "firm.toml", *SMALL, "--record", "history.jsonl")

    return committed


def moves(journeysim: Command) -> list[tuple[str, tuple[str, ...]]]:
    """What moved last, first: the claim, and what differs."""
    done = journeysim("board", "history.jsonl", "-o", "site", "--json")
    assert done.code == Exit.PASS, done.err
    found = json.loads(done.out)["board"]["moves"]
    return [(each["claim"], tuple(each["reasons"])) for each in found]


def test_a_figure_moves_with_the_lever_or_the_world_that_changed_and_with_nothing_else(
    folder: Path, journeysim: Command, commit: Callable[..., Done]
) -> None:
    first = WORLD + CLAIMS
    commit("Begin", first)
    labelled = first.replace('label = "caring"', 'label = "With care"')
    assert labelled != first
    commit("Name a policy", labelled)
    assert moves(journeysim) == []
    turned = labelled.replace("reach = 0.8", "reach = 0.3")
    commit("Reach fewer", turned)
    lever = moves(journeysim)
    assert [reasons for _, reasons in lever] == [("[policies.caring]",)]
    assert lever[0][0] == "firm.toml; caring: touches >= 0"
    commit("Another luck", turned.replace("[run]", "[run]\nseed = 77"))
    assert {reasons for _, reasons in moves(journeysim)[: -len(lever)]} == {("[run]",)}


def test_the_page_shows_every_claim_at_every_commit_and_sends_nothing(
    folder: Path, journeysim: Command, commit: Callable[..., Done]
) -> None:
    commit("Begin", WORLD + CLAIMS)
    commit("<script>alert(1)</script>", WORLD + CLAIMS + "\n# again\n")
    shown = journeysim("board", "history.jsonl", "-o", "site")
    assert "2 commits; 2 claims; 0 moved; now: pass" in shown.out
    page = (folder / "site" / "index.html").read_text(encoding="utf-8")
    assert page.count('class="s pass"') == page.count('class="s warn"') == 2
    assert "<script" not in page
    assert "default-src 'none'" in unescape(page)
    assert not re.search(r'(?:src|href)="', page)
    badge = Xml.fromstring((folder / "site" / "badge.svg").read_text(encoding="utf-8"))
    assert badge.attrib["aria-label"] == "claims: pass"
    journeysim("board", "history.jsonl", "-o", "again")
    assert (folder / "again" / "index.html").read_text(encoding="utf-8") == page


def test_the_latest_commit_stands_first_and_what_turned_lies_open(
    folder: Path, journeysim: Command, commit: Callable[..., Done]
) -> None:
    text = (WORLD + CLAIMS).replace("touches >= 0", "touches >= 1")
    commit("Begin", text)
    commit("Reach fewer", text.replace("reach = 0.8", "reach = 0.3"))
    commit("Reach nobody", text.replace("reach = 0.8", "reach = 0.0"))
    journeysim("board", "history.jsonl", "-o", "site")
    page = unescape((folder / "site" / "index.html").read_text(encoding="utf-8"))
    heads = re.findall(r'<th title="[0-9-]+ ([^"]*)">', page)
    assert heads == ["Reach nobody", "Reach fewer", "Begin"]
    signs = re.findall(r'<b class="s (\w+)"', page.split("caring: touches")[1].split("</tr>")[0])
    assert signs == ["undecided", "undecided", "pass"]
    parts = re.findall(
        r"<details( open)?><summary><code>.{7}</code> [0-9-]+ ([^<]*)</summary>", page
    )
    assert parts[0] == ("", "Reach nobody: 1 moved")
    assert parts[1] == (" open", "Reach fewer: 1 moved, 1 verdict turned")


def test_the_last_check_of_a_commit_counts_and_broken_lines_are_counted(
    folder: Path, journeysim: Command, commit: Callable[..., Done]
) -> None:
    commit("Begin", WORLD + CLAIMS)
    journeysim("check", "firm.toml", *SMALL, "--record", "history.jsonl")
    history = folder / "history.jsonl"
    assert len(history.read_text(encoding="utf-8").splitlines()) == 2
    with history.open("a", encoding="utf-8") as file:
        file.write('{"history": 1, "commit": "cut o')
    commit("Go on", WORLD + CLAIMS + "\n")
    told = journeysim("board", "history.jsonl", "-o", "site").out
    assert "2 commits" in told
    assert "1 line could not be read" in told


@pytest.mark.parametrize("content", ["", "no history\n", "[]\n", '{"history": 2}\n'])
def test_what_is_no_history_is_refused(folder: Path, journeysim: Command, content: str) -> None:
    (folder / "history.jsonl").write_text(content, encoding="utf-8")
    done = journeysim("board", "history.jsonl", "-o", "site")
    assert done.code == Exit.USAGE
    assert "holds no check" in done.err


def test_outside_of_a_repository_checks_are_recorded_without_a_commit(
    folder: Path, journeysim: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(folder.parent))
    (folder / "firm.toml").write_text(WORLD + CLAIMS, encoding="utf-8")
    for _ in range(2):
        journeysim("check", "firm.toml", *SMALL, "--record", "history.jsonl")
    assert "2 commits" in journeysim("board", "history.jsonl", "-o", "site").out


def test_a_sarif_log_is_written_with_the_other_outputs(folder: Path, journeysim: Command) -> None:
    (folder / "firm.toml").write_text(WORLD + CLAIMS, encoding="utf-8")
    journeysim("check", "firm.toml", *SMALL, "--sarif", "claims.sarif")
    log = json.loads((folder / "claims.sarif").read_text(encoding="utf-8"))
    assert [each["level"] for each in log["runs"][0]["results"]] == ["warning"]
