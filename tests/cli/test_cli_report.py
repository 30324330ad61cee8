"""`report`: one page, the same for any number of jobs, with the command that makes it again."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable
from html import unescape
from pathlib import Path

import pytest
from cli_process import Done

SMALL = ("--customers", "40", "--days", "60", "--replications", "2", "--engine", "simpy")


def test_a_report_is_the_same_for_any_number_of_jobs(
    journeysim: Callable[..., Done], folder: Path
) -> None:
    found = []
    for jobs in ("1", "2"):
        done = journeysim("report", "firm.toml", "-o", "page.html", *SMALL, "--jobs", jobs)
        assert (done.code, done.out) == (0, "")
        assert "report written to page.html" in done.err
        found.append((folder / "page.html").read_bytes())
    assert found[0] == found[1]
    assert str(folder).encode() not in found[0]


def test_the_command_on_the_page_makes_the_page_again(
    journeysim: Callable[..., Done], folder: Path
) -> None:
    given = (
        *("--baseline", "staffed", "--policy", "caring", "--world", "patient", "--seed", "7"),
        *("--set", "purchase.gap.mean='15 d'", "--at", "9 d", "care.touches.check_in.reach=0.2"),
        *("--focus", "plain", "--max-events", "90000"),
    )
    source = str(folder / "firm.toml")
    done = journeysim("report", source, "-o", "first.html", *SMALL, *given, "--jobs", "1")
    assert done.code == 0, done.err
    first = (folder / "first.html").read_text(encoding="utf-8")
    (shown,) = re.findall(r"<pre><code>(.*?)</code></pre>", first, re.DOTALL)
    program, *words = shlex.split(unescape(shown))
    assert program == "journeysim"
    assert words[-2:] == ["-o", "report.html"]
    again = journeysim(*words, "--engine", "simpy", "--jobs", "1")
    assert again.code == 0, again.err
    assert (folder / "report.html").read_text(encoding="utf-8") == first


def test_a_world_asked_for_is_the_pages_own(journeysim: Callable[..., Done], folder: Path) -> None:
    for name, world in (("plain.html", ()), ("patient.html", ("--world", "patient"))):
        options = (*SMALL, *world, "--policy", "plain", "--policy", "caring", "--jobs", "1")
        assert journeysim("report", "firm.toml", "-o", name, *options).code == 0
    plain, patient = ((folder / f"{name}.html").read_text() for name in ("plain", "patient"))
    assert "world: patient" in patient
    assert "world: patient" not in plain
    assert "people wait longer" in plain


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("-o", "page.txt"), "write .html"),
        (("-o", "no/page.html"), "there is no folder"),
        (("-o", "page.html", "--world", "all"), "about one world"),
        (("-o", "page.html", "--json"), "No such option '--json'"),
        (("-o", "page.html", "--by", "segment"), "No such option '--by'"),
        (("-o", "page.html", "--policy", "plain"), "a report compares policies"),
        (("-o", "page.html", "--focus", "plain"), "is the baseline"),
        (("-o", "page.html", "--focus", "cring"), "no policy 'cring'"),
        ((), "Missing option '-o'"),
    ],
)
def test_what_a_report_does_not_do_is_said_before_anything_runs(
    journeysim: Callable[..., Done], folder: Path, arguments: tuple[str, ...], words: str
) -> None:
    done = journeysim("report", "firm.toml", *arguments)
    assert done.code == 2
    assert words in done.err
    assert "replications" not in done.err
    assert sorted(path.name for path in folder.iterdir()) == ["firm.toml"]


def test_a_report_never_replaces_its_scenario(
    journeysim: Callable[..., Done], folder: Path
) -> None:
    source = folder / "firm.html"
    source.write_text((folder / "firm.toml").read_text(encoding="utf-8"), encoding="utf-8")
    before = source.read_bytes()
    done = journeysim("report", "firm.html", "-o", "firm.html", *SMALL)
    assert done.code == 2
    assert "it is an input" in done.err
    assert source.read_bytes() == before


def test_a_brief_comes_from_its_own_command_and_is_one_sheet(
    journeysim: Callable[..., Done], folder: Path
) -> None:
    few = ("--customers", "12", "--days", "20", "--replications", "2", "--engine", "simpy")
    options = (*few, "--policy", "plain", "--policy", "caring", "--brief", "--jobs", "1")
    done = journeysim("report", "firm.toml", "-o", "board.html", *options)
    assert done.code == 0, done.err
    found = (folder / "board.html").read_text(encoding="utf-8")
    assert "What to measure first" in found
    assert "--brief" in found
    assert "assumed numbers at both ends" in done.err
    assert found.count("<svg") == 2
