"""Bench queue: M/M/50+M, told by the compiled engine, by SimPy as its documentation teaches, and by
other tools where they are installed. Beside the time stands what each of them sees, as Erlang A has it.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from math import fsum
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

from journeysim.engine.compiled.compiled_run import CompiledRun
from journeysim.engine.des.textbook_queue import hang_ups
from journeysim.events import EventType
from journeysim.experiment.verify.formulas import erlang_a
from journeysim.scenario.encoding import encode
from journeysim.scenario.scenario import load

AGENTS = 50
A_DAY = 72_000
"""Requests, on average."""

ARRIVALS, OF_PEERS = 200_000, 10_000
"""Requests of a run; of other tools fewer, some of which grow slower with each."""

ROUNDS = 3


class Seen(NamedTuple):
    """What one run came to: how many turned to the firm, and how many of them hung up."""

    arrivals: int
    abandoned: int


@dataclass(frozen=True)
class QueueTime:
    """One tool. microseconds: for an arrival, the median of `rounds`, from low to high; abandoned:
    the share of all its rounds; expected: that of Erlang A."""

    tool: str
    arrivals: int
    microseconds: float
    low: float
    high: float
    rounds: int
    abandoned: float
    expected: float


def measure_queue(*, arrivals: int = ARRIVALS, peers: bool = False) -> tuple[QueueTime, ...]:
    """Every tool in turn. peers: Ciw and salabim, too, where they are installed."""
    tools: dict[str, tuple[int, Callable[[int, int], Seen]]] = {
        "compiled": (arrivals, _compiled()),
        "docs_simpy": (arrivals, _docs),
    }
    if peers:
        fewer = min(arrivals, OF_PEERS)
        others = {"ciw": _ciw, "salabim": _salabim}
        tools |= {name: (fewer, run) for name, run in others.items() if find_spec(name)}
    turns: dict[str, list[tuple[float, Seen]]] = {name: [] for name in tools}
    for number in range(1, ROUNDS + 1):
        for name, (count, run) in tools.items():
            start = time.perf_counter()
            seen = run(count, number)
            turns[name].append((time.perf_counter() - start, seen))
    _, expected, _, _ = erlang_a(A_DAY / 1440.0, 1.0, AGENTS, 1.0)
    return tuple(_of_tool(name, each, expected) for name, each in turns.items())


def ratios(times: tuple[QueueTime, ...]) -> dict[str, float]:
    """How many times as fast as the others the compiled engine is, by arrival."""
    at = {each.tool: each.microseconds for each in times}
    return {
        f"compiled_vs_{name}_queue": took / at["compiled"]
        for name, took in at.items()
        if name != "compiled"
    }


def _of_tool(name: str, turns: list[tuple[float, Seen]], expected: float) -> QueueTime:
    each = [1e6 * seconds / seen.arrivals for seconds, seen in turns]
    arrivals = fsum(seen.arrivals for _, seen in turns)
    abandoned = fsum(seen.abandoned for _, seen in turns) / arrivals
    return QueueTime(
        name, round(arrivals / len(turns)), median(each), min(each), max(each), len(turns), abandoned, expected
    )  # fmt: skip


def _compiled() -> Callable[[int, int], Seen]:
    scenario = load(str(Path(__file__).with_name("bench_queue.toml")))
    encoded = encode(scenario, scenario.baseline)

    def run(arrivals: int, seed: int) -> Seen:
        log = CompiledRun(encoded, seed, 0).outcome(arrivals / A_DAY).log
        return Seen(len(log.of(EventType.CONTACT)), len(log.of(EventType.ABANDONED)))

    return run


def _docs(arrivals: int, seed: int) -> Seen:
    return Seen(arrivals, hang_ups(AGENTS, arrivals, seed))


def _ciw(arrivals: int, seed: int) -> Seen:
    ciw = import_module("ciw")
    ciw.seed(seed)
    exponential = ciw.dists.Exponential
    network = ciw.create_network(
        arrival_distributions=[exponential(AGENTS)],
        service_distributions=[exponential(1.0)],
        reneging_time_distributions=[exponential(1.0)],
        number_of_servers=[AGENTS],
    )
    run = ciw.Simulation(network)
    run.simulate_until_max_customers(arrivals, method="Arrive")
    kinds = [record.record_type for record in run.get_all_records()]
    return Seen(arrivals, kinds.count("renege"))


def _salabim(arrivals: int, seed: int) -> Seen:
    sim = import_module("salabim")
    sim.yieldless(False)
    env = sim.Environment(random_seed=seed)
    agents = sim.Resource("agents", capacity=AGENTS)
    abandoned = 0

    class Caller(sim.Component):  # type: ignore[misc, name-defined]
        def process(self) -> Any:
            nonlocal abandoned
            yield self.request(agents, fail_delay=sim.Exponential(1.0).sample())
            if self.failed():
                abandoned += 1
                return
            yield self.hold(sim.Exponential(1.0).sample())
            self.release()

    sim.ComponentGenerator(Caller, iat=sim.Exponential(1.0 / AGENTS), number=arrivals)
    env.run()
    return Seen(arrivals, abandoned)
