"""Global sensitivity: what knobs do to a difference when others are not where they are assumed to be.

Morris's elementary effects screen; Sobol's indices split the variance into what a knob does alone
and what it does with others. Both need SALib (`pip install 'journeysim[sensitivity]'`).
Sources: M. D. Morris, Technometrics 33, 1991; I. M. Sobol, Mathematics and Computers in Simulation
55, 2001; A. Saltelli and others, Computer Physics Communications 181, 2010.
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import replace
from math import fsum
from typing import Any, Literal, NamedTuple

import numpy as np

from journeysim.errors import UsageError
from journeysim.experiment.contrast import Contrast, paired
from journeysim.experiment.replicate import Progress
from journeysim.experiment.sensitivity.tornado import Knob
from journeysim.scenario.merging import Table, merged, nested

Method = Literal["morris", "sobol"]

TRAJECTORIES = 10
SOBOL_BASE = 32
REPLICATIONS = 1


class GlobalEffect(NamedTuple):
    """What a knob does, the others anywhere in their ranges.

    alone: mean size of its effect (Morris) or share of the variance it explains alone (Sobol);
    with_others: spread of its effect (Morris) or share it explains with others too (Sobol).
    """

    knob: Knob
    alone: float
    with_others: float


def effects(
    contrast: Contrast, knobs: Sequence[Knob], method: Method, progress: Progress | None = None
) -> list[GlobalEffect]:
    """The effects of all these knobs at once, the strongest first. Raises UsageError without SALib."""
    sample, analyze = _salib(method)
    problem = {
        "num_vars": len(knobs),
        "names": [knob.key for knob in knobs],
        "bounds": [[knob.low, knob.high] for knob in knobs],
    }
    seed = contrast.scenario.tables.run.seed
    points = sample(problem, seed)
    scenarios = []
    for point in points:
        table: Table = {}
        for knob, value in zip(knobs, point.tolist(), strict=True):
            table = merged(table, nested(knob.path, knob.text(value)))
        scenarios.append(contrast.scenario.with_world_values(table, "sensitivity"))
    seen = paired(replace(contrast, replications=REPLICATIONS), scenarios, progress)
    shown = np.array([fsum(ours) / len(ours) - fsum(theirs) / len(theirs) for ours, theirs in seen])
    if np.isnan(shown).any():
        raise UsageError(f"{contrast.metric} does not exist in every plausible world")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # where nothing moves the difference it divides by zero
        alone, with_others = (np.nan_to_num(each) for each in analyze(problem, points, shown, seed))
    measured = [GlobalEffect(*each) for each in zip(knobs, alone, with_others, strict=True)]
    return sorted(measured, key=lambda effect: -max(effect.alone, effect.with_others))


def _salib(method: Method) -> tuple[Any, Any]:
    """How points are drawn, and how what was seen there is split up."""
    try:
        if method == "morris":
            from SALib.analyze import morris
            from SALib.sample import morris as trajectories

            def draw(problem: Any, seed: int) -> Any:
                return trajectories.sample(problem, TRAJECTORIES, num_levels=4, seed=seed)

            def split(problem: Any, points: Any, shown: Any, seed: int) -> tuple[Any, Any]:
                indices = morris.analyze(problem, points, shown, num_levels=4, seed=seed)
                return indices["mu_star"].tolist(), indices["sigma"].tolist()

            return draw, split
        from SALib.analyze import sobol
        from SALib.sample import sobol as sequence

        def spread(problem: Any, seed: int) -> Any:
            return sequence.sample(problem, SOBOL_BASE, calc_second_order=False, seed=seed)

        def variance(problem: Any, points: Any, shown: Any, seed: int) -> tuple[Any, Any]:
            indices = sobol.analyze(problem, shown, calc_second_order=False, seed=seed)
            return indices["S1"].tolist(), indices["ST"].tolist()

        return spread, variance
    except ImportError:
        raise UsageError(
            f"--method {method} needs SALib: pip install 'journeysim[sensitivity]'"
        ) from None
