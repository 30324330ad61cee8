"""Many runs side by side: in the order of the tasks, nothing lost, nobody left behind."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from multiprocessing import active_children
from multiprocessing.context import SpawnProcess
from pathlib import Path

import doomed
import pytest

from journeysim.errors import EngineError, LostWorkError
from journeysim.experiment import replicate, workers
from journeysim.experiment.replicate import MeasureTask, Work, in_turns, perform, perform_all
from journeysim.scenario.scenario import Scenario


def tasks(scenario: Scenario, policy: str = "plain", count: int = 12) -> list[MeasureTask]:
    return [MeasureTask(scenario, policy, number, ("retention",)) for number in range(count)]


@pytest.fixture
def nobody_waiting(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No worker is left from before, and none for after."""
    monkeypatch.setattr(workers, "_idle", [])
    yield
    for worker in workers._idle:
        worker.end()


@pytest.mark.parametrize("jobs", [1, 2])
def test_results_come_in_the_order_of_the_tasks(firm: Scenario, jobs: int) -> None:
    found = perform_all(tasks(firm), jobs, work=doomed.unharmed)
    assert [result.replication for result in found] == list(range(12))


@pytest.mark.parametrize("jobs", [1, 2])
def test_progress_is_told_after_each_task(firm: Scenario, jobs: int) -> None:
    told: list[tuple[int, int]] = []
    perform_all(tasks(firm), jobs, lambda done, of: told.append((done, of)), doomed.unharmed)
    assert told == [(number, 12) for number in range(1, 13)]


def test_no_tasks_are_no_work(firm: Scenario) -> None:
    assert perform_all([], 2) == []


def test_no_two_threads_begin_with_the_same_run_in(firm: Scenario) -> None:
    """Two replications abreast, each in the order of its tasks; then the next ones."""
    tasks = [
        MeasureTask(firm, policy, number, ("retention",))
        for number in range(3)
        for policy in ("plain", "caring")
    ]
    assert in_turns(tasks, 2) == [0, 2, 1, 3, 4, 5]
    assert in_turns(tasks, 1) == [0, 1, 2, 3, 4, 5]
    assert sorted(in_turns(tasks, 8)) == [0, 1, 2, 3, 4, 5]


def test_one_task_needs_no_worker(firm: Scenario, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(replicate, "each_done", None)
    (found,) = perform_all(tasks(firm, count=1), 8, work=doomed.unharmed)
    assert found.replication == 0


def test_workers_and_this_process_find_the_same_bits(firm: Scenario) -> None:
    there = perform_all(tasks(firm, count=2), 2)
    assert there == [perform(task) for task in tasks(firm, count=2)]


def test_a_worker_that_is_killed_loses_nothing(firm: Scenario, tmp_path: Path) -> None:
    """The operating system may take any worker at any moment, out of memory for example."""
    marker = tmp_path / "died"
    found = perform_all(tasks(firm, str(marker)), 2, work=doomed.dies_once)
    assert marker.exists()
    assert [result.replication for result in found] == list(range(12))


def test_a_worker_killed_in_the_middle_of_its_answer_loses_nothing(
    firm: Scenario, tmp_path: Path
) -> None:
    marker = tmp_path / "died"
    found = perform_all(tasks(firm, str(marker)), 2, work=doomed.dies_answering)
    assert marker.exists()
    assert [result.replication for result in found] == list(range(12))


def test_a_task_that_kills_every_worker_is_named_and_no_other(firm: Scenario) -> None:
    with pytest.raises(LostWorkError) as caught:
        perform_all(tasks(firm), 2, work=doomed.dies_always)
    assert str(caught.value) == "gave up after 3 lost workers: plain (replication 5)"


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_run_that_cannot_go_on_says_why(firm: Scenario, jobs: int) -> None:
    with pytest.raises(EngineError, match="more than 10 customers"):
        perform_all(tasks(firm), jobs, work=doomed.cannot_go_on)


def test_handlers_of_signals_are_left_as_they_were(firm: Scenario) -> None:
    numbers = (signal.SIGINT, signal.SIGTERM)
    before = [signal.getsignal(number) for number in numbers]
    mask = signal.pthread_sigmask(signal.SIG_BLOCK, [])
    perform_all(tasks(firm, count=2), 2, work=doomed.unharmed)
    assert [signal.getsignal(number) for number in numbers] == before
    assert signal.pthread_sigmask(signal.SIG_BLOCK, []) == mask


def test_an_interrupt_at_the_birth_of_a_worker_comes_right_after(
    firm: Scenario, monkeypatch: pytest.MonkeyPatch, nobody_waiting: None
) -> None:
    """In between it would leave a worker without a parent's word, and a traceback on the screen."""
    born: list[bool] = []
    start = SpawnProcess.start

    def interrupted(process: SpawnProcess) -> None:
        signal.raise_signal(signal.SIGINT)
        born.append(True)
        start(process)

    monkeypatch.setattr(SpawnProcess, "start", interrupted)
    with pytest.raises(KeyboardInterrupt):
        perform_all(tasks(firm), 2, work=doomed.unharmed)
    assert born == [True]


def test_workers_killed_at_their_birth_lose_nothing(
    firm: Scenario, monkeypatch: pytest.MonkeyPatch, nobody_waiting: None
) -> None:
    """Before they have said a word, or heard one."""
    born: list[int] = []
    start = SpawnProcess.start

    def killed(process: SpawnProcess) -> None:
        start(process)
        born.append(process.pid or 0)
        if len(born) in (1, 2):
            process.kill()
        if len(born) == 3:
            process.kill()
            process.join()

    monkeypatch.setattr(SpawnProcess, "start", killed)
    found = perform_all(tasks(firm), 2, work=doomed.unharmed)
    assert len(born) == 5
    assert [result.replication for result in found] == list(range(12))


def test_workers_stay_for_the_next_tasks(
    firm: Scenario, monkeypatch: pytest.MonkeyPatch, nobody_waiting: None
) -> None:
    perform_all(tasks(firm), 2, work=doomed.unharmed)
    monkeypatch.setattr(workers, "Worker", None)
    assert len(perform_all(tasks(firm), 2, work=doomed.unharmed)) == 12


def test_a_worker_killed_while_it_waits_is_replaced(firm: Scenario) -> None:
    perform_all(tasks(firm), 2, work=doomed.unharmed)
    for process in active_children():
        process.kill()
        process.join()
    assert len(perform_all(tasks(firm), 2, work=doomed.unharmed)) == 12


def test_what_is_no_refusal_tells_where_it_happened(firm: Scenario) -> None:
    """A worker has a traceback of its own, which would be lost on the way."""
    with pytest.raises(ZeroDivisionError) as caught:
        perform_all(tasks(firm), 2, work=doomed.divides_by_zero)
    assert "in divides_by_zero" in caught.value.__notes__[0]


def test_work_is_whatever_takes_a_task(firm: Scenario) -> None:
    """The default is the simulation; anything else of that shape will do."""
    work: Work = doomed.unharmed
    assert perform_all(tasks(firm, count=1), 1, work=work)[0].events == 1
    assert perform_all(tasks(firm, count=1), 1)[0].events > 1
