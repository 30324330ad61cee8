"""Lives: one run, lived day by day, with the figures of each day counted from its log."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil, fsum

import numpy as np

from journeysim.engine.des.loop import Simulation
from journeysim.engine.log import ROW, Array, Journal
from journeysim.events import Kind
from journeysim.scenario.scenario import Phase, Scenario
from journeysim.scenario.world import encode_phases
from journeysim.units import minutes

_STARTED = 0


class Life:
    """A run under some phases, advanced one day at a time."""

    def __init__(self, scenario: Scenario, phases: Sequence[Phase], seed: int) -> None:
        self.scenario = scenario
        self.phases = tuple(phases)
        self.length = scenario.tables.run.days
        self.horizon = ceil(self.length)
        self.run = Simulation(encode_phases(scenario, self.phases), seed, 0)
        self.day = 0
        self.told = -1
        self._tail = _Tail(self.run.journal)
        self._count = _Count()
        self._count.add(self._tail.rows(), 0.0)

    def advance(self) -> None:
        """Live one more day."""
        self.day += 1
        end = min(float(self.day), self.length)
        self.run.run_to(end)
        self._count.add(self._tail.rows(), end)

    def figures(self) -> list[float]:
        """What is known of the day just lived (see `view.FIGURES`)."""
        return self._count.figures()

    def could_become(self, phases: Sequence[Phase]) -> bool:
        """Do these phases tell the same up to today?"""
        return _until(self.phases, self.day) == _until(phases, self.day)

    def turn(self, phases: Sequence[Phase]) -> None:
        """Go on under other phases that tell the same up to today."""
        self.phases = tuple(phases)
        self.run.change(encode_phases(self.scenario, self.phases))


def _until(phases: Sequence[Phase], day: int) -> list[Phase]:
    return [phase for phase in phases if phase.day < day or phase.day == 0.0]


class _Tail:
    """The rows of a journal that were written since one last looked."""

    def __init__(self, journal: Journal) -> None:
        self.journal = journal
        self.packed = 0
        self.loose = 0

    def rows(self) -> Array:
        """The new rows, in order."""
        parts = []
        for block in self.journal.packed[self.packed :]:
            parts.append(block[self.loose :])
            self.loose = 0
        self.packed = len(self.journal.packed)
        parts.append(np.array(self.journal.rows[self.loose :], dtype=ROW))
        self.loose = len(self.journal.rows)
        return np.concatenate(parts)


class _Count:
    """Sums over a log as it grows; pay and programmes cost by the time they run."""

    def __init__(self) -> None:
        self.started = self.stayed = self.active = self.left = 0
        self.answered = self.given_up = self.problems = self.prevented = 0
        self.waited = self.profit = 0.0
        self.first: set[int] = set()
        self.costs: dict[tuple[int, int], float] = {}
        self.paid_until = 0.0

    def add(self, rows: Array, end: float) -> None:
        """Count rows that were written up to a time."""
        kind = rows["kind"]
        joined, left = rows[kind == Kind.JOINED], rows[kind == Kind.LEFT]
        began = joined["customer"][joined["number"] == _STARTED].tolist()
        self.first.update(began)
        self.started += len(began)
        gone = sum(1 for customer in left["customer"].tolist() if customer in self.first)
        self.stayed += len(began) - gone
        self.active += len(joined) - len(left)
        self.left += len(left)
        waits = rows["value"][kind == Kind.ANSWERED]
        self.answered += len(waits)
        self.waited += minutes(fsum(waits))
        self.given_up += int(np.isin(kind, (Kind.ABANDONED, Kind.TURNED_AWAY)).sum())
        self.problems += int((kind == Kind.FAILURE).sum())
        self.prevented += int(np.isin(kind, (Kind.PREVENTED, Kind.INTERCEPTED)).sum())
        self.profit += fsum(rows["money"]) - self._running_costs(rows, end)

    def figures(self) -> list[float]:
        """The sums in the order of `view.FIGURES`."""
        return [
            self.started,
            self.stayed,
            self.active,
            self.left,
            self.answered,
            round(self.waited, 9),
            self.given_up,
            self.problems,
            self.prevented,
            round(self.profit, 6),
        ]

    def _running_costs(self, rows: Array, end: float) -> float:
        cost = 0.0
        for row in rows[np.isin(rows["kind"], (Kind.STAFFED, Kind.PROGRAMME))]:
            cost += self._cost_until(float(row["time"]))
            self.costs[int(row["kind"]), int(row["slot"])] = float(row["value"])
        return cost + self._cost_until(end)

    def _cost_until(self, time: float) -> float:
        spent = fsum(self.costs.values()) * (time - self.paid_until)
        self.paid_until = time
        return spent
