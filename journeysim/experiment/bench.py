"""Bench: how fast the engines are, as ratios measured side by side in one run.

The compiled engine, the SimPy engine, a model written as SimPy's documentation teaches (with and without
a row a happening) and the same in plain C (likewise, where a compiler is found) tell a part of the model
that all tell alike (`bench.toml`). They take turns, so that whatever else the machine does meets all of
them; figures are medians, with the shortest and the longest beside them. Seconds differ between
machines and hours, ratios of one run less so.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
import tracemalloc
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from math import log
from pathlib import Path
from statistics import median
from typing import Any

from journeysim.engine.compiled.compiled_run import CompiledRun
from journeysim.engine.des.loop import Simulation
from journeysim.engine.des.textbook import Textbook
from journeysim.experiment import bench_in_c
from journeysim.experiment.bench_agreement import DAYS, Agreement, agreement, bench_world
from journeysim.experiment.bench_queue import ARRIVALS, QueueTime, measure_queue
from journeysim.experiment.bench_queue import ratios as of_queue
from journeysim.scenario import shipped
from journeysim.scenario.encoding import encode
from journeysim.scenario.scenario import load
from journeysim.scenario.world import Encoded

SIZES = (1_000, 10_000, 100_000, 1_000_000)
SIMPY_SIZE = 10_000
"""Customers up to which SimPy's kinds are tried, unless all sizes are asked for."""

QUICK_ROUNDS, ROUNDS, LONG_ROUNDS = 7, 5, 3
"""How often each has its turn, up to `SIMPY_SIZE` customers, at ten times as many and beyond."""

Announce = Callable[[str], None]
"""Takes what is being measured."""


@dataclass(frozen=True)
class Size:
    """One kind at one size. seconds: for a year, the median of `rounds`, from low to high;
    bytes_per_customer: of its state, without log."""

    engine: str
    customers: int
    seconds: float
    low: float
    high: float
    rounds: int
    events: int
    bytes_per_customer: float


@dataclass(frozen=True)
class CommandTime:
    """One command from its first to its last moment. seconds, cpu_seconds: medians of `rounds`."""

    command: str
    seconds: float
    cpu_seconds: float
    rounds: int


@dataclass(frozen=True)
class Bench:
    """What was measured. exponent: of the compiled engine's time in the number of customers; queue:
    one queue alone, as other tools tell it, too."""

    ratios: dict[str, float]
    agreement: tuple[Agreement, ...]
    sizes: tuple[Size, ...]
    exponent: float
    whole: tuple[CommandTime, ...] = ()
    queue: tuple[QueueTime, ...] = ()


@dataclass(frozen=True)
class _Turn:
    """What one turn of a kind came to."""

    seconds: float
    events: int
    bytes: float


def measure(
    announce: Announce, *, largest: int = SIZES[-1], full: bool = False, peers: bool = False
) -> Bench:
    """Measure everything. largest: customers of the largest size; full: SimPy kinds at all sizes;
    peers: other tools, too, where they are installed."""
    announce("loading the compiled engine")
    CompiledRun(bench_world(100), 1, 0).outcome(10.0)
    sizes: list[Size] = []
    with bench_in_c.program() as in_c:
        for customers in (size for size in SIZES if size <= largest):
            kinds = _kinds(customers, in_c, full or customers <= SIMPY_SIZE)
            announce(f"{customers:,} customers: {', '.join(kinds)} in turn")
            sizes += _in_turn(customers, kinds)
    announce("car_service_centre")
    car = _car_ratio()
    announce("one thread against two")
    threads = _threads_ratio()
    announce("one queue, M/M/50+M")
    queue = measure_queue(arrivals=min(ARRIVALS, 20 * largest), peers=peers)
    announce("whole commands")
    whole = [_whole(["compare", shipped.DEFAULT]), _whole(["run", shipped.DEFAULT])]
    announce("do the three agree?")
    ratios = _ratios(sizes, min(largest, SIMPY_SIZE))
    ratios |= {"compiled_vs_simpy_car_service_centre": car, "threads_2_vs_1": threads}
    ratios |= of_queue(queue)
    if largest > SIMPY_SIZE:
        ratios |= {
            f"{name}_at_{largest}": value
            for name, value in _ratios(sizes, largest).items()
            if name.startswith("compiled_vs_c")
        }
    return Bench(ratios, agreement(), tuple(sizes), _exponent(sizes), tuple(whole), queue)


def _kinds(customers: int, in_c: Path | None, simpy: bool) -> dict[str, Callable[[], _Turn]]:
    """Whoever has a turn at this size, by name."""
    encoded = bench_world(customers)
    world = encoded.world
    kinds: dict[str, Callable[[], _Turn]] = {"compiled": lambda: _compiled(encoded)}
    if simpy:
        kinds["simpy"] = lambda: _simpy(encoded)
        kinds["docs_simpy"] = lambda: _docs(encoded, False)
        kinds["docs_simpy_logged"] = lambda: _docs(encoded, True)
    if in_c is not None:
        made = in_c
        kinds["c"] = lambda: _in_c(bench_in_c.run(made, world, DAYS, 1, False))
        kinds["c_logged"] = lambda: _in_c(bench_in_c.run(made, world, DAYS, 1, True))
    return kinds


def _in_turn(customers: int, kinds: dict[str, Callable[[], _Turn]]) -> list[Size]:
    """Each kind's median, having taken turns."""
    rounds = QUICK_ROUNDS if customers <= SIMPY_SIZE else LONG_ROUNDS
    rounds = ROUNDS if SIMPY_SIZE < customers <= 10 * SIMPY_SIZE else rounds
    turns: dict[str, list[_Turn]] = {name: [] for name in kinds}
    for _ in range(rounds):
        for name, work in kinds.items():
            turns[name].append(work())
    return [_size(name, customers, each) for name, each in turns.items()]


def _size(name: str, customers: int, turns: Sequence[_Turn]) -> Size:
    seconds = [turn.seconds for turn in turns]
    return Size(
        name, customers, median(seconds), min(seconds), max(seconds), len(turns),
        turns[-1].events, turns[-1].bytes / customers,
    )  # fmt: skip


def _timed(work: Callable[[], Any]) -> tuple[float, Any]:
    start = time.perf_counter()
    result = work()
    return time.perf_counter() - start, result


def _compiled(encoded: Encoded) -> _Turn:
    run = CompiledRun(encoded, 1, 0)
    seconds, outcome = _timed(lambda: run.outcome(DAYS))
    return _Turn(seconds, len(outcome.log), run.room_taken())


def _simpy(encoded: Encoded) -> _Turn:
    seconds, outcome = _timed(lambda: Simulation(encoded, 1, 0).outcome(DAYS))
    return _Turn(seconds, len(outcome.log), _room("simpy", encoded))


def _docs(encoded: Encoded, logged: bool) -> _Turn:
    seconds, sums = _timed(lambda: Textbook(encoded.world, 1, logged).run(DAYS))
    return _Turn(seconds, sums.events, _room("docs", encoded))


def _in_c(done: bench_in_c.InC) -> _Turn:
    return _Turn(done.seconds, done.rows or done.events, done.bytes)


_ROOMS: dict[tuple[str, int], float] = {}


def _room(name: str, encoded: Encoded) -> float:
    """The memory that a model in Python takes on its first day, in bytes; measured once."""
    key = (name, int(encoded.world.population.customers))
    if key not in _ROOMS:
        tracemalloc.start()
        kept = _stepped(encoded) if name == "simpy" else Textbook(encoded.world, 1)
        _ROOMS[key] = float(tracemalloc.get_traced_memory()[0])
        tracemalloc.stop()
        del kept
    return _ROOMS[key]


def _stepped(encoded: Encoded) -> Simulation:
    simulation = Simulation(encoded, 1, 0)
    simulation.run_to(1.0)
    return simulation


def _ratios(sizes: Sequence[Size], customers: int) -> dict[str, float]:
    """How many times as fast, at one size, as far as both were measured."""
    at = {size.engine: size.seconds for size in sizes if size.customers == customers}
    pairs = {
        "compiled_vs_docs_simpy": ("compiled", "docs_simpy"),
        "compiled_vs_docs_simpy_logged": ("compiled", "docs_simpy_logged"),
        "compiled_vs_simpy": ("compiled", "simpy"),
        "simpy_vs_docs_simpy": ("simpy", "docs_simpy"),
        "simpy_vs_docs_simpy_logged": ("simpy", "docs_simpy_logged"),
        "compiled_vs_c": ("compiled", "c"),
        "compiled_vs_c_logged": ("compiled", "c_logged"),
    }
    return {
        name: at[slower] / at[faster]
        for name, (faster, slower) in pairs.items()
        if faster in at and slower in at
    }


def _car_ratio() -> float:
    scenario = load(shipped.DEFAULT)
    encoded, days = encode(scenario, scenario.policies[-1]), scenario.tables.run.days
    slow, quick = [], []
    for _ in range(LONG_ROUNDS):
        slow.append(_timed(lambda: Simulation(encoded, 1, 0).outcome(days))[0])
        quick.append(_timed(lambda: CompiledRun(encoded, 1, 0).outcome(days))[0])
    return median(slow) / median(quick)


def _threads_ratio() -> float:
    """Eight runs in one thread against the same in two."""
    encoded = bench_world(20_000)

    def work(workers: int) -> None:
        with ThreadPoolExecutor(workers) as pool:
            list(pool.map(lambda number: CompiledRun(encoded, 1, number).run_to(DAYS), range(8)))

    one, two = [], []
    for _ in range(LONG_ROUNDS):
        one.append(_timed(lambda: work(1))[0])
        two.append(_timed(lambda: work(2))[0])
    return median(one) / median(two)


def _whole(arguments: list[str]) -> CommandTime:
    """A command as a process of its own."""
    seconds, cpu = [], []
    for _ in range(LONG_ROUNDS):
        before = os.times()
        command = [sys.executable, "-m", "journeysim", *arguments, "--quiet"]
        took, _ = _timed(lambda command=command: subprocess.run(command, check=True, capture_output=True))  # type: ignore[misc]  # fmt: skip
        after = os.times()
        seconds.append(took)
        cpu.append(
            after.children_user
            + after.children_system
            - before.children_user
            - before.children_system
        )
    return CommandTime(" ".join(arguments), median(seconds), median(cpu), LONG_ROUNDS)


def _exponent(sizes: Sequence[Size]) -> float:
    """The slope of log time over log customers of the compiled engine, largest against 10,000."""
    compiled = [size for size in sizes if size.engine == "compiled"]
    last = compiled[-1]
    first = next((size for size in compiled if size.customers == SIMPY_SIZE), compiled[0])
    if first is last:
        first = compiled[0]
    if first is last:
        return 1.0
    return log(last.seconds / first.seconds) / log(last.customers / first.customers)
