"""Targets: figures that a firm knows, and the knobs nobody can look up that are moved to show them.

Each metric has one knob, or a family of knobs in step, and a range in which they are plausible. What
cannot be reached within it is set as near as possible and named with what keeps it away.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from math import exp
from typing import Any, NamedTuple

from journeysim import metrics
from journeysim.calibration import rest, sampling
from journeysim.calibration.cells import numbers
from journeysim.calibration.cells.unclear import Unclear
from journeysim.calibration.fitting import Calibration, Fitted
from journeysim.calibration.search import REPLICATIONS, Search, Target, may_be_off
from journeysim.calibration.search_directions import DIRECTIONS, PATIENCE, STAFFING, chosen, rounded
from journeysim.engine import choice
from journeysim.errors import UsageError
from journeysim.experiment.compare import names_in
from journeysim.experiment.replicate import Progress
from journeysim.scenario.merging import Table, leaves
from journeysim.scenario.scenario import Scenario

__all__ = ["DIRECTIONS", "REPLICATIONS", "Target", "TargetFit", "fit_targets", "target"]


class TargetFit(NamedTuple):
    """What became of a target: yours, what was simulated before and is now, and the knobs moved.

    moved: (key, before, after) as written in a file; rest: where it could not be reached, what keeps
    it away; "" where it is shown.
    """

    target: Target
    before: float
    now: float
    words: str
    moved: tuple[tuple[str, str, str], ...]
    rest: str = ""

    @property
    def is_far(self) -> bool:
        """Is it farther off than a figure may be?"""
        return abs(self.now - self.target.value) > may_be_off(self.target)


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
        number = numbers.number(value.strip(), ".") if "," not in value else numbers.alone(value)
    except Unclear as error:
        raise UsageError(f"--target {text!r}: {error}") from None
    if number is None or ("%" in value and not share):
        raise UsageError(f"--target {text!r}: {value.strip()!r} is no number")
    if number < 0.0 or (share and not 0.0 < number < 1.0):
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
    givens: Collection[str] = (),
) -> tuple[Calibration, list[TargetFit]]:
    """The calibration with knobs moved until the baseline shows the targets, or is as near as it can be.

    days: over how long they are to be shown, if not over the scenario's whole run; givens: words of
    search directions whose knobs are known. Raises UsageError where two targets need the same knob.
    """
    if not targets:
        return calibration, []
    base = calibration.scenario.with_values(calibration.values, "calibrate")
    if days is not None and days < base.tables.run.days:
        base = base.with_values({"run": {"days": f"{days:g} d"}}, "calibrate")
    known = names_in(base)
    requests = [metrics.find(each.metric) for each in targets]
    for request in requests:
        request.check(known, base.tables.run.days)
    directions = tuple(chosen(requests, givens))
    small, share = sampling.sampled(base, sampling.A_TRY)
    search = Search(small, tuple(targets), directions, engine, progress)
    logs = search.solved()
    before, now = search.seen([0.0] * len(logs)), search.seen(logs)
    searches = [(search, i, logs) for i in range(len(logs))]
    lines = [i for i, each in enumerate(directions) if each.words.startswith((STAFFING, PATIENCE))]
    if share < 1.0 and lines:
        whole = _in_full_size(base, search, logs, lines, engine, progress)
        full_logs = whole.solved()
        for place, (i, old, new) in enumerate(zip(lines, whole.seen([0.0] * len(lines)), whole.seen(full_logs), strict=True)):  # fmt: skip
            logs[i], before[i], now[i] = full_logs[place], old, new
            searches[i] = (whole, place, full_logs)
    outcome = []
    for i, (each, direction) in enumerate(zip(targets, directions, strict=True)):
        by, place, there = searches[i]
        shown = by.is_shown(place, now[i])
        keeps = "" if shown else rest.what_keeps_away(by, place, there, now[i], base)
        moved = _changes(base, rounded(direction.knobs(base, exp(logs[i]))))
        outcome.append(TargetFit(each, before[i], now[i], direction.words, moved, keeps))
    fitted = [_as_fitted(each) for each in outcome]
    return calibration.with_more(fitted, search.values(logs, base)), outcome


def _in_full_size(
    base: Scenario, search: Search, logs: Sequence[float], lines: Sequence[int], engine: str, progress: Progress | None
) -> Search:  # fmt: skip
    """The search for figures of lines, in their full size and over weeks, all else as found in a sample."""
    others = [0.0 if i in lines else each for i, each in enumerate(logs)]
    line = sampling.line(base.with_values(search.values(others, base), "calibrate"))
    targets = tuple(search.targets[i] for i in lines)
    directions = tuple(search.directions[i] for i in lines)
    return Search(line, targets, directions, engine, progress)


def _as_fitted(fit: TargetFit) -> Fitted:
    how = f"simulated {fit.now:.4g} by moving the {fit.words}"
    if fit.rest:
        how = f"not reached, {how}: {fit.rest}"
    key = fit.moved[0][0] if len(fit.moved) == 1 else ""
    return Fitted(f"{fit.target.metric} aimed at", fit.target.value, None, "", how, key)


def _changes(base: Scenario, table: Table) -> tuple[tuple[str, str, str], ...]:
    """The knobs in a table that change: key, value before, value after."""
    old = dict(leaves(base.tables.model_dump(mode="json", by_alias=True)))
    new = dict(
        leaves(base.with_values(table, "calibrate").tables.model_dump(mode="json", by_alias=True))
    )
    return tuple(
        (".".join(path), _text(old.get(path)), _text(value))
        for path, value in new.items()
        if old.get(path) != value
        and path[0] not in ("policies", "worlds")
        and path[:2] != ("population", "classes")
    )


def _text(value: Any) -> str:
    return f"{value:.4g}" if isinstance(value, float) else str(value)
