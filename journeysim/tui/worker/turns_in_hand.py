"""Turns in hand: the search for the assumption that would turn a choice, a run at a time.

The search is the one that ends a comparison.
"""

from __future__ import annotations

from journeysim.experiment.break_even import BreakEven
from journeysim.scenario.scenario import Scenario
from journeysim.study.advice import found
from journeysim.tui.protocol import Turns, TurnsRequest
from journeysim.tui.worker.handing import HandedSearch


class TurnsInHand:
    """The search that was asked for, as far as it has come. Raises ScenarioError."""

    def __init__(self, scenario: Scenario, request: TurnsRequest, engine: str) -> None:
        self.request = request
        world = scenario.with_settings(request.settings)
        self._search: HandedSearch[BreakEven | None] = HandedSearch(
            lambda runs: found(world, request.search, engine, runs)
        )

    def step(self) -> Turns | None:
        """One more run, if the next is known; what was found when it is there. Raises JourneysimError."""
        ended = self._search.step()
        return None if ended is None else Turns(self.request, ended.answer)

    def close(self) -> None:
        """Give up: the thread ends, and no run is made any more."""
        self._search.close()
