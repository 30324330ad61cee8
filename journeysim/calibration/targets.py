"""Targets: figures that a firm knows, and the knobs nobody can look up that are moved to show them.

Each metric has one knob, or a family of knobs in step. They are moved one after the other, by the
secant with brackets kept, until the simulated baseline shows all the figures at once; draws have
names, so the same luck holds at every try and what is seen moves smoothly. What cannot be reached is
refused with the range that can.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import exp, fsum, isnan, log
from typing import Any, NamedTuple

from journeysim import metrics, units
from journeysim.calibration.fitting import Calibration, Fitted
from journeysim.calibration.search_directions import DIRECTIONS, Direction, bounded, rounded
from journeysim.engine import choice
from journeysim.errors import UsageError
from journeysim.experiment.compare import measure, names_in
from journeysim.experiment.replicate import Progress
from journeysim.scenario.merging import Table, leaves, merged
from journeysim.scenario.scenario import Scenario

REPLICATIONS = 4
SWEEPS = 5
CLOSE = 0.005
"""How near is near enough, relative to the figure (of a share: to it or to what is missing to one,
whichever is smaller)."""

_FARTHEST = log(50.0)
_TRIES = 12


class Target(NamedTuple):
    """A figure the baseline must show, in the metric's unit."""

    metric: str
    value: float
    said: str


class TargetFit(NamedTuple):
    """What became of a target: yours, what was simulated before and is now, and the knobs moved.

    moved: (key, before, after) as written in a file.
    """

    target: Target
    before: float
    now: float
    words: str
    moved: tuple[tuple[str, str, str], ...]


def target(text: str) -> Target:
    """A target as it is written: `retention=82%`. Raises UsageError."""
    name, equals, value = text.rpartition("=")
    if not equals or not name.strip():
        raise UsageError(f"--target {text!r}: is not METRIC=VALUE, e.g. retention=82%")
    request = metrics.find(name)
    if request.metric.name not in DIRECTIONS:
        raise UsageError(
            f"--target {request.metric.name}: cannot be aimed at; known: {', '.join(DIRECTIONS)}"
        )
    share = request.metric.unit == "share"
    try:
        number = units.share(value.strip()) if "%" in value else float(value)
    except ValueError:
        raise UsageError(f"--target {text!r}: {value.strip()!r} is no number") from None
    if isnan(number) or number < 0.0 or (share and not 0.0 < number < 1.0):
        allowed = "more than 0 %, less than 100 %" if share else "at least 0"
        raise UsageError(f"--target {text!r}: is out of range; allowed: {allowed}")
    return Target(request.name, number, value.strip())


def fit_targets(
    calibration: Calibration,
    targets: Sequence[Target],
    *,
    engine: str = choice.AUTO,
    progress: Progress | None = None,
    days: float | None = None,
) -> tuple[Calibration, list[TargetFit]]:
    """The calibration with knobs moved until the baseline shows the targets.

    days: over how long they are to be shown, if not over the scenario's whole run.
    Raises UsageError for what cannot be reached, with the range that can.
    """
    base = calibration.scenario.with_values(calibration.values, "calibrate")
    if days is not None and days < base.tables.run.days:
        base = base.with_values({"run": {"days": f"{days:g} d"}}, "calibrate")
    known = names_in(base)
    directions = []
    for each in targets:
        request = metrics.find(each.metric)
        request.check(known, base.tables.run.days)
        directions.append(DIRECTIONS[request.metric.name])
    if len({direction.words for direction in directions}) < len(directions):
        raise UsageError(
            "--target: two of these figures would move the same knob; give one of them"
        )
    if not targets:
        return calibration, []
    search = _Search(base, tuple(targets), tuple(directions), engine, progress)
    logs = search.solved()
    before, now = search.seen([0.0] * len(logs)), search.seen(logs)
    values = search.values(logs)
    outcome = [
        TargetFit(
            each,
            before[i],
            now[i],
            direction.words,
            _changes(base, rounded(direction.knobs(base, exp(logs[i])))),
        )
        for i, (each, direction) in enumerate(zip(targets, directions, strict=True))
    ]
    fitted = [
        Fitted(
            f"{each.target.metric} aimed at", each.target.value, None, "",
            f"simulated {each.now:.4g} by moving the {each.words}",
            each.moved[0][0] if len(each.moved) == 1 else "",
        )
        for each in outcome
    ]  # fmt: skip
    return calibration.with_more(fitted, values), outcome


def _changes(base: Scenario, table: Table) -> tuple[tuple[str, str, str], ...]:
    """The knobs in a table that change: key, value before, value after."""
    old = dict(leaves(base.tables.model_dump(mode="json", by_alias=True)))
    new = dict(
        leaves(base.with_values(table, "calibrate").tables.model_dump(mode="json", by_alias=True))
    )
    return tuple(
        (".".join(path), _text(old.get(path)), _text(value))
        for path, value in new.items()
        if old.get(path) != value and path[0] not in ("policies", "worlds")
    )


def _text(value: Any) -> str:
    return f"{value:.4g}" if isinstance(value, float) else str(value)


class _Search:
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
        runs = REPLICATIONS * _TRIES * len(targets)
        self.engine = choice.chosen(engine, [base], runs, None)
        self.jobs = choice.processes(self.engine, base, REPLICATIONS, None)
        self.progress = progress
        self.known: dict[tuple[float, ...], list[float]] = {}

    def values(self, logs: Sequence[float]) -> Table:
        """All knobs at their factors; those at 1 are left alone."""
        found: Table = {}
        for direction, each in zip(self.directions, logs, strict=True):
            if each != 0.0:
                found = merged(found, rounded(direction.knobs(self.base, exp(each))))
        return found

    def seen(self, logs: Sequence[float]) -> list[float]:
        """What the baseline shows at these factors."""
        key = tuple(logs)
        if key not in self.known:
            scenario = self.base.with_values(self.values(logs), "calibrate")
            names = tuple(each.metric for each in self.targets)
            found = measure(
                scenario,
                (scenario.baseline,),
                names,
                replications=REPLICATIONS,
                jobs=self.jobs,
                engine=self.engine,
            ).observations[scenario.baseline]
            self.known[key] = [fsum(found[name]) / REPLICATIONS for name in names]
            if self.progress:
                self.progress(len(self.known), _TRIES * len(self.targets))
        return self.known[key]

    def solved(self) -> list[float]:
        """The logarithms of the factors at which every target is shown. Raises UsageError."""
        logs = [0.0] * len(self.targets)
        for _ in range(SWEEPS):
            for index in range(len(logs)):
                logs[index] = self._one(index, logs)
            off = [
                index
                for index, value in enumerate(self.seen(logs))
                if abs(value - self.targets[index].value) > _tolerance(self.targets[index])
            ]
            if not off:
                return logs
        names = ", ".join(self.targets[index].metric for index in off)
        raise UsageError(f"--target: {names} cannot be shown together with the other figures")

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
        if abs(miss) <= _tolerance(wanted):
            return here
        low, high, low_miss, high_miss = self._bracket(index, here, miss, off)
        for _ in range(_TRIES):
            share = low_miss / (low_miss - high_miss)
            middle = low + (high - low) * bounded(share, 0.1, 0.9)
            miss = off(middle)
            if abs(miss) <= 0.5 * _tolerance(wanted) or high - low < 1e-4:
                return middle
            if (miss > 0.0) == (low_miss > 0.0):
                low, low_miss = middle, miss
            else:
                high, high_miss = middle, miss
        return middle

    def _bracket(
        self, index: int, here: float, miss: float, off: Callable[[float], float]
    ) -> tuple[float, float, float, float]:
        """Two factors between which the target lies. Raises UsageError with what can be reached."""
        wanted, ends = self.targets[index], {here: miss}
        for step in (0.5, 1.5, _FARTHEST):
            for at in (here - step, here + step):
                ends[at] = off(at)
                if (ends[at] > 0.0) != (miss > 0.0):
                    near = min(
                        (x for x in ends if (ends[x] > 0.0) == (miss > 0.0)),
                        key=lambda x: abs(x - at),
                    )
                    low, high = sorted((near, at))
                    return low, high, ends[low], ends[high]
        found = [wanted.value + each for each in ends.values()]
        raise UsageError(
            f"--target {wanted.metric}={wanted.said}: cannot be reached by moving the "
            f"{self.directions[index].words}: only {min(found):.4g} to {max(found):.4g} can"
        )


def _tolerance(wanted: Target) -> float:
    """How near is near enough."""
    value = wanted.value
    share = metrics.find(wanted.metric).metric.unit == "share"
    return CLOSE * (min(value, 1.0 - value) if share else max(value, 1e-9))
