"""Bench: how fast the engines are, as ratios measured side by side in one run.

Compares the compiled engine, the SimPy engine and a model written as SimPy's documentation teaches,
on a part of the model that all three tell alike (`bench.toml`). Seconds differ between machines
and hours; ratios of one run less so. Every figure is the best of a few tries.
"""

from __future__ import annotations

import time
import tracemalloc
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from math import fsum, log
from pathlib import Path
from typing import Any

from journeysim.engine.compiled.compiled_run import CompiledRun
from journeysim.engine.des.loop import Simulation
from journeysim.engine.des.textbook import Textbook
from journeysim.engine.log import Outcome
from journeysim.events import EventType
from journeysim.experiment.estimate import Estimate, estimate
from journeysim.scenario import shipped
from journeysim.scenario.encoding import encode
from journeysim.scenario.scenario import load
from journeysim.scenario.world import Encoded

SIZES = (1_000, 10_000, 100_000, 1_000_000)
_SECONDS = 2.0
"""How long each is tried, at least."""

SIMPY_SIZE = 10_000
AGREEMENT_RUNS = 8
_PER_AGENT = 1_000

Announce = Callable[[str], None]
"""Takes what is being measured."""


@dataclass(frozen=True)
class Size:
    """One engine at one size. seconds: for a year; bytes_per_customer: of its state, without log."""

    engine: str
    customers: int
    seconds: float
    events: int
    bytes_per_customer: float


@dataclass(frozen=True)
class Agreement:
    """A figure as the three models give it, with 99.9 % intervals."""

    figure: str
    compiled: Estimate
    simpy: Estimate
    docs_simpy: Estimate

    @property
    def agrees(self) -> bool:
        """Do the intervals of the docs-style model and of the engine overlap?"""
        return self.simpy.low <= self.docs_simpy.high and self.docs_simpy.low <= self.simpy.high


@dataclass(frozen=True)
class Bench:
    """What was measured. exponent: of the compiled engine's time in the number of customers."""

    ratios: dict[str, float]
    agreement: tuple[Agreement, ...]
    sizes: tuple[Size, ...]
    exponent: float


def bench_world(customers: int) -> Encoded:
    """The bench scenario at a size, its agents in proportion."""
    agents = max(1, customers // _PER_AGENT)
    settings = (
        f"population.customers={customers}",
        f"service.channels.phone.agents={agents}",
        f"run.max_customers={max(2_000_000, 2 * customers)}",
    )
    scenario = load(str(Path(__file__).with_name("bench.toml")), settings=settings)
    return encode(scenario, "baseline")


def _best(work: Callable[[], Any], tries: int = 3) -> tuple[float, Any]:
    """The shortest time of some tries, and what the last one returned.

    What is short is tried for as long as what is long, so that neither is the luckier one.
    """
    best, spent, done, result = float("inf"), 0.0, 0, None
    while done < tries or (tries > 1 and spent < _SECONDS):
        start = time.perf_counter()
        result = work()
        took = time.perf_counter() - start
        best, spent, done = min(best, took), spent + took, done + 1
    return best, result


def measure(announce: Announce, *, largest: int = SIZES[-1], full: bool = False) -> Bench:
    """Measure everything. largest: customers of the largest size; full: SimPy kinds at all sizes."""
    announce("compiling or loading the compiled engine")
    CompiledRun(bench_world(100), 1, 0).outcome(10.0)
    sizes = []
    for customers in (size for size in SIZES if size <= largest):
        announce(f"compiled, {customers:,} customers")
        sizes.append(_compiled(customers))
        if customers <= SIMPY_SIZE or full:
            announce(f"SimPy engine and docs style, {customers:,} customers")
            sizes += [_simpy(customers), _docs(customers)]
    announce("car_service_centre")
    car = _car_ratio()
    announce("one thread against two")
    threads = _threads_ratio()
    announce("do the three agree?")
    at = {size.engine: size.seconds for size in sizes if size.customers == min(largest, SIMPY_SIZE)}
    ratios = {
        "compiled_vs_docs_simpy": at["docs_simpy"] / at["compiled"],
        "compiled_vs_simpy": at["simpy"] / at["compiled"],
        "simpy_vs_docs_simpy": at["docs_simpy"] / at["simpy"],
        "compiled_vs_simpy_car_service_centre": car,
        "threads_2_vs_1": threads,
    }
    return Bench(ratios, _agreement(), tuple(sizes), _exponent(sizes))


def _compiled(customers: int) -> Size:
    encoded = bench_world(customers)
    tries = 3 if customers <= 100_000 else 1
    seconds, outcome = _best(lambda: CompiledRun(encoded, 1, 0).outcome(365.0), tries)
    twin = CompiledRun(encoded, 1, 0)
    twin.run_to(365.0)
    return Size("compiled", customers, seconds, len(outcome.log), twin.room_taken() / customers)


def _simpy(customers: int) -> Size:
    encoded = bench_world(customers)
    seconds, outcome = _best(lambda: Simulation(encoded, 1, 0).outcome(365.0), 2)
    room = _traced(lambda: _stepped(Simulation(encoded, 1, 0)))
    return Size("simpy", customers, seconds, len(outcome.log), room / customers)


def _docs(customers: int) -> Size:
    world = bench_world(customers).world
    seconds, sums = _best(lambda: Textbook(world, 1).run(365.0), 2)
    room = _traced(lambda: Textbook(world, 1))
    return Size("docs_simpy", customers, seconds, sums.events, room / customers)


def _stepped(simulation: Simulation) -> Simulation:
    simulation.run_to(1.0)
    return simulation


def _traced(work: Callable[[], Any]) -> float:
    """The memory that what is made still holds, in bytes."""
    tracemalloc.start()
    kept = work()
    held, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    del kept
    return float(held)


def _car_ratio() -> float:
    scenario = load(shipped.DEFAULT)
    encoded, days = encode(scenario, scenario.policies[-1]), scenario.tables.run.days
    slow, _ = _best(lambda: Simulation(encoded, 1, 0).outcome(days), 2)
    quick, _ = _best(lambda: CompiledRun(encoded, 1, 0).outcome(days))
    return slow / quick


def _threads_ratio() -> float:
    """Eight runs in one thread against the same in two."""
    encoded = bench_world(20_000)

    def work(workers: int) -> None:
        with ThreadPoolExecutor(workers) as pool:
            list(pool.map(lambda number: CompiledRun(encoded, 1, number).run_to(365.0), range(8)))

    one, _ = _best(lambda: work(1), 2)
    two, _ = _best(lambda: work(2), 2)
    return one / two


def _agreement() -> tuple[Agreement, ...]:
    """Purchases, contacts, abandonment, mean wait and retention of all three."""
    encoded = bench_world(2_000)
    runs = range(AGREEMENT_RUNS)
    compiled = [_figures(CompiledRun(encoded, 1, number).outcome(365.0)) for number in runs]
    simpy = [_figures(Simulation(encoded, 1, number).outcome(365.0)) for number in runs]
    docs = [_plain_figures(encoded, number) for number in runs]
    return tuple(
        Agreement(
            name,
            *(estimate([run[name] for run in each], 0.999) for each in (compiled, simpy, docs)),
        )
        for name in compiled[0]
    )


def _figures(outcome: Outcome) -> dict[str, float]:
    log_, customers = outcome.log, len(outcome.people)
    contacts = len(log_.of(EventType.CONTACT))
    waits = log_.of(EventType.ANSWERED, EventType.ABANDONED)["value"]
    return {
        "purchases per customer": len(log_.of(EventType.PURCHASE)) / customers,
        "contacts per customer": contacts / customers,
        "abandonment": len(log_.of(EventType.ABANDONED)) / contacts,
        "mean wait, min": float(waits.mean()) * 1440.0,
        "retention": 1.0 - len(log_.of(EventType.LEFT)) / customers,
    }


def _plain_figures(encoded: Encoded, number: int) -> dict[str, float]:
    plain = Textbook(encoded.world, 1000 + number)
    sums, customers = plain.run(365.0), len(plain.people)
    return {
        "purchases per customer": sums.purchases / customers,
        "contacts per customer": sums.contacts / customers,
        "abandonment": sums.abandoned / sums.contacts,
        "mean wait, min": fsum(sums.waits) / len(sums.waits) * 1440.0,
        "retention": sum(person.active for person in plain.people) / customers,
    }


def _exponent(sizes: list[Size]) -> float:
    """The slope of log time over log customers of the compiled engine, largest against 10,000."""
    compiled = [size for size in sizes if size.engine == "compiled"]
    last = compiled[-1]
    first = next((size for size in compiled if size.customers == SIMPY_SIZE), compiled[0])
    if first is last:
        first = compiled[0]
    if first is last:
        return 1.0
    return log(last.seconds / first.seconds) / log(last.customers / first.customers)
