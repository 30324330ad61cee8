"""Solve in hand: the value of a dial at which a claim holds, a run at a time, while nothing else is wanted.

The search is that of `journeysim solve`, with the same luck and the same words; what cannot be asked
comes back as its reason.
"""

from __future__ import annotations

from concurrent.futures import Executor

from journeysim.errors import JourneysimError
from journeysim.experiment.deciding import Verdict
from journeysim.report.solve import looked_at, sentences
from journeysim.scenario.scenario import Scenario
from journeysim.study.solve import AskSolve, solve
from journeysim.tui.solving import Solved, SolveRequest, SolveRow
from journeysim.tui.worker.handing import HandedSearch


class SolveInHand:
    """The search that was asked for, as far as it has come."""

    def __init__(self, scenario: Scenario, request: SolveRequest, engine: str) -> None:
        self.request = request
        self._search = HandedSearch(lambda runs: _solved(scenario, request, engine, runs))

    def step(self) -> Solved | None:
        """One more run, if the next is known; the answer when it is there."""
        try:
            ended = self._search.step()
        except JourneysimError as error:
            return Solved(self.request, fault=str(error))
        return None if ended is None else ended.answer

    def close(self) -> None:
        """Give up: the thread ends, and no run is made any more."""
        self._search.close()


def _solved(scenario: Scenario, request: SolveRequest, engine: str, runs: Executor) -> Solved:
    ask = AskSolve(
        policies=(request.policy,), engine=engine, jobs=runs, find=request.find, claim=request.claim,
        low=request.low, high=request.high, step=request.step, side=request.side or None,
    )  # fmt: skip
    answer = solve(scenario.with_settings(request.settings), ask)
    solution = answer.solution
    is_there = solution.best.judgement.verdict is Verdict.PASS
    return Solved(
        request,
        tuple(sentences(answer.scenario, answer.policy, answer.ladder, solution)),
        tuple(SolveRow(*row) for row in looked_at(answer.scenario, answer.ladder, solution)),
        solution.best.value if is_there else None,
    )
