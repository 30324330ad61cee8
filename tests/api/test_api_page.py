"""docs/python.md runs as it stands, from top to bottom."""

from __future__ import annotations

import re
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

import journeysim as js

ROOT = Path(__file__).resolve().parent.parent.parent
PAGE = (ROOT / "docs" / "python.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"(?ms)(?:^<!-- ([^\n]*) -->\n)?^```python\n(.*?)^```", PAGE)
"""(what is said of it, "" for nothing; code) of every block."""


def done(code: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """A script in a process of its own."""
    (folder / "page.py").write_text(code, encoding="utf-8")
    return subprocess.run(
        [sys.executable, "page.py"],
        cwd=folder, capture_output=True, text=True, encoding="utf-8", timeout=300,
    )  # fmt: skip


def test_the_page_runs_as_it_stands(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    whole = [
        code
        for said, code in BLOCKS
        if not said or (said.startswith("needs ") and find_spec(said.removeprefix("needs ")))
    ]
    assert len(whole) >= 7
    ended = done("\n".join(whole), folder)
    assert ended.returncode == 0, ended.stderr
    assert "service.channels.phone.agents=-1: is out of range" in ended.stdout, (
        "the error that it shows"
    )
    assert js.load("mine.toml").tables.population.customers == 300


def test_its_script_needs_the_guard_that_it_shows(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both ways of using processes: an executor of one's own, and workers of ours."""
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    (script,) = (code for said, code in BLOCKS if said == "a script")
    ended = done(script, folder)
    assert ended.returncode == 0, ended.stderr
    bare = 'import journeysim as js\njs.run("firm.toml", days=5, jobs=2, engine="simpy")\n'
    ended = done(bare, folder)
    assert ended.returncode != 0
    assert "UsageError" in ended.stderr
    assert 'must stand under `if __name__ == "__main__":`' in ended.stderr


def test_every_function_it_names_is_there() -> None:
    named = set(re.findall(r"\bjs\.(\w+)", PAGE))
    assert named <= set(js.__all__)
    assert {"load", "compare", "explain", "run", "check", "init", "calibrate"} <= named
