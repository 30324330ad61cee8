"""Executors: whoever carries the replications, the numbers are the same."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import BrokenExecutor, Executor, Future, ThreadPoolExecutor
from pathlib import Path

import pytest
from worlds import WORLD

from journeysim.errors import LostWorkError
from journeysim.experiment.compare import Experiment, measure
from journeysim.scenario.scenario import Scenario, load

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture
def small(tmp_path: Path) -> Scenario:
    (tmp_path / "firm.toml").write_text(WORLD, encoding="utf-8")
    settings = ("population.customers=30", "run.days=30 d", "run.replications=3")
    return load(str(tmp_path / "firm.toml"), settings=settings)


def measured(scenario: Scenario, jobs: int | Executor) -> Experiment:
    return measure(scenario, scenario.policies, jobs=jobs)


def test_threads_of_the_caller_give_the_same_numbers_and_stay_open(small: Scenario) -> None:
    with ThreadPoolExecutor(2) as threads:
        assert measured(small, threads) == measured(small, 1)
        assert threads.submit(int, "3").result() == 3


def test_progress_counts_what_an_executor_has_done(small: Scenario) -> None:
    seen: list[tuple[int, int]] = []
    with ThreadPoolExecutor(2) as threads:
        measure(small, small.policies, jobs=threads, progress=lambda *each: seen.append(each))
    total = len(small.policies) * 3
    assert seen == [(number, total) for number in range(1, total + 1)]


class Broken(Executor):
    """An executor that has lost its workers."""

    def submit(self, *_: object, **__: object) -> Future[object]:  # type: ignore[override]
        raise BrokenExecutor("a worker died.")


def test_an_executor_that_breaks_is_lost_work_and_the_guard_is_named(small: Scenario) -> None:
    with pytest.raises(LostWorkError, match=r'a worker died\. .*__name__ == "__main__"'):
        measured(small, Broken())


def test_an_error_in_a_run_is_raised_as_it_is(small: Scenario) -> None:
    class Failing(Executor):
        def submit(self, *_: object, **__: object) -> Future[object]:  # type: ignore[override]
            future: Future[object] = Future()
            future.set_exception(ZeroDivisionError("in a run"))
            return future

    with pytest.raises(ZeroDivisionError, match="in a run"):
        measured(small, Failing())


SCRIPT = """
from journeysim.experiment.compare import measure
from journeysim.scenario.scenario import load

small = ("population.customers=20", "run.days=20 d", "run.replications=2")
{guard}measure(load("firm.toml", settings=small), ("plain",), jobs=2).replications
"""


@pytest.mark.parametrize("guarded", [True, False])
def test_a_script_without_its_guard_is_told_what_it_lacks(tmp_path: Path, guarded: bool) -> None:
    (tmp_path / "firm.toml").write_text(WORLD, encoding="utf-8")
    guard = 'if __name__ == "__main__": ' if guarded else ""
    (tmp_path / "script.py").write_text(SCRIPT.format(guard=guard), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "script.py"],
        cwd=tmp_path,
        env={"PYTHONPATH": str(ROOT), "PATH": ""},
        capture_output=True,
        text=True,
    )
    if guarded:
        assert done.returncode == 0, done.stderr
        return
    assert done.returncode != 0
    last = done.stderr.strip().splitlines()[-1]
    assert last.startswith("journeysim.errors.UsageError: A worker began the whole work anew.")
    assert 'under `if __name__ == "__main__":`' in last
