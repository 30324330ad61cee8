"""Draws in hand: policies over chance and assumptions, a run at a time, while nothing else is wanted."""

from __future__ import annotations

from journeysim.experiment.draws import draw_tasks, draws_of
from journeysim.experiment.replicate import Result, perform
from journeysim.scenario.scenario import Scenario
from journeysim.tui.protocol import Drawn, DrawsRequest


class DrawsInHand:
    """The draws that were asked for, as far as they have come. Raises ScenarioError."""

    def __init__(self, scenario: Scenario, request: DrawsRequest, engine: str) -> None:
        self.request = request
        self.scenario = scenario.with_settings(request.settings)
        self._tasks = draw_tasks(
            self.scenario, request.policies, request.metrics, request.count, engine
        )
        self._results: list[Result] = []

    def step(self) -> Drawn | None:
        """One more run; all draws when they are there."""
        task = next(self._tasks, None)
        if task is not None:
            self._results.append(perform(task))
            return None
        asked = self.request
        draws = draws_of(self.scenario, asked.policies, asked.metrics, self._results)
        every = {
            policy: {name: list(values) for name, values in of.items()}
            for policy, of in draws.observations.items()
        }
        return Drawn(asked, draws.assumed, draws.kept, every)

    def close(self) -> None:
        """Give up; nothing is left behind."""
