"""Pages that answer one question: their commands run as they stand, and show what the page shows.

What takes minutes at full size is run on fewer customers, and then only its words are compared.
"""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from engines import QUICK

from journeysim.cli.main import main

HOWTO = Path(__file__).resolve().parent.parent.parent / "docs" / "howto"

FEW = ("--customers", "300", "--days", "60", "--engine", QUICK)
ON_A_SCREEN = ("lesson", "flat_tyre")
"""What opens a screen, and is tested where screens are."""

WORDS = {
    "compare": r"Over \d+ plausible worlds, .* against .*: better in \d+ of \d+;",
    "sensitivity": r"(?m)^ *\S+\.\S+ ",
}
"""What a command that is run on fewer customers says in any case."""


def blocks(page: str) -> list[str]:
    """What stands between fences, in order; of TOML without its first line."""
    text = (HOWTO / f"{page}.md").read_text(encoding="utf-8")
    return re.findall(r"(?ms)^```(?:toml)?\n(.*?)^```", text)


def commands(block: str) -> list[list[str]]:
    """The commands of a block, in words, and where their output goes."""
    return [shlex.split(line) for line in block.splitlines() if line.startswith("journeysim ")]


def run(words: list[str], capsys: pytest.CaptureFixture[str], *more: str) -> tuple[int, str]:
    """Exit code and output of a command, without what a shell does with it."""
    asked = words[1 : words.index(">")] if ">" in words else words[1:]
    code = main((*asked, *more))
    out, err = capsys.readouterr()
    assert code in (0, 1, 3), f"{words}: {err}"
    return code, out


def squeezed(text: str) -> str:
    return " ".join(text.split())


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("COLUMNS", raising=False)
    return tmp_path


@pytest.mark.slow
def test_what_nobody_knows_is_found_as_the_page_says(
    capsys: pytest.CaptureFixture[str], here: Path
) -> None:
    ran = []
    for words in (each for block in blocks("assumptions") for each in commands(block)):
        few = FEW if words[1] in WORDS else ()
        _, out = run(words, capsys, *few, *(("--quiet",) if few else ()))
        assert re.search(WORDS.get(words[1], "."), squeezed(out) if words[1] == "compare" else out)
        ran.append(words[1])
    assert ran == ["knobs", "show", "compare", "sensitivity"]
    text = (HOWTO / "assumptions.md").read_text(encoding="utf-8")
    (sheet,) = re.findall(r"`(journeysim report [^`]+)`", text)
    run(
        shlex.split(sheet), capsys, *FEW, "--quiet", "--policy", "neither", "--policy", "integrated"
    )
    assert (here / "board.html").stat().st_size > 10_000


def test_a_lesson_is_prepared_as_the_page_says(capsys: pytest.CaptureFixture[str]) -> None:
    """The lessons that are listed, and what notes and sheets begin with, word by word."""
    page = blocks("teach")
    ran = 0
    for block, after in zip(page, [*page[1:], ""], strict=True):
        said = ""
        for words in commands(block):
            if tuple(words[1:]) == ON_A_SCREEN:
                continue
            _, out = run(words, capsys)
            said += out
            ran += 1
        if said and not commands(after):
            for part in re.split(r"\n\s*\n", after):
                assert squeezed(part) in squeezed(said)
    assert ran == 3


def test_a_build_fails_as_the_page_says(capsys: pytest.CaptureFixture[str], here: Path) -> None:
    """At full size, with the figures of the page: the plan, what check finds, and what it ends with."""
    plan, *rest = blocks("fail_a_build")
    (here / "plans.toml").write_text(plan, encoding="utf-8")
    assert run(["journeysim", "validate", "plans.toml"], capsys)[0] == 0
    asked = [words for block in rest for words in commands(block)]
    assert [words[:3] for words in asked] == [["journeysim", "check", "plans.toml"]] * 3
    code, out = run(asked[0], capsys, "--engine", QUICK)
    assert code == 1
    assert squeezed(rest[1]) in squeezed(out)
    assert (here / "junit.xml").is_file()
    assert (here / "found.json").is_file()
    assert run(asked[1], capsys, "--engine", QUICK)[0] == 1
    code, out = run(asked[2], capsys, "--engine", QUICK)
    assert code == 1, "a claim fails, and nothing has changed"
