"""The laws are held by tests that can fail: each does when what makes it true is switched off."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from the_laws import LAWS, Law

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]


@pytest.mark.parametrize("law", LAWS, ids=lambda law: law.test.split("::")[1])
def test_every_law_has_its_test_and_its_switch(law: Law) -> None:
    """The test is there, and the code still says what the switch changes, once."""
    file, name = law.test.split("::")
    assert f"def {name.partition('[')[0]}(" in (HERE / file).read_text(encoding="utf-8")
    assert (ROOT / "journeysim" / law.file).read_text(encoding="utf-8").count(law.old) == 1


@pytest.mark.slow
@pytest.mark.parametrize("law", LAWS, ids=lambda law: law.test.split("::")[1])
def test_a_law_fails_when_its_mechanism_is_switched_off(law: Law, tmp_path: Path) -> None:
    """In a copy of everything, one change is made and the law's own test run: it passes before and
    fails after. `pytest -n 0 -m slow` on this file; minutes for each that has to be compiled."""
    for folder in ("journeysim", "tests", "scenarios"):
        shutil.copytree(
            ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("__pycache__")
        )
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    if not law.compiled:
        (tmp_path / "numba.py").write_text("raise ImportError('not here')\n")
    assert held(law, tmp_path)
    file = tmp_path / "journeysim" / law.file
    file.write_text(file.read_text(encoding="utf-8").replace(law.old, law.new), encoding="utf-8")
    assert not held(law, tmp_path)


def held(law: Law, root: Path) -> bool:
    """Does the law's test pass there? One that did not run at all has not."""
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-n0",
        "-m",
        "slow or not slow",
        f"tests/laws/{law.test}",
    ]
    environment = os.environ | {"PYTHONPATH": str(root)}
    done = subprocess.run(
        command, cwd=root, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode in (0, 1), done.stdout + done.stderr
    assert " passed" in done.stdout or " failed" in done.stdout, done.stdout
    return done.returncode == 0
