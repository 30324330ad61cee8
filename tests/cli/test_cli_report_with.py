"""`report --with`: answers of other commands on the page, and none about another scenario."""

from __future__ import annotations

import json
import re
import shlex
import zipfile
from collections.abc import Callable
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from cli_process import Done
from engines import QUICK

import journeysim as js
from journeysim.errors import UsageError
from journeysim.report import archive

SMALL = ("--customers", "40", "--days", "60", "--replications", "4")
RUNS = ("--engine", QUICK, "--jobs", "1")

REACH, AGENTS = "care.touches.reminder.reach", "service.channels.phone.agents"

ASKED = {
    "mix.json": ("optimize", "--levers", f"{REACH},{AGENTS}=1:2", "--steps", "2"),
    "test.json": ("pilot", "caring", "--baseline", "plain", "--arm", "15", "--lasts", "50 d"),
    "agents.json": (
        "solve", "--find", AGENTS, "--from", "1", "--to", "4", "--for", "abandonment <= 20 %",
    ),
    "week.json": ("solve", "--shifts", "--for", "abandonment <= 20 %", "--channel", "phone"),
}  # fmt: skip
"""A question to each command, and the file of its answer."""

TITLES = {
    "mix.json": "The best mix",
    "test.json": "A field test, before it is run",
    "agents.json": f"What it takes: {AGENTS}",
    "week.json": "The fewest agents, hour by hour",
}

Command = Callable[..., Done]


def answered(journeysim: Command, *names: str, frame: tuple[str, ...] = SMALL) -> None:
    """Ask, and keep the answers in files."""
    for name in names:
        command, *words = ASKED[name]
        done = journeysim(command, "firm.toml", *words, *frame, *RUNS, "--json-file", name)
        assert done.code in (0, 1, 3), done.err


def words_of(text: str) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]*>", "", text)))


def test_every_answer_has_its_part_with_sentence_picture_table_and_command(
    journeysim: Command, folder: Path
) -> None:
    answered(journeysim, *ASKED)
    with_all = [word for name in ASKED for word in ("--with", name)]
    done = journeysim("report", "firm.toml", "-o", "page.html", *with_all, *SMALL, *RUNS)
    assert done.code == 0, done.err
    text = (folder / "page.html").read_text(encoding="utf-8")
    shown = words_of(text)
    parts = (
        text.partition('<h2 id="decisions">')[2].partition('<h2 id="again">')[0].split("<h3>")[1:]
    )
    assert len(parts) == len(ASKED)
    for part, name in zip(parts, ASKED, strict=True):
        assert part.startswith(TITLES[name])
        assert len(re.findall("<svg", part)) == 1
        assert "<td>" in part
        for sentence in json.loads((folder / name).read_text())["sentences"]:
            assert " ".join(sentence.split()) in shown
    assert '<a href="#decisions">' in text
    assert all(f"--with {name}" in shown for name in ASKED), "the page's own command takes them"
    commands = re.findall(r"<pre><code>(.*?)</code></pre>", text, re.DOTALL)[: len(ASKED)]
    for command, name in zip(commands, ASKED, strict=True):
        program, *words = shlex.split(unescape(command))
        assert (program, words[0]) == ("journeysim", ASKED[name][0])
        again = journeysim(*words, *RUNS, "--json")
        assert again.out == (folder / name).read_text(encoding="utf-8")


def test_how_often_it_was_run_may_differ_and_a_named_world_is_named(
    journeysim: Command, folder: Path
) -> None:
    frame = (*SMALL[:4], "--replications", "6", "--world", "patient")
    answered(journeysim, "agents.json", frame=frame)
    done = journeysim(
        "report", "firm.toml", "-o", "page.html", "--with", "agents.json", *SMALL, *RUNS
    )
    assert done.code == 0, done.err
    text = (folder / "page.html").read_text(encoding="utf-8")
    assert '<span class="tag">world: patient</span>' in text
    (command,) = re.findall(r"journeysim solve [^<]*", text)
    assert "--replications 6" in command
    assert "--world patient" in command


@pytest.mark.parametrize(
    ("frame", "words"),
    [
        (("--customers", "41", *SMALL[2:]), "is about another customers, 40, and this report about 41"),
        ((*SMALL[:2], "--days", "61", *SMALL[4:]), "is about another days, 60, and this report about 61"),
        ((*SMALL, "--set", "purchase.margin=0.3"), "with other settings (its sha256 differs)"),
        ((*SMALL, "--at", "9 d", f"{REACH}=0.2"), "its sha256 differs"),
        ((*SMALL, "--seed", "9"), "its sha256 differs"),
        ((*SMALL, "--brief"), "--brief is one sheet"),
        ((*SMALL, "--with", "agents.json"), "--with agents.json: twice"),
        ((*SMALL, "--with", "firm.toml"), "firm.toml: the file: Invalid JSON"),
        ((*SMALL, "--with", "none.json"), "cannot read none.json: No such file"),
    ],
)  # fmt: skip
def test_an_answer_about_anything_else_is_refused_before_anything_runs(
    journeysim: Command, folder: Path, frame: tuple[str, ...], words: str
) -> None:
    answered(journeysim, "agents.json")
    done = journeysim(
        "report", "firm.toml", "-o", "page.html", "--with", "agents.json", *frame, *RUNS
    )
    assert done.code == 2
    assert words in done.err
    assert "replications" not in done.err
    assert not (folder / "page.html").exists()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"solve": None}, "is no answer of solve, optimize or pilot"),
        ({"pilot": {}}, "is no answer of solve, optimize or pilot"),
        ({"asked": None}, "does not hold what was asked"),
        ({"sentences": []}, "sentences: Tuple should have at least 1 item"),
        ({"schema_version": 2}, "schema_version:"),
        ({"sha256": "x"}, "sha256:"),
        ({"sentences": ["x" * 5000]}, "sentences.0:"),
        ({"replications": 0}, "replications:"),
    ],
)
def test_a_document_that_is_none_is_refused(
    journeysim: Command, folder: Path, change: dict[str, Any], words: str
) -> None:
    answered(journeysim, "agents.json")
    there = json.loads((folder / "agents.json").read_text()) | change
    (folder / "agents.json").write_text(json.dumps(there))
    done = journeysim(
        "report", "firm.toml", "-o", "page.html", "--with", "agents.json", *SMALL, *RUNS
    )
    assert (done.code, words in done.err) == (2, True), done.err


def test_a_claim_that_is_none_and_a_document_without_end_are_refused(
    journeysim: Command, folder: Path
) -> None:
    answered(journeysim, "agents.json")
    there = json.loads((folder / "agents.json").read_text())
    bad = {**there, "solve": {**there["solve"], "for": "joy >= 3"}}
    for text, words in (
        (json.dumps(bad), "solve.for:"),
        ("[" * 100_000, "Invalid JSON"),
        (json.dumps(there).replace('"value": 1.0', '"value": NaN'), "agents.json: "),
        (" " * (4 * 1024 * 1024 + 1), "is larger than 4 MB"),
    ):
        (folder / "agents.json").write_text(text)
        done = journeysim("report", "firm.toml", "-o", "page.html", "--with", "agents.json", *SMALL, *RUNS)  # fmt: skip
        assert (done.code, words in done.err) == (2, True), done.err


def test_an_answer_is_an_input_and_never_overwritten(journeysim: Command, folder: Path) -> None:
    (folder / "page.html").write_text("{}")
    done = journeysim("report", "firm.toml", "-o", "page.html", "--with", "page.html", *SMALL)
    assert (done.code, "it is an input" in done.err) == (2, True)


def test_whoever_gets_a_shared_report_makes_it_again_with_its_answers(
    journeysim: Command, folder: Path, tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    """The answers go along, said of the one file, though what was set makes that another one."""
    frame = (*SMALL, "--set", "service.channels.phone.patience.mean='5 min'")
    answered(journeysim, "mix.json", "week.json", frame=frame)
    given = ("--with", "mix.json", "--with", "week.json", *frame)
    done = journeysim("report", "firm.toml", "--share", "-o", "it.zip", *given, *RUNS)
    assert done.code == 0, done.err
    done = journeysim("report", "it.zip", "--again", *RUNS)
    assert (done.code, "same bytes" in done.out) == (0, True), done.out
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    with zipfile.ZipFile("it.zip") as opened:
        opened.extractall(elsewhere)
    there = elsewhere / "firm"
    record = json.loads((there / "again.json").read_text(encoding="utf-8"))
    assert record["asked"]["answers"] == ["mix.json", "week.json"]
    assert {"mix.json", "week.json"} <= record["files"].keys()
    assert "mix.json" in (there / "README.txt").read_text(encoding="utf-8")
    monkeypatch.chdir(there)
    page = (there / "report.html").read_bytes()
    done = journeysim(*shlex.split(record["command"])[1:], *RUNS)
    assert done.code == 0, done.err
    assert (there / "report.html").read_bytes() == page
    (there / "mix.json").write_text((there / "mix.json").read_text().replace(" settings", " tries"))
    done = journeysim("report", ".", "--again", *RUNS)
    assert (done.code, "mix.json was changed since" in done.out) == (1, True)
    (there / "mix.json").unlink()
    done = journeysim("report", ".", "--again", *RUNS)
    assert (done.code, "there is no mix.json in it" in done.err) == (2, True)


def test_names_that_are_taken_and_places_outside_are_refused(
    journeysim: Command, folder: Path
) -> None:
    answered(journeysim, "agents.json")
    (folder / "agents.json").rename(folder / "again.json")
    done = journeysim(
        "report", "firm.toml", "--share", "-o", "it.zip", "--with", "again.json", *SMALL
    )
    assert (done.code, "cannot go along under this name" in done.err) == (2, True)
    record = {
        "schema_version": 1, "tool": "journeysim", "versions": {}, "command": "x",
        "scenario": "firm.toml", "asked": {"answers": ["../firm.toml"]}, "files": {},
    }  # fmt: skip
    archive.write(folder / "it.zip", "firm", {"again.json": json.dumps(record).encode()})
    done = journeysim("report", "it.zip", "--again")
    assert (done.code, "again.json: asked.answers.0:" in done.err) == (2, True)
    done = journeysim("report", "it.zip", "--again", "--with", "agents.json")
    assert (done.code, "it takes nothing but -o" in done.err) == (2, True)


def test_python_takes_what_it_has_just_found(folder: Path) -> None:
    frame: dict[str, Any] = {"customers": 40, "days": 60, "replications": 4, "engine": QUICK}
    found = js.optimize("firm.toml", levers=f"{REACH},{AGENTS}=1:2", steps=2, **frame)
    made = js.report("firm.toml", answers=[found], **frame)
    assert '<h2 id="decisions">' in made.html
    assert "--with answer_1.json" in made.html
    (folder / "mix.json").write_text(found.document(), encoding="utf-8")
    with pytest.raises(UsageError, match="another customers, 40, and this report about 41"):
        js.report("firm.toml", answers=["mix.json"], **frame | {"customers": 41})
