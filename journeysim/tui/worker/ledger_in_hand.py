"""Ledger in hand: whom a policy keeps and drives away, and why, a replication at a time."""

from __future__ import annotations

from math import fsum

from journeysim.engine.log import Outcome
from journeysim.engine.running import run
from journeysim.experiment.twins.counting import ledger
from journeysim.experiment.twins.results import Ledger
from journeysim.scenario.in_small import small_firm
from journeysim.scenario.scenario import Scenario
from journeysim.tui.protocol import Counted, LedgerRequest
from journeysim.tui.recording import seated


class LedgerInHand:
    """The ledgers that were asked for, as far as they have come. Raises ScenarioError."""

    def __init__(self, scenario: Scenario, request: LedgerRequest, engine: str) -> None:
        self.request, self.engine = request, engine
        self.scenario = small_firm(scenario.with_settings(request.settings)).scenario
        self._before: Outcome | None = None
        self._ledgers: list[Ledger] = []

    def step(self) -> Counted | None:
        """One more run; what all of them come to when they are there."""
        before, after = self.request.policies
        replication = len(self._ledgers)
        if replication == self.request.replications:
            return self._counted()
        if self._before is None:
            self._before = run(self.scenario, before, replication, self.engine)
        else:
            other = run(self.scenario, after, replication, self.engine)
            self._ledgers.append(ledger(self._before, other))
            self._before = None
        return None

    def _counted(self) -> Counted:
        saved: dict[str, list[float]] = {}
        lost: dict[str, list[float]] = {}
        for each in self._ledgers:
            for reason in each.reasons:
                saved.setdefault(str(reason.name), []).append(reason.saved)
                lost.setdefault(str(reason.name), []).append(reason.lost)
        return Counted(
            self.request,
            sum(each.customers for each in self._ledgers),
            {name: fsum(values) for name, values in saved.items()},
            {name: fsum(values) for name, values in lost.items()},
            self._seats(),
        )

    def _seats(self) -> dict[str, str]:
        """By the number of the customer, which a KEY counts from 1 on."""
        first = self._ledgers[0]
        names = {str(customer + 1): str(customer) for customer in seated(first.customers).tolist()}
        return {
            names[each.key]: str(each.attribution.reason)
            for each in first.people
            if each.key in names
        }

    def close(self) -> None:
        """Give up; nothing is left behind."""
