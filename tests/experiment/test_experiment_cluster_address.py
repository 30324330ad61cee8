"""Which clusters may be named, and how many tasks go there at a time; no cluster is needed for that."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from journeysim.engine.choice import SIMPY
from journeysim.errors import UsageError
from journeysim.experiment.cluster.address import ClusterAddress, address_of
from journeysim.experiment.cluster.batches import Batches
from journeysim.experiment.cluster.worker import trouble_with, workplace

HERE = ("127.0.0.1", "127.8.9.1", "localhost", "[::1]")
ELSEWHERE = ("10.0.0.1", "scheduler", "0.0.0.0", "localhost.example", "[fe80::1]", "[::]")


@pytest.mark.parametrize("host", HERE)
def test_plain_tcp_may_stay_on_this_machine(host: str) -> None:
    assert address_of(f"tcp://{host}:8786") == ClusterAddress(f"tcp://{host}:8786")


@pytest.mark.parametrize("host", ELSEWHERE)
def test_what_leaves_it_takes_tls_or_a_word(host: str, tmp_path: Path) -> None:
    plain, secured = f"tcp://{host}:8786", f"tls://{host}:8786"
    (file := tmp_path / "scheduler.json").write_text(json.dumps({"address": plain}))
    for text in (plain, str(file)):
        with pytest.raises(UsageError, match=r"without TLS can run code .* --insecure"):
            address_of(text)
        assert address_of(text, insecure=True).text == plain
    assert address_of(secured).is_secured


def test_workers_may_be_begun_here() -> None:
    assert address_of("local:3").local == 3


@pytest.mark.parametrize(
    "text",
    ["", "here", "8786", "tcp://", "tcp://localhost", "tls://host:99999", "ucx://host:1", "local:",
     "local:0", "local:2000", "local:-1", "tcp://127.0.0.1:1@evil:2", "tcp://local host:1", "none.json"],
)  # fmt: skip
def test_anything_else_is_refused_and_named(text: str) -> None:
    with pytest.raises(UsageError, match="--cluster"):
        address_of(text)


@pytest.mark.parametrize("content", ["", "[]", "{}", "no json", '"address"'])
def test_a_file_that_no_scheduler_wrote_is_refused(tmp_path: Path, content: str) -> None:
    (tmp_path / "scheduler.json").write_text(content)
    with pytest.raises(UsageError, match="scheduler-file"):
        address_of(str(tmp_path / "scheduler.json"))


def handed_out(batches: Batches, threads: int, seconds: float) -> list[list[int]]:
    """All batches, where every task takes so long."""
    every = []
    while batches:
        every.append(batches.taken(threads))
        batches.took(len(every[-1]), seconds * len(every[-1]))
    return every


def test_quick_tasks_go_many_at_a_time_and_the_last_ones_in_small_batches() -> None:
    every = handed_out(Batches(1000), 2, 0.01)
    assert [place for batch in every for place in batch] == list(range(1000))
    sizes = [len(batch) for batch in every]
    assert sizes[0] == 1
    assert max(sizes) == 50, "half a second"
    assert sizes[-1] == 1
    assert sorted(sizes[1:], reverse=True) == sizes[1:]


def test_where_there_are_many_threads_fewer_batches_come_back() -> None:
    sizes = [len(batch) for batch in handed_out(Batches(1_000_000), 1000, 0.01)]
    assert 490 <= max(sizes) <= 500, "five seconds: 200 batches a second"


def test_slow_tasks_go_one_by_one() -> None:
    assert {len(batch) for batch in handed_out(Batches(20), 2, 3.0)} == {1}


def test_tasks_that_lost_their_worker_go_alone_and_the_third_loss_is_named() -> None:
    batches = Batches(4)
    assert batches.lost([0, 1]) is None
    assert [batches.taken(1), batches.taken(1)] == [[0], [1]]
    assert batches.lost([1]) is None
    assert batches.taken(1) == [1]
    assert batches.lost([1]) == 1


def test_what_another_worker_lacks_is_said() -> None:
    here = workplace(SIMPY)
    assert trouble_with(here) == ""
    assert trouble_with(ConnectionResetError()) == "", "it has gone"
    assert trouble_with(here._replace(version="0.0.9")).startswith("has journeysim 0.0.9, and here")
    assert "other code" in trouble_with(here._replace(code="0"))
    assert trouble_with(here._replace(trouble="no Wasmtime")) == "no Wasmtime"
    assert "cannot begin" in trouble_with(ImportError("half of it"))
