"""A dask cluster carries runs: the same numbers, whoever is killed, and clear words where nobody is left."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from clusters import PATHS, ROOT, Machines
from doomed import cannot_go_on, dies_always, dies_once, divides_by_zero, note, noted, unharmed

from journeysim.engine.choice import COMPILED, SIMPY
from journeysim.errors import EngineError, LostWorkError, UsageError
from journeysim.experiment.cluster import Cluster
from journeysim.experiment.keeping import Keeping
from journeysim.experiment.replicate import MeasureTask, carry_out, perform, perform_all
from journeysim.experiment.store import Store
from journeysim.scenario.scenario import Scenario

pytest.importorskip("distributed", reason="dask is not installed: pip install '.[cluster]'")


@pytest.fixture(scope="module")
def machines() -> Iterator[Machines]:
    """A scheduler and two workers that no test kills."""
    with Machines() as there:
        there.add(2)
        yield there


@pytest.fixture
def doomed() -> Iterator[Machines]:
    """A scheduler and two workers for one test."""
    with Machines() as there:
        there.add(2)
        there.wait()
        yield there


def tasks(firm: Scenario, count: int, policy: str = "plain") -> list[MeasureTask]:
    names = ("retention", "profit")
    return [MeasureTask(firm, policy, number, names, SIMPY) for number in range(count)]


def marked(firm: Scenario, path: Path, count: int) -> list[MeasureTask]:
    """Tasks of `doomed`, which read a path where the policy stands."""
    return tasks(firm, count, str(path))


def order(count: int) -> list[int]:
    return list(range(count))


def test_the_same_bits_as_here_and_all_are_kept(
    firm: Scenario, machines: Machines, tmp_path: Path
) -> None:
    asked = [*tasks(firm, 4), *tasks(firm, 4, "caring")]
    words: list[str] = []
    with Cluster(machines.address, say=words.append) as cluster:
        there = perform_all(asked, Keeping(Store(tmp_path / "kept"), cluster))
    assert there == [perform(task) for task in asked]
    assert perform_all(asked, Keeping(Store(tmp_path / "kept"), 1)) == there
    assert words[-1].startswith(f"cluster {machines.address}: ")


def test_the_compiled_engine_runs_there_too(firm: Scenario, machines: Machines) -> None:
    asked = [task._replace(engine=COMPILED) for task in tasks(firm, 3)]
    with Cluster(machines.address) as cluster:
        assert perform_all(asked, cluster) == perform_all(tasks(firm, 3), 1)


def test_nothing_that_has_landed_is_run_again_when_a_worker_is_killed(
    firm: Scenario, doomed: Machines, tmp_path: Path
) -> None:
    notes = tmp_path / "notes"

    def kill_one(place: int, _: object) -> None:
        note(notes, f"landed {place}")
        if place == 20:
            doomed.workers[0].kill()

    with Cluster(doomed.address) as cluster:
        there = carry_out(marked(firm, notes, 200), noted, cluster, landed=kill_one)
    assert [each.replication for each in there] == order(200)
    lines = [line.split()[:2] for line in notes.read_text().splitlines()]
    assert {place for what, place in lines if what == "begun"} == set(map(str, order(200)))
    again = [
        place
        for number, (what, place) in enumerate(lines)
        if what == "begun" and ["landed", place] in lines[:number]
    ]
    assert not again


def test_a_worker_that_dies_in_the_middle_of_a_run_costs_nothing_but_time(
    firm: Scenario, doomed: Machines, tmp_path: Path
) -> None:
    with Cluster(doomed.address) as cluster:
        there = carry_out(marked(firm, tmp_path / "died", 40), dies_once, cluster)
    assert (tmp_path / "died").exists()
    assert [each.replication for each in there] == order(40)


def test_all_workers_may_be_replaced_and_those_who_come_later_help(
    firm: Scenario, doomed: Machines, tmp_path: Path
) -> None:
    notes = tmp_path / "notes"

    def replace(place: int, _: object) -> None:
        if place == 10:
            doomed.kill_workers()
            doomed.add(2)

    with Cluster(doomed.address) as cluster:
        there = carry_out(marked(firm, notes, 400), noted, cluster, landed=replace)
    assert [each.replication for each in there] == order(400)
    workers = {line.split()[2] for line in notes.read_text().splitlines()}
    assert len(workers) >= 3, "the old ones, and at least one that came later"


def test_without_any_worker_the_work_is_lost_and_what_was_done_is_kept(
    firm: Scenario, doomed: Machines, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dask = pytest.importorskip("dask")
    words: list[str] = []
    keeping = Keeping(
        Store(tmp_path / "kept"), cluster := Cluster(doomed.address, say=words.append)
    )

    def kill(done: int, _: int) -> None:
        if done == 3:
            doomed.kill_workers()

    asked = tasks(firm, 24)
    none = {"distributed.scheduler.no-workers-timeout": "1 s"}
    with cluster, dask.config.set(none), pytest.raises(LostWorkError, match="no worker for 1 sec"):
        perform_all(asked, keeping, kill)
    assert "no worker; waits 1 seconds" in words[-1]
    assert 3 <= keeping.misses < 24
    again = Keeping(Store(tmp_path / "kept"), 1)
    assert [each.replication for each in perform_all(asked, again)] == order(24)
    assert again.hits == keeping.misses


def test_without_its_scheduler_a_cluster_is_gone_for_good_and_says_so(
    firm: Scenario, doomed: Machines, tmp_path: Path
) -> None:
    def kill(place: int, _: object) -> None:
        if place == 3:
            doomed.scheduler.kill()

    with Cluster(doomed.address) as cluster:
        for landed in (kill, None):
            with pytest.raises(LostWorkError, match=r"the scheduler is gone; with --store"):
                carry_out(tasks(firm, 200), unharmed, cluster, landed=landed)


def test_a_task_that_kills_every_worker_is_given_up_by_name(firm: Scenario) -> None:
    with Cluster("local:2") as cluster:
        with pytest.raises(LostWorkError, match=r"3 lost workers: plain \(replication 5\)"):
            carry_out(tasks(firm, 8), dies_always, cluster)
        assert len(carry_out(tasks(firm, 8), unharmed, cluster)) == 8, "others go on"


@pytest.mark.parametrize(
    ("work", "error"), [(cannot_go_on, EngineError), (divides_by_zero, ZeroDivisionError)]
)
def test_an_error_in_a_run_is_raised_as_it_is(
    firm: Scenario, machines: Machines, work: object, error: type[Exception]
) -> None:
    with Cluster(machines.address) as cluster:
        with pytest.raises(error):
            carry_out(tasks(firm, 12), work, cluster)  # type: ignore[arg-type]
        assert len(carry_out(tasks(firm, 12), unharmed, cluster)) == 12, "it goes on"


def copied(folder: Path, edit: str) -> Path:
    """A folder with another journeysim than this."""
    shutil.copytree(
        ROOT / "journeysim", folder / "journeysim", ignore=shutil.ignore_patterns("__*__")
    )
    package = folder / "journeysim" / "__init__.py"
    package.write_text((ROOT / "journeysim" / "__init__.py").read_text(encoding="utf-8") + edit)
    return folder


@pytest.mark.parametrize(
    ("edit", "what"),
    [
        ("\n# One line more.\n", "has other code of journeysim"),
        ("\nraise ImportError('half of it is missing')\n", "cannot begin journeysim: .*half of it"),
    ],
)
def test_a_worker_with_other_code_is_refused_before_the_first_task(
    firm: Scenario, tmp_path: Path, edit: str, what: str
) -> None:
    other = copied(tmp_path, edit)
    with Machines() as there:
        there.add(1)
        there.add(1, (other, *PATHS))
        there.wait()
        notes = tmp_path / "notes"
        with Cluster(there.address) as cluster, pytest.raises(UsageError, match=what):
            carry_out(marked(firm, notes, 4), noted, cluster)
        assert not notes.exists()


def test_a_worker_with_other_code_that_comes_later_does_nothing(
    firm: Scenario, doomed: Machines, tmp_path: Path
) -> None:
    other, notes = copied(tmp_path, "\n# One line more.\n"), tmp_path / "notes"

    def replace(place: int, _: object) -> None:
        if place == 10:
            before.update(line.split()[2] for line in notes.read_text().splitlines())
            doomed.kill_workers()
            doomed.add(1, (other, *PATHS))

    before: set[str] = set()
    with Cluster(doomed.address) as cluster, pytest.raises(UsageError, match="that came later has"):
        carry_out(marked(firm, notes, 400), noted, cluster, landed=replace)
    assert {line.split()[2] for line in notes.read_text().splitlines()} == before


def test_nobody_who_answers_is_said(firm: Scenario, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("journeysim.experiment.cluster.cluster.CONNECTING", "1 s")
    nobody = Cluster("tcp://127.0.0.1:9")
    with nobody, pytest.raises(UsageError, match=r"tcp://127.0.0.1:9: cannot be reached"):
        carry_out(tasks(firm, 1), unharmed, nobody)


def test_with_tls_it_takes_a_certificate(
    firm: Scenario, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("cryptography", reason="certificates for the test are made with it")
    from dask import config
    from distributed import Security

    made = Security.temporary()
    (tmp_path / "cert.pem").write_text(made.tls_ca_file)
    (tmp_path / "key.pem").write_text(made.tls_client_key)
    cert, key = str(tmp_path / "cert.pem"), str(tmp_path / "key.pem")
    keys = ("--tls-ca-file", cert, "--tls-cert", cert, "--tls-key", key)
    with Machines("tls", keys) as there:
        there.add(1)
        assert there.address.startswith("tls://")
        with Cluster(there.address) as cluster, pytest.raises(UsageError, match="a certificate"):
            carry_out(tasks(firm, 2), unharmed, cluster)
        tls = {"ca-file": cert, "client.cert": cert, "client.key": key}
        told = {f"distributed.comm.tls.{name}": value for name, value in tls.items()}
        with config.set(told), Cluster(there.address) as cluster:
            assert len(carry_out(tasks(firm, 2), unharmed, cluster)) == 2
