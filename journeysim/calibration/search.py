"""Search: factors of knobs at which the simulated baseline shows figures, all at once.

Moved one after the other, by the secant with brackets kept; draws have names, so the same luck holds
at every try and what is seen moves smoothly. What was tried is remembered, because it costs runs.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import exp, fsum, isnan
from typing import NamedTuple

from journeysim import metrics
from journeysim.calibration.sampling import REPLICATIONS as REPLICATIONS
from journeysim.calibration.sampling import replications
from journeysim.calibration.search_directions import Direction, bounded, rounded
from journeysim.engine import choice
from journeysim.errors import UsageError
from journeysim.experiment.compare import measure
from journeysim.experiment.replicate import Progress
from journeysim.scenario.merging import Table, merged
from journeysim.scenario.scenario import Scenario

SWEEPS = 5
CLOSE = 0.005
"""How near is near enough, relative to the figure (of a share: to it or to what is missing to one,
whichever is smaller)."""

CLOSE_TO_DATA = 0.02
"""The same for figures of data, which chance has moved too."""

_STEPS = (0.5, 1.5, 4.0)
_TRIES = 12
_MOST_TRIES = 16
"""Tries a figure in all, after which the nearest that was found is taken."""


class Target(NamedTuple):
    """A figure the baseline must show, in the metric's unit. source: whose figure it is."""

    metric: str
    value: float
    text: str
    source: str = "told"


class Search:
    """The search for factors: what was tried is remembered, because every try costs runs."""

    def __init__(
        self,
        base: Scenario,
        targets: tuple[Target, ...],
        directions: tuple[Direction, ...],
        engine: str,
        progress: Progress | None,
    ) -> None:
        self.base, self.targets, self.directions = base, targets, directions
        self.replications = replications(base)
        runs = self.replications * _TRIES * len(targets)
        self.engine = choice.chosen(engine, [base], runs, None)
        self.jobs = choice.processes(self.engine, base, self.replications, None)
        self.progress = progress
        self.limits = [each.limits(base) for each in directions]
        self.known: dict[tuple[float, ...], list[float]] = {}

    def values(self, logs: Sequence[float], of: Scenario | None = None) -> Table:
        """All knobs at their factors, of this scenario or of one like it; those at 1 are left alone."""
        table: Table = {}
        for direction, each in zip(self.directions, logs, strict=True):
            if each != 0.0:
                table = merged(table, rounded(direction.knobs(of or self.base, exp(each))))
        return table

    def seen(self, logs: Sequence[float]) -> list[float]:
        """What the baseline shows at these factors."""
        key = tuple(logs)
        if key not in self.known:
            names = tuple(each.metric for each in self.targets)
            self.known[key] = self.measured(logs, names)
            if self.progress:
                self.progress(len(self.known), _TRIES * len(self.targets))
        return self.known[key]

    def measured(self, logs: Sequence[float], names: Sequence[str]) -> list[float]:
        """The means of metrics of the baseline at these factors."""
        scenario = self.base.with_values(self.values(logs), "calibrate")
        observations = measure(
            scenario,
            (scenario.baseline,),
            tuple(names),
            replications=self.replications,
            jobs=self.jobs,
            engine=self.engine,
        ).observations[scenario.baseline]
        return [fsum(observations[name]) / self.replications for name in names]

    def is_shown(self, index: int, value: float) -> bool:
        """Is a value near enough to a target? Once the tries are spent, what a mirror lets pass is."""
        wanted = self.targets[index]
        near = max(tolerance(wanted), may_be_off(wanted)) if self.is_spent else tolerance(wanted)
        return abs(value - wanted.value) <= near

    def solved(self) -> list[float]:
        """The logarithms of the factors at which every target is shown, or is as near as it can be."""
        logs = [0.0] * len(self.targets)
        for _ in range(SWEEPS):
            before = list(logs)
            for index in range(len(logs)):
                logs[index] = self._one(index, logs)
            off = [i for i, value in enumerate(self.seen(logs)) if not self.is_shown(i, value)]
            if not off or logs == before or self.is_spent:
                break
        return logs

    @property
    def is_spent(self) -> bool:
        """Were as many tries made as there may be?"""
        return len(self.known) >= _MOST_TRIES * len(self.targets)

    def _one(self, index: int, logs: list[float]) -> float:
        """The factor of one target, the others held: the secant, kept inside a bracket."""
        wanted = self.targets[index]

        def off(at: float) -> float:
            value = self.seen([*logs[:index], at, *logs[index + 1 :]])[index]
            if isnan(value):
                raise UsageError(f"--target {wanted.metric}: there is nothing to measure it by")
            return value - wanted.value

        here = logs[index]
        miss = off(here)
        if abs(miss) <= tolerance(wanted):
            return here
        ends = self._ends(index, here, miss, off)
        low, high = self._bracket(here, ends)
        if low == high:
            return low
        low_miss, high_miss = ends[low], ends[high]
        for _ in range(_TRIES):
            share = low_miss / (low_miss - high_miss)
            middle = low + (high - low) * bounded(share, 0.1, 0.9)
            ends[middle] = miss = off(middle)
            if abs(miss) <= 0.5 * tolerance(wanted) or high - low < 1e-4 or self.is_spent:
                break
            if (miss > 0.0) == (low_miss > 0.0):
                low, low_miss = middle, miss
            else:
                high, high_miss = middle, miss
        return min(ends, key=lambda at: abs(ends[at]))

    def _ends(
        self, index: int, here: float, miss: float, off: Callable[[float], float]
    ) -> dict[float, float]:
        """Factors farther and farther away, within their range, until one lies beyond the target."""
        lowest, highest = self.limits[index]
        ends = {here: miss}
        for step in _STEPS:
            for at in (max(lowest, here - step), min(highest, here + step)):
                if at not in ends:
                    ends[at] = off(at)
                    if (ends[at] > 0.0) != (miss > 0.0) or self.is_spent:
                        return ends
        return ends

    @staticmethod
    def _bracket(here: float, ends: dict[float, float]) -> tuple[float, float]:
        """Two factors between which the target lies; the same twice, the nearest, if none do."""
        beyond = [at for at in ends if (ends[at] > 0.0) != (ends[here] > 0.0)]
        if not beyond:
            nearest = min(ends, key=lambda at: (abs(ends[at]), abs(at)))
            return nearest, nearest
        other = min((at for at in ends if at not in beyond), key=lambda at: abs(at - beyond[0]))
        low, high = sorted((other, beyond[0]))
        return low, high


POINTS, RELATIVE = 0.01, 0.10
"""How far a figure may be off in the end: a point for a share or a tenth of it, whichever is more; a
tenth of others."""


def may_be_off(wanted: Target) -> float:
    """How far a figure may be off before the firm counts as another one."""
    value = wanted.value
    if metrics.find(wanted.metric).metric.unit == "share":
        return max(POINTS, RELATIVE * min(value, 1.0 - value))
    return RELATIVE * value


def tolerance(wanted: Target) -> float:
    """How near is near enough for the search."""
    value = wanted.value
    share = metrics.find(wanted.metric).metric.unit == "share"
    close = CLOSE_TO_DATA if wanted.source == "data" else CLOSE
    return close * (min(value, 1.0 - value) if share else max(value, 1e-9))
