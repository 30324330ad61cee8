"""Field test: what was found of a test before it is run, as plain data with what follows from it."""

from __future__ import annotations

from dataclasses import dataclass

from journeysim.experiment.decisions.arms import Arms
from journeysim.experiment.decisions.information import InformationWorth
from journeysim.experiment.decisions.trials import SizedTest, Trials
from journeysim.experiment.estimate import Estimate, estimate
from journeysim.scenario.scenario import Scenario


@dataclass(frozen=True)
class FieldTest:
    """A test of a policy against a baseline, lived in one world.

    chosen: the size that is spoken of; smallest: whether it is the fewest that tell, None where no
    size does; sizes: the chances from few to half of all; days: those of `chosen`, day by day, and by
    the other indicator; worth: of knowing what is assumed, where that was asked for. indicator: the
    place of what the test goes by; power: the chance of a right verdict that is wanted; is_asked: was
    this size asked about? assumed: figures that chance leaves out.
    """

    scenario: Scenario
    policy: str
    baseline: str
    indicator: int
    power: float
    is_asked: bool
    both: Arms
    trials: Trials
    chosen: SizedTest
    smallest: int | None
    sizes: tuple[SizedTest, ...]
    days: tuple[tuple[SizedTest, ...], ...]
    worth: InformationWorth | None
    assumed: int

    @property
    def brought(self) -> Estimate:
        """What treating everybody brings by the end of the test."""
        return self.trials.brought(self.indicator, -1)

    @property
    def shown(self) -> Estimate:
        """What the test shows on average."""
        return self.trials.estimate(self.chosen.arm, "shown", self.indicator, -1)

    @property
    def spill(self) -> Estimate:
        """What those held back gain or lose by the test."""
        return self.trials.estimate(self.chosen.arm, "spill", self.indicator, -1)

    @property
    def bias(self) -> Estimate:
        """How much more the test shows than treating everybody brings."""
        shown = self.trials.at(self.trials.share(self.chosen.arm), "shown")
        apart = shown[:, self.indicator, -1] - self.trials.rolled_out[:, self.indicator, -1]
        return estimate(apart.tolist())

    @property
    def tells(self) -> bool | None:
        """Does the test tell as often as is wanted? None where chance leaves it open."""
        brought = self.brought
        if not brought.settled and brought.low != brought.high:
            return None
        if self.chosen.high < self.power:
            return False
        sure = self.chosen.low if self.is_asked else self.chosen.chances.right
        return True if sure >= self.power else None
