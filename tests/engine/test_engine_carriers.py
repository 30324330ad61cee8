"""One kernel everywhere: Wasmtime, a browser's engine, the processor's own code and SimPy write one log.

`pytest -n0 -m slow tests/engine/test_engine_carriers.py`; needs the extra `[dev]`, and node for the browser's engine.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from journeysim.engine.choice import is_there
from journeysim.engine.compiled import compiled_run, room
from journeysim.engine.compiled.compiled_run import CompiledRun
from journeysim.engine.compiled.kernel import FILE
from journeysim.engine.compiled.run_state import LOG
from journeysim.engine.des.loop import Simulation
from journeysim.scenario import shipped
from journeysim.scenario.encoding import encode
from journeysim.scenario.scenario import Scenario, load

ROOT = Path(__file__).resolve().parents[2]
NODE = shutil.which("node")
RUNS = [(name, policy) for name in shipped.names() for policy in load(name).policies]

pytestmark = pytest.mark.skipif(not is_there(), reason="the compiled engine cannot run here")


def digest(run: CompiledRun | Simulation, days: float) -> str:
    outcome = run.outcome(days)
    return hashlib.sha256(outcome.log.rows.tobytes() + outcome.people.tobytes()).hexdigest()


@pytest.mark.slow
@pytest.mark.parametrize(("name", "policy"), RUNS)
def test_the_processors_own_code_and_simpy_write_the_same(name: str, policy: str) -> None:
    pytest.importorskip("numba", reason="needs the extra [dev]")
    from journeysim.engine.build.translation import native_kernel

    scenario = load(name)
    days, encoded = scenario.tables.run.days, encode(scenario, policy)
    here = digest(CompiledRun(encoded, 1, 0), days)
    native = CompiledRun(encoded, 1, 0, memory=native_kernel().lend())
    assert digest(native, days) == here
    assert digest(Simulation(encoded, 1, 0), days) == here


def in_node(scenario: Scenario, policy: str, folder: Path) -> str:
    """Status, rows and digest of a log, as the browser's engine writes it."""
    run = CompiledRun(encode(scenario, policy), 1, 0)
    run.state.counters["short"] = ~LOG
    for _ in range(5):
        run._is(room.grown(run.state, run.memory))
    image = folder / "image"
    machine = run.memory._machine
    image.write_bytes(run.memory._bytes[: machine.touched].tobytes())
    places = [run.memory._place(run.block), scenario.tables.run.days]
    places += [run.memory._place(run.state.counters["logged"]), run.memory._place(run.state.log)]
    arguments = [str(FILE), str(image), *map(str, places), str(run.state.log.itemsize)]
    assert NODE is not None
    script = Path(__file__).with_name("kernel_in_node.mjs")
    done = subprocess.run([NODE, str(script), *arguments], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def in_wasmtime(scenario: Scenario, policy: str) -> str:
    run = CompiledRun(encode(scenario, policy), 1, 0)
    run.run_to(scenario.tables.run.days)
    rows = run.log().rows
    return f"0 {len(rows)} {hashlib.sha256(rows.tobytes()).hexdigest()}"


@pytest.mark.skipif(NODE is None, reason="node is not installed")
def test_a_browsers_engine_writes_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compiled_run, "FIRST_ROWS", 600)
    small = load(shipped.DEFAULT, settings=("population.customers=200",))
    policy = small.policies[-1]
    assert in_node(small, policy, tmp_path) == in_wasmtime(small, policy)


@pytest.mark.slow
@pytest.mark.skipif(NODE is None, reason="node is not installed")
@pytest.mark.parametrize(("name", "policy"), RUNS)
def test_a_browsers_engine_writes_the_same_at_full_size(
    name: str, policy: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(compiled_run, "FIRST_ROWS", 600)
    scenario = load(name)
    assert in_node(scenario, policy, tmp_path) == in_wasmtime(scenario, policy)


@pytest.mark.slow
def test_the_same_sources_and_versions_make_the_same_bytes(tmp_path: Path) -> None:
    """Twice, in two folders; the bytes that lie here only where the versions are those of `kernel.toml`."""
    pytest.importorskip("ziglang", reason="needs the extra [dev]")
    made = []
    for folder in (tmp_path / "one", tmp_path / "quite" / "another"):
        kept = shutil.ignore_patterns("__pycache__")
        shutil.copytree(ROOT / "journeysim", folder / "journeysim", ignore=kept)
        shutil.copytree(ROOT / "scenarios", folder / "scenarios")
        subprocess.run(
            [sys.executable, "-m", "journeysim.engine.build"],
            env=os.environ | {"PYTHONPATH": str(folder)},
            cwd=folder,
            check=True,
        )
        built = folder / "journeysim/engine/compiled"
        made.append([(built / name).read_bytes() for name in (FILE.name, "kernel.toml")])
    assert made[0] == made[1]
    if made[0][1] == FILE.with_suffix(".toml").read_bytes():
        assert made[0][0] == FILE.read_bytes()
