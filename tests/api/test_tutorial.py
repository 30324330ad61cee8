"""docs/tutorial.md: its commands are run as they stand, one after the other, and do what it says."""

from __future__ import annotations

import re
import shlex
import tomllib
from pathlib import Path

import pytest
from engines import QUICK

from journeysim.cli.main import main

ROOT = Path(__file__).resolve().parent.parent.parent
PAGE = (ROOT / "docs" / "tutorial.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"(?ms)^```(\w*)\n(.*?)^```", PAGE)
COMMANDS = [
    shlex.split(line) for kind, block in BLOCKS if not kind for line in block.splitlines()
    if line.startswith("journeysim ")
]  # fmt: skip
FEW = {"compare": ("--replications", "8"), "twins": ("--replications", "1"), "explain": ("--replications", "2")}  # fmt: skip


def test_the_tutorial_runs_from_top_to_bottom(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert [words[1] for words in COMMANDS] == ["init", "init", "init", "compare", "explain", "twins", "calibrate"]  # fmt: skip
    for words in COMMANDS:
        engine = () if "--example" in words else ("--engine", QUICK)
        code = main((*words[1:], *engine, *FEW.get(words[1], ())))
        out, err = capsys.readouterr()
        assert code == 0, f"{words}: {out}{err}"
        if words[1] == "compare":
            assert "keeps" in out
            assert "Choose" in out
    sheet = tomllib.loads((tmp_path / "radwerk" / "sheet.toml").read_text(encoding="utf-8"))["firm"]
    shown = tomllib.loads(next(block for kind, block in BLOCKS if kind == "toml"))["firm"]
    assert {key: sheet[key] for key in shown} == shown | {"channels": sheet["channels"]}
    written = (tmp_path / "radwerk.toml").read_text(encoding="utf-8")
    policy = [block for kind, block in BLOCKS if kind == "toml"][1]
    assert policy in written, "the policy that the page shows is the one in the file"
