"""Running a command line, in this process or in one of its own."""

from __future__ import annotations

import signal
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from cli_process import Done, environment, spoken
from worlds import WORLD

from journeysim.cli.main import main
from journeysim.experiment.compare import Experiment
from journeysim.scenario.scenario import Scenario
from journeysim.study import compare as comparing
from journeysim.study import measure as measuring
from journeysim.study.ask import Ask


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder in which commands run, with the small firm in `firm.toml`."""
    (tmp_path / "firm.toml").write_text(WORLD, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    for name in ("CI", "COLUMNS", "JOURNEYSIM_TRACEBACK", "NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


@pytest.fixture
def journeysim(folder: Path, capsys: pytest.CaptureFixture[str]) -> Iterator[Callable[..., Done]]:
    """Run `journeysim ...` in the folder, in this process."""
    before = signal.getsignal(signal.SIGTERM)

    def command(*arguments: str) -> Done:
        capsys.readouterr()
        code = main(arguments)
        return Done(code, *capsys.readouterr())

    yield command
    signal.signal(signal.SIGTERM, before)


_MEASURED: dict[tuple[object, ...], Any] = {}


@pytest.fixture
def remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    """Measure the same thing once: for tests of what is done with the results."""
    for name in ("measure", "measure_assumptions"):
        monkeypatch.setattr(measuring, name, _once(getattr(measuring, name)))
    monkeypatch.setattr(comparing, "advise", _advised_once(comparing.advise))


def _advised_once(advise: Callable[..., Any]) -> Callable[..., Any]:
    def once(experiment: Experiment, baseline: str, ask: Ask, *rest: object) -> Any:
        scenario = experiment.scenario
        asked = (experiment.policies, experiment.replications, baseline, ask.max_events)
        key = ("advise", scenario.sha256, scenario.world, *asked)
        if key not in _MEASURED:
            _MEASURED[key] = advise(experiment, baseline, ask, *rest)
        return _MEASURED[key]

    return once


def _once(function: Callable[..., Any]) -> Callable[..., Any]:
    def once(scenario: Scenario, *arguments: object, **named: object) -> Any:
        asked = {key: value for key, value in named.items() if key != "progress"}
        key = (function.__name__, scenario.sha256, scenario.world, repr(arguments), repr(asked))
        if key not in _MEASURED:
            _MEASURED[key] = function(scenario, *arguments, **named)
        return _MEASURED[key]

    return once


@pytest.fixture
def apart(folder: Path) -> Callable[..., Done]:
    """Run `journeysim ...` in the folder, in a process of its own."""

    def command(*arguments: str, **further: str) -> Done:
        done = subprocess.run(
            spoken(*arguments),
            cwd=folder,
            env=environment(**further),
            capture_output=True,
            text=True,
            encoding="utf-8",
        )
        return Done(done.returncode, done.stdout, done.stderr)

    return command
