"""The two engines side by side: where do they part?"""

from __future__ import annotations

from journeysim.engine import choice
from journeysim.engine.compiled.compiled_run import CompiledRun
from journeysim.engine.des.loop import Simulation
from journeysim.engine.log import Outcome
from journeysim.events import EventType
from journeysim.scenario.encoding import encode
from journeysim.scenario.scenario import Scenario

QUICK = choice.COMPILED if choice.is_there() else choice.SIMPY
"""The engine for tests of what is done with runs; both give the same."""

GRIDS = ("0 d", "10 min", "6 h", "1 d")
"""Exact times, and grids on which ties abound."""


def divergence(one: Outcome, other: Outcome) -> str:
    """The first event in which two runs differ, from both sides; "" if they are the same."""
    mine, theirs = one.log.rows, other.log.rows
    if mine.tobytes() == theirs.tobytes():
        return "" if one.people.tobytes() == other.people.tobytes() else "people differ"
    shared = min(len(mine), len(theirs))
    first = next((i for i in range(shared) if mine[i].tobytes() != theirs[i].tobytes()), shared)
    told = [f"{len(mine)} and {len(theirs)} rows; the first that differs is row {first}"]
    for name, rows in (("SimPy", mine), ("compiled", theirs)):
        for row in rows[max(0, first - 3) : first + 1]:
            time = float(row["time"])
            told.append(f"{name:9s} {EventType(int(row['kind'])).name:16s} {time.hex()} {row}")
    return "\n".join(told)


def both(scenario: Scenario, policy: str, replication: int = 0) -> str:
    frame, encoded = scenario.tables.run, encode(scenario, policy)
    one = Simulation(encoded, frame.seed, replication).outcome(frame.days)
    other = CompiledRun(encoded, frame.seed, replication).outcome(frame.days)
    return divergence(one, other)
