"""The kept compiled code: never stale, never broken, safe when two begin at once; Ctrl-C ends it.

The slow ones compile several times, a minute each.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from worlds import world_file

from journeysim.engine.choice import is_there

ROOT = Path(__file__).resolve().parents[2]
SMALL = ("--policy", "reactive", "--replications", "2", "--customers", "60", "--json", "--quiet")

pytestmark = pytest.mark.skipif(not is_there(), reason="Numba is not installed")


def settings(cache: Path, package: Path = ROOT) -> dict[str, str]:
    return os.environ | {
        "JOURNEYSIM_CACHE": str(cache),
        "JOURNEYSIM_BACKGROUND": "0",
        "PYTHONPATH": str(package),
    }


def begun(engine: str, environment: dict[str, str], *more: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "journeysim", "run", world_file("workshop"), *SMALL]
    return subprocess.Popen(
        [*command, "--engine", engine, *more],
        env=environment,
        cwd=environment["PYTHONPATH"],
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def answer(process: subprocess.Popen[str]) -> str:
    out, err = process.communicate()
    assert process.returncode == 0, err
    return out.replace('"engine": "compiled"', "").replace('"engine": "simpy"', "")


@pytest.mark.parametrize("customers", ["60", "400000"])
def test_ctrl_c_ends_compiled_work_at_once_compiling_or_running(
    tmp_path: Path, customers: str
) -> None:
    command = [
        sys.executable,
        "-m",
        "journeysim",
        "run",
        world_file("label"),
        "--engine",
        "compiled",
    ]
    compiling = customers == "60"
    environment = settings(tmp_path) if compiling else os.environ | {"PYTHONPATH": str(ROOT)}
    process = subprocess.Popen(
        [*command, "--customers", customers, "--replications", "50"],
        env=environment,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stderr is not None
    try:
        while "engine compiled" not in process.stderr.readline():
            assert process.poll() is None
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=60)
    finally:
        process.kill()
    assert (process.returncode, out) == (130, "")
    assert "Traceback" not in err


@pytest.mark.slow
def test_an_edited_rule_changes_what_compiled_code_answers(tmp_path: Path) -> None:
    package = tmp_path / "package"
    shutil.copytree(ROOT / "journeysim", package / "journeysim")
    environment = settings(tmp_path / "cache", package)
    before = answer(begun("compiled", environment))
    rule = package / "journeysim" / "model" / "leaving.py"
    text = rule.read_text(encoding="utf-8")
    assert text.count("        hazard = hazard * leaving.referred_factor\n    return hazard") == 1
    edited = text.replace("leaving.referred_factor\n    return hazard", "leaving.referred_factor\n    return 2.0 * hazard")  # fmt: skip
    rule.write_text(edited, encoding="utf-8")
    after = answer(begun("compiled", environment))
    assert after != before
    assert after == answer(begun("simpy", environment))


@pytest.mark.slow
def test_what_was_killed_while_keeping_leaves_nothing_broken(tmp_path: Path) -> None:
    environment = settings(tmp_path)
    program = (
        "import os, signal, pathlib; from journeysim.cli.main import main\n"
        "pathlib.Path.replace = lambda *_: os.kill(os.getpid(), signal.SIGKILL)\n"
        "main(['warmup'])"
    )
    killed = subprocess.run([sys.executable, "-c", program], env=environment)
    assert killed.returncode == -signal.SIGKILL
    assert list(tmp_path.rglob("kernels-*"))
    assert not list(tmp_path.rglob("kernels"))
    assert answer(begun("compiled", environment)) == answer(begun("simpy", environment))
    assert list(tmp_path.rglob("kernels"))


@pytest.mark.slow
def test_two_that_begin_at_once_agree_and_a_third_only_reads(tmp_path: Path) -> None:
    environment = settings(tmp_path)
    both = [begun("compiled", environment) for _ in range(2)]
    answers = [answer(process) for process in both]
    assert answers[0] == answers[1]
    for path in [*tmp_path.rglob("*"), tmp_path]:
        path.chmod(0o555 if path.is_dir() else 0o444)
    try:
        assert answer(begun("compiled", environment)) == answers[0]
    finally:
        for path in [tmp_path, *tmp_path.rglob("*")]:
            path.chmod(0o755)
