"""The pages on deciding: their commands run as they stand, on fewer customers, and answer."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from engines import QUICK

from journeysim.cli.main import main

ROOT = Path(__file__).resolve().parent.parent.parent
PAGES = {"what_it_takes": 4, "field_test": 1, "best_mix": 2}
"""Pages with the number of commands on each."""

FEW = ("--customers", "1000", "--replications", "4", "--quiet", "--engine", QUICK)


@pytest.mark.parametrize("name", PAGES)
def test_the_commands_of_a_page_answer_in_a_sentence(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("COLUMNS", raising=False)
    page = (ROOT / "docs" / "howto" / f"{name}.md").read_text(encoding="utf-8")
    blocks = re.findall(r"(?ms)^```\n(journeysim .*?)^```", page)
    commands = [shlex.split(line) for block in blocks for line in block.splitlines()]
    commands = [
        words
        for words in commands
        if words[1] in ("solve", "pilot", "optimize") and "northlink.toml" not in words
    ]
    assert len(commands) == PAGES[name]
    for words in commands:
        code = main((*words[1:], *FEW))
        out, err = capsys.readouterr()
        assert code in (0, 1, 3), f"{words}: {out}{err}"
        first = out.replace("\n", " ").split(". ")[0]
        assert len(first) > 40
        assert re.search(r"\d", first), first
