"""`report --share`: passed on, made again, the same; and `--again`, which says so or what differs."""

from __future__ import annotations

import json
import re
import shlex
import zipfile
from collections.abc import Callable
from importlib import metadata
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest
from cli_process import Done

from journeysim.report import archive, shared
from journeysim.report.html.contents import Contents
from journeysim.scenario.scenario import Scenario
from journeysim.study import share as sharing
from journeysim.study.progress import Progress
from journeysim.study.report import AskReport, Report

SMALL = ("--customers", "12", "--days", "20", "--replications", "2", "--engine", "simpy")
GIVEN = (
    *("--baseline", "staffed", "--policy", "caring", "--world", "patient", "--seed", "7"),
    *("--set", "service.channels.phone.patience.mean='5 min'", "--set", "purchase.margin=0.3"),
    *("--at", "9 d", "care.touches.check_in.reach=0.2", "--focus", "plain"),
)
"""Everything at once; what is set says what the named world says, too, and beats it."""

RUNS = ("--engine", "simpy", "--jobs", "1")


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """A page that takes no time and says which scenario it is about, for what is not about pages."""

    def report(scenario: Scenario, ask: AskReport, _: Progress) -> Report:
        contents = SimpleNamespace(
            experiment=SimpleNamespace(scenario=scenario), baseline="plain", focus="caring"
        )
        return Report(cast("Contents", contents), f"{ask.command}\n{scenario.sha256}\n")

    monkeypatch.setattr(sharing, "report", report)


@pytest.fixture
def made(journeysim: Callable[..., Done], folder: Path) -> Path:
    """A shared report with all that can be said."""
    source = str(folder / "firm.toml")
    done = journeysim("report", source, "--share", "-o", "it.zip", *SMALL, *GIVEN, "--jobs", "1")
    assert (done.code, done.out) == (0, ""), done.err
    return folder / "it.zip"


def unpacked(path: Path, where: Path) -> Path:
    """The folder that somebody finds who unpacks it elsewhere."""
    with zipfile.ZipFile(path) as opened:
        opened.extractall(where)
    return where / "firm"


def packed(path: Path, **files: bytes | None) -> None:
    """A zip with some of its files replaced, or left out."""
    with zipfile.ZipFile(path) as opened:
        kept = {each.filename.split("/")[1]: opened.read(each) for each in opened.infolist()}
    given = {name.replace("__", "."): written for name, written in files.items()}
    archive.write(
        path, "firm", {name: each for name, each in (kept | given).items() if each is not None}
    )


def test_whoever_gets_it_makes_the_same_bytes_by_the_command_inside_and_by_again(
    journeysim: Callable[..., Done],
    made: Path,
    folder: Path,
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    there = unpacked(made, elsewhere)
    assert sorted(path.name for path in there.iterdir()) == [
        "README.txt", "again.json", "firm.toml", "report.html",
    ]  # fmt: skip
    page = (there / "report.html").read_bytes()
    plain = journeysim("report", "firm.toml", "-o", "page.html", *SMALL, *GIVEN, *RUNS)
    assert plain.code == 0
    apart = [
        line
        for line in set(page.decode().splitlines())
        ^ set((folder / "page.html").read_text(encoding="utf-8").splitlines())
        if "<code>journeysim report " not in line and "sha256" not in line
    ]
    told = {re.sub(r' class="own"|set in [^;<]*; ', "", line) for line in apart}
    assert len(told) <= len(apart) / 2, "the page it makes without --share says the same"
    again = journeysim("report", "it.zip", "--again", *RUNS)
    assert (again.code, again.out.startswith("it.zip: same bytes: report.html")) == (0, True)
    monkeypatch.chdir(there)
    command = json.loads((there / "again.json").read_text(encoding="utf-8"))["command"]
    assert command in (there / "README.txt").read_text(encoding="utf-8")
    program, *words = shlex.split(command)
    done = journeysim(*words, *RUNS)
    assert (program, done.code) == ("journeysim", 0), done.err
    assert "report written to report.html: the same bytes as before" in done.err
    assert (there / "report.html").read_bytes() == page


@pytest.mark.usefixtures("at_once")
def test_it_tells_nothing_of_where_and_when_and_is_the_same_each_time(
    journeysim: Callable[..., Done], made: Path, folder: Path
) -> None:
    first = made.read_bytes()
    assert str(folder).encode() not in first
    with zipfile.ZipFile(made) as opened:
        entries = opened.infolist()
    assert [each.filename for each in entries] == sorted(each.filename for each in entries)
    assert {(each.date_time, each.compress_type, each.create_system) for each in entries} == {
        ((1980, 1, 1, 0, 0, 0), zipfile.ZIP_STORED, 3)
    }
    done = journeysim("report", "firm.toml", "--share", "-o", "it.zip", *SMALL, *GIVEN, "-q")
    assert done.code == 0
    assert made.read_bytes() == first


@pytest.mark.usefixtures("at_once")
@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ("firm.toml", "firm.toml was changed since"),
        ("README.txt", "README.txt was changed since"),
        ("report.html", "report.html was changed since"),
        ("versions", "made by journeysim 0.0.9; this is journeysim"),
    ],
)
def test_what_is_no_longer_as_it_was_shared_is_said(
    journeysim: Callable[..., Done], made: Path, changed: str, words: str
) -> None:
    with zipfile.ZipFile(made) as opened:
        record = json.loads(opened.read("firm/again.json"))
        scenario = opened.read("firm/firm.toml").decode()
    if changed == "firm.toml":
        packed(made, firm__toml=scenario.replace("margin = 0.3", "margin = 0.31").encode())
    elif changed == "versions":
        record |= {"versions": {"journeysim": "0.0.9"}}
        record["files"]["report.html"] = "0" * 64
        packed(made, again__json=json.dumps(record).encode())
    else:
        packed(made, **{changed.replace(".", "__"): b"something else"})
    done = journeysim("report", "it.zip", "--again", *RUNS, "-o", "anew.html")
    assert done.code == 1
    assert words in done.out
    assert ("the page comes out otherwise" in done.out) == (changed in ("firm.toml", "versions"))
    assert "report written to anew.html" in done.err


@pytest.mark.usefixtures("at_once")
def test_ctrl_c_and_a_full_disk_leave_nothing(
    journeysim: Callable[..., Done], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for error, code in ((KeyboardInterrupt(), 130), (OSError(28, "No space left"), 4)):

        def broken(*_: object, error: BaseException = error) -> None:
            raise error

        monkeypatch.setattr(zipfile.ZipFile, "writestr", broken)
        done = journeysim("report", "firm.toml", "--share", "-o", "it.zip", *SMALL, "-q")
        assert done.code == code, done.err
        assert [path.name for path in folder.iterdir()] == ["firm.toml"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("firm.toml", "--share", "-o", "it.html"), "unknown kind of file; write .zip"),
        (("firm.toml", "-o", "it.zip"), "--share writes .zip"),
        (("firm.toml", "--share"), "Missing option '-o'"),
        (("firm.toml", "--share", "-o", "it.zip", "--world", "all"), "about one world"),
        (("firm.toml", "--again"), "firm.toml: is no zip that can be read"),
        (("firm.toml", "--again", "--share"), "it takes nothing but -o"),
        (("firm.toml", "--again", "--seed", "3"), "it takes nothing but -o"),
        (("firm.toml", "--again", "--brief"), "it takes nothing but -o"),
        (("none.zip", "--again"), "cannot read none.zip: No such file"),
        ((".", "--again"), "there is no again.json in it"),
    ],
)
def test_what_it_does_not_do_is_said_before_anything_runs(
    journeysim: Callable[..., Done], folder: Path, arguments: tuple[str, ...], words: str
) -> None:
    done = journeysim("report", *arguments)
    assert done.code == 2
    assert words in done.err
    assert "replications" not in done.err
    assert [path.name for path in folder.iterdir()] == ["firm.toml"]


def test_no_input_is_ever_overwritten(journeysim: Callable[..., Done], folder: Path) -> None:
    world = (folder / "firm.toml").read_bytes()
    (folder / "firm.zip").write_bytes(world)
    done = journeysim("report", "firm.zip", "--share", "-o", "firm.zip", *SMALL)
    assert (done.code, "it is an input" in done.err) == (2, True)
    archive.write(folder / "it.html", "firm", {"again.json": b"{}"})
    for source in ("it.html", "."):
        done = journeysim("report", source, "--again", "-o", "it.html")
        assert (done.code, "it is an input" in done.err) == (2, True)
    assert (folder / "firm.zip").read_bytes() == world


RECORD = {
    "schema_version": 1, "tool": "journeysim", "versions": {}, "command": "x", "scenario": "a.toml",
    "asked": {}, "files": {},
}  # fmt: skip


@pytest.mark.parametrize(
    ("files", "words"),
    [
        ({"again.json": b"\xff"}, "again.json: the file: Invalid JSON"),
        ({"again.json": b"{}"}, "again.json: schema_version: Field required"),
        ({"again.json": json.dumps(RECORD | {"scenario": "../a.toml"}).encode()}, "scenario:"),
        ({"again.json": json.dumps(RECORD | {"asked": {"jobs": 4}}).encode()}, "asked.jobs: Extra"),
        ({"again.json": json.dumps(RECORD).encode()}, "there is no a.toml in it"),
        (
            {"again.json": json.dumps(RECORD).encode(), "a.toml": b'schema = 2\nextends = "b"\n'},
            "a.toml: extends: another file is asked for",
        ),
        (
            {"again.json": json.dumps(RECORD).encode(), "a.toml": b"schema = 2\nrun.dys = 3\n"},
            "a.toml:2: run.dys: unknown key; did you mean 'days'?",
        ),
        (
            {"again.json": json.dumps(RECORD).encode(), "a.toml": b"#" * 300_000},
            "is larger than 256 kB",
        ),
    ],
)  # fmt: skip
def test_a_zip_of_strangers_is_read_with_care(
    journeysim: Callable[..., Done], folder: Path, files: dict[str, bytes], words: str
) -> None:
    archive.write(folder / "it.zip", "x", files)
    done = journeysim("report", "it.zip", "--again")
    assert done.code == 2
    assert words in done.err


@pytest.mark.usefixtures("at_once")
def test_a_name_that_is_none_in_a_folder_is_not_taken_over(
    journeysim: Callable[..., Done], folder: Path
) -> None:
    (folder / "-rf.toml").write_bytes((folder / "firm.toml").read_bytes())
    done = journeysim("report", "./-rf.toml", "--share", "-o", "it.zip", *SMALL, "-q")
    assert done.code == 0, done.err
    with zipfile.ZipFile(folder / "it.zip") as opened:
        assert "scenario/scenario.toml" in opened.namelist()
    assert journeysim("report", "it.zip", "--again", *RUNS).code == 0


def test_versions_are_those_that_a_page_may_depend_on() -> None:
    assert shared.versions() == {
        name: metadata.version(name) for name in ("journeysim", "matplotlib")
    }
