"""Sensitivity: which assumed number would turn a verdict, and where it would turn it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from rich.console import Console

from journeysim import metrics
from journeysim.errors import UsageError
from journeysim.experiment.compare import names_in
from journeysim.experiment.contrast import Contrast
from journeysim.experiment.family import usual
from journeysim.experiment.sensitivity import global_sensitivity, tornado
from journeysim.report import sensitivity as report
from journeysim.report.to_json import envelope
from journeysim.scenario.scenario import Scenario
from journeysim.study.ask import Ask
from journeysim.study.columns import Array
from journeysim.study.findings import Lived, Reading
from journeysim.study.measure import announce, engine_for
from journeysim.study.progress import SILENT, Progress

Method = Literal["tornado", "morris", "sobol"]
"""One number after the other; the strongest also all at once."""


@dataclass(frozen=True)
class AskSensitivity(Ask):
    """What the verdict is about, and which numbers are looked at: `top` of the strongest.

    knobs: looked at too, though a firm could look them up.
    """

    metric: str = "retention"
    top: int = 8
    knobs: tuple[str, ...] = ()
    method: Method = "tornado"


@dataclass(frozen=True)
class Sensitivity:
    """What each number does by itself, and the strongest together."""

    tornado: tornado.Tornado
    method: Method
    effects: tuple[global_sensitivity.GlobalEffect, ...] = ()


def sensitivity(
    scenario: Scenario, ask: AskSensitivity, progress: Progress = SILENT
) -> Sensitivity:
    """Move one assumed number after the other to the ends of its range. Raises UsageError.

    About one policy (the last named, unless one is asked for) against the baseline.
    """
    base = ask.base(scenario)
    ours = [name for name in ask.chosen(scenario) if name != base]
    if not ours or (ask.policies and len(ours) > 1):
        raise UsageError("sensitivity compares one policy with a baseline; name one with --policy")
    metrics.find(ask.metric).check(names_in(scenario), scenario.tables.run.days)
    knobs = tornado.knobs(scenario, ask.knobs)
    count = max(2, scenario.tables.run.replications)
    runs = 4 * len(knobs) * tornado.SCREENING + 4 * ask.top * count
    engine = engine_for(scenario, runs, ask, progress)
    announce(scenario, 2, count, engine, ask, progress)
    family = usual(scenario, base, ask.replications is not None)
    contrast = Contrast(scenario, ours[-1], base, ask.metric, count, engine, ask.jobs, family)
    with progress.counting("assumed numbers") as counter:
        measured = tornado.tornado(
            contrast, knobs, most=ask.top, replications=count, progress=counter
        )
        if ask.method == "tornado":
            return Sensitivity(measured, ask.method)
        strongest = [bar.knob for bar in measured.bars]
        effects = global_sensitivity.effects(contrast, strongest, ask.method, counter)
    return Sensitivity(measured, ask.method, tuple(effects))


def _show(page: Console, result: Sensitivity, full: bool) -> None:
    report.print_tornado(page, result.tornado)
    if result.effects:
        report.print_effects(page, result.effects, result.method)


def _document(results: Sequence[Sensitivity], engine: str) -> dict[str, Any]:
    (each,) = results
    seed = each.tornado.contrast.scenario.tables.run.seed
    head = envelope(seed=seed, engine=engine, exit_code=0)
    return head | report.document(each.tornado, each.effects, each.method)


def _columns(results: Sequence[Sensitivity]) -> dict[str, Array]:
    """A row a knob and end of its range: knob, at, mean, low, high."""
    rows = [
        (bar.knob.key, at, end)
        for each in results
        for bar in each.tornado.bars
        for at, end in ((bar.knob.low, bar.at_low), (bar.knob.high, bar.at_high))
    ]
    return {
        "knob": np.array([knob for knob, _, _ in rows], dtype=str),
        "at": np.array([at for _, at, _ in rows], dtype=np.float64),
        **{
            name: np.array([getattr(end, name) for _, _, end in rows], dtype=np.float64)
            for name in ("mean", "low", "high")
        },
    }


def _lived(result: Sensitivity) -> Lived:
    contrast = result.tornado.contrast
    return Lived(contrast.scenario, (contrast.baseline, contrast.policy))


READING: Reading[Sensitivity] = Reading(
    show=_show, document=_document, columns=_columns, lived=_lived
)
"""How sensitivity is read."""
