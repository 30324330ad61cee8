"""Opening: how the customers of day 0 stand after a run-in, which no row of the log tells.

The run-in is lived once more, on the engine that is there; it is the same under every policy.
"""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass, fields
from functools import lru_cache
from typing import Any

from journeysim.engine.choice import is_there
from journeysim.engine.log import Outcome
from journeysim.engine.state import NOBODY
from journeysim.model.customer import Case, Customer, Dealings, TouchMemory
from journeysim.scenario.world import Encoded

CaseKey = tuple[int, int]
"""Problem type and candidate number."""


@dataclass(frozen=True)
class Opening:
    """Customers, what else the firm had to do with them, what touches have left in them, and their
    open cases on day 0, by position."""

    people: Sequence[Any]
    dealings: Sequence[Any]
    memories: Sequence[Any]
    cases: dict[int, list[Any]]

    def customer(self, row: int) -> Customer | None:
        """How one customer stands; None for whoever came later."""
        if row >= len(self.people):
            return None
        person: Customer = _plain(Customer, self.people[row])
        person.hazard = 0.0
        person.blame = [0.0] * len(person.blame)
        return person

    def dealings_with(self, row: int) -> Dealings:
        """What the firm has had to do with one customer beside sales and problems."""
        place = int(self.people[row].dealings)
        return Dealings() if place == NOBODY else _plain(Dealings, self.dealings[place])

    def remembered(self, row: int) -> list[TouchMemory]:
        """What touches have left in one customer, by the touch's position."""
        return [_plain(TouchMemory, memory) for memory in self.memories[row]]

    def open_cases(self, row: int) -> dict[CaseKey, Case]:
        """The customer's matters that are still open, by problem type and candidate."""
        cases = (_plain(Case, case) for case in self.cases.get(row, ()))
        return {(case.kind, case.number): case for case in cases}


def opening_of(outcome: Outcome) -> Opening | None:
    """How everybody stood on day 0 of a run; None without a run-in, where nobody had felt anything."""
    world = outcome.encoded.world
    if world.start >= 0.0:
        return None
    return _lived_again(_Of(outcome))


class _Of:
    """An outcome by what its run-in depends on."""

    def __init__(self, outcome: Outcome) -> None:
        self.outcome = outcome
        self.name = (outcome.seed, outcome.replication, _lived_before(_ByItself(outcome.encoded)))

    def __hash__(self) -> int:
        return hash(self.name)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Of) and other.name == self.name


class _ByItself:
    """A world that is equal to itself alone, so that asking for it again costs nothing."""

    def __init__(self, encoded: Encoded) -> None:
        self.encoded = encoded

    def __hash__(self) -> int:
        return id(self.encoded)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _ByItself) and other.encoded is self.encoded


@lru_cache(maxsize=8)
def _lived_before(of: _ByItself) -> str:
    """All of a world that its run-in depends on, in words."""
    world = of.encoded.world
    before = world._replace(
        phases=world.phases[:1], channels=world.channels[:1], touches=world.touches[:1]
    )
    return repr(before)


@lru_cache(maxsize=2)
def _lived_again(of: _Of) -> Opening:
    outcome = of.outcome
    run: Any
    if is_there():
        from journeysim.engine.compiled.compiled_run import CompiledRun

        run = CompiledRun(outcome.encoded, outcome.seed, outcome.replication)
        run.run_to(0.0)
        counters = run.state.counters[0]
        people = run.state.people[: int(counters["people"])]
        memories, dealings = run.state.memories, run.state.dealings
        every = run.state.cases[: int(counters["cases"])]
    else:
        from journeysim.engine.des.loop import Simulation

        run = Simulation(outcome.encoded, outcome.seed, outcome.replication)
        run.run_to(0.0)
        people, memories, every = run.people, run.memories, run.cases
        dealings = run.dealings
    cases: dict[int, list[Any]] = {}
    for case in every:
        if case.open:
            cases.setdefault(int(case.row), []).append(case)
    return Opening(people, dealings, memories, cases)


def _plain(state: type[Any], record: Any) -> Any:
    """A state of its own, from one of either engine."""
    if isinstance(record, state):
        return deepcopy(record)
    values = {field.name: record[field.name].tolist() for field in fields(state)}
    return state(**values)
