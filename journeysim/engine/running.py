"""Running: one replication of one policy, whatever the engine. A pure function of its arguments."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from math import ceil
from typing import Any, Protocol

from journeysim.engine.choice import COMPILED, SIMPY
from journeysim.engine.log import Array, Outcome
from journeysim.engine.once import Once
from journeysim.errors import WorkLimitError
from journeysim.model.run import Run
from journeysim.scenario.encoding import encode
from journeysim.scenario.scenario import Scenario
from journeysim.scenario.tables import BASELINE
from journeysim.scenario.world import Encoded

KEPT_CUSTOMERS, FEW_CUSTOMERS = 500_000, 50_000
"""Firms up to this size pass their run-in once for all policies, kept in memory meanwhile; up to
which more than two of them are kept."""

WORLDS = 64
"""Encoded worlds that are kept."""

MACHINES = 12
"""Machines there must be address space for, so that run-ins are kept: each of those lives in one, too."""


class _Kept:
    """A scenario that compares by its digest alone, so that a world is encoded once.

    stop: what interrupts whoever makes something of it.
    """

    def __init__(self, scenario: Scenario, stop: Array | None = None) -> None:
        self.scenario = scenario
        self.stop = stop

    def __hash__(self) -> int:
        return hash(self.scenario.sha256)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Kept) and other.scenario.sha256 == self.scenario.sha256


def _encoded(kept: _Kept, policy: str) -> Encoded:
    return encode(kept.scenario, policy)


_world = Once(_encoded, lambda *_: WORLDS)


def _as_arrays(kept: _Kept, policy: str) -> Any:
    from journeysim.engine.compiled.run_state import staged_arrays

    return staged_arrays(_world(kept, policy))


_arrays = Once(_as_arrays, lambda *_: WORLDS)


def run_ins_kept(scenario: Scenario) -> int:
    """How many replications' run-ins are kept at once for whoever goes on from there."""
    return 4 if scenario.tables.population.customers <= FEW_CUSTOMERS else 2


def _passed(kept: _Kept, replication: int) -> Any:
    """A compiled run that stands at day 0: the same for every policy of a scenario."""
    from journeysim.engine.compiled.compiled_run import CompiledRun

    seed, worlds = kept.scenario.tables.run.seed, _arrays(kept, BASELINE)
    compiled = CompiledRun(_world(kept, BASELINE), seed, replication, kept.stop, worlds=worlds)
    compiled.run_to(0.0)
    return compiled


_run_in = Once(_passed, lambda kept, _: run_ins_kept(kept.scenario))


def _keeps_run_ins(scenario: Scenario) -> bool:
    """Is there room to keep what all policies go on from?"""
    from journeysim.engine.compiled.kernel import abreast

    return scenario.tables.population.customers <= KEPT_CUSTOMERS and abreast() >= MACHINES


def run(
    scenario: Scenario,
    policy: str,
    replication: int,
    engine: str = SIMPY,
    stop: Array | None = None,
    max_events: int | None = None,
) -> Outcome:
    """The outcome of one policy in one replication, from day 0 to the horizon.

    engine: "simpy" or "compiled", with the same events; stop: one integer, made 1 by another thread
    to interrupt a compiled run. Raises EngineError when the run cannot go on, WorkLimitError when it
    has more than max_events: the same runs do so on either engine.
    """
    frame = scenario.tables.run
    encoded = _world(_Kept(scenario), policy)
    if engine == COMPILED:
        from journeysim.engine.compiled.compiled_run import CompiledRun

        worlds = _arrays(_Kept(scenario), policy)
        if frame.run_in > 0.0 and _keeps_run_ins(scenario):
            compiled = _run_in(_Kept(scenario, stop), replication).copy()
            compiled.go_on(encoded, worlds, stop)
        else:
            compiled = CompiledRun(encoded, frame.seed, replication, stop, worlds=worlds)
        return _bounded(compiled, policy, frame, max_events)
    from journeysim.engine.des.loop import Simulation

    with _collecting_seldom():
        simulation = Simulation(encoded, frame.seed, replication)
        return _bounded(simulation, policy, frame, max_events)


class _Running(Protocol):
    """A run in progress, on either engine."""

    replication: int

    def run_to(self, time: float) -> None: ...
    def written(self) -> int: ...
    def outcome(self, horizon: float, warmup: float) -> Outcome: ...


def _bounded(running: _Running, policy: str, frame: Run, most: int | None) -> Outcome:
    """Run to the horizon, looking each day whether there are more events than may be."""
    if most is not None:
        for day in range(1, ceil(frame.days) + 1):
            running.run_to(min(float(day), frame.days))
            if running.written() > most:
                raise WorkLimitError(
                    f"{policy} (replication {running.replication}) has more than the {most:,} events "
                    f"that --max-events allows, by day {day}"
                )
    return running.outcome(frame.days, frame.warmup)


@contextmanager
def _collecting_seldom() -> Iterator[None]:
    """Let Python look for garbage cycles seldom: a run makes many objects and few cycles."""
    before = gc.get_threshold()
    gc.set_threshold(200_000, 50, 100)
    try:
        yield
    finally:
        gc.set_threshold(*before)
