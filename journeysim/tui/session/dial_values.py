"""Dial values: what each dial stands at under the policies in play, on any day."""

from __future__ import annotations

from collections.abc import Sequence

from journeysim.knobs import Section
from journeysim.scenario.encoding import names_of
from journeysim.scenario.merging import at
from journeysim.scenario.scenario import Phase, Scenario, world_table
from journeysim.scenario.tables import Levers
from journeysim.scenario.world import Names
from journeysim.tui.dials import ScaledDial, dials_of
from journeysim.tui.plan import LivedWorld, Plan
from journeysim.tui.session.decisions import Decisions

Dated = list[tuple[float, dict[str, float]]]
"""Values by dial, from each day on which one changes."""


class DialValues:
    """The dials of a scenario. `of_levers` are those of *you*, in_force what *you* do; names: of what its events refer to."""

    def __init__(self, scenario: Scenario, policy: str, against: str) -> None:
        self.scenario = scenario
        self.dials = {dial.key: dial for dial in dials_of(scenario)}
        self.of_world = self._worth(scenario.tables, "world")
        self.by_baseline = tuple(scenario.phases(against))
        self.of_baseline = self._dated(self.by_baseline)
        self.of_levers: Dated
        self.in_force: tuple[Phase, ...]
        self.names: Names
        self.take(scenario.phases(policy))

    def take(self, phases: Sequence[Phase]) -> None:
        """*You* live by these phases now."""
        self.of_levers = self._dated(phases)
        self.in_force = tuple(phases)
        self.names = names_of(self.scenario.tables, list(phases))

    def phases(self, decisions: Decisions, plan: Plan) -> Sequence[Phase]:
        """What the firm does from when on, by another plan than the one decided on.

        Raises JourneysimError if there is no such world.
        """
        phases = self.scenario.phases(decisions.policy, plan.levers)
        if plan.world != decisions.plan.world:
            self.scenario.with_values(plan.world, "the dials")
        return phases

    def value(self, dial: ScaledDial, plan: Plan, day: int) -> float:
        """What a dial stands at under *you* on a day."""
        if dial.side == "lever":
            return in_force(self.of_levers, day)[dial.key]
        turned = [change.after for change in plan.changes if change.dial == dial]
        if turned:
            return turned[-1]
        believed = at(plan.lived_in.values, dial.path)
        return self.of_world[dial.key] if believed is None else dial.shown_of(believed)

    def levers(self, day: int) -> Levers:
        """What *you* do on a day."""
        return [phase.levers for phase in self.in_force if phase.day <= day][-1]

    def levers_of_baseline(self, day: int) -> Levers:
        """What the firm does on a day under the baseline."""
        return [phase.levers for phase in self.by_baseline if phase.day <= day][-1]

    def baseline(self, dial: ScaledDial, day: int) -> float:
        """What a dial stands at under the baseline on a day."""
        values = self.of_world if dial.side == "world" else in_force(self.of_baseline, day)
        return values[dial.key]

    def _worth(self, values: Section, side: str) -> dict[str, float]:
        return {key: dial.value(values) for key, dial in self.dials.items() if dial.side == side}

    def _dated(self, phases: Sequence[Phase]) -> Dated:
        return [(phase.day, self._worth(phase.levers, "lever")) for phase in phases]


def lived_world(scenario: Scenario, name: str) -> LivedWorld:
    """A named world to live in; the one that the file describes if it is ""."""
    return LivedWorld(name, world_table(scenario.document, name) if name else {})


def in_force(values: Dated, day: int) -> dict[str, float]:
    """The values on a day."""
    return [own for since, own in values if since <= day][-1]
