"""Contents: everything a report is made of, measured elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from journeysim.experiment.break_even import BreakEven, Swing
from journeysim.experiment.compare import Experiment
from journeysim.experiment.draws import Draws
from journeysim.experiment.explain import Explained
from journeysim.experiment.twins import Twins
from journeysim.report.saved import PlacedAnswer
from journeysim.report.words import named


@dataclass(frozen=True)
class JudgedWorld:
    """A named world, what it is, and what the policies lead to in it."""

    name: str
    about: str
    source: str
    experiment: Experiment


@dataclass(frozen=True)
class Contents:
    """What a report tells: an experiment, the policy it is about, and what else was measured.

    worlds: the named worlds of the scenario; plausible: small experiments in drawn worlds
    (`--assumptions`); swings, turns: assumed numbers that move the profit ahead, and where they turn
    it over; draws: the policies over chance and assumptions together, None where none were taken;
    closing: the lines that a comparison comes to (`report.closing`); twins, explained: the policy in
    focus against the baseline, None where they were not asked for; command: what makes the report again;
    answers: what solve, optimize and pilot said before.
    """

    experiment: Experiment
    baseline: str
    focus: str
    command: str
    worlds: Sequence[JudgedWorld] = ()
    plausible: Sequence[Experiment] = ()
    swings: Sequence[Swing] = ()
    turns: Sequence[BreakEven] = ()
    draws: Draws | None = None
    closing: Sequence[str] = ()
    twins: Twins | None = None
    explained: Explained | None = None
    answers: Sequence[PlacedAnswer] = ()

    @property
    def others(self) -> list[str]:
        """Every policy but the baseline, in their order."""
        return [policy for policy in self.experiment.policies if policy != self.baseline]

    @property
    def pair(self) -> tuple[str, str]:
        """The labels of the policy in focus and of the baseline."""
        label = self.experiment.scenario.label
        return label(self.focus), label(self.baseline)

    @property
    def names(self) -> tuple[str, str]:
        """The same for a sentence."""
        return named(self.pair[0]), named(self.pair[1])
