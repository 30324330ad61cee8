"""Mirror: a firm's own figures beside those of the simulated firm, with how far each may be off."""

from __future__ import annotations

from collections.abc import Sequence
from math import fsum, isnan
from typing import NamedTuple

from journeysim import metrics
from journeysim.calibration.search import REPLICATIONS, Target
from journeysim.engine import choice
from journeysim.experiment.compare import measure
from journeysim.experiment.estimate import estimate
from journeysim.scenario.scenario import Scenario

POINTS, RELATIVE = 0.01, 0.10
"""How far a figure may be off: a point for a share or a tenth of it, whichever is more; a tenth of others."""


class MirrorRow(NamedTuple):
    """One figure. low, high: of the simulated one, by chance; source: told, data or fitted; aimed: were
    knobs moved to show it?"""

    key: str
    told: float
    simulated: float
    low: float
    high: float
    tolerance: float
    unit: str
    source: str
    aimed: bool

    @property
    def off(self) -> float:
        """Simulated minus told."""
        return self.simulated - self.told

    @property
    def ok(self) -> bool | None:
        """Is it near enough? None where chance does not tell."""
        if isnan(self.simulated):
            return None
        if abs(self.off) <= self.tolerance:
            return True
        reaches = self.low <= self.told + self.tolerance and self.high >= self.told - self.tolerance
        return None if reaches else False


def mirror(
    scenario: Scenario,
    figures: Sequence[Target],
    aimed: Sequence[str],
    engine: str,
    days: float | None,
) -> tuple[MirrorRow, ...]:
    """The figures beside what the scenario's baseline shows over so many days."""
    if not figures:
        return ()
    if days is not None and days < scenario.tables.run.days:
        scenario = scenario.with_values({"run": {"days": f"{days:g} d"}}, "mirror")
    names = tuple(dict.fromkeys(each.metric for each in figures))
    chosen = choice.chosen(engine, [scenario], REPLICATIONS, None)
    jobs = choice.processes(chosen, scenario, REPLICATIONS, None)
    seen = measure(
        scenario, (scenario.baseline,), names, replications=REPLICATIONS, jobs=jobs, engine=chosen
    ).observations[scenario.baseline]
    return tuple(_row(each, seen[each.metric], each.metric in aimed) for each in figures)


def _row(figure: Target, seen: Sequence[float], aimed: bool) -> MirrorRow:
    unit = metrics.find(figure.metric).metric.unit
    tolerance = RELATIVE * figure.value
    if unit == "share":
        tolerance = max(POINTS, RELATIVE * min(figure.value, 1.0 - figure.value))
    mean = fsum(seen) / len(seen)
    found = None if any(isnan(value) for value in seen) else estimate(seen)
    low, high = (mean, mean) if found is None else (found.low, found.high)
    return MirrorRow(
        figure.metric, figure.value, mean, low, high, tolerance, unit, figure.source, aimed
    )
