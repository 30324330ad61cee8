"""Frozen worlds for tests: one file each, kept as they are when a shipped scenario moves.

`firm` is the small firm of most tests, `garage` the one on the screens, `everything_happens` has
every mechanism at once. The others are what the shipped scenarios once were, without their stories,
expectations and lessons. A golden file may depend on these worlds and on no other.
"""

from __future__ import annotations

from pathlib import Path

from journeysim.engine.choice import is_there
from journeysim.engine.des.loop import Simulation
from journeysim.engine.log import Outcome
from journeysim.scenario.encoding import encode
from journeysim.scenario.scenario import Scenario, load

HERE = Path(__file__).resolve().parent

ONCE_SHIPPED = ("label", "laptops", "workshop", "counter", "cards", "contracts")
"""Worlds of six kinds of firms, with policies, dated changes and dials."""


def world_file(name: str) -> str:
    """The file of a world, as a command line takes it."""
    return str(HERE / f"{name}.toml")


def world(name: str, *settings: str) -> Scenario:
    """A world with settings laid over it."""
    return load(world_file(name), settings=settings)


WORLD = Path(world_file("firm")).read_text(encoding="utf-8")
"""The small firm, as text: for tests that write a file of their own."""


def outcome(scenario: Scenario, policy: str, replication: int = 0) -> Outcome:
    """One run of a policy."""
    frame = scenario.tables.run
    simulation = Simulation(encode(scenario, policy), frame.seed, replication)
    return simulation.outcome(frame.days, frame.warmup)


def quick_outcome(scenario: Scenario, policy: str, replication: int = 0) -> Outcome:
    """The same run on the compiled engine, where it is there: for laws that need many runs."""
    if not is_there():
        return outcome(scenario, policy, replication)
    from journeysim.engine.compiled.compiled_run import CompiledRun

    frame = scenario.tables.run
    run = CompiledRun(encode(scenario, policy), frame.seed, replication)
    return run.outcome(frame.days, frame.warmup)


def changed(scenario: Scenario, *settings: str) -> Scenario:
    """The scenario with settings laid over it."""
    return scenario.with_settings(settings)


def same_world(one: Scenario, other: Scenario, *policies: str) -> bool:
    """Do both scenarios hand the same numbers to an engine, to the last bit?"""
    return all(repr(encode(one, policy)) == repr(encode(other, policy)) for policy in policies)
