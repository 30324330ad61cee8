"""Fit: the knobs nobody can look up, moved all at once until a firm shows the figures it told.

Every knob stays within what is plausible. A firm too large to be run again and again is fitted in a
sample whose lines are staffed so that as many hang up as in full size, and its waits in full size over
some weeks; a vast one as its policies are measured, by one in so many customers (`scenario.in_small`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import fsum, inf
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from journeysim.calibration import joint
from journeysim.calibration.search_directions import STAFFING, rounded
from journeysim.calibration.sheet import lines
from journeysim.calibration.sheet.aims import Aim
from journeysim.calibration.sheet.picture import FirmPicture
from journeysim.calibration.sheet.staffing import present_of
from journeysim.calibration.sheet.unknowns import WAITS, Unknown, line_of, transformed, unknowns
from journeysim.engine import choice
from journeysim.engine.choice import one_in_for, rows_expected, rows_lived
from journeysim.experiment.compare import measure
from journeysim.experiment.replicate import Progress
from journeysim.scenario.merging import Table, leaves, merged
from journeysim.scenario.scenario import Scenario

Array = npt.NDArray[Any]

ROWS = {choice.COMPILED: 3_000_000.0, choice.SIMPY: 60_000.0}
"""Rows that one try may cost, by engine, all its runs together."""

MOST_RUNS = 8
TRIES = 10
_WEEKS, _WARM = 3.0, 7.0
_TINY = 1e-4


class Moved(NamedTuple):
    """A knob that was found: its key, value, and the ends between which the figures stay within their
    widths, as texts (None where no figure tells); source: what it was fitted to."""

    key: str
    value: str
    low: str | None
    high: str | None
    source: str


@dataclass(frozen=True)
class SheetFit:
    """What was found: values over the base, the knobs moved, and after how many tries."""

    values: Table
    moved: tuple[Moved, ...]
    tries: int


def fit(
    picture: FirmPicture,
    base: Scenario,
    aims: Sequence[Aim],
    engine: str = choice.AUTO,
    progress: Progress | None = None,
) -> SheetFit:
    """The knobs at which the firm shows its figures, or is as near as it can be within what is plausible."""
    unknown = unknowns(picture, base, aims)
    if not unknown or not aims:
        return SheetFit({}, (), 0)
    shown = _Shown(picture, base, aims, unknown, engine, progress)
    names = [aim.metric for aim in aims]
    goal = [transformed(aim.metric, aim.value) for aim in aims]
    widths = [_width(aim) for aim in aims]
    slopes = np.array([[each.slopes.get(name, 0.0) for each in unknown] for name in names])
    solution = joint.solved(
        shown.at, goal, widths, slopes, [each.limits for each in unknown], TRIES
    )
    moved: list[Moved] = []
    for each, x, reach in zip(unknown, solution.x, solution.reach, strict=True):
        span = max(each.limits[0], x - reach), min(each.limits[1], x + reach)
        if each.words.startswith(STAFFING):
            moved += _people(each, base, x, span)
            continue
        ends = [dict(_texts(each.knobs(base, end))) for end in span]
        for key, value in _texts(each.knobs(base, x)):
            if ends[0][key] != ends[1][key]:
                between = sorted((ends[0][key], ends[1][key]), key=_size) if reach < inf else (None, None)  # fmt: skip
                moved.append(Moved(key, value, between[0], between[1], each.source))
    return SheetFit(shown.values(solution.x), tuple(moved), solution.tries)


def _people(each: Unknown, base: Scenario, x: float, ends: tuple[float, float]) -> list[Moved]:
    """People at a line, as one figure: agents less the time they are away."""
    moved = []
    for name, here in each.knobs(base, x)["service"]["channels"].items():
        low, high = (present_of(each.knobs(base, end)["service"]["channels"][name]) for end in ends)
        key = f"service.channels.{name}.agents"
        moved.append(Moved(key, f"{present_of(here):.3g} at work", f"{low:.3g}", f"{high:.3g}", each.source))  # fmt: skip
    return moved


def _texts(table: Table) -> list[tuple[str, str]]:
    return [(".".join(path), str(value)) for path, value in leaves(rounded(table))]


def _size(text: str) -> float:
    return float(text.split()[0])


class _Shown:
    """What the firm shows at a place: measured once for each."""

    def __init__(
        self, picture: FirmPicture, base: Scenario, aims: Sequence[Aim], unknown: Sequence[Unknown],
        engine: str, progress: Progress | None,
    ) -> None:  # fmt: skip
        self.picture, self.base, self.unknown, self.progress = picture, base, unknown, progress
        self.metrics = [aim.metric for aim in aims]
        self.engine = choice.chosen(engine, [base], TRIES, None)
        most = ROWS[self.engine]
        self.share = min(1.0, most / max(1.0, rows_lived(base)))
        self.times = one_in_for(base) if self.engine == choice.COMPILED else 1
        runs = max(1, min(MOST_RUNS, int(most / max(1.0, rows_lived(base) * self.share))))
        self.runs = runs
        self.rows = most
        self.tries = 0

    def values(self, x: Sequence[float]) -> Table:
        """All knobs at a place, to four digits as they will stand in the file."""
        table: Table = {}
        for each, at in zip(self.unknown, x, strict=True):
            table = merged(table, rounded(each.knobs(self.base, at)))
        return table

    def at(self, x: tuple[float, ...]) -> Array:
        """The transformed figures at a place."""
        firm = self.base.with_values(self.values(x), "init")
        waits = [name for name in self.metrics if name.startswith(WAITS)]
        if self.share >= 1.0:
            seen = self._measured(firm, self.metrics, self.runs)
        elif self.times > 1:
            small = firm.with_values({"run": {"one_in": self.times}}, "in small")
            seen = self._measured(small, self.metrics, 1)
        else:
            seen = self._measured(self._sample(firm), self.metrics, 1)
            if waits:
                seen |= self._measured(self._weeks(firm), waits, 1)
        self.tries += 1
        if self.progress:
            self.progress(self.tries, TRIES)
        return np.array([transformed(name, seen[name]) for name in self.metrics])

    def _measured(self, firm: Scenario, names: Sequence[str], runs: int) -> dict[str, float]:
        jobs = choice.processes(self.engine, firm, runs, None)
        seen = measure(
            firm, (firm.baseline,), tuple(names), replications=runs, jobs=jobs, engine=self.engine
        ).observations[firm.baseline]
        return {name: fsum(seen[name]) / runs for name in names}

    def _sample(self, firm: Scenario) -> Scenario:
        """Fewer customers, and lines staffed so that as many hang up by the closed form."""
        population = firm.tables.population
        count = max(1, round(self.share * population.customers))
        share = count / max(1, population.customers)
        channels: Table = {}
        for name, channel in firm.tables.service.channels.items():
            line = line_of(self.picture, firm, name)
            here = lines.queue(line)
            smaller = line._replace(a_day=line.a_day * share)
            people = lines.people_for(smaller, here.hang_up) if here.hang_up > _TINY else line.people * share  # fmt: skip
            agents = max(1, int(people) + 1)
            channels[name] = {"agents": agents, "shrinkage": max(0.0, min(0.9, 1.0 - people / agents))}  # fmt: skip
            if channel.agents == 0:
                channels[name] = {"agents": 0}
        fewer: Table = {
            "population": {"customers": count, "prospects": f"{share * population.prospects:.6g} per d"},
            "service": {"channels": channels},
        }  # fmt: skip
        return firm.with_values(fewer, "sample")

    def _weeks(self, firm: Scenario) -> Scenario:
        """The whole firm over a few weeks, without a run-in: for its waits alone."""
        short = _few_weeks(firm)
        return short if rows_expected(short) <= 8.0 * self.rows else self._sample(short)


def _few_weeks(firm: Scenario) -> Scenario:
    """A firm over three weeks, without a run-in: what lines show, at whatever size."""
    frame = {"days": f"{7.0 * _WEEKS:g} d", "warmup": f"{_WARM:g} d", "run_in": "0 d"}
    return firm.with_values({"run": frame}, "weeks")


def _width(aim: Aim) -> float:
    """The width of an aim on that scale."""
    low = transformed(aim.metric, aim.value - aim.width / 2.0)
    high = transformed(aim.metric, aim.value + aim.width / 2.0)
    return max(1e-3, high - low)
