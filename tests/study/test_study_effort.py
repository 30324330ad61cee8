"""What work will take: told before long work, asked back where it is much, and never in a build."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from math import inf
from pathlib import Path

import click
import pytest
from worlds import world

from journeysim.cli import console
from journeysim.engine.choice import COMPILED, SIMPY
from journeysim.errors import UsageError
from journeysim.experiment import bench_in_c
from journeysim.experiment.keeping import Keeping
from journeysim.experiment.store import Store
from journeysim.numerals import spelled
from journeysim.scenario.scenario import load
from journeysim.study import measure
from journeysim.study.ask import Ask
from journeysim.study.effort import Effort, effort
from journeysim.study.measure import announce
from journeysim.study.progress import Counter


class Heard:
    """Somebody who waits, and notes what they are told and asked."""

    def __init__(self) -> None:
        self.told: list[str] = []
        self.asked: list[str] = []

    def say(self, text: str) -> None:
        self.told.append(text)

    def confirm(self, text: str) -> None:
        self.asked.append(text)

    @contextmanager
    def counting(self, what: str) -> Iterator[Counter | None]:
        yield None


SMALL, LARGE = ("population.customers=50",), ("population.customers=2000000", 'run.days="3650 d"')


@pytest.mark.parametrize(
    ("events", "seconds", "size", "words"),
    [
        (12.4e6, 190.0, 4e8, "about 12 million events, 3 minutes, 0.4 GB"),
        (1.24e6, 60.0, 5e7, "about 1.2 million events, 60 seconds, 50 MB"),
        (3.1e9, 9000.0, 2.04e10, "about 3.1 billion events, 2 hours, 20.4 GB"),
        (86_400.0, 400_000.0, 9e8, "about 86,000 events, 5 days, 0.9 GB"),
        (0.0, 0.0, 0.0, "about 1 events, 1 seconds, 1 MB"),
    ],
)
def test_it_is_said_in_round_figures(
    events: float, seconds: float, size: float, words: str
) -> None:
    assert spelled(str(Effort(events, seconds, size))) == words


def test_it_is_said_as_the_owner_of_the_firm_writes_numbers() -> None:
    heard = Heard()
    scenario = world("firm", *LARGE, 'money.numbers="1.234,5"')
    announce(scenario, 1, 3, COMPILED, Ask(max_events=10**12), heard)
    assert "2.000.000 customers" in heard.told[0]
    assert re.search(
        r"about [0-9.]+(,[0-9])? (million|billion) events, .*, [0-9.]+,[0-9] GB", heard.told[0]
    )


def test_more_of_anything_takes_more() -> None:
    plain = effort(world("firm"), 10, SIMPY, 1)
    for more in (
        effort(world("firm", "population.customers=300"), 10, SIMPY, 1),
        effort(world("firm", 'run.days="240 d"'), 10, SIMPY, 1),
        effort(world("firm"), 20, SIMPY, 1),
        effort(world("firm", "talk.referral=0.3"), 10, SIMPY, 1),
    ):
        assert more.events > 1.2 * plain.events
        assert more.seconds > plain.seconds
    assert effort(world("firm"), 10, COMPILED, 1).seconds < plain.seconds / 10
    assert effort(world("firm"), 10, COMPILED, 1).bytes < plain.bytes


def test_friends_of_friends_without_end_have_one() -> None:
    endless = world("firm", "talk.referral=1", 'run.days="3650 d"')
    assert effort(endless, 1, SIMPY, 1).events < 1e9


@pytest.mark.parametrize(
    ("settings", "ask", "told", "asked"),
    [(SMALL, Ask(), False, 0), (LARGE, Ask(), True, 1), (LARGE, Ask(max_events=9), True, 0)],
)
def test_much_work_is_told_and_asked_back_unless_it_is_bounded(
    settings: tuple[str, ...],
    ask: Ask,
    told: bool,
    asked: int,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(measure, "room", lambda: inf)
    heard = Heard()
    announce(world("firm", *settings), 3, 4, SIMPY, ask, heard)
    (line,) = heard.told
    assert ("events" in line) is told
    assert len(heard.asked) == asked
    assert all(each.startswith("firm will take about") for each in heard.asked)


class Afar(ThreadPoolExecutor):
    """An executor whose runs take place on other machines."""

    is_elsewhere = True


def test_what_runs_elsewhere_takes_no_memory_here_and_is_told_by_the_core(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(measure, "room", lambda: 1e6)
    heard, large = Heard(), world("firm", *LARGE)
    for jobs in (Afar(1), Keeping(Store(tmp_path / "kept"), Afar(1))):
        announce(large, 1, 3, COMPILED, Ask(jobs=jobs), heard)
        assert re.search(r"of a core, .* GB a run$", spelled(heard.told[-1]))
    with pytest.raises(UsageError, match="of memory"):
        announce(large, 1, 3, COMPILED, Ask(), heard)


@pytest.mark.parametrize(
    ("terminal", "build", "answer", "refused"),
    [
        (True, False, False, True), (True, False, True, False),
        (False, False, None, False), (True, True, None, False),
    ],
)  # fmt: skip
def test_only_who_sits_at_a_terminal_is_asked(
    monkeypatch: pytest.MonkeyPatch, terminal: bool, build: bool, answer: bool | None, refused: bool
) -> None:
    monkeypatch.setattr("sys.stdin.isatty", lambda: terminal, raising=False)
    monkeypatch.setattr("sys.stderr.isatty", lambda: terminal, raising=False)
    if build:
        monkeypatch.setenv("CI", "true")
    else:
        monkeypatch.delenv("CI", raising=False)
    asked: list[str] = []

    def confirm(text: str, **_: object) -> bool:
        asked.append(text)
        assert answer is not None
        return answer

    monkeypatch.setattr(click, "confirm", confirm)
    if refused:
        with pytest.raises(UsageError, match="not begun"):
            console.Spoken().confirm("It will take long.")
    else:
        console.Spoken(quiet=True).confirm("It will take long.")
    assert len(asked) == (answer is not None)


def test_what_does_not_fit_into_memory_is_not_begun(monkeypatch: pytest.MonkeyPatch) -> None:
    """Python does not end in good order once nothing at all is left: it may turn in a circle."""
    monkeypatch.setattr(measure, "room", lambda: 1e5)
    with pytest.raises(UsageError) as refused:
        announce(world("firm", *SMALL), 2, 2, SIMPY, Ask(), Heard())
    assert "of memory, and 1 MB are left; --customers, --days or --jobs make it less" in str(
        refused.value
    )


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
def test_room_is_what_the_limit_leaves() -> None:
    """A limit of the address space, as `ulimit -v` sets it, and what the machine has."""
    code = (
        "import resource, sys; from journeysim.study.effort import room; free = room(); "
        "resource.setrlimit(resource.RLIMIT_AS, (10**9, 10**9)); print(free, room())"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    free, limited = map(float, done.stdout.split())
    assert 0.0 < limited < min(1e9, free)
    assert free < 1e15


def test_a_log_beyond_what_the_compiled_engine_can_have_takes_little_memory() -> None:
    """It lies in a file. As measured, in GB: 3.5 of a million customers, 4.9 of five."""
    bench = str(Path(bench_in_c.__file__).with_name("bench.toml"))
    seen = {
        millions: effort(
            load(bench, settings=(f"population.customers={millions}000000",)), 1, COMPILED, 1
        ).bytes
        for millions in (1, 5)
    }
    assert seen[1] == pytest.approx(3.5e9, rel=0.25)
    assert seen[5] == pytest.approx(4.9e9, rel=0.25)
