"""Installed, the package has all it needs, wherever it is called from."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from importlib.util import find_spec
from pathlib import Path

import pytest
from cli_process import ROOT

from journeysim.scenario import shipped

SCRIPT = Path(sys.executable).parent / "journeysim"


def answer(*command: str, cwd: Path, **further: str) -> str:
    """What a command says in a folder, with nothing in the environment that leads to the source."""
    bare = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    done = subprocess.run(command, cwd=cwd, env=bare | further, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.skipif(not SCRIPT.exists(), reason="the package is not installed")
def test_the_installed_command_finds_its_scenarios_from_any_folder(tmp_path: Path) -> None:
    listed = answer(str(SCRIPT), "list", cwd=tmp_path)
    assert all(name in listed for name in shipped.names())
    assert answer(str(SCRIPT), "validate", *shipped.names(), cwd=tmp_path) == ""


@pytest.mark.skipif(not SCRIPT.exists(), reason="the package is not installed")
def test_the_command_and_the_module_are_the_same(tmp_path: Path) -> None:
    said = answer(str(SCRIPT), "--version", cwd=tmp_path)
    assert said.startswith("journeysim ")
    assert answer(sys.executable, "-m", "journeysim", "--version", cwd=tmp_path) == said


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A wheel, made without asking anybody else for anything."""
    for tool in ("pip", "hatchling"):
        if find_spec(tool) is None:
            pytest.skip(f"{tool} is not installed")
    folder = tmp_path_factory.mktemp("wheel")
    make = ("wheel", str(ROOT), "--no-deps", "--no-build-isolation", "--no-index", "-q")
    answer(sys.executable, "-m", "pip", *make, "-w", str(folder), cwd=folder)
    (made,) = folder.glob("*.whl")
    return made


@pytest.fixture(scope="module")
def site(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel unpacked, as an installation would."""
    folder = tmp_path_factory.mktemp("site")
    with zipfile.ZipFile(wheel) as packed:
        packed.extractall(folder)
    return folder


def test_a_wheel_holds_the_package_its_scenarios_and_its_types(site: Path) -> None:
    inside = {path.name for path in (site / "journeysim" / "scenarios").iterdir()}
    assert inside == {*(f"{name}.toml" for name in shipped.names()), shipped.KNOWN_ANSWERS}
    answers = {
        path.name for path in (site / "journeysim" / "scenarios" / "known_answers").iterdir()
    }
    assert answers == {f"{Path(name).name}.toml" for name in shipped.known_answers()}
    assert (site / "journeysim" / "py.typed").exists()
    pages = {path.name for path in (site / "journeysim/report/html/templates").iterdir()}
    assert {"report.html", "brief.html", "style.css"} <= pages
    source = {path.relative_to(ROOT) for path in (ROOT / "journeysim").rglob("*.py")}
    assert source == {path.relative_to(site) for path in site.rglob("*.py")}


def test_a_wheel_holds_nothing_else(site: Path) -> None:
    tops = {path.name.split("-")[0] for path in site.iterdir()}
    assert tops == {"journeysim"}
    assert not list(site.rglob("*.pyc"))


def test_an_installed_wheel_finds_the_scenarios_inside(site: Path, tmp_path: Path) -> None:
    code = "from journeysim.scenario import shipped; print(shipped.folder())"
    found = answer(sys.executable, "-c", code, cwd=tmp_path, PYTHONPATH=str(site))
    assert Path(found.strip()) == site / "journeysim" / "scenarios"


def test_an_installed_wheel_lists_and_runs(site: Path, tmp_path: Path) -> None:
    def journeysim(*arguments: str) -> str:
        command = (sys.executable, "-m", "journeysim", *arguments)
        return answer(*command, cwd=tmp_path, PYTHONPATH=str(site))

    assert all(name in journeysim("list") for name in shipped.names())
    small = ("--customers", "20", "--days", "10", "--replications", "1", "--policy", "baseline")
    assert "What it leads to" in journeysim("run", "come_back", *small, "--jobs", "1")
